/**
 * The config file: what it may say, and one error per mistake with file, line and what to do.
 *
 * <p>Depends on {@code model}, and is the only user of Typesafe Config. Immutable.
 */
@NullMarked
package io.tablecache.config;

import org.jspecify.annotations.NullMarked;
