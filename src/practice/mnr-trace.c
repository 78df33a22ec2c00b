/* mnr-trace.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-trace.h"

#include <glib/gi18n.h>
#include <string.h>

#include "chain/wire/mnr-json.h"

static void
snapshot_free (gpointer data)
{
  MnrSnapshot *self = data;

  g_free (self->what);
  g_free (self);
}

static void
step_free (gpointer data)
{
  MnrStep *self = data;

  g_free (self->label);
  g_free (self->unreadable);
  g_free (self->error);
  g_clear_pointer (&self->transaction, mnr_transaction_free);
  g_ptr_array_unref (self->snapshots);
  g_free (self);
}

void
mnr_trace_free (MnrTrace *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->steps);
  g_free (self->text);
  g_free (self);
}

/* A node's words may hold escapes that nothing else here reads; what follows
 * from them is only whether a text occurs. */
static char *
unescape (const MnrJsonSlice *json)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 1; i + 1 < json->length; i++)
    {
      if (json->text[i] == '\\')
        i++;
      g_string_append_c (text, json->text[i]);
    }
  return g_string_free (text, FALSE);
}

static gboolean
read_text (MnrJsonReader *reader,
           char **text,
           GError **error)
{
  MnrJsonSlice json;

  if (!mnr_json_reader_skip (reader, &json, NULL, error))
    return FALSE;

  g_free (*text);
  *text = unescape (&json);
  return TRUE;
}

/* What the chain library does not even read is refused by it, as a node refuses
 * it later: that is for the replay to compare, and no error here. */
static gboolean
read_operations (MnrStep *step,
                 MnrJsonReader *reader,
                 const char *prefix,
                 GError **error)
{
  g_autoptr (GError) refusal = NULL;
  MnrJsonSlice json;

  if (!mnr_json_reader_skip (reader, &json, NULL, error))
    return FALSE;

  g_clear_pointer (&step->transaction, mnr_transaction_free);
  g_clear_pointer (&step->unreadable, g_free);
  step->transaction = mnr_transaction_new ();
  if (!mnr_json_read (&mnr_type_operations, json.text, json.length, prefix,
                      &step->transaction->operations, &refusal))
    step->unreadable = g_strdup (refusal->message);
  return TRUE;
}

static gboolean
read_member (MnrStep *step,
             const MnrJsonSlice *name,
             MnrJsonReader *reader,
             const char *prefix,
             GError **error)
{
  MnrSnapshot *snapshot;

  if (mnr_json_slice_equal (name, "label"))
    return read_text (reader, &step->label, error);
  if (mnr_json_slice_equal (name, "error"))
    return read_text (reader, &step->error, error);
  if (mnr_json_slice_equal (name, "accepted"))
    return mnr_json_read_value (&mnr_type_bool, reader, "", &step->accepted, NULL, error);
  if (mnr_json_slice_equal (name, "time"))
    return mnr_json_read_value (&mnr_type_time, reader, "", &step->time, NULL, error);
  if (mnr_json_slice_equal (name, "block"))
    return mnr_json_read_value (&mnr_type_u32, reader, "", &step->block, NULL, error);

  if (mnr_json_slice_equal (name, "operations"))
    return read_operations (step, reader, prefix, error);

  snapshot = g_new0 (MnrSnapshot, 1);
  snapshot->what = g_strndup (name->text, name->length);
  g_ptr_array_add (step->snapshots, snapshot);
  return mnr_json_reader_skip (reader, &snapshot->json, NULL, error);
}

static MnrStep *
read_step (MnrJsonReader *reader,
           const char *prefix,
           GError **error)
{
  MnrStep *step = g_new0 (MnrStep, 1);
  gsize count = 0;
  gboolean more;

  step->label = g_strdup ("");
  step->error = g_strdup ("");
  step->snapshots = g_ptr_array_new_with_free_func (snapshot_free);

  if (mnr_json_reader_open (reader, '{', NULL, error))
    while (mnr_json_reader_next (reader, '}', &count, &more, NULL, error))
      {
        MnrJsonSlice name;
        char *copy;
        gboolean good;

        if (!more)
          return step;
        if (!mnr_json_reader_name (reader, &name, NULL, error))
          break;

        copy = g_strndup (name.text, name.length);
        name.text = copy;
        good = read_member (step, &name, reader, prefix, error);
        g_free (copy);
        if (!good)
          break;
      }

  g_prefix_error (error, "%s: ", step->label);
  step_free (step);
  return NULL;
}

static gboolean
read_steps (MnrTrace *self,
            MnrJsonReader *reader,
            const char *prefix,
            GError **error)
{
  gsize count = 0;
  gboolean more;

  if (!mnr_json_reader_open (reader, '[', NULL, error))
    return FALSE;

  while (mnr_json_reader_next (reader, ']', &count, &more, NULL, error))
    {
      MnrStep *step;

      if (!more)
        return TRUE;
      step = read_step (reader, prefix, error);
      if (step == NULL)
        return FALSE;
      g_ptr_array_add (self->steps, step);
    }
  return FALSE;
}

static gboolean
read_trace (MnrTrace *self,
            gsize length,
            const char *prefix,
            GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };
  gsize count = 0;
  gboolean more;

  if (!mnr_json_reader_init (&reader, self->text, length, error) ||
      !mnr_json_reader_open (&reader, '{', NULL, error))
    return FALSE;

  while (mnr_json_reader_next (&reader, '}', &count, &more, NULL, error))
    {
      MnrJsonSlice name, skipped;
      gboolean good;

      if (!more)
        break;
      if (!mnr_json_reader_name (&reader, &name, NULL, error))
        return FALSE;

      if (mnr_json_slice_equal (&name, "global_properties"))
        good = mnr_json_reader_skip (&reader, &self->global_properties, NULL, error);
      else if (mnr_json_slice_equal (&name, "genesis"))
        good = mnr_json_reader_skip (&reader, &self->genesis, NULL, error);
      else if (mnr_json_slice_equal (&name, "steps"))
        good = read_steps (self, &reader, prefix, error);
      else
        good = mnr_json_reader_skip (&reader, &skipped, NULL, error);
      if (!good)
        return FALSE;
    }
  if (more)
    return FALSE;

  if (self->global_properties.text == NULL || self->genesis.text == NULL)
    {
      g_set_error_literal (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_DATA,
                           _ ("This is not a trace: it has no genesis"));
      return FALSE;
    }
  return TRUE;
}

MnrTrace *
mnr_trace_new_from_file (const char *name,
                         const char *prefix,
                         GError **error)
{
  g_autoptr (MnrTrace) self = g_new0 (MnrTrace, 1);
  gsize length;

  self->steps = g_ptr_array_new_with_free_func (step_free);
  if (!g_file_get_contents (name, &self->text, &length, error))
    return NULL;
  if (!read_trace (self, length, prefix, error))
    {
      g_prefix_error (error, "%s: ", name);
      return NULL;
    }
  return g_steal_pointer (&self);
}
