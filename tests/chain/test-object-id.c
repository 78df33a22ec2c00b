/* test-object-id.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chain/values/mnr-object-id.h"

#include <string.h>

#include "test-vectors.h"

static void
check_id (const char *text,
          MnrObjectId expected)
{
  char buffer[MNR_OBJECT_ID_TEXT_SIZE];
  MnrObjectId id = 77;

  g_assert_true (mnr_object_id_parse (text, strlen (text), &id));
  g_assert_cmphex (id, ==, expected);
  g_assert_cmpstr (mnr_object_id_format (id, buffer), ==, text);
}

static void
test_object_id_good (void)
{
  check_id ("1.2.0", MNR_ACCOUNT_ID (0));
  check_id ("1.3.0", MNR_CORE_ASSET);
  check_id ("1.3.861", MNR_ASSET_ID (861));
  check_id ("1.10.55", MNR_PROPOSAL_ID (55));
  check_id ("1.7.400000000", MNR_LIMIT_ORDER_ID (400000000));
  check_id ("0.0.0", 0);
  check_id ("2.17.1", MNR_OBJECT_ID (2, 17, 1));
  check_id ("1.2.281474976710655", MNR_ACCOUNT_ID (MNR_INSTANCE_MAX));
  /* The longest there is has to fit into the buffer. */
  check_id ("255.255.281474976710655", G_MAXUINT64);

  g_assert_cmphex (mnr_object_id_get_type (MNR_ACCOUNT_ID (7)), ==, MNR_OBJECT_ACCOUNT);
  g_assert_cmphex (mnr_object_id_get_type (MNR_PROPOSAL_ID (7)), ==, MNR_OBJECT_PROPOSAL);
  g_assert_cmpuint (mnr_object_id_get_instance (MNR_ASSET_ID (MNR_INSTANCE_MAX)), ==,
                    MNR_INSTANCE_MAX);
}

static void
test_object_id_bad (void)
{
  static const char *const texts[] = {
    "", "1", "1.", "1.2", "1.2.", ".2.3", "1..3", "...", "1.2.3.", "1.2.3.4", ".1.2.3",
    "01.2.3", "1.02.3", "1.2.03", "1.2.00", "1.2.-3", "1.2.+3", "-1.2.3", "1.2.3 ", " 1.2.3",
    "1. 2.3", "1.2.3x", "1.2.0x3", "1.2.1e3", "1,2,3", "a.b.c", "256.2.3", "1.256.3",
    "1.2.281474976710656",
    /* 2^64 and 2^64 + 5: not 1.2.0 and 1.2.5. */
    "1.2.18446744073709551616", "1.2.18446744073709551621", "1.18446744073709551618.3",
    "1.2.\331\243", "1.2.99999999999999999999999999"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      MnrObjectId id = 77;

      g_test_message ("“%s”", texts[i]);
      g_assert_false (mnr_object_id_parse (texts[i], strlen (texts[i]), &id));
      g_assert_cmpuint (id, ==, 77);
    }
}

/* Texts come as slices: what stands behind their end is not theirs. */
static void
test_object_id_length (void)
{
  MnrObjectId id = 77;

  g_assert_true (mnr_object_id_parse ("1.2.345", 6, &id));
  g_assert_cmphex (id, ==, MNR_ACCOUNT_ID (34));
  g_assert_false (mnr_object_id_parse ("1.2.345", 4, &id));
  g_assert_false (mnr_object_id_parse ("1.2.345", 3, &id));
  g_assert_false (mnr_object_id_parse ("1.2.3\0", 6, &id));
}

static void
test_object_id_round_trip (void)
{
  for (guint i = 0; i < 10000; i++)
    {
      char buffer[MNR_OBJECT_ID_TEXT_SIZE];
      MnrObjectId id =
        MNR_OBJECT_ID (g_test_rand_int_range (0, 256), g_test_rand_int_range (0, 256),
                       random_number () & MNR_INSTANCE_MAX);

      mnr_object_id_format (id, buffer);
      check_id (buffer, id);
    }
}

static void
check_vote (const char *text,
            MnrVoteId expected)
{
  char buffer[MNR_OBJECT_ID_TEXT_SIZE];
  MnrVoteId id = 77;

  g_assert_true (mnr_vote_id_parse (text, strlen (text), &id));
  g_assert_cmphex (id, ==, expected);
  g_assert_cmpstr (mnr_vote_id_format (id, buffer), ==, text);
}

static void
test_vote_id (void)
{
  static const char *const bad[] = {
    "", ":", "1", "1:", ":1", "3:1", "1:16777216", "01:1", "1:01", "1:-1", "1:1 ", "1:1:1", "1.1",
    "1:4294967297", "255:1"
  };

  check_vote ("0:0", 0);
  check_vote ("1:7", 7 << 8 | 1);
  check_vote ("2:16777215", 0xffffff02);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      MnrVoteId id = 77;

      g_test_message ("“%s”", bad[i]);
      g_assert_false (mnr_vote_id_parse (bad[i], strlen (bad[i]), &id));
      g_assert_cmpuint (id, ==, 77);
    }
}

static void
test_unsigned (void)
{
  static const struct
  {
    const char *text;
    guint64 maximum;
    gboolean good;
  } cases[] = {
    { "0", 0, TRUE },
    { "1", 0, FALSE },
    { "9", 8, FALSE },
    { "8", 8, TRUE },
    { "255", 255, TRUE },
    { "256", 255, FALSE },
    { "65536", 65535, FALSE },
    { "18446744073709551615", G_MAXUINT64, TRUE },
    { "18446744073709551616", G_MAXUINT64, FALSE },
    { "18446744073709551620", G_MAXUINT64, FALSE },
    { "99999999999999999999", G_MAXUINT64, FALSE },
    { "", 10, FALSE },
    { "00", 10, FALSE },
    { "/", 10, FALSE },
    { ":", 10, FALSE },
    { "-0", 10, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint64 value = 77;

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (
        mnr_unsigned_parse (cases[i].text, strlen (cases[i].text), cases[i].maximum, &value), ==,
        cases[i].good);
      g_assert_cmpuint (value, ==, cases[i].good ? g_ascii_strtoull (cases[i].text, NULL, 10) : 77);
    }

  for (guint i = 0; i < 10000; i++)
    {
      guint64 number = random_number (), maximum = random_number (), value = 77;
      g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

      g_assert_cmpint (mnr_unsigned_parse (text, strlen (text), maximum, &value), ==,
                       number <= maximum);
      g_assert_cmpuint (value, ==, number <= maximum ? number : 77);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/object-id/good", test_object_id_good);
  g_test_add_func ("/object-id/bad", test_object_id_bad);
  g_test_add_func ("/object-id/length", test_object_id_length);
  g_test_add_func ("/object-id/round-trip", test_object_id_round_trip);
  g_test_add_func ("/vote-id", test_vote_id);
  g_test_add_func ("/unsigned", test_unsigned);

  return g_test_run ();
}
