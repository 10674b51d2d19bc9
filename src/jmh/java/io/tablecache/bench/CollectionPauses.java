package io.tablecache.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * How long the G1 collector stops everything while hits make objects, with different numbers of
 * rows cached. The young generation has one size, so that pauses have the same to do.
 */
@Fork(jvmArgsPrepend = {"-XX:+UseG1GC", "-Xmx4g", "-Xmn16m"})
public class CollectionPauses {

  /** The pauses of an iteration, as the JVM records them. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Pauses {
    static final String MEDIAN = "pauseNanos";

    private Recording recording;
    private double median;

    @Setup(Level.Iteration)
    public void start() {
      recording = new Recording();
      recording.enable("jdk.GarbageCollection");
      recording.start();
    }

    @TearDown(Level.Iteration)
    public void stop() throws IOException {
      double[] nanos =
          events().stream()
              .mapToDouble(event -> event.getDuration("sumOfPauses").toNanos())
              .sorted()
              .toArray();
      median = nanos.length == 0 ? 0 : nanos[nanos.length / 2];
    }

    private List<RecordedEvent> events() throws IOException {
      Path file = Files.createTempFile("pauses", ".jfr");
      try (Recording ended = recording) {
        ended.stop();
        ended.dump(file);
        return RecordingFile.readAllEvents(file);
      } finally {
        Files.delete(file);
      }
    }

    /** The median of all collections' pauses, in nanoseconds. */
    public double pauseNanos() {
      return median;
    }
  }

  @Benchmark
  public int hits(SizedHit.Reads reads, Pauses pauses, Blackhole blackhole) throws SQLException {
    return reads.read(blackhole);
  }
}
