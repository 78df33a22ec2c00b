/* mnr-text-line.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-text-line.h"

#include <glib/gi18n-lib.h>

#include "chain/values/mnr-text.h"

static void
free_line (gpointer data)
{
  MnrTextLine *line = data;

  g_free (line->label);
  g_free (line->text);
  g_free (line);
}

GPtrArray *
mnr_text_lines_new (void)
{
  return g_ptr_array_new_with_free_func (free_line);
}

void
mnr_text_lines_add (GPtrArray *lines,
                    const char *group,
                    const char *label,
                    const char *text,
                    ...)
{
  MnrTextLine *line = g_new0 (MnrTextLine, 1);
  g_autofree char *raw = NULL;
  va_list args;

  va_start (args, text);
  raw = g_strdup_vprintf (text, args);
  va_end (args);
  line->group = group;
  line->label = g_strdup (label);
  line->text = mnr_text_make_visible (raw);
  g_ptr_array_add (lines, line);
}

static char *
name_or_id (const char *name,
            MnrObjectId id)
{
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  return g_strdup (name != NULL && name[0] != '\0' ? name : mnr_object_id_format (id, text));
}

static const MnrAsset *
find_asset (const MnrView *view,
            MnrObjectId asset)
{
  gconstpointer object = NULL;

  if (mnr_object_id_get_type (asset) != MNR_OBJECT_ASSET ||
      view->get_object (view, asset, &object) != MNR_KNOWN)
    return NULL;
  return object;
}

char *
mnr_view_name_asset (const MnrView *view,
                     MnrObjectId asset)
{
  const MnrAsset *found = find_asset (view, asset);

  return name_or_id (found != NULL ? found->symbol : NULL, asset);
}

char *
mnr_view_name_account (const MnrView *view,
                       MnrObjectId account)
{
  gconstpointer object = NULL;

  if (mnr_object_id_get_type (account) != MNR_OBJECT_ACCOUNT ||
      view->get_object (view, account, &object) != MNR_KNOWN)
    return name_or_id (NULL, account);
  return name_or_id (((const MnrAccount *) object)->name, account);
}

char *
mnr_view_format_amount (const MnrView *view,
                        gint64 amount,
                        MnrObjectId asset)
{
  const MnrAsset *found = find_asset (view, asset);
  g_autofree char *name = mnr_view_name_asset (view, asset);
  g_autofree char *number = NULL, *grouped = NULL;

  if (found == NULL || found->precision > MNR_PRECISION_MAX)
    {
      number = mnr_decimal_format (amount, 0);
      grouped = mnr_decimal_group (number);
      return g_strdup_printf (_ ("%s smallest units of %s"), grouped, name);
    }
  number = mnr_decimal_format (amount, found->precision);
  grouped = mnr_decimal_group (number);
  return g_strdup_printf ("%s %s", grouped, name);
}
