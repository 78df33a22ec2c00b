/* mnr-command-outbox.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "mnr-command.h"
#include "mnr-send.h"
#include "mnr-wait.h"

/* The outbox alone: what is in it can be read without a network. */
static MnrOutbox *
open_outbox (GError **error)
{
  g_autoptr (MnrDatabase) database = mnr_database_new (NULL, error);

  return database != NULL ? mnr_outbox_new (database, error) : NULL;
}

static void
print_json (const MnrOutboxEntry *entry)
{
  g_autoptr (GString) json = g_string_new (NULL);
  char time[MNR_TIME_TEXT_SIZE];

  g_string_append_printf (json, "{\"id\":%" G_GINT64_FORMAT ",\"chain_id\":\"", entry->id);
  for (guint i = 0; i < sizeof entry->chain_id.data; i++)
    g_string_append_printf (json, "%02x", entry->chain_id.data[i]);
  g_string_append (json, "\",\"transaction_id\":\"");
  for (guint i = 0; i < sizeof entry->transaction_id; i++)
    g_string_append_printf (json, "%02x", entry->transaction_id[i]);
  g_string_append (json, "\",\"intent\":");
  mnr_json_append_string (json, entry->intent);
  g_string_append (json, ",\"summary\":");
  mnr_json_append_string (json, entry->summary);
  g_string_append_printf (json, ",\"state\":\"%s\",\"block\":%u,\"expiration\":\"%s\"",
                          mnr_outbox_state_to_string (entry->state), entry->block,
                          mnr_time_format (entry->expiration, time));
  if (entry->refusal != NULL)
    {
      g_string_append (json, ",\"refusal\":");
      mnr_json_append_string (json, entry->refusal);
    }
  g_print ("%s}\n", json->str);
}

static void
print_entry (const MnrOutboxEntry *entry)
{
  g_autofree char *state = mnr_send_describe_state (entry);

  g_print ("%4" G_GINT64_FORMAT "  %s\n      %s\n", entry->id, entry->summary, state);
}

static gboolean
run_list (const MnrCommand *command,
          const MnrOptions *options,
          char **arguments,
          GError **error)
{
  g_autoptr (MnrOutbox) outbox = open_outbox (error);
  g_autoptr (GPtrArray) entries = NULL;

  if (outbox == NULL)
    return FALSE;
  entries = mnr_outbox_list (outbox, NULL, FALSE, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    if (options->json)
      print_json (g_ptr_array_index (entries, i));
    else
      print_entry (g_ptr_array_index (entries, i));
  return TRUE;
}

const MnrCommand mnr_command_outbox_list = {
  .group = "outbox",
  .name = "list",
  .options = MNR_OPTION_JSON,
  .summary = N_ ("everything that was signed, and what became of it"),
  .description =
    N_ ("Lists the transactions that were signed on this computer, oldest first, with what is "
        "known of them without asking a node; “outbox resume” asks."),
  .run = run_list,
};

static gboolean
read_id (const char *text,
         gint64 *id,
         GError **error)
{
  guint64 number;

  if (!mnr_unsigned_parse (text, strlen (text), G_MAXINT64, &number))
    return mnr_command_usage_error (error, _ ("“%s” is no number of the outbox"), text);
  *id = (gint64) number;
  return TRUE;
}

static gboolean
run_show (const MnrCommand *command,
          const MnrOptions *options,
          char **arguments,
          GError **error)
{
  g_autoptr (MnrOutbox) outbox = NULL;
  g_autoptr (MnrOutboxEntry) entry = NULL;
  g_autoptr (MnrTransaction) transaction = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  gint64 id = 0;

  if (!read_id (arguments[0], &id, error))
    return FALSE;
  outbox = open_outbox (error);
  entry = outbox != NULL ? mnr_outbox_get (outbox, id, error) : NULL;
  transaction = entry != NULL ? mnr_outbox_entry_get_transaction (entry, error) : NULL;
  if (transaction == NULL)
    return FALSE;
  if (options->json)
    print_json (entry);
  else
    print_entry (entry);
  if (entry->answer != NULL)
    g_print ("%s\n%s\n", _ ("The node's own words:"), entry->answer);
  mnr_json_write (&mnr_type_signed_transaction, transaction, options->prefix, json);
  g_print ("%s\n", json->str);
  return TRUE;
}

const MnrCommand mnr_command_outbox_show = {
  .group = "outbox",
  .name = "show",
  .arguments = "NUMBER",
  .min_arguments = 1,
  .max_arguments = 1,
  .options = MNR_OPTION_JSON | MNR_OPTION_PREFIX,
  .summary = N_ ("one of them, with the signed transaction"),
  .description =
    N_ ("Shows an entry of the outbox, what a node said against it if one did, and the signed "
        "transaction as JSON."),
  .run = run_show,
};

static gboolean
run_resume (const MnrCommand *command,
            const MnrOptions *options,
            char **arguments,
            GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  g_autoptr (GPtrArray) entries = NULL;
  MnrOutbox *outbox;
  gboolean is_done = TRUE, is_found = FALSE;
  gint64 id = 0;

  if ((arguments[0] != NULL && !read_id (arguments[0], &id, error)) ||
      !mnr_send_check_options (options, error) || !mnr_chain_open (&chain, options, error) ||
      !mnr_chain_open_wallet (&chain, options, error) || !mnr_send_look (&chain, error))
    return FALSE;

  outbox = mnr_outbox_resolver_get_outbox (chain.resolver);
  entries = mnr_outbox_list (outbox, mnr_node_get_chain_id (chain.node), TRUE, error);
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const MnrOutboxEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (GError) local = NULL;

      if (!mnr_outbox_state_is_under_way (entry->state) || (id != 0 && entry->id != id))
        continue;
      print_entry (entry);
      is_found = TRUE;
      /* A dry run that nobody meant to send looks like that. */
      if (entry->state == MNR_OUTBOX_SIGNED && id == 0)
        {
          g_print (_ ("      “outbox resume %d” sends it.\n"), (int) entry->id);
          continue;
        }
      if (!mnr_send_resume (&chain, options, entry->id, NULL, &local))
        {
          g_print ("      %s\n", local->message);
          is_done = FALSE;
        }
    }
  if (id != 0 && !is_found)
    {
      g_autoptr (MnrOutboxEntry) entry = mnr_outbox_get (outbox, id, error);

      if (entry == NULL)
        return FALSE;
      print_entry (entry);
    }
  return is_done;
}

const MnrCommand mnr_command_outbox_resume = {
  .group = "outbox",
  .name = "resume",
  .arguments = "[NUMBER]",
  .max_arguments = 1,
  .options = MNR_OPTION_NETWORK | MNR_OPTION_WAIT,
  .summary = N_ ("go on with what was interrupted"),
  .description =
    N_ ("Asks the chain what became of every transaction of the network that is not settled. One "
        "that was sent, is in no block yet and could still come in is sent again, the same bytes, "
        "so that it cannot happen twice. One that was only signed, as for a dry run, is sent if "
        "its NUMBER is given. The exit status is 1 if one of them came to nothing."),
  .run = run_resume,
};

/* tx broadcast */

/* The block that a transaction refers to: of those with the low half of its
 * number the last one (protocol.md 8.1). It can only be in a block after that. */
static guint32
get_reference (const MnrTransaction *transaction,
               guint32 head)
{
  guint32 number = (head & 0xffff0000u) | transaction->ref_block_num;

  if (number > head)
    number = number >= 0x10000u ? number - 0x10000u : 0;
  return number;
}

static gboolean
run_broadcast (const MnrCommand *command,
               const MnrOptions *options,
               char **arguments,
               GError **error)
{
  g_auto (MnrChain) chain = { 0 };
  g_autoptr (GString) text = mnr_stream_read (arguments[0], error);
  g_autoptr (MnrTransaction) transaction = NULL;
  g_autofree char *intent = NULL;
  g_autoptr (GString) name = g_string_new (NULL);
  guint8 id[MNR_TRANSACTION_ID_SIZE];
  const MnrDynamicGlobalProperties *head;
  const MnrOperation *first;
  gint64 entry;

  if (text == NULL || !mnr_send_check_options (options, error) ||
      !mnr_chain_open (&chain, options, error) || !mnr_chain_open_wallet (&chain, options, error))
    return FALSE;
  transaction = mnr_transaction_new_from_json (text->str, text->len,
                                               mnr_node_get_prefix (chain.node), error);
  if (transaction == NULL || !mnr_transaction_get_id (transaction, id, error))
    return FALSE;
  if (transaction->signatures.len == 0)
    return mnr_command_usage_error (error, _ ("The transaction is not signed yet"));
  if (transaction->operations.len == 0)
    return mnr_command_usage_error (error, _ ("There is no operation in the transaction"));
  if (!mnr_send_print (&chain, transaction, error))
    return FALSE;

  for (guint i = 0; i < sizeof id; i++)
    g_string_append_printf (name, "%02x", id[i]);
  intent = g_strconcat ("broadcast ", name->str, NULL);
  head = mnr_node_get_head (chain.node);
  first = &transaction->operations.items[0];
  entry = mnr_outbox_add (mnr_outbox_resolver_get_outbox (chain.resolver),
                          mnr_node_get_chain_id (chain.node), mnr_operation_get_payer (first),
                          intent, _ ("a transaction that was signed elsewhere"), transaction,
                          head->time, get_reference (transaction, head->head_block_number), error);
  return entry != 0 && mnr_send_resume (&chain, options, entry, NULL, error);
}

const MnrCommand mnr_command_tx_broadcast = {
  .group = "tx",
  .name = "broadcast",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_NETWORK | MNR_OPTION_WAIT,
  .summary = N_ ("send a signed transaction, and wait for it"),
  .description =
    N_ ("Reads a signed transaction in JSON, enters it into the outbox, sends it and waits until "
        "it is in a block. To send the same transaction twice does no harm: it is the same one."),
  .example =
    "  moneyer-cli tx broadcast --network testnet signed.json",
  .run = run_broadcast,
};
