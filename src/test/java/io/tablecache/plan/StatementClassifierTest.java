package io.tablecache.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tablecache.model.HiddenEffects;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatementClassifierTest {
  private static final HiddenEffects CATALOG =
      new HiddenEffects(
          Set.of("writer"),
          Set.of(),
          Set.of("calm", "Calm One"),
          Set.of("#@#", "?|"),
          Set.of(),
          false,
          false,
          false,
          false,
          Map.of(),
          Set.of(),
          Set.of());

  /**
   * w: may write, to the relations in brackets only; s: may change the session; t: controls the
   * transaction; d: changes definitions; l: waits for others; -: nothing.
   */
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
        "select * from generate_series(1, 3) g(i) left join lateral (select 1) x (a) on true => -",
        "select * from unnest(?) with ordinality u(id, n), jsonb_each_text(m) e(k, v) => -",
        "select * from t tablesample bernoulli (10) => -",
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
        "lock table t => l",
        "prepare p as insert into t values (1) => -",
        "declare c cursor for select 1 => -",
        // Writes.
        "insert into t values (1) => w[t]",
        "insert into public.t (a, b) values (lower('x'), ?) on conflict (a) do nothing => w[t]",
        "insert into \"T\"(a) select 1 => w[T]",
        "update t set (a, b) = (1, 2) where c = any(?) => w[t]",
        "delete from t using u where t.a = u.a => w[t]",
        "merge into t using u on (t.a = u.a) when matched then do nothing => w[t]",
        "copy t (a, b) from stdin => w[t]",
        "truncate t => w[t]",
        "with x as (delete from t returning *) select * from x => w[t]",
        "with x as (select 1) insert into t (a) select * from x => w[t]",
        "select * from t for update => l",
        "select * from t for no key update => l",
        "select * from t for key share => l",
        "refresh materialized view v => wsl",
        "explain analyze delete from t => w[t]",
        // May do anything.
        "select my_function(1) => wsl",
        "select \"lower\"(a) from t => wsl",
        "select public.lower(a) from t => wsl",
        "select pg_catalog.set_config('a', 'b', true) => wsl",
        "select set_config('a', 'b', false) => wsl",
        "select nextval('s'), setval('s', 1) => -",
        "select pg_advisory_lock(1) => l",
        "select lo_create(1) => wsl",
        "select distinct on (a) f(a) from t => wsl",
        "select (1) operator(pg_catalog.+) f(2) => wsl",
        "select * from f(1) g(i) => wsl",
        "select * from t tablesample own (10) => wsl",
        "select dblink('x') => wsl",
        "select pg_notify('a', 'b') => -",
        "select query_to_xml('delete from t', true, true, '') => wsl",
        "select * into temp x from t => wsdl",
        "with d as (delete from t returning *) select * into x from d => wsdl",
        "insert into t values (my_function()) => wsl",
        "insert into t select f(1) => wsl",
        "create table t (a int) => wsdl",
        "create temp table t as select 1 => wsdl",
        "drop table t => wsdl",
        "alter table t add a int => wsdl",
        "grant select on t to u => wsdl",
        "do $$ begin end $$ => wsl",
        "call p() => wsl",
        "execute p => wsl",
        "fetch all from c => wsl",
        "import foreign schema x => wsdl",
        "set constraints all immediate => wsl",
        "explain analyze execute p => wsl",
        "explain analyze select f() => wsl",
        "nonsense => wsdl",
        "\"select\" 1 => wsdl",
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
        // Where the names of what is written stand.
        "insert into a.b.t default values returning * => w[t]",
        "INSERT INTO Public.T AS x VALUES (1) => w[t]",
        "update only t set a = 1 => w[t]",
        "update only (t) set a = 1 => w[t]",
        "update t * set a = 1 => w[t]",
        "delete from only public.\"a\"\"b\" where c => w[a\"b]",
        "delete from t => w[t]",
        "merge into only t as x using u on true when not matched then insert values (1) => w[t]",
        "merge into t using u on true when matched then update set a = 1 => w[t]",
        "insert into t values (1) on conflict (a) do update set a = 2 => w[t]",
        "truncate table only a.t, u *, \"V\" restart identity => w[V t u]",
        "truncate t, only (u), v => w[t u v]",
        "truncate t cascade => w",
        "truncate table t => w[t]",
        "with a as (update t set x = 1), b as (insert into u select 1) delete from v => w[t u v]",
        "with a as materialized (delete from t returning *) select 1 from a for update => w[t]l",
        "explain (\"analyze\", costs off) update t set a = 1 => w[t]",
        "explain (verbose) select \"analyze\" from t => -",
        "copy \"T\" from '/tmp/x' => w[T]",
        "copy t to stdout => w[t]",
        "copy (delete from t returning *) to stdout => wsl",
        "copy t from program 'date' => w",
        "copy binary t from stdin => w",
        "refresh materialized view concurrently s.v with data => wsl",
        "explain (analyze, verbose) insert into t select * from u => w[t]",
        "explain analyze update t set a = 1 => w[t]",
        "insert into tä values (1) => w",
        "insert into \"tä\" values (1) => w[tä]",
        "insert into ? values (1) => w",
        "update => w",
        "select update from t => w[from]",
        "vacuum t => w",
        "analyze => w",
        "cluster t => w",
        "reindex table t => wsl",
        // Sequences, locks, large objects, cursors.
        "insert into t values (nextval('s'), lastval()) => w[t]",
        "select pg_try_advisory_xact_lock(1) from t => l",
        "insert into t select pg_advisory_xact_lock(1) => w[t]l",
        "insert into t select * from u for no key update skip locked => w[t]l",
        "with a as (select 1 from u for key share) delete from t => w[t]l",
        "create table t as select * from u for share => wsdl",
        "select share from t where \"for\" = 1 => -",
        "select pg_advisory_unlock_all() => -",
        "select lo_get(1) => wsl",
        "select lo_import('/x') => wsl",
        "move 3 from c => wsl",
        "close c => -",
        "declare c cursor for select f() => wsl",
        "declare c cursor for select * from t for update => l",
        "select pg_sleep(1), txid_current() => -",
        "select pg_reload_conf() => wsl",
        "select pg_export_snapshot() => wsl",
        "select xpath_table('a') => wsl",
        "select cursor_to_xml('c', 1, true, true, '') => wsl",
        "select ts_stat('select 1') => wsl",
        // Functions and operators that the catalog tells of.
        "select calm(1), s.calm(2), \"Calm One\"(3) => -",
        "insert into t values (calm(1)) => w[t]",
        "select calmer(1) => wsl",
        "select \"CALM\"(1) => wsl",
        "select a #@# b from t => wsl",
        "select a operator(public.#@#) b from t => wsl",
        "select a #@ b, '#@#', a +/*#@#*/ b from t => -",
        "select a ??| b from t => wsl",
        "select a ?? b from t => -",
        "update t set a = b #@# c => wsl",
        // Several, and what is not understood.
        "select 1; insert into t values (1) => w[t]",
        "set a = 1; select 1; => s",
        "begin; delete from t; commit => w[t]st",
        "select f(1); select 1 => wsl",
        "select $1 => wstdl",
        "{call f()} => wstdl",
        "select U&\"lower\"(a) => wstdl",
        "select 'a => wstdl"
      })
  void effects_text_areFoundByItsWords(String sql, String expected) {
    StatementEffects effects = StatementClassifier.effects(sql, true, CATALOG);
    String written =
        effects.writesAny()
            ? ""
            : "[" + String.join(" ", new java.util.TreeSet<>(effects.written())) + "]";
    String found =
        (effects.mayWrite() ? "w" + written : "")
            + (effects.mayChangeSession() ? "s" : "")
            + (effects.isTransactionControl() ? "t" : "")
            + (effects.changesDefinitions() ? "d" : "")
            + (effects.locks() ? "l" : "");
    assertEquals(expected, found.isEmpty() ? "-" : found, sql);
    assertEquals(found.isEmpty() || found.equals("l"), effects.readsOnly());
  }

  @Test
  void effects_backslashWithoutStandardStrings_mayBeAnything() {
    String sql = "select 'a\\'; delete from t; --'";
    assertTrue(StatementClassifier.effects(sql, false).mayWrite());
    assertTrue(StatementClassifier.effects(sql, true).mayWrite());
    assertFalse(StatementClassifier.effects("select 'a'", false).mayWrite());
  }
}
