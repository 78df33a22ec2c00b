/* mnr-draft-asset.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From what the chain has to what a person reads.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mnr-draft-private.h"

static const MnrType *
creation_type (void)
{
  return mnr_type_operation.variants[MNR_OPERATION_ASSET_CREATE];
}

guint8
mnr_draft_clamp_precision (guint8 precision)
{
  return MIN (precision, MNR_PRECISION_MAX);
}

gpointer
mnr_draft_find_member (MnrAssetCreate *creation,
                       MnrDraftField field,
                       const MnrType **type)
{
  g_auto (GStrv) names = g_strsplit (mnr_draft_field_get_info (field)->path, ".", -1);
  const MnrType *current = creation_type ();
  gpointer value = creation;

  for (guint i = 0; names[i] != NULL; i++)
    {
      const MnrField *found = NULL;

      if (current->kind == MNR_KIND_OPTIONAL)
        {
          value = *(gpointer *) value;
          if (value == NULL)
            return NULL;
          current = current->element;
        }
      for (guint j = 0; j < current->n_fields; j++)
        if (strcmp (current->fields[j].name, names[i]) == 0)
          found = &current->fields[j];
      if (found == NULL)
        return NULL;
      value = mnr_field_get (found, value);
      current = found->type;
    }

  *type = current;
  return value;
}

/* Powers */

MnrPowerState
mnr_power_get_state (guint16 permissions,
                     guint16 flags,
                     MnrAssetPower bit)
{
  gboolean right = (mnr_permissions_get_rights (permissions) & bit) != 0;

  /* Where there is no flag, one that is set all the same says nothing. */
  if ((flags & bit & ~MNR_POWERS_NEVER_FLAGS) != 0)
    return right ? MNR_POWER_ON : MNR_POWER_ALWAYS;
  return right ? MNR_POWER_NOT_NOW : MNR_POWER_NEVER;
}

void
mnr_power_set_state (guint16 *permissions,
                     guint16 *flags,
                     MnrAssetPower bit,
                     MnrPowerState state)
{
  gboolean right = state == MNR_POWER_ON || state == MNR_POWER_NOT_NOW;
  gboolean is_on = state == MNR_POWER_ON || state == MNR_POWER_ALWAYS;
  gboolean is_inverted = (bit & MNR_POWERS_DISABLING) != 0;

  if (right != is_inverted)
    *permissions |= (guint16) bit;
  else
    *permissions &= (guint16) ~bit;
  if (is_on && (bit & MNR_POWERS_NEVER_FLAGS) == 0)
    *flags |= (guint16) bit;
  else
    *flags &= (guint16) ~bit;
}

/* Numbers */

static char *
format_duration (guint32 seconds)
{
  if (seconds == 0 || seconds % 60 != 0)
    return g_strdup_printf ("%u s", seconds);
  if (seconds % 3600 != 0)
    return g_strdup_printf ("%u min", seconds / 60);
  /* Up to two days people count in hours. */
  if (seconds % 86400 != 0 || seconds <= 2 * 86400)
    return g_strdup_printf ("%u h", seconds / 3600);
  return g_strdup_printf ("%u d", seconds / 86400);
}

/* Names */

static char *
format_id (MnrObjectId id,
           const MnrView *view)
{
  char text[MNR_OBJECT_ID_TEXT_SIZE];
  gconstpointer object = NULL;
  const char *name = NULL;

  if (view != NULL && view->get_object (view, id, &object) == MNR_KNOWN)
    {
      if (mnr_object_id_get_type (id) == MNR_OBJECT_ACCOUNT)
        name = ((const MnrAccount *) object)->name;
      else if (mnr_object_id_get_type (id) == MNR_OBJECT_ASSET)
        name = ((const MnrAsset *) object)->symbol;
    }

  /* Only a name that is read back as one. */
  if (name == NULL || name[0] == '\0' || strpbrk (name, ", \t\n\r") != NULL)
    name = mnr_object_id_format (id, text);
  return g_strdup (name);
}

static char *
format_ids (const MnrObjectIdSet *ids,
            const MnrView *view)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autofree char *name = format_id (ids->items[i], view);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  return g_string_free (text, FALSE);
}

static char *
format_feeders (const MnrAssetCreate *creation,
                const MnrBitassetData *bitasset,
                const MnrView *view)
{
  GString *text;

  if (creation->common_options.flags & MNR_POWER_WITNESS_FED_ASSET)
    return g_strdup ("witnesses");
  if (creation->common_options.flags & MNR_POWER_COMMITTEE_FED_ASSET)
    return g_strdup ("committee");

  text = g_string_new (NULL);
  for (gsize i = 0; bitasset != NULL && i < bitasset->feeds.len; i++)
    {
      g_autofree char *name = format_id (bitasset->feeds.items[i].publisher, view);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }
  return g_string_free (text, FALSE);
}

static guint64
read_number (const MnrType *type,
             gconstpointer value)
{
  if (type->kind == MNR_KIND_U8)
    return *(const guint8 *) value;
  if (type->kind == MNR_KIND_U16)
    return *(const guint16 *) value;
  return *(const guint32 *) value;
}

static char *
format_member (MnrAssetCreate *creation,
               MnrDraftField field,
               const MnrView *view)
{
  const MnrDraftFieldInfo *info = mnr_draft_field_get_info (field);
  const MnrType *type = NULL;
  gpointer value = mnr_draft_find_member (creation, field, &type);

  if (value != NULL && type->kind == MNR_KIND_OPTIONAL)
    {
      value = *(gpointer *) value;
      type = type->element;
    }
  if (value == NULL)
    return g_strdup ("");

  switch (info->text)
    {
    case MNR_TEXT_PLAIN:
      return g_strdup (*(char **) value != NULL ? *(char **) value : "");

    case MNR_TEXT_NUMBER:
      return g_strdup_printf ("%u", (guint) read_number (type, value));

    case MNR_TEXT_CHOICE:
      return g_strdup (info->choices[MIN (read_number (type, value),
                                          g_strv_length ((GStrv) info->choices) - 1)]);

    case MNR_TEXT_ASSET_AMOUNT:
      return mnr_decimal_format_short (*(const gint64 *) value,
                                       mnr_draft_clamp_precision (creation->precision));

    case MNR_TEXT_PERCENT:
      return mnr_decimal_format_short ((gint64) read_number (type, value), 2);

    case MNR_TEXT_RATIO:
      return mnr_decimal_format_short ((gint64) read_number (type, value), 1);

    case MNR_TEXT_DURATION:
      return format_duration ((guint32) read_number (type, value));

    case MNR_TEXT_ASSET:
      return format_id (*(const MnrObjectId *) value, view);

    case MNR_TEXT_ACCOUNTS:
    case MNR_TEXT_ASSETS:
      return format_ids (value, view);

    case MNR_TEXT_CORE_AMOUNT:
    case MNR_TEXT_FEEDERS:
    case MNR_TEXT_POWER:
    default:
      g_return_val_if_reached (g_strdup (""));
    }
}

void
mnr_draft_format (const MnrAssetCreate *creation,
                  const MnrBitassetData *bitasset,
                  const MnrView *view,
                  char *texts[MNR_N_DRAFT_FIELDS])
{
  const MnrAssetOptions *options = &creation->common_options;
  const MnrPrice *rate = &options->core_exchange_rate;
  gboolean core_is_base = rate->base.asset_id == MNR_CORE_ASSET;
  const char *description = options->description != NULL ? options->description : "";

  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    {
      const MnrDraftFieldInfo *info = mnr_draft_field_get_info (i);

      g_free (texts[i]);
      if (info->text == MNR_TEXT_POWER)
        {
          MnrPowerState state =
            mnr_power_get_state (options->issuer_permissions, options->flags,
                                 mnr_powers[i - MNR_DRAFT_FIRST_POWER].bit);

          texts[i] = g_strdup (mnr_power_state_names[state]);
        }
      else if (g_strcmp0 (info->group, "description") == 0)
        texts[i] = mnr_description_get (description, info->name);
      else if (i == MNR_DRAFT_RATE_CORE)
        texts[i] = mnr_decimal_format_short (core_is_base ? rate->base.amount : rate->quote.amount,
                                             MNR_CORE_PRECISION);
      else if (i == MNR_DRAFT_RATE_ASSET)
        texts[i] = mnr_decimal_format_short (core_is_base ? rate->quote.amount : rate->base.amount,
                                             mnr_draft_clamp_precision (creation->precision));
      else if (i == MNR_DRAFT_FEEDERS)
        texts[i] = format_feeders (creation, bitasset, view);
      else
        texts[i] = format_member ((MnrAssetCreate *) creation, i, view);
    }
}

/* Drafts of what there is */

static MnrAssetKind
get_kind (const MnrAssetCreate *creation)
{
  if (creation->is_prediction_market)
    return MNR_ASSET_PREDICTION;
  return creation->bitasset_opts != NULL ? MNR_ASSET_SMARTCOIN : MNR_ASSET_TOKEN;
}

/* What this kind of asset does not have keeps its default: a token says nothing
 * about backing. */
static void
take_formatted (MnrDraft *self,
                const MnrAssetCreate *creation,
                const MnrBitassetData *bitasset,
                const MnrView *view)
{
  char *texts[MNR_N_DRAFT_FIELDS] = { NULL };

  mnr_draft_format (creation, bitasset, view, texts);
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    if (mnr_draft_field_get_info (i)->kinds & self->kind)
      mnr_draft_take_text (self, i, texts[i]);
    else
      g_free (texts[i]);
}

MnrDraft *
mnr_draft_new_from_creation (const MnrAssetCreate *creation,
                             const MnrView *view)
{
  MnrDraft *self = mnr_draft_new (get_kind (creation));

  take_formatted (self, creation, NULL, view);
  return self;
}

/* An asset as the operation that would create it. */
static MnrAssetCreate *
dup_creation (const MnrAsset *asset,
              const MnrBitassetData *bitasset)
{
  MnrAssetCreate *creation = mnr_value_new (creation_type ());

  creation->issuer = asset->issuer;
  creation->symbol = g_strdup (asset->symbol != NULL ? asset->symbol : "");
  creation->precision = asset->precision;
  mnr_value_copy (&mnr_type_asset_options, &creation->common_options, &asset->options);
  if (bitasset != NULL)
    {
      creation->bitasset_opts = mnr_value_dup (&mnr_type_bitasset_options, &bitasset->options);
      creation->is_prediction_market = bitasset->is_prediction_market;
    }
  return creation;
}

static void
free_asset (MnrAsset *asset)
{
  mnr_value_free (&mnr_type_asset, asset);
}

static void
free_bitasset (MnrBitassetData *bitasset)
{
  mnr_value_free (&mnr_type_bitasset_data, bitasset);
}

/* Nodes leave out what their version does not have, and an id that was never
 * set cannot stand in a file: the first id of its kind is what null prices are
 * made of as well. */
static void
fill_unset_ids (const MnrType *type,
                gpointer value)
{
  if (type->kind == MNR_KIND_OBJECT_ID && *(MnrObjectId *) value == 0)
    *(MnrObjectId *) value = (MnrObjectId) type->object_type << 48;
  else if (type->kind == MNR_KIND_STRUCT || type->kind == MNR_KIND_PAIR)
    for (guint i = 0; i < type->n_fields; i++)
      fill_unset_ids (type->fields[i].type, mnr_field_get (&type->fields[i], value));
  else if (type->kind == MNR_KIND_ARRAY || type->kind == MNR_KIND_SET)
    for (gsize i = 0; i < ((MnrAnyArray *) value)->len; i++)
      fill_unset_ids (type->element, ((MnrAnyArray *) value)->items + i * type->element->size);
}

void
mnr_draft_set_base (MnrDraft *self,
                    const MnrAsset *asset,
                    const MnrBitassetData *bitasset)
{
  g_return_if_fail (self->asset == NULL);

  self->asset = mnr_value_dup (&mnr_type_asset, asset);
  if (bitasset != NULL)
    {
      self->bitasset = mnr_value_dup (&mnr_type_bitasset_data, bitasset);
      fill_unset_ids (&mnr_type_bitasset_data, self->bitasset);
    }
  fill_unset_ids (&mnr_type_asset, self->asset);
  self->base = dup_creation (self->asset, self->bitasset);
  self->kind = get_kind (self->base);
  mnr_draft_format (self->base, self->bitasset, NULL, self->base_texts);
}

MnrDraft *
mnr_draft_new_from_asset (const MnrAsset *asset,
                          const MnrBitassetData *bitasset,
                          const MnrView *view,
                          gboolean is_change)
{
  MnrAssetCreate *creation = dup_creation (asset, bitasset);
  MnrDraft *self = mnr_draft_new (get_kind (creation));

  if (is_change)
    mnr_draft_set_base (self, asset, bitasset);
  take_formatted (self, creation, bitasset, view);
  if (!is_change)
    mnr_draft_take_text (self, MNR_DRAFT_SYMBOL, g_strdup (""));

  mnr_value_free (creation_type (), creation);
  return self;
}

/* Whether others may publish feeds than a draft remembers. */
static gboolean
publishers_differ (const MnrBitassetData *a,
                   const MnrBitassetData *b)
{
  if (a->feeds.len != b->feeds.len)
    return TRUE;
  for (gsize i = 0; i < a->feeds.len; i++)
    if (a->feeds.items[i].publisher != b->feeds.items[i].publisher)
      return TRUE;
  return FALSE;
}

gboolean
mnr_draft_is_stale (MnrDraft *self,
                    const MnrView *view)
{
  gconstpointer object = NULL;
  const MnrAsset *asset;

  g_return_val_if_fail (MNR_IS_DRAFT (self), FALSE);

  if (self->asset == NULL || view->get_object (view, self->asset->id, &object) != MNR_KNOWN)
    return FALSE;
  asset = object;
  if (asset->precision != self->asset->precision ||
      !mnr_value_equal (&mnr_type_asset_options, &asset->options, &self->asset->options))
    return TRUE;

  if (self->bitasset == NULL ||
      view->get_object (view, self->bitasset->id, &object) != MNR_KNOWN)
    return FALSE;
  return publishers_differ (object, self->bitasset) ||
         !mnr_value_equal (&mnr_type_bitasset_options,
                           &((const MnrBitassetData *) object)->options,
                           &self->bitasset->options);
}

static void
clear_base (MnrDraft *self)
{
  g_clear_pointer (&self->asset, free_asset);
  g_clear_pointer (&self->bitasset, free_bitasset);
  mnr_value_free (creation_type (), self->base);
  self->base = NULL;
}

void
mnr_draft_rebase (MnrDraft *self,
                  const MnrAsset *asset,
                  const MnrBitassetData *bitasset,
                  const MnrView *view)
{
  char *named[MNR_N_DRAFT_FIELDS] = { NULL }, *now[MNR_N_DRAFT_FIELDS] = { NULL };

  g_return_if_fail (MNR_IS_DRAFT (self));
  g_return_if_fail (self->asset != NULL && self->asset->id == asset->id);
  g_return_if_fail ((self->bitasset != NULL) == (bitasset != NULL));

  /* Accounts may stand in it by their ids or by their names. */
  mnr_draft_format (self->base, self->bitasset, view, named);
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    {
      gboolean is_typed = strcmp (self->texts[i], named[i]) != 0 &&
                          strcmp (self->texts[i], self->base_texts[i]) != 0;

      g_free (named[i]);
      named[i] = is_typed ? g_strdup (self->texts[i]) : NULL;
    }

  clear_base (self);
  mnr_draft_set_base (self, asset, bitasset);
  if (self->file != NULL)
    mnr_raw_object_remove (self->file, MNR_DRAFT_BASE_KEY);

  mnr_draft_format (self->base, self->bitasset, view, now);
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    {
      if (mnr_draft_field_get_info (i)->kinds & self->kind)
        mnr_draft_set (self, i, now[i]);
      g_free (now[i]);
    }
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    {
      if (named[i] != NULL)
        mnr_draft_set (self, i, named[i]);
      g_free (named[i]);
    }
}

static void
ask (MnrObjectId id,
     gpointer user_data)
{
  const MnrView *view = user_data;
  gconstpointer object;

  if (mnr_object_id_get_type (id) == MNR_OBJECT_ACCOUNT ||
      mnr_object_id_get_type (id) == MNR_OBJECT_ASSET)
    view->get_object (view, id, &object);
}

void
mnr_draft_ask_names (const MnrAsset *asset,
                     const MnrBitassetData *bitasset,
                     const MnrView *view)
{
  mnr_value_foreach_id (&mnr_type_asset, asset, ask, (gpointer) view);
  if (bitasset == NULL)
    return;
  mnr_value_foreach_id (&mnr_type_bitasset_options, &bitasset->options, ask, (gpointer) view);
  for (gsize i = 0; i < bitasset->feeds.len; i++)
    ask (bitasset->feeds.items[i].publisher, (gpointer) view);
}
