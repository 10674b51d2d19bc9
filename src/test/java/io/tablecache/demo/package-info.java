/** The demo that the README starts. */
@NullMarked
package io.tablecache.demo;

import org.jspecify.annotations.NullMarked;
