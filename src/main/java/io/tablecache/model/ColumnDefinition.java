package io.tablecache.model;

/**
 * One column of a cached table, as the catalog has it.
 *
 * @param ordinal position in {@link TableDefinition#columns()}, from 0
 * @param name the name as stored in the catalog, unquoted
 * @param attnum {@code pg_attribute.attnum}
 * @param typeOid the declared type's oid; for a domain, the domain's
 * @param baseTypeOid the type's oid with domains resolved
 * @param typmod the declared type modifier, -1 if none
 * @param type how values are held
 * @param notNull whether the catalog excludes NULL
 * @param bytewiseEquality whether two values are equal in SQL iff their held values are identical;
 *     false for text under a nondeterministic collation and for types that are not compared
 * @param bytewiseOrder whether the SQL order of values is that of their held values, of char(n)
 *     without the blanks at their ends; false for text under a collation that does not order by
 *     bytes
 * @param isComposite whether values are rows, of which IS NULL and IS NOT NULL ask all fields
 * @param unsupported why values of this column cannot be held exactly, or an empty string if they
 *     can; such a column is not loaded, and a statement that needs it is delegated
 */
public record ColumnDefinition(
    int ordinal,
    String name,
    int attnum,
    int typeOid,
    int baseTypeOid,
    int typmod,
    ValueType type,
    boolean notNull,
    boolean bytewiseEquality,
    boolean bytewiseOrder,
    boolean isComposite,
    String unsupported) {

  /** Whether values of this column are held in the cache. */
  public boolean isCached() {
    return unsupported.isEmpty();
  }
}
