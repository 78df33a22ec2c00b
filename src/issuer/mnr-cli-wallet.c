/* mnr-cli-wallet.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-cli-wallet.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "mnr-draft-private.h"

#define COMMAND "create_asset"
#define PREFIX  "BTS"

/* Options */

/* Reads the members of an object into @value, which holds the defaults. */
static gboolean
read_members (MnrJsonReader *reader,
              const MnrType *type,
              gpointer value,
              const MnrPath *parent,
              GError **error)
{
  gsize count = 0;
  gboolean more;
  guint64 seen = 0;

  if (!mnr_json_reader_open (reader, '{', parent, error))
    return FALSE;

  for (;;)
    {
      MnrJsonSlice name;
      g_autofree char *text = NULL;
      MnrPath path = { .parent = parent };
      guint i = 0;

      if (!mnr_json_reader_next (reader, '}', &count, &more, parent, error))
        return FALSE;
      if (!more)
        return TRUE;
      if (!mnr_json_reader_name (reader, &name, parent, error))
        return FALSE;

      text = g_strndup (name.text, name.length);
      path.name = text;
      while (i < type->n_fields && strcmp (type->fields[i].name, text) != 0)
        i++;
      if (i == type->n_fields)
        return mnr_path_error (error, &path, MNR_CHAIN_ERROR_SYNTAX,
                               _ ("There is no such member: a node would pass over it in "
                                  "silence"));
      if (seen & (G_GUINT64_CONSTANT (1) << i))
        return mnr_path_error (error, &path, MNR_CHAIN_ERROR_SYNTAX,
                               _ ("This member stands twice"));
      seen |= G_GUINT64_CONSTANT (1) << i;

      mnr_value_clear (type->fields[i].type, mnr_field_get (&type->fields[i], value));
      /* What nodes write as an array if it is empty. */
      if (type->fields[i].type->kind == MNR_KIND_EXTENSION && mnr_json_reader_peek (reader) == '[')
        {
          gsize elements = 0;

          if (!mnr_json_reader_open (reader, '[', &path, error) ||
              !mnr_json_reader_next (reader, ']', &elements, &more, &path, error))
            return FALSE;
          if (more)
            return mnr_path_error (error, &path, MNR_CHAIN_ERROR_SYNTAX,
                                   _ ("An object is expected here"));
        }
      else if (!mnr_json_read_value (type->fields[i].type, reader, PREFIX,
                                     mnr_field_get (&type->fields[i], value), &path, error))
        return FALSE;
    }
}

/* The defaults of core's own structures (protocol.md 2.4, 2.5). */
static void
set_defaults (const MnrType *type,
              gpointer value)
{
  if (type == &mnr_type_asset_options)
    {
      MnrAssetOptions *options = value;

      options->max_supply = MNR_SHARE_SUPPLY_MAX;
      options->max_market_fee = MNR_SHARE_SUPPLY_MAX;
      options->issuer_permissions = 0x4f;
      options->core_exchange_rate.base.asset_id = MNR_CORE_ASSET;
      options->core_exchange_rate.quote.asset_id = MNR_NEW_ASSET;
    }
  else
    {
      MnrBitassetOptions *options = value;

      options->feed_lifetime_sec = 86400;
      options->minimum_feeds = 1;
      options->force_settlement_delay_sec = 86400;
      options->maximum_force_settlement_volume = 2000;
      options->short_backing_asset = MNR_CORE_ASSET;
    }
}

static gboolean
read_object (MnrJsonReader *reader,
             const MnrType *type,
             gpointer value,
             const MnrPath *path,
             GError **error)
{
  set_defaults (type, value);
  if (read_members (reader, type, value, path, error))
    return TRUE;
  mnr_value_clear (type, value);
  return FALSE;
}

static gboolean
read_text (const char *text,
           gsize length,
           const MnrType *type,
           gpointer value,
           GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };

  if (!mnr_json_reader_init (&reader, text, length, error) ||
      !read_object (&reader, type, value, NULL, error))
    return FALSE;
  if (mnr_json_reader_finish (&reader, error))
    return TRUE;
  mnr_value_clear (type, value);
  return FALSE;
}

gboolean
mnr_cli_wallet_read_options (const char *text,
                             gsize length,
                             MnrAssetOptions *options,
                             GError **error)
{
  return read_text (text, length, &mnr_type_asset_options, options, error);
}

gboolean
mnr_cli_wallet_read_bitasset_options (const char *text,
                                      gsize length,
                                      MnrBitassetOptions *options,
                                      GError **error)
{
  return read_text (text, length, &mnr_type_bitasset_options, options, error);
}

char *
mnr_cli_wallet_write_options (const MnrAssetOptions *options)
{
  GString *text = g_string_new (NULL);

  mnr_json_write (&mnr_type_asset_options, options, PREFIX, text);
  return g_string_free (text, FALSE);
}

char *
mnr_cli_wallet_write_bitasset_options (const MnrBitassetOptions *options)
{
  GString *text = g_string_new (NULL);

  mnr_json_write (&mnr_type_bitasset_options, options, PREFIX, text);
  return g_string_free (text, FALSE);
}

/* The command */

gboolean
mnr_cli_wallet_is_command (const char *text,
                           gsize length)
{
  const char *end = text + length;

  while (text < end && g_ascii_isspace (*text))
    text++;
  return (gsize) (end - text) > strlen (COMMAND) &&
         memcmp (text, COMMAND, strlen (COMMAND)) == 0 &&
         (g_ascii_isspace (text[strlen (COMMAND)]) || text[strlen (COMMAND)] == '"');
}

/* The next argument that is no object: a word, or a text in quotes. */
static char *
read_word (MnrJsonReader *reader,
           const char *what,
           GError **error)
{
  const MnrPath path = { .name = what };
  char first = mnr_json_reader_peek (reader);
  const char *start = reader->position;
  MnrJsonSlice slice;

  if (first == '"')
    return mnr_json_reader_string (reader, &slice, &path, error)
             ? g_strndup (slice.text, slice.length)
             : NULL;

  while (reader->position < reader->end &&
         (g_ascii_isalnum (*reader->position) || strchr ("_-.:/", *reader->position) != NULL) &&
         *reader->position != '\0')
    reader->position++;
  if (reader->position == start)
    {
      mnr_path_error (error, &path, MNR_CHAIN_ERROR_SYNTAX,
                      _ ("A word is missing in the command: %s"),
                      "create_asset issuer symbol precision options bitasset_options broadcast");
      return NULL;
    }
  return g_strndup (start, (gsize) (reader->position - start));
}

static gboolean
read_arguments (MnrJsonReader *reader,
                MnrAssetCreate *creation,
                char **issuer,
                gboolean *broadcast,
                GError **error)
{
  const MnrPath options_path = { .name = "common" }, bitasset_path = { .name = "bitasset_opts" };
  const MnrPath precision_path = { .name = "precision" }, broadcast_path = { .name = "broadcast" };
  g_autofree char *command = read_word (reader, "command", error), *name = NULL;
  g_autofree char *precision = NULL;
  guint64 number;

  if (command == NULL || (name = read_word (reader, "issuer", error)) == NULL ||
      (creation->symbol = read_word (reader, "symbol", error)) == NULL ||
      (precision = read_word (reader, "precision", error)) == NULL)
    return FALSE;
  if (!mnr_unsigned_parse (precision, strlen (precision), MNR_PRECISION_MAX, &number))
    return mnr_path_error (error, &precision_path, MNR_CHAIN_ERROR_VALUE,
                           _ ("“%s” is not a whole number from 0 to %u"), precision,
                           MNR_PRECISION_MAX);
  creation->precision = (guint8) number;

  if (!read_object (reader, &mnr_type_asset_options, &creation->common_options, &options_path,
                    error))
    return FALSE;
  if (mnr_json_reader_peek (reader) != '\0' && !mnr_json_reader_word (reader, "null"))
    {
      creation->bitasset_opts = mnr_value_new (&mnr_type_bitasset_options);
      if (!read_object (reader, &mnr_type_bitasset_options, creation->bitasset_opts,
                        &bitasset_path, error))
        return FALSE;
    }

  *broadcast = mnr_json_reader_peek (reader) != '\0' && mnr_json_reader_word (reader, "true");
  if (!*broadcast && mnr_json_reader_peek (reader) != '\0' &&
      !mnr_json_reader_word (reader, "false"))
    return mnr_path_error (error, &broadcast_path, MNR_CHAIN_ERROR_SYNTAX,
                           _ ("The last word of the command is true or false"));
  if (!mnr_json_reader_finish (reader, error))
    return FALSE;
  *issuer = g_steal_pointer (&name);
  return TRUE;
}

gboolean
mnr_cli_wallet_read_command (const char *text,
                             gsize length,
                             MnrAssetCreate *creation,
                             char **issuer,
                             gboolean *broadcast,
                             GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };
  g_autofree char *name = NULL;
  gboolean is_broadcast;

  if (!mnr_cli_wallet_is_command (text, length))
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_SYNTAX,
                           _ ("This is no create_asset command of cli_wallet"));
  if (!mnr_json_reader_init (&reader, text, length, error))
    return FALSE;
  if (!read_arguments (&reader, creation, &name, &is_broadcast, error))
    {
      mnr_value_clear (mnr_type_operation.variants[MNR_OPERATION_ASSET_CREATE], creation);
      return FALSE;
    }

  if (issuer != NULL)
    *issuer = g_steal_pointer (&name);
  if (broadcast != NULL)
    *broadcast = is_broadcast;
  return TRUE;
}

MnrDraft *
mnr_cli_wallet_read_draft (const char *text,
                           gsize length,
                           char **issuer,
                           gboolean *broadcast,
                           GError **error)
{
  MnrAssetCreate creation = { 0 };
  MnrDraft *draft;

  if (!mnr_cli_wallet_read_command (text, length, &creation, issuer, broadcast, error))
    return NULL;
  draft = mnr_draft_new_from_creation (&creation, NULL);
  mnr_value_clear (mnr_type_operation.variants[MNR_OPERATION_ASSET_CREATE], &creation);
  return draft;
}

char *
mnr_cli_wallet_write_command (const MnrAssetCreate *creation,
                              const char *issuer,
                              gboolean broadcast,
                              GError **error)
{
  g_autoptr (GString) line = NULL;

  if (creation->is_prediction_market)
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                      _ ("cli_wallet's create_asset cannot create a prediction market"));
      return NULL;
    }

  line = g_string_new (COMMAND " ");
  mnr_json_append_string (line, issuer);
  g_string_append_c (line, ' ');
  mnr_json_append_string (line, creation->symbol != NULL ? creation->symbol : "");
  g_string_append_printf (line, " %u ", creation->precision);
  mnr_json_write (&mnr_type_asset_options, &creation->common_options, PREFIX, line);
  g_string_append_c (line, ' ');
  if (creation->bitasset_opts != NULL)
    mnr_json_write (&mnr_type_bitasset_options, creation->bitasset_opts, PREFIX, line);
  else
    g_string_append (line, "null");
  g_string_append (line, broadcast ? " true" : " false");
  return g_string_free (g_steal_pointer (&line), FALSE);
}
