/* mnr-store-private.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-store.h"

G_BEGIN_DECLS

/* What the two halves of the store share: the objects with their journal
 * (mnr-store.c), and the orders that they are in (mnr-store-orders.c). */

#define MNR_STORE_N_KINDS 15

/* The ordered indexes. */
typedef enum
{
  MNR_ORDER_LIMIT,
  MNR_ORDER_EXPIRATION,
  MNR_ORDER_CALL,
  MNR_ORDER_SETTLEMENT,
  MNR_ORDER_BID,
  MNR_ORDER_PROPOSAL,
  MNR_N_ORDERS,
} MnrStoreOrder;

/* The indexes that find one object by what is unique about it. These members
 * of an object never change. */
typedef enum
{
  MNR_NAMES_ACCOUNT,
  MNR_NAMES_ASSET,
  MNR_NAMES_BALANCE,
  MNR_NAMES_MARKET_FEES,
  MNR_NAMES_CALL,
  MNR_NAMES_BID,
  MNR_N_NAMES,
} MnrStoreNames;

/* No kind of object is in more ordered indexes than this. */
#define MNR_STORE_MAX_PLACES 2

/* What the store notes about an object; the object itself follows it. */
typedef struct
{
  guint64 session; /* the session that could undo the last change; 0: none */
  GSequenceIter *places[MNR_STORE_MAX_PLACES];
  MnrObjectType type;
  guint kind; /* its place in the store's kinds */
} MnrStoreEntry;

/* Objects hold 128-bit numbers: they begin where such a number may. */
#define MNR_STORE_ENTRY_SIZE ((sizeof (MnrStoreEntry) + 15) / 16 * 16)

typedef struct
{
  const MnrType *type;
  GPtrArray *entries; /* by instance; NULL where the object was removed */
} MnrStoreKind;

struct _MnrStore
{
  MnrStoreKind kinds[MNR_STORE_N_KINDS];
  GSequence *orders[MNR_N_ORDERS];
  GHashTable *names[MNR_N_NAMES]; /* sets of objects */
  GPtrArray *sessions;            /* of Session, outermost first */
  guint64 last_session;
};

static inline gpointer
mnr_store_entry_get_object (MnrStoreEntry *entry)
{
  return (guint8 *) entry + MNR_STORE_ENTRY_SIZE;
}

static inline MnrStoreEntry *
mnr_store_get_entry (gconstpointer object)
{
  return (MnrStoreEntry *) ((guintptr) object - MNR_STORE_ENTRY_SIZE);
}

/* mnr-store-orders.c */

void mnr_store_init_orders (MnrStore *self);
void mnr_store_clear_orders (MnrStore *self);
/** Puts an object into its places, or where it has to be now. */
void mnr_store_place (MnrStore *self,
                      MnrStoreEntry *entry);
void mnr_store_unplace (MnrStore *self,
                        MnrStoreEntry *entry);

G_END_DECLS
