package io.tablecache.expression;

/**
 * A day in the proleptic Gregorian calendar, whose year 0 is 1 BC; set again and again, so that
 * loops allocate nothing.
 *
 * <p>Confined to one thread.
 */
final class CivilDate {
  /** 2000-01-01 in days since 0000-03-01. */
  private static final long SHIFT_DAYS = 730_425;

  private static final int DAYS_PER_ERA = 146_097;

  int year;
  int month;
  int day;

  /** Sets the day that is so many days after 2000-01-01. */
  void set(long days) {
    // The years of the computation start with March, so that the leap day is a year's last.
    long shifted = days + SHIFT_DAYS;
    long era = Math.floorDiv(shifted, DAYS_PER_ERA);
    int dayOfEra = (int) (shifted - era * DAYS_PER_ERA);
    int yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / (DAYS_PER_ERA - 1)) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shiftedMonth = (5 * dayOfYear + 2) / 153;
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    year = (int) (yearOfEra + era * 400 + (month <= 2 ? 1 : 0));
  }

  /** The days from 2000-01-01 to a day; the day of the month may lie outside of the month. */
  static long days(long year, int month, int day) {
    long shiftedYear = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(shiftedYear, 400);
    long yearOfEra = shiftedYear - era * 400;
    long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_PER_ERA + dayOfEra - SHIFT_DAYS;
  }

  static boolean isLeap(long year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  static int lengthOfMonth(long year, int month) {
    return switch (month) {
      case 2 -> isLeap(year) ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** 1 for Monday to 7 for Sunday. */
  static int isoDayOfWeek(long days) {
    // 2000-01-01 was a Saturday.
    return (int) Math.floorMod(days + 5, 7L) + 1;
  }

  /** The first day, a Monday, of the ISO year that has a day. */
  static long startOfIsoYear(long days) {
    CivilDate thursday = new CivilDate();
    thursday.set(days - isoDayOfWeek(days) + 4);
    return startOfIsoYearNumber(thursday.year);
  }

  /** The first day of an ISO year: the Monday of the week with January 4th. */
  static long startOfIsoYearNumber(long isoYear) {
    long fourth = days(isoYear, 1, 4);
    return fourth - isoDayOfWeek(fourth) + 1;
  }

  /** The ISO year that has a day. */
  static int isoYear(long days) {
    CivilDate thursday = new CivilDate();
    thursday.set(days - isoDayOfWeek(days) + 4);
    return thursday.year;
  }

  /** The ISO week that has a day, from 1. */
  static int isoWeek(long days) {
    return (int) ((days - startOfIsoYear(days)) / 7) + 1;
  }
}
