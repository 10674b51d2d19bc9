package io.tablecache.load;

import io.tablecache.model.DatabaseTraits;

/**
 * A relation as {@code pg_class} has it.
 *
 * @param oid its oid
 * @param schema its schema's name
 * @param name its name
 * @param kind {@code relkind}
 * @param persistence {@code relpersistence}
 * @param isHeap whether rows are stored by the heap access method
 * @param hasChildren whether it has or had inheritance children or partitions
 * @param foreignChild a foreign table below it, or an empty string
 * @param role the current role
 * @param mayUseSchema whether the current role may use the schema
 * @param maySelect whether the current role may read all columns
 * @param traits what the meaning of statements on it depends on in its database
 */
record CatalogRelation(
    long oid,
    String schema,
    String name,
    char kind,
    char persistence,
    boolean isHeap,
    boolean hasChildren,
    String foreignChild,
    String role,
    boolean mayUseSchema,
    boolean maySelect,
    DatabaseTraits traits) {

  /** The oids from here on are of objects that users made. */
  static final long FIRST_USER_OID = 16384;

  boolean isSystem() {
    return oid < FIRST_USER_OID;
  }

  @Override
  public String toString() {
    return schema + "." + name;
  }
}
