/* mnr-history-list.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-history-item.h"
#include "mnr-node.h"

G_BEGIN_DECLS

/**
 * MnrHistoryList:
 *
 * What an account did and what happened to it, newest first, as a GListModel of
 * MnrHistoryItem: all of it, or what is about one asset. It is fetched page by
 * page. What is in a block that is not irreversible yet may be taken back by a
 * fork; mnr_history_list_refresh_async() sees to that.
 *
 * Another node counts its history otherwise, so the list is empty again when
 * another one is in use.
 */
#define MNR_TYPE_HISTORY_LIST (mnr_history_list_get_type ())
G_DECLARE_FINAL_TYPE (MnrHistoryList, mnr_history_list, MNR, HISTORY_LIST, GObject)

/** @asset: what it has to be about; 0 for everything */
MnrHistoryList *mnr_history_list_new (MnrNode *node,
                                      MnrObjectId account,
                                      MnrObjectId asset);

/** Whether there may be older ones than those of the list. */
gboolean mnr_history_list_has_more (MnrHistoryList *self);

/** Fetches a page of older ones; where much is not about the asset, some pages. One
 * call at a time: %G_IO_ERROR_PENDING. */
void mnr_history_list_load_more_async (MnrHistoryList *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

gboolean mnr_history_list_load_more_finish (MnrHistoryList *self,
                                            GAsyncResult *result,
                                            GError **error);

/** Fetches what is new, and again what could have been taken back; the first page if
 * there is none yet. One call at a time: %G_IO_ERROR_PENDING. */
void mnr_history_list_refresh_async (MnrHistoryList *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

gboolean mnr_history_list_refresh_finish (MnrHistoryList *self,
                                          GAsyncResult *result,
                                          GError **error);

G_END_DECLS
