package io.tablecache.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a cached table at one moment, for people and dashboards.
 *
 * @param label the table's name in the config
 * @param relation the relation, qualified once the catalog has been asked
 * @param state {@code LOADED}, or the name of the {@link io.tablecache.model.Outcome} that every
 *     statement on it ends with
 * @param rows how many rows the snapshot holds, 0 without one
 * @param segments how many segments the snapshot holds, 0 without one
 * @param retainedBytes how much memory the snapshot holds, 0 without one
 * @param asOfAge the snapshot's age, or null without one
 * @param coverage what the snapshot holds, as text; empty without one
 * @param adjustments how many snapshots were published
 * @param lastWay how the last one was made, or null if there was none
 * @param lastDuration how long the last one took, or null if there was none
 * @param rowsLoaded how many rows were transferred, ever
 * @param rowsExpired how many rows left the window, ever
 * @param failures how many rounds failed for this table
 * @param lastFailure what the last failure was, or null if there was none
 */
public record TableStatus(
    String label,
    String relation,
    String state,
    long rows,
    int segments,
    long retainedBytes,
    @Nullable Duration asOfAge,
    String coverage,
    long adjustments,
    @Nullable String lastWay,
    @Nullable Duration lastDuration,
    long rowsLoaded,
    long rowsExpired,
    long failures,
    @Nullable String lastFailure) {}
