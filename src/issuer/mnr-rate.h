/* mnr-rate.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-draft.h"

G_BEGIN_DECLS

/*
 * The core exchange rate of a draft as a price and a premium. The premium makes
 * those who pay fees in the token pay so much more than the price says, so that
 * the fee pool is not drained when the price falls.
 */

/** The highest premium that is offered. */
#define MNR_RATE_PREMIUM_MAX 5000

/** What a price is typed in. */
typedef enum
{
  MNR_RATE_CORE_PER_TOKEN, /* one token is worth so much of the core asset */
  MNR_RATE_TOKEN_PER_CORE, /* one of the core asset is worth so many tokens */
} MnrRateDirection;

/**
 * mnr_rate_set:
 * @price: a decimal or a fraction
 * @premium: basis points, up to %MNR_RATE_PREMIUM_MAX
 * @relative_error: (out) (optional): how far the integers are from it, as "1.2e-12"; "0" if exact
 *
 * Puts the nearest pair of the chain's integers into the draft's two fields.
 *
 * Returns: %FALSE with a sentence if the price is none, or there is no such pair
 */
gboolean mnr_rate_set (MnrDraft *draft,
                       const char *price,
                       MnrRateDirection direction,
                       MnrBasisPoints premium,
                       char **relative_error,
                       GError **error);

/**
 * mnr_rate_approximate:
 * @asset: (out): in smallest units of the draft's asset
 * @core: (out): in smallest units of core
 * @relative_error: (out) (optional): see mnr_rate_set()
 *
 * The pair that mnr_rate_set() puts into the fields.
 */
gboolean mnr_rate_approximate (MnrDraft *draft,
                               const char *price,
                               MnrRateDirection direction,
                               MnrBasisPoints premium,
                               gint64 *asset,
                               gint64 *core,
                               char **relative_error,
                               GError **error);

/** The price that the draft's fields say, with ten digits; %NULL if they say none. */
char *mnr_rate_get (MnrDraft *draft,
                    MnrRateDirection direction);

/** The chain's integers, smallest units of core and of the token: "100000:10000"; or %NULL. */
char *mnr_rate_get_integers (MnrDraft *draft);

/**
 * mnr_rate_get_fee:
 * @fee: in smallest units of core
 *
 * Returns: (nullable): what a fee costs who pays it in the token, in whole
 *   tokens, rounded up as the chain does
 */
char *mnr_rate_get_fee (MnrDraft *draft,
                        gint64 fee);

/** What a transfer costs on the chain, in smallest units of core; 0 if that is not known. */
gint64 mnr_view_get_transfer_fee (const MnrView *view);

/** A rate at which the whole supply is worth one of the core asset: nothing to drain. */
void mnr_rate_park (MnrDraft *draft);

/**
 * mnr_draft_get_amount:
 * @field: of %MNR_TEXT_ASSET_AMOUNT or %MNR_TEXT_CORE_AMOUNT
 * @amount: (out): in smallest units
 *
 * Returns: whether there is an amount in the field
 */
gboolean mnr_draft_get_amount (MnrDraft *draft,
                               MnrDraftField field,
                               gint64 *amount);

/** Decimals of the draft's asset, as far as they are typed; else 4. */
guint mnr_draft_get_decimals (MnrDraft *draft);

G_END_DECLS
