/**
 * The corpus of statements in the shapes that clients send, run on the plain driver and on this
 * one: answers must be equal, and each class of statements must be answered from the cache to its
 * share.
 *
 * <p>The corpus is no part of the repository, so these tests run by the Maven profile {@code
 * corpus} only.
 */
@NullMarked
package io.tablecache.corpus;

import org.jspecify.annotations.NullMarked;
