package io.tablecache.model;

/**
 * Which database of which server: the same in every session that reads the same data.
 *
 * @param systemIdentifier of {@code pg_control_system()}
 * @param timeline of {@code pg_control_checkpoint()}; grows by one with every promotion
 * @param databaseOid of {@code pg_database}
 */
public record ServerIdentity(long systemIdentifier, int timeline, int databaseOid) {}
