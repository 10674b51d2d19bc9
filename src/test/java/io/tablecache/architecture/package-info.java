/** The rules that hold between the packages, as tests. */
@NullMarked
package io.tablecache.architecture;

import org.jspecify.annotations.NullMarked;
