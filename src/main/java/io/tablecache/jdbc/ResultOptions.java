package io.tablecache.jdbc;

import java.sql.ResultSet;
import java.time.ZoneId;

/**
 * What a statement and its session give to a result.
 *
 * @param type {@link ResultSet#TYPE_FORWARD_ONLY} or {@link ResultSet#TYPE_SCROLL_INSENSITIVE}
 * @param fetchSize the statement's fetch size
 * @param fetchDirection the statement's fetch direction
 * @param maxFieldSize the statement's limit for character and binary values, 0 if there is none
 * @param sessionZone the session's TimeZone, in which timestamps with time zone are written
 */
record ResultOptions(
    int type, int fetchSize, int fetchDirection, int maxFieldSize, ZoneId sessionZone) {
  ResultOptions {
    if (type != ResultSet.TYPE_FORWARD_ONLY && type != ResultSet.TYPE_SCROLL_INSENSITIVE) {
      throw new IllegalArgumentException("no cached result is of type " + type);
    }
  }
}
