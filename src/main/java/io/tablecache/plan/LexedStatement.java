package io.tablecache.plan;

import java.util.List;

/**
 * One statement's text, lexed: its template and the literals that were lifted out.
 *
 * @param template the text with literals lifted out; equal for texts that differ in them only
 * @param literals the literals, in the order of the text
 * @param parameterCount how many {@code ?} parameters the text has
 */
public record LexedStatement(Template template, List<Literal> literals, int parameterCount)
    implements LexResult {}
