/* mnr-submission-prepare.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n-lib.h>

#include "chain/crypto/mnr-hash.h"
#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"
#include "mnr-fee-answer.h"
#include "mnr-submission-private.h"

/* From operations to what a person reviews: fees, and bytes. */

/* The node has to make the same bytes of it as we do: else it would hold our
 * signature for somebody else's, or what it shows for something else. */
static gboolean
is_same (MnrSubmission *self,
         const GByteArray *bytes,
         GBytes *answer,
         GError **error)
{
  g_autofree char *hex = mnr_hex_encode (bytes->data, bytes->len);
  g_autofree char *expected = g_strdup_printf ("\"%s\"", hex);

  if (g_strcmp0 (g_bytes_get_data (answer, NULL), expected) == 0)
    return TRUE;
  g_set_error (error, MNR_SUBMISSION_ERROR, MNR_SUBMISSION_ERROR_BYTES,
               _ ("%s reads this transaction otherwise than it was made; nothing was signed."),
               mnr_node_get_url (self->node));
  return FALSE;
}

static void
on_hex (GObject *source,
        GAsyncResult *result,
        gpointer user_data)
{
  g_autoptr (MnrSubmission) self = user_data;
  g_autoptr (GBytes) answer = mnr_submission_get_answer (self, source, result);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  MnrTransaction *decoded;
  GError *error = NULL;

  if (answer == NULL)
    return;
  if (!mnr_pack (&mnr_type_transaction, self->transaction, bytes, &error) ||
      !is_same (self, bytes, answer, &error) ||
      (decoded = mnr_transaction_new_from_bytes (bytes->data, bytes->len, NULL, &error)) == NULL)
    {
      mnr_submission_fail (self, error);
      return;
    }
  /* What is shown, and signed, is what the bytes say. */
  mnr_transaction_free (self->transaction);
  self->transaction = decoded;
  mnr_submission_succeed (self, MNR_SUBMISSION_REVIEW);
}

static void
compare_bytes (MnrSubmission *self)
{
  guint32 most = self->properties->parameters.maximum_transaction_size;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *params = mnr_submission_get_params (self, &mnr_type_transaction);
  GError *error = NULL;

  if (mnr_pack (&mnr_type_transaction, self->transaction, bytes, &error) && bytes->len > most)
    g_set_error (&error, MNR_SUBMISSION_ERROR, MNR_SUBMISSION_ERROR_SIZE,
                 _ ("This transaction has %u bytes, and the chain takes no more than %u."),
                 bytes->len, most);
  if (error != NULL)
    mnr_submission_fail (self, error);
  else
    mnr_submission_ask (self, "get_transaction_hex_without_sig", params, on_hex);
}

static void
on_fees (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (MnrSubmission) self = user_data;
  g_autoptr (GBytes) answer = mnr_submission_get_answer (self, source, result);
  g_autofree char *difference = NULL;
  GError *error = NULL;
  const char *json;
  gsize length;

  if (answer == NULL)
    return;
  json = g_bytes_get_data (answer, &length);
  if (mnr_fee_answer_check (self->transaction, json, length, mnr_node_get_prefix (self->node),
                            &difference, &error) &&
      difference != NULL)
    g_set_error (&error, MNR_SUBMISSION_ERROR, MNR_SUBMISSION_ERROR_FEE,
                 _ ("%s asks for another fee than the chain’s own schedule: %s."),
                 mnr_node_get_url (self->node), difference);
  if (error != NULL)
    mnr_submission_fail (self, error);
  else
    mnr_submission_refer (self, compare_bytes);
}

/* Whatever fees the operations came with, the reckoning begins with none. */
static void
clear_fee (MnrOperation *operation,
           MnrObjectId asset)
{
  /* What this program does not know gets no further than the schedule. */
  if (operation->value == NULL)
    return;
  *mnr_operation_get_fee (operation) = (MnrAmount){ .asset_id = asset };
  if (operation->number == MNR_OPERATION_PROPOSAL_CREATE)
    {
      MnrProposalCreate *proposal = operation->value;

      for (gsize i = 0; i < proposal->proposed_ops.len; i++)
        clear_fee (&proposal->proposed_ops.items[i].op, asset);
    }
}

static void
set_fees (MnrSubmission *self,
          const MnrPrice *rate)
{
  const char *prefix = mnr_node_get_prefix (self->node);
  char asset[MNR_OBJECT_ID_TEXT_SIZE];
  g_autoptr (GString) params = g_string_new ("[");
  GError *error = NULL;

  for (gsize i = 0; i < self->transaction->operations.len; i++)
    {
      MnrOperation *operation = &self->transaction->operations.items[i];

      clear_fee (operation, self->fee_asset);
      if (!mnr_fee_schedule_set_fee (self->properties->parameters.current_fees, operation, rate,
                                     &error))
        {
          mnr_submission_fail (self, error);
          return;
        }
    }
  mnr_json_write (&mnr_type_operations, &self->transaction->operations, prefix, params);
  mnr_object_id_format (self->fee_asset, asset);
  g_string_append_printf (params, ",\"%s\"]", asset);
  mnr_submission_ask (self, "get_required_fees", params->str, on_fees);
}

static void
on_asset (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  static const MnrType assets_type = MNR_ARRAY_TYPE (mnr_type_asset);

  g_autoptr (MnrSubmission) self = user_data;
  g_autoptr (GBytes) answer = mnr_submission_get_answer (self, source, result);
  MNR_ARRAY (MnrAsset)
  assets = { 0 };

  if (answer == NULL || !mnr_submission_read_answer (self, answer, &assets_type, &assets))
    return;
  if (assets.len == 1 && assets.items[0].id == self->fee_asset)
    set_fees (self, &assets.items[0].options.core_exchange_rate);
  else
    mnr_submission_fail (self, g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                                            _ ("%s gives another asset than it was asked for."),
                                            mnr_node_get_url (self->node)));
  mnr_value_clear (&assets_type, &assets);
}

static void
on_properties (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (MnrSubmission) self = user_data;
  g_autoptr (GBytes) answer = mnr_submission_get_answer (self, source, result);
  char asset[MNR_OBJECT_ID_TEXT_SIZE];
  g_autofree char *params = NULL;
  GError *error = NULL;

  if (answer == NULL)
    return;
  mnr_value_free (&mnr_type_global_properties, self->properties);
  self->properties = mnr_value_new (&mnr_type_global_properties);
  if (!mnr_submission_read_answer (self, answer, &mnr_type_global_properties, self->properties))
    return;
  if (self->properties->parameters.current_fees == NULL)
    g_set_error (&error, MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                 _ ("%s does not say what operations cost."), mnr_node_get_url (self->node));
  /* Better now than after a person has read it all. */
  if (error != NULL || !mnr_outbox_check_free (self->outbox, mnr_node_get_chain_id (self->node),
                                               self->intent, &error))
    {
      mnr_submission_fail (self, error);
      return;
    }
  self->lifetime =
    MIN (self->lifetime, self->properties->parameters.maximum_time_until_expiration);
  if (self->fee_asset == MNR_CORE_ASSET)
    {
      set_fees (self, NULL);
      return;
    }
  mnr_object_id_format (self->fee_asset, asset);
  params = g_strdup_printf ("[[\"%s\"]]", asset);
  mnr_submission_ask (self, "get_objects", params, on_asset);
}

void
mnr_submission_prepare_async (MnrSubmission *self,
                              const MnrTransaction *operations,
                              MnrObjectId fee_asset,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (self->task == NULL && self->id == 0);
  g_return_if_fail (operations->operations.len > 0);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, mnr_submission_prepare_async);
  g_clear_pointer (&self->transaction, mnr_transaction_free);
  self->transaction = mnr_value_dup (&mnr_type_transaction, operations);
  self->fee_asset = fee_asset;
  mnr_submission_set_step (self, MNR_SUBMISSION_PREPARING);
  mnr_submission_ask (self, "get_global_properties", "[]", on_properties);
}

gboolean
mnr_submission_prepare_finish (MnrSubmission *self,
                               GAsyncResult *result,
                               GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
