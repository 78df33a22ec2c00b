/* test-view.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "rules/mnr-check.h"
#include "test-vectors.h"

G_BEGIN_DECLS

/**
 * TestView:
 *
 * A chain for tests: what was put into it is there, everything else is not,
 * unless it is told to know nothing.
 */
typedef struct
{
  MnrView view;
  GHashTable *objects;  /* id -> struct */
  GHashTable *balances; /* "account asset" -> gint64 */
  MnrObjectId unknown;  /* an object that is not known yet; 0 for none */
  gboolean knows_nothing;
} TestView;

TestView *test_view_new (void);

void test_view_free (TestView *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestView, test_view_free)

/** A new object, zero but for its id, to be filled in. */
gpointer test_view_add (TestView *self,
                        MnrObjectId id);

/** An object from the JSON of a node. */
gpointer test_view_add_json (TestView *self,
                             const char *json,
                             gsize length);

MnrAccount *test_view_add_account (TestView *self,
                                   guint instance,
                                   const char *name,
                                   gboolean is_life_member);

/** An asset and its dynamic data of the same instance, fit for use. */
MnrAsset *test_view_add_asset (TestView *self,
                               guint instance,
                               const char *symbol,
                               guint8 precision,
                               guint issuer,
                               gint64 supply);

/** Makes an asset a smartcoin. */
MnrBitassetData *test_view_add_bitasset (TestView *self,
                                         MnrAsset *asset,
                                         guint backing);

MnrAssetDynamicData *test_view_get_dynamic (TestView *self,
                                            guint instance);

void test_view_set_balance (TestView *self,
                            MnrObjectId account,
                            MnrObjectId asset,
                            gint64 balance);

gint64 test_view_get_balance (TestView *self,
                              MnrObjectId account,
                              MnrObjectId asset);

/** Adds an id to a set. */
void test_set_add (MnrObjectIdSet *set,
                   MnrObjectId id);

/** Reads an operation, with ' for ". */
void test_operation_read (MnrOperation *operation,
                          const char *json);

/** The finding with this id and path, or %NULL. */
const MnrFinding *test_find (const MnrCheck *check,
                             const char *id,
                             const char *path);

/** All findings, for messages. */
char *test_findings_text (const MnrCheck *check);

G_END_DECLS
