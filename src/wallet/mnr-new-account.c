/* mnr-new-account.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-new-account.h"

#include <string.h>

/* "P" and the text of a random key, as the web wallet makes them. */
static MnrSecret *
make_password (GError **error)
{
  g_autoptr (MnrPrivateKey) random = mnr_private_key_new_random (error);
  g_autoptr (MnrSecret) wif = random != NULL ? mnr_private_key_to_wif (random, error) : NULL;
  MnrSecret *password = wif != NULL ? mnr_secret_new (wif->size + 1, error) : NULL;

  if (password == NULL)
    return NULL;
  password->data[0] = 'P';
  memcpy (password->data + 1, wif->data, wif->size);
  mnr_secret_burn_stack ();
  return password;
}

MnrNewAccount *
mnr_new_account_new (const char *name,
                     GError **error)
{
  g_autoptr (MnrNewAccount) self = g_new0 (MnrNewAccount, 1);

  self->name = g_strdup (name);
  self->password = make_password (error);
  if (self->password == NULL)
    return NULL;
  self->owner = mnr_private_key_new_from_password (name, "owner", self->password, error);
  if (self->owner == NULL)
    return NULL;
  self->active = mnr_private_key_new_from_password (name, "active", self->password, error);
  if (self->active == NULL)
    return NULL;
  self->memo = mnr_private_key_new_from_password (name, "memo", self->password, error);
  return self->memo != NULL ? g_steal_pointer (&self) : NULL;
}

void
mnr_new_account_free (MnrNewAccount *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  mnr_secret_free (self->password);
  mnr_private_key_free (self->owner);
  mnr_private_key_free (self->active);
  mnr_private_key_free (self->memo);
  g_free (self);
}
