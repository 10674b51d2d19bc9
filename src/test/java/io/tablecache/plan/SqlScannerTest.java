package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SqlScannerTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "a=-5 => a = - 5",
        "a<-5 => a < - 5",
        "a@-5 => a @- 5",
        "a*-5 => a * - 5",
        "a<=-+5 => a <= - + 5",
        "a?? -5 => a ?? - 5",
        "a??-5 => a ??- 5",
        "a<--5 => a <",
        "a*/*x*/5 => a * 5",
        "a::int[1] => a :: int [ 1 ]",
        "t.a.b => t . a . b",
        "a=?and => a = BAD",
        "a=? => a = ?",
        "a>=?::date => a >= ? :: date",
        "x$1 y => x$1 y",
        "a.5 => a .5",
        "date'x' => date 'x'",
        "N'x' b'1' => N'x' BAD",
        "e'a\\'b' c => e'a\\'b' c",
        "$a$ $$ $a$x => $a$ $$ $a$ x",
        "\"a\"\"b\"c => \"a\"\"b\" c",
        "1e5 1.e-5 .5 => 1e5 1.e-5 .5",
        "a!=b<>c => a != b <> c",
        "a||b => a || b",
        "zürich => zürich",
        "(a,b);c => ( a , b ) ; c"
      })
  void next_text_isCutAsPostgresCutsIt(String sql, String expected) {
    SqlScanner scanner = new SqlScanner(sql, true, false);
    List<String> tokens = new ArrayList<>();
    while (scanner.next() != SqlScanner.Kind.END && scanner.kind() != SqlScanner.Kind.BAD) {
      tokens.add(sql.substring(scanner.start(), scanner.end()));
    }
    if (scanner.kind() == SqlScanner.Kind.BAD) {
      tokens.add("BAD");
    }
    assertEquals(expected, String.join(" ", tokens));
  }
}
