/* test-world.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/protocol/mnr-permissions.h"
#include "rules/mnr-check.h"

G_BEGIN_DECLS

/* A small chain that every test changes as it likes: a core asset, a token, a
 * smartcoin with a feed and a position, one that has been globally settled, a
 * prediction market, and people. Nothing in it is owned. */

#define ALICE MNR_ACCOUNT_ID (100) /* issues everything */
#define BOB   MNR_ACCOUNT_ID (101) /* has a position of 10 000 USD at 200 % */
#define CAROL MNR_ACCOUNT_ID (102) /* has assets, and no position */
#define DAVE  MNR_ACCOUNT_ID (103) /* has nothing */

#define CORE     MNR_ASSET_ID (0)
#define USD      MNR_ASSET_ID (10) /* 1 USD = 2 core, MCR 175 %, ICR 180 %, MSSR 150 % */
#define TOKEN    MNR_ASSET_ID (11)
#define SETTLED  MNR_ASSET_ID (12) /* a smartcoin globally settled at 1 core */
#define BET      MNR_ASSET_ID (13) /* a prediction market in core */
#define N_ASSETS 5

#define ORDER MNR_LIMIT_ORDER_ID (7) /* Bob's */

#define NOW 1000000

typedef struct
{
  MnrView view; /* first: the view is the world */

  MnrAsset assets[N_ASSETS]; /* CORE, USD, TOKEN, SETTLED, BET */
  MnrAssetDynamicData dynamic_data[N_ASSETS];
  MnrBitassetData bitassets[N_ASSETS]; /* of the smartcoins */
  MnrObjectId bitasset_ids[N_ASSETS];
  MnrAccount accounts[4];
  MnrAccount witnesses, committee;
  MnrAccountWeight council[1]; /* Alice sits in both */
  MnrGlobalProperties global;
  MnrDynamicGlobalProperties dynamic;
  MnrCallOrder position;
  MnrCallOrder *least;  /* NULL: the position */
  MnrCollateralBid bid; /* Bob's for SETTLED */
  MnrLimitOrder order;
  MnrPublishedFeed feeds[2]; /* Alice's and Bob's for USD */

  MnrObjectId backed_asset; /* the one asset backed by USD, 0 for none */
  gboolean has_settled_debt_order;
  MnrObjectId forgotten; /* an object that is not known */
} World;

/** The asset of one of the ids above. */
MnrAsset *world_asset (World *self, MnrObjectId id);
MnrBitassetData *world_bitasset (World *self, MnrObjectId id);
MnrAssetDynamicData *world_dynamic_data (World *self, MnrObjectId id);

void world_init (World *self);

/** Asserts that the first refusal is @id at @path, and that there is a sentence for it. */
void world_refuses (const World *self,
                    MnrOperationNumber number,
                    gpointer operation,
                    const char *id,
                    const char *path);

/** Asserts that there is no refusal, and everything was known. */
void world_accepts (const World *self,
                    MnrOperationNumber number,
                    gpointer operation);

/** Asserts that it is accepted, with the warning @id at @path. */
void world_warns (const World *self,
                  MnrOperationNumber number,
                  gpointer operation,
                  const char *id,
                  const char *path);

/** Asserts that there is neither refusal nor warning @id. */
void world_is_silent (const World *self,
                      MnrOperationNumber number,
                      gpointer operation,
                      const char *id);

/** Asserts that the check goes on without a crash while each object in turn is not known. */
void world_survives (World *self,
                     MnrOperationNumber number,
                     gpointer operation);

/** The ids of all refusals, in order, joined with spaces. */
char *world_refusals (const World *self,
                      MnrOperationNumber number,
                      gpointer operation);

MnrAmount amount (gint64 value,
                  MnrObjectId asset);

MnrPrice price (gint64 base,
                MnrObjectId base_asset,
                gint64 quote,
                MnrObjectId quote_asset);

G_END_DECLS
