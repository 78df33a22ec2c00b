/* mnr-asset-warnings.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-asset-words.h"
#include "mnr-draft-private.h"
#include "rules/mnr-collateral.h"

static void
free_operation (gpointer operation)
{
  mnr_value_free (&mnr_type_operation, operation);
}

/* The updates that would change nothing. */
static GPtrArray *
new_updates (const MnrAsset *asset,
             const MnrBitassetData *bitasset)
{
  GPtrArray *operations = g_ptr_array_new_with_free_func (free_operation);
  MnrOperation *operation = mnr_value_new (&mnr_type_operation);
  MnrAssetUpdate *update = mnr_operation_init (operation, MNR_OPERATION_ASSET_UPDATE);

  g_ptr_array_add (operations, operation);
  update->fee.asset_id = MNR_CORE_ASSET;
  update->issuer = asset->issuer;
  update->asset_to_update = asset->id;
  mnr_value_copy (&mnr_type_asset_options, &update->new_options, &asset->options);
  if (bitasset == NULL)
    return operations;

  /* A rate that the feed sets is not the issuer's business. */
  if (!mnr_price_is_null (&bitasset->current_feed.core_exchange_rate))
    {
      update->extensions.skip_core_exchange_rate = g_new (gboolean, 1);
      *update->extensions.skip_core_exchange_rate = TRUE;
    }
  operation = mnr_value_new (&mnr_type_operation);
  g_ptr_array_add (operations, operation);
  {
    MnrAssetUpdateBitasset *second =
      mnr_operation_init (operation, MNR_OPERATION_ASSET_UPDATE_BITASSET);

    second->fee.asset_id = MNR_CORE_ASSET;
    second->issuer = asset->issuer;
    second->asset_to_update = asset->id;
    mnr_value_copy (&mnr_type_bitasset_options, &second->new_options, &bitasset->options);
  }
  return operations;
}

static void
warn (GPtrArray *warnings,
      MnrDraftField field,
      const char *rule,
      const char *sentence)
{
  MnrDraftFinding *warning = g_new0 (MnrDraftFinding, 1);

  warning->field = (int) field;
  warning->severity = MNR_SEVERITY_MISTAKE;
  warning->rule = rule;
  warning->sentence = g_strdup (sentence);
  g_ptr_array_add (warnings, warning);
}

/* When it will be known how a prediction market ends, in seconds since 1970, from its
 * description: a date, which lasts until it is over, or a moment (protocol.md 5). */
static gboolean
read_expiry (const MnrAsset *asset,
             gint64 *expiry)
{
  g_autofree char *text = mnr_description_get (asset->options.description, "expiry");
  g_autofree char *evening = g_strconcat (g_strstrip (text), "T23:59:59", NULL);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);

  if (time == NULL)
    time = g_date_time_new_from_iso8601 (evening, utc);
  if (time != NULL)
    *expiry = g_date_time_to_unix (time);
  return time != NULL;
}

/* What the state of a smartcoin lacks. */
static void
warn_smartcoin (GPtrArray *warnings,
                const MnrAsset *asset,
                const MnrBitassetData *bitasset,
                const MnrDynamicGlobalProperties *head)
{
  gboolean is_settled = !mnr_price_is_null (&bitasset->settlement_price);
  guint flags = asset->options.flags;
  gint64 expiry;

  if (is_settled)
    warn (warnings, MNR_DRAFT_BLACK_SWAN, "asset.globally-settled",
          bitasset->is_prediction_market
            ? _ ("The market is resolved: holders exchange their shares by settling them")
            : _ ("The asset has been globally settled: holders can exchange it for its "
                 "collateral, and bids of collateral can revive it"));
  else if (bitasset->is_prediction_market && head != NULL && read_expiry (asset, &expiry) &&
           expiry < head->time)
    warn (warnings, MNR_DRAFT_EXPIRY, "asset.market-overdue",
          _ ("The date of the market has passed, and its holders wait to be paid: resolve it"));
  if (is_settled || bitasset->is_prediction_market)
    return;

  if (bitasset->feeds.len == 0 &&
      (flags & (MNR_POWER_WITNESS_FED_ASSET | MNR_POWER_COMMITTEE_FED_ASSET)) == 0)
    warn (warnings, MNR_DRAFT_FEEDERS, "asset.no-producers",
          _ ("Nobody may publish a price, so nobody can borrow: name feed producers"));
  else if (!mnr_feed_has_price (&bitasset->current_feed))
    warn (warnings, MNR_DRAFT_FEEDERS, "asset.no-price",
          _ ("There is no price, so nobody can borrow or settle: the feed producers have to "
             "publish"));
  else if (head != NULL && (guint64) bitasset->current_feed_publication_time +
                               bitasset->options.feed_lifetime_sec <=
                             head->time)
    warn (warnings, MNR_DRAFT_FEEDERS, "asset.price-expired",
          _ ("The price has expired: the feed producers have to publish again"));
}

GPtrArray *
mnr_asset_warnings_new (const MnrAsset *asset,
                        const MnrView *view,
                        gboolean *is_complete)
{
  gconstpointer object = NULL;
  const MnrBitassetData *bitasset = NULL;
  const MnrDynamicGlobalProperties *head = NULL;
  g_autoptr (GPtrArray) operations = NULL;
  GPtrArray *warnings;

  if (asset->bitasset_data_id != NULL &&
      view->get_object (view, *asset->bitasset_data_id, &object) == MNR_KNOWN)
    bitasset = object;

  operations = new_updates (asset, bitasset);
  warnings = mnr_operations_check (operations, view, is_complete);
  /* Refusals that are not about what the asset is say nothing about it. */
  for (guint i = warnings->len; i > 0; i--)
    if (((const MnrDraftFinding *) g_ptr_array_index (warnings, i - 1))->field < 0)
      g_ptr_array_remove_index (warnings, i - 1);

  if (asset->bitasset_data_id != NULL && bitasset == NULL)
    *is_complete = FALSE;
  if (view->get_object (view, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID, &object) == MNR_KNOWN)
    head = object;
  if (bitasset != NULL)
    warn_smartcoin (warnings, asset, bitasset, head);

  switch (view->get_object (view, asset->dynamic_asset_data_id, &object))
    {
    case MNR_KNOWN:
      if (asset->id != MNR_CORE_ASSET && ((const MnrAssetDynamicData *) object)->fee_pool == 0)
        warn (warnings, MNR_DRAFT_RATE_CORE, "asset.pool-empty",
              _ ("The fee pool is empty, so nobody can pay fees in the asset: fund it"));
      break;

    case MNR_NOT_KNOWN:
      *is_complete = FALSE;
      break;

    case MNR_NONE:
    default:
      break;
    }
  return warnings;
}
