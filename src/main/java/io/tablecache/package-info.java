/**
 * The driver and what applications may call.
 *
 * <p>{@code TableCacheDriver} answers {@code jdbc:tablecache:} URLs, {@code TableCacheDataSource}
 * serves pools, {@link io.tablecache.TableCache} tells when the cache is loaded. Depends on {@code
 * config}, {@code jdbc}, {@code engine} and {@code model}. All are thread-safe, once a DataSource's
 * properties are set.
 */
@NullMarked
package io.tablecache;

import org.jspecify.annotations.NullMarked;
