package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.util.TablesNamesFinder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another parser finds the same tables, and no columns that the reader does not know of. */
final class JsqlparserOracleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM device_data",
        "SELECT d.data, ts AS t FROM public.device_data d WHERE d.device_id = ? AND ts >= ?",
        "SELECT data FROM device_data WHERE (data = 1 OR data_seq = 2) AND NOT device_id IN (1, 2)",
        "SELECT data FROM device_data WHERE ts BETWEEN ? AND ? ORDER BY device_id DESC LIMIT 5",
        "SELECT d.data, v.name FROM device_data d JOIN devices v ON v.device_id = d.device_id",
        "SELECT d.data FROM device_data d LEFT JOIN devices v USING (device_id) WHERE v.name IS"
            + " NULL",
        "SELECT a.data FROM device_data a, devices b WHERE a.device_id = b.device_id",
        "SELECT device_id, count(*), max(ts) FROM device_data GROUP BY device_id HAVING sum(data) >"
            + " 1",
        "SELECT date_trunc('hour', ts), avg(data) FROM device_data GROUP BY date_trunc('hour', ts)",
        "SELECT data FROM device_data WHERE device_id IN (SELECT device_id FROM devices WHERE x ="
            + " 1)",
        "SELECT data FROM device_data d WHERE EXISTS (SELECT 1 FROM devices v WHERE v.a = d.b)",
        "SELECT (SELECT max(name) FROM devices) FROM device_data",
        "WITH x AS (SELECT data, ts FROM device_data) SELECT data FROM x WHERE ts > ?",
        "SELECT data FROM device_data UNION ALL SELECT name FROM devices",
        "SELECT CASE WHEN data > 1 THEN ts ELSE at END FROM device_data",
        "SELECT coalesce(data, data_seq), nullif(a, b), greatest(c, d) FROM device_data",
        "SELECT data::text, CAST(ts AS date), extract(year FROM at) FROM device_data",
        "SELECT row_number() OVER (PARTITION BY device_id ORDER BY ts) FROM device_data",
        "SELECT sum(data) OVER (ORDER BY ts ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM"
            + " device_data",
        "SELECT DISTINCT ON (device_id) data FROM device_data ORDER BY device_id, ts DESC NULLS"
            + " LAST",
        "SELECT q.a FROM (SELECT data AS a FROM device_data WHERE b = 1) q",
        "SELECT data FROM device_data WHERE name LIKE 'a%' AND other ILIKE ?",
        "SELECT data + data_seq * 2 - level FROM device_data WHERE data % 2 = 0",
        "SELECT data || 'x' FROM device_data WHERE ts > now() - interval '1 day'",
        "SELECT count(*) FILTER (WHERE data > 1) FROM device_data",
        "SELECT data FROM device_data WHERE device_id = ANY(?) AND ts IS NOT NULL"
      })
  void read_tablesAndColumns_areThoseOfAnotherParser(String sql) throws Exception {
    Found found = new Found();
    Statement statement = CCJSqlParserUtil.parse(sql);
    Set<String> tables = new TreeSet<>();
    for (String table : found.getTables(statement)) {
      tables.add(table.substring(table.lastIndexOf('.') + 1));
    }
    Set<String> ownTables = new TreeSet<>();
    Set<String> with = new HashSet<>();
    Set<String> ownColumns = new TreeSet<>();
    collect(SelectReader.read(Tokens.of(new Template(sql))), ownTables, with, ownColumns);
    ownTables.removeAll(with);
    assertEquals(tables, ownTables, sql);
    assertTrue(ownColumns.containsAll(found.columns), () -> ownColumns + " and " + found.columns);
  }

  /** Collects names wherever they stand. */
  private static void collect(
      @Nullable Object part, Set<String> tables, Set<String> with, Set<String> columns)
      throws ReflectiveOperationException {
    if (part instanceof List<?> list) {
      for (Object element : list) {
        collect(element, tables, with, columns);
      }
    }
    if (part instanceof Syntax.Name name) {
      columns.add(name.name());
    } else if (part instanceof Syntax.Table table) {
      tables.add(table.name());
    } else if (part instanceof Syntax.CommonTable common) {
      with.add(common.name());
    }
    if (part instanceof Syntax) {
      for (RecordComponent component : part.getClass().getRecordComponents()) {
        collect(component.getAccessor().invoke(part), tables, with, columns);
      }
    }
  }

  /** Finds columns beside tables. */
  private static final class Found extends TablesNamesFinder<Void> {
    private final Set<String> columns = new TreeSet<>();

    @Override
    public <S> Void visit(Column column, S context) {
      columns.add(column.getColumnName());
      return super.visit(column, context);
    }
  }
}
