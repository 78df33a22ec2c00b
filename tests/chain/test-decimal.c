/* test-decimal.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chain/values/mnr-decimal.h"
#include "chain/values/mnr-error.h"
#include "test-vectors.h"

static void
check_value (const char *text,
             guint precision,
             gint64 expected)
{
  g_autoptr (GError) error = NULL;
  gint64 value = 77;

  mnr_decimal_parse (text, precision, &value, &error);
  g_assert_no_error (error);
  g_assert_cmpint (value, ==, expected);
}

static void
check_refused (const char *text,
               guint precision,
               MnrChainError code)
{
  g_autoptr (GError) error = NULL;
  gint64 value = 77;

  g_test_message ("“%s” with %u decimals", text, precision);
  g_assert_false (mnr_decimal_parse (text, precision, &value, &error));
  assert_chain_error (error, code);
  g_assert_cmpint (value, ==, 77);
}

static void
test_decimal_parse (void)
{
  check_value ("0", 0, 0);
  check_value ("-0", 5, 0);
  check_value ("1", 5, 100000);
  check_value ("1.", 5, 100000);
  check_value (".5", 5, 50000);
  check_value ("5.", 0, 5);
  check_value ("-.5", 1, -5);
  check_value ("0.00001", 5, 1);
  check_value ("000012.3400", 2, 1234);
  check_value ("12345.67890", 5, 1234567890);
  check_value ("-92233720368.54775808", 8, G_MININT64);

  /* Zeros beyond the precision say nothing, so they are not too fine. */
  check_value ("1.5000000000000000000000000000000", 1, 15);
  check_value ("7.0", 0, 7);
}

static void
test_decimal_limits (void)
{
  check_value ("9223372036854775807", 0, G_MAXINT64);
  check_value ("-9223372036854775808", 0, G_MININT64);
  check_value ("9.223372036854775807", 18, G_MAXINT64);
  check_value ("-9.223372036854775808", 18, G_MININT64);

  check_refused ("9223372036854775808", 0, MNR_CHAIN_ERROR_VALUE);
  check_refused ("-9223372036854775809", 0, MNR_CHAIN_ERROR_VALUE);
  check_refused ("9.223372036854775808", 18, MNR_CHAIN_ERROR_VALUE);
  check_refused ("-9.223372036854775809", 18, MNR_CHAIN_ERROR_VALUE);
  check_refused ("99999999999999999999999999999", 0, MNR_CHAIN_ERROR_VALUE);
  /* 2^64 and 2^64 + 1: what a careless sum would take for 0 and 1. */
  check_refused ("18446744073709551616", 0, MNR_CHAIN_ERROR_VALUE);
  check_refused ("18446744073709551617", 0, MNR_CHAIN_ERROR_VALUE);
  /* Too large only once the missing decimals are there. */
  check_refused ("9223372036855", 6, MNR_CHAIN_ERROR_VALUE);
  check_refused ("10", 18, MNR_CHAIN_ERROR_VALUE);
}

static void
test_decimal_too_fine (void)
{
  check_refused ("0.000001", 5, MNR_CHAIN_ERROR_VALUE);
  check_refused ("1.5", 0, MNR_CHAIN_ERROR_VALUE);
  check_refused ("1.23456000000001", 5, MNR_CHAIN_ERROR_VALUE);
  check_refused ("0.00000000000000000000000000001", 12, MNR_CHAIN_ERROR_VALUE);
}

static void
test_decimal_no_number (void)
{
  static const char *const texts[] = {
    "", "-", ".", "-.", "--1", "+1", "1e5", "1E5", "1,5", "1,000", "1 000", " 1", "1 ", "\t1",
    "1.2.3", "1..2", "0x1", "x", "1a", "a1", "1-", "1.-5", "inf", "nan", "1_000", "1'000",
    /* Digits of other scripts, a minus sign, a fraction: what people paste. */
    "\331\241\331\242", "\357\274\221", "\340\245\247", "\342\210\2221", "\302\275", "1\302\240000"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    check_refused (texts[i], 5, MNR_CHAIN_ERROR_SYNTAX);
}

static void
test_decimal_format (void)
{
  static const struct
  {
    gint64 value;
    guint precision;
    const char *text;
  } cases[] = {
    { 0, 0, "0" },
    { 0, 5, "0.00000" },
    { 1, 5, "0.00001" },
    { -1, 5, "-0.00001" },
    { 100000, 5, "1.00000" },
    { 123456, 5, "1.23456" },
    { -7, 0, "-7" },
    { G_MAXINT64, 0, "9223372036854775807" },
    { G_MININT64, 0, "-9223372036854775808" },
    { G_MAXINT64, 18, "9.223372036854775807" },
    { G_MININT64, 18, "-9.223372036854775808" },
    { 5, 18, "0.000000000000000005" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = mnr_decimal_format (cases[i].value, cases[i].precision);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_decimal_round_trip (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      gint64 value = (gint64) random_number ();
      guint precision = (guint) g_test_rand_int_range (0, 19);
      g_autofree char *text = NULL;

      if (g_test_rand_bit ())
        value = (gint64) - (guint64) value;
      text = mnr_decimal_format (value, precision);
      check_value (text, precision, value);
    }
}

static void
check_percentage (gboolean permille,
                  const char *text,
                  gint expected)
{
  g_autoptr (GError) error = NULL;
  guint16 value = 77;

  if (permille)
    mnr_permille_parse (text, &value, &error);
  else
    mnr_basis_points_parse (text, &value, &error);
  g_assert_no_error (error);
  g_assert_cmpint (value, ==, expected);
}

static void
check_percentage_refused (gboolean permille,
                          const char *text,
                          MnrChainError code)
{
  g_autoptr (GError) error = NULL;
  guint16 value = 77;

  g_test_message ("“%s”", text);
  if (permille)
    g_assert_false (mnr_permille_parse (text, &value, &error));
  else
    g_assert_false (mnr_basis_points_parse (text, &value, &error));
  assert_chain_error (error, code);
  g_assert_cmpint (value, ==, 77);
}

static void
test_percentages (void)
{
  check_percentage (FALSE, "0.25%", 25);
  check_percentage (FALSE, "0.25 %", 25);
  check_percentage (FALSE, "0.25", 25);
  check_percentage (FALSE, "100", 10000);
  check_percentage (FALSE, "655.35%", 65535);
  check_percentage (TRUE, "175%", 1750);
  check_percentage (TRUE, "110.5", 1105);
  check_percentage (TRUE, "6553.5%", 65535);

  check_percentage_refused (FALSE, "0.001%", MNR_CHAIN_ERROR_VALUE);
  check_percentage_refused (FALSE, "655.36", MNR_CHAIN_ERROR_VALUE);
  check_percentage_refused (FALSE, "-1", MNR_CHAIN_ERROR_VALUE);
  check_percentage_refused (FALSE, "%", MNR_CHAIN_ERROR_SYNTAX);
  check_percentage_refused (FALSE, "", MNR_CHAIN_ERROR_SYNTAX);
  check_percentage_refused (FALSE, "5%%", MNR_CHAIN_ERROR_SYNTAX);
  check_percentage_refused (FALSE, "%5", MNR_CHAIN_ERROR_SYNTAX);
  check_percentage_refused (TRUE, "110.55%", MNR_CHAIN_ERROR_VALUE);
  check_percentage_refused (TRUE, "6553.6", MNR_CHAIN_ERROR_VALUE);
  check_percentage_refused (TRUE, "-0.1", MNR_CHAIN_ERROR_VALUE);
}

static void
test_percentages_round_trip (void)
{
  /* All of them: the two units differ by ten, so one taken for the other shows. */
  for (guint value = 0; value <= G_MAXUINT16; value++)
    {
      g_autofree char *fine = mnr_basis_points_format ((MnrBasisPoints) value);
      g_autofree char *coarse = mnr_permille_format ((MnrPermille) value);

      check_percentage (FALSE, fine, (gint) value);
      check_percentage (TRUE, coarse, (gint) value);
    }
}

static void
test_percentages_format (void)
{
  static const struct
  {
    guint16 value;
    const char *basis_points;
    const char *permille;
  } cases[] = {
    { 0, "0%", "0%" },
    { 1, "0.01%", "0.1%" },
    { 10, "0.1%", "1%" },
    { 25, "0.25%", "2.5%" },
    { 1000, "10%", "100%" },
    { 1750, "17.5%", "175%" },
    { 10000, "100%", "1000%" },
    { 65535, "655.35%", "6553.5%" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *fine = mnr_basis_points_format (cases[i].value);
      g_autofree char *coarse = mnr_permille_format (cases[i].value);

      g_assert_cmpstr (fine, ==, cases[i].basis_points);
      g_assert_cmpstr (coarse, ==, cases[i].permille);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/decimal/parse", test_decimal_parse);
  g_test_add_func ("/decimal/limits", test_decimal_limits);
  g_test_add_func ("/decimal/too-fine", test_decimal_too_fine);
  g_test_add_func ("/decimal/no-number", test_decimal_no_number);
  g_test_add_func ("/decimal/format", test_decimal_format);
  g_test_add_func ("/decimal/round-trip", test_decimal_round_trip);
  g_test_add_func ("/percentages/parse", test_percentages);
  g_test_add_func ("/percentages/format", test_percentages_format);
  g_test_add_func ("/percentages/round-trip", test_percentages_round_trip);

  return g_test_run ();
}
