package io.tablecache.model;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * One version of a cached table: what the catalog and the config said of it when it was inspected.
 *
 * <p>Immutable, and compared by identity: plans, session facts and snapshots that belong together
 * hold the same object. A new inspection that finds nothing changed keeps the old object; {@link
 * #sameAs} tells.
 */
public final class TableDefinition {
  /** What kind of relation a cached table is. */
  public enum Kind {
    TABLE,
    PARTITIONED_TABLE,
    MATERIALIZED_VIEW,
    VIEW
  }

  private final String label;
  private final int oid;
  private final String schema;
  private final String name;
  private final Kind kind;
  private final List<ColumnDefinition> columns;
  private final List<Integer> primaryKey;
  private final List<IndexDefinition> indexes;
  private final IndexDefinition clusteringIndex;
  private final int windowColumn;
  private final ZoneId zone;
  private final DatabaseTraits traits;

  /**
   * @param label the name given in the config
   * @param oid the relation's oid
   * @param schema the schema's name as stored in the catalog
   * @param name the relation's name as stored in the catalog
   * @param kind what kind of relation it is
   * @param columns all columns that are not dropped, by attnum
   * @param primaryKey ordinals of the primary key's columns in key order; empty if there is none
   * @param indexes the configured indexes; empty if the config has none
   * @param windowColumn ordinal of the window's range column, or {@link IndexDefinition#NO_RANGE}
   *     if the whole table is cached
   * @param zone the zone in which a {@code timestamp} window column is written
   * @param traits what the meaning of a statement on it depends on in its database
   */
  public TableDefinition(
      String label,
      int oid,
      String schema,
      String name,
      Kind kind,
      List<ColumnDefinition> columns,
      List<Integer> primaryKey,
      List<IndexDefinition> indexes,
      int windowColumn,
      ZoneId zone,
      DatabaseTraits traits) {
    this.label = label;
    this.oid = oid;
    this.schema = schema;
    this.name = name;
    this.kind = kind;
    this.columns = List.copyOf(columns);
    this.primaryKey = List.copyOf(primaryKey);
    this.indexes = List.copyOf(indexes);
    this.windowColumn = windowColumn;
    this.zone = zone;
    this.traits = traits;
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).ordinal() != i) {
        throw new IllegalArgumentException(
            "column "
                + columns.get(i).name()
                + " has ordinal "
                + columns.get(i).ordinal()
                + " at position "
                + i);
      }
    }
    this.clusteringIndex = chooseClusteringIndex();
  }

  private IndexDefinition chooseClusteringIndex() {
    IndexDefinition best = null;
    for (IndexDefinition index : indexes) {
      if (best == null || index.segmentColumns().size() > best.segmentColumns().size()) {
        best = index;
      }
    }
    return best != null ? best : new IndexDefinition("rows", 0, List.of(), windowColumn);
  }

  public String label() {
    return label;
  }

  public int oid() {
    return oid;
  }

  public String schema() {
    return schema;
  }

  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  public List<ColumnDefinition> columns() {
    return columns;
  }

  public ColumnDefinition column(int ordinal) {
    return columns.get(ordinal);
  }

  /** The column of that exact (folded or unquoted) name. */
  public Optional<ColumnDefinition> column(String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  public List<Integer> primaryKey() {
    return primaryKey;
  }

  public List<IndexDefinition> indexes() {
    return indexes;
  }

  /**
   * The index by which rows are stored: the first one with the most segment columns; for a table
   * without indexes, one without segment columns over the window's range column.
   */
  public IndexDefinition clusteringIndex() {
    return clusteringIndex;
  }

  /** The window's range column, or {@link IndexDefinition#NO_RANGE} for the whole table. */
  public int windowColumn() {
    return windowColumn;
  }

  public ZoneId zone() {
    return zone;
  }

  public DatabaseTraits traits() {
    return traits;
  }

  /**
   * Whether a new inspection found the same: nothing that a plan or a snapshot relies on differs.
   */
  public boolean sameAs(TableDefinition other) {
    return label.equals(other.label)
        && oid == other.oid
        && schema.equals(other.schema)
        && name.equals(other.name)
        && kind == other.kind
        && columns.equals(other.columns)
        && primaryKey.equals(other.primaryKey)
        && indexes.equals(other.indexes)
        && windowColumn == other.windowColumn
        && zone.equals(other.zone)
        && traits.equals(other.traits);
  }

  @Override
  public String toString() {
    return schema + "." + name + " (oid " + oid + ")";
  }
}
