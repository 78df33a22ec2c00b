/* mnr-remedy.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-remedy.h"

#include <glib/gi18n.h>

#include "chain/values/mnr-text.h"
#include "node/mnr-node-error.h"
#include "wallet/mnr-database.h"
#include "wallet/mnr-wallet-error.h"

static const char *
get_remedy (const GError *error)
{
  if (g_error_matches (error, MNR_NODE_ERROR, MNR_NODE_ERROR_CONNECT) ||
      g_error_matches (error, MNR_NODE_ERROR, MNR_NODE_ERROR_TIMEOUT) ||
      g_error_matches (error, MNR_NODE_ERROR, MNR_NODE_ERROR_CLOSED))
    return _ ("Check that this computer is online; the network’s page says more.");
  if (g_error_matches (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_FULL))
    return _ ("Make room on the disk, and try again.");
  if (error->domain != MNR_WALLET_ERROR)
    return NULL;
  switch (error->code)
    {
    case MNR_WALLET_ERROR_NO_KEY_RING:
      return _ ("Install a key ring, such as GNOME Keyring or KWallet, sign in to the desktop "
                "again, and try once more.");
    case MNR_WALLET_ERROR_LOCKED:
      return _ ("Type the key ring’s password when the desktop asks for it, and try again.");
    case MNR_WALLET_ERROR_TIMEOUT:
      return _ ("Look whether the desktop asks for the key ring’s password behind this window, and "
                "try again.");
    case MNR_WALLET_ERROR_REFUSED:
      return _ ("Look into the desktop’s program for passwords and keys whether the key ring is in "
                "order, and try again.");
    default:
      return NULL;
    }
}

char *
mnr_remedy_describe (const GError *error)
{
  const char *remedy = get_remedy (error);
  g_autofree char *sentence = mnr_text_capitalise (error->message);

  return remedy != NULL ? g_strdup_printf ("%s\n%s", sentence, remedy)
                        : g_steal_pointer (&sentence);
}
