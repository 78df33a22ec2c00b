/* mnr-key-role.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-key-role.h"

#include <string.h>

static const struct
{
  MnrKeyRoles role;
  const char *name;
} names[] = {
  { MNR_KEY_OWNER, "owner" },
  { MNR_KEY_ACTIVE, "active" },
  { MNR_KEY_MEMO, "memo" },
};

char *
mnr_key_roles_format (MnrKeyRoles roles)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (roles & names[i].role)
      {
        if (text->len > 0)
          g_string_append_c (text, '+');
        g_string_append (text, names[i].name);
      }
  return g_string_free (text, FALSE);
}

MnrKeyRoles
mnr_key_roles_parse (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, "+", -1);
  MnrKeyRoles roles = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strv_contains ((const char *const *) words, names[i].name))
      roles |= names[i].role;
  return roles;
}
