/**
 * Same statements on the plain driver and on this one, over the same data: everything that an
 * application can see must be equal, and what should be a hit must have been one.
 */
@NullMarked
package io.tablecache.differential;

import org.jspecify.annotations.NullMarked;
