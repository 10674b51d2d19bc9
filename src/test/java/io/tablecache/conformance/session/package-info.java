/**
 * Sessions, transactions, names, permissions and definitions: a table of named cases, and a random
 * walk, each played by the plain driver and by this one on two databases that are alike.
 */
@NullMarked
package io.tablecache.conformance.session;

import org.jspecify.annotations.NullMarked;
