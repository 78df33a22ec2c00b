/* test-time.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chain/values/mnr-time.h"

#include <string.h>

#include "test-vectors.h"

static void
check_time (const char *text,
            MnrTime expected)
{
  char buffer[MNR_TIME_TEXT_SIZE];
  MnrTime time = 77;

  g_test_message ("“%s”", text);
  g_assert_true (mnr_time_parse (text, strlen (text), &time));
  g_assert_cmpuint (time, ==, expected);
  g_assert_cmpstr (mnr_time_format (time, buffer), ==, text);
}

static void
test_time_good (void)
{
  check_time ("1970-01-01T00:00:00", 0);
  check_time ("1970-01-01T00:00:01", 1);
  check_time ("2023-11-14T22:13:20", 1700000000);
  check_time ("2106-02-07T06:28:15", MNR_TIME_FOREVER);
  /* Past 2^31, where a signed number would turn over. */
  check_time ("2038-01-19T03:14:07", 2147483647);
  check_time ("2038-01-19T03:14:08", 2147483648);
  check_time ("2000-02-29T12:00:00", 951825600);
  check_time ("2024-02-29T00:00:00", 1709164800);
  check_time ("2104-02-29T23:59:59", 4233772799);
  check_time ("1999-12-31T23:59:59", 946684799);
}

static void
test_time_bad (void)
{
  static const char *const texts[] = {
    "",
    "1969-12-31T23:59:59",
    "2106-02-07T06:28:16",
    "2107-01-01T00:00:00",
    "9999-12-31T23:59:59",
    "0000-01-01T00:00:00",
    /* Dates that there are not, of which timegm() makes others. */
    "2023-02-29T00:00:00",
    "2024-02-30T00:00:00",
    "2100-02-29T00:00:00",
    "2023-04-31T00:00:00",
    "2023-00-01T00:00:00",
    "2023-01-00T00:00:00",
    "2023-13-01T00:00:00",
    "2023-01-01T24:00:00",
    "2023-01-01T00:60:00",
    "2023-01-01T00:00:60",
    /* Other ways to write one. */
    "2023-11-14T22:13:20Z",
    "2023-11-14T22:13:20.000",
    "2023-11-14T22:13:20+00:00",
    "2023-11-14 22:13:20",
    "2023-11-14t22:13:20",
    "2023/11/14T22:13:20",
    "2023-11-14T22.13.20",
    "2023-11-14T22:13",
    "2023-11-14",
    "23-11-14T22:13:20",
    "2023-1-14T22:13:200",
    " 023-11-14T22:13:20",
    "+023-11-14T22:13:20",
    "2023-11-14T22:13:2 ",
    "2023-11-14T22:13:-1",
    "20231114T22:13:2000",
    "1700000000",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      MnrTime time = 77;

      g_test_message ("“%s”", texts[i]);
      g_assert_false (mnr_time_parse (texts[i], strlen (texts[i]), &time));
      g_assert_cmpuint (time, ==, 77);
    }
}

/* GLib's calendar is another one than the C library's. */
static void
test_time_random (void)
{
  for (guint i = 0; i < 10000; i++)
    {
      MnrTime time = (MnrTime) random_number ();
      g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time);
      g_autofree char *text = g_date_time_format (date, "%Y-%m-%dT%H:%M:%S");

      check_time (text, time);
    }
}

/* The program may run anywhere; the chain's times are always UTC. */
static void
test_time_zone (void)
{
  if (g_test_subprocess ())
    {
      check_time ("2023-07-14T22:13:20", 1689372800);
      check_time ("2023-03-26T02:30:00", 1679797800);
      return;
    }

  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_setenv ("TZ", "XXX+11", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_unsetenv ("TZ");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/time/good", test_time_good);
  g_test_add_func ("/time/bad", test_time_bad);
  g_test_add_func ("/time/random", test_time_random);
  g_test_add_func ("/time/zone", test_time_zone);

  return g_test_run ();
}
