package io.tablecache.plan;

import io.tablecache.expression.Expression;
import io.tablecache.expression.Expression.Comparator;
import io.tablecache.expression.Expressions;
import io.tablecache.expression.Query;
import io.tablecache.expression.Query.JoinKind;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Oids;
import io.tablecache.model.Outcome;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives a FROM clause its meaning: sources, and the names of their columns. */
final class FromAnalyzer {
  private final QueryAnalyzer queries;
  private final PlanContext context;

  FromAnalyzer(QueryAnalyzer queries, PlanContext context) {
    this.queries = queries;
    this.context = context;
  }

  /** A source with its names. */
  record Named(Source source, NameSpace names) {}

  /**
   * The whole clause.
   *
   * @param scope of the query, whose own names are not known yet
   * @param offset the number of the first column
   */
  Named clause(List<Syntax.Relation> relations, Scope scope, CommonTables with, int offset)
      throws Delegated {
    Named all = null;
    for (Syntax.Relation relation : relations) {
      all =
          all == null
              ? relation(relation, scope, with, offset)
              : joined(
                  all,
                  new Syntax.Join(relation, relation, JoinKind.INNER, null, List.of(), false),
                  scope,
                  with);
    }
    if (all != null) {
      return all;
    }
    Query oneRow = new Query.Values(List.of(List.of()), List.of());
    return new Named(new Source.OfQuery(oneRow, offset), NameSpace.EMPTY);
  }

  private Named relation(Syntax.Relation relation, Scope scope, CommonTables with, int offset)
      throws Delegated {
    if (relation instanceof Syntax.Table table) {
      CommonTables common = table.isUnqualified() ? with.find(table.name()) : null;
      return common == null ? table(table, offset) : commonTable(table, common, scope, offset);
    }
    if (relation instanceof Syntax.Derived derived) {
      Syntax.Alias alias = derived.alias();
      return derived(
          derived.select(),
          alias == null ? null : alias.name(),
          alias == null ? List.of() : alias.columns(),
          scope,
          with,
          offset);
    }
    if (relation instanceof Syntax.Unnest unnest) {
      return unnest(unnest, offset);
    }
    Syntax.Join join = (Syntax.Join) relation;
    return joined(relation(join.left(), scope, with, offset), join, scope, with);
  }

  private Named table(Syntax.Table syntax, int offset) throws Delegated {
    TableDefinition table = queries.resolve(syntax);
    context.names(table, syntax.isUnqualified());
    Syntax.Alias alias = syntax.alias();
    List<NameSpace.NamedColumn> columns = new ArrayList<>();
    for (ColumnDefinition column : table.columns()) {
      Typed value =
          new Typed(
              new Expression.Column(offset + column.ordinal(), column.type()),
              column.baseTypeOid(),
              collation(column));
      columns.add(
          new NameSpace.NamedColumn(
              name(alias, column.ordinal(), column.name()), value, table, column));
    }
    checkNames(alias, columns.size());
    NameSpace.Entry entry =
        new NameSpace.Entry(
            alias == null ? syntax.name() : alias.name(),
            alias == null ? table.schema() : null,
            columns);
    return new Named(new Source.OfTable(table, offset), NameSpace.of(entry));
  }

  private static Typed.Collation collation(ColumnDefinition column) {
    return column.type() != ValueType.TEXT && column.type() != ValueType.BPCHAR
        ? Typed.Collation.NONE
        : !column.bytewiseEquality()
            ? Typed.Collation.NONDETERMINISTIC
            : column.bytewiseOrder() ? Typed.Collation.BYTEWISE : Typed.Collation.LINGUISTIC;
  }

  private static String name(Syntax.@Nullable Alias alias, int i, String otherwise) {
    return alias != null && i < alias.columns().size() ? alias.columns().get(i) : otherwise;
  }

  private static void checkNames(Syntax.@Nullable Alias alias, int columns) throws Delegated {
    if (alias != null && alias.columns().size() > columns) {
      throw new Delegated(Outcome.REFUSED_BY_DATABASE, "too many column aliases");
    }
  }

  private Named commonTable(Syntax.Table table, CommonTables common, Scope scope, int offset)
      throws Delegated {
    Syntax.Alias alias = table.alias();
    Named named =
        derived(
            common.table().select(),
            alias == null ? table.name() : alias.name(),
            common.table().columns(),
            scope,
            common.before(),
            offset);
    return alias == null || alias.columns().isEmpty() ? named : renamed(named, alias);
  }

  private static Named renamed(Named named, Syntax.Alias alias) throws Delegated {
    List<NameSpace.NamedColumn> columns = new ArrayList<>();
    for (NameSpace.NamedColumn column : named.names.columns()) {
      columns.add(
          new NameSpace.NamedColumn(
              name(alias, columns.size(), column.name()),
              column.value(),
              column.table(),
              column.definition()));
    }
    checkNames(alias, columns.size());
    return new Named(named.source, NameSpace.of(new NameSpace.Entry(alias.name(), null, columns)));
  }

  private Named derived(
      Syntax.Select select,
      @Nullable String alias,
      List<String> names,
      Scope scope,
      CommonTables with,
      int offset)
      throws Delegated {
    context.countRelation();
    QueryAnalyzer.Flat flat = queries.flat(select, scope.sibling(), with, offset);
    Source source;
    List<Analyzed.Column> columns;
    if (flat != null) {
      source = flat.source();
      columns = flat.columns();
    } else {
      Analyzed analyzed = queries.select(select, scope.sibling(), with);
      source = new Source.OfQuery(analyzed.query(), offset);
      columns = shifted(analyzed, offset);
    }
    List<NameSpace.NamedColumn> named = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Analyzed.Column column = columns.get(i);
      named.add(
          new NameSpace.NamedColumn(
              i < names.size() ? names.get(i) : column.name(),
              context.coercer().known(column.value()),
              null,
              null));
    }
    if (names.size() > named.size()) {
      throw new Delegated(Outcome.REFUSED_BY_DATABASE, "too many column aliases");
    }
    return new Named(source, NameSpace.of(new NameSpace.Entry(alias, null, named)));
  }

  private static List<Analyzed.Column> shifted(Analyzed analyzed, int offset) {
    List<Typed> values = analyzed.values(offset);
    List<Analyzed.Column> columns = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      columns.add(new Analyzed.Column(analyzed.columns().get(i).name(), values.get(i)));
    }
    return columns;
  }

  private Named unnest(Syntax.Unnest unnest, int offset) throws Delegated {
    Syntax.Alias alias = unnest.alias();
    if (!(unnest.array() instanceof Syntax.Parameter parameter)
        || !context.source(parameter).isArray()) {
      throw new Delegated(Outcome.MULTIPLE_RELATIONS, "unnest()");
    }
    ValueType type = context.source(parameter).type();
    int oid = Oids.elementOf(context.source(parameter).typeOid());
    String relation = alias == null ? "unnest" : alias.name();
    // The column of a function in FROM is named like its alias, if that names no column.
    String column = alias == null || alias.columns().isEmpty() ? relation : alias.columns().get(0);
    NameSpace.NamedColumn only =
        new NameSpace.NamedColumn(
            column, Typed.of(new Expression.Column(offset, type), oid), null, null);
    return new Named(
        new Source.OfQuery(new Query.Unnest(parameter.slot(), type), offset),
        NameSpace.of(new NameSpace.Entry(relation, null, List.of(only))));
  }

  private Named joined(Named left, Syntax.Join join, Scope scope, CommonTables with)
      throws Delegated {
    int offset = left.source.end();
    if (join.right() instanceof Syntax.Derived derived && derived.isLateral()) {
      return lateral(left, join, derived, scope, with);
    }
    Named right = relation(join.right(), scope, with, offset);
    if (join.kind() == JoinKind.LEFT && !hasPlainColumns(right)) {
      throw new Delegated(
          Outcome.MULTIPLE_RELATIONS, "a LEFT JOIN with computed columns on its right");
    }
    Source.OfJoin source = new Source.OfJoin(left.source, right.source, join.kind());
    List<String> using = join.isNatural() ? sharedNames(left, right) : join.using();
    NameSpace names =
        using.isEmpty() ? left.names.with(right.names) : using(left, right, using, source, scope);
    Syntax.Node condition = join.condition();
    if (condition != null) {
      ExpressionAnalyzer analyzer =
          new ExpressionAnalyzer(scope.with(left.names.with(right.names)), null, queries);
      for (Expression conjunct :
          Expressions.conjuncts(Conditions.normalize(analyzer.condition(condition)))) {
        source.on(conjunct);
      }
    }
    return new Named(source, names);
  }

  private static boolean hasPlainColumns(Named named) {
    return named.names.columns().stream()
        .allMatch(column -> column.value().expression() instanceof Expression.Column);
  }

  private static List<String> sharedNames(Named left, Named right) throws Delegated {
    List<String> shared = new ArrayList<>();
    for (NameSpace.NamedColumn column : left.names.columns()) {
      if (NameSpace.find(right.names.columns(), column.name()) != null) {
        shared.add(column.name());
      }
    }
    return shared;
  }

  /** Joined columns come first, once; of an outer join they are the left side's. */
  private NameSpace using(
      Named left, Named right, List<String> using, Source.OfJoin source, Scope scope)
      throws Delegated {
    List<NameSpace.NamedColumn> columns = new ArrayList<>();
    PredicateAnalyzer predicates =
        new PredicateAnalyzer(new ExpressionAnalyzer(scope, null, null), context);
    for (String name : using) {
      NameSpace.NamedColumn a = NameSpace.find(left.names.columns(), name);
      NameSpace.NamedColumn b = NameSpace.find(right.names.columns(), name);
      if (a == null || b == null || a.value().oid() != b.value().oid()) {
        throw new Delegated(Outcome.UNSUPPORTED_TYPES, "USING (" + name + ")");
      }
      source.on(predicates.comparison(Comparator.EQ, scope.read(a), scope.read(b)));
      columns.add(a);
    }
    for (Named side : List.of(left, right)) {
      for (NameSpace.NamedColumn column : side.names.columns()) {
        if (!using.contains(column.name())) {
          columns.add(column);
        }
      }
    }
    return new NameSpace(left.names.with(right.names).entries(), columns);
  }

  private Named lateral(
      Named left, Syntax.Join join, Syntax.Derived derived, Scope scope, CommonTables with)
      throws Delegated {
    Scope inner = scope.with(left.names).subquery();
    Analyzed analyzed = queries.select(derived.select(), inner, with);
    int offset = left.source.end();
    Syntax.Alias alias = derived.alias();
    List<NameSpace.NamedColumn> columns = new ArrayList<>();
    List<Analyzed.Column> values = shifted(analyzed, offset);
    for (int i = 0; i < values.size(); i++) {
      columns.add(
          new NameSpace.NamedColumn(
              name(alias, i, values.get(i).name()),
              context.coercer().known(values.get(i).value()),
              null,
              null));
    }
    checkNames(alias, columns.size());
    NameSpace right =
        NameSpace.of(new NameSpace.Entry(alias == null ? null : alias.name(), null, columns));
    NameSpace names = left.names.with(right);
    Syntax.Node condition = join.condition();
    if (join.isNatural() || !join.using().isEmpty()) {
      throw new Delegated(Outcome.MULTIPLE_RELATIONS, "LATERAL with USING");
    }
    Expression on =
        condition == null
            ? null
            : new ExpressionAnalyzer(scope.with(names), null, queries).condition(condition);
    return new Named(
        new Source.OfLateral(left.source, analyzed.query(), join.kind(), inner.outerColumns(), on),
        names);
  }
}
