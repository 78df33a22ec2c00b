/* mnr-ledger-feeds.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-ledger-market.h"

#include <string.h>

#include "chain/protocol/mnr-permissions.h"

/* Price feeds (protocol.md 10). */

#define DEFAULT_MAINTENANCE_RATIO 1750
#define DEFAULT_SQUEEZE_RATIO     1500

static const MnrPrice null_price = { { 0, MNR_CORE_ASSET }, { 0, MNR_CORE_ASSET } };

/* What a producer has who never published, and an asset without enough feeds. */
static const MnrFeed null_feed = {
  .settlement_price = { { 0, MNR_CORE_ASSET }, { 0, MNR_CORE_ASSET } },
  .maintenance_collateral_ratio = DEFAULT_MAINTENANCE_RATIO,
  .maximum_short_squeeze_ratio = DEFAULT_SQUEEZE_RATIO,
  .core_exchange_rate = { { 0, MNR_CORE_ASSET }, { 0, MNR_CORE_ASSET } },
  .initial_collateral_ratio = DEFAULT_MAINTENANCE_RATIO,
};

/* The median */

typedef int (*CompareFeeds) (const MnrFeed *a,
                             const MnrFeed *b);

static int
compare_settlement_prices (const MnrFeed *a,
                           const MnrFeed *b)
{
  return mnr_price_compare (&a->settlement_price, &b->settlement_price);
}

static int
compare_rates (const MnrFeed *a,
               const MnrFeed *b)
{
  return mnr_price_compare (&a->core_exchange_rate, &b->core_exchange_rate);
}

static int
compare_maintenance_ratios (const MnrFeed *a,
                            const MnrFeed *b)
{
  return (int) a->maintenance_collateral_ratio - (int) b->maintenance_collateral_ratio;
}

static int
compare_squeeze_ratios (const MnrFeed *a,
                        const MnrFeed *b)
{
  return (int) a->maximum_short_squeeze_ratio - (int) b->maximum_short_squeeze_ratio;
}

static int
compare_initial_ratios (const MnrFeed *a,
                        const MnrFeed *b)
{
  return (int) a->initial_collateral_ratio - (int) b->initial_collateral_ratio;
}

/* Moves @feeds[@at] down to where it belongs among those before it. */
static void
insert_feed (const MnrFeed **feeds,
             gsize first,
             gsize at,
             CompareFeeds compare)
{
  const MnrFeed *feed = feeds[at];

  for (; at > first && compare (feed, feeds[at - 1]) < 0; at--)
    feeds[at] = feeds[at - 1];
  feeds[at] = feed;
}

static void
swap_feeds (const MnrFeed **feeds,
            gsize a,
            gsize b)
{
  const MnrFeed *feed = feeds[a];

  feeds[a] = feeds[b];
  feeds[b] = feed;
}

/* Of three feeds, puts the middle one to @to. */
static void
move_median (const MnrFeed **feeds,
             gsize to,
             gsize a,
             gsize b,
             gsize c,
             CompareFeeds compare)
{
  gboolean a_b = compare (feeds[a], feeds[b]) < 0;
  gboolean b_c = compare (feeds[b], feeds[c]) < 0;
  gboolean a_c = compare (feeds[a], feeds[c]) < 0;

  if (a_b)
    swap_feeds (feeds, to, b_c ? b : a_c ? c
                                         : a);
  else
    swap_feeds (feeds, to, a_c ? a : b_c ? c
                                         : b);
}

/* Parts the feeds from @first + 1 to before @end by the one at @first. */
static gsize
part_feeds (const MnrFeed **feeds,
            gsize first,
            gsize end,
            CompareFeeds compare)
{
  gsize low = first + 1, high = end;

  for (;;)
    {
      while (compare (feeds[low], feeds[first]) < 0)
        low++;
      high--;
      while (compare (feeds[first], feeds[high]) < 0)
        high--;
      if (low >= high)
        return low;
      swap_feeds (feeds, low, high);
      low++;
    }
}

/*
 * The element at half the length, were they sorted. Prices can be equal and yet
 * written in other numbers, and the order in which one field leaves the feeds is
 * the one that the next finds: so that the same of two equals is taken as on the
 * network, they are moved just as the nodes' selection moves them (quickselect
 * with the median of three, insertion for the last three).
 */
static const MnrFeed *
select_median (const MnrFeed **feeds,
               gsize n_feeds,
               CompareFeeds compare)
{
  gsize first = 0, end = n_feeds, middle = n_feeds / 2;

  while (end - first > 3)
    {
      gsize cut;

      move_median (feeds, first, first + 1, first + (end - first) / 2, end - 1, compare);
      cut = part_feeds (feeds, first, end, compare);
      if (cut <= middle)
        first = cut;
      else
        end = cut;
    }
  for (gsize i = first + 1; i < end; i++)
    insert_feed (feeds, first, i, compare);
  return feeds[middle];
}

static gboolean
is_live (const MnrTimedFeed *feed,
         MnrTime now,
         guint32 lifetime)
{
  return feed->time != 0 && (gint64) now - feed->time < lifetime;
}

static void
derive_collateralizations (MnrBitassetData *bad)
{
  bad->current_maintenance_collateralization = null_price;
  bad->current_initial_collateralization = null_price;
  if (!mnr_feed_has_price (&bad->median_feed))
    return;

  bad->current_maintenance_collateralization =
    mnr_feed_get_maintenance_collateralization (&bad->median_feed);
  bad->current_initial_collateralization =
    mnr_feed_get_initial_collateralization (&bad->median_feed);
}

/* The owner's own ratios come before those of the producers. */
static void
override_ratios (MnrFeed *feed,
                 const MnrBitassetOptionsExtensions *extensions)
{
  if (extensions->maintenance_collateral_ratio != NULL)
    feed->maintenance_collateral_ratio = *extensions->maintenance_collateral_ratio;
  if (extensions->maximum_short_squeeze_ratio != NULL)
    feed->maximum_short_squeeze_ratio = *extensions->maximum_short_squeeze_ratio;
  if (extensions->initial_collateral_ratio != NULL)
    feed->initial_collateral_ratio = *extensions->initial_collateral_ratio;
}

/* Each member for itself: the median may be nobody's feed. */
static MnrFeed
get_median (const MnrFeed **feeds,
            gsize n_feeds,
            const MnrBitassetOptionsExtensions *extensions)
{
  MnrFeed median;

  if (n_feeds == 1)
    median = *feeds[0];
  else
    {
      median = null_feed;
      median.settlement_price =
        select_median (feeds, n_feeds, compare_settlement_prices)->settlement_price;
      median.core_exchange_rate = select_median (feeds, n_feeds, compare_rates)->core_exchange_rate;
      median.maintenance_collateral_ratio =
        select_median (feeds, n_feeds, compare_maintenance_ratios)->maintenance_collateral_ratio;
      median.maximum_short_squeeze_ratio =
        select_median (feeds, n_feeds, compare_squeeze_ratios)->maximum_short_squeeze_ratio;
      median.initial_collateral_ratio =
        select_median (feeds, n_feeds, compare_initial_ratios)->initial_collateral_ratio;
    }

  override_ratios (&median, extensions);
  return median;
}

static void
update_median (MnrBitassetData *bad,
               MnrTime now)
{
  g_autofree const MnrFeed **feeds = g_new (const MnrFeed *, bad->feeds.len + 1);
  gsize n_feeds = 0;

  bad->current_feed_publication_time = now;
  for (gsize i = 0; i < bad->feeds.len; i++)
    {
      const MnrTimedFeed *feed = &bad->feeds.items[i].published;

      if (!is_live (feed, now, bad->options.feed_lifetime_sec))
        continue;
      feeds[n_feeds++] = &feed->feed;
      bad->current_feed_publication_time = MIN (bad->current_feed_publication_time, feed->time);
    }

  if (n_feeds < bad->options.minimum_feeds || n_feeds == 0)
    {
      bad->feed_cer_updated = FALSE;
      bad->current_feed_publication_time = now;
      bad->median_feed = null_feed;
    }
  else
    {
      MnrFeed median = get_median (feeds, n_feeds, &bad->options.extensions);

      if (mnr_price_compare (&bad->median_feed.core_exchange_rate, &median.core_exchange_rate) != 0)
        bad->feed_cer_updated = TRUE;
      bad->median_feed = median;
    }
  derive_collateralizations (bad);
}

/* The feed that the chain trades with (protocol.md 10.4) */

/* The least price, base: debt, at which nobody would have to be settled. */
static gboolean
get_lowest_price (MnrLedger *self,
                  const MnrBitassetData *bad,
                  MnrPrice *lowest)
{
  const MnrCallOrder *call;

  switch (mnr_bitasset_get_response (bad))
    {
    case MNR_BLACK_SWAN_NO_SETTLEMENT:
      call = mnr_store_first_call_order (self->store, bad->asset_id);
      if (call == NULL)
        return FALSE;
      *lowest = mnr_call_order_get_inverse (call);
      *lowest = mnr_price_scale (lowest, bad->current_feed.maximum_short_squeeze_ratio,
                                 MNR_RATIO_ONE);
      return TRUE;

    case MNR_BLACK_SWAN_INDIVIDUAL_TO_FUND:
      if (bad->individual_settlement_debt == 0 || bad->individual_settlement_fund == 0)
        return FALSE;
      *lowest = mnr_bitasset_data_get_individual_settlement_price (bad);
      *lowest = mnr_price_scale (lowest,
                                 mnr_feed_get_margin_call_order_ratio (
                                   &bad->current_feed,
                                   bad->options.extensions.margin_call_fee_ratio),
                                 MNR_RATIO_ONE);
      return TRUE;

    case MNR_BLACK_SWAN_GLOBAL_SETTLEMENT:
    case MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER:
    default:
      return FALSE;
    }
}

static MnrPrice
get_current_price (MnrLedger *self,
                   const MnrBitassetData *bad)
{
  const MnrPrice *median = &bad->median_feed.settlement_price;
  MnrPrice lowest;

  if (!mnr_feed_has_price (&bad->median_feed) || !get_lowest_price (self, bad, &lowest) ||
      mnr_price_compare (median, &lowest) >= 0)
    return *median;
  return lowest;
}

/* A price that is the same in other numbers stays as it is. */
static void
set_current_price (MnrBitassetData *bad,
                   const MnrPrice *price)
{
  if (mnr_price_compare (&bad->current_feed.settlement_price, price) != 0)
    bad->current_feed.settlement_price = *price;
}

void
mnr_ledger_update_current_feed (MnrLedger *self,
                                const MnrBitassetData *bad,
                                gboolean skip_median)
{
  MnrBitassetData *edit;
  MnrPrice price;

  if (skip_median)
    {
      price = get_current_price (self, bad);
      if (mnr_price_compare (&bad->current_feed.settlement_price, &price) == 0)
        return;
    }

  edit = mnr_store_edit (self->store, bad->id);
  if (!skip_median)
    {
      update_median (edit, mnr_ledger_get_time (self));
      edit->current_feed = edit->median_feed;
      price = get_current_price (self, edit);
    }
  set_current_price (edit, &price);
  mnr_store_done (self->store, edit);

  if (!skip_median && mnr_bitasset_get_response (bad) == MNR_BLACK_SWAN_INDIVIDUAL_TO_ORDER)
    mnr_ledger_update_settled_debt (self, bad);
}

/* What decides about margin calls in a feed. */
static gboolean
has_same_margin_terms (const MnrFeed *a,
                       const MnrFeed *b)
{
  return mnr_price_compare (&a->settlement_price, &b->settlement_price) == 0 &&
         a->maintenance_collateral_ratio == b->maintenance_collateral_ratio &&
         a->maximum_short_squeeze_ratio == b->maximum_short_squeeze_ratio;
}

/* Producers */

static MnrTimedFeed *
find_feed (MnrBitassetData *bad,
           MnrObjectId publisher)
{
  for (gsize i = 0; i < bad->feeds.len; i++)
    if (bad->feeds.items[i].publisher == publisher)
      return &bad->feeds.items[i].published;
  return NULL;
}

/* Finds or adds a producer; they are sorted by account. */
static MnrTimedFeed *
add_producer (MnrBitassetData *bad,
              MnrObjectId publisher)
{
  MnrTimedFeed *feed = find_feed (bad, publisher);
  gsize at = bad->feeds.len;

  if (feed != NULL)
    return feed;

  bad->feeds.items = g_renew (MnrPublishedFeed, bad->feeds.items, bad->feeds.len + 1);
  bad->feeds.len++;
  for (; at > 0 && bad->feeds.items[at - 1].publisher > publisher; at--)
    bad->feeds.items[at] = bad->feeds.items[at - 1];
  bad->feeds.items[at] = (MnrPublishedFeed){ publisher, { 0, null_feed } };
  return &bad->feeds.items[at].published;
}

static gboolean
contains (const MnrObjectIdSet *set,
          MnrObjectId id)
{
  for (gsize i = 0; i < set->len; i++)
    if (set->items[i] == id)
      return TRUE;
  return FALSE;
}

gboolean
mnr_ledger_asset_update_feed_producers (MnrLedger *self,
                                        const MnrAssetUpdateFeedProducers *op,
                                        GError **error)
{
  const MnrBitassetData *bad = mnr_ledger_get_bitasset_data (self, op->asset_to_update);
  MnrBitassetData *edit = mnr_store_edit (self->store, bad->id);
  gsize kept = 0;

  for (gsize i = 0; i < edit->feeds.len; i++)
    if (contains (&op->new_feed_producers, edit->feeds.items[i].publisher))
      edit->feeds.items[kept++] = edit->feeds.items[i];
  edit->feeds.len = kept;
  for (gsize i = 0; i < op->new_feed_producers.len; i++)
    add_producer (edit, op->new_feed_producers.items[i]);
  mnr_store_done (self->store, edit);

  mnr_ledger_update_current_feed (self, bad, FALSE);
  mnr_ledger_check_calls (self, bad, MNR_CHECK_CALLS_DEFAULT);
  return mnr_ledger_finish (self, error);
}

/* Publishing */

/* Whether the fund of a settled asset covers its supply well enough to go on. */
static gboolean
can_revive (MnrLedger *self,
            const MnrBitassetData *bad)
{
  gint64 supply = mnr_ledger_get_dynamic_data (self, bad->asset_id)->current_supply;

  if (!mnr_bitasset_data_is_globally_settled (bad) || !mnr_feed_has_price (&bad->current_feed))
    return FALSE;
  return supply == 0 || mnr_collateral_compare (bad->settlement_fund, supply,
                                                &bad->current_initial_collateralization) > 0;
}

gboolean
mnr_ledger_asset_publish_feed (MnrLedger *self,
                               const MnrAssetPublishFeed *op,
                               GError **error)
{
  const MnrBitassetData *bad = mnr_ledger_get_bitasset_data (self, op->asset_id);
  const guint16 *initial = op->extensions.initial_collateral_ratio;
  MnrFeed old_median = bad->median_feed;
  MnrBitassetData *edit = mnr_store_edit (self->store, bad->id);
  MnrTimedFeed *feed = add_producer (edit, op->publisher);

  feed->time = mnr_ledger_get_time (self);
  feed->feed.settlement_price = op->feed.settlement_price;
  feed->feed.core_exchange_rate = op->feed.core_exchange_rate;
  feed->feed.maintenance_collateral_ratio = op->feed.maintenance_collateral_ratio;
  feed->feed.maximum_short_squeeze_ratio = op->feed.maximum_short_squeeze_ratio;
  feed->feed.initial_collateral_ratio =
    initial != NULL ? *initial : op->feed.maintenance_collateral_ratio;
  mnr_store_done (self->store, edit);

  mnr_ledger_update_current_feed (self, bad, FALSE);
  if (has_same_margin_terms (&old_median, &bad->median_feed))
    return mnr_ledger_finish (self, error);

  if (can_revive (self, bad))
    mnr_ledger_revive (self, bad);
  mnr_ledger_check_calls (self, bad, MNR_CHECK_CALLS_DEFAULT);
  return mnr_ledger_finish (self, error);
}

/* Operation 12 */

static gboolean
differs (const guint16 *a,
         const guint16 *b)
{
  return (a == NULL) != (b == NULL) || (a != NULL && *a != *b);
}

/* A feed in another backing asset says nothing. Producers stay, and their time. */
static void
reset_feeds (MnrBitassetData *bad,
             guint flags)
{
  if ((flags & (MNR_POWER_WITNESS_FED_ASSET | MNR_POWER_COMMITTEE_FED_ASSET)) != 0)
    {
      bad->feeds.len = 0;
      return;
    }
  for (gsize i = 0; i < bad->feeds.len; i++)
    bad->feeds.items[i].published.feed.settlement_price = null_price;
}

gboolean
mnr_ledger_asset_update_bitasset (MnrLedger *self,
                                  const MnrAssetUpdateBitasset *op,
                                  GError **error)
{
  const MnrAsset *asset = mnr_ledger_get_asset (self, op->asset_to_update);
  const MnrBitassetData *bad = mnr_ledger_get_bitasset_data (self, op->asset_to_update);
  const MnrBitassetOptions *old = &bad->options, *new = &op->new_options;
  gboolean new_backing = old->short_backing_asset != new->short_backing_asset;
  gboolean new_median =
    new_backing || old->minimum_feeds != new->minimum_feeds ||
    old->feed_lifetime_sec != new->feed_lifetime_sec ||
    differs (old->extensions.initial_collateral_ratio, new->extensions.initial_collateral_ratio) ||
    differs (old->extensions.maintenance_collateral_ratio,
             new->extensions.maintenance_collateral_ratio) ||
    differs (old->extensions.maximum_short_squeeze_ratio,
             new->extensions.maximum_short_squeeze_ratio);
  gboolean check =
    differs (old->extensions.margin_call_fee_ratio, new->extensions.margin_call_fee_ratio);
  gboolean new_response = mnr_bitasset_options_get_black_swan_response (old) !=
                          mnr_bitasset_options_get_black_swan_response (new);
  MnrFeed old_current = bad->current_feed, old_median = bad->median_feed;
  MnrBitassetData *edit = mnr_store_edit (self->store, bad->id);

  mnr_value_clear (&mnr_type_bitasset_options, &edit->options);
  mnr_value_copy (&mnr_type_bitasset_options, &edit->options, new);
  if (new_backing)
    reset_feeds (edit, asset->options.flags);
  mnr_store_done (self->store, edit);

  if (new_median || new_response)
    mnr_ledger_update_current_feed (self, bad, !new_median);
  if (check || !has_same_margin_terms (&old_current, &bad->current_feed) ||
      !has_same_margin_terms (&old_median, &bad->median_feed))
    mnr_ledger_check_calls (self, bad, MNR_CHECK_CALLS_DEFAULT);
  return mnr_ledger_finish (self, error);
}

/* Time */

/* The current feed's oldest part expires, or never. */
static gboolean
is_expired (const MnrBitassetData *bad,
            MnrTime now)
{
  return (guint64) bad->current_feed_publication_time + bad->options.feed_lifetime_sec <=
           (guint64) now &&
         bad->current_feed_publication_time <= MNR_TIME_FOREVER - bad->options.feed_lifetime_sec;
}

static void
copy_rate (MnrLedger *self,
           const MnrBitassetData *bad)
{
  const MnrAsset *asset = mnr_ledger_get_asset (self, bad->asset_id);
  const MnrPrice *rate = &bad->current_feed.core_exchange_rate;
  MnrBitassetData *edit;

  if ((!bad->asset_cer_updated && !bad->feed_cer_updated) || mnr_price_is_null (rate))
    return;

  /* The same price in other numbers is no change, but the other orientation is. */
  if (mnr_price_compare (&asset->options.core_exchange_rate, rate) != 0)
    {
      MnrAsset *asset_edit = mnr_store_edit (self->store, asset->id);

      asset_edit->options.core_exchange_rate = *rate;
      mnr_store_done (self->store, asset_edit);
    }

  edit = mnr_store_edit (self->store, bad->id);
  edit->asset_cer_updated = FALSE;
  edit->feed_cer_updated = FALSE;
  mnr_store_done (self->store, edit);
}

static void
expire_feed (MnrLedger *self,
             const MnrBitassetData *bad)
{
  MnrFeed old_current = bad->current_feed, old_median = bad->median_feed;

  mnr_ledger_update_current_feed (self, bad, FALSE);
  if (mnr_feed_has_price (&bad->current_feed) &&
      (!has_same_margin_terms (&old_current, &bad->current_feed) ||
       !has_same_margin_terms (&old_median, &bad->median_feed)))
    mnr_ledger_check_calls (self, bad, MNR_CHECK_CALLS_DEFAULT);
  copy_rate (self, bad);
}

void
mnr_ledger_expire_feeds (MnrLedger *self)
{
  MnrTime now = mnr_ledger_get_time (self);
  const MnrBitassetData *bad = mnr_store_first (self->store, MNR_OBJECT_BITASSET_DATA);

  for (; bad != NULL; bad = mnr_store_next (self->store, bad))
    {
      if (!is_expired (bad, now))
        continue;

      /* As in mnr_ledger_settle_due(): what cannot be is left undone. */
      mnr_ledger_begin (self);
      expire_feed (self, bad);
      mnr_ledger_end_attempt (self);
    }
}

void
mnr_ledger_update_core_exchange_rates (MnrLedger *self)
{
  const MnrBitassetData *bad = mnr_store_first (self->store, MNR_OBJECT_BITASSET_DATA);

  for (; bad != NULL; bad = mnr_store_next (self->store, bad))
    copy_rate (self, bad);
}

/* Feeds of witnesses and the committee go when they expire: nobody else removes them. */
static void
drop_expired_feeds (MnrBitassetData *bad,
                    MnrTime now)
{
  gsize kept = 0;

  if (bad->options.feed_lifetime_sec >= now)
    return;
  for (gsize i = 0; i < bad->feeds.len; i++)
    if (bad->feeds.items[i].published.time >= now - bad->options.feed_lifetime_sec)
      bad->feeds.items[kept++] = bad->feeds.items[i];
  bad->feeds.len = kept;
}

void
mnr_ledger_maintain_smartcoins (MnrLedger *self)
{
  MnrTime now = mnr_ledger_get_time (self);
  const MnrBitassetData *bad = mnr_store_first (self->store, MNR_OBJECT_BITASSET_DATA);

  for (; bad != NULL; bad = mnr_store_next (self->store, bad))
    {
      guint flags = mnr_ledger_get_asset (self, bad->asset_id)->options.flags;
      MnrBitassetData *edit = mnr_store_edit (self->store, bad->id);

      edit->force_settled_volume = 0;
      if ((flags & (MNR_POWER_WITNESS_FED_ASSET | MNR_POWER_COMMITTEE_FED_ASSET)) != 0)
        drop_expired_feeds (edit, now);
      mnr_store_done (self->store, edit);

      if (!mnr_bitasset_data_is_globally_settled (bad))
        continue;

      /* As in mnr_ledger_settle_due(): what cannot be is left undone. */
      mnr_ledger_begin (self);
      mnr_ledger_process_bids (self, bad);
      mnr_ledger_end_attempt (self);
    }
}
