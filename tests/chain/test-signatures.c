/* test-signatures.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chain/protocol/mnr-transaction.h"
#include "chain/values/mnr-error.h"
#include "test-vectors.h"

/* Protocol.md 14.3, the third try of its recipe. */
static void
test_protocol (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) key = make_key (1);
  g_autoptr (GByteArray) unsigned_bytes =
    make_bytes ("3412efbeadde00f1536501005553010000000000006487ad4ba08601000000000000000000");
  g_autoptr (MnrTransaction) transaction =
    mnr_transaction_new_from_bytes (unsigned_bytes->data, unsigned_bytes->len, NULL, NULL);
  g_autofree char *text = NULL;
  MnrPublicKeySet signers = { 0 };
  MnrPublicKey expected = make_public_key (1);
  MnrChainId chain_id;

  g_assert_true (mnr_chain_id_parse (MNR_CHAIN_ID_MAINNET, &chain_id, NULL));
  mnr_transaction_sign (transaction, &chain_id, key, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (transaction->signatures.len, ==, 1);
  text = mnr_hex_encode (transaction->signatures.items[0].data, MNR_SIGNATURE_SIZE);
  g_assert_cmpstr (
    text, ==,
    "20121c4a9055541217896910aaf91bf9f97122809fb4a7ce4d7eccf07c131438830aae352fc8c37bc844cbbaea"
    "6066e25a4cd7081b993565ef07b24e2546b88a92");

  mnr_transaction_get_signers (transaction, &chain_id, &signers, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (signers.len, ==, 1);
  g_assert_true (mnr_public_key_equal (&signers.items[0], &expected));
  mnr_value_clear (&mnr_type_public_key_set, &signers);
}

static void
test_random_digests (void)
{
  for (guint seed = 1; seed <= 4; seed++)
    {
      g_autoptr (MnrPrivateKey) key = make_key (seed);
      MnrPublicKey expected = make_public_key (seed);
      guint recovery_ids[4] = { 0 };

      for (guint i = 0; i < 2500; i++)
        {
          MnrDigest digest;
          MnrSignature signature;
          MnrPublicKey signer;

          random_bytes (digest.data, sizeof digest.data);
          mnr_private_key_sign (key, &digest, &signature);
          g_assert_true (mnr_signature_is_canonical (&signature));
          g_assert_cmpint (signature.data[0], >=, 31);
          g_assert_cmpint (signature.data[0], <=, 34);
          recovery_ids[signature.data[0] - 31]++;
          /* Both halves below 2^255, which the test of nodes comes to, and s low. */
          g_assert_cmpint (signature.data[1], <, 0x80);
          g_assert_cmpint (signature.data[33], <, 0x80);
          g_assert_true (mnr_signature_recover (&signature, &digest, &signer, NULL));
          g_assert_true (mnr_public_key_equal (&signer, &expected));
        }
      /* The recovery id is not a constant that happens to fit. */
      g_assert_cmpuint (recovery_ids[0], >, 500);
      g_assert_cmpuint (recovery_ids[1], >, 500);
    }
}

static void
test_deterministic (void)
{
  g_autoptr (MnrPrivateKey) key = make_key (7);
  g_autoptr (MnrPrivateKey) other = make_key (8);
  MnrDigest digest = { { 1, 2, 3 } };
  MnrSignature first, second, third;

  mnr_private_key_sign (key, &digest, &first);
  mnr_private_key_sign (key, &digest, &second);
  mnr_private_key_sign (other, &digest, &third);
  g_assert_cmpmem (first.data, sizeof first.data, second.data, sizeof second.data);
  /* Not only the keys differ, but what gives a key away if it is used twice. */
  g_assert_cmpint (memcmp (first.data + 1, third.data + 1, 32), !=, 0);
  digest.data[31] ^= 1;
  mnr_private_key_sign (key, &digest, &third);
  g_assert_cmpint (memcmp (first.data + 1, third.data + 1, 32), !=, 0);
}

static void
test_recorded (void)
{
  MnrJsonSlice file = vector_load ("signed.json");
  g_autoptr (GArray) cases = vector_items (vector_member (file, "transactions"));
  g_autofree char *chain_text = vector_member_text (file, "chain_id");
  MnrChainId chain_id, other_chain;

  g_assert_true (mnr_chain_id_parse (chain_text, &chain_id, NULL));
  g_assert_true (mnr_chain_id_parse (MNR_CHAIN_ID_MAINNET, &other_chain, NULL));
  for (guint i = 0; i < cases->len; i++)
    {
      MnrJsonSlice item = vector_item (cases, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) expected = vector_items (vector_member (item, "signers"));
      g_autofree char *signed_hex = vector_member_text (item, "signed_hex");
      g_autofree char *digest_hex = vector_member_text (item, "digest");
      g_autofree char *digest_text = NULL;
      g_autoptr (GByteArray) bytes = make_bytes (signed_hex);
      g_autoptr (MnrTransaction) transaction =
        mnr_transaction_new_from_bytes (bytes->data, bytes->len, NULL, &error);
      MnrPublicKeySet signers, others;
      MnrDigest digest;

      g_assert_no_error (error);
      mnr_transaction_get_digest (transaction, &chain_id, &digest, &error);
      g_assert_no_error (error);
      digest_text = mnr_hex_encode (digest.data, sizeof digest.data);
      g_assert_cmpstr (digest_text, ==, digest_hex);

      mnr_transaction_get_signers (transaction, &chain_id, &signers, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (signers.len, ==, expected->len);
      for (gsize j = 0; j < signers.len; j++)
        {
          g_autofree char *signer = mnr_public_key_format (&signers.items[j], "BTS");
          g_autofree char *wanted = vector_text (vector_item (expected, j));

          g_assert_cmpstr (signer, ==, wanted);
        }

      /* On another chain the signatures are other people's, if anybody's. */
      if (mnr_transaction_get_signers (transaction, &other_chain, &others, NULL))
        {
          g_assert_false (mnr_public_key_equal (&others.items[0], &signers.items[0]));
          mnr_value_clear (&mnr_type_public_key_set, &others);
        }
      mnr_value_clear (&mnr_type_public_key_set, &signers);
    }
}

static MnrTransaction *
transfer (void)
{
  g_autofree char *json = make_json (
    "{'ref_block_num':1,'ref_block_prefix':2,'expiration':'2023-11-14T22:13:20','operations':"
    "[[8,{'fee':{'amount':1,'asset_id':'1.3.0'},'account_to_upgrade':'1.2.100',"
    "'upgrade_to_lifetime_member':true}]],'extensions':[]}");

  return make_transaction (json);
}

static void
test_sign_again (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrTransaction) transaction = transfer ();
  g_autoptr (MnrPrivateKey) k1 = make_key (1);
  g_autoptr (MnrPrivateKey) k2 = make_key (2);
  MnrPublicKeySet signers;
  MnrPublicKey expected[] = { make_public_key (1), make_public_key (2) };
  MnrChainId chain_id = { { 1 } };
  guint8 id[MNR_TRANSACTION_ID_SIZE], signed_id[MNR_TRANSACTION_ID_SIZE];

  g_assert_true (mnr_transaction_get_id (transaction, id, NULL));
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (mnr_transaction_sign (transaction, &chain_id, k1, &error));
      g_assert_true (mnr_transaction_sign (transaction, &chain_id, k2, &error));
    }
  g_assert_cmpuint (transaction->signatures.len, ==, 2);
  g_assert_true (mnr_transaction_get_signers (transaction, &chain_id, &signers, &error));
  g_assert_cmpuint (signers.len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_true (mnr_public_key_equal (&signers.items[i], &expected[i]));
  mnr_value_clear (&mnr_type_public_key_set, &signers);
  g_assert_true (mnr_transaction_get_id (transaction, signed_id, NULL));
  g_assert_cmpmem (id, sizeof id, signed_id, sizeof signed_id);

  /* Once changed, it has to be signed anew. */
  transaction->ref_block_num++;
  g_assert_true (mnr_transaction_sign (transaction, &chain_id, k1, &error));
  g_assert_cmpuint (transaction->signatures.len, ==, 3);
}

/* Nodes refuse a second signature of a key; it does not have to be the same one. */
static void
test_twice (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrTransaction) transaction = transfer ();
  g_autoptr (MnrPrivateKey) key = make_key (1);
  MnrPublicKeySet signers;
  MnrChainId chain_id = { { 1 } };
  MnrSignature second;

  g_assert_true (mnr_transaction_sign (transaction, &chain_id, key, NULL));
  second = transaction->signatures.items[0];
  second.data[0] -= 4; /* of an uncompressed key, which nodes accept as well */
  mnr_value_clear (&mnr_type_signed_transaction, transaction);
  mnr_transaction_free (g_steal_pointer (&transaction));
  transaction = transfer ();
  g_assert_true (mnr_transaction_sign (transaction, &chain_id, key, NULL));
  {
    g_autoptr (GByteArray) bytes = pack_transaction (transaction, TRUE);
    g_autoptr (MnrTransaction) doubled = NULL;

    bytes->data[bytes->len - MNR_SIGNATURE_SIZE - 1] = 2;
    g_byte_array_append (bytes, second.data, sizeof second.data);
    doubled = mnr_transaction_new_from_bytes (bytes->data, bytes->len, NULL, &error);
    g_assert_no_error (error);
    g_assert_false (mnr_transaction_get_signers (doubled, &chain_id, &signers, &error));
    g_assert_true (g_str_has_prefix (error->message, "signatures[1]: "));
    assert_chain_error (error, MNR_CHAIN_ERROR_KEY);
    g_assert_cmpuint (signers.len, ==, 0);
    g_assert_null (signers.items);

    doubled->signatures.items[1].data[0] = 0;
    g_assert_false (mnr_transaction_get_signers (doubled, &chain_id, &signers, &error));
    g_assert_true (g_str_has_prefix (error->message, "signatures[1]: "));
    assert_chain_error (error, MNR_CHAIN_ERROR_KEY);
  }
}

static void
check_canonical (guint r_first,
                 guint r_second,
                 guint s_first,
                 guint s_second,
                 gboolean expected)
{
  MnrSignature signature = { { 31 } };

  signature.data[1] = (guint8) r_first;
  signature.data[2] = (guint8) r_second;
  signature.data[33] = (guint8) s_first;
  signature.data[34] = (guint8) s_second;
  g_assert_cmpint (mnr_signature_is_canonical (&signature), ==, expected);
}

static void
test_canonical (void)
{
  check_canonical (0x01, 0x00, 0x01, 0x00, TRUE);
  check_canonical (0x7f, 0xff, 0x7f, 0xff, TRUE);
  check_canonical (0x80, 0x00, 0x01, 0x00, FALSE);
  check_canonical (0x01, 0x00, 0x80, 0x00, FALSE);
  check_canonical (0xff, 0xff, 0x01, 0x00, FALSE);
  check_canonical (0x00, 0x80, 0x01, 0x00, TRUE);
  check_canonical (0x00, 0x7f, 0x01, 0x00, FALSE);
  check_canonical (0x01, 0x00, 0x00, 0x80, TRUE);
  check_canonical (0x01, 0x00, 0x00, 0x7f, FALSE);
  check_canonical (0x00, 0x00, 0x00, 0x00, FALSE);
}

static void
check_not_recovered (const MnrSignature *signature,
                     const MnrDigest *digest)
{
  g_autoptr (GError) error = NULL;
  MnrPublicKey key;

  g_assert_false (mnr_signature_recover (signature, digest, &key, &error));
  assert_chain_error (error, MNR_CHAIN_ERROR_KEY);
}

static void
test_recover_refused (void)
{
  g_autoptr (MnrPrivateKey) key = make_key (1);
  g_autoptr (GByteArray) order =
    make_bytes ("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
  MnrDigest digest = { { 5, 6, 7 } };
  MnrSignature good, bad;
  guint borrow = 0;

  mnr_private_key_sign (key, &digest, &good);

  memset (&bad, 0, sizeof bad);
  check_not_recovered (&bad, &digest);
  memset (&bad, 0xff, sizeof bad);
  check_not_recovered (&bad, &digest);

  /* the first byte */
  for (guint header = 0; header < 256; header++)
    if (header < 27 || header > 34)
      {
        bad = good;
        bad.data[0] = (guint8) header;
        check_not_recovered (&bad, &digest);
      }

  /* The other s of the same signature, order - s: valid to mathematicians, but
   * nodes want one only, lest a transaction's bytes can be changed on the way. */
  bad = good;
  for (guint i = 32; i-- > 0;)
    {
      guint difference = order->data[i] + 256u - good.data[33 + i] - borrow;

      bad.data[33 + i] = (guint8) difference;
      borrow = difference < 256;
    }
  bad.data[0] = (guint8) (31 + ((good.data[0] - 31) ^ 1));
  check_not_recovered (&bad, &digest);

  /* r that is no point's, s of zero */
  bad = good;
  memset (bad.data + 1, 0, 32);
  bad.data[2] = 0x80;
  bad.data[0] = 31 + 2; /* r + order is beyond the field, too */
  bad.data[1] = 0x7f;
  check_not_recovered (&bad, &digest);
  bad = good;
  memset (bad.data + 33, 0, 32);
  check_not_recovered (&bad, &digest);
}

static void
test_recover_other (void)
{
  MnrPublicKey expected = make_public_key (1);
  g_autoptr (MnrPrivateKey) key = make_key (1);
  guint others = 0;

  for (guint i = 0; i < 200; i++)
    {
      MnrDigest digest;
      MnrSignature signature;
      MnrPublicKey signer;

      random_bytes (digest.data, sizeof digest.data);
      mnr_private_key_sign (key, &digest, &signature);
      digest.data[i % 32] ^= (guint8) (1 << g_test_rand_int_range (0, 8));
      if (mnr_signature_recover (&signature, &digest, &signer, NULL))
        {
          g_assert_false (mnr_public_key_equal (&signer, &expected));
          others++;
        }
    }
  g_assert_cmpuint (others, >, 150);
}

/* Random bytes that pass for a signature: somebody's or nobody's, never a crash. */
static void
test_recover_garbage (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      MnrDigest digest;
      MnrSignature signature;
      MnrPublicKey signer;

      random_bytes (digest.data, sizeof digest.data);
      random_bytes (signature.data, sizeof signature.data);
      signature.data[0] = (guint8) (27 + i % 8);
      signature.data[1] &= 0x7f;
      signature.data[33] &= 0x7f;
      if (mnr_signature_recover (&signature, &digest, &signer, NULL))
        g_assert_true (mnr_public_key_is_valid (&signer));
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/signatures/protocol", test_protocol);
  g_test_add_func ("/signatures/random-digests", test_random_digests);
  g_test_add_func ("/signatures/deterministic", test_deterministic);
  g_test_add_func ("/signatures/recorded", test_recorded);
  g_test_add_func ("/signatures/sign-again", test_sign_again);
  g_test_add_func ("/signatures/twice", test_twice);
  g_test_add_func ("/signatures/canonical", test_canonical);
  g_test_add_func ("/signatures/recover/refused", test_recover_refused);
  g_test_add_func ("/signatures/recover/other", test_recover_other);
  g_test_add_func ("/signatures/recover/garbage", test_recover_garbage);

  return g_test_run ();
}
