/* mnr-fee-answer.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-fee-answer.h"

#include <glib/gi18n-lib.h>

#include "chain/wire/mnr-json.h"

typedef struct
{
  MnrJsonReader reader;
  const char *prefix;
  char *difference;
} Answer;

/* Steps to the next element, which has to be there. */
static gboolean
enter (Answer *self,
       gsize *count,
       GError **error)
{
  gboolean more;

  if (!mnr_json_reader_next (&self->reader, ']', count, &more, NULL, error))
    return FALSE;
  return more || mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                                 _ ("There are fewer fees than operations"));
}

static gboolean
leave (Answer *self,
       gsize *count,
       GError **error)
{
  gboolean more;

  if (!mnr_json_reader_next (&self->reader, ']', count, &more, NULL, error))
    return FALSE;
  return !more || mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                                  _ ("There are more fees than operations"));
}

static char *
format (const MnrAmount *fee)
{
  g_autofree char *amount = g_strdup_printf ("%" G_GINT64_FORMAT, fee->amount);
  char id[MNR_OBJECT_ID_TEXT_SIZE];

  /* Translators: so many of the smallest units of an asset. */
  return g_strdup_printf (_ ("%s units of %s"), amount,
                          mnr_object_id_format (fee->asset_id, id));
}

static gboolean
compare_amount (Answer *self,
                MnrOperation *operation,
                GError **error)
{
  const MnrAmount *ours = mnr_operation_get_fee (operation);
  MnrAmount theirs = { 0 };

  if (!mnr_json_read_value (&mnr_type_amount, &self->reader, self->prefix, &theirs, NULL, error))
    return FALSE;
  if (self->difference == NULL && !mnr_value_equal (&mnr_type_amount, &theirs, ours))
    {
      g_autofree char *asked = format (&theirs), *reckoned = format (ours);

      self->difference = g_strdup_printf (_ ("%s, not %s"), asked, reckoned);
    }
  return TRUE;
}

static gboolean compare (Answer *self,
                         MnrOperation *operation,
                         GError **error);

/* [what the proposal costs, [what each operation in it costs]]. */
static gboolean
compare_proposal (Answer *self,
                  MnrOperation *operation,
                  GError **error)
{
  MnrProposalCreate *proposal = operation->value;
  gsize count = 0, inner = 0;

  if (!mnr_json_reader_open (&self->reader, '[', NULL, error) || !enter (self, &count, error) ||
      !compare_amount (self, operation, error) || !enter (self, &count, error) ||
      !mnr_json_reader_open (&self->reader, '[', NULL, error))
    return FALSE;
  for (gsize i = 0; i < proposal->proposed_ops.len; i++)
    if (!enter (self, &inner, error) ||
        !compare (self, &proposal->proposed_ops.items[i].op, error))
      return FALSE;
  return leave (self, &inner, error) && leave (self, &count, error);
}

static gboolean
compare (Answer *self,
         MnrOperation *operation,
         GError **error)
{
  if (operation->number == MNR_OPERATION_PROPOSAL_CREATE)
    return compare_proposal (self, operation, error);
  return compare_amount (self, operation, error);
}

static gboolean
compare_all (Answer *self,
             const MnrTransaction *transaction,
             GError **error)
{
  gsize count = 0;

  if (!mnr_json_reader_open (&self->reader, '[', NULL, error))
    return FALSE;
  for (gsize i = 0; i < transaction->operations.len; i++)
    if (!enter (self, &count, error) ||
        !compare (self, &transaction->operations.items[i], error))
      return FALSE;
  return leave (self, &count, error) && mnr_json_reader_finish (&self->reader, error);
}

gboolean
mnr_fee_answer_check (const MnrTransaction *transaction,
                      const char *json,
                      gsize length,
                      const char *prefix,
                      char **difference,
                      GError **error)
{
  Answer answer = { .prefix = prefix };
  gboolean good;

  *difference = NULL;
  good = mnr_json_reader_init (&answer.reader, json, length, error) &&
         compare_all (&answer, transaction, error);
  mnr_json_reader_clear (&answer.reader);
  if (good)
    *difference = g_steal_pointer (&answer.difference);
  g_free (answer.difference);
  return good;
}
