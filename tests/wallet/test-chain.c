/* test-chain.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-chain.h"

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "node/mnr-http.h"

Chain *
chain_new (void)
{
  Chain *self = g_new0 (Chain, 1);
  const char *urls[2] = { 0 };
  g_autoptr (GError) error = NULL;

  self->practice = practice_start ("0");
  urls[0] = self->practice->ws;
  self->node = mnr_node_new (urls, NULL);
  connect_and_wait (self->node, &error);
  g_assert_no_error (error);
  return self;
}

void
chain_free (Chain *self)
{
  mnr_node_close (self->node);
  g_object_unref (self->node);
  practice_free (self->practice);
  g_free (self);
}

char *
chain_key_text (const char *seed)
{
  g_autoptr (MnrPrivateKey) key = test_key (seed);
  MnrPublicKey public_key;

  mnr_private_key_get_public_key (key, &public_key);
  return mnr_public_key_format (&public_key, "BTS");
}

char *
chain_register (Chain *self,
                const char *name,
                const char *owner,
                const char *active,
                const char *memo)
{
  const MnrHttpLimits limits = { 10000, 10000, 65536, NULL };
  g_autofree char *url = g_strconcat (self->practice->http, "/api/v1/accounts", NULL);
  g_autofree char *body = g_strdup_printf (
    "{\"account\":{\"name\":\"%s\",\"owner_key\":\"%s\",\"active_key\":\"%s\","
    "\"memo_key\":\"%s\"}}",
    name, owner, active, memo);
  g_autofree char *parameters = g_strdup_printf ("[\"%s\"]", name);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint status;

  mnr_http_post_async (url, "application/json", bytes, &limits, NULL, test_take_result, &result);
  answer = mnr_http_post_finish (test_wait (&result), &status, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, 201);
  id = call_and_wait (self->node, MNR_NODE_CALL_DEFAULT, "get_account_id_from_string", parameters,
                      &error);
  g_assert_no_error (error);
  return g_strndup ((const char *) g_bytes_get_data (id, NULL) + 1, g_bytes_get_size (id) - 2);
}

MnrTransaction *
chain_make_transaction (Chain *self,
                        const char *operation)
{
  MnrTransaction *transaction = mnr_transaction_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = call_and_wait (self->node, MNR_NODE_CALL_DEFAULT,
                                             "get_global_properties", "[]", &error);
  g_autoptr (GBytes) head_answer = call_and_wait (
    self->node, MNR_NODE_CALL_DEFAULT, "get_dynamic_global_properties", "[]", &error);
  MnrGlobalProperties properties = { 0 };
  MnrDynamicGlobalProperties head = { 0 };
  MnrOperation *place;

  g_assert_no_error (error);
  mnr_json_read (&mnr_type_global_properties, g_bytes_get_data (answer, NULL),
                 g_bytes_get_size (answer), "BTS", &properties, &error);
  g_assert_no_error (error);
  mnr_json_read (&mnr_type_dynamic_global_properties, g_bytes_get_data (head_answer, NULL),
                 g_bytes_get_size (head_answer), "BTS", &head, &error);
  g_assert_no_error (error);

  place = mnr_array_add (&mnr_type_operations, &transaction->operations);
  mnr_json_read (&mnr_type_operation, operation, strlen (operation), "BTS", place, &error);
  g_assert_no_error (error);
  mnr_fee_schedule_set_fee (properties.parameters.current_fees, place, NULL, &error);
  g_assert_no_error (error);
  mnr_transaction_set_reference (transaction, head.head_block_number, head.head_block_id.data);
  transaction->expiration = head.time + 600;
  mnr_value_clear (&mnr_type_global_properties, &properties);
  return transaction;
}

gboolean
chain_send (Chain *self,
            const MnrTransaction *transaction,
            GError **error)
{
  g_autoptr (GString) parameters = g_string_new ("[");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;

  mnr_json_write (&mnr_type_signed_transaction, transaction, "BTS", parameters);
  g_string_append_c (parameters, ']');
  mnr_node_call_async (self->node, MNR_NODE_CALL_ONCE, "network_broadcast",
                       "broadcast_transaction", parameters->str, NULL, test_take_result, &result);
  answer = mnr_node_call_finish (self->node, test_wait (&result), error);
  return answer != NULL;
}
