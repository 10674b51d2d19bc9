/** Tests of the segmented score index, and rows for tests of those who read it. */
@NullMarked
package io.tablecache.index;

import org.jspecify.annotations.NullMarked;
