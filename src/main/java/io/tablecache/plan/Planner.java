package io.tablecache.plan;

import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.ResultField;
import io.tablecache.model.StatementDescriber;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.List;

/**
 * Proves what a template means, or says why it is delegated.
 *
 * <p>The text is read by PostgreSQL's grammar; PostgreSQL gives the types of parameters and of the
 * result, and says which relations the names mean; functions and operators are chosen by its rules
 * from its catalog. Each step that does not succeed ends in a delegation. Stateless and
 * thread-safe.
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
      Tokens tokens = Tokens.of(template);
      if (tokens.parameterCount() != parameterOids.length) {
        throw new Delegated(
            Outcome.PARAMETER_MISSING,
            tokens.parameterCount() + " parameters, but " + parameterOids.length + " types");
      }
      Syntax.Select select = SelectReader.read(tokens);
      StatementDescriber.Typed typed =
          RelationResolver.typed(
              describer.describe(
                  tokens.describeText(), slotOids(tokens, parameterOids), searchPath));
      PlanContext context = new PlanContext(tokens.slots(), typed.parameterOids());
      Analyzed analyzed =
          new QueryAnalyzer(context, new RelationResolver(tables, describer, searchPath))
              .statement(select, typed.fields().stream().map(ResultField::label).toList());
      return plan(analyzed, context, typed.fields());
    } catch (Delegated delegated) {
      return delegated.delegation();
    } catch (StackOverflowError e) {
      return new Plan.Delegation(Outcome.TOO_COMPLEX, "nested too deeply");
    }
  }

  private static int[] slotOids(Tokens tokens, int[] parameterOids) {
    int[] oids = new int[tokens.slots().size()];
    for (int i = 0; i < oids.length; i++) {
      Tokens.Origin origin = tokens.slots().get(i);
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

  private static CachedQuery plan(Analyzed analyzed, PlanContext context, List<ResultField> fields)
      throws Delegated {
    List<TableUse> tables = context.tables();
    if (tables.isEmpty()) {
      throw new Delegated(Outcome.OTHER_RELATION, "no cached table is read");
    }
    checkFields(analyzed, fields);
    List<SlotSource> sources = context.sources();
    FoldedOutputs folded =
        new FoldedOutputs(slot -> slot < sources.size() && sources.get(slot).isLiteral());
    for (int i = 0; i < fields.size(); i++) {
      if (folded.isUncertain(analyzed.query(), i, fields.get(i))) {
        throw new Delegated(
            Outcome.UNSUPPORTED_OUTPUT, "a type modifier that depends on what is constant");
      }
    }
    return new CachedQuery(
        analyzed.query(),
        tables,
        context.sources(),
        context.slotCount(),
        context.derived(),
        fields,
        context.coercer().dependsOnZone(),
        context.coercer().dependsOnNow());
  }

  /** Compares what was understood with what PostgreSQL says. */
  private static void checkFields(Analyzed analyzed, List<ResultField> fields) throws Delegated {
    List<Analyzed.Column> columns = analyzed.columns();
    List<ValueType> types = analyzed.query().types();
    boolean isSame = columns.size() == fields.size() && types.size() == fields.size();
    for (int i = 0; isSame && i < columns.size(); i++) {
      ResultField field = fields.get(i);
      Typed value = columns.get(i).value();
      int oid = value.isUnknown() ? Oids.TEXT : value.oid();
      boolean isText = Typed.isText(oid) && Typed.isText(field.typeOid());
      isSame =
          (oid == field.typeOid() || isText)
              && types.get(i) == ValueType.ofOid(field.typeOid())
              && columns.get(i).name().equals(field.label());
    }
    if (!isSame) {
      throw new Delegated(Outcome.AMBIGUOUS, "PostgreSQL describes other columns");
    }
  }
}
