/* mnr-draft-convert.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From what a person typed to what the chain takes.
 */

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "chain/values/mnr-text.h"
#include "mnr-draft-private.h"

void
mnr_draft_problem_free (MnrDraftProblem *problem)
{
  g_free (problem->sentence);
  g_free (problem);
}

static void G_GNUC_PRINTF (2, 3)
  add_problem (MnrDraftReading *self,
               const char *format,
               ...)
{
  MnrDraftProblem *problem = g_new0 (MnrDraftProblem, 1);
  g_autofree char *sentence = NULL;
  va_list args;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  problem->field = self->field;
  problem->sentence = mnr_text_make_visible (sentence);
  g_ptr_array_add (self->problems, problem);
}

/* The message of an error that the chain library's readers of numbers set. */
static void
take_error (MnrDraftReading *self,
            GError *error)
{
  add_problem (self, "%s", error->message);
  g_error_free (error);
}

static char *
dup_stripped (const char *text)
{
  return g_strstrip (g_strdup (text));
}

/* Numbers */

static gboolean
read_amount (MnrDraftReading *self,
             const char *text,
             guint precision,
             gint64 *amount)
{
  g_autofree char *stripped = dup_stripped (text);
  g_autofree char *number = mnr_decimal_ungroup (stripped);
  GError *error = NULL;

  if (mnr_decimal_parse (number, precision, amount, &error))
    return TRUE;
  take_error (self, error);
  return FALSE;
}

static gboolean
read_digits (MnrDraftReading *self,
             const char *text,
             guint64 maximum,
             guint64 *number)
{
  g_autofree char *digits = dup_stripped (text);

  if (mnr_unsigned_parse (digits, strlen (digits), maximum, number))
    return TRUE;
  add_problem (self, _ ("“%s” is not a whole number from 0 to %u"), text, (guint) maximum);
  return FALSE;
}

static gboolean
read_percentage (MnrDraftReading *self,
                 const char *text,
                 gboolean is_ratio,
                 guint64 *number)
{
  g_autofree char *stripped = dup_stripped (text);
  GError *error = NULL;
  guint16 value;

  if (!(is_ratio ? mnr_permille_parse : mnr_basis_points_parse) (stripped, &value, &error))
    {
      take_error (self, error);
      return FALSE;
    }
  *number = value;
  return TRUE;
}

static gboolean
read_duration (MnrDraftReading *self,
               const char *text,
               guint64 *number)
{
  static const struct
  {
    const char *name;
    gint64 seconds;
  } units[] = {
    { "s", 1 },
    { "min", 60 },
    { "h", 3600 },
    { "d", 86400 },
  };
  g_autofree char *stripped = dup_stripped (text);
  gsize length = strspn (stripped, "0123456789.");
  const char *unit = stripped + length + strspn (stripped + length, " ");
  g_autofree char *digits = g_strndup (stripped, length);
  gint64 count, seconds = 0;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (unit, units[i].name) == 0)
      seconds = units[i].seconds;

  if (length == 0 || seconds == 0)
    {
      add_problem (self, _ ("“%s” is not a length of time: write a number and s, min, h or d, "
                            "such as 24 h"),
                   text);
      return FALSE;
    }
  if (!read_amount (self, digits, 4, &count))
    return FALSE;
  if (count > (gint64) G_MAXUINT32 * 10000 / seconds || count * seconds % 10000 != 0)
    {
      add_problem (self, _ ("“%s” is too long, or no whole number of seconds"), text);
      return FALSE;
    }
  *number = (guint64) (count * seconds / 10000);
  return TRUE;
}

/* Names */

static MnrKnowledge
find_account (const MnrView *view,
              const char *name,
              MnrObjectId *id)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  const MnrAccount *account = NULL;
  MnrKnowledge knowledge = view->find_account (view, lower, &account);

  if (knowledge == MNR_KNOWN)
    *id = account->id;
  return knowledge;
}

static MnrKnowledge
find_asset (const MnrView *view,
            const char *name,
            MnrObjectId *id)
{
  g_autofree char *upper = g_ascii_strup (name, -1);
  const MnrAsset *asset = NULL;
  MnrKnowledge knowledge = view->find_asset (view, upper, &asset);

  if (knowledge == MNR_KNOWN)
    *id = asset->id;
  return knowledge;
}

/* An account or an asset, by its name or its id. */
static gboolean
read_name (MnrDraftReading *self,
           const char *name,
           gboolean is_asset,
           MnrObjectId *id)
{
  MnrKnowledge knowledge;
  gconstpointer object;

  if (!mnr_object_id_parse (name, strlen (name), id))
    knowledge = (is_asset ? find_asset : find_account) (self->view, name, id);
  else if (mnr_object_id_get_type (*id) != (is_asset ? MNR_OBJECT_ASSET : MNR_OBJECT_ACCOUNT))
    {
      add_problem (self,
                   is_asset ? _ ("%s is not the id of an asset")
                            : _ ("%s is not the id of an account"),
                   name);
      return FALSE;
    }
  else /* The chain does not look at every list: an id may be one that there is not. */
    knowledge = self->view->get_object (self->view, *id, &object);

  if (knowledge == MNR_NONE)
    add_problem (self,
                 is_asset ? _ ("There is no asset “%s”") : _ ("There is no account “%s”"), name);
  else if (knowledge == MNR_NOT_KNOWN)
    self->is_complete = FALSE;
  return knowledge == MNR_KNOWN;
}

static gboolean
has_id (const MnrObjectIdSet *set,
        MnrObjectId id)
{
  for (gsize i = 0; set != NULL && i < set->len; i++)
    if (set->items[i] == id)
      return TRUE;
  return FALSE;
}

/* Whether @name is the id of something that is on the list already. */
static gboolean
is_old_id (const MnrObjectIdSet *old,
           const char *name,
           MnrObjectId *id)
{
  return mnr_object_id_parse (name, strlen (name), id) && has_id (old, *id);
}

/* Fills @set, which is empty, with what @text names; what is in @old is not questioned. */
static gboolean
read_names (MnrDraftReading *self,
            const char *text,
            gboolean are_assets,
            const MnrObjectIdSet *old,
            MnrObjectIdSet *set)
{
  const MnrType *type = are_assets ? &mnr_type_asset_set : &mnr_type_account_set;
  g_auto (GStrv) names = g_strsplit_set (text, ",;\n\t ", -1);
  gboolean good = TRUE;

  for (guint i = 0; names[i] != NULL; i++)
    {
      MnrObjectId id = 0;

      if (names[i][0] == '\0')
        continue;
      if (!is_old_id (old, names[i], &id) &&
          !read_name (self, names[i], are_assets, &id))
        {
          good = FALSE;
          continue;
        }
      if (!has_id (set, id))
        mnr_array_append (type, set, &id);
    }
  mnr_set_sort (type, set);
  return good;
}

/* Fields */

static void
write_number (const MnrType *type,
              gpointer value,
              guint64 number)
{
  if (type->kind == MNR_KIND_U8)
    *(guint8 *) value = (guint8) number;
  else if (type->kind == MNR_KIND_U16)
    *(guint16 *) value = (guint16) number;
  else
    *(guint32 *) value = (guint32) number;
}

static gboolean
read_choice (MnrDraftReading *self,
             const MnrDraftFieldInfo *info,
             const char *text,
             guint64 *number)
{
  for (guint i = 0; info->choices[i] != NULL; i++)
    if (strcmp (text, info->choices[i]) == 0)
      {
        *number = i;
        return TRUE;
      }
  add_problem (self, _ ("“%s” is none of the choices there are"), text);
  return FALSE;
}

static gboolean
read_number (MnrDraftReading *self,
             const MnrDraftFieldInfo *info,
             const MnrType *type,
             const char *text,
             guint64 *number)
{
  switch (info->text)
    {
    case MNR_TEXT_NUMBER:
      return read_digits (self, text, type->kind == MNR_KIND_U8 ? G_MAXUINT8 : G_MAXUINT32, number);

    case MNR_TEXT_PERCENT:
      return read_percentage (self, text, FALSE, number);

    case MNR_TEXT_RATIO:
      return read_percentage (self, text, TRUE, number);

    case MNR_TEXT_DURATION:
      return read_duration (self, text, number);

    case MNR_TEXT_CHOICE:
      return read_choice (self, info, text, number);

    case MNR_TEXT_PLAIN:
    case MNR_TEXT_ASSET_AMOUNT:
    case MNR_TEXT_CORE_AMOUNT:
    case MNR_TEXT_ASSET:
    case MNR_TEXT_ACCOUNTS:
    case MNR_TEXT_ASSETS:
    case MNR_TEXT_FEEDERS:
    case MNR_TEXT_POWER:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* A list, perhaps one that can be absent. */
static void
read_list (MnrDraftReading *self,
           const MnrType *type,
           gpointer value,
           const char *text,
           gboolean are_assets)
{
  gboolean is_optional = type->kind == MNR_KIND_OPTIONAL;
  const MnrType *set_type = is_optional ? type->element : type;
  MnrObjectIdSet *old = is_optional ? *(MnrObjectIdSet **) value : value;
  MnrObjectIdSet set = { NULL, 0 };

  if (!read_names (self, text, are_assets, old, &set) ||
      (old != NULL && mnr_value_equal (set_type, old, &set)))
    {
      mnr_value_clear (set_type, &set);
      return;
    }

  if (!is_optional)
    {
      mnr_value_clear (type, value);
      *(MnrObjectIdSet *) value = set;
      return;
    }
  mnr_value_clear (type, value);
  if (set.len > 0)
    {
      *(MnrObjectIdSet **) value = mnr_value_new (set_type);
      **(MnrObjectIdSet **) value = set;
    }
}

static void
read_member (MnrDraftReading *self,
             MnrAssetCreate *creation,
             const char *text)
{
  const MnrDraftFieldInfo *info = mnr_draft_field_get_info (self->field);
  const MnrType *type = NULL;
  gpointer value = mnr_draft_find_member (creation, self->field, &type);
  const MnrType *element;
  guint64 number = 0;

  if (value == NULL)
    return;
  if (info->text == MNR_TEXT_ACCOUNTS || info->text == MNR_TEXT_ASSETS)
    {
      read_list (self, type, value, text, info->text == MNR_TEXT_ASSETS);
      return;
    }
  if (info->text == MNR_TEXT_PLAIN)
    {
      g_free (*(char **) value);
      *(char **) value = g_strdup (text);
      return;
    }

  if (text[0] == '\0' && !info->is_optional)
    {
      add_problem (self, _ ("%s: nothing is entered yet"), _ (info->label));
      return;
    }
  if (info->text == MNR_TEXT_ASSET_AMOUNT)
    {
      gint64 amount = MNR_SHARE_SUPPLY_MAX;

      if (text[0] == '\0' ||
          read_amount (self, text, mnr_draft_clamp_precision (creation->precision), &amount))
        *(gint64 *) value = amount;
      return;
    }
  if (info->text == MNR_TEXT_ASSET)
    {
      g_autofree char *name = dup_stripped (text);
      MnrObjectId id = MNR_CORE_ASSET;

      if (name[0] == '\0' || read_name (self, name, TRUE, &id))
        *(MnrObjectId *) value = id;
      return;
    }

  element = type->kind == MNR_KIND_OPTIONAL ? type->element : type;
  if (text[0] == '\0')
    {
      mnr_value_clear (type, value);
      return;
    }
  if (!read_number (self, info, element, text, &number))
    return;
  if (element != type)
    {
      if (*(gpointer *) value == NULL)
        *(gpointer *) value = mnr_value_new (element);
      value = *(gpointer *) value;
    }
  write_number (element, value, number);
}

static void
read_power (MnrDraftReading *self,
            MnrAssetOptions *options,
            const char *text)
{
  guint index = self->field - MNR_DRAFT_FIRST_POWER;
  MnrPowerState state = mnr_draft_get_power (self->draft, index);

  if (strcmp (text, mnr_power_state_names[state]) != 0)
    {
      add_problem (self, _ ("“%s” is none of never, not-now, on and always"), text);
      return;
    }
  if ((mnr_powers[index].bit & MNR_POWERS_NEVER_FLAGS) != 0 &&
      (state == MNR_POWER_ON || state == MNR_POWER_ALWAYS))
    {
      add_problem (self, _ ("“%s” is a right only: it is there (not-now) or given up (never)"),
                   mnr_powers[index].name);
      return;
    }
  mnr_power_set_state (&options->issuer_permissions, &options->flags, mnr_powers[index].bit,
                       state);
}

static void
read_description (MnrDraftReading *self,
                  MnrAssetOptions *options,
                  const char *key,
                  const char *text)
{
  char *changed;

  if (self->field == MNR_DRAFT_EXPIRY && text[0] != '\0')
    {
      guint year = 0, month = 0, day = 0;

      if (strlen (text) < 10 || text[4] != '-' || text[7] != '-' ||
          sscanf (text, "%4u-%2u-%2u", &year, &month, &day) != 3 ||
          !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
        add_problem (self, _ ("“%s” is not a date: write it as 2027-12-31"), text);
    }

  changed = mnr_description_set (options->description != NULL ? options->description : "", key,
                                 text);
  g_free (options->description);
  options->description = changed;
}

/* Both sides at once, in the orientation that is there. */
static void
read_rate (MnrDraftReading *self,
           MnrAssetCreate *creation)
{
  MnrPrice *rate = &creation->common_options.core_exchange_rate;
  MnrObjectId asset = self->draft->asset != NULL ? self->draft->asset->id : MNR_NEW_ASSET;
  gboolean asset_is_base = rate->base.asset_id == asset && rate->quote.asset_id == MNR_CORE_ASSET;
  MnrAmount core = { .asset_id = MNR_CORE_ASSET }, own = { .asset_id = asset };
  gboolean good;

  self->field = MNR_DRAFT_RATE_CORE;
  good = read_amount (self, self->draft->texts[MNR_DRAFT_RATE_CORE], MNR_CORE_PRECISION,
                      &core.amount);
  self->field = MNR_DRAFT_RATE_ASSET;
  good &= read_amount (self, self->draft->texts[MNR_DRAFT_RATE_ASSET],
                       mnr_draft_clamp_precision (creation->precision), &own.amount);
  if (good)
    *rate = (MnrPrice){ .base = asset_is_base ? own : core, .quote = asset_is_base ? core : own };
}

/* The decimals of a new prediction market, where nothing is said. */
static void
read_backing_precision (MnrDraftReading *self,
                        MnrAssetCreate *creation)
{
  g_autofree char *name = dup_stripped (self->draft->texts[MNR_DRAFT_BACKING]);
  gconstpointer object = NULL;
  MnrObjectId id = MNR_CORE_ASSET;
  guint n_problems = self->problems->len;

  creation->precision = MNR_CORE_PRECISION;
  self->field = MNR_DRAFT_BACKING;
  if (name[0] != '\0' && !read_name (self, name, TRUE, &id))
    {
      /* It will be said where the backing is read. */
      g_ptr_array_set_size (self->problems, (int) n_problems);
      return;
    }

  if (self->view->get_object (self->view, id, &object) == MNR_KNOWN)
    creation->precision = ((const MnrAsset *) object)->precision;
  else if (id != MNR_CORE_ASSET)
    self->is_complete = FALSE;
}

static gboolean
is_unchanged (MnrDraft *draft,
              MnrDraftField field)
{
  return draft->base != NULL && strcmp (draft->texts[field], draft->base_texts[field]) == 0;
}

static MnrAssetCreate *
new_creation (MnrDraft *draft,
              MnrObjectId issuer)
{
  const MnrType *type = mnr_type_operation.variants[MNR_OPERATION_ASSET_CREATE];
  MnrAssetCreate *creation;

  if (draft->base != NULL)
    return mnr_value_dup (type, draft->base);

  creation = mnr_value_new (type);
  creation->issuer = issuer;
  creation->is_prediction_market = draft->kind == MNR_ASSET_PREDICTION;
  if (draft->kind != MNR_ASSET_TOKEN)
    creation->bitasset_opts = mnr_value_new (&mnr_type_bitasset_options);
  creation->common_options.max_supply = MNR_SHARE_SUPPLY_MAX;
  creation->common_options.max_market_fee = MNR_SHARE_SUPPLY_MAX;
  creation->common_options.core_exchange_rate = (MnrPrice){
    .base = { .asset_id = MNR_CORE_ASSET },
    .quote = { .asset_id = MNR_NEW_ASSET },
  };
  return creation;
}

static void
read_precision (MnrDraftReading *self,
                MnrAssetCreate *creation)
{
  const char *text = self->draft->texts[MNR_DRAFT_PRECISION];
  guint64 number;

  if (is_unchanged (self->draft, MNR_DRAFT_PRECISION))
    return;
  if (text[0] == '\0' && self->draft->kind == MNR_ASSET_PREDICTION)
    {
      read_backing_precision (self, creation);
      return;
    }
  self->field = MNR_DRAFT_PRECISION;
  if (read_digits (self, text, MNR_PRECISION_MAX, &number))
    creation->precision = (guint8) number;
}

static void
read_field (MnrDraftReading *self,
            MnrAssetCreate *creation,
            gboolean same_precision)
{
  MnrDraft *draft = self->draft;
  MnrDraftField field = self->field;
  const MnrDraftFieldInfo *info = mnr_draft_field_get_info (field);
  gboolean depends = info->text == MNR_TEXT_ASSET_AMOUNT;

  if (is_unchanged (draft, field) && (same_precision || !depends))
    return;

  if (field == MNR_DRAFT_SYMBOL && draft->base != NULL)
    add_problem (self, _ ("An asset keeps its symbol for ever: it is %s"), draft->base->symbol);
  else if (info->text == MNR_TEXT_POWER)
    read_power (self, &creation->common_options, draft->texts[field]);
  else if (g_strcmp0 (info->group, "description") == 0)
    read_description (self, &creation->common_options, info->name, draft->texts[field]);
  else
    read_member (self, creation, draft->texts[field]);
}

MnrAssetCreate *
mnr_draft_read (MnrDraftReading *self,
                MnrObjectId issuer)
{
  MnrDraft *draft = self->draft;
  MnrAssetCreate *creation = new_creation (draft, issuer);
  gboolean same_precision;

  read_precision (self, creation);
  same_precision = draft->base != NULL && creation->precision == draft->base->precision;

  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    {
      if ((mnr_draft_field_get_info (i)->kinds & draft->kind) == 0 || i == MNR_DRAFT_PRECISION ||
          i == MNR_DRAFT_RATE_CORE || i == MNR_DRAFT_RATE_ASSET || i == MNR_DRAFT_FEEDERS)
        continue;
      self->field = i;
      read_field (self, creation, same_precision);
    }

  if (!is_unchanged (draft, MNR_DRAFT_RATE_CORE) || !is_unchanged (draft, MNR_DRAFT_RATE_ASSET) ||
      !same_precision)
    read_rate (self, creation);
  return creation;
}

gboolean
mnr_draft_read_feeders (MnrDraftReading *self,
                        MnrObjectIdSet *producers)
{
  const char *text = self->draft->texts[MNR_DRAFT_FEEDERS];
  MnrObjectIdSet old = { NULL, 0 };
  const MnrBitassetData *bitasset = self->draft->bitasset;
  gboolean good;

  self->field = MNR_DRAFT_FEEDERS;
  if (self->draft->kind == MNR_ASSET_TOKEN || strcmp (text, "witnesses") == 0 ||
      strcmp (text, "committee") == 0)
    return TRUE;

  for (gsize i = 0; bitasset != NULL && i < bitasset->feeds.len; i++)
    mnr_array_append (&mnr_type_account_set, &old, &bitasset->feeds.items[i].publisher);
  good = read_names (self, text, FALSE, &old, producers);
  mnr_value_clear (&mnr_type_account_set, &old);
  return good;
}
