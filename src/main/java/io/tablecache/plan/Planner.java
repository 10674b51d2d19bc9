package io.tablecache.plan;

import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.StatementDescriber;
import io.tablecache.model.StatementDescriber.Description;
import io.tablecache.model.TableDefinition;
import java.util.List;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.statement.Statement;

/**
 * Proves what a template means, or says why it is delegated.
 *
 * <p>JSqlParser reads the text into a model; the model's own tokens must be the text's; PostgreSQL
 * gives the types; what the index can decide becomes the spec. Each step that does not succeed ends
 * in a delegation. Stateless and thread-safe.
 */
public final class Planner {
  private Planner() {}

  /**
   * Plans a template.
   *
   * @param parameterOids the declared type of each parameter, {@link Oids#UNSPECIFIED} where the
   *     server infers it; literals are not among them
   * @param searchPath the session's search path, under which the statement is typed
   * @param tables the cached tables
   */
  public static Plan plan(
      Template template,
      int[] parameterOids,
      String searchPath,
      List<TableDefinition> tables,
      StatementDescriber describer) {
    try {
      TemplateTokens tokens = TemplateTokens.of(template);
      if (tokens.parameterCount() != parameterOids.length) {
        throw new Delegated(
            Outcome.PARAMETER_MISSING,
            tokens.parameterCount() + " parameters, but " + parameterOids.length + " types");
      }
      Syntax.Select select = read(tokens);
      List<Binder> candidates = Binder.candidates(select, tables);
      Description description =
          describer.describe(tokens.describeText(), slotOids(tokens, parameterOids), searchPath);
      return bind(candidates, tokens, typed(description));
    } catch (Delegated delegated) {
      return delegated.delegation();
    } catch (StackOverflowError e) {
      return new Plan.Delegation(Outcome.TOO_COMPLEX, "nested too deeply");
    }
  }

  /** The model of the statement, which prints as the statement itself. */
  static Syntax.Select read(TemplateTokens tokens) throws Delegated {
    KeywordScreen.check(tokens.tokens());
    Syntax.Select select = AstReader.read(parse(tokens.parserText()));
    if (!SyntaxPrinter.matches(select, tokens.tokens())) {
      throw new Delegated(Outcome.AMBIGUOUS, "the parser reads something else than the text");
    }
    return select;
  }

  private static Statement parse(String sql) throws Delegated {
    try {
      // Only the parser's simple mode: the other one takes exponential time on parentheses.
      Statement statement =
          new CCJSqlParser(new StringProvider(sql)).withAllowComplexParsing(false).Statement();
      if (statement != null) {
        return statement;
      }
    } catch (ParseException | RuntimeException ignored) {
      // Whatever the parser stumbles over is delegated; its messages hold the text.
    }
    throw new Delegated(Outcome.UNPARSED, "the parser does not understand the text");
  }

  private static int[] slotOids(TemplateTokens tokens, int[] parameterOids) {
    int[] oids = new int[tokens.slots().size()];
    for (int i = 0; i < oids.length; i++) {
      TemplateTokens.Origin origin = tokens.slots().get(i);
      oids[i] =
          origin.literal() == null
              ? parameterOids[origin.position()]
              : switch (origin.literal()) {
                case INT4 -> Oids.INT4;
                case INT8 -> Oids.INT8;
                case NUMERIC -> Oids.NUMERIC;
                case STRING -> Oids.UNSPECIFIED;
              };
    }
    return oids;
  }

  private static StatementDescriber.Typed typed(Description description) throws Delegated {
    if (description instanceof StatementDescriber.Refused refused) {
      throw new Delegated(Outcome.REFUSED_BY_DATABASE, refused.sqlState());
    }
    if (description instanceof StatementDescriber.Unavailable unavailable) {
      throw new Delegated(Outcome.NOT_DESCRIBED, unavailable.message());
    }
    return (StatementDescriber.Typed) description;
  }

  /** Tables of one name in several schemas: PostgreSQL says which one is meant. */
  private static Plan bind(
      List<Binder> candidates, TemplateTokens tokens, StatementDescriber.Typed typed)
      throws Delegated {
    for (Binder candidate : candidates) {
      if (candidate.isMeant(typed.fields())) {
        return candidate.bind(tokens, typed);
      }
    }
    throw new Delegated(Outcome.OTHER_RELATION, "PostgreSQL reads another relation");
  }
}
