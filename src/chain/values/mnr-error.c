/* mnr-error.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-error.h"

#include "mnr-text.h"

G_DEFINE_QUARK (mnr-chain-error-quark, mnr_chain_error);

static void
append_path (GString *text,
             const MnrPath *path)
{
  if (path == NULL)
    return;

  append_path (text, path->parent);
  if (path->name == NULL)
    g_string_append_printf (text, "[%" G_GSIZE_FORMAT "]", path->index);
  else
    g_string_append_printf (text, "%s%s", text->len > 0 ? "." : "", path->name);
}

gboolean
mnr_path_error (GError **error,
                const MnrPath *path,
                MnrChainError code,
                const char *format,
                ...)
{
  g_autoptr (GString) message = NULL;
  g_autofree char *visible = NULL;
  va_list args;

  if (error == NULL)
    return FALSE;

  message = g_string_new (NULL);
  append_path (message, path);
  if (message->len > 0)
    g_string_append (message, ": ");
  va_start (args, format);
  g_string_append_vprintf (message, format, args);
  va_end (args);
  /* What it quotes may be anything, and stays within its line. */
  visible = mnr_text_make_visible (message->str);
  g_set_error_literal (error, MNR_CHAIN_ERROR, code, visible);
  return FALSE;
}
