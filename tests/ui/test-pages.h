/* test-pages.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "test-support.h"
#include "wallet/mnr-wallet.h"

G_BEGIN_DECLS

/*
 * Pages in windows, on a practice network of their own.
 */

/** The first label that can be seen and has @text in it; @widget: where to look, in @root. */
GtkWidget *pages_find_label (GtkWidget *root,
                             GtkWidget *widget,
                             const char *text);

GtkWidget *pages_find_widget (GtkWidget *widget,
                              GType type);

/** Waits until @text can be seen. */
void pages_wait_for_text (GtkWidget *root,
                          const char *text);

/** Shows a window with one widget in it. */
GtkWidget *pages_show (GtkWidget *child);

/** Closes it, and looks that nothing of @child stays behind. */
void pages_finish (GtkWidget *window,
                   GtkWidget *child);

/** A practice network, and a wallet that is open on it. */
typedef struct
{
  Practice *practice;
  MnrWallet *wallet;
} Pages;

void pages_set_up (Pages *self,
                   gconstpointer data);

void pages_tear_down (Pages *self,
                      gconstpointer data);

/** Calls a method of its node: the answer, as JSON. */
char *pages_call (Pages *self,
                  const char *api,
                  const char *method,
                  const char *params);

/** The asset of a symbol. */
void pages_find_asset (Pages *self,
                       const char *symbol,
                       MnrObjectId *id,
                       MnrObjectId *issuer);

/** Puts a transfer of an asset by its issuer into the outbox, as signed. */
gint64 pages_put_into_outbox (Pages *self,
                              MnrObjectId account,
                              MnrObjectId asset,
                              const char *intent);

/** Makes an account of the chain the one in use, without keys. */
void pages_use_account (Pages *self,
                        const char *name);

G_END_DECLS
