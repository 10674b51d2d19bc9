package io.tablecache.plan;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The built-in functions that neither write to a table nor change the session, and words before a
 * bracket.
 *
 * <p>Those of sequences and of locks are among them: no cached table has rows of a sequence.
 */
final class HarmlessFunctions {
  private static final String AGGREGATES =
      "any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop"
          + " covar_samp cume_dist dense_rank every first_value grouping json_agg json_object_agg"
          + " jsonb_agg jsonb_object_agg lag last_value lead max min mode nth_value ntile"
          + " percent_rank percentile_cont percentile_disc range_agg range_intersect_agg rank"
          + " regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy"
          + " regr_syy row_number stddev stddev_pop stddev_samp string_agg sum var_pop var_samp"
          + " variance xmlagg";

  private static final String MATH =
      "abs acos acosd acosh asin asind asinh atan atan2 atan2d atand atanh cbrt ceil ceiling cos"
          + " cosd cosh cot cotd degrees div erf erfc exp factorial floor gcd lcm ln log log10"
          + " min_scale mod pi power radians random round scale sign sin sind sinh sqrt tan tand"
          + " tanh trim_scale trunc width_bucket";

  private static final String STRINGS =
      "ascii bit_length btrim casefold char_length character_length chr concat concat_ws convert"
          + " convert_from convert_to decode encode ends_with format get_bit get_byte initcap left"
          + " length lower lpad ltrim md5 normalize octet_length overlay position quote_ident"
          + " quote_literal quote_nullable regexp_count regexp_instr regexp_like regexp_match"
          + " regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table"
          + " regexp_substr repeat replace reverse right rpad rtrim set_bit set_byte sha224 sha256"
          + " sha384 sha512 split_part starts_with string_to_array string_to_table strpos substr"
          + " substring to_ascii to_bin to_char to_hex to_number to_oct translate trim unistr upper";

  private static final String TIMES =
      "age clock_timestamp date date_add date_bin date_part date_subtract date_trunc extract"
          + " isfinite justify_days justify_hours justify_interval localtime localtimestamp"
          + " current_time current_timestamp make_date make_interval make_time make_timestamp"
          + " make_timestamptz now statement_timestamp timeofday timezone to_date to_timestamp"
          + " transaction_timestamp";

  private static final String COLLECTIONS =
      "array_append array_cat array_dims array_fill array_length array_lower array_ndims"
          + " array_position array_positions array_prepend array_remove array_replace array_sample"
          + " array_shuffle array_to_json array_to_string array_upper cardinality generate_series"
          + " generate_subscripts isempty json_array_elements json_array_elements_text"
          + " json_array_length json_build_array json_build_object json_each json_each_text"
          + " json_extract_path json_extract_path_text json_object json_object_keys"
          + " json_populate_record json_populate_recordset json_strip_nulls json_to_record"
          + " json_to_recordset json_typeof jsonb_array_elements jsonb_array_elements_text"
          + " jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text"
          + " jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object"
          + " jsonb_object_keys jsonb_path_exists jsonb_path_match jsonb_path_query"
          + " jsonb_path_query_array jsonb_path_query_first jsonb_populate_record"
          + " jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls"
          + " jsonb_to_record jsonb_to_recordset jsonb_typeof lower_inc lower_inf multirange"
          + " range_merge row_to_json to_json to_jsonb trim_array unnest upper_inc upper_inf"
          + " int4range int8range numrange tsrange tstzrange daterange";

  private static final String SYSTEM =
      "col_description current_database current_schema current_schemas current_setting currval"
          + " format_type gen_random_uuid has_any_column_privilege has_column_privilege"
          + " has_database_privilege has_function_privilege has_schema_privilege"
          + " has_sequence_privilege has_table_privilege inet_client_addr inet_server_addr"
          + " inet_server_port lastval num_nonnulls num_nulls obj_description pg_backend_pid"
          + " pg_client_encoding pg_column_size pg_conf_load_time pg_database_size"
          + " pg_encoding_to_char pg_get_constraintdef pg_get_expr pg_get_function_arguments"
          + " pg_get_function_identity_arguments pg_get_function_result pg_get_functiondef"
          + " pg_get_indexdef pg_get_keywords pg_get_partkeydef pg_get_ruledef"
          + " pg_get_serial_sequence pg_get_triggerdef pg_get_userbyid pg_get_viewdef pg_has_role"
          + " pg_indexes_size pg_is_in_recovery pg_is_other_temp_schema pg_my_temp_schema"
          + " pg_postmaster_start_time pg_relation_size pg_size_pretty pg_table_is_visible"
          + " pg_table_size pg_tablespace_size pg_total_relation_size pg_type_is_visible"
          + " pg_typeof row_security_active shobj_description to_regclass to_regnamespace"
          + " to_regproc to_regprocedure to_regrole to_regtype uuidv7 version";

  private static final String SEQUENCES = "nextval setval";

  /** Functions that wait for what another session holds. */
  private static final String LOCKS =
      "pg_advisory_lock pg_advisory_lock_shared pg_advisory_xact_lock pg_advisory_xact_lock_shared"
          + " pg_try_advisory_lock pg_try_advisory_lock_shared pg_try_advisory_xact_lock"
          + " pg_try_advisory_xact_lock_shared";

  private static final String SIGNALS =
      "pg_advisory_unlock pg_advisory_unlock_all pg_advisory_unlock_shared pg_blocking_pids"
          + " pg_cancel_backend pg_current_snapshot pg_current_xact_id"
          + " pg_current_xact_id_if_assigned pg_notify pg_sleep pg_sleep_for pg_terminate_backend"
          + " txid_current txid_current_if_assigned txid_current_snapshot";

  /** Keywords, and types with a length, that stand before a bracket without being functions. */
  private static final String WORDS =
      "all and any array as between bit by case cast char character coalesce conflict cube decimal"
          + " distinct else end escape except exclude exists explain fetch filter float for from"
          + " greatest group grouping having ilike in intersect interval into is join lateral least"
          + " like limit materialized not nullif numeric offset on only or order over overlaps"
          + " partition precision range returning rollup row rows select set sets similar some then"
          + " time timestamp timestamptz timetz to treat union using values varchar varying when"
          + " where with within";

  private static final Set<String> FUNCTIONS =
      set(AGGREGATES, MATH, STRINGS, TIMES, COLLECTIONS, SYSTEM, SEQUENCES, LOCKS, SIGNALS);
  private static final Set<String> LOCKING = set(LOCKS);
  private static final Set<String> KEYWORDS = set(WORDS);

  private HarmlessFunctions() {}

  private static Set<String> set(String... lists) {
    return Stream.of(lists)
        .flatMap(list -> Stream.of(list.split(" ")))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the folded name is that of a harmless built-in function. */
  static boolean contains(String name) {
    return FUNCTIONS.contains(name);
  }

  /** Whether the folded name is that of a harmless function that waits for other sessions. */
  static boolean isLocking(String name) {
    return LOCKING.contains(name);
  }

  /** Whether the folded word before a bracket is no function's name. */
  static boolean isKeyword(String word) {
    return KEYWORDS.contains(word);
  }
}
