/* mnr-draft-file.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drafts as files; data/templates/README.md describes them.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "mnr-cli-wallet.h"
#include "mnr-draft-private.h"

/* No description that fits into a transaction comes near it. */
#define FILE_SIZE_MAX (1024 * 1024)

#define VERSION_KEY  "moneyer_draft"
#define KIND_KEY     "kind"
#define NETWORK_KEY  "network"
#define CHAIN_ID_KEY "chain_id"

/* Keys and addresses, of which assets have none. */
#define PREFIX "BTS"

static const struct
{
  MnrAssetKind kind;
  const char *name;
} kinds[] = {
  { MNR_ASSET_TOKEN, "token" },
  { MNR_ASSET_SMARTCOIN, "smartcoin" },
  { MNR_ASSET_PREDICTION, "prediction-market" },
};

static const char *const groups[] = {
  "description",
  "powers",
  "market_fees",
  "rate",
  "lists",
  "backing",
};

/* Reading */

static gboolean
read_list (MnrJsonReader *reader,
           GString *text,
           const MnrPath *path,
           GError **error)
{
  gsize count = 0;
  gboolean more;

  if (!mnr_json_reader_open (reader, '[', path, error))
    return FALSE;

  for (;;)
    {
      MnrPath inner = { .parent = path, .index = count };
      MnrJsonSlice slice;
      g_autofree char *json = NULL, *item = NULL;

      if (!mnr_json_reader_next (reader, ']', &count, &more, path, error))
        return FALSE;
      if (!more)
        return TRUE;
      if (!mnr_json_reader_skip (reader, &slice, &inner, error))
        return FALSE;
      json = g_strndup (slice.text, slice.length);
      item = mnr_json_unescape (json, &inner, error);
      if (item == NULL)
        return FALSE;
      g_string_append_printf (text, "%s%s", count > 1 ? ", " : "", item);
    }
}

/* The text of a member: a string, a number, a list of strings, or null. */
static char *
read_text (const char *json,
           const MnrDraftFieldInfo *info,
           const MnrPath *path,
           GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };
  g_autoptr (GString) text = NULL;
  MnrJsonSlice number;

  switch (json[0])
    {
    case '"':
      return mnr_json_unescape (json, path, error);

    case '[':
      if (info->text != MNR_TEXT_ACCOUNTS && info->text != MNR_TEXT_ASSETS &&
          info->text != MNR_TEXT_FEEDERS)
        break;
      text = g_string_new (NULL);
      if (!mnr_json_reader_init (&reader, json, strlen (json), error) ||
          !read_list (&reader, text, path, error))
        return NULL;
      return g_string_free (g_steal_pointer (&text), FALSE);

    case 'n':
      return g_strdup ("");

    default:
      if (!mnr_json_reader_init (&reader, json, strlen (json), error))
        return NULL;
      if (mnr_json_reader_number (&reader, &number, path, NULL))
        return g_strndup (number.text, number.length);
      break;
    }

  mnr_path_error (error, path, MNR_CHAIN_ERROR_SYNTAX, _ ("A text is expected here"));
  return NULL;
}

/* Takes the fields of an object of the file, or of the file itself. */
static gboolean
read_fields (MnrDraft *self,
             const MnrRawObject *object,
             const char *group,
             const MnrPath *parent,
             GError **error)
{
  const char *name;

  for (guint i = 0; (name = mnr_raw_object_get_name (object, i)) != NULL; i++)
    {
      int field = mnr_draft_field_find (group, name);
      const MnrPath path = { .parent = parent, .name = name };
      char *text;

      if (field < 0)
        continue;
      text = read_text (mnr_raw_object_get (object, name),
                        mnr_draft_field_get_info ((MnrDraftField) field), &path, error);
      if (text == NULL)
        return FALSE;
      mnr_draft_take_text (self, (MnrDraftField) field, text);
    }
  return TRUE;
}

static gboolean
read_kind (const MnrRawObject *file,
           MnrAssetKind *kind,
           GError **error)
{
  const MnrPath path = { .name = KIND_KEY };
  const char *json = mnr_raw_object_get (file, KIND_KEY);
  g_autofree char *name = NULL;

  *kind = MNR_ASSET_TOKEN;
  if (json == NULL)
    return TRUE;
  name = mnr_json_unescape (json, &path, error);
  if (name == NULL)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (name, kinds[i].name) == 0)
      {
        *kind = kinds[i].kind;
        return TRUE;
      }
  return mnr_path_error (error, &path, MNR_CHAIN_ERROR_UNKNOWN,
                         _ ("“%s” is no kind of asset: there are token, smartcoin and "
                            "prediction-market"),
                         name);
}

static gboolean
check_version (const MnrRawObject *file,
               GError **error)
{
  const MnrPath path = { .name = VERSION_KEY };
  const char *json = mnr_raw_object_get (file, VERSION_KEY);
  guint64 version = 0;

  if (!mnr_unsigned_parse (json, strlen (json), G_MAXUINT32, &version) || version == 0)
    return mnr_path_error (error, &path, MNR_CHAIN_ERROR_SYNTAX,
                           _ ("The version of the format is a number from 1"));
  if (version > MNR_DRAFT_VERSION)
    return mnr_path_error (error, &path, MNR_CHAIN_ERROR_UNKNOWN,
                           _ ("The draft was written by a newer Moneyer: its format is %u, this "
                              "program reads up to %u"),
                           (guint) version, MNR_DRAFT_VERSION);
  return TRUE;
}

/* The base: the asset, and what is of it if it is backed. */
static gboolean
check_base (const MnrAsset *asset,
            const MnrBitassetData *bitasset,
            const MnrPath *path,
            GError **error)
{
  if (asset->symbol == NULL || asset->symbol[0] == '\0')
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE, _ ("The asset has no symbol"));
  if (asset->precision > MNR_PRECISION_MAX)
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                           _ ("The asset has %u decimals; the chain allows at most %u"),
                           asset->precision, MNR_PRECISION_MAX);
  if ((asset->bitasset_data_id != NULL) != (bitasset != NULL) ||
      (bitasset != NULL && bitasset->id != *asset->bitasset_data_id))
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                           _ ("“asset” and “bitasset” do not belong together"));
  return TRUE;
}

static gboolean
read_base_object (const MnrRawObject *base,
                  const char *name,
                  const MnrType *type,
                  gpointer value,
                  const MnrPath *parent,
                  GError **error)
{
  const MnrPath path = { .parent = parent, .name = name };
  const char *json = mnr_raw_object_get (base, name);
  g_auto (MnrJsonReader) reader = { 0 };

  if (json == NULL)
    return mnr_path_error (error, &path, MNR_CHAIN_ERROR_SYNTAX, _ ("It is missing"));
  return mnr_json_reader_init (&reader, json, strlen (json), error) &&
         mnr_json_read_value (type, &reader, PREFIX, value, &path, error);
}

static gboolean
read_base (MnrDraft *self,
           const char *json,
           GError **error)
{
  const MnrPath path = { .name = MNR_DRAFT_BASE_KEY };
  g_autoptr (MnrRawObject) base = mnr_raw_object_parse (json, strlen (json), TRUE, &path, error);
  MnrAsset asset = { 0 };
  MnrBitassetData bitasset = { 0 };
  gboolean has_bitasset, good;

  if (base == NULL)
    return FALSE;

  has_bitasset = mnr_raw_object_get (base, "bitasset") != NULL;
  good = read_base_object (base, "asset", &mnr_type_asset, &asset, &path, error) &&
         (!has_bitasset || read_base_object (base, "bitasset", &mnr_type_bitasset_data, &bitasset,
                                             &path, error)) &&
         check_base (&asset, has_bitasset ? &bitasset : NULL, &path, error);
  if (good)
    {
      mnr_draft_set_base (self, &asset, has_bitasset ? &bitasset : NULL);
      /* What the file does not mention is as it is on the chain. */
      for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
        if (mnr_draft_field_get_info (i)->kinds & self->kind)
          mnr_draft_take_text (self, i, g_strdup (self->base_texts[i]));
    }
  mnr_value_clear (&mnr_type_asset, &asset);
  mnr_value_clear (&mnr_type_bitasset_data, &bitasset);
  return good;
}

/* A member that says where the draft belongs, if it is there. */
static gboolean
read_place (MnrDraft *self,
            const char *key,
            char **place,
            GError **error)
{
  const MnrPath path = { .name = key };
  const char *json = mnr_raw_object_get (self->file, key);

  if (json == NULL)
    return TRUE;
  *place = mnr_json_unescape (json, &path, error);
  return *place != NULL;
}

static gboolean
read_file (MnrDraft *self,
           GError **error)
{
  const char *base = mnr_raw_object_get (self->file, MNR_DRAFT_BASE_KEY);
  MnrAssetKind kind = self->kind;

  if (!read_place (self, NETWORK_KEY, &self->network, error) ||
      !read_place (self, CHAIN_ID_KEY, &self->chain_id, error))
    return FALSE;
  if (base != NULL && !read_base (self, base, error))
    return FALSE;
  if (base != NULL && self->kind != kind && mnr_raw_object_get (self->file, KIND_KEY) != NULL)
    {
      const MnrPath path = { .name = KIND_KEY };

      return mnr_path_error (error, &path, MNR_CHAIN_ERROR_VALUE,
                             _ ("The asset in “base” is of another kind"));
    }

  if (!read_fields (self, self->file, NULL, NULL, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      const MnrPath path = { .name = groups[i] };
      const char *json = mnr_raw_object_get (self->file, groups[i]);
      g_autoptr (MnrRawObject) object = NULL;

      if (json == NULL)
        continue;
      object = mnr_raw_object_parse (json, strlen (json), TRUE, &path, error);
      if (object == NULL || !read_fields (self, object, groups[i], &path, error))
        return FALSE;
    }

  /* Somebody who writes the one does not have to write the other. */
  if (strcmp (self->texts[MNR_DRAFT_FEEDERS], "witnesses") == 0 ||
      strcmp (self->texts[MNR_DRAFT_FEEDERS], "committee") == 0)
    mnr_draft_settle_feeders (self, MNR_DRAFT_FEEDERS);
  else if (self->texts[MNR_DRAFT_FEEDERS][0] == '\0')
    for (guint i = 0; i < MNR_N_POWERS; i++)
      if (mnr_powers[i].bit == MNR_POWER_WITNESS_FED_ASSET ||
          mnr_powers[i].bit == MNR_POWER_COMMITTEE_FED_ASSET)
        mnr_draft_settle_feeders (self, MNR_DRAFT_FIRST_POWER + i);
  return TRUE;
}

static MnrDraft *
new_from_options (const char *text,
                  gsize length,
                  GError **error)
{
  MnrAssetCreate creation = { .symbol = g_strdup (""), .precision = 4 };
  MnrDraft *self = NULL;

  if (mnr_cli_wallet_read_options (text, length, &creation.common_options, error))
    {
      self = mnr_draft_new_from_creation (&creation, NULL);
      /* The options do not say what would tell how many tokens their units are. */
      mnr_draft_take_text (self, MNR_DRAFT_SYMBOL, g_strdup (""));
    }
  mnr_value_clear (mnr_type_operation.variants[MNR_OPERATION_ASSET_CREATE], &creation);
  return self;
}

MnrDraft *
mnr_draft_new_from_json (const char *text,
                         gsize length,
                         GError **error)
{
  g_autoptr (MnrRawObject) file = NULL;
  g_autoptr (MnrDraft) self = NULL;
  MnrAssetKind kind;

  if (length > FILE_SIZE_MAX)
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                      _ ("The file is too large for a draft: more than %u bytes"), FILE_SIZE_MAX);
      return NULL;
    }
  if (mnr_cli_wallet_is_command (text, length))
    return mnr_cli_wallet_read_draft (text, length, NULL, NULL, error);

  file = mnr_raw_object_parse (text, length, TRUE, NULL, error);
  if (file == NULL)
    return NULL;
  if (mnr_raw_object_get (file, VERSION_KEY) == NULL)
    {
      if (mnr_raw_object_get (file, "max_supply") != NULL ||
          mnr_raw_object_get (file, "issuer_permissions") != NULL ||
          mnr_raw_object_get (file, "core_exchange_rate") != NULL)
        return new_from_options (text, length, error);
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_SYNTAX,
                      _ ("This is no draft of Moneyer: the member “%s” is missing"), VERSION_KEY);
      return NULL;
    }

  if (!check_version (file, error) || !read_kind (file, &kind, error))
    return NULL;
  self = mnr_draft_new (kind);
  self->file = g_steal_pointer (&file);
  if (!read_file (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Writing */

static void
set_string (MnrRawObject *object,
            const char *name,
            const char *text)
{
  g_autoptr (GString) json = g_string_new (NULL);

  mnr_json_append_string (json, text);
  mnr_raw_object_set (object, name, json->str);
}

/* A list, if reading it gives the same text again. */
static gboolean
append_list (GString *json,
             const char *text)
{
  g_auto (GStrv) items = g_strsplit (text, ", ", -1);

  g_string_append_c (json, '[');
  for (guint i = 0; items[i] != NULL; i++)
    {
      if (items[i][0] == '\0' || strpbrk (items[i], ",; \t\n") != NULL)
        return FALSE;
      if (i > 0)
        g_string_append (json, ", ");
      mnr_json_append_string (json, items[i]);
    }
  g_string_append_c (json, ']');
  return TRUE;
}

static void
set_field (MnrRawObject *object,
           const MnrDraftFieldInfo *info,
           const char *text)
{
  g_autoptr (GString) list = g_string_new (NULL);
  gboolean is_word = strcmp (text, "witnesses") == 0 || strcmp (text, "committee") == 0;

  if ((info->text == MNR_TEXT_ACCOUNTS || info->text == MNR_TEXT_ASSETS ||
       info->text == MNR_TEXT_FEEDERS) &&
      text[0] != '\0' && !is_word && append_list (list, text))
    mnr_raw_object_set (object, info->name, list->str);
  else
    set_string (object, info->name, text);
}

/* Whether the member of the file says the same already: then it stays as it is written. */
static gboolean
is_said (const MnrRawObject *object,
         const MnrDraftFieldInfo *info,
         const char *text)
{
  const char *json = mnr_raw_object_get (object, info->name);
  g_autofree char *said = json != NULL ? read_text (json, info, NULL, NULL) : NULL;

  return g_strcmp0 (said, text) == 0;
}

static gboolean
is_worth_writing (MnrDraft *self,
                  MnrDraftField field,
                  const MnrRawObject *object)
{
  const MnrDraftFieldInfo *info = mnr_draft_field_get_info (field);
  const char *usual = mnr_draft_get_default (self->kind, field);

  if (mnr_raw_object_get (object, info->name) != NULL)
    return TRUE;
  /* What this kind of asset does not have is kept if somebody typed it. */
  if ((info->kinds & self->kind) == 0)
    return strcmp (self->texts[field], usual) != 0;
  if (self->base != NULL && self->base_texts[field][0] != '\0')
    return TRUE;
  return self->texts[field][0] != '\0' || usual[0] != '\0';
}

static void
write_fields (MnrDraft *self,
              MnrRawObject *object,
              const char *group)
{
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    {
      const MnrDraftFieldInfo *info = mnr_draft_field_get_info (i);

      if (g_strcmp0 (info->group, group) == 0 && is_worth_writing (self, i, object) &&
          !is_said (object, info, self->texts[i]))
        set_field (object, info, self->texts[i]);
    }
}

static void
write_group (MnrDraft *self,
             MnrRawObject *file,
             const char *group)
{
  const char *json = mnr_raw_object_get (file, group);
  g_autoptr (MnrRawObject) object = NULL;
  g_autofree char *text = NULL;

  object = json != NULL ? mnr_raw_object_parse (json, strlen (json), TRUE, NULL, NULL) : NULL;
  if (object == NULL)
    object = mnr_raw_object_new (4);
  write_fields (self, object, group);
  text = mnr_raw_object_to_text (object);
  if (json != NULL || mnr_raw_object_get_name (object, 0) != NULL)
    mnr_raw_object_set (file, group, text);
}

static void
write_base (MnrDraft *self,
            MnrRawObject *file)
{
  g_autoptr (GString) json = g_string_new ("{\"asset\": ");

  mnr_json_write (&mnr_type_asset, self->asset, PREFIX, json);
  if (self->bitasset != NULL)
    {
      g_string_append (json, ", \"bitasset\": ");
      mnr_json_write (&mnr_type_bitasset_data, self->bitasset, PREFIX, json);
    }
  g_string_append_c (json, '}');
  mnr_raw_object_set (file, MNR_DRAFT_BASE_KEY, json->str);
}

char *
mnr_draft_to_json (MnrDraft *self)
{
  g_autoptr (MnrRawObject) file = NULL;
  g_autofree char *version = g_strdup_printf ("%u", MNR_DRAFT_VERSION);
  g_autofree char *before = NULL;

  g_return_val_if_fail (MNR_IS_DRAFT (self), NULL);

  if (self->file != NULL)
    {
      before = mnr_raw_object_to_text (self->file);
      file = mnr_raw_object_parse (before, strlen (before), TRUE, NULL, NULL);
    }
  if (file == NULL)
    file = mnr_raw_object_new (2);

  mnr_raw_object_set (file, VERSION_KEY, version);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == self->kind)
      set_string (file, KIND_KEY, kinds[i].name);
  if (self->network != NULL)
    set_string (file, NETWORK_KEY, self->network);
  if (self->chain_id != NULL)
    set_string (file, CHAIN_ID_KEY, self->chain_id);
  write_fields (self, file, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    write_group (self, file, groups[i]);
  if (self->base != NULL && mnr_raw_object_get (file, MNR_DRAFT_BASE_KEY) == NULL)
    write_base (self, file);
  return mnr_raw_object_to_text (file);
}

MnrDraft *
mnr_draft_new_from_text (const char *text,
                         gsize length,
                         GError **error)
{
  if (length <= FILE_SIZE_MAX && mnr_cli_wallet_is_command (text, length))
    return mnr_cli_wallet_read_draft (text, length, NULL, NULL, error);
  return mnr_draft_new_from_json (text, length, error);
}
