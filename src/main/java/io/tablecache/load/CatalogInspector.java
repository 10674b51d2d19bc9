package io.tablecache.load;

import io.tablecache.config.ConfigException;
import io.tablecache.config.FreshnessRule;
import io.tablecache.config.IndexRule;
import io.tablecache.config.Origin;
import io.tablecache.config.TableRule;
import io.tablecache.config.WindowRule;
import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.IndexDefinition;
import io.tablecache.model.Oids;
import io.tablecache.model.TableDefinition;
import io.tablecache.model.TableDefinition.Kind;
import io.tablecache.model.ValueType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes a table's definition of what the config and the catalog say, and finds where they
 * contradict each other.
 *
 * <p>A primary key is not demanded: a table without one is reloaded whenever something in the
 * database has changed, since only a key shows which row a changed row replaces.
 *
 * <p>Confined to one thread.
 */
final class CatalogInspector {
  private final CatalogReader catalog;
  private final ViewInspector views;
  private final List<String> searchPath;

  /**
   * @param connection a connection whose search path is pg_catalog
   * @param searchPath the schemas in which relations named without a schema are looked for
   */
  CatalogInspector(Connection connection, List<String> searchPath) {
    this.catalog = new CatalogReader(connection);
    this.views = new ViewInspector(connection);
    this.searchPath = List.copyOf(searchPath);
  }

  /**
   * Inspects one table.
   *
   * @throws ConfigException if the rule does not fit the catalog
   */
  Inspection inspect(TableRule rule) throws SQLException {
    CatalogRelation relation = relation(rule);
    Kind kind = kind(rule.origin(), relation);
    if (kind == Kind.VIEW) {
      views.requireClean(rule.origin(), relation);
    }
    List<CatalogColumn> catalogColumns = catalog.columns(relation);
    List<ColumnDefinition> columns = columns(catalogColumns);
    WindowRule window = rule.window();
    int windowColumn = IndexDefinition.NO_RANGE;
    if (window != null) {
      ColumnDefinition column = rangeColumn(window.origin(), relation, columns, window.range());
      Window.check(window, column);
      windowColumn = column.ordinal();
    }
    checkAppendOnly(rule, columns, windowColumn);
    List<Integer> primaryKey = primaryKey(relation, catalogColumns);
    ZoneId zone = window == null ? ZoneOffset.UTC : window.zone();
    TableDefinition definition =
        new TableDefinition(
            rule.label(),
            (int) relation.oid(),
            relation.schema(),
            relation.name(),
            kind,
            columns,
            primaryKey,
            indexes(rule, relation, columns, windowColumn),
            windowColumn,
            zone,
            relation.traits());
    return new Inspection(
        definition,
        catalogColumns.stream().map(CatalogInspector::copyExpression).toList(),
        canDelta(relation, catalogColumns, primaryKey));
  }

  private CatalogRelation relation(TableRule rule) throws SQLException {
    Origin origin = rule.origin();
    String schema = rule.schema();
    List<String> schemas = schema == null ? searchPath : List.of(schema);
    CatalogRelation relation = catalog.relation(schemas, rule.relation());
    if (relation == null) {
      throw origin.error(
          "there is no relation '"
              + rule.relation()
              + "' in "
              + (schema == null ? "the schemas " + searchPath : "the schema '" + schema + "'")
              + ". Correct 'relation', or create it");
    }
    if (relation.isSystem()) {
      throw origin.error(relation + " is a system relation; cache relations of your own");
    }
    if (!relation.mayUseSchema() || !relation.maySelect()) {
      String grant =
          relation.mayUseSchema()
              ? "SELECT ON " + SqlText.name(relation.schema(), relation.name())
              : "USAGE ON SCHEMA " + SqlText.name(relation.schema());
      throw origin.error(
          "the role '"
              + relation.role()
              + "', which loads, may not read "
              + relation
              + ". GRANT "
              + grant
              + " TO it, or load with another role");
    }
    return relation;
  }

  private static Kind kind(Origin origin, CatalogRelation relation) {
    if (relation.persistence() == 't') {
      throw origin.error(relation + " is a temporary table, which only one session can see");
    }
    if (!relation.foreignChild().isEmpty()) {
      throw origin.error(
          relation
              + " has the foreign table '"
              + relation.foreignChild()
              + "' below it, whose changes this server does not see. Cache an ordinary partition");
    }
    return switch (relation.kind()) {
      case 'r' -> Kind.TABLE;
      case 'p' -> Kind.PARTITIONED_TABLE;
      case 'm' -> Kind.MATERIALIZED_VIEW;
      case 'v' -> Kind.VIEW;
      default ->
          throw origin.error(
              relation
                  + " is "
                  + (relation.kind() == 'f' ? "a foreign table" : "no table")
                  + "; only tables, partitioned tables, views and materialized views can be"
                  + " cached");
    };
  }

  private static List<ColumnDefinition> columns(List<CatalogColumn> catalogColumns) {
    List<ColumnDefinition> columns = new ArrayList<>();
    for (CatalogColumn column : catalogColumns) {
      ValueType type = column.type();
      boolean isText = type == ValueType.TEXT || type == ValueType.BPCHAR;
      boolean isExact = type.isDiscrete() || type == ValueType.UUID;
      columns.add(
          new ColumnDefinition(
              columns.size(),
              column.name(),
              column.attnum(),
              column.typeOid(),
              column.baseTypeOid(),
              column.typmod(),
              type,
              column.notNull(),
              isExact || (isText && column.deterministicCollation()),
              isExact || (isText && column.bytewiseCollation()),
              column.isComposite(),
              column.unsupported()));
    }
    return columns;
  }

  /**
   * The primary key's columns, if their held values tell all rows apart: the rows of inheritance
   * children have keys of their own, and of other types than the built-in ones it is not known that
   * different values have different texts.
   */
  private List<Integer> primaryKey(CatalogRelation relation, List<CatalogColumn> columns)
      throws SQLException {
    if (relation.kind() == 'r' && relation.hasChildren()) {
      return List.of();
    }
    List<Integer> ordinals = new ArrayList<>();
    for (int attnum : catalog.primaryKey(relation)) {
      for (int i = 0; i < columns.size(); i++) {
        CatalogColumn column = columns.get(i);
        if (column.attnum() == attnum) {
          if (!column.isBuiltInType() || !column.unsupported().isEmpty()) {
            return List.of();
          }
          ordinals.add(i);
        }
      }
    }
    return ordinals;
  }

  private static ColumnDefinition column(
      Origin origin, CatalogRelation relation, List<ColumnDefinition> columns, String name) {
    for (ColumnDefinition column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    throw origin.error(
        relation
            + " has no column '"
            + name
            + "'. It has "
            + columns.stream().map(ColumnDefinition::name).collect(Collectors.joining(", ")));
  }

  private static ColumnDefinition rangeColumn(
      Origin origin, CatalogRelation relation, List<ColumnDefinition> columns, String name) {
    ColumnDefinition column = column(origin, relation, columns, name);
    if (!column.type().canBeRange() || column.baseTypeOid() == Oids.OID) {
      throw origin.error(
          "the column '"
              + name
              + "' of "
              + relation
              + " cannot be a range column. Use one of type timestamp, timestamptz, date, smallint,"
              + " integer or bigint");
    }
    return column;
  }

  private static List<IndexDefinition> indexes(
      TableRule rule, CatalogRelation relation, List<ColumnDefinition> columns, int windowColumn) {
    List<IndexDefinition> indexes = new ArrayList<>();
    for (IndexRule index : rule.indexes()) {
      List<Integer> segment = new ArrayList<>();
      for (String name : index.segment()) {
        ColumnDefinition column = column(index.origin(), relation, columns, name);
        checkSegment(index.origin(), relation, column);
        segment.add(column.ordinal());
      }
      if (new HashSet<>(segment).size() < segment.size()) {
        throw index.origin().error("'segment' names a column twice: " + index.segment());
      }
      String rangeName = index.range();
      int range =
          rangeName == null
              ? IndexDefinition.NO_RANGE
              : rangeColumn(index.origin(), relation, columns, rangeName).ordinal();
      if (windowColumn != IndexDefinition.NO_RANGE && range != windowColumn) {
        String window = columns.get(windowColumn).name();
        throw index
            .origin()
            .error(
                (rangeName == null ? "has no 'range'" : "has 'range' = " + rangeName)
                    + ", but the window is an interval of '"
                    + window
                    + "', so that the index could never show that a statement lies within it. Use"
                    + " 'range' = "
                    + window);
      }
      indexes.add(new IndexDefinition(index.name(), indexes.size(), segment, range));
    }
    return indexes;
  }

  private static void checkSegment(
      Origin origin, CatalogRelation relation, ColumnDefinition column) {
    if (!column.type().canBeSegment() || column.baseTypeOid() == Oids.OID) {
      throw origin.error(
          "the column '"
              + column.name()
              + "' of "
              + relation
              + " cannot be a segment column. Use columns of an integer type, text, varchar, uuid,"
              + " boolean or date");
    }
    if (!column.bytewiseEquality()) {
      throw origin.error(
          "the column '"
              + column.name()
              + "' of "
              + relation
              + " cannot be a segment column, since its collation is not deterministic: different"
              + " texts can be equal. Use another column");
    }
  }

  private static void checkAppendOnly(
      TableRule rule, List<ColumnDefinition> columns, int windowColumn) {
    FreshnessRule freshness = rule.freshness();
    if (freshness.appendOnlyLateness() == null) {
      return;
    }
    if (windowColumn == IndexDefinition.NO_RANGE
        || !RangeValues.canMove(columns.get(windowColumn).type())) {
      throw freshness
          .origin()
          .error(
              "append-only needs a window whose range column is of type timestamp, timestamptz or"
                  + " date, since it loads the rows of the time since the last load. Add one, or"
                  + " remove append-only");
    }
  }

  /** What COPY sends: fixed-width types as they are, the others as their output text. */
  private static String copyExpression(CatalogColumn column) {
    String name = SqlText.name(column.name());
    return switch (column.type()) {
      case NUMERIC, INTERVAL, TIME, JSON, JSONB, OTHER ->
          !column.unsupported().isEmpty()
              ? ""
              : "pg_catalog.textin("
                  + column.outputFunction()
                  + "("
                  + name
                  + (column.outputCast().isEmpty() ? "" : "::" + column.outputCast())
                  + "))";
      case INT8 ->
          column.baseTypeOid() == Oids.OID ? name + "::pg_catalog.oid::pg_catalog.int8" : name;
      default -> name;
    };
  }

  /**
   * Whether a row that looks different now was certainly written since, and replaces the row of the
   * same key: children have keys of their own, and the text of virtual columns, enums and
   * composites changes without a write to the row.
   */
  private static boolean canDelta(
      CatalogRelation relation, List<CatalogColumn> columns, List<Integer> primaryKey) {
    return relation.kind() == 'r'
        && relation.isHeap()
        && !relation.hasChildren()
        && !primaryKey.isEmpty()
        && columns.stream()
            .filter(c -> c.unsupported().isEmpty())
            .noneMatch(c -> c.isVirtual() || c.dependsOnCatalog());
  }
}
