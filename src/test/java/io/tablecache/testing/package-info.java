/** What tests of several packages share: a real PostgreSQL server, started once per JVM. */
@NullMarked
package io.tablecache.testing;

import org.jspecify.annotations.NullMarked;
