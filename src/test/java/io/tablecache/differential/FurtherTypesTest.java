package io.tablecache.differential;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements on char(n), oid, jsonb, arrays and on dates whose reading the session decides. */
final class FurtherTypesTest extends OneTable {
  FurtherTypesTest() {
    super(
        "further",
        "CREATE TABLE further (id int PRIMARY KEY, k char(4), w bpchar, t text, o oid,"
            + " j jsonb, a int[], ta text[], f float8, ts timestamp, j0 json, span interval,"
            + " tod time)",
        "INSERT INTO further VALUES (1, 'ab', 'ab  ', 'ab', 7, '{\"n\": 150, \"tags\": [\"x\","
            + " \"y\"], \"ok\": true}', '{3,NULL,5}', '{\"a b\",NULL,\"\"}', 3, '2026-02-03"
            + " 04:05:06', '{\"a\" : 1}', '1 day 02:03:04', '10:11:12.5'), (2, 'ab  ', 'ab',"
            + " 'ab  ', 4294967295, '{\"n\": [1, 200], \"tags\": \"x\"}', '{}', '{x}', -2,"
            + " '2026-03-02 00:00:00', '[1, 2]', '-1 mons', '00:00:00'), (3, 'abcd', 'b\t',"
            + " 'abcd', 0, '[{\"n\": 101}, {\"n\": 5}]', '[0:1]={1,2}', '{{a,b},{c,d}}', 0.5,"
            + " 'infinity', 'null', '00:00:00', '24:00:00'), (4, NULL, NULL, NULL, NULL, NULL,"
            + " NULL, NULL, NULL, NULL, NULL, NULL, NULL), (5, '', ' ', '', 1, '\"x\"', '{1}',"
            + " '{null,\"null\"}', 12, '2025-12-31', '\"x\"', '1 year', '23:59:59.999999')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id, k, k::text, length(k), octet_length(k), k || '!', concat(k, '!') FROM further"
            + " ORDER BY id",
        "SELECT id, t::char(3), t::char, t::bpchar, k::char(2), k::varchar(2), w::char(3) FROM"
            + " further ORDER BY id",
        "SELECT id FROM further WHERE k = 'ab' ORDER BY id",
        "SELECT id FROM further WHERE k = w ORDER BY id",
        "SELECT id FROM further WHERE k = t ORDER BY id",
        "SELECT id FROM further WHERE w IN ('ab', 'x') ORDER BY id",
        "SELECT id FROM further WHERE k LIKE 'ab' ORDER BY id",
        "SELECT id FROM further WHERE k LIKE 'ab%' AND upper(k) = 'AB' ORDER BY id",
        "SELECT id FROM further WHERE k ~ '^ab *$' ORDER BY id",
        "SELECT k, count(*) FROM further GROUP BY k ORDER BY k COLLATE \"C\"",
        "SELECT DISTINCT k FROM further WHERE k IS NOT NULL ORDER BY 1",
        "SELECT id, w FROM further ORDER BY w COLLATE \"C\" DESC, id",
        "SELECT id, ROW(id, k), coalesce(k, 'none'), CASE WHEN id = 1 THEN k ELSE t END FROM"
            + " further ORDER BY id",
        "SELECT a.id, b.id FROM further a JOIN further b ON a.k = b.w ORDER BY 1, 2",
        "SELECT id, id::oid AS x, (-id)::oid::text, o, o::int8, o::int4, o::text FROM further ORDER"
            + " BY id",
        "SELECT id FROM further WHERE o = 7 OR o > 100 OR o = '0' ORDER BY o",
        "SELECT o, count(*) FROM further GROUP BY o ORDER BY o",
        "SELECT id FROM further WHERE o IN (7, 1) OR id::oid = o ORDER BY id",
        "SELECT id FROM further WHERE j @? '$.n ? (@ > 100)' ORDER BY id",
        "SELECT id, j @@ '$.n > 100', j @? '$.tags[*] ? (@ == \"x\")', j ? 'n' FROM further ORDER"
            + " BY id",
        "SELECT id FROM further WHERE jsonb_path_exists(j, '$[*].n ? (@ < 10)') ORDER BY id",
        "SELECT id, jsonb_path_match(j, '$.n == 150') FROM further ORDER BY id",
        "SELECT id, j ?| '{x,n}', j ?& '{n,tags}' FROM further ORDER BY id",
        "SELECT id, a[1], a[id], ta[1], ta[2] FROM further WHERE id <> 3 ORDER BY id",
        "SELECT id > 2, (array_agg(t ORDER BY id DESC))[1], (array_agg(f ORDER BY id))[2] FROM"
            + " further GROUP BY 1 ORDER BY 1",
        "SELECT array_agg(k ORDER BY id), array_agg(f ORDER BY f), array_agg(ts ORDER BY id) FROM"
            + " further",
        "SELECT array_agg(DISTINCT a[1]), (array_agg(id ORDER BY id) FILTER (WHERE id > 9))[1] FROM"
            + " further WHERE id <> 3",
        "SELECT id, power(f, 2), f ^ 3, id ^ 2 FROM further ORDER BY id",
        "SELECT id, extract(epoch FROM ts), extract(year FROM ts), extract(hour FROM ts) FROM"
            + " further ORDER BY id",
        "SELECT id, j0, span, tod, j FROM further ORDER BY id",
        "SELECT id FROM further WHERE tod > '10:00' AND span > interval '1 day' OR j0 ->> 'a' = '1'"
            + " ORDER BY id"
      })
  void statement_onFurtherTypes_isAnswered(String sql) throws SQLException {
    both.assertHit(sql);
  }

  @Test
  void statement_beyondWhatIsKnown_isDelegated() throws SQLException {
    both.assertDelegated("NOT_EVALUATED", "SELECT id, a[1] FROM further ORDER BY id");
    both.assertDelegated("NOT_EVALUATED", "SELECT id, power(f, 0.5) FROM further WHERE f > 0");
    both.assertDelegated("UNSUPPORTED_TYPES", "SELECT id FROM further WHERE j @? 'strict $.n'");
    both.assertDelegated(
        "NOT_EVALUATED", "22038", "SELECT jsonb_path_match(j, '$.n') FROM further WHERE id = 1");
    both.assertDelegated("NOT_EVALUATED", "22003", "SELECT (id - 9::int8)::oid FROM further");
    both.assertDelegated("UNSUPPORTED_FUNCTION", "SELECT array_agg(id) FROM further WHERE id = 1");
    both.assertDelegated(
        "UNSUPPORTED_PREDICATE", "SELECT id FROM further WHERE o = ANY('{7}'::oid[])");
    both.assertDelegated("UNSUPPORTED_PREDICATE", "SELECT id FROM further WHERE j['n'] = '1'");
    both.assertDelegated("UNSUPPORTED_TYPES", "SELECT id FROM further WHERE ta[1] = 'x'");
    both.assertDelegated("NOT_EVALUATED", "22P02", "SELECT id FROM further WHERE o = 'x'");
    both.assertDelegated("NOT_EVALUATED", "SELECT id FROM further WHERE o = '-1'");
  }

  @Test
  void dateLiteral_underKnownDateStyle_isReadAsTheSessionReadsIt() throws SQLException {
    for (String style : new String[] {"ISO, DMY", "ISO, MDY"}) {
      both.inBoth("SET DateStyle = '" + style + "'");
      both.assertHit("SELECT id FROM further WHERE ts >= '03/02/2026 00:00:00.5' ORDER BY id");
      both.assertHit("SELECT id FROM further WHERE ts::date = '02-03-2026' ORDER BY id");
    }
    both.inBoth("SET DateStyle = 'ISO, YMD'");
    both.assertDelegated(
        "PARAMETER_NOT_CAPTURED", "22008", "SELECT id FROM further WHERE ts >= '31/12/2025'");
    both.inBoth("SET DateStyle = 'ISO, MDY'");
    both.assertDelegated(
        "PARAMETER_NOT_CAPTURED", "22008", "SELECT id FROM further WHERE ts >= '31/12/2025'");
  }
}
