/** Tests of the documents: what they show is run, what they name is there. */
@NullMarked
package io.tablecache.documentation;

import org.jspecify.annotations.NullMarked;
