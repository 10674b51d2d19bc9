package io.tablecache.jdbc;

import io.tablecache.model.ColumnDefinition;
import io.tablecache.model.Outcome;
import io.tablecache.model.ServerIdentity;
import io.tablecache.model.TableDefinition;
import java.time.ZoneId;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer depends on in a session, as PostgreSQL said at one moment.
 *
 * <p>Immutable.
 */
final class SessionFacts {
  private static final int MONEY_OID = 790;
  private static final int MONEY_ARRAY_OID = 791;

  private final @Nullable ServerIdentity server;
  private final boolean inRecovery;
  private final Settings settings;
  private final @Nullable Outcome refusalOfAll;
  private final boolean areValuesAsCached;
  private final boolean areValuesComputedAsCached;
  private final @Nullable ZoneId zone;
  private final Map<TableDefinition, TableFacts> tables;

  /** Whether one of the tables has a column of type money or arrays of it. */
  private final boolean hidesMoney;

  /**
   * Settings and names of the session.
   *
   * @param currentUser the role whose privileges count
   * @param sessionUser the role that logged in, or that SET SESSION AUTHORIZATION named
   * @param transactionIsolation of the transaction, or of the next one outside of any
   * @param defaultTransactionIsolation of transactions that say nothing
   * @param searchPath as set, not as resolved
   * @param builtInsFirst whether nothing but temporary tables comes before pg_catalog
   * @param timeZone the zone's name as PostgreSQL has it
   * @param dateStyle style and order of fields
   * @param rowSecurity whether policies filter, or else make statements fail
   * @param bypass the session's {@code tablecache.bypass}, empty if not set
   * @param maxStaleness the session's {@code tablecache.max_staleness}, empty if not set
   * @param arrayNulls whether NULL is NULL in the text of an array
   * @param quoteAllIdentifiers whether functions quote names that need no quotes
   * @param timeZoneAbbreviations the set of them
   * @param restrictedRelations kinds of relations that are refused
   * @param hasTemporaryChildren whether a temporary table of the session may be a child of another
   */
  record Settings(
      String currentUser,
      String sessionUser,
      String transactionIsolation,
      String defaultTransactionIsolation,
      String searchPath,
      boolean builtInsFirst,
      String timeZone,
      String dateStyle,
      String intervalStyle,
      String byteaOutput,
      String extraFloatDigits,
      String clientEncoding,
      String standardConformingStrings,
      String monetaryLocale,
      String rowSecurity,
      String bypass,
      String maxStaleness,
      String arrayNulls,
      String quoteAllIdentifiers,
      String timeZoneAbbreviations,
      String restrictedRelations,
      boolean hasTemporaryChildren) {

    /** Whether the session asked that nothing be answered from the cache. */
    boolean isBypassed() {
      return switch (bypass.strip().toLowerCase(Locale.ROOT)) {
        case "", "off", "false", "no", "0" -> false;
        default -> true;
      };
    }

    /** Whether each statement of a transaction sees what was committed before it. */
    boolean isReadCommitted() {
      return transactionIsolation.equals("read committed")
          || transactionIsolation.equals("read uncommitted");
    }

    /**
     * Whether values are shown as the cache shows them, texts are read as it reads them, and tables
     * have the rows that it knows.
     */
    boolean areAsCached() {
      return builtInsFirst
          && dateStyle.startsWith("ISO")
          && intervalStyle.equals("postgres")
          && byteaOutput.equals("hex")
          && isPositive(extraFloatDigits)
          && clientEncoding.toUpperCase(Locale.ROOT).equals("UTF8")
          && standardConformingStrings.equals("on")
          && arrayNulls.equals("on")
          && !hasTemporaryChildren;
    }

    /** Whether the server computes values, as those of views, as it does for the cache. */
    boolean areComputedAsCached() {
      return quoteAllIdentifiers.equals("off")
          && timeZoneAbbreviations.equals("Default")
          && restrictedRelations.isEmpty();
    }

    /** Whether money is shown as the cache shows it. */
    boolean isMoneyAsCached() {
      return monetaryLocale.equals("C") || monetaryLocale.equals("POSIX");
    }

    // From 1 on, PostgreSQL shows the shortest digits that give the same number.
    private static boolean isPositive(String number) {
      return !number.isEmpty() && number.charAt(0) != '-' && !number.equals("0");
    }
  }

  /**
   * What the session may do with one cached table.
   *
   * @param named whether the relation exists and still has the definition's schema and name
   * @param visible whether its unqualified name means it
   * @param schemaUsable whether the role may use names in its schema
   * @param tableReadable whether the role may read all of its columns
   * @param readableAttnums the columns that the role may read, where it may not read all
   * @param rowSecurity whether row security applies to the role
   */
  record TableFacts(
      boolean named,
      boolean visible,
      boolean schemaUsable,
      boolean tableReadable,
      List<Integer> readableAttnums,
      boolean rowSecurity) {
    TableFacts {
      readableAttnums = List.copyOf(readableAttnums);
    }
  }

  /**
   * @param server null if the role may not ask
   * @param tables by the definition object itself
   */
  SessionFacts(
      @Nullable ServerIdentity server,
      boolean inRecovery,
      Settings settings,
      Map<TableDefinition, TableFacts> tables) {
    this.server = server;
    this.inRecovery = inRecovery;
    this.settings = settings;
    this.refusalOfAll =
        settings.isBypassed()
            ? Outcome.BYPASS
            : settings.isReadCommitted() ? null : Outcome.ISOLATION_LEVEL;
    this.areValuesAsCached = settings.areAsCached();
    this.areValuesComputedAsCached = settings.areComputedAsCached();
    this.zone = SessionZone.of(settings.timeZone());
    this.tables = new IdentityHashMap<>(tables);
    this.hidesMoney =
        !settings.isMoneyAsCached() && tables.keySet().stream().anyMatch(SessionFacts::hasMoney);
  }

  /** The server and database that the session is connected to, null if the role may not ask. */
  @Nullable ServerIdentity server() {
    return server;
  }

  boolean isInRecovery() {
    return inRecovery;
  }

  Settings settings() {
    return settings;
  }

  /** Why no statement must be answered in this session, whatever it reads; null if it may be. */
  @Nullable Outcome refusalOfAll() {
    return refusalOfAll;
  }

  /** The zone in which the session shows points in time, null if it is not known here. */
  @Nullable ZoneId zone() {
    return zone;
  }

  /** Whether these facts are about that very definition. */
  boolean knows(TableDefinition definition) {
    return tables.containsKey(definition);
  }

  /**
   * Why a statement on a cached table must not be answered in this session.
   *
   * @param definition the table, by identity
   * @param columnsRead ordinals of all columns that the statement names anywhere
   * @param unqualified whether the statement names the table without a schema
   * @param cacheServer the server that the table's snapshot is of
   * @return null if it may be answered
   */
  @Nullable Outcome refusal(
      TableDefinition definition,
      List<Integer> columnsRead,
      boolean unqualified,
      ServerIdentity cacheServer) {
    if (inRecovery) {
      return Outcome.IN_RECOVERY;
    }
    if (server == null) {
      return Outcome.SESSION_UNKNOWN;
    }
    if (!server.equals(cacheServer)) {
      return Outcome.OTHER_SERVER;
    }
    TableFacts table = tables.get(definition);
    if (table == null || !table.named) {
      return Outcome.DEFINITION_CHANGED;
    }
    if (unqualified && !table.visible) {
      return Outcome.NAME_NOT_VISIBLE;
    }
    if (!table.schemaUsable || !mayRead(definition, table, columnsRead)) {
      return Outcome.NO_PRIVILEGE;
    }
    if (table.rowSecurity) {
      return Outcome.ROW_SECURITY;
    }
    return areValuesAsCached
            && (areValuesComputedAsCached || !definition.traits().computesValues())
            && !(hidesMoney && readsMoney(definition, columnsRead))
        ? null
        : Outcome.SESSION_SETTINGS;
  }

  private static boolean mayRead(
      TableDefinition definition, TableFacts table, List<Integer> columnsRead) {
    if (table.tableReadable) {
      return true;
    }
    for (int i = 0; i < columnsRead.size(); i++) {
      if (!table.readableAttnums.contains(definition.column(columnsRead.get(i)).attnum())) {
        return false;
      }
    }
    // A statement that names no column needs the privilege on any one of them.
    return !columnsRead.isEmpty() || !table.readableAttnums.isEmpty();
  }

  private static boolean hasMoney(TableDefinition definition) {
    return definition.columns().stream().anyMatch(SessionFacts::isMoney);
  }

  private static boolean isMoney(ColumnDefinition column) {
    return column.baseTypeOid() == MONEY_OID || column.baseTypeOid() == MONEY_ARRAY_OID;
  }

  private static boolean readsMoney(TableDefinition definition, List<Integer> columnsRead) {
    for (int i = 0; i < columnsRead.size(); i++) {
      if (isMoney(definition.column(columnsRead.get(i)))) {
        return true;
      }
    }
    return false;
  }
}
