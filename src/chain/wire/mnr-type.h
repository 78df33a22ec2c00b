/* mnr-type.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/crypto/mnr-public-key.h"
#include "chain/values/mnr-object-id.h"
#include "chain/values/mnr-time.h"

G_BEGIN_DECLS

/*
 * One description of each structure.
 *
 * A protocol structure is a plain C struct and beside it one constant MnrType
 * that names its fields, their types and where they lie. Everything that is
 * done to structures in general (bytes, JSON, freeing, comparing, telling a
 * person) is one walk over these tables, so that a new structure needs a
 * struct, a table, and nothing else.
 *
 * A C struct of zero bytes is always a valid value that owns nothing.
 */

typedef enum
{
  MNR_KIND_BOOL,       /* gboolean */
  MNR_KIND_U8,         /* guint8 */
  MNR_KIND_U16,        /* guint16 */
  MNR_KIND_U32,        /* guint32 */
  MNR_KIND_U64,        /* guint64 */
  MNR_KIND_I64,        /* gint64 */
  MNR_KIND_U128,       /* unsigned __int128; in JSON always a string */
  MNR_KIND_TIME,       /* MnrTime */
  MNR_KIND_STRING,     /* char *, UTF-8; NULL is "" */
  MNR_KIND_BYTES,      /* MnrBytes */
  MNR_KIND_PUBLIC_KEY, /* MnrPublicKey */
  MNR_KIND_ADDRESS,    /* MnrAddress */
  MNR_KIND_HASH,       /* bytes of a fixed number: MnrSignature, MnrBlockId; in JSON hexadecimal */
  MNR_KIND_OBJECT_ID,  /* MnrObjectId of one space and type, or of any */
  MNR_KIND_VOTE_ID,    /* MnrVoteId */
  MNR_KIND_NOTHING,    /* no member: the `extensions` that are always empty */
  MNR_KIND_OPTIONAL,   /* a pointer to the element, NULL if absent */
  MNR_KIND_ARRAY,      /* MNR_ARRAY (element) */
  MNR_KIND_SET,        /* the same, sorted and unique (protocol.md 2.3) */
  MNR_KIND_STRUCT,     /* the fields in order */
  MNR_KIND_PAIR,       /* the same, in JSON an array: an entry of a map */
  MNR_KIND_EXTENSION,  /* fields that are all MNR_KIND_OPTIONAL, numbered on the wire */
  MNR_KIND_VARIANT,    /* MnrVariant: one of several types, numbered */
} MnrKind;

typedef struct _MnrType MnrType;

/** What a number means to a person; decides how mnr_describe() words it. */
typedef enum
{
  MNR_UNIT_NONE,
  MNR_UNIT_BASIS_POINTS, /* MnrBasisPoints */
  MNR_UNIT_PERMILLE,     /* MnrPermille */
  MNR_UNIT_SECONDS,      /* a length of time */
  MNR_UNIT_PERMISSIONS,  /* issuer_permissions */
  MNR_UNIT_FLAGS,        /* flags */
  MNR_UNIT_CORE,         /* an amount of the core asset */
  MNR_UNIT_SUBJECT,      /* an amount of the asset that the operation is about */
  MNR_UNIT_LISTING,      /* new_listing of account_whitelist */
  MNR_UNIT_BLACK_SWAN,   /* black_swan_response_method */
} MnrUnit;

typedef enum
{
  /** The member may be left out of JSON; it is then zero. */
  MNR_FIELD_MAY_BE_OMITTED = 1 << 0,
  /** Whoever the field names has to sign with the active authority. */
  MNR_FIELD_ACTIVE = 1 << 1,
  /** Whoever the field names has to sign with the owner authority. */
  MNR_FIELD_OWNER = 1 << 2,
  /** If the field is there, the payer has to sign with the owner authority. */
  MNR_FIELD_MAKES_OWNER = 1 << 3,
  /** The keys in the field have to sign themselves. */
  MNR_FIELD_KEY = 1 << 4,
  /** The asset that MNR_UNIT_SUBJECT speaks of. */
  MNR_FIELD_SUBJECT = 1 << 5,
} MnrFieldFlags;

typedef struct
{
  const char *name; /* as in JSON */
  const MnrType *type;
  gsize offset;
  const char *label; /* N_(): what a person calls it */
  MnrUnit unit;
  MnrFieldFlags flags;
  gint64 initial; /* what a node takes a number or an id's instance for that is not there */
} MnrField;

struct _MnrType
{
  MnrKind kind;
  gsize size;             /* of the C value */
  guint16 object_type;    /* OBJECT_ID: MnrObjectType; 0: any, packed with its kind */
  guint8 maximum;         /* U8: the largest value there is, 0 for 255 */
  const MnrType *element; /* OPTIONAL, ARRAY, SET */
  const MnrField *fields; /* STRUCT, PAIR, EXTENSION */
  guint n_fields;
  const char *ignored;            /* STRUCT: a member that nodes add and nothing here reads */
  gboolean tolerant;              /* STRUCT: unknown members are passed over: it is only read,
    never signed */
  const MnrType *const *variants; /* VARIANT: by number; NULL where unknown */
  guint n_variants;
  gboolean keeps_unknown; /* VARIANT: unknown ones stay as JSON text */
  const char *label;      /* N_(): a variant's name to a person */
  const char *summary;    /* N_(): what it does, with {fields} */
  const char *caution;    /* N_(): what cannot be taken back about it */
};

/** A run of bytes. */
typedef struct
{
  guint8 *data;
  gsize size;
} MnrBytes;

/** Declares an array of @T as a member of a struct. */
#define MNR_ARRAY(T) \
  struct             \
  {                  \
    T *items;        \
    gsize len;       \
  }

/** What every MNR_ARRAY() looks like to a walker. */
typedef MNR_ARRAY (guint8) MnrAnyArray;

/** One of several types. */
typedef struct
{
  guint32 number;
  gpointer value; /* of the type of that number; NULL if it is unknown */
  char *json;     /* the JSON text of an unknown value, as it was read */
} MnrVariant;

/** How deep operations may stand in proposals in operations. */
#define MNR_VARIANT_DEPTH_MAX 6

extern const MnrType mnr_type_bool, mnr_type_u8, mnr_type_u16, mnr_type_u32, mnr_type_u64,
  mnr_type_u128, mnr_type_i64, mnr_type_time, mnr_type_string, mnr_type_bytes, mnr_type_public_key,
  mnr_type_address, mnr_type_signature, mnr_type_object_id, mnr_type_account_id, mnr_type_asset_id,
  mnr_type_limit_order_id, mnr_type_proposal_id, mnr_type_balance_id,
  mnr_type_vesting_balance_id, mnr_type_vote_id,
  mnr_type_nothing;

/** Where the value of @field lies within the struct at @value. */
static inline gpointer
mnr_field_get (const MnrField *field,
               gconstpointer value)
{
  return G_STRUCT_MEMBER_P (value, field->offset);
}

/**
 * mnr_value_init:
 * @value: zero bytes
 *
 * Makes @value what a node has before it reads one: mostly zeros, but ids have
 * their kind, some fields begin with a number of their own, and a variant is
 * the first one of its kind.
 */
void mnr_value_init (const MnrType *type,
                     gpointer value);

/** The type of the variant's value, or %NULL if it is unknown. */
const MnrType *mnr_variant_get_type (const MnrType *type,
                                     const MnrVariant *variant);

/** A new value of @type: zero bytes. Free with mnr_value_free(). */
gpointer mnr_value_new (const MnrType *type);

/** Frees what @value owns and makes it zero bytes again. */
void mnr_value_clear (const MnrType *type,
                      gpointer value);

/** mnr_value_clear() and the value itself; %NULL is ignored. */
void mnr_value_free (const MnrType *type,
                     gpointer value);

/** Makes @destination, which owns nothing yet, an independent copy of @source. */
void mnr_value_copy (const MnrType *type,
                     gpointer destination,
                     gconstpointer source);

/** A new copy of @source. Free with mnr_value_free(). */
gpointer mnr_value_dup (const MnrType *type,
                        gconstpointer source);

/** Whether both are the same value: the same bytes once packed. */
gboolean mnr_value_equal (const MnrType *type,
                          gconstpointer a,
                          gconstpointer b);

/**
 * mnr_value_foreach_id:
 *
 * Calls @func for every object id in @value that is set, whatever it is of, in
 * the order of the fields.
 */
void mnr_value_foreach_id (const MnrType *type,
                           gconstpointer value,
                           void (*func) (MnrObjectId id, gpointer user_data),
                           gpointer user_data);

/** Appends a value of zero bytes to an MNR_ARRAY() of @type and returns it. */
gpointer mnr_array_add (const MnrType *type,
                        gpointer array);

/** Appends a copy of @value to an MNR_ARRAY() of @type and returns it. */
gpointer mnr_array_append (const MnrType *type,
                           gpointer array,
                           gconstpointer value);

/** Removes the element at @index of an MNR_ARRAY() of @type. */
void mnr_array_remove (const MnrType *type,
                       gpointer array,
                       gsize index);

/** An order of set elements, as bytes that compare like them. */
#define MNR_SORT_KEY_SIZE 20

void mnr_value_get_sort_key (const MnrType *type,
                             gconstpointer value,
                             guint8 key[MNR_SORT_KEY_SIZE]);

/**
 * mnr_set_sort:
 * @type: of %MNR_KIND_SET
 * @set: an MNR_ARRAY()
 *
 * Sorts a set that was filled in any order.
 *
 * Returns: the index, in the order sorted, of an element that equals the one
 *   before it, or -1 if there is none
 */
gssize mnr_set_sort (const MnrType *type,
                     gpointer set);

/** The index of the first element that is not above the one before it, or -1. */
gssize mnr_set_find_disorder (const MnrType *type,
                              gconstpointer set);

G_END_DECLS
