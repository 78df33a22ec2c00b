/* mnr-signing.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-signing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/values/mnr-error.h"

void
mnr_required_authorities_clear (MnrRequiredAuthorities *self)
{
  mnr_value_clear (&mnr_type_account_set, &self->active);
  mnr_value_clear (&mnr_type_account_set, &self->owner);
  mnr_value_clear (&mnr_type_account_set, &self->owner_and_active);
  mnr_value_clear (&mnr_type_public_key_set, &self->keys);
}

static gboolean
has_id (const MnrObjectIdSet *set,
        MnrObjectId id)
{
  for (gsize i = 0; i < set->len; i++)
    if (set->items[i] == id)
      return TRUE;
  return FALSE;
}

/* Adds what a value names: an account, a key, or a set of either. */
static void
add_value (const MnrType *type,
           gconstpointer value,
           MnrObjectIdSet *accounts,
           MnrPublicKeySet *keys)
{
  gsize count = 1;

  if (type->kind == MNR_KIND_SET)
    {
      const MnrAnyArray *array = value;

      count = array->len;
      value = array->items;
      type = type->element;
    }

  for (gsize i = 0; i < count; i++)
    {
      gconstpointer item = (const guint8 *) value + i * type->size;

      if (type->kind == MNR_KIND_OBJECT_ID)
        mnr_array_append (&mnr_type_account_set, accounts, item);
      if (type->kind == MNR_KIND_PUBLIC_KEY && keys != NULL)
        mnr_array_append (&mnr_type_public_key_set, keys, item);
    }
}

/* Adds whom the members of an operation name, and those of the structures in it. */
static void
add_fields (MnrRequiredAuthorities *self,
            const MnrType *type,
            gconstpointer value,
            MnrObjectId payer)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const MnrField *field = &type->fields[i];
      const MnrType *inner = field->type;
      gconstpointer member = mnr_field_get (field, value);

      if (inner->kind == MNR_KIND_OPTIONAL)
        {
          member = *(const gconstpointer *) member;
          inner = inner->element;
          if (member == NULL)
            continue;
        }

      if (field->flags & (MNR_FIELD_ACTIVE | MNR_FIELD_KEY))
        add_value (inner, member, &self->active, &self->keys);
      if (field->flags & MNR_FIELD_OWNER)
        add_value (inner, member, &self->owner, NULL);
      if (field->flags & MNR_FIELD_MAKES_OWNER)
        mnr_array_append (&mnr_type_account_set, &self->owner, &payer);
      if (inner->kind == MNR_KIND_STRUCT || inner->kind == MNR_KIND_EXTENSION)
        add_fields (self, inner, member, payer);
    }
}

/* Makes a set of what was added in any order and repeatedly: by sorting, since
 * a proposal may name hundreds of thousands. */
static void
make_set (const MnrType *type,
          gpointer added)
{
  MnrAnyArray *set = added;
  gsize size = type->element->size, kept = 0;

  mnr_set_sort (type, set);
  for (gsize i = 0; i < set->len; i++)
    if (i == 0 || memcmp (set->items + (kept - 1) * size, set->items + i * size, size) != 0)
      memmove (set->items + kept++ * size, set->items + i * size, size);
  set->len = kept;
}

/* Moves from a set what is in another. */
static void
move_ids (MnrObjectIdSet *set,
          const MnrObjectIdSet *other,
          MnrObjectIdSet *moved)
{
  gsize kept = 0, j = 0;

  for (gsize i = 0; i < set->len; i++)
    {
      while (j < other->len && other->items[j] < set->items[i])
        j++;
      if (j == other->len || other->items[j] != set->items[i])
        set->items[kept++] = set->items[i];
      else
        mnr_array_append (&mnr_type_account_set, moved, &set->items[i]);
    }
  set->len = kept;
}

gboolean
mnr_required_authorities_init (MnrRequiredAuthorities *self,
                               const MnrTransaction *transaction,
                               GError **error)
{
  *self = (MnrRequiredAuthorities){ 0 };

  for (gsize i = 0; i < transaction->operations.len; i++)
    {
      const MnrOperation *operation = &transaction->operations.items[i];
      const MnrType *type = mnr_variant_get_type (&mnr_type_operation, operation);
      MnrPath parent = { .name = "operations" };
      MnrPath path = { .parent = &parent, .index = i };
      MnrObjectId payer;

      if (operation->value == NULL)
        {
          mnr_required_authorities_clear (self);
          return mnr_path_error (error, &path, MNR_CHAIN_ERROR_UNKNOWN,
                                 _ ("Number %u is not one that this program knows, so it "
                                    "cannot be told who has to sign"),
                                 operation->number);
        }

      /* The payer, whatever else. */
      payer = mnr_operation_get_payer (operation);
      mnr_array_append (&mnr_type_account_set, &self->active, &payer);
      add_fields (self, type, operation->value, payer);
    }

  make_set (&mnr_type_account_set, &self->active);
  make_set (&mnr_type_account_set, &self->owner);
  make_set (&mnr_type_public_key_set, &self->keys);
  move_ids (&self->active, &self->owner, &self->owner_and_active);
  return TRUE;
}

/* A chain says how many accounts may stand behind one another, but what is read
 * from somebody has bounds of its own: of what is deeper, or of more authorities
 * than that, no answer comes in time. */
#define MAX_DEPTH   16
#define MAX_CHECKED 100000

/* A node's way through the authorities: it notes which signatures it came to
 * need, and which accounts behind others it has found satisfied. */
typedef struct
{
  const MnrPublicKeySet *signers;
  gboolean *used; /* one for each signer */
  guint max_depth;
  MnrAuthorityLookup lookup;
  gpointer user_data;
  MnrObjectIdSet approved;
  guint n_checked; /* authorities */
  MnrLack lack;
} Check;

static gboolean
use_signature (Check *check,
               const MnrPublicKey *key)
{
  for (gsize i = 0; i < check->signers->len; i++)
    if (mnr_public_key_equal (&check->signers->items[i], key))
      {
        check->used[i] = TRUE;
        return TRUE;
      }
  return FALSE;
}

static gboolean
use_address (Check *check,
             const MnrAddress *address)
{
  for (gsize i = 0; i < check->signers->len; i++)
    {
      MnrAddress own;

      mnr_public_key_get_address (&check->signers->items[i], &own);
      if (memcmp (own.data, address->data, sizeof own.data) == 0)
        {
          check->used[i] = TRUE;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
check_authority (Check *check,
                 const MnrAuthority *authority,
                 guint depth)
{
  guint64 weight = 0;

  if (authority == NULL || check->n_checked >= MAX_CHECKED)
    return FALSE;
  check->n_checked++;

  for (gsize i = 0; i < authority->key_auths.len; i++)
    if (use_signature (check, &authority->key_auths.items[i].key))
      {
        weight += authority->key_auths.items[i].weight;
        if (weight >= authority->weight_threshold)
          return TRUE;
      }

  for (gsize i = 0; i < authority->address_auths.len; i++)
    if (use_address (check, &authority->address_auths.items[i].address))
      {
        weight += authority->address_auths.items[i].weight;
        if (weight >= authority->weight_threshold)
          return TRUE;
      }

  for (gsize i = 0; i < authority->account_auths.len; i++)
    {
      MnrObjectId account = authority->account_auths.items[i].account;

      if (!has_id (&check->approved, account))
        {
          if (depth == check->max_depth)
            continue;
          if (!check_authority (check, check->lookup (account, FALSE, check->user_data),
                                depth + 1) &&
              !check_authority (check, check->lookup (account, TRUE, check->user_data), depth + 1))
            continue;
          mnr_array_append (&mnr_type_account_set, &check->approved, &account);
        }

      weight += authority->account_auths.items[i].weight;
      if (weight >= authority->weight_threshold)
        return TRUE;
    }

  return weight >= authority->weight_threshold;
}

static gboolean
check_all (const MnrRequiredAuthorities *self,
           Check *check,
           GError **error)
{
  const MnrObjectId anybody = MNR_TEMP_ACCOUNT;
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  mnr_array_append (&mnr_type_account_set, &check->approved, &anybody);

  if (has_id (&self->active, MNR_COMMITTEE_ACCOUNT) ||
      has_id (&self->owner_and_active, MNR_COMMITTEE_ACCOUNT))
    {
      check->lack = (MnrLack){ MNR_LACK_COMMITTEE, MNR_COMMITTEE_ACCOUNT };
      return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_AUTHORITY,
                             _ ("The committee acts through proposals only"));
    }

  for (gsize i = 0; i < self->keys.len; i++)
    if (!use_signature (check, &self->keys.items[i]))
      {
        check->lack.kind = MNR_LACK_KEY;
        return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_AUTHORITY,
                               _ ("A key that has to sign itself did not"));
      }

  for (gsize i = 0; i < self->owner.len; i++)
    {
      MnrObjectId account = self->owner.items[i];

      /* Not even where it stands behind another and is approved by now: that
       * may have been with its active authority. */
      if (account != anybody &&
          !check_authority (check, check->lookup (account, TRUE, check->user_data), 0))
        {
          check->lack = (MnrLack){ MNR_LACK_OWNER, account };
          return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_AUTHORITY,
                                 _ ("The keys do not satisfy the owner authority of %s"),
                                 mnr_object_id_format (account, text));
        }
    }

  for (gsize i = 0; i < self->active.len; i++)
    {
      MnrObjectId account = self->active.items[i];

      if (!has_id (&check->approved, account) &&
          !check_authority (check, check->lookup (account, FALSE, check->user_data), 0) &&
          !check_authority (check, check->lookup (account, TRUE, check->user_data), 0))
        {
          check->lack = (MnrLack){ MNR_LACK_ACTIVE, account };
          return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_AUTHORITY,
                                 _ ("The keys do not satisfy the active authority of %s"),
                                 mnr_object_id_format (account, text));
        }
    }

  /* Satisfied by now; but who pays has an active authority, too, and where keys
   * satisfy that as well, their signatures are needed. */
  for (gsize i = 0; i < self->owner_and_active.len; i++)
    {
      MnrObjectId account = self->owner_and_active.items[i];

      if (!has_id (&check->approved, account))
        check_authority (check, check->lookup (account, FALSE, check->user_data), 0);
    }
  return TRUE;
}

/* Checks all; where unneeded is given, it becomes the index of a signature
 * that was not needed, or -1. */
static gboolean
verify (const MnrRequiredAuthorities *self,
        const MnrPublicKeySet *signers,
        guint max_depth,
        MnrAuthorityLookup lookup,
        gpointer user_data,
        gssize *unneeded,
        MnrLack *lack,
        GError **error)
{
  g_autofree gboolean *used = g_new0 (gboolean, signers->len);
  Check check = {
    .signers = signers,
    .used = used,
    .max_depth = MIN (max_depth, MAX_DEPTH),
    .lookup = lookup,
    .user_data = user_data,
  };
  gboolean good = check_all (self, &check, error);

  mnr_value_clear (&mnr_type_account_set, &check.approved);

  *lack = check.lack;
  *unneeded = -1;
  for (gsize i = 0; i < signers->len; i++)
    if (!used[i])
      *unneeded = (gssize) i;
  return good;
}

gboolean
mnr_required_authorities_find_lack (const MnrRequiredAuthorities *self,
                                    const MnrPublicKeySet *signers,
                                    guint max_depth,
                                    MnrAuthorityLookup lookup,
                                    gpointer user_data,
                                    MnrLack *lack,
                                    GError **error)
{
  gssize unneeded;

  if (!verify (self, signers, max_depth, lookup, user_data, &unneeded, lack, error))
    return FALSE;
  if (unneeded < 0)
    return TRUE;

  lack->kind = MNR_LACK_NEED;
  return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_AUTHORITY,
                         _ ("Signature %d is not needed, and nodes refuse what is not needed"),
                         (int) unneeded + 1);
}

gboolean
mnr_required_authorities_verify (const MnrRequiredAuthorities *self,
                                 const MnrPublicKeySet *signers,
                                 guint max_depth,
                                 MnrAuthorityLookup lookup,
                                 gpointer user_data,
                                 GError **error)
{
  MnrLack lack;

  return mnr_required_authorities_find_lack (self, signers, max_depth, lookup, user_data, &lack,
                                             error);
}

gboolean
mnr_required_authorities_choose (const MnrRequiredAuthorities *self,
                                 const MnrPublicKeySet *available,
                                 guint max_depth,
                                 MnrAuthorityLookup lookup,
                                 gpointer user_data,
                                 MnrPublicKeySet *chosen,
                                 GError **error)
{
  gssize unneeded;
  gboolean left_out;
  MnrLack lack;

  *chosen = (MnrPublicKeySet){ 0 };
  if (!verify (self, available, max_depth, lookup, user_data, &unneeded, &lack, error))
    return FALSE;

  mnr_value_copy (&mnr_type_public_key_set, chosen, available);
  mnr_set_sort (&mnr_type_public_key_set, chosen);

  /* Leave out each in turn, and keep it out where the others suffice. Again
   * where one could be: a node stops at the keys that reach a threshold, so
   * without one it may come to approve an account that makes another needless. */
  do
    {
      left_out = FALSE;
      for (gsize i = chosen->len; i-- > 0;)
        {
          MnrPublicKey key = chosen->items[i];

          chosen->len--;
          memmove (&chosen->items[i], &chosen->items[i + 1], (chosen->len - i) * sizeof key);
          if (verify (self, chosen, max_depth, lookup, user_data, &unneeded, &lack, NULL))
            {
              left_out = TRUE;
              continue;
            }
          memmove (&chosen->items[i + 1], &chosen->items[i], (chosen->len - i) * sizeof key);
          chosen->items[i] = key;
          chosen->len++;
        }
    }
  while (left_out);
  return TRUE;
}
