package io.tablecache.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tablecache.index.RowBuffer;
import io.tablecache.index.Snapshot;
import io.tablecache.model.AsOf;
import io.tablecache.model.Clock;
import io.tablecache.model.Coverage;
import io.tablecache.model.TableDefinition;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class CopyDecoderTest {
  private LoadTesting db;
  private TableDefinition table;
  private byte[] stream;

  @BeforeEach
  void open() throws Exception {
    db = new LoadTesting();
    db.sql(
        "CREATE TABLE t (a int, b text, c uuid, d float8)",
        "INSERT INTO t VALUES (1, 'one', gen_random_uuid(), 1.5), (NULL, NULL, NULL, NULL),"
            + " (-2, '', gen_random_uuid(), 'NaN')");
    table = db.loader.inspect(List.of(LoadTesting.rule("t"))).get(0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    db.connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut("COPY t TO STDOUT (FORMAT binary)", out);
    stream = out.toByteArray();
  }

  @AfterEach
  void close() throws SQLException {
    db.close();
  }

  private static List<String> rows(RowBuffer buffer) {
    return LoadTesting.rows(Snapshot.of(buffer, Coverage.EVERYTHING, AsOf.now(Clock.SYSTEM)));
  }

  @Test
  void accept_rowsCutAnywhere_areTheSame() throws SQLException {
    List<String> expected = LoadTesting.rows(db.load(LoadTesting.rule("t")).snapshot());
    assertEquals(3, expected.size());

    for (int cut = 0; cut <= stream.length; cut++) {
      RowBuffer buffer = new RowBuffer(table);
      CopyDecoder decoder = new CopyDecoder(buffer, table.columns());
      decoder.accept(Arrays.copyOfRange(stream, 0, cut));
      decoder.accept(Arrays.copyOfRange(stream, cut, stream.length));
      decoder.finish();

      assertEquals(expected, rows(buffer), "cut at " + cut);
    }
  }

  @Test
  void accept_byteByByte_isTheSame() throws SQLException {
    RowBuffer buffer = new RowBuffer(table);
    CopyDecoder decoder = new CopyDecoder(buffer, table.columns());
    for (byte b : stream) {
      decoder.accept(new byte[] {b});
    }
    decoder.finish();

    assertEquals(LoadTesting.rows(db.load(LoadTesting.rule("t")).snapshot()), rows(buffer));
  }

  @Test
  void finish_beforeTheEnd_fails() {
    CopyDecoder decoder = new CopyDecoder(new RowBuffer(table), table.columns());
    decoder.accept(Arrays.copyOf(stream, stream.length - 2));

    assertThrows(IllegalStateException.class, decoder::finish);
  }

  @Test
  void accept_otherNumberOfFields_fails() {
    CopyDecoder decoder = new CopyDecoder(new RowBuffer(table), table.columns().subList(0, 3));

    assertThrows(IllegalStateException.class, () -> decoder.accept(stream));
  }

  @Test
  void accept_otherFormat_fails() {
    CopyDecoder decoder = new CopyDecoder(new RowBuffer(table), table.columns());
    stream[0] = 'X';

    assertThrows(IllegalStateException.class, () -> decoder.accept(stream));
  }
}
