package io.tablecache.index;

import java.util.Set;

/** What two snapshots have in common, for tests in other packages. */
public final class SharedChunks {
  private SharedChunks() {}

  /** How many of the second snapshot's chunks the first one has as well. */
  public static int count(Snapshot first, Snapshot second) {
    Set<Chunk> chunks = SnapshotInvariants.chunks(second);
    chunks.retainAll(SnapshotInvariants.chunks(first));
    return chunks.size();
  }
}
