/* mnr-signing.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-transaction.h"

G_BEGIN_DECLS

/** Whose authority a transaction needs (protocol.md 8.7). */
typedef struct
{
  MnrObjectIdSet active;
  MnrObjectIdSet owner;
  MnrObjectIdSet owner_and_active; /* of owner, whose active authority counts, too */
  MnrPublicKeySet keys;
} MnrRequiredAuthorities;

void mnr_required_authorities_clear (MnrRequiredAuthorities *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MnrRequiredAuthorities, mnr_required_authorities_clear)

/**
 * mnr_required_authorities_init:
 * @self: (out caller-allocates): the union over all operations; an account
 *   that has to sign as owner need not sign as active
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_UNKNOWN if it cannot be told
 */
gboolean mnr_required_authorities_init (MnrRequiredAuthorities *self,
                                        const MnrTransaction *transaction,
                                        GError **error);

/**
 * MnrAuthorityLookup:
 * @owner: whether the owner authority is asked for, rather than the active one
 *
 * Returns: (nullable): the authority of @account, valid until the function that
 *   asks for it returns, or %NULL if it is not known
 */
typedef const MnrAuthority *(*MnrAuthorityLookup) (MnrObjectId account,
                                                   gboolean owner,
                                                   gpointer user_data);

typedef enum
{
  MNR_LACK_NOTHING,
  MNR_LACK_ACTIVE,    /* the active authority of an account */
  MNR_LACK_OWNER,     /* the owner authority of an account */
  MNR_LACK_KEY,       /* the signature of a key itself */
  MNR_LACK_NEED,      /* of a signature: it is one too many */
  MNR_LACK_COMMITTEE, /* the committee acts through proposals only */
} MnrLackKind;

/** What is wrong with the signatures of a transaction. */
typedef struct
{
  MnrLackKind kind;
  MnrObjectId account; /* ACTIVE, OWNER */
} MnrLack;

/** How many accounts may stand behind one another, unless the chain says otherwise. */
#define MNR_AUTHORITY_DEPTH_DEFAULT 2

/**
 * mnr_required_authorities_verify:
 * @signers: the keys that signed
 * @max_depth: the chain's max_authority_depth
 *
 * What a node does with the signatures of a transaction: every authority has
 * to be satisfied, and every signature has to be needed.
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_AUTHORITY
 */
gboolean mnr_required_authorities_verify (const MnrRequiredAuthorities *self,
                                          const MnrPublicKeySet *signers,
                                          guint max_depth,
                                          MnrAuthorityLookup lookup,
                                          gpointer user_data,
                                          GError **error);

/**
 * mnr_required_authorities_find_lack:
 * @lack: (out): what is wrong, if the function returns %FALSE
 *
 * mnr_required_authorities_verify() for who wants to know more than a sentence.
 */
gboolean mnr_required_authorities_find_lack (const MnrRequiredAuthorities *self,
                                             const MnrPublicKeySet *signers,
                                             guint max_depth,
                                             MnrAuthorityLookup lookup,
                                             gpointer user_data,
                                             MnrLack *lack,
                                             GError **error);

/**
 * mnr_required_authorities_choose:
 * @available: the keys one has
 * @chosen: (out): those to sign with: none of them could be left out
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_AUTHORITY if @available does not suffice
 */
gboolean mnr_required_authorities_choose (const MnrRequiredAuthorities *self,
                                          const MnrPublicKeySet *available,
                                          guint max_depth,
                                          MnrAuthorityLookup lookup,
                                          gpointer user_data,
                                          MnrPublicKeySet *chosen,
                                          GError **error);

G_END_DECLS
