package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatementClassifierTest {
  /** w: may write; s: may change the session; t: controls the transaction; -: nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "SELECT 1 => -",
        "select * from t where a in (1, 2) and (b = 3 or not (c > 4)) => -",
        "select count(*), max (a), coalesce(b, 1), cast(c as numeric(10, 2)) from t => -",
        "select pg_catalog.lower(a), a::varchar(10) from t as x(a, b) => -",
        "select row_number() over (partition by a) from t group by rollup (a) => -",
        "with x as (select 1), y as materialized (select 2) select * from x => -",
        "with recursive x(a) as (select 1) select * from x => -",
        "select extract(epoch from now()), current_setting('x', true) => -",
        "(select 1) union all (values (1)) => -",
        "values (1), (2) => -",
        "table t => -",
        "show all => -",
        "select 'nextval(1); delete from t' => -",
        "select 1 -- delete from t => -",
        "explain select f() from t => -",
        "explain (analyze, buffers) select * from t => -",
        "` ` => -",
        "; ; => -",
        "listen x => -",
        "lock table t => -",
        "prepare p as insert into t values (1) => -",
        "declare c cursor for select 1 => -",
        // Writes.
        "insert into t values (1) => w",
        "insert into public.t (a, b) values (lower('x'), ?) on conflict (a) do nothing => w",
        "insert into \"T\"(a) select 1 => w",
        "update t set (a, b) = (1, 2) where c = any(?) => w",
        "delete from t using u where t.a = u.a => w",
        "merge into t using u on (t.a = u.a) when matched then do nothing => w",
        "copy t (a, b) from stdin => w",
        "truncate t => w",
        "with x as (delete from t returning *) select * from x => w",
        "with x as (select 1) insert into t (a) select * from x => w",
        "select * from t for update => w",
        "select * from t for no key update => w",
        "select * from t for key share => w",
        "refresh materialized view v => w",
        "explain analyze delete from t => w",
        // May do anything.
        "select my_function(1) => ws",
        "select \"lower\"(a) from t => ws",
        "select public.lower(a) from t => ws",
        "select pg_catalog.set_config('a', 'b', true) => ws",
        "select set_config('a', 'b', false) => ws",
        "select nextval('s'), setval('s', 1) => ws",
        "select pg_advisory_lock(1) => ws",
        "select lo_create(1) => ws",
        "select dblink('x') => ws",
        "select pg_notify('a', 'b') => ws",
        "select query_to_xml('delete from t', true, true, '') => ws",
        "select * into temp x from t => ws",
        "with d as (delete from t returning *) select * into x from d => ws",
        "insert into t values (my_function()) => ws",
        "insert into t select f(1) => ws",
        "create table t (a int) => ws",
        "create temp table t as select 1 => ws",
        "drop table t => ws",
        "alter table t add a int => ws",
        "grant select on t to u => ws",
        "do $$ begin end $$ => ws",
        "call p() => ws",
        "execute p => ws",
        "fetch all from c => ws",
        "import foreign schema x => ws",
        "set constraints all immediate => ws",
        "explain analyze execute p => ws",
        "explain analyze select f() => ws",
        "nonsense => ws",
        "\"select\" 1 => ws",
        // The session.
        "set search_path to x => s",
        "SET LOCAL timezone = 'UTC' => s",
        "set role x => s",
        "reset all => s",
        "discard all => s",
        // The transaction.
        "begin => t",
        "start transaction isolation level serializable => t",
        "savepoint a => t",
        "release a => t",
        "commit => st",
        "end => st",
        "rollback => st",
        "rollback to savepoint a => st",
        "abort => st",
        "prepare transaction 'x' => st",
        "commit prepared 'x' => wst",
        "rollback prepared 'x' => wst",
        // Several, and what is not understood.
        "select 1; insert into t values (1) => w",
        "set a = 1; select 1; => s",
        "begin; delete from t; commit => wst",
        "select f(1); select 1 => ws",
        "select $1 => wst",
        "{call f()} => wst",
        "select U&\"lower\"(a) => wst",
        "select 'a => wst"
      })
  void effects_text_areFoundByItsWords(String sql, String expected) {
    StatementEffects effects = StatementClassifier.effects(sql, true);
    String found =
        (effects.mayWrite() ? "w" : "")
            + (effects.mayChangeSession() ? "s" : "")
            + (effects.isTransactionControl() ? "t" : "");
    assertEquals(expected, found.isEmpty() ? "-" : found, sql);
    assertEquals(found.isEmpty(), effects.readsOnly());
  }

  @Test
  void effects_backslashWithoutStandardStrings_mayBeAnything() {
    String sql = "select 'a\\'; delete from t; --'";
    assertTrue(StatementClassifier.effects(sql, false).mayWrite());
    assertTrue(StatementClassifier.effects(sql, true).mayWrite());
    assertFalse(StatementClassifier.effects("select 'a'", false).mayWrite());
  }
}
