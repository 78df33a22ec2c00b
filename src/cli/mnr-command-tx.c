/* mnr-command-tx.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <string.h>

#include "chain/protocol/mnr-describe.h"
#include "chain/protocol/mnr-fee-schedule.h"
#include "chain/values/mnr-error.h"
#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"
#include "mnr-command.h"
#include "mnr-names.h"

/* What the answers to each document need. */
typedef struct
{
  const MnrOptions *options;
  MnrChainId chain_id;
  GPtrArray *keys; /* of MnrPrivateKey */
  MnrFeeSchedule *schedule;
  MnrPrice rate; /* no asset: pay in core */
  MnrNameTable *names;
} Job;

static gboolean
read_chain_id (Job *job,
               GError **error)
{
  const char *text = job->options->chain_id;
  g_autoptr (GError) local = NULL;

  if (text == NULL || g_str_equal (text, "mainnet"))
    text = MNR_CHAIN_ID_MAINNET;
  else if (g_str_equal (text, "testnet"))
    text = MNR_CHAIN_ID_TESTNET;

  if (mnr_chain_id_parse (text, &job->chain_id, &local))
    return TRUE;
  return mnr_command_usage_error (error, "--chain-id: %s", local->message);
}

static void
job_clear (Job *job)
{
  g_clear_pointer (&job->keys, g_ptr_array_unref);
  g_clear_pointer (&job->schedule, mnr_fee_schedule_free);
  g_clear_pointer (&job->names, mnr_name_table_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

static gboolean
is_standard_input (const char *name)
{
  return name == NULL || g_str_equal (name, "-");
}

static gboolean
read_keys (Job *job,
           GError **error)
{
  job->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_private_key_free);
  for (guint i = 0; job->options->key_files[i] != NULL; i++)
    {
      MnrPrivateKey *key = mnr_stream_read_key (job->options->key_files[i], error);

      if (key == NULL)
        return FALSE;
      g_ptr_array_add (job->keys, key);
    }
  return TRUE;
}

static gboolean
read_schedule (Job *job,
               GError **error)
{
  const char *name = job->options->schedule;
  g_autoptr (GString) text = mnr_stream_read (name, error);

  if (text == NULL)
    return FALSE;

  job->schedule = mnr_fee_schedule_new_from_json (text->str, text->len, error);
  if (job->schedule == NULL)
    g_prefix_error (error, "%s: ", name);
  return job->schedule != NULL;
}

static gboolean
read_rate (Job *job,
           GError **error)
{
  const char *text = job->options->rate;
  g_autoptr (GError) local = NULL;

  if (text == NULL)
    return TRUE;

  if (!mnr_json_read (&mnr_type_price, text, strlen (text), job->options->prefix, &job->rate,
                      &local))
    return mnr_command_usage_error (error, "--rate: %s", local->message);
  if (job->rate.base.asset_id != MNR_CORE_ASSET && job->rate.quote.asset_id != MNR_CORE_ASSET)
    return mnr_command_usage_error (error,
                                    _ ("--rate: one side of a core exchange rate is 1.3.0"));
  return TRUE;
}

static gboolean
read_names (Job *job,
            GError **error)
{
  job->names = mnr_name_table_new (job->options->objects, error);
  return job->names != NULL;
}

/* Reads what the options of the command name, then answers the documents. */
static gboolean
run (const MnrCommand *command,
     const MnrOptions *options,
     char **arguments,
     GError **error)
{
  g_auto (Job) job = { .options = options };
  guint from_standard_input = is_standard_input (arguments[0]);

  for (guint i = 0; options->key_files != NULL && options->key_files[i] != NULL; i++)
    from_standard_input += is_standard_input (options->key_files[i]);
  from_standard_input += options->schedule != NULL && is_standard_input (options->schedule);
  from_standard_input += options->objects != NULL && is_standard_input (options->objects);
  if (from_standard_input > 1)
    return mnr_command_usage_error (error, _ ("Standard input can be one thing only: name a file "
                                              "for the others"));

  return (!(command->options & MNR_OPTION_CHAIN_ID) || read_chain_id (&job, error)) &&
         (!(command->options & MNR_OPTION_RATE) || read_rate (&job, error)) &&
         (!(command->options & MNR_OPTION_KEY_FILES) || read_keys (&job, error)) &&
         (!(command->options & MNR_OPTION_SCHEDULE) || read_schedule (&job, error)) &&
         (!(command->options & MNR_OPTION_OBJECTS) || read_names (&job, error)) &&
         mnr_stream_answer (arguments[0], options->lines, command->answer, &job, error);
}

static MnrTransaction *
read_transaction (const char *text,
                  gsize length,
                  const Job *job,
                  GError **error)
{
  return mnr_transaction_new_from_json (text, length, job->options->prefix, error);
}

static char *
write_json (const MnrType *type,
            gconstpointer value,
            const Job *job)
{
  GString *text = g_string_new (NULL);

  mnr_json_write (type, value, job->options->prefix, text);
  return g_string_free (text, FALSE);
}

/* encode */

static char *
encode (const char *text,
        gsize length,
        gboolean one_line,
        gpointer user_data,
        GError **error)
{
  const Job *job = user_data;
  const MnrType *type =
    job->options->is_signed ? &mnr_type_signed_transaction : &mnr_type_transaction;
  g_autoptr (MnrTransaction) transaction = read_transaction (text, length, job, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (transaction == NULL || !mnr_pack (type, transaction, bytes, error))
    return NULL;
  return mnr_hex_encode (bytes->data, bytes->len);
}

const MnrCommand mnr_command_tx_encode = {
  .group = "tx",
  .name = "encode",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_LINES | MNR_OPTION_SIGNED | MNR_OPTION_PREFIX,
  .summary = N_ ("turn a transaction from JSON into bytes"),
  .description =
    N_ ("Reads a transaction in JSON, as a node prints and takes it, and prints its bytes in "
        "hexadecimal, as a node packs them. Sets may stand in any order.\n\n"
        "What a node would read otherwise than it stands there is refused: members unknown, "
        "missing or repeated, numbers out of range, and the escapes \\u, \\b, \\f and \\/ "
        "(write the characters themselves, in UTF-8)."),
  .example =
    "  moneyer-cli tx encode transaction.json",
  .run = run,
  .answer = encode,
};

/* decode */

static char *
decode (const char *text,
        gsize length,
        gboolean one_line,
        gpointer user_data,
        GError **error)
{
  const Job *job = user_data;
  g_autofree char *hex = g_strstrip (g_strndup (text, length));
  gsize size = strlen (hex) / 2;
  g_autofree guint8 *data = g_malloc (size + 1);
  g_autoptr (MnrTransaction) transaction = NULL;
  gboolean is_signed;

  /* Compared to the length read: a zero byte may have cut the text short. */
  if (memchr (text, '\0', length) != NULL || !mnr_hex_decode (hex, strlen (hex), data))
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_SYNTAX,
                      _ ("This is not an even number of hexadecimal digits"));
      return NULL;
    }

  transaction = mnr_transaction_new_from_bytes (data, size, &is_signed, error);
  if (transaction == NULL)
    return NULL;
  return write_json (is_signed ? &mnr_type_signed_transaction : &mnr_type_transaction,
                     transaction, job);
}

const MnrCommand mnr_command_tx_decode = {
  .group = "tx",
  .name = "decode",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_LINES | MNR_OPTION_PREFIX,
  .summary = N_ ("turn a transaction from bytes into JSON"),
  .description =
    N_ ("Reads a packed transaction in hexadecimal, with or without signatures, and prints "
        "it as JSON, the way a node does. There is one encoding of every transaction; "
        "anything else is refused."),
  .example =
    "  moneyer-cli tx encode transaction.json | moneyer-cli tx decode",
  .run = run,
  .answer = decode,
};

/* id and digest */

static char *
answer_id (const char *text,
           gsize length,
           gboolean one_line,
           gpointer user_data,
           GError **error)
{
  g_autoptr (MnrTransaction) transaction = read_transaction (text, length, user_data, error);
  guint8 id[MNR_TRANSACTION_ID_SIZE];

  if (transaction == NULL || !mnr_transaction_get_id (transaction, id, error))
    return NULL;
  return mnr_hex_encode (id, sizeof id);
}

const MnrCommand mnr_command_tx_id = {
  .group = "tx",
  .name = "id",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_LINES | MNR_OPTION_PREFIX,
  .summary = N_ ("print the id of a transaction"),
  .description =
    N_ ("Reads a transaction in JSON and prints its id, by which nodes and explorers find "
        "it. Signatures make no difference to it."),
  .run = run,
  .answer = answer_id,
};

static char *
answer_digest (const char *text,
               gsize length,
               gboolean one_line,
               gpointer user_data,
               GError **error)
{
  const Job *job = user_data;
  g_autoptr (MnrTransaction) transaction = read_transaction (text, length, job, error);
  MnrDigest digest;

  if (transaction == NULL ||
      !mnr_transaction_get_digest (transaction, &job->chain_id, &digest, error))
    return NULL;
  return mnr_hex_encode (digest.data, sizeof digest.data);
}

const MnrCommand mnr_command_tx_digest = {
  .group = "tx",
  .name = "digest",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_LINES | MNR_OPTION_PREFIX | MNR_OPTION_CHAIN_ID,
  .summary = N_ ("print the hash that its signatures sign"),
  .description =
    N_ ("Reads a transaction in JSON and prints what is signed of it on a chain: the SHA-256 "
        "hash of the chain's id and the transaction's bytes."),
  .run = run,
  .answer = answer_digest,
};

/* sign */

static char *
sign (const char *text,
      gsize length,
      gboolean one_line,
      gpointer user_data,
      GError **error)
{
  const Job *job = user_data;
  g_autoptr (MnrTransaction) transaction = read_transaction (text, length, job, error);

  if (transaction == NULL)
    return NULL;

  for (guint i = 0; i < job->keys->len; i++)
    if (!mnr_transaction_sign (transaction, &job->chain_id, job->keys->pdata[i], error))
      return NULL;
  return write_json (&mnr_type_signed_transaction, transaction, job);
}

const MnrCommand mnr_command_tx_sign = {
  .group = "tx",
  .name = "sign",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_LINES | MNR_OPTION_PREFIX | MNR_OPTION_CHAIN_ID | MNR_OPTION_KEY_FILES,
  .required = MNR_OPTION_KEY_FILES,
  .summary = N_ ("add signatures to a transaction"),
  .description =
    N_ ("Reads a transaction in JSON, signs it with every key given and prints it with its "
        "signatures, ready to be sent. Signatures that it had stay; a key that had signed "
        "before does not sign again. Read “moneyer-cli tx describe” first.\n\n"
        "A node refuses signatures that it does not need, so give only keys that are needed."),
  .example =
    "  moneyer-cli tx sign --key-file active.wif transaction.json > signed.json",
  .run = run,
  .answer = sign,
};

/* signers */

static char *
answer_signers (const char *text,
                gsize length,
                gboolean one_line,
                gpointer user_data,
                GError **error)
{
  const Job *job = user_data;
  g_autoptr (MnrTransaction) transaction = read_transaction (text, length, job, error);
  g_autoptr (GString) result = g_string_new (NULL);
  MnrPublicKeySet signers;

  if (transaction == NULL ||
      !mnr_transaction_get_signers (transaction, &job->chain_id, &signers, error))
    return NULL;

  for (gsize i = 0; i < signers.len; i++)
    {
      if (i > 0)
        g_string_append_c (result, one_line ? ' ' : '\n');
      mnr_public_key_append (&signers.items[i], job->options->prefix, result);
    }
  mnr_value_clear (&mnr_type_public_key_set, &signers);
  return g_strdup (result->str);
}

const MnrCommand mnr_command_tx_signers = {
  .group = "tx",
  .name = "signers",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_LINES | MNR_OPTION_PREFIX | MNR_OPTION_CHAIN_ID,
  .summary = N_ ("print the public keys that signed"),
  .description =
    N_ ("Reads a signed transaction in JSON and prints the public key of every signature, "
        "one a line (with --lines: on one line, with blanks between). If the chain's id or "
        "the transaction is not what was signed, these are keys of nobody."),
  .run = run,
  .answer = answer_signers,
};

/* describe */

static char *
describe (const char *text,
          gsize length,
          gboolean one_line,
          gpointer user_data,
          GError **error)
{
  const Job *job = user_data;
  g_autoptr (MnrTransaction) given = read_transaction (text, length, job, error);
  g_autoptr (MnrTransaction) transaction = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GString) result = g_string_new (NULL);
  MnrNames names;

  /* What is described is what the bytes say, since those are what is signed. */
  if (given == NULL || !mnr_pack (&mnr_type_signed_transaction, given, bytes, error))
    return NULL;
  transaction = mnr_transaction_new_from_bytes (bytes->data, bytes->len, NULL, error);
  if (transaction == NULL)
    return NULL;

  names = mnr_name_table_get_names (job->names, job->options->prefix);
  lines = mnr_transaction_describe (transaction, &names);
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrDescriptionLine *line = lines->pdata[i];

      if (one_line)
        g_string_append_printf (result, "%s%s: %s", i > 0 ? " | " : "", line->label, line->text);
      else
        g_string_append_printf (result, "%s%*s%s:%s%s", i > 0 ? "\n" : "",
                                (int) line->depth * 2, "",
                                line->label, line->text[0] != '\0' ? " " : "", line->text);
    }
  return g_strdup (result->str);
}

const MnrCommand mnr_command_tx_describe = {
  .group = "tx",
  .name = "describe",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_LINES | MNR_OPTION_PREFIX | MNR_OPTION_OBJECTS,
  .summary = N_ ("say in words what a transaction does"),
  .description =
    N_ ("Reads a transaction in JSON and prints what a person should read before signing it: "
        "every operation and every value in it, taken from the bytes that are signed.\n\n"
        "Without --objects only ids are known: amounts are then told in smallest units, but "
        "those of the core asset and of an asset that the transaction creates."),
  .example =
    "  moneyer-cli tx describe --objects assets.json transaction.json",
  .run = run,
  .answer = describe,
};

/* fees */

/* Operations come as a transaction, as a list of them, or as a single one. */
static gboolean
read_operations (const char *text,
                 gsize length,
                 const Job *job,
                 MnrVariantArray *operations,
                 GError **error)
{
  const char *prefix = job->options->prefix;
  const char *inner;

  while (length > 0 && strchr (" \t\r\n", *text) != NULL)
    {
      text++;
      length--;
    }

  if (length == 0 || *text != '[')
    {
      g_autoptr (MnrTransaction) transaction = read_transaction (text, length, job, error);

      if (transaction == NULL)
        return FALSE;
      mnr_value_copy (&mnr_type_operations, operations, &transaction->operations);
      return TRUE;
    }

  for (inner = text + 1; inner < text + length && strchr (" \t\r\n", *inner) != NULL; inner++)
    ;
  if (inner < text + length && g_ascii_isdigit (*inner))
    {
      MnrOperation *operation = mnr_array_add (&mnr_type_operations, operations);

      if (mnr_json_read (&mnr_type_operation, text, length, prefix, operation, error))
        return TRUE;
      mnr_value_clear (&mnr_type_operations, operations);
      return FALSE;
    }
  return mnr_json_read (&mnr_type_operations, text, length, prefix, operations, error);
}

/* As get_required_fees answers: a fee, or for a proposal its fee and those within. */
static void
append_fee (GString *text,
            MnrOperation *operation,
            const Job *job)
{
  gboolean nested = operation->number == MNR_OPERATION_PROPOSAL_CREATE;

  if (nested)
    g_string_append_c (text, '[');
  mnr_json_write (&mnr_type_amount, mnr_operation_get_fee (operation), job->options->prefix, text);
  if (nested)
    {
      MnrProposalCreate *proposal = operation->value;

      g_string_append (text, ",[");
      for (gsize i = 0; i < proposal->proposed_ops.len; i++)
        {
          if (i > 0)
            g_string_append_c (text, ',');
          append_fee (text, &proposal->proposed_ops.items[i].op, job);
        }
      g_string_append (text, "]]");
    }
}

static char *
answer_fees (const char *text,
             gsize length,
             gboolean one_line,
             gpointer user_data,
             GError **error)
{
  const Job *job = user_data;
  MnrVariantArray operations = { 0 };
  g_autoptr (GString) result = g_string_new ("[");
  gboolean good = read_operations (text, length, job, &operations, error);

  for (gsize i = 0; good && i < operations.len; i++)
    {
      good = mnr_fee_schedule_set_fee (job->schedule, &operations.items[i],
                                       job->rate.base.asset_id != 0 ? &job->rate : NULL, error);
      if (!good)
        {
          g_prefix_error (error, "operations[%" G_GSIZE_FORMAT "]: ", i);
          break;
        }
      if (i > 0)
        g_string_append_c (result, ',');
      append_fee (result, &operations.items[i], job);
    }

  mnr_value_clear (&mnr_type_operations, &operations);
  if (!good)
    return NULL;
  g_string_append_c (result, ']');
  return g_strdup (result->str);
}

const MnrCommand mnr_command_tx_fees = {
  .group = "tx",
  .name = "fees",
  .arguments = "[FILE]",
  .max_arguments = 1,
  .options = MNR_OPTION_LINES | MNR_OPTION_PREFIX | MNR_OPTION_SCHEDULE | MNR_OPTION_RATE,
  .required = MNR_OPTION_SCHEDULE,
  .summary = N_ ("reckon the fees that a node will ask for"),
  .description =
    N_ ("Reads a transaction in JSON (or an array of operations, or one operation) and "
        "prints the fee of each operation as a node's get_required_fees does: an amount, or "
        "for a proposal its own fee and an array of the fees within. The operations have to "
        "be complete, since their length counts; what their fee says counts only for its "
        "length.\n\n"
        "With --rate the fees are those in another asset. Whether that asset's fee pool "
        "holds enough is not known here."),
  .example =
    "  moneyer-cli tx fees --schedule global_properties.json transaction.json",
  .run = run,
  .answer = answer_fees,
};
