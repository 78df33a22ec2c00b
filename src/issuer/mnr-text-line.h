/* mnr-text-line.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "chain/values/mnr-price.h"
#include "rules/mnr-view.h"

G_BEGIN_DECLS

/** A line of a sheet that a person reads. */
typedef struct
{
  const char *group; /* (nullable): translated: the heading it stands under */
  char *label;
  char *text;
} MnrTextLine;

/** A new list of lines: (element-type MnrTextLine). */
GPtrArray *mnr_text_lines_new (void);

/** Adds a line; @text is printf-like. */
void mnr_text_lines_add (GPtrArray *lines,
                         const char *group,
                         const char *label,
                         const char *text,
                         ...) G_GNUC_PRINTF (4, 5);

/** What an asset is called: its symbol, or its id. */
char *mnr_view_name_asset (const MnrView *view,
                           MnrObjectId asset);

/** What an account is called: its name, or its id. */
char *mnr_view_name_account (const MnrView *view,
                             MnrObjectId account);

/** An amount with its symbol: "1,012.5000 TOKEN"; in smallest units of an unknown asset. */
char *mnr_view_format_amount (const MnrView *view,
                              gint64 amount,
                              MnrObjectId asset);

G_END_DECLS
