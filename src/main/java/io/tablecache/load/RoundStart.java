package io.tablecache.load;

import io.tablecache.model.AsOf;
import io.tablecache.model.ServerIdentity;

/**
 * What the database said when a round's snapshot was taken.
 *
 * @param asOf taken before the database was asked
 * @param inRecovery whether the server is a standby
 * @param server which server and database it is
 * @param databaseSnapshot the transaction's snapshot
 * @param databaseEpochMicros the database's clock, in microseconds since 1970-01-01T00:00Z
 * @param databaseClockOffsetMicros that clock minus this machine's, by the middle of the round trip
 */
record RoundStart(
    AsOf asOf,
    boolean inRecovery,
    ServerIdentity server,
    DatabaseSnapshot databaseSnapshot,
    long databaseEpochMicros,
    long databaseClockOffsetMicros) {}
