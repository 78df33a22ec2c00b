/* mnr-key-source.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "chain/protocol/mnr-transaction.h"

G_BEGIN_DECLS

/**
 * MnrKeySource:
 *
 * Where private keys are when nobody signs: the key ring of the desktop, or a
 * file on a machine without one. What keys there are can be asked without
 * touching them; a key comes out into locked memory for one signature.
 */
#define MNR_TYPE_KEY_SOURCE (mnr_key_source_get_type ())
G_DECLARE_INTERFACE (MnrKeySource, mnr_key_source, MNR, KEY_SOURCE, GObject)

struct _MnrKeySourceInterface
{
  GTypeInterface parent_interface;

  /* The public keys on a chain; returns (transfer full) MnrPublicKeySet *. */
  void (*list_async) (MnrKeySource *self,
                      const MnrChainId *chain_id,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  MnrPublicKeySet *(*list_finish) (MnrKeySource *self,
                                   GAsyncResult *result,
                                   GError **error);

  /* The private key of a public one; to be freed, and so wiped, at once. */
  void (*load_async) (MnrKeySource *self,
                      const MnrChainId *chain_id,
                      const MnrPublicKey *key,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  MnrPrivateKey *(*load_finish) (MnrKeySource *self,
                                 GAsyncResult *result,
                                 GError **error);
};

/**
 * mnr_key_source_list_async:
 *
 * The public keys whose private keys are here, for the chain @chain_id.
 */
void mnr_key_source_list_async (MnrKeySource *self,
                                const MnrChainId *chain_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/** Returns: (transfer full) (nullable): to be freed with mnr_value_free() as a
 *   mnr_type_public_key_set; sorted */
MnrPublicKeySet *mnr_key_source_list_finish (MnrKeySource *self,
                                             GAsyncResult *result,
                                             GError **error);

/**
 * mnr_key_source_load_async:
 *
 * The private key of @key, for one use: whoever gets it frees it, and so wipes
 * it, at once. Ends with %MNR_WALLET_ERROR_NO_KEY if it is not here.
 */
void mnr_key_source_load_async (MnrKeySource *self,
                                const MnrChainId *chain_id,
                                const MnrPublicKey *key,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/** Returns: (transfer full) (nullable): the key of just that public key */
MnrPrivateKey *mnr_key_source_load_finish (MnrKeySource *self,
                                           GAsyncResult *result,
                                           GError **error);

G_END_DECLS
