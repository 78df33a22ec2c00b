/* test-market-chain.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "ledger/mnr-ledger-market.h"

G_BEGIN_DECLS

/* A small chain for the tests of the market: some accounts, the core asset, two
 * plain tokens and a smartcoin that one of them backs. */

#define CORE   MNR_CORE_ASSET
#define GOLD   MNR_ASSET_ID (1)
#define SILVER MNR_ASSET_ID (2)
#define USD    MNR_ASSET_ID (3)

#define ISSUER MNR_ACCOUNT_ID (6)
#define FEEDER MNR_ACCOUNT_ID (7)
#define ALICE  MNR_ACCOUNT_ID (8)
#define BOB    MNR_ACCOUNT_ID (9)
#define CAROL  MNR_ACCOUNT_ID (10)

#define N_ACCOUNTS 11

/** What everybody from ALICE on holds of each plain token, and of core. */
#define WEALTH G_GINT64_CONSTANT (10000000000)

#define CHAIN_START 1700000000u

/** USD is backed by GOLD and answers black swans as @response says. */
MnrLedger *chain_new (MnrBlackSwanResponse response);

const MnrBitassetData *chain_usd (MnrLedger *ledger);
const MnrAssetDynamicData *chain_dynamic (MnrLedger *ledger,
                                          MnrObjectId asset);
gint64 chain_balance (MnrLedger *ledger,
                      MnrObjectId account,
                      MnrObjectId asset);

/** Changes the options of an asset or of USD behind the rules' back. */
MnrAsset *chain_edit_asset (MnrLedger *ledger,
                            MnrObjectId asset);
MnrBitassetData *chain_edit_usd (MnrLedger *ledger);
void chain_done (MnrLedger *ledger,
                 gpointer object);

guint16 *chain_ratio (guint16 ratio);

/** Applies an operation with its fee; @op is the struct of @number. Returns
 * whether it was accepted. */
gboolean chain_apply (MnrLedger *ledger,
                      guint number,
                      gpointer op);

/** Each returns whether it was accepted. */
gboolean chain_sell (MnrLedger *ledger,
                     MnrObjectId seller,
                     MnrAmount sold,
                     MnrAmount wanted);
gboolean chain_feed (MnrLedger *ledger,
                     gint64 usd,
                     gint64 gold);
gboolean chain_borrow (MnrLedger *ledger,
                       MnrObjectId borrower,
                       gint64 collateral,
                       gint64 debt,
                       guint16 target);
gboolean chain_settle (MnrLedger *ledger,
                       MnrObjectId account,
                       gint64 amount);
gboolean chain_bid (MnrLedger *ledger,
                    MnrObjectId bidder,
                    gint64 collateral,
                    gint64 debt);
/** From one account to another, whatever the rules say. */
void chain_give (MnrLedger *ledger,
                 MnrObjectId from,
                 MnrObjectId to,
                 MnrObjectId asset,
                 gint64 amount);

/** Makes an empty block @seconds after the head. */
void chain_wait (MnrLedger *ledger,
                 guint seconds);

const MnrCallOrder *chain_position (MnrLedger *ledger,
                                    MnrObjectId borrower);
/** The order with this instance, or %NULL. */
const MnrLimitOrder *chain_order (MnrLedger *ledger,
                                  guint64 instance);

/**
 * chain_check_supply:
 *
 * Asserts that of every asset there is as much as its supply says, wherever it
 * is, and that the smartcoin's debt is its supply.
 */
void chain_check_supply (MnrLedger *ledger);

G_END_DECLS
