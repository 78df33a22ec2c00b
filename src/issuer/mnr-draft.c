/* mnr-draft.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-draft-private.h"

G_DEFINE_FINAL_TYPE (MnrDraft, mnr_draft, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

const char *
mnr_draft_get_default (MnrAssetKind kind,
                       MnrDraftField field)
{
  /* What core's own structures begin with (protocol.md 2.4, 2.5, 4.3). */
  static const char *const defaults[MNR_N_DRAFT_FIELDS] = {
    [MNR_DRAFT_PRECISION] = "4",
    [MNR_DRAFT_MARKET_FEE] = "0",
    [MNR_DRAFT_RATE_CORE] = "1",
    [MNR_DRAFT_RATE_ASSET] = "1",
    [MNR_DRAFT_FEED_LIFETIME] = "24 h",
    [MNR_DRAFT_MINIMUM_FEEDS] = "1",
    [MNR_DRAFT_SETTLEMENT_DELAY] = "24 h",
    [MNR_DRAFT_SETTLEMENT_OFFSET] = "0",
    [MNR_DRAFT_SETTLEMENT_VOLUME] = "20",
  };

  if (field >= MNR_DRAFT_FIRST_POWER && field <= MNR_DRAFT_LAST_POWER)
    return mnr_power_state_names[MNR_POWER_NOT_NOW];
  if (field == MNR_DRAFT_PRECISION && kind == MNR_ASSET_PREDICTION)
    return ""; /* that of the backing */
  return defaults[field] != NULL ? defaults[field] : "";
}

static void
mnr_draft_finalize (GObject *object)
{
  MnrDraft *self = MNR_DRAFT (object);

  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    {
      g_free (self->texts[i]);
      g_free (self->base_texts[i]);
    }
  g_free (self->network);
  g_free (self->chain_id);
  g_clear_pointer (&self->file, mnr_raw_object_free);
  mnr_value_free (&mnr_type_asset, self->asset);
  mnr_value_free (&mnr_type_bitasset_data, self->bitasset);
  mnr_value_free (mnr_type_operation.variants[MNR_OPERATION_ASSET_CREATE], self->base);
  G_OBJECT_CLASS (mnr_draft_parent_class)->finalize (object);
}

void
mnr_draft_set_network (MnrDraft *self,
                       const char *name,
                       const char *chain_id)
{
  g_return_if_fail (MNR_IS_DRAFT (self));

  g_free (self->network);
  g_free (self->chain_id);
  self->network = g_strdup (name);
  self->chain_id = g_strdup (chain_id);
}

const char *
mnr_draft_get_network (MnrDraft *self)
{
  g_return_val_if_fail (MNR_IS_DRAFT (self), NULL);

  return self->network;
}

const char *
mnr_draft_get_chain_id (MnrDraft *self)
{
  g_return_val_if_fail (MNR_IS_DRAFT (self), NULL);

  return self->chain_id;
}

static void
mnr_draft_class_init (MnrDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_draft_finalize;

  signals[CHANGED] = g_signal_new ("changed", MNR_TYPE_DRAFT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
mnr_draft_init (MnrDraft *self)
{
  self->kind = MNR_ASSET_TOKEN;
}

MnrDraft *
mnr_draft_new (MnrAssetKind kind)
{
  MnrDraft *self = g_object_new (MNR_TYPE_DRAFT, NULL);

  self->kind = kind;
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    self->texts[i] = g_strdup (mnr_draft_get_default (kind, i));
  return self;
}

MnrAssetKind
mnr_draft_get_kind (MnrDraft *self)
{
  g_return_val_if_fail (MNR_IS_DRAFT (self), MNR_ASSET_TOKEN);

  return self->kind;
}

void
mnr_draft_set_kind (MnrDraft *self,
                    MnrAssetKind kind)
{
  g_return_if_fail (MNR_IS_DRAFT (self));

  /* What exists stays what it is. */
  if (self->kind == kind || self->asset != NULL)
    return;

  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    if (strcmp (self->texts[i], mnr_draft_get_default (self->kind, i)) == 0)
      mnr_draft_take_text (self, i, g_strdup (mnr_draft_get_default (kind, i)));
  self->kind = kind;
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    g_signal_emit (self, signals[CHANGED], 0, (int) i);
}

const char *
mnr_draft_get (MnrDraft *self,
               MnrDraftField field)
{
  g_return_val_if_fail (MNR_IS_DRAFT (self), "");
  g_return_val_if_fail ((guint) field < MNR_N_DRAFT_FIELDS, "");

  return self->texts[field];
}

void
mnr_draft_take_text (MnrDraft *self,
                     MnrDraftField field,
                     char *text)
{
  g_free (self->texts[field]);
  self->texts[field] = text;
}

static gboolean
is_on (MnrPowerState state)
{
  return state == MNR_POWER_ON || state == MNR_POWER_ALWAYS;
}

/* Who feeds the price is said twice: by a power's flag and by a word. */
static const struct
{
  MnrAssetPower bit;
  const char *word;
} feeders[] = {
  { MNR_POWER_WITNESS_FED_ASSET, "witnesses" },
  { MNR_POWER_COMMITTEE_FED_ASSET, "committee" },
};

static guint
get_power_index (MnrAssetPower bit)
{
  guint index = 0;

  while (mnr_powers[index].bit != bit)
    index++;
  return index;
}

void
mnr_draft_settle_feeders (MnrDraft *self,
                          MnrDraftField field)
{
  for (guint i = 0; i < G_N_ELEMENTS (feeders); i++)
    {
      guint index = get_power_index (feeders[i].bit);
      MnrDraftField power = MNR_DRAFT_FIRST_POWER + index;
      gboolean said = strcmp (self->texts[MNR_DRAFT_FEEDERS], feeders[i].word) == 0;
      MnrPowerState state = mnr_draft_get_power (self, index);

      if (field == power && is_on (state) != said)
        {
          mnr_draft_take_text (self, MNR_DRAFT_FEEDERS, g_strdup (said ? "" : feeders[i].word));
          mnr_draft_settle_feeders (self, MNR_DRAFT_FEEDERS);
          return;
        }
      if (field == MNR_DRAFT_FEEDERS && is_on (state) != said)
        {
          gboolean has_right = state == MNR_POWER_ON || state == MNR_POWER_NOT_NOW;
          MnrPowerState wanted = said ? (has_right ? MNR_POWER_ON : MNR_POWER_ALWAYS)
                                      : (has_right ? MNR_POWER_NOT_NOW : MNR_POWER_NEVER);

          mnr_draft_take_text (self, power, g_strdup (mnr_power_state_names[wanted]));
        }
    }
}

void
mnr_draft_set (MnrDraft *self,
               MnrDraftField field,
               const char *text)
{
  char *before[MNR_N_DRAFT_FIELDS];

  g_return_if_fail (MNR_IS_DRAFT (self));
  g_return_if_fail ((guint) field < MNR_N_DRAFT_FIELDS);
  g_return_if_fail (text != NULL);

  if (strcmp (self->texts[field], text) == 0)
    return;

  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    before[i] = g_strdup (self->texts[i]);
  mnr_draft_take_text (self, field, g_strdup (text));
  mnr_draft_settle_feeders (self, field);

  g_object_ref (self);
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    {
      if (strcmp (before[i], self->texts[i]) != 0)
        g_signal_emit (self, signals[CHANGED], 0, (int) i);
      g_free (before[i]);
    }
  g_object_unref (self);
}

void
mnr_draft_apply (MnrDraft *self,
                 MnrDraft *other)
{
  g_return_if_fail (MNR_IS_DRAFT (self));
  g_return_if_fail (MNR_IS_DRAFT (other));

  mnr_draft_set_kind (self, other->kind);
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    if (mnr_draft_field_get_info (i)->text != MNR_TEXT_PLAIN || other->texts[i][0] != '\0')
      mnr_draft_set (self, i, other->texts[i]);
}

MnrPowerState
mnr_draft_get_power (MnrDraft *self,
                     guint index)
{
  const char *text;

  g_return_val_if_fail (MNR_IS_DRAFT (self), MNR_POWER_NEVER);
  g_return_val_if_fail (index < MNR_N_POWERS, MNR_POWER_NEVER);

  text = self->texts[MNR_DRAFT_FIRST_POWER + index];
  for (guint i = 0; i < MNR_N_POWER_STATES; i++)
    if (strcmp (text, mnr_power_state_names[i]) == 0)
      return i;
  return MNR_POWER_NEVER;
}

const MnrAsset *
mnr_draft_get_asset (MnrDraft *self)
{
  g_return_val_if_fail (MNR_IS_DRAFT (self), NULL);

  return self->asset;
}

const MnrBitassetData *
mnr_draft_get_bitasset (MnrDraft *self)
{
  g_return_val_if_fail (MNR_IS_DRAFT (self), NULL);

  return self->bitasset;
}
