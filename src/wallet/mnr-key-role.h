/* mnr-key-role.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What a key of an account is for; a key may have several roles. */
typedef enum
{
  MNR_KEY_OWNER = 1 << 0,
  MNR_KEY_ACTIVE = 1 << 1,
  MNR_KEY_MEMO = 1 << 2,
} MnrKeyRoles;

#define MNR_KEY_ROLES_ALL (MNR_KEY_OWNER | MNR_KEY_ACTIVE | MNR_KEY_MEMO)

/** How roles are written down: "owner", "active", "memo", joined by '+'; "" for none. */
char *mnr_key_roles_format (MnrKeyRoles roles);

/** Reads what mnr_key_roles_format() writes; words that are none count for nothing. */
MnrKeyRoles mnr_key_roles_parse (const char *text);

G_END_DECLS
