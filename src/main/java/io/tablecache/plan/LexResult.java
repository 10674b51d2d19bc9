package io.tablecache.plan;

/** What the lexer makes of a text: a lexed statement, or a delegation with its reason. */
public sealed interface LexResult permits LexedStatement, Plan.Delegation {}
