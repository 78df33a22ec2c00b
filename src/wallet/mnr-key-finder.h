/* mnr-key-finder.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-key-role.h"
#include "node/mnr-node.h"

G_BEGIN_DECLS

/** In which form a person has a secret (protocol.md 8.3, 8.4). */
typedef enum
{
  MNR_SECRET_WIF,
  MNR_SECRET_PASSWORD, /* of an account-password login */
  MNR_SECRET_BRAIN_KEY,
} MnrSecretForm;

/** How many keys of a brain key are tried, in each way of spelling it. */
#define MNR_BRAIN_KEY_SEQUENCE_MAX 10

/** What a key is to an account. */
typedef struct
{
  const MnrPrivateKey *key; /* of the finding */
  MnrPublicKey public_key;
  MnrKeyRoles roles; /* wherever the account names it */
  guint16 owner_weight, active_weight;
  MnrKeyRoles keep; /* what it should be stored for; 0: better not at all */
} MnrFoundKey;

typedef struct
{
  MnrObjectId id;
  char *name;
  guint32 owner_threshold, active_threshold;
  MnrKeyRoles opens; /* with all that was found together: what needs nobody else */
  MNR_ARRAY (MnrFoundKey)
  keys;
  /* The owner key is among them and not to be stored: it can replace every
   * other key, and daily work does not need it. */
  gboolean owner_stays_outside;
} MnrFoundAccount;

/** Which accounts a secret opens. */
typedef struct
{
  MNR_ARRAY (MnrFoundAccount)
  accounts;
  GPtrArray *secrets; /* MnrPrivateKey: wiped with the finding */
} MnrKeyFinding;

void mnr_key_finding_free (MnrKeyFinding *self);

/** Takes out one of the accounts, which is not wanted. */
void mnr_key_finding_leave_out (MnrKeyFinding *self,
                                gsize index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrKeyFinding, mnr_key_finding_free)

/**
 * mnr_key_finder_find_async:
 * @network: its name to a person: for what is said if nothing is found
 * @account: (nullable): the name of the account, which a password cannot do
 *   without; %NULL asks the node whose keys they are
 * @secret: used during the call only
 *
 * Finds out whom a secret belongs to and what it opens there: of an account
 * the fewest keys are to be stored that do its daily work, which is active and
 * memo. An owner key is to be stored only where nothing else was found.
 *
 * Ends with %MNR_WALLET_ERROR_OPENS_NOTHING and a sentence that says why, if the
 * secret is of no use: nobody's, a public key, or good for memos only.
 */
void mnr_key_finder_find_async (MnrNode *node,
                                const char *network,
                                MnrSecretForm form,
                                const char *account,
                                const MnrSecret *secret,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

MnrKeyFinding *mnr_key_finder_find_finish (MnrNode *node,
                                           GAsyncResult *result,
                                           GError **error);

/** Why an owner key had better not be stored, in words. */
const char *mnr_key_finder_get_owner_advice (void);

G_END_DECLS
