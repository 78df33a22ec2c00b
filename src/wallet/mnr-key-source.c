/* mnr-key-source.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-key-source.h"

G_DEFINE_INTERFACE (MnrKeySource, mnr_key_source, G_TYPE_OBJECT)

static void
mnr_key_source_default_init (MnrKeySourceInterface *iface)
{
}

void
mnr_key_source_list_async (MnrKeySource *self,
                           const MnrChainId *chain_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (MNR_IS_KEY_SOURCE (self));

  MNR_KEY_SOURCE_GET_IFACE (self)->list_async (self, chain_id, cancellable, callback, user_data);
}

MnrPublicKeySet *
mnr_key_source_list_finish (MnrKeySource *self,
                            GAsyncResult *result,
                            GError **error)
{
  g_return_val_if_fail (MNR_IS_KEY_SOURCE (self), NULL);

  return MNR_KEY_SOURCE_GET_IFACE (self)->list_finish (self, result, error);
}

void
mnr_key_source_load_async (MnrKeySource *self,
                           const MnrChainId *chain_id,
                           const MnrPublicKey *key,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (MNR_IS_KEY_SOURCE (self));

  MNR_KEY_SOURCE_GET_IFACE (self)->load_async (self, chain_id, key, cancellable, callback,
                                               user_data);
}

MnrPrivateKey *
mnr_key_source_load_finish (MnrKeySource *self,
                            GAsyncResult *result,
                            GError **error)
{
  g_return_val_if_fail (MNR_IS_KEY_SOURCE (self), NULL);

  return MNR_KEY_SOURCE_GET_IFACE (self)->load_finish (self, result, error);
}
