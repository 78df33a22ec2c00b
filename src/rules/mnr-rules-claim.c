/* mnr-rules-claim.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/crypto/mnr-curve.h"
#include "mnr-rules-private.h"
#include "mnr-vesting.h"

#define DAY (24 * 60 * 60)

#define POINT_SIZE       65
#define CHECKSUM_SIZE    4
#define OLD_ADDRESS_SIZE (1 + MNR_RIPEMD160_SIZE + CHECKSUM_SIZE)

/* How a node writes keys when it says why. */
#define NODE_PREFIX "BTS"

/* 37 balance_claim */

/* clang-format off */

static const MnrRule claim_fee = {
  .id = "balance-claim.fee", .expression = "fee == asset()",
};

static const MnrRule claim_no_key = {
  .id = "balance-claim.no-key", .expression = "balance_owner_key != public_key_type()",
};

static const MnrRule claim_owner = {
  .id = "balance-claim.owner",
  .node_code = 3053703, .node_name = "balance_claim_owner_mismatch",
  .node_what = "owner mismatch",
};

static const MnrRule claim_asset = {
  .id = "balance-claim.asset",
  .expression = "op.total_claimed.asset_id == balance->asset_type()",
};

static const MnrRule claim_amount = {
  .id = "balance-claim.amount", .expression = "op.total_claimed == balance->balance",
};

static const MnrRule claim_vesting_amount = {
  .id = "balance-claim.amount",
  .node_code = 3053702, .node_name = "balance_claim_invalid_claim_amount",
  .node_what = "invalid claim amount",
};

static const MnrRule claim_too_often = {
  .id = "balance-claim.too-often",
  .node_code = 3053701, .node_name = "balance_claim_claimed_too_often",
  .node_what = "balance claimed too often",
};

/* clang-format on */

/* Whether @owner is an address that a chain before this one would have made of
 * a key: a version, the hash of the key, and a checksum, hashed once more. */
static gboolean
is_old_address (const guint8 *point,
                gsize size,
                guint8 version,
                const MnrAddress *owner)
{
  guint8 hash[MNR_SHA256_SIZE], address[OLD_ADDRESS_SIZE];
  MnrAddress found;

  mnr_sha256 (point, size, hash);
  address[0] = version;
  mnr_ripemd160 (hash, sizeof hash, address + 1);
  mnr_sha256 (address, 1 + MNR_RIPEMD160_SIZE, hash);
  mnr_sha256 (hash, sizeof hash, hash);
  memcpy (address + 1 + MNR_RIPEMD160_SIZE, hash, CHECKSUM_SIZE);
  mnr_ripemd160 (address, sizeof address, found.data);
  return memcmp (found.data, owner->data, sizeof found.data) == 0;
}

static gboolean
key_owns (const MnrPublicKey *key,
          const MnrAddress *owner)
{
  static const guint8 versions[] = { 56, 0 };
  guint8 point[POINT_SIZE];
  gsize size = sizeof point;
  secp256k1_pubkey parsed;
  MnrAddress address;

  mnr_public_key_get_address (key, &address);
  if (memcmp (address.data, owner->data, sizeof address.data) == 0)
    return TRUE;

  if (!secp256k1_ec_pubkey_parse (mnr_curve_context (), &parsed, key->data, sizeof key->data))
    return FALSE;
  secp256k1_ec_pubkey_serialize (mnr_curve_context (), point, &size, &parsed,
                                 SECP256K1_EC_UNCOMPRESSED);
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    if (is_old_address (point, size, versions[i], owner) ||
        is_old_address (key->data, sizeof key->data, versions[i], owner))
      return TRUE;
  return FALSE;
}

static void
refuse_owner (const MnrBalanceClaim *op,
              const MnrGenesisBalance *balance,
              MnrCheck *check)
{
  g_autofree char *key = mnr_public_key_format (&op->balance_owner_key, NODE_PREFIX);
  g_autoptr (GString) owner = g_string_new (NULL);

  mnr_address_append (&balance->owner, NODE_PREFIX, owner);
  mnr_check_add (check, &claim_owner, "balance_owner_key",
                 _ ("The balance belongs to another key, that of %s"), owner->str);
  mnr_check_node_text (check,
                       "Balance owner key was specified as '%s' but balance's actual owner is "
                       "'%s'",
                       key, owner->str);
}

/* What of a balance that vests is free, and that may be taken once a day. */
static void
check_vesting (const MnrAmount *claimed,
               const MnrGenesisBalance *balance,
               MnrCheck *check)
{
  const MnrAmount *there = &balance->balance;
  MnrTime now;
  gint64 allowed;

  if (!mnr_check_get_time (check, &now))
    return;

  allowed = mnr_linear_vesting_get_allowed (balance->vesting_policy, there->amount, now);
  if (claimed->amount > allowed)
    {
      g_autofree char *amount = mnr_check_amount_text (check, allowed, there->asset_id);

      mnr_check_add (check, &claim_vesting_amount, "total_claimed.amount",
                     _ ("There are only %s to claim"), amount);
    }
  if (now - balance->last_claim_date < DAY)
    mnr_check_add (check, &claim_too_often, "balance_to_claim",
                   _ ("A balance that vests is claimed once a day at most"));
}

static void
check_balance (const MnrBalanceClaim *op,
               const MnrGenesisBalance *balance,
               MnrCheck *check)
{
  const MnrAmount *claimed = &op->total_claimed, *there = &balance->balance;

  if (!key_owns (&op->balance_owner_key, &balance->owner))
    refuse_owner (op, balance, check);

  if (claimed->asset_id != there->asset_id)
    {
      g_autofree char *symbol = mnr_check_asset_text (check, there->asset_id);

      mnr_check_add (check, &claim_asset, "total_claimed.asset_id", _ ("The balance is of %s"),
                     symbol);
    }
  else if (balance->vesting_policy != NULL)
    check_vesting (claimed, balance, check);
  else if (claimed->amount != there->amount)
    {
      g_autofree char *amount = mnr_check_amount_text (check, there->amount, there->asset_id);

      mnr_check_add (check, &claim_amount, "total_claimed.amount",
                     _ ("The balance is claimed as a whole: %s"), amount);
    }
}

void
mnr_rules_balance_claim (const MnrBalanceClaim *op,
                         MnrCheck *check)
{
  gconstpointer balance;
  MnrKnowledge known;

  if (op->fee.amount != 0 || op->fee.asset_id != MNR_CORE_ASSET)
    mnr_check_add (check, &claim_fee, "fee", _ ("Claiming a balance costs nothing"));
  if (mnr_public_key_is_null (&op->balance_owner_key))
    mnr_check_add (check, &claim_no_key, "balance_owner_key",
                   _ ("The key that owns the balance is missing"));

  if (!mnr_rules_begin_evaluation (check))
    return;

  if (mnr_object_id_get_type (op->balance_to_claim) != MNR_OBJECT_BALANCE)
    {
      mnr_check_add (check, &mnr_rule_object_unset, "balance_to_claim", _ ("Choose a balance"));
      return;
    }

  known = mnr_check_lookup (check, op->balance_to_claim, &balance);
  if (known == MNR_KNOWN)
    check_balance (op, balance, check);
  else if (known == MNR_NONE)
    {
      char id[MNR_OBJECT_ID_TEXT_SIZE];

      mnr_check_add (check, &mnr_rule_object_missing, "balance_to_claim",
                     _ ("There is no balance %s, or it has been claimed"),
                     mnr_object_id_format (op->balance_to_claim, id));
      mnr_check_node_text (check, "Unable to find Object %s", id);
    }
}
