/* mnr-object-id.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MnrObjectId:
 *
 * An object id `space.type.instance` in the packed form of protocol.md 1.1:
 * 8 bits of space, 8 of type, 48 of instance. Zero is no object's id, so an
 * id that was never set can be told from account 1.2.0.
 */
typedef guint64 MnrObjectId;

#define MNR_INSTANCE_MAX ((G_GUINT64_CONSTANT (1) << 48) - 1)

#define MNR_OBJECT_ID(space, type, instance) \
  (((guint64) (space) << 56) | ((guint64) (type) << 48) | (guint64) (instance))

/** The 16 bits of space and type, which say what kind of object it is. */
typedef enum
{
  MNR_OBJECT_ACCOUNT = 0x0102,
  MNR_OBJECT_ASSET = 0x0103,
  MNR_OBJECT_FORCE_SETTLEMENT = 0x0104,
  MNR_OBJECT_LIMIT_ORDER = 0x0107,
  MNR_OBJECT_CALL_ORDER = 0x0108,
  MNR_OBJECT_COMMITTEE_MEMBER = 0x0105,
  MNR_OBJECT_WITNESS = 0x0106,
  MNR_OBJECT_PROPOSAL = 0x010a,
  MNR_OBJECT_OPERATION_HISTORY = 0x010b,
  MNR_OBJECT_VESTING_BALANCE = 0x010d,
  MNR_OBJECT_BALANCE = 0x010f, /* of the genesis block */
  MNR_OBJECT_LIQUIDITY_POOL = 0x0113,
  MNR_OBJECT_GLOBAL_PROPERTIES = 0x0200,
  MNR_OBJECT_DYNAMIC_GLOBAL_PROPERTIES = 0x0201,
  MNR_OBJECT_ASSET_DYNAMIC_DATA = 0x0203,
  MNR_OBJECT_BITASSET_DATA = 0x0204,
  MNR_OBJECT_ACCOUNT_BALANCE = 0x0205,
  MNR_OBJECT_ACCOUNT_STATISTICS = 0x0206,
  MNR_OBJECT_ACCOUNT_HISTORY = 0x0209,
  MNR_OBJECT_COLLATERAL_BID = 0x0211,
} MnrObjectType;

#define MNR_ACCOUNT_ID(n)     MNR_OBJECT_ID (1, 2, n)
#define MNR_ASSET_ID(n)       MNR_OBJECT_ID (1, 3, n)
#define MNR_LIMIT_ORDER_ID(n) MNR_OBJECT_ID (1, 7, n)
#define MNR_PROPOSAL_ID(n)    MNR_OBJECT_ID (1, 10, n)

/** The asset that fees are reckoned in: BTS on the main network. */
#define MNR_CORE_ASSET MNR_ASSET_ID (0)
/** What an asset being created is called within its own options (protocol.md 6). */
#define MNR_NEW_ASSET MNR_ASSET_ID (1)

#define MNR_COMMITTEE_ACCOUNT MNR_ACCOUNT_ID (0)
/** Nobody can sign for it. */
#define MNR_NULL_ACCOUNT MNR_ACCOUNT_ID (3)
/** Anybody can sign for it. */
#define MNR_TEMP_ACCOUNT MNR_ACCOUNT_ID (4)

static inline guint
mnr_object_id_get_type (MnrObjectId id)
{
  return (guint) (id >> 48);
}

static inline guint64
mnr_object_id_get_instance (MnrObjectId id)
{
  return id & MNR_INSTANCE_MAX;
}

/** Room for the text of any id and its terminator. */
#define MNR_OBJECT_ID_TEXT_SIZE 24

/**
 * mnr_object_id_parse:
 * @text: `space.type.instance`, decimal without leading zeros
 * @length: its length in bytes
 * @id: (out): the id
 *
 * Returns: %FALSE if @text is not an id (then @id is untouched)
 */
gboolean mnr_object_id_parse (const char *text,
                              gsize length,
                              MnrObjectId *id);

/**
 * mnr_object_id_format:
 * @buffer: %MNR_OBJECT_ID_TEXT_SIZE bytes
 *
 * Returns: @buffer, holding the text
 */
const char *mnr_object_id_format (MnrObjectId id,
                                  char *buffer);

/**
 * MnrVoteId:
 *
 * Whom an account votes for, `type:instance`: the instance in the upper 24
 * bits, the type (0 committee, 1 witness, 2 worker) in the lower 8
 * (protocol.md 2.1).
 */
typedef guint32 MnrVoteId;

#define MNR_VOTE_TYPE_MAX 2

gboolean mnr_vote_id_parse (const char *text,
                            gsize length,
                            MnrVoteId *id);

/** Like mnr_object_id_format(). */
const char *mnr_vote_id_format (MnrVoteId id,
                                char *buffer);

/**
 * mnr_unsigned_parse:
 * @text: decimal digits, without sign and without leading zeros
 * @length: their number
 * @maximum: the largest value accepted
 * @value: (out): the value
 *
 * The one reader of plain digits.
 *
 * Returns: %FALSE if @text is anything else (then @value is untouched)
 */
gboolean mnr_unsigned_parse (const char *text,
                             gsize length,
                             guint64 maximum,
                             guint64 *value);

G_END_DECLS
