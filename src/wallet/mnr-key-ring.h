/* mnr-key-ring.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-key-role.h"
#include "mnr-key-source.h"

G_BEGIN_DECLS

/**
 * MnrKeyRing:
 *
 * Keys in the key ring of the desktop: the Secret Service, or what libsecret
 * puts in its place (the Secret portal in Flatpak). A locked key ring is asked
 * to unlock itself, for which the desktop asks the user for the password.
 *
 * Everything ends, with one of %MNR_WALLET_ERROR_NO_KEY_RING, _LOCKED, _TIMEOUT
 * and _REFUSED where it does not go well: a key ring that waits for a password
 * that nobody can type is given up after a while.
 */
#define MNR_TYPE_KEY_RING (mnr_key_ring_get_type ())
G_DECLARE_FINAL_TYPE (MnrKeyRing, mnr_key_ring, MNR, KEY_RING, GObject)

/** How long is waited, in seconds: long enough to type a password. */
#define MNR_KEY_RING_PATIENCE 90

/** @patience: seconds, 0 for %MNR_KEY_RING_PATIENCE */
MnrKeyRing *mnr_key_ring_new (guint patience);

/** Whose key it is: what stands beside it in the key ring, open to read. */
typedef struct
{
  const MnrChainId *chain_id;
  const char *network; /* its name to a person: for the label */
  MnrObjectId account_id;
  const char *account;
  MnrKeyRoles roles;
} MnrKeyOwner;

/**
 * mnr_key_ring_store_async:
 *
 * Puts a key into the key ring, in the place of the same key of the same
 * account if it is there.
 */
void mnr_key_ring_store_async (MnrKeyRing *self,
                               const MnrKeyOwner *owner,
                               const MnrPrivateKey *key,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

gboolean mnr_key_ring_store_finish (MnrKeyRing *self,
                                    GAsyncResult *result,
                                    GError **error);

/**
 * mnr_key_ring_remove_async:
 * @account_id: the account whose keys go
 *
 * Removes all keys of an account on a chain; that there are none is no error.
 */
void mnr_key_ring_remove_async (MnrKeyRing *self,
                                const MnrChainId *chain_id,
                                MnrObjectId account_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

gboolean mnr_key_ring_remove_finish (MnrKeyRing *self,
                                     GAsyncResult *result,
                                     GError **error);

/**
 * mnr_key_ring_check_async:
 *
 * Whether there is a key ring, and whether it is locked. Never asks the user.
 */
void mnr_key_ring_check_async (MnrKeyRing *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/** @locked: (out): only the Secret Service can be */
gboolean mnr_key_ring_check_finish (MnrKeyRing *self,
                                    GAsyncResult *result,
                                    gboolean *locked,
                                    GError **error);

/**
 * mnr_key_ring_lock_async:
 *
 * Locks the key ring that keys are stored in: for all programs, since it is
 * theirs, too. Where there is nothing to lock (a portal) it does nothing.
 */
void mnr_key_ring_lock_async (MnrKeyRing *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

gboolean mnr_key_ring_lock_finish (MnrKeyRing *self,
                                   GAsyncResult *result,
                                   GError **error);

/** Asks the user to unlock it, unless it is open. */
void mnr_key_ring_unlock_async (MnrKeyRing *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

gboolean mnr_key_ring_unlock_finish (MnrKeyRing *self,
                                     GAsyncResult *result,
                                     GError **error);

G_END_DECLS
