/* mnr-scale.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-describe.h"
#include "chain/protocol/mnr-objects.h"

G_BEGIN_DECLS

/*
 * The small pictures of an asset: a line from left to right with zones and
 * marks on it, and the same in words and numbers. What draws one decides nothing.
 */

/** How a zone looks; its name, or the picture's note, says the same. */
typedef enum
{
  MNR_ZONE_FILLED,  /* an amount, from the left end */
  MNR_ZONE_SAFE,    /* where nothing happens */
  MNR_ZONE_CAUTION, /* where something happens, or an amount that is too small */
  MNR_ZONE_DANGER,
} MnrZoneKind;

typedef struct
{
  guint from, to; /* of MNR_GEOMETRY_STEPS */
  MnrZoneKind kind;
  char *name; /* (nullable): to stand in it, where there is room */
} MnrZone;

typedef struct
{
  guint place; /* of MNR_GEOMETRY_STEPS */
  char *sign;  /* one letter that stands at it, and before its name */
  char *name;
  char *text; /* its number */
} MnrMark;

/** A number under the line. */
typedef struct
{
  guint place; /* of MNR_GEOMETRY_STEPS */
  char *text;
} MnrTick;

typedef struct
{
  char *title;      /* "Fee pool" */
  char *value;      /* the number it is about: "about 1,240 transfers left" */
  char *note;       /* (nullable): what it means, as sentences */
  GPtrArray *zones; /* of MnrZone, from left to right */
  GPtrArray *marks; /* of MnrMark, from left to right */
  GPtrArray *ticks; /* of MnrTick, from left to right */
} MnrScale;

void mnr_scale_free (MnrScale *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrScale, mnr_scale_free)

/** Returns: (transfer full): all that it says but its title, for who cannot see it */
char *mnr_scale_describe (const MnrScale *self);

/** Below so many transfers a fee pool is low. */
#define MNR_POOL_LOW 100

/** How much of an asset there is of how much there can be at most. */
MnrScale *mnr_scale_new_supply (gint64 supply,
                                gint64 maximum,
                                const MnrAssetName *asset);

/**
 * mnr_scale_new_pool:
 * @pool: what is in it, in core
 * @fee: of a transfer, in core; 0 if it is not known
 *
 * How many transfers a fee pool still pays, with its low-water line.
 */
MnrScale *mnr_scale_new_pool (gint64 pool,
                              gint64 fee,
                              const MnrAssetName *core);

/**
 * mnr_scale_new_rate:
 * @rate: the core exchange rate, in either orientation
 * @market: (nullable): the best bid for the asset in core, in either orientation
 *
 * Where the rate lies, seen from the market: at or below it the pool cannot be
 * drained, for fees cost at least what they are worth.
 *
 * Returns: (nullable): %NULL if a price is not one of the asset in core
 */
MnrScale *mnr_scale_new_rate (const MnrPrice *rate,
                              const MnrPrice *market,
                              const MnrAssetName *asset,
                              const MnrAssetName *core);

/**
 * mnr_scale_new_planned_rate:
 * @price: what the issuer says that the asset is worth, in either orientation
 *
 * mnr_scale_new_rate() of an asset that nobody trades yet.
 */
MnrScale *mnr_scale_new_planned_rate (const MnrPrice *rate,
                                      const MnrPrice *price,
                                      const MnrAssetName *asset,
                                      const MnrAssetName *core);

/**
 * mnr_scale_new_position:
 * @feed: the median feed, with a price
 * @collateral: above 0
 * @debt: above 0
 * @target: (nullable): the position's target collateral ratio, in thousandths
 *
 * What happens to a margin position as the price of its debt rises, from left
 * to right: where it is called, what it then pays at most, where what is left
 * of it is called again, and where its collateral does not suffice any more.
 */
MnrScale *mnr_scale_new_position (const MnrFeed *feed,
                                  gint64 collateral,
                                  gint64 debt,
                                  const guint16 *target,
                                  const MnrAssetName *asset,
                                  const MnrAssetName *backing);

/**
 * mnr_price_format_one:
 * @price: positive; base: an asset, quote: what it is priced in
 *
 * Returns: (transfer full): what one whole of the base is worth, such as
 *   "1 USD = 100.25000 BTS", rounded down to the quote's decimals, or to as many
 *   more as it takes to show three digits
 */
char *mnr_price_format_one (const MnrPrice *price,
                            const MnrAssetName *base,
                            const MnrAssetName *quote);

/** An amount for the eye: "1,240.50000 BTS". */
char *mnr_amount_format_grouped (gint64 amount,
                                 const MnrAssetName *asset);

G_END_DECLS
