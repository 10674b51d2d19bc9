/** Tests of the jar as applications get it, run after it is packaged. */
@NullMarked
package io.tablecache.packaged;

import org.jspecify.annotations.NullMarked;
