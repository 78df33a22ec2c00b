/* mnr-comparison.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-comparison.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/values/mnr-text.h"
#include "mnr-draft-private.h"
#include "mnr-text-line.h"

#define FEED_POWERS (MNR_POWER_WITNESS_FED_ASSET | MNR_POWER_COMMITTEE_FED_ASSET)

const char *
mnr_reversibility_get_text (MnrReversibility reversibility)
{
  switch (reversibility)
    {
    case MNR_REVERSIBLE:
      return _ ("This can be taken back at any time.");

    case MNR_REVERSIBLE_AT_ZERO:
      return _ ("This can be taken back only while nobody holds it.");

    case MNR_REVERSIBLE_NEVER:
    default:
      return _ ("This can never be taken back.");
    }
}

static void
free_line (gpointer data)
{
  MnrComparisonLine *line = data;

  g_free (line->old_text);
  g_free (line->new_text);
  g_free (line);
}

/* What the words of the file say to a person. */
static char *
power_text (guint index,
            const char *state)
{
  static const char *const rights[MNR_N_POWER_STATES] = {
    [MNR_POWER_NEVER] = N_ ("given up"),
    [MNR_POWER_NOT_NOW] = N_ ("the issuer may"),
  };
  static const char *const flags[MNR_N_POWER_STATES] = {
    [MNR_POWER_NEVER] = N_ ("off, and given up"),
    [MNR_POWER_NOT_NOW] = N_ ("off, the issuer may switch it on"),
    [MNR_POWER_ON] = N_ ("on, the issuer may switch it off"),
    [MNR_POWER_ALWAYS] = N_ ("on, and cannot be switched off"),
  };
  gboolean is_right = (mnr_powers[index].bit & MNR_POWERS_NEVER_FLAGS) != 0;

  for (guint i = 0; i < MNR_N_POWER_STATES; i++)
    if (strcmp (state, mnr_power_state_names[i]) == 0)
      return g_strdup (_ (is_right && rights[i] != NULL ? rights[i] : flags[i]));
  return g_strdup (state);
}

static gboolean
has_right (const MnrAssetCreate *creation,
           MnrAssetPower bit)
{
  return (mnr_permissions_get_rights (creation->common_options.issuer_permissions) & bit) != 0;
}

static void
judge_power (MnrComparisonLine *line,
             const MnrAssetCreate *old,
             const MnrAssetCreate *new)
{
  MnrAssetPower bit = mnr_powers[line->field - MNR_DRAFT_FIRST_POWER].bit;

  if (has_right (new, bit))
    {
      line->reversibility = MNR_REVERSIBLE;
      line->reason = has_right (old, bit)
                       ? _ ("The issuer keeps the right to change it.")
                       : _ ("The right comes back, which the chain allows only while there is no "
                            "supply; it can be given up at any time.");
    }
  else if (has_right (old, bit))
    {
      line->reversibility = MNR_REVERSIBLE_AT_ZERO;
      line->reason = _ ("A right that is given up comes back only while there is no supply at "
                        "all.");
    }
  else
    {
      line->reversibility = MNR_REVERSIBLE_AT_ZERO;
      line->reason = _ ("The issuer does not have the right to change it back.");
    }
}

/* Whether a power that is given up keeps a member as it will be. */
static gboolean
is_frozen (MnrDraftField field,
           const MnrAssetCreate *new)
{
  guint flags = new->common_options.flags;

  switch ((int) field)
    {
    case MNR_DRAFT_MAX_SUPPLY:
      return (flags & MNR_POWER_LOCK_MAX_SUPPLY) != 0 &&
             !has_right (new, MNR_POWER_LOCK_MAX_SUPPLY);

    case MNR_DRAFT_MAINTENANCE_RATIO:
      return !has_right (new, MNR_POWER_DISABLE_MCR_UPDATE);

    case MNR_DRAFT_INITIAL_RATIO:
      return !has_right (new, MNR_POWER_DISABLE_ICR_UPDATE);

    case MNR_DRAFT_SQUEEZE_RATIO:
      return !has_right (new, MNR_POWER_DISABLE_MSSR_UPDATE);

    case MNR_DRAFT_BLACK_SWAN:
      return !has_right (new, MNR_POWER_DISABLE_BSRM_UPDATE);

    default:
      return FALSE;
    }
}

static void
judge (MnrComparisonLine *line,
       const MnrAssetCreate *old,
       const MnrAssetCreate *new)
{
  line->reversibility = MNR_REVERSIBLE;
  line->reason = _ ("The issuer can change it again.");

  if (line->field >= MNR_DRAFT_FIRST_POWER && line->field <= MNR_DRAFT_LAST_POWER)
    judge_power (line, old, new);
  else if (line->field == MNR_DRAFT_SYMBOL)
    {
      line->reversibility = MNR_REVERSIBLE_NEVER;
      line->reason = _ ("A symbol is for ever.");
    }
  else if (line->field == MNR_DRAFT_PRECISION)
    {
      line->reversibility = MNR_REVERSIBLE_AT_ZERO;
      line->reason = _ ("The number of decimals can change only while there is no supply at all.");
    }
  else if (line->field == MNR_DRAFT_BACKING)
    {
      line->reversibility = MNR_REVERSIBLE_AT_ZERO;
      line->reason = _ ("The backing asset can change only while there is no supply at all.");
    }
  else if (is_frozen (line->field, new))
    {
      line->reversibility = MNR_REVERSIBLE_AT_ZERO;
      line->reason = _ ("The right to change it is given up, and comes back only while there is "
                        "no supply at all.");
    }
}

static char *
person_text (MnrDraftField field,
             const char *text)
{
  const MnrDraftFieldInfo *info = mnr_draft_field_get_info (field);

  if (text[0] == '\0')
    return g_strdup ("");

  switch (info->text)
    {
    case MNR_TEXT_POWER:
      return power_text (field - MNR_DRAFT_FIRST_POWER, text);

    case MNR_TEXT_PERCENT:
    case MNR_TEXT_RATIO:
      return g_strconcat (text, " %", NULL);

    case MNR_TEXT_PLAIN:
    case MNR_TEXT_CHOICE:
    case MNR_TEXT_NUMBER:
    case MNR_TEXT_ASSET_AMOUNT:
    case MNR_TEXT_CORE_AMOUNT:
    case MNR_TEXT_DURATION:
    case MNR_TEXT_ASSET:
    case MNR_TEXT_ACCOUNTS:
    case MNR_TEXT_ASSETS:
    case MNR_TEXT_FEEDERS:
    default:
      return mnr_text_make_visible (text);
    }
}

static GPtrArray *
compare_texts (char *old_texts[MNR_N_DRAFT_FIELDS],
               char *new_texts[MNR_N_DRAFT_FIELDS],
               const MnrAssetCreate *old,
               const MnrAssetCreate *new)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (free_line);
  MnrAssetKind kind = old->is_prediction_market    ? MNR_ASSET_PREDICTION
                      : old->bitasset_opts != NULL ? MNR_ASSET_SMARTCOIN
                                                   : MNR_ASSET_TOKEN;

  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    {
      const MnrDraftFieldInfo *info = mnr_draft_field_get_info (i);
      MnrComparisonLine *line;

      if ((info->kinds & kind) == 0 || strcmp (old_texts[i], new_texts[i]) == 0)
        continue;
      line = g_new0 (MnrComparisonLine, 1);
      line->field = i;
      line->label = _ (info->label);
      line->old_text = person_text (i, old_texts[i]);
      line->new_text = person_text (i, new_texts[i]);
      judge (line, old, new);
      g_ptr_array_add (lines, line);
    }
  return lines;
}

static void
clear_texts (char *texts[MNR_N_DRAFT_FIELDS])
{
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    g_free (texts[i]);
}

GPtrArray *
mnr_comparison_new (const MnrAssetCreate *old,
                    const MnrBitassetData *old_bitasset,
                    const MnrAssetCreate *new,
                    const MnrView *view)
{
  char *old_texts[MNR_N_DRAFT_FIELDS] = { NULL }, *new_texts[MNR_N_DRAFT_FIELDS] = { NULL };
  GPtrArray *lines;

  mnr_draft_format (old, old_bitasset, view, old_texts);
  mnr_draft_format (new, old_bitasset, view, new_texts);
  lines = compare_texts (old_texts, new_texts, old, new);
  clear_texts (old_texts);
  clear_texts (new_texts);
  return lines;
}

/* Who is to feed the price, in the words of the asset's own. */
static char *
format_producers (const MnrObjectIdSet *producers,
                  const MnrView *view)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < producers->len; i++)
    {
      g_autofree char *name = mnr_view_name_account (view, producers->items[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  return g_string_free (text, FALSE);
}

GPtrArray *
mnr_draft_compare (MnrDraft *draft,
                   const MnrView *view)
{
  g_autoptr (GPtrArray) problems =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_draft_problem_free);
  MnrDraftReading reading = { .draft = draft, .view = view, .problems = problems };
  char *old_texts[MNR_N_DRAFT_FIELDS] = { NULL }, *new_texts[MNR_N_DRAFT_FIELDS] = { NULL };
  MnrObjectIdSet producers = { NULL, 0 };
  MnrAssetCreate *new;
  GPtrArray *lines;

  g_return_val_if_fail (MNR_IS_DRAFT (draft), NULL);

  if (draft->base == NULL)
    return g_ptr_array_new_with_free_func (free_line);

  new = mnr_draft_read (&reading, draft->base->issuer);
  mnr_draft_read_feeders (&reading, &producers);
  mnr_draft_format (draft->base, draft->bitasset, view, old_texts);
  mnr_draft_format (new, draft->bitasset, view, new_texts);
  if ((new->common_options.flags &FEED_POWERS) == 0)
    {
      g_free (new_texts[MNR_DRAFT_FEEDERS]);
      new_texts[MNR_DRAFT_FEEDERS] = format_producers (&producers, view);
    }

  lines = compare_texts (old_texts, new_texts, draft->base, new);
  clear_texts (old_texts);
  clear_texts (new_texts);
  mnr_value_clear (&mnr_type_account_set, &producers);
  mnr_value_free (mnr_type_operation.variants[MNR_OPERATION_ASSET_CREATE], new);
  return lines;
}
