/* mnr-api-absent.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mnr-api.h"

/* What a node can be asked about and the practice network has none of: its
 * arguments are judged as a node does, and the answer is that there is nothing. */

/* What an argument is, by a letter:
 * a: an account, s: an asset, l: a limit, L: one that may be left out,
 * i: an id, I: one that may be left out, b: a flag that may be left out. */
typedef struct
{
  const char *name;
  const char *arguments;
  guint limit;
  const char *answer;
  const char *origin; /* (nullable): where a node looks at the limit */
} Question;

/* clang-format off */

#define QUESTIONS(X) \
  X ("list_liquidity_pools", 0, "LIb", 101, "[]", "get_liquidity_pools_by_asset_x") \
  X ("get_liquidity_pools_by_asset_a", 1, "sLIb", 101, "[]", "get_liquidity_pools_by_asset_x") \
  X ("get_liquidity_pools_by_asset_b", 1, "sLIb", 101, "[]", "get_liquidity_pools_by_asset_x") \
  X ("get_liquidity_pools_by_one_asset", 1, "sLIb", 101, "[]", NULL) \
  X ("get_liquidity_pools_by_both_assets", 2, "ssLIb", 101, "[]", NULL) \
  X ("get_liquidity_pools_by_owner", 1, "aLIb", 101, "[]", NULL) \
  X ("list_samet_funds", 0, "LI", 101, "[]", NULL) \
  X ("get_samet_funds_by_owner", 1, "aLI", 101, "[]", NULL) \
  X ("get_samet_funds_by_asset", 1, "sLI", 101, "[]", NULL) \
  X ("list_credit_offers", 0, "LI", 101, "[]", NULL) \
  X ("get_credit_offers_by_owner", 1, "aLI", 101, "[]", NULL) \
  X ("get_credit_offers_by_asset", 1, "sLI", 101, "[]", NULL) \
  X ("list_credit_deals", 0, "LI", 101, "[]", NULL) \
  X ("get_credit_deals_by_offer_id", 1, "iLI", 101, "[]", NULL) \
  X ("get_credit_deals_by_offer_owner", 1, "aLI", 101, "[]", NULL) \
  X ("get_credit_deals_by_borrower", 1, "aLI", 101, "[]", NULL) \
  X ("get_credit_deals_by_debt_asset", 1, "sLI", 101, "[]", NULL) \
  X ("get_credit_deals_by_collateral_asset", 1, "sLI", 101, "[]", NULL) \
  X ("get_all_workers", 0, "b", 0, "[]", NULL) \
  X ("get_workers_by_account", 1, "a", 0, "[]", NULL) \
  X ("get_worker_count", 0, "", 0, "0", NULL) \
  X ("get_withdraw_permissions_by_giver", 3, "ail", 101, "[]", NULL) \
  X ("get_withdraw_permissions_by_recipient", 3, "ail", 101, "[]", NULL) \
  X ("get_htlc", 1, "ib", 0, "null", NULL) \
  X ("get_htlc_by_from", 3, "ail", 100, "[]", NULL) \
  X ("get_htlc_by_to", 3, "ail", 100, "[]", NULL) \
  X ("list_htlcs", 2, "il", 100, "[]", NULL) \
  X ("list_tickets", 0, "LI", 101, "[]", NULL) \
  X ("get_tickets_by_account", 1, "aLI", 101, "[]", NULL) \
  X ("get_top_voters", 1, "l", 200, "[]", NULL)

#define AS_QUESTION(name, needed, ...) { name, __VA_ARGS__ },
#define AS_METHOD(name, needed, ...)   { name, needed, answer_nothing },

static const Question questions[] = { QUESTIONS (AS_QUESTION) };

/* clang-format on */

static gboolean
read_plain (MnrCall *call,
            guint index,
            char what,
            guint limit)
{
  g_autofree char *text = NULL;
  MnrObjectId id;
  gboolean flag;
  guint number;

  if (g_ascii_isupper (what) || what == 'b')
    if (!mnr_call_has (call, index))
      return TRUE;

  switch (what)
    {
    case 'i':
    case 'I':
      return mnr_call_read_id (call, index, 0, &id);

    case 'l':
    case 'L':
      return mnr_call_read_limit (call, index, limit, &number);

    case 'b':
      return mnr_call_read (call, index, &mnr_type_bool, &flag);

    default:
      text = mnr_call_read_string (call, index);
      return text != NULL;
    }
}

static gboolean
answer_nothing (MnrCall *call)
{
  const Question *question = questions;

  while (!g_str_equal (question->name, call->method))
    question++;

  for (guint i = 0; question->arguments[i] != '\0'; i++)
    if (!read_plain (call, i, question->arguments[i], question->limit))
      {
        if (question->origin != NULL && call->fault.origin == NULL)
          call->fault.origin = question->origin;
        return FALSE;
      }
  for (guint i = 0; question->arguments[i] != '\0'; i++)
    if ((question->arguments[i] == 'a' && mnr_call_read_account (call, i) == NULL) ||
        (question->arguments[i] == 's' && mnr_call_read_asset (call, i) == NULL))
      return FALSE;
  g_string_append (call->out, question->answer);
  return TRUE;
}

/* As many nulls as were asked about. */
static gboolean
get_none_by_id (MnrCall *call)
{
  static const MnrType ids_type = MNR_ARRAY_TYPE (mnr_type_object_id);
  MNR_ARRAY (MnrObjectId)
  ids = { 0 };

  if (!mnr_call_read (call, 0, &ids_type, &ids))
    return FALSE;

  g_string_append_c (call->out, '[');
  for (gsize i = 0; i < ids.len; i++)
    mnr_call_write_object (call, NULL);
  g_string_append_c (call->out, ']');
  mnr_value_clear (&ids_type, &ids);
  return TRUE;
}

static gboolean
get_liquidity_pools_by_share_asset (MnrCall *call)
{
  g_autoptr (GPtrArray) texts = mnr_call_read_strings (call, 0);

  if (texts == NULL)
    return FALSE;

  g_string_append_c (call->out, '[');
  for (guint i = 0; i < texts->len; i++)
    {
      const MnrAsset *asset;

      if (!mnr_call_find_asset (call, g_ptr_array_index (texts, i), &asset))
        return FALSE;
      if (asset == NULL)
        return mnr_call_assert (call, "asset_ptr: no such asset");
      mnr_call_write_object (call, NULL);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

/* clang-format off */

static const MnrMethod methods[] = {
  QUESTIONS (AS_METHOD)
  { "get_liquidity_pools", 1, get_none_by_id },
  { "get_liquidity_pools_by_share_asset", 1, get_liquidity_pools_by_share_asset },
};

/* clang-format on */

const MnrMethodGroup mnr_methods_absent = MNR_METHOD_GROUP (methods);
