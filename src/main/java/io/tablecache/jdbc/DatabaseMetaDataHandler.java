package io.tablecache.jdbc;

import java.sql.DatabaseMetaData;

/**
 * The real connection's metadata, but for the connection, the statements and the wrapping that an
 * application can reach from it.
 */
final class DatabaseMetaDataHandler extends ForwardingHandler {
  private DatabaseMetaDataHandler(TableCacheConnection connection, DatabaseMetaData real) {
    super(connection, real);
  }

  static DatabaseMetaData wrap(TableCacheConnection connection, DatabaseMetaData real) {
    return (DatabaseMetaData)
        new DatabaseMetaDataHandler(connection, real).proxy(DatabaseMetaData.class);
  }
}
