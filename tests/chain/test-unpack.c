/* test-unpack.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Bytes that are not what they should be: there is one encoding of a value, and
 * every other one is refused. Bytes are always handed over in a block of just
 * their size, so that AddressSanitizer sees a read past the end. */

#include <string.h>

#include "chain/protocol/mnr-transaction.h"
#include "chain/values/mnr-error.h"
#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"
#include "test-vectors.h"

static gboolean
unpack (const MnrType *type,
        const guint8 *data,
        gsize size,
        gpointer value,
        GError **error)
{
  /* A block of one byte for none: malloc (0) may be NULL, which is not what is meant. */
  g_autofree guint8 *exact = g_malloc (MAX (size, 1));

  if (size > 0)
    memcpy (exact, data, size);
  return mnr_unpack (type, exact + MAX (size, 1) - size, size, value, NULL, error);
}

static void
check_refused (const MnrType *type,
               const char *hex,
               MnrChainError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = make_bytes (hex);
  g_autofree guint8 *value = mnr_value_new (type);

  g_test_message ("%.200s", hex);
  g_assert_false (unpack (type, bytes->data, bytes->len, value, &error));
  assert_chain_error (error, code);
  /* Nothing is left behind. */
  for (gsize i = 0; i < type->size; i++)
    g_assert_cmpint (value[i], ==, 0);
}

/* An accepted encoding is the one encoding. */
static void
check_accepted (const MnrType *type,
                const char *hex)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) bytes = make_bytes (hex);
  g_autoptr (GByteArray) again = g_byte_array_new ();
  gpointer value = mnr_value_new (type);

  g_test_message ("%.200s", hex);
  unpack (type, bytes->data, bytes->len, value, &error);
  g_assert_no_error (error);
  mnr_pack (type, value, again, &error);
  g_assert_no_error (error);
  assert_bytes (again, bytes);
  mnr_value_free (type, value);
}

/* The hex of every recorded transaction, with its type. */
typedef struct
{
  const MnrType *type;
  GByteArray *bytes;
} Recording;

static void
recording_clear (gpointer data)
{
  g_byte_array_unref (((Recording *) data)->bytes);
}

static GArray *
load_recordings (guint step)
{
  GArray *recordings = g_array_new (FALSE, FALSE, sizeof (Recording));
  g_autoptr (GArray) random = vector_items (vector_load ("transactions.json"));
  g_autoptr (GArray) real =
    vector_items (vector_member (vector_load ("signed.json"), "transactions"));

  g_array_set_clear_func (recordings, recording_clear);
  for (guint i = 0; i < random->len + real->len; i += step)
    {
      gboolean is_signed = i >= random->len;
      g_autofree char *hex =
        is_signed ? vector_member_text (vector_item (real, i - random->len), "signed_hex")
                  : vector_member_text (vector_item (random, i), "hex");
      Recording recording = {
        .type = is_signed ? &mnr_type_signed_transaction : &mnr_type_transaction,
        .bytes = make_bytes (hex),
      };

      g_array_append_val (recordings, recording);
    }
  return recordings;
}

static void
test_truncated (void)
{
  g_autoptr (GArray) recordings = load_recordings (1);

  for (guint i = 0; i < recordings->len; i++)
    {
      const Recording *recording = &g_array_index (recordings, Recording, i);

      for (guint length = 0; length < recording->bytes->len; length++)
        {
          g_autoptr (GError) error = NULL;
          MnrTransaction value = { 0 };

          g_assert_false (unpack (recording->type, recording->bytes->data, length, &value, &error));
          assert_chain_error (error, MNR_CHAIN_ERROR_SYNTAX);
        }
    }
}

static void
test_trailing (void)
{
  g_autoptr (GArray) recordings = load_recordings (1);

  for (guint i = 0; i < recordings->len; i++)
    {
      const Recording *recording = &g_array_index (recordings, Recording, i);
      gsize size = recording->bytes->len, used = 0;

      for (guint extra = 0; extra < 256; extra += 51)
        {
          g_autoptr (GError) error = NULL;
          const guint8 byte = (guint8) extra;
          MnrTransaction value = { 0 };

          g_byte_array_append (recording->bytes, &byte, 1);
          g_assert_false (
            unpack (recording->type, recording->bytes->data, size + 1, &value, &error));
          assert_chain_error (error, MNR_CHAIN_ERROR_SYNTAX);

          /* Unless what follows is somebody else's. */
          mnr_unpack (recording->type, recording->bytes->data, size + 1, &value, &used, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (used, ==, size);
          mnr_value_clear (recording->type, &value);
          g_byte_array_set_size (recording->bytes, (guint) size);
        }
    }
}

/* The canonical-encoding property: whatever bytes are accepted are those that
 * the value packs to. */
static gboolean
check_canonical (const MnrType *type,
                 const guint8 *data,
                 gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GByteArray) packed = NULL;
  MnrTransaction value = { 0 };

  if (!unpack (type, data, size, &value, &error))
    {
      g_assert_cmpint (error->domain, ==, MNR_CHAIN_ERROR);
      return FALSE;
    }

  packed = g_byte_array_new ();
  mnr_pack (type, &value, packed, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (packed->data, packed->len, data, size);
  mnr_value_clear (type, &value);
  return TRUE;
}

static void
test_bit_flips (void)
{
  g_autoptr (GArray) recordings = load_recordings (12);
  guint accepted = 0, refused = 0;

  for (guint i = 0; i < recordings->len; i++)
    {
      const Recording *recording = &g_array_index (recordings, Recording, i);
      guint8 *data = recording->bytes->data;

      for (guint bit = 0; bit < 8 * recording->bytes->len; bit++)
        {
          data[bit / 8] ^= (guint8) (1 << bit % 8);
          if (check_canonical (recording->type, data, recording->bytes->len))
            accepted++;
          else
            refused++;
          data[bit / 8] ^= (guint8) (1 << bit % 8);
        }
    }

  /* Most bits are of numbers and keys, of which all values are good. */
  g_assert_cmpuint (accepted, >, 10000);
  g_assert_cmpuint (refused, >, 1000);
}

static void
test_mutations (void)
{
  g_autoptr (GArray) recordings = load_recordings (1);

  for (guint i = 0; i < 20000; i++)
    {
      const Recording *recording =
        &g_array_index (recordings, Recording, g_test_rand_int_range (0, (gint32) recordings->len));
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      guint8 noise[4];
      guint where, length;

      g_byte_array_append (bytes, recording->bytes->data, recording->bytes->len);
      for (gint n = g_test_rand_int_range (1, 4); n > 0; n--)
        {
          where = (guint) g_test_rand_int_range (0, (gint32) bytes->len);
          length = (guint) g_test_rand_int_range (1, 5);
          random_bytes (noise, sizeof noise);
          switch (g_test_rand_int_range (0, 3))
            {
            case 0: /* overwrite */
              memcpy (bytes->data + where, noise, MIN (length, bytes->len - where));
              break;
            case 1: /* leave out */
              g_byte_array_remove_range (bytes, where, MIN (length, bytes->len - where - 1));
              break;
            default: /* put in between */
              g_byte_array_set_size (bytes, bytes->len + length);
              memmove (bytes->data + where + length, bytes->data + where,
                       bytes->len - where - length);
              memcpy (bytes->data + where, noise, MIN (length, sizeof noise));
              break;
            }
        }
      check_canonical (recording->type, bytes->data, bytes->len);
    }
}

static void
test_varint (void)
{
  const MnrType *type = &mnr_type_account_id;

  check_accepted (type, "00");
  check_accepted (type, "7f");
  check_accepted (type, "8001");
  check_accepted (type, "ff7f");
  check_accepted (type, "808001");
  check_accepted (type, "ffffffffffff3f"); /* 2^48 - 1 */

  /* Not the shortest form. */
  check_refused (type, "8000", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "ff00", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "808000", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "e48000", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "80808080808080808000", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "8080808080808080808000", MNR_CHAIN_ERROR_SYNTAX);
  /* Beyond 64 bits: 2^64, and what would become 0 if its upper bits were dropped. */
  check_refused (type, "80808080808080808002", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "ffffffffffffffffff02", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "ffffffffffffffffff7f", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "8080808080808080808001", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "ffffffffffffffffffff01", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "8080808080808080808080808080808080808080", MNR_CHAIN_ERROR_SYNTAX);
  /* Within 64 bits, but more than an id has. */
  check_refused (type, "8080808080808001", MNR_CHAIN_ERROR_VALUE);
  check_refused (type, "80808080808040", MNR_CHAIN_ERROR_VALUE);
  check_refused (type, "ffffffffffffffffff01", MNR_CHAIN_ERROR_VALUE);
  /* No end. */
  check_refused (type, "", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "80", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "ffffffffffffffffff", MNR_CHAIN_ERROR_SYNTAX);

  /* A length and an operation's number are no different. */
  check_refused (&mnr_type_string, "8100 61", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (&mnr_type_operation, "8000 00000000000000000064 0200000000000000000000",
                 MNR_CHAIN_ERROR_SYNTAX);
}

static void
test_sets_of_ids (void)
{
  const MnrType *type = &mnr_type_account_set;

  check_accepted (type, "00");
  check_accepted (type, "01 05");
  check_accepted (type, "03 05 ac02 e807");
  check_refused (type, "02 05 05", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "02 06 05", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "03 05 07 06", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "03 05 07 05", MNR_CHAIN_ERROR_SYNTAX);
  /* By number, not by text: 1000 does not stand before 300. */
  check_refused (type, "02 e807 ac02", MNR_CHAIN_ERROR_SYNTAX);
  /* Nor by the bytes of the packed form: 128 is 8001, 256 is 8002. */
  check_accepted (type, "03 7f 8001 8002");
}

#define K1 "03fdf4907810a9f5d9462a1ae09feee5ab205d32798b0ffcc379442021f84c5bbf"
#define K2 "039ebd374eea3befddf46bbb182e291fb719ee1b705b0b7802161038eb7da8a036"

static void
test_sets_of_keys (void)
{
  /* By their addresses k2 comes before k1, and so it does by its bytes; hence
   * some more keys, of which the two orders differ. */
  guint agree = 0, differ = 0;

  check_accepted (&mnr_type_public_key_set, "02" K2 K1);
  check_refused (&mnr_type_public_key_set, "02" K1 K2, MNR_CHAIN_ERROR_SYNTAX);
  check_refused (&mnr_type_public_key_set, "02" K1 K1, MNR_CHAIN_ERROR_SYNTAX);

  for (guint seed = 1; seed < 20; seed++)
    {
      MnrPublicKey a = make_public_key (seed), b = make_public_key (seed + 1);
      MnrAddress a_address, b_address;
      g_autofree char *a_hex = mnr_hex_encode (a.data, sizeof a.data);
      g_autofree char *b_hex = mnr_hex_encode (b.data, sizeof b.data);
      g_autofree char *forward = g_strconcat ("02", a_hex, b_hex, NULL);
      g_autofree char *backward = g_strconcat ("02", b_hex, a_hex, NULL);
      gboolean in_order;

      mnr_public_key_get_address (&a, &a_address);
      mnr_public_key_get_address (&b, &b_address);
      in_order = memcmp (a_address.data, b_address.data, sizeof a_address.data) < 0;
      if (in_order == (memcmp (a.data, b.data, sizeof a.data) < 0))
        agree++;
      else
        differ++;
      check_accepted (&mnr_type_public_key_set, in_order ? forward : backward);
      check_refused (&mnr_type_public_key_set, in_order ? backward : forward,
                     MNR_CHAIN_ERROR_SYNTAX);
    }
  g_assert_cmpuint (agree, >, 0);
  g_assert_cmpuint (differ, >, 0);
}

#define OPTIONS(votes) K1 "05 0000 0000" votes "00"

static void
test_sets_of_votes (void)
{
  const MnrType *type = &mnr_type_account_options;

  check_accepted (type, OPTIONS ("00"));
  check_accepted (type, OPTIONS ("02 01070000 00090000"));
  /* The type does not count: 2:7 before 0:9, and 1:9 is as 0:9. */
  check_accepted (type, OPTIONS ("02 02070000 00090000"));
  check_refused (type, OPTIONS ("02 00090000 01070000"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, OPTIONS ("02 00090000 00090000"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, OPTIONS ("02 00090000 01090000"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, OPTIONS ("02 01090000 00090000"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, OPTIONS ("01 03090000"), MNR_CHAIN_ERROR_VALUE);
  check_refused (type, OPTIONS ("01 ff090000"), MNR_CHAIN_ERROR_VALUE);
}

#define AUTHORITY(accounts, keys, addresses) "01000000" accounts keys addresses
#define A1                                   "0101010101010101010101010101010101010101"
#define A2                                   "0202020202020202020202020202020202020202"

static void
test_maps (void)
{
  const MnrType *type = &mnr_type_authority;

  check_accepted (
    type, AUTHORITY ("02 040100 1e0200", "02" K2 "0100" K1 "0100", "02" A1 "0100" A2 "0100"));
  check_refused (type, AUTHORITY ("02 1e0200 040100", "00", "00"), MNR_CHAIN_ERROR_SYNTAX);
  /* The same entry twice, with the same weight and with another. */
  check_refused (type, AUTHORITY ("02 040100 040100", "00", "00"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, AUTHORITY ("02 040100 040200", "00", "00"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, AUTHORITY ("00", "02" K1 "0100" K2 "0100", "00"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, AUTHORITY ("00", "02" K1 "0100" K1 "0200", "00"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, AUTHORITY ("00", "00", "02" A2 "0100" A1 "0100"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, AUTHORITY ("00", "00", "02" A1 "0100" A1 "0200"), MNR_CHAIN_ERROR_SYNTAX);
}

/* What does not pack is not what unpacking lets through either. */
static void
test_pack_refuses (void)
{
  g_autoptr (GByteArray) out = make_bytes ("aabb");
  g_autoptr (GByteArray) before = make_bytes ("aabb");
  g_autoptr (GError) error = NULL;
  MnrObjectId ids[] = { MNR_ACCOUNT_ID (6), MNR_ACCOUNT_ID (5) };
  MnrObjectIdSet unsorted = { .items = ids, .len = 2 };
  MnrAmount never_set = { 0 }, other_kind = { .asset_id = MNR_ACCOUNT_ID (0) };
  MnrOperation unknown = { .number = 57 };

  g_assert_false (mnr_pack (&mnr_type_account_set, &unsorted, out, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
  ids[1] = ids[0];
  g_assert_false (mnr_pack (&mnr_type_account_set, &unsorted, out, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
  g_assert_false (mnr_pack (&mnr_type_amount, &never_set, out, &error));
  g_assert_true (g_str_has_prefix (error->message, "asset_id: "));
  assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
  g_assert_false (mnr_pack (&mnr_type_amount, &other_kind, out, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
  g_assert_false (mnr_pack (&mnr_type_operation, &unknown, out, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_UNKNOWN);

  /* Nor does it leave half of it. */
  assert_bytes (out, before);
}

static void
test_presence_and_enums (void)
{
  const MnrType *type = &mnr_type_operation;

  /* account_upgrade */
  check_accepted (type, "08 010000000000000000 64 01 00");
  check_accepted (type, "08 010000000000000000 64 00 00");
  check_refused (type, "08 010000000000000000 64 02 00", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "08 010000000000000000 64 ff 00", MNR_CHAIN_ERROR_SYNTAX);
  /* transfer: whether there is a memo */
  check_accepted (type, "00 010000000000000000 64 65 050000000000000000 00 00");
  check_refused (type, "00 010000000000000000 64 65 050000000000000000 02 00",
                 MNR_CHAIN_ERROR_SYNTAX);
  /* account_whitelist: the listing */
  check_accepted (type, "07 010000000000000000 64 c801 03 00");
  check_refused (type, "07 010000000000000000 64 c801 04 00", MNR_CHAIN_ERROR_VALUE);
  check_refused (type, "07 010000000000000000 64 c801 ff 00", MNR_CHAIN_ERROR_VALUE);
  /* The `extensions` that are always empty. */
  check_refused (type, "08 010000000000000000 64 01 01", MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, "08 010000000000000000 64 01 01 00", MNR_CHAIN_ERROR_SYNTAX);
}

#define BITASSET(extensions) "80510100 01 80510100 6400 d007 00" extensions

static void
test_extensions (void)
{
  const MnrType *type = &mnr_type_bitasset_options;

  check_accepted (type, BITASSET ("00"));
  check_accepted (type, BITASSET ("01 01 4006"));
  check_accepted (type, BITASSET ("06 00 0807 01 4006 02 4c04 03 3200 04 1e00 05 03"));
  /* out of order, repeated, unknown */
  check_refused (type, BITASSET ("02 01 4006 00 0807"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, BITASSET ("02 01 4006 01 4006"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, BITASSET ("01 06 0000"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, BITASSET ("01 7f"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, BITASSET ("01 8580808080808001 02"), MNR_CHAIN_ERROR_SYNTAX);
  /* their number and their members in long form */
  check_refused (type, BITASSET ("8100 01 4006"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, BITASSET ("01 8100 4006"), MNR_CHAIN_ERROR_SYNTAX);
  /* more than there are, and fewer than follow */
  check_refused (type, BITASSET ("07 00 0807 01 4006 02 4c04 03 3200 04 1e00 05 03 06 00"),
                 MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, BITASSET ("01 00 0807 01 4006"), MNR_CHAIN_ERROR_SYNTAX);
  check_refused (type, BITASSET ("02 00 0807"), MNR_CHAIN_ERROR_SYNTAX);
  /* the black swan response method */
  check_refused (type, BITASSET ("01 05 04"), MNR_CHAIN_ERROR_VALUE);
  check_refused (type, BITASSET ("01 05 ff"), MNR_CHAIN_ERROR_VALUE);
}

/* The counts and lengths of everything that has one: no more is believed than
 * there are bytes. */
static void
test_huge_counts (void)
{
  static const char *const counts[] = { "ff7f",
                                        "ffffffff0f",
                                        "8080808010",
                                        "ffffffffffffff7f",
                                        "ffffffffffffffff7f",
                                        "ffffffffffffffffff01" };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      const char *count = counts[i];
      g_autofree char *memo = g_strconcat (K1 K2 "0000000000000000", count, "00", NULL);
      g_autofree char *authority = g_strconcat ("01000000", count, "000000", NULL);
      g_autofree char *bitasset = g_strconcat (BITASSET (""), count, "000000", NULL);
      g_autofree char *no_extension = g_strconcat ("08 010000000000000000 64 01", count, NULL);
      g_autofree char *operations = g_strconcat ("0000 00000000 00000000", count, "0800", NULL);
      g_autofree char *signatures = g_strconcat ("0000 00000000 00000000 00 00", count, "00", NULL);
      g_autofree char *plain = g_strconcat (count, "00000000", NULL);

      check_refused (&mnr_type_string, plain, MNR_CHAIN_ERROR_SYNTAX);
      check_refused (&mnr_type_bytes, plain, MNR_CHAIN_ERROR_SYNTAX);
      check_refused (&mnr_type_account_set, plain, MNR_CHAIN_ERROR_SYNTAX);
      check_refused (&mnr_type_operations, plain, MNR_CHAIN_ERROR_SYNTAX);
      check_refused (&mnr_type_memo, memo, MNR_CHAIN_ERROR_SYNTAX);
      check_refused (&mnr_type_authority, authority, MNR_CHAIN_ERROR_SYNTAX);
      check_refused (&mnr_type_bitasset_options, bitasset, MNR_CHAIN_ERROR_SYNTAX);
      check_refused (&mnr_type_operation, no_extension, MNR_CHAIN_ERROR_SYNTAX);
      check_refused (&mnr_type_signed_transaction, operations, MNR_CHAIN_ERROR_SYNTAX);
      check_refused (&mnr_type_signed_transaction, signatures, MNR_CHAIN_ERROR_SYNTAX);
    }
}

static void
test_text (void)
{
  check_accepted (&mnr_type_string, "00");
  check_accepted (&mnr_type_string, "06 68c3a96c6c6f");
  check_accepted (&mnr_type_string, "04 f09f9a80");
  /* Control characters are text, if poor text. */
  check_accepted (&mnr_type_string, "03 01 0a 7f");
  check_refused (&mnr_type_string, "01 00", MNR_CHAIN_ERROR_VALUE);
  check_refused (&mnr_type_string, "03 61 00 62", MNR_CHAIN_ERROR_VALUE);
  check_refused (&mnr_type_string, "01 ff", MNR_CHAIN_ERROR_VALUE);
  check_refused (&mnr_type_string, "01 c3", MNR_CHAIN_ERROR_VALUE);
  check_refused (&mnr_type_string, "02 c080", MNR_CHAIN_ERROR_VALUE);
  check_refused (&mnr_type_string, "02 c328", MNR_CHAIN_ERROR_VALUE);
  check_refused (&mnr_type_string, "03 eda080", MNR_CHAIN_ERROR_VALUE); /* a surrogate */
  check_refused (&mnr_type_string, "04 f4908080", MNR_CHAIN_ERROR_VALUE);
}

static void
test_unknown (void)
{
  /* virtual, removed, of later days, of no days */
  static const char *const numbers[] = { "04",
                                         "09",
                                         "14",
                                         "2a",
                                         "31",
                                         "39",
                                         "4d",
                                         "7f",
                                         "ffffffff0f",
                                         "8080808010",
                                         "ffffffffffffffffff01" };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *hex = g_strconcat (numbers[i], "00000000000000000064 00", NULL);

      check_refused (&mnr_type_operation, hex, MNR_CHAIN_ERROR_UNKNOWN);
    }

  /* liquidity_pool_create, of protocol.md 14.4 */
  check_refused (&mnr_type_operation, "3b010000000000000000640079882714000a0000",
                 MNR_CHAIN_ERROR_UNKNOWN);
  /* Orders of which it is not known what they do once filled; special
   * authorities of an unknown kind. */
  check_accepted (&mnr_type_operation,
                  "01 010000000000000000 64 e80300000000000000 d0070000000000008827"
                  "ffffffff 00 01 00 01 00 00 0100 6400 3c000000 01 00");
  check_refused (&mnr_type_operation,
                 "01 010000000000000000 64 e80300000000000000 d0070000000000008827"
                 "ffffffff 00 01 00 01 01 00 0100 6400 3c000000 01 00",
                 MNR_CHAIN_ERROR_UNKNOWN);
  check_accepted (&mnr_type_operation, "06 010000000000000000 64 00 00 00 02 01 01 8827 0a 02 00");
  check_refused (&mnr_type_operation, "06 010000000000000000 64 00 00 00 01 01 02 8827 0a",
                 MNR_CHAIN_ERROR_UNKNOWN);
}

#define RESERVE "0f010000000000000000644d00000000000000882700"

/* An asset_reserve within @levels proposals, as the one operation of a transaction. */
static char *
nested (guint levels)
{
  GString *hex = g_string_new ("0000 00000000 00000000 01");

  for (guint i = 0; i < levels; i++)
    g_string_append (hex, "16 010000000000000000 64 80425565 01");
  g_string_append (hex, RESERVE);
  for (guint i = 0; i < levels; i++)
    g_string_append (hex, "00 00");
  g_string_append (hex, "00");
  return g_string_free (hex, FALSE);
}

static void
test_nesting (void)
{
  g_autofree char *deepest = nested (MNR_VARIANT_DEPTH_MAX - 1);
  g_autofree char *too_deep = nested (MNR_VARIANT_DEPTH_MAX);
  g_autofree char *bottomless = nested (10000);

  check_accepted (&mnr_type_transaction, deepest);
  check_refused (&mnr_type_transaction, too_deep, MNR_CHAIN_ERROR_SYNTAX);
  check_refused (&mnr_type_transaction, bottomless, MNR_CHAIN_ERROR_SYNTAX);
}

/* A transaction has a size that nodes would not take; more is not even looked at. */
static void
test_size (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  g_autoptr (MnrTransaction) read = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  MnrOperation operation = { 0 };
  MnrAccountCreate *create = mnr_operation_init (&operation, MNR_OPERATION_ACCOUNT_CREATE);
  guint rest;

  create->fee.asset_id = MNR_CORE_ASSET;
  create->registrar = create->referrer = create->options.voting_account = MNR_ACCOUNT_ID (1);
  create->name = g_strnfill (MNR_TRANSACTION_SIZE_MAX - 1000, 'a');
  mnr_array_append (&mnr_type_operations, &transaction->operations, &operation);
  bytes = pack_transaction (transaction, FALSE);
  rest = MNR_TRANSACTION_SIZE_MAX - bytes->len;

  /* As large as may be, and a byte more. */
  for (guint more = 0; more < 2; more++)
    {
      MnrAccountCreate *inner = transaction->operations.items[0].value;

      g_free (inner->name);
      inner->name = g_strnfill (MNR_TRANSACTION_SIZE_MAX - 1000 + rest + more, 'a');
      g_byte_array_unref (bytes);
      bytes = pack_transaction (transaction, FALSE);
      g_assert_cmpuint (bytes->len, ==, MNR_TRANSACTION_SIZE_MAX + more);
      read = mnr_transaction_new_from_bytes (bytes->data, bytes->len, NULL, &error);
      if (more == 0)
        {
          g_assert_no_error (error);
          g_clear_pointer (&read, mnr_transaction_free);
        }
    }
  g_assert_null (read);
  assert_chain_error (error, MNR_CHAIN_ERROR_VALUE);
  mnr_value_clear (&mnr_type_operation, &operation);
}

/* Errors name the member. */
static void
test_paths (void)
{
  static const struct
  {
    const char *hex;
    const char *start;
  } cases[] = {
    { "0000 00000000 00000000 01 08 010000000000000000 64 02 00 00",
      "operations[0].upgrade_to_lifetime_member: " },
    { "0000 00000000 00000000 01 08 010000000000000000", "operations[0].account_to_upgrade: " },
    { "0000 00000000 00000000 01 39 00", "operations[0]: " },
    { "0000 00000000 00000000 02" RESERVE "16 010000000000000000 64 80425565 01 39",
      "operations[1].proposed_ops[0].op: " },
    { "0000 00000000 00000000 01 06 010000000000000000 64 00 01 01000000 02 040100 040100 00 00",
      "operations[0].active.account_auths: " },
    { "0000 00000000 00000000 00 01", "extensions: " },
    { "0000", "ref_block_prefix: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) bytes = make_bytes (cases[i].hex);
      g_autoptr (GError) error = NULL;

      g_assert_null (mnr_transaction_new_from_bytes (bytes->data, bytes->len, NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_true (g_str_has_prefix (error->message, cases[i].start));
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/unpack/truncated", test_truncated);
  g_test_add_func ("/unpack/trailing", test_trailing);
  g_test_add_func ("/unpack/bit-flips", test_bit_flips);
  g_test_add_func ("/unpack/mutations", test_mutations);
  g_test_add_func ("/unpack/varint", test_varint);
  g_test_add_func ("/unpack/sets/ids", test_sets_of_ids);
  g_test_add_func ("/unpack/sets/keys", test_sets_of_keys);
  g_test_add_func ("/unpack/sets/votes", test_sets_of_votes);
  g_test_add_func ("/unpack/maps", test_maps);
  g_test_add_func ("/unpack/presence-and-enums", test_presence_and_enums);
  g_test_add_func ("/unpack/extensions", test_extensions);
  g_test_add_func ("/unpack/huge-counts", test_huge_counts);
  g_test_add_func ("/unpack/text", test_text);
  g_test_add_func ("/unpack/unknown", test_unknown);
  g_test_add_func ("/unpack/nesting", test_nesting);
  g_test_add_func ("/unpack/size", test_size);
  g_test_add_func ("/unpack/paths", test_paths);
  g_test_add_func ("/pack/refuses", test_pack_refuses);

  return g_test_run ();
}
