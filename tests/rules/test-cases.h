/* test-cases.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "test-view.h"

G_BEGIN_DECLS

/* Each case changes one thing about an operation that is good, and says which
 * rule that breaks at which member; without a rule, nothing at all is found. */
typedef struct
{
  const char *from; /* the text that is replaced where it first stands */
  const char *to;
  const char *id;
  const char *path;
} Case;

#define FEE "'fee':{'amount':0,'asset_id':'1.3.0'}"

/** A chain with accounts and assets of every kind, where nothing costs a fee. */
TestView *new_world (void);

/** @text with @to where @from first stood. */
char *replace (const char *text,
               const char *from,
               const char *to);

void run_case (TestView *view,
               const char *base,
               const Case *c);

/** Each case in a new world. */
void run_all (const char *base,
              const Case *cases,
              guint n_cases);

#define run_cases(base, cases) run_all (base, cases, G_N_ELEMENTS (cases))

G_END_DECLS
