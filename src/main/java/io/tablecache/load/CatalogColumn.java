package io.tablecache.load;

import io.tablecache.model.ValueType;

/**
 * A column as {@code pg_attribute} has it, with its type resolved.
 *
 * @param name its name
 * @param attnum its number
 * @param typeOid the declared type's oid
 * @param typmod the declared type modifier
 * @param notNull whether NULL is excluded, for old rows too
 * @param isVirtual whether it is computed when read
 * @param callsDenied whether it is computed by a function that not everybody may execute
 * @param typeName the declared type's name
 * @param baseTypeOid the type's oid with domains resolved
 * @param outputCast the type, as SQL, that a value is cast to for the output function: a domain's
 *     base type, or another type that shares its function; empty if there is no need
 * @param outputFunction that type's output function, as SQL
 * @param isPseudoType whether that type is a pseudo-type
 * @param hasUnstableOutput whether values are, or contain, those of a user's type whose output
 *     function is not immutable
 * @param namesCatalog whether values are, or contain, references to catalog objects such as
 *     regclass
 * @param containsTimestamptz whether values contain, but are not, timestamps with time zone
 * @param containsMoney whether values contain amounts of money, but are neither those nor arrays of
 *     them
 * @param dependsOnCatalog whether the output of unchanged values changes with the catalog, as that
 *     of enums and composites does
 * @param isComposite whether values are rows
 * @param deterministicCollation whether the collation, if any, is deterministic
 * @param bytewiseCollation whether the collation is the database's default and orders by bytes, or
 *     is "C"; false if there is none. Others that order by bytes too are not "C": PostgreSQL
 *     refuses to compare text of two collations
 */
record CatalogColumn(
    String name,
    int attnum,
    int typeOid,
    int typmod,
    boolean notNull,
    boolean isVirtual,
    boolean callsDenied,
    String typeName,
    int baseTypeOid,
    String outputCast,
    String outputFunction,
    boolean isPseudoType,
    boolean hasUnstableOutput,
    boolean namesCatalog,
    boolean containsTimestamptz,
    boolean containsMoney,
    boolean dependsOnCatalog,
    boolean isComposite,
    boolean deterministicCollation,
    boolean bytewiseCollation) {

  ValueType type() {
    return ValueType.ofOid(baseTypeOid);
  }

  boolean isBuiltInType() {
    return Integer.toUnsignedLong(baseTypeOid) < CatalogRelation.FIRST_USER_OID;
  }

  /** Why values cannot be held exactly, or an empty string if they can. */
  String unsupported() {
    if (isPseudoType) {
      return "the type " + typeName + " is a pseudo-type";
    }
    if (namesCatalog) {
      return "the text of type " + typeName + " depends on the names of other objects";
    }
    if (containsTimestamptz) {
      return "the text of type " + typeName + " depends on the session's time zone";
    }
    if (containsMoney) {
      return "the text of type " + typeName + " depends on the session's lc_monetary";
    }
    if (callsDenied) {
      return "its expression calls a function that not everybody may execute";
    }
    if (hasUnstableOutput) {
      return "the output function of type " + typeName + " is not immutable";
    }
    return "";
  }
}
