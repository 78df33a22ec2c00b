/* mnr-rate.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-rate.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/protocol/mnr-fee-schedule.h"
#include "chain/values/mnr-error.h"
#include "chain/values/mnr-rational.h"
#include "mnr-draft-private.h"

#define DIGITS 10

guint
mnr_draft_get_decimals (MnrDraft *draft)
{
  const char *text = mnr_draft_get (draft, MNR_DRAFT_PRECISION);
  guint64 decimals;

  if (!mnr_unsigned_parse (text, strlen (text), MNR_PRECISION_MAX, &decimals))
    /* A prediction market has those of its backing, mostly core's. */
    return mnr_draft_get_kind (draft) == MNR_ASSET_PREDICTION ? MNR_CORE_PRECISION : 4;
  return (guint) decimals;
}

/* An amount without the zeros that say nothing. */
static char *
format_short (gint64 amount,
              guint precision)
{
  char *text = mnr_decimal_format (amount, precision);
  gsize length = strlen (text);

  if (strchr (text, '.') == NULL)
    return text;
  while (text[length - 1] == '0')
    length--;
  if (text[length - 1] == '.')
    length--;
  text[length] = '\0';
  return text;
}

gboolean
mnr_rate_approximate (MnrDraft *draft,
                      const char *price,
                      MnrRateDirection direction,
                      MnrBasisPoints premium,
                      gint64 *asset,
                      gint64 *core,
                      char **relative_error,
                      GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (price));
  g_autofree char *number = mnr_decimal_ungroup (stripped);
  g_autoptr (MnrRational) tokens = mnr_rational_new_from_text (number, error);
  g_autoptr (MnrRational) deviation = NULL;

  if (tokens == NULL)
    return FALSE;
  if (mnr_rational_sign (tokens) <= 0)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE, _ ("A price has to be above 0."));
  if (direction == MNR_RATE_CORE_PER_TOKEN)
    mnr_rational_invert (tokens);
  mnr_rational_multiply (tokens, 10000 + MIN (premium, MNR_RATE_PREMIUM_MAX), 10000);
  if (!mnr_price_approximate (tokens, mnr_draft_get_decimals (draft), MNR_CORE_PRECISION,
                              MNR_PRICE_PART_MAX, asset, core, &deviation, error))
    return FALSE;
  if (relative_error != NULL)
    *relative_error = mnr_rational_to_scientific (deviation, 2);
  return TRUE;
}

gboolean
mnr_rate_set (MnrDraft *draft,
              const char *price,
              MnrRateDirection direction,
              MnrBasisPoints premium,
              char **relative_error,
              GError **error)
{
  g_autofree char *core_text = NULL, *asset_text = NULL;
  gint64 asset, core;

  if (!mnr_rate_approximate (draft, price, direction, premium, &asset, &core, relative_error,
                             error))
    return FALSE;
  core_text = format_short (core, MNR_CORE_PRECISION);
  asset_text = format_short (asset, mnr_draft_get_decimals (draft));
  mnr_draft_set (draft, MNR_DRAFT_RATE_CORE, core_text);
  mnr_draft_set (draft, MNR_DRAFT_RATE_ASSET, asset_text);
  return TRUE;
}

gboolean
mnr_draft_get_amount (MnrDraft *draft,
                      MnrDraftField field,
                      gint64 *amount)
{
  const gboolean is_core = mnr_draft_field_get_info (field)->text == MNR_TEXT_CORE_AMOUNT;
  g_autofree char *text = g_strstrip (g_strdup (mnr_draft_get (draft, field)));
  g_autofree char *number = mnr_decimal_ungroup (text);

  return mnr_decimal_parse (
    number, is_core ? MNR_CORE_PRECISION : mnr_draft_get_decimals (draft), amount, NULL);
}

static gboolean
get_integers (MnrDraft *draft,
              gint64 *core,
              gint64 *asset)
{
  return mnr_draft_get_amount (draft, MNR_DRAFT_RATE_CORE, core) &&
         mnr_draft_get_amount (draft, MNR_DRAFT_RATE_ASSET, asset) && *core > 0 && *asset > 0;
}

char *
mnr_rate_get (MnrDraft *draft,
              MnrRateDirection direction)
{
  g_autoptr (MnrRational) price = NULL;
  const int decimals = (int) mnr_draft_get_decimals (draft);
  gint64 core, asset;

  if (!get_integers (draft, &core, &asset))
    return NULL;
  price = mnr_rational_new (core, asset);
  mnr_rational_scale (price, decimals - MNR_CORE_PRECISION);
  if (direction == MNR_RATE_TOKEN_PER_CORE)
    mnr_rational_invert (price);
  return mnr_rational_to_decimal (price, DIGITS);
}

char *
mnr_rate_get_integers (MnrDraft *draft)
{
  gint64 core, asset;
  g_autofree char *first = NULL, *second = NULL;

  if (!get_integers (draft, &core, &asset))
    return NULL;
  first = mnr_decimal_format (core, 0);
  second = mnr_decimal_format (asset, 0);
  return g_strconcat (first, ":", second, NULL);
}

char *
mnr_rate_get_fee (MnrDraft *draft,
                  gint64 fee)
{
  gint64 core, asset, tokens;

  if (!get_integers (draft, &core, &asset) ||
      !mnr_multiply_divide (fee, asset, core, MNR_ROUND_UP, &tokens, NULL))
    return NULL;
  return mnr_decimal_format (tokens, mnr_draft_get_decimals (draft));
}

gint64
mnr_view_get_transfer_fee (const MnrView *view)
{
  const MnrGlobalProperties *properties;
  MnrOperation operation = { 0 };
  MnrTransfer *transfer;
  gconstpointer object;
  gint64 fee = 0;

  if (view->get_object (view, MNR_GLOBAL_PROPERTIES_ID, &object) != MNR_KNOWN)
    return 0;
  properties = object;
  if (properties->parameters.current_fees == NULL)
    return 0;
  transfer = mnr_operation_init (&operation, MNR_OPERATION_TRANSFER);
  transfer->fee.asset_id = MNR_CORE_ASSET;
  if (mnr_fee_schedule_set_fee (properties->parameters.current_fees, &operation, NULL, NULL))
    fee = transfer->fee.amount;
  mnr_value_clear (&mnr_type_operation, &operation);
  return fee;
}

void
mnr_rate_park (MnrDraft *draft)
{
  const guint decimals = mnr_draft_get_decimals (draft);
  g_autofree char *text = NULL;
  gint64 most;

  if (!mnr_draft_get_amount (draft, MNR_DRAFT_MAX_SUPPLY, &most) || most <= 0 ||
      most > MNR_SHARE_SUPPLY_MAX)
    most = MNR_SHARE_SUPPLY_MAX;
  text = format_short (most, decimals);
  mnr_draft_set (draft, MNR_DRAFT_RATE_CORE, "1");
  mnr_draft_set (draft, MNR_DRAFT_RATE_ASSET, text);
}
