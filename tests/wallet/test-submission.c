/* test-submission.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chain/protocol/mnr-block.h"
#include "chain/wire/mnr-pack.h"
#include "test-sending.h"

/* Blocks come only when a test makes one, an hour after the other. */
#define INTERVAL "3600"
#define LIFETIME (12 * 3600)

/* A submission on its way. */
typedef struct
{
  MnrSubmission *submission;
  Outcome outcome;
  GCancellable *cancellable;
} Errand;

static MnrSubmission *
new_submission (Desk *desk,
                const char *intent)
{
  MnrSubmission *submission = mnr_submission_new (desk->resolver, intent, "Give Bob something");

  mnr_submission_set_lifetime (submission, LIFETIME);
  return submission;
}

static gboolean
prepare_draft (MnrSubmission *submission,
               const MnrTransaction *draft,
               MnrObjectId fee_asset,
               GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  Outcome outcome = { 0 };

  mnr_submission_prepare_async (submission, draft, fee_asset, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  return mnr_submission_prepare_finish (submission, result, error);
}

static gboolean
prepare (Desk *desk,
         MnrSubmission *submission,
         gint64 amount,
         GError **error)
{
  g_autoptr (MnrTransaction) draft = desk_draft (desk, amount);

  return prepare_draft (submission, draft, MNR_CORE_ASSET, error);
}

/* Prepares and begins to send. */
static Errand *
begin_draft (Desk *desk,
             const char *intent,
             const MnrTransaction *draft)
{
  g_autoptr (GError) error = NULL;
  Errand *self = g_new0 (Errand, 1);

  self->submission = new_submission (desk, intent);
  self->cancellable = g_cancellable_new ();
  prepare_draft (self->submission, draft, MNR_CORE_ASSET, &error);
  g_assert_no_error (error);
  mnr_submission_send_async (self->submission, &desk_signer, NULL, FALSE, self->cancellable,
                             outcome_take, &self->outcome);
  return self;
}

static Errand *
begin (Desk *desk,
       const char *intent,
       gint64 amount)
{
  g_autoptr (MnrTransaction) draft = desk_draft (desk, amount);

  return begin_draft (desk, intent, draft);
}

static Errand *
resume (Desk *desk,
        gint64 id)
{
  Errand *self = g_new0 (Errand, 1);

  self->submission = new_submission (desk, "resumed");
  self->cancellable = g_cancellable_new ();
  mnr_submission_resume_async (self->submission, id, self->cancellable, outcome_take,
                               &self->outcome);
  return self;
}

static gint64
get_id (Errand *self)
{
  return mnr_submission_get_id (self->submission);
}

static void
run_until (Errand *self,
           MnrSubmissionStep step)
{
  while (self->outcome.result == NULL && mnr_submission_get_step (self->submission) != step)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (mnr_submission_get_step (self->submission), ==, step);
}

/* Waits for the end of it. */
static gboolean
end (Errand *self,
     GError **error)
{
  g_autoptr (GAsyncResult) result = outcome_wait (&self->outcome);
  gboolean good = mnr_submission_send_finish (self->submission, result, error);

  g_object_unref (self->cancellable);
  g_object_unref (self->submission);
  g_free (self);
  return good;
}

static void
end_cancelled (Errand *self)
{
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (self->cancellable);
  g_assert_false (end (self, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
assert_state (Desk *desk,
              gint64 id,
              MnrOutboxState state,
              guint32 block)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrOutboxEntry) entry = mnr_outbox_get (desk->outbox, id, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (mnr_outbox_state_to_string (entry->state), ==,
                   mnr_outbox_state_to_string (state));
  g_assert_cmpuint (entry->block, ==, block);
}

/* Produces @count blocks and looks. */
static void
go_on (Desk *desk,
       guint count)
{
  g_autoptr (GError) error = NULL;

  desk_produce (desk, count);
  desk_check (desk, &error);
  g_assert_no_error (error);
}

static void
on_step (MnrSubmission *submission,
         GString *steps)
{
  g_string_append_printf (steps, "%d ", mnr_submission_get_step (submission));
}

/* The whole way, by WebSocket and by HTTP; nobody has to ask for the looks. */
static void
test_way (gconstpointer data)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk =
    desk_open (g_str_equal (data, "ws") ? practice->ws : practice->http, NULL);
  g_autoptr (GString) steps = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const MnrTransaction *reviewed;
  guint32 block = 0;
  Errand *errand;
  gint64 id;

  errand = begin (desk, "transfer", 4711);
  reviewed = mnr_submission_get_transaction (errand->submission);
  g_assert_cmpint (((MnrTransfer *) reviewed->operations.items[0].value)->amount.amount, ==,
                   4711);
  g_assert_cmpint (((MnrTransfer *) reviewed->operations.items[0].value)->fee.amount, >, 0);
  g_signal_connect (errand->submission, "changed", G_CALLBACK (on_step), steps);
  run_until (errand, MNR_SUBMISSION_WAITING);
  id = get_id (errand);
  assert_state (desk, id, MNR_OUTBOX_SENT, 0);
  g_assert_cmpuint (desk_count (desk, 4711, NULL), ==, 0);

  desk_produce (desk, 1);
  run_until (errand, MNR_SUBMISSION_INCLUDED);
  g_assert_cmpuint (desk_count (desk, 4711, &block), ==, 1);
  assert_state (desk, id, MNR_OUTBOX_INCLUDED, block);

  desk_produce (desk, 6);
  desk_check (desk, NULL);
  g_assert_cmpint (mnr_submission_get_step (errand->submission), ==, MNR_SUBMISSION_INCLUDED);
  desk_produce (desk, 1);
  g_assert_true (end (errand, &error));
  g_assert_no_error (error);
  assert_state (desk, id, MNR_OUTBOX_IRREVERSIBLE, block);
  /* SENDING comes before WAITING, and each once. */
  g_assert_cmpstr (steps->str, ==, "4 6 7 8 9 ");
}

/* Lost before the first block: until its time is over for ever, it may still come. */
static void
test_expiry (void)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  Errand *errand;
  gint64 id;

  desk_set_fault (FAULT_BEFORE, "broadcast_transaction", 0, NULL);
  errand = begin (desk, "transfer", 1);
  run_until (errand, MNR_SUBMISSION_WAITING);
  id = get_id (errand);
  end_cancelled (errand);
  g_assert_true (desk_had_fault ());

  /* The 13th block is past its expiration, and irreversible under 7 more. */
  for (guint i = 0; i < 19; i++)
    {
      go_on (desk, 1);
      assert_state (desk, id, MNR_OUTBOX_SENT, 0);
    }
  errand = begin (desk, "another", 2);
  end_cancelled (errand);
  go_on (desk, 1);
  assert_state (desk, id, MNR_OUTBOX_EXPIRED, 0);
  g_assert_cmpuint (desk_count (desk, 1, NULL), ==, 0);
  errand = begin (desk, "transfer", 1);
  run_until (errand, MNR_SUBMISSION_WAITING);
  end_cancelled (errand);
}

/* A node compares the expiration with the block before: the last block that may
 * hold a transaction is the first one later than its expiration. */
static void
test_late_block (void)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  g_autoptr (GError) error = NULL;
  guint32 block = 0;
  Errand *errand;
  gint64 id;

  errand = begin (desk, "transfer", 9);
  run_until (errand, MNR_SUBMISSION_WAITING);
  id = get_id (errand);
  end_cancelled (errand);
  g_free (desk_ask (desk, "practice", "advance_time", "[864000]"));
  desk_produce (desk, 8);
  g_assert_cmpuint (desk_count (desk, 9, &block), ==, 1);
  g_assert_true (desk_check (desk, &error));
  assert_state (desk, id, MNR_OUTBOX_IRREVERSIBLE, block);
}

static guint
get_head (Desk *desk)
{
  g_autofree char *answer = desk_ask (desk, "practice", "produce_blocks", "[0]");

  return (guint) g_ascii_strtoull (answer, NULL, 10);
}

static void
test_fork (void)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  g_autoptr (GError) error = NULL;
  Errand *errand = begin (desk, "transfer", 3);
  guint head;
  gint64 id;

  run_until (errand, MNR_SUBMISSION_WAITING);
  id = get_id (errand);
  head = get_head (desk);
  go_on (desk, 3);
  run_until (errand, MNR_SUBMISSION_INCLUDED);
  assert_state (desk, id, MNR_OUTBOX_INCLUDED, head + 1);

  /* The other side of the fork is short: nothing can be said yet. */
  g_free (desk_ask (desk, "practice", "pop_blocks", "[3]"));
  g_assert_true (desk_check (desk, &error));
  assert_state (desk, id, MNR_OUTBOX_INCLUDED, head + 1);
  /* Then it has a block of that number, but where the transaction is depends
   * on whether the node took it back into its pool. */
  go_on (desk, 8);
  g_assert_true (end (errand, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (desk_count (desk, 3, NULL), ==, 1);
}

/* After a fork it can be in a block below what was the head when it was made. */
static void
test_fork_below (void)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  guint32 block = 0;
  Errand *errand;
  guint head;
  gint64 id;

  desk_produce (desk, 10);
  errand = begin (desk, "transfer", 3);
  run_until (errand, MNR_SUBMISSION_WAITING);
  id = get_id (errand);
  end_cancelled (errand);
  head = get_head (desk);
  g_free (desk_ask (desk, "practice", "pop_blocks", "[3]"));
  go_on (desk, 8);
  g_assert_cmpuint (desk_count (desk, 3, &block), ==, 1);
  g_assert_cmpuint (block, <, head);
  assert_state (desk, id, MNR_OUTBOX_IRREVERSIBLE, block);
}

/* As in the fork, but the answers say that the block on the other side is without it. */
static void
test_dropped (void)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  g_autofree char *params = NULL, *text = NULL;
  g_autoptr (GString) other = NULL;
  g_autoptr (GError) error = NULL;
  Errand *errand = begin (desk, "transfer", 3);
  guint head;
  gint64 id;
  char *cut;

  run_until (errand, MNR_SUBMISSION_WAITING);
  id = get_id (errand);
  head = get_head (desk);
  end_cancelled (errand);
  go_on (desk, 1);
  assert_state (desk, id, MNR_OUTBOX_INCLUDED, head + 1);

  params = g_strdup_printf ("[%u]", head + 1);
  text = desk_ask (desk, "database", "get_block", params);
  cut = strstr (text, "\"transactions\":[");
  g_assert_nonnull (cut);
  other = g_string_new_len (text, cut - text);
  g_string_append (other, "\"transactions\":[]}");
  /* Once where it was, and once among all. */
  desk_set_fault (FAULT_LIE, "get_block", 0, other->str);
  g_assert_true (desk_check (desk, &error));
  g_assert_true (desk_had_fault ());
  /* The second look at that block was true: it is where it was. */
  assert_state (desk, id, MNR_OUTBOX_INCLUDED, head + 1);
}

#define BLOCK_AFTER(number, time)                                                      \
  "{\"previous\":\"" number "00000000000000000000000000000000\",\"timestamp\":\"" time \
  "\",\"transactions\":[]}"

/* A node that answers nonsense, or nothing, decides nothing. */
static void
test_lies (void)
{
  static const char *const lies[] = {
    "null",
    "[]",
    "{}",
    "\"\"",
    "{\"previous\":\"00\"}",
    /* Another block, and one that cannot be yet. */
    BLOCK_AFTER ("00000fff", "2020-01-01T00:00:00"),
    BLOCK_AFTER ("00000001", "2100-01-01T00:00:00"),
  };
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  Errand *errand = begin (desk, "transfer", 3);
  gint64 id;

  run_until (errand, MNR_SUBMISSION_WAITING);
  id = get_id (errand);
  end_cancelled (errand);
  /* No looks but those of the test: this one ends after what is under way. */
  g_assert_true (desk_check (desk, NULL));
  g_signal_handlers_disconnect_by_data (desk->node, desk->resolver);
  desk_produce (desk, 20);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    for (guint where = 0; where < 3; where++)
      {
        g_autoptr (GError) error = NULL;

        desk_set_fault (FAULT_LIE, where == 0 ? "get_dynamic_global_properties" : "get_block",
                        where == 2 ? 1 : 0, lies[i]);
        g_assert_false (desk_check (desk, &error));
        g_assert_true (desk_had_fault ());
        g_assert_nonnull (error);
        assert_state (desk, id, MNR_OUTBOX_SENT, 0);
      }
  for (guint i = 0; i < 3; i++)
    {
      desk_set_fault (FAULT_AFTER, "get_block", i, NULL);
      g_assert_false (desk_check (desk, NULL));
      assert_state (desk, id, MNR_OUTBOX_SENT, 0);
    }
  g_assert_true (desk_check (desk, NULL));
  {
    g_autoptr (MnrOutboxEntry) entry = mnr_outbox_get (desk->outbox, id, NULL);

    g_assert_cmpint (entry->state, ==, MNR_OUTBOX_IRREVERSIBLE);
  }
}

/* A fee that is not the schedule's, or bytes that are not ours, end it before
 * anything is signed. */
static void
test_distrust (void)
{
  static const struct
  {
    const char *method, *lie;
    MnrSubmissionError code;
  } cases[] = {
    { "get_required_fees", "[{\"amount\":868690000,\"asset_id\":\"1.3.0\"}]",
      MNR_SUBMISSION_ERROR_FEE },
    { "get_required_fees", "[{\"amount\":0,\"asset_id\":\"1.3.0\"}]", MNR_SUBMISSION_ERROR_FEE },
    { "get_transaction_hex_without_sig", "\"00\"", MNR_SUBMISSION_ERROR_BYTES },
  };
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  g_autoptr (GPtrArray) entries = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MnrSubmission) submission = new_submission (desk, "transfer");
      g_autoptr (GError) error = NULL;

      desk_set_fault (FAULT_LIE, cases[i].method, 0, cases[i].lie);
      g_assert_false (prepare (desk, submission, 1, &error));
      g_assert_error (error, MNR_SUBMISSION_ERROR, (int) cases[i].code);
      g_assert_null (mnr_submission_get_transaction (submission) != NULL &&
                         mnr_submission_get_step (submission) != MNR_SUBMISSION_FAILED
                       ? submission
                       : NULL);
      if (i == 0)
        {
          g_assert_nonnull (strstr (error->message, "868690000"));
          g_assert_nonnull (strstr (error->message, ", not "));
        }
    }
  entries = mnr_outbox_list (desk->outbox, NULL, FALSE, NULL);
  g_assert_cmpuint (entries->len, ==, 0);
}

/* Makes a token, and returns its id. */
static MnrObjectId
create_token (Desk *desk)
{
  g_autoptr (MnrTransaction) draft = mnr_transaction_new ();
  MnrAssetCreate *create = mnr_operation_init (
    mnr_array_add (&mnr_type_operations, &draft->operations), MNR_OPERATION_ASSET_CREATE);
  MnrPrice *rate = &create->common_options.core_exchange_rate;
  g_autofree char *answer = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (GError) error = NULL;
  MnrObjectId id;
  Errand *errand;

  create->issuer = desk->alice;
  create->symbol = g_strdup ("MYTOKENS");
  create->precision = 2;
  create->common_options.max_supply = 1000000;
  create->common_options.max_market_fee = 1000000;
  create->common_options.issuer_permissions = 79;
  rate->base = (MnrAmount){ 100000, MNR_CORE_ASSET };
  rate->quote = (MnrAmount){ 300, MNR_OBJECT_ID (1, 3, 1) };
  errand = begin_draft (desk, "create MYTOKENS", draft);
  run_until (errand, MNR_SUBMISSION_WAITING);
  desk_produce (desk, 8);
  g_assert_true (end (errand, &error));
  g_assert_no_error (error);
  answer = desk_ask (desk, "database", "lookup_asset_symbols", "[[\"MYTOKENS\"]]");
  g_assert_true (g_str_has_prefix (answer, "[{\"id\":\""));
  parts = g_strsplit (answer, "\"", -1);
  g_assert_true (mnr_object_id_parse (parts[3], strlen (parts[3]), &id));
  return id;
}

/* Fees in another asset, and of what is proposed, are those of the node, too. */
static void
test_fees (void)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  g_autoptr (MnrSubmission) transfer = new_submission (desk, "transfer");
  g_autoptr (MnrSubmission) other = new_submission (desk, "transfer");
  g_autoptr (MnrSubmission) propose = new_submission (desk, "propose");
  g_autoptr (MnrTransaction) draft = desk_draft (desk, 1);
  g_autoptr (MnrTransaction) proposal = mnr_transaction_new ();
  MnrObjectId token = create_token (desk);
  const MnrTransfer *in_core, *in_token;
  MnrProposalCreate *create;
  g_autoptr (GError) error = NULL;
  static const MnrType proposed_type = { .kind = MNR_KIND_ARRAY,
                                         .size = sizeof create->proposed_ops,
                                         .element = &mnr_type_operation };

  prepare_draft (transfer, draft, MNR_CORE_ASSET, &error);
  g_assert_no_error (error);
  prepare_draft (other, draft, token, &error);
  g_assert_no_error (error);
  in_core = mnr_submission_get_transaction (transfer)->operations.items[0].value;
  in_token = mnr_submission_get_transaction (other)->operations.items[0].value;
  g_assert_true (in_token->fee.asset_id == token);
  /* Three hundredths for a thousand units of core, rounded up. */
  g_assert_cmpint (in_token->fee.amount, ==, (in_core->fee.amount * 300 + 99999) / 100000);

  create = mnr_operation_init (mnr_array_add (&mnr_type_operations, &proposal->operations),
                               MNR_OPERATION_PROPOSAL_CREATE);
  create->fee_paying_account = desk->alice;
  create->expiration_time = MNR_TIME_FOREVER - 1;
  mnr_array_append (&proposed_type, &create->proposed_ops, &draft->operations.items[0]);
  mnr_array_append (&proposed_type, &create->proposed_ops, &draft->operations.items[0]);
  prepare_draft (propose, proposal, MNR_CORE_ASSET, &error);
  g_assert_no_error (error);
  create = mnr_submission_get_transaction (propose)->operations.items[0].value;
  g_assert_cmpint (mnr_operation_get_fee (&create->proposed_ops.items[1].op)->amount, ==,
                   in_core->fee.amount);

  /* Fewer fees than operations, and what is no proposal's. */
  {
    static const char *const lies[] = {
      "[]",
      "[[{\"amount\":1,\"asset_id\":\"1.3.0\"},[]]]",
      "[{\"amount\":1,\"asset_id\":\"1.3.0\"}]",
    };

    for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
      {
        g_autoptr (MnrSubmission) again = new_submission (desk, "propose");

        desk_set_fault (FAULT_LIE, "get_required_fees", 0, lies[i]);
        g_assert_false (prepare_draft (again, proposal, MNR_CORE_ASSET, &error));
        g_assert_nonnull (error);
        g_clear_error (&error);
      }
  }
}

static void
test_refused (void)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  g_autoptr (MnrOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  guint sent = desk_get_n_calls ("broadcast_transaction");
  Errand *errand = begin (desk, "transfer", G_GINT64_CONSTANT (900000000000000));

  g_assert_false (end (errand, &error));
  g_assert_error (error, MNR_SUBMISSION_ERROR, MNR_SUBMISSION_ERROR_REFUSED);
  g_assert_cmpuint (desk_get_n_calls ("broadcast_transaction"), ==, sent);
  entry = mnr_outbox_get (desk->outbox, 1, NULL);
  g_assert_cmpint (entry->state, ==, MNR_OUTBOX_REFUSED);
  g_assert_nonnull (strstr (entry->answer, "\"code\""));
  g_assert_nonnull (strstr (error->message, entry->refusal));
  g_assert_false (entry->is_settled);

  /* What it is for is free again at once, and the old one is watched to its end. */
  errand = begin (desk, "transfer", 5);
  run_until (errand, MNR_SUBMISSION_WAITING);
  end_cancelled (errand);
  go_on (desk, 20);
  g_clear_pointer (&entry, mnr_outbox_entry_free);
  entry = mnr_outbox_get (desk->outbox, 1, NULL);
  g_assert_cmpint (entry->state, ==, MNR_OUTBOX_REFUSED);
  g_assert_true (entry->is_settled);
}

/* A node that passes it on and says that it did not: its word decides nothing. */
static void
test_false_refusal (void)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  g_autoptr (GError) error = NULL;
  Errand *errand;

  desk_set_fault (FAULT_REFUSE_DONE, "broadcast_transaction", 0,
                  "{\"code\":10,\"message\":\"Insufficient Balance\"}");
  errand = begin (desk, "transfer", 5);
  run_until (errand, MNR_SUBMISSION_WAITING);
  g_assert_true (desk_had_fault ());
  assert_state (desk, get_id (errand), MNR_OUTBOX_SENT, 0);
  desk_produce (desk, 8);
  g_assert_true (end (errand, &error));
  g_assert_no_error (error);

  /* And one that does not pass it on: certain when its time is over. */
  desk_set_fault (FAULT_REFUSE, "broadcast_transaction", 0,
                  "{\"code\":10,\"message\":\"Insufficient Balance\"}");
  errand = begin (desk, "transfer", 6);
  run_until (errand, MNR_SUBMISSION_WAITING);
  go_on (desk, 19);
  assert_state (desk, get_id (errand), MNR_OUTBOX_SENT, 0);
  desk_produce (desk, 1);
  g_assert_false (end (errand, &error));
  g_assert_error (error, MNR_SUBMISSION_ERROR, MNR_SUBMISSION_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "Insufficient Balance"));
  assert_state (desk, 2, MNR_OUTBOX_REFUSED, 0);
  g_assert_cmpuint (desk_count (desk, 6, NULL), ==, 0);
}

static void
test_twice (void)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  g_autoptr (MnrSubmission) late = new_submission (desk, "transfer");
  g_autoptr (MnrSubmission) second = new_submission (desk, "transfer");
  g_autoptr (GError) error = NULL;
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  Errand *errand;

  /* Two people read the same review; one of them is faster. */
  g_assert_true (prepare (desk, late, 2, NULL));
  errand = begin (desk, "transfer", 2);
  run_until (errand, MNR_SUBMISSION_WAITING);
  mnr_submission_send_async (late, &desk_signer, NULL, FALSE, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  g_assert_false (mnr_submission_send_finish (late, result, &error));
  g_assert_error (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_UNDER_WAY);
  g_clear_error (&error);
  g_assert_false (prepare (desk, second, 2, &error));
  g_assert_error (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_UNDER_WAY);
  end_cancelled (errand);
  go_on (desk, 8);
  g_assert_cmpuint (desk_count (desk, 2, NULL), ==, 1);
}

/* The same twice in the same second, and wanted twice. */
static void
test_same (void)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  g_autoptr (GError) error = NULL;
  Errand *errands[3];

  for (guint i = 0; i < G_N_ELEMENTS (errands); i++)
    {
      g_autofree char *intent = g_strdup_printf ("transfer %u", i);

      errands[i] = begin (desk, intent, 5);
    }
  for (guint i = 0; i < G_N_ELEMENTS (errands); i++)
    run_until (errands[i], MNR_SUBMISSION_WAITING);
  desk_produce (desk, 8);
  for (guint i = 0; i < G_N_ELEMENTS (errands); i++)
    {
      g_assert_true (end (errands[i], &error));
      g_assert_no_error (error);
    }
  g_assert_cmpuint (desk_count (desk, 5, NULL), ==, G_N_ELEMENTS (errands));
}

static void
test_only_check (void)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
  g_autoptr (MnrSubmission) submission = new_submission (desk, "transfer");
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  Outcome outcome = { 0 };
  Errand *errand;

  g_assert_true (prepare (desk, submission, 8, NULL));
  mnr_submission_send_async (submission, &desk_signer, NULL, TRUE, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  g_assert_true (mnr_submission_send_finish (submission, result, &error));
  g_assert_no_error (error);
  assert_state (desk, 1, MNR_OUTBOX_SIGNED, 0);
  go_on (desk, 1);
  assert_state (desk, 1, MNR_OUTBOX_SIGNED, 0);
  g_assert_cmpuint (desk_count (desk, 8, NULL), ==, 0);

  /* Who asks for it can still send it. */
  errand = resume (desk, 1);
  run_until (errand, MNR_SUBMISSION_WAITING);
  desk_produce (desk, 8);
  g_assert_true (end (errand, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (desk_count (desk, 8, NULL), ==, 1);
}

static void
look_after_block (Desk *desk)
{
  desk_produce (desk, 1);
  desk_check (desk, NULL);
}

/* Cut at each call, before and after it was done, and the node closed in the
 * middle: with what there is then, it is brought to its end. Once is done what
 * is done. */
static void
test_cuts (void)
{
  static const Fault faults[] = { FAULT_BEFORE, FAULT_AFTER, FAULT_CLOSE };
  g_autoptr (Practice) practice = practice_start (INTERVAL);
  gint64 amount = 100;

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    for (guint n = 0;; n++)
      {
        g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
        g_autoptr (GPtrArray) entries = NULL;
        g_autoptr (GError) error = NULL;
        Errand *errand = begin (desk, "transfer", ++amount);
        gboolean had_fault;

        /* From the confirmation on; what comes before leaves nothing behind. */
        desk_set_fault (faults[i], NULL, n, NULL);
        while (errand->outcome.result == NULL && !desk_had_fault () &&
               mnr_submission_get_step (errand->submission) != MNR_SUBMISSION_INCLUDED)
          {
            if (mnr_submission_get_step (errand->submission) == MNR_SUBMISSION_WAITING)
              look_after_block (desk);
            g_main_context_iteration (NULL, FALSE);
          }
        had_fault = desk_had_fault ();
        g_cancellable_cancel (errand->cancellable);
        g_assert_false (end (errand, NULL));
        desk_set_fault (FAULT_NONE, NULL, 0, NULL);
        if (!had_fault)
          break;

        desk_check (desk, &error);
        g_assert_no_error (error);
        entries = mnr_outbox_list (desk->outbox, NULL, TRUE, NULL);
        g_assert_cmpuint (entries->len, <=, 1);
        if (entries->len == 1)
          errand = resume (desk, ((MnrOutboxEntry *) g_ptr_array_index (entries, 0))->id);
        else
          errand = begin (desk, "transfer", amount);
        while (errand->outcome.result == NULL)
          {
            if (mnr_submission_get_step (errand->submission) >= MNR_SUBMISSION_WAITING)
              look_after_block (desk);
            g_main_context_iteration (NULL, FALSE);
          }
        g_assert_true (end (errand, &error));
        g_assert_no_error (error);
        g_assert_cmpuint (desk_count (desk, amount, NULL), ==, 1);
      }
  g_assert_cmpint (amount, >, 115);
}

/* What is cancelled before it is sent is not sent. */
static void
test_cancel (void)
{
  g_autoptr (Practice) practice = practice_start (INTERVAL);

  for (MnrSubmissionStep step = MNR_SUBMISSION_SIGNING; step <= MNR_SUBMISSION_CHECKING; step++)
    {
      g_autoptr (Desk) desk = desk_open (practice->ws, NULL);
      guint sent = desk_get_n_calls ("broadcast_transaction");
      Errand *errand = begin (desk, "transfer", 70 + step);

      run_until (errand, step);
      end_cancelled (errand);
      desk_produce (desk, 1);
      g_assert_cmpuint (desk_get_n_calls ("broadcast_transaction"), ==, sent);
      g_assert_cmpuint (desk_count (desk, 70 + step, NULL), ==, 0);
      if (step == MNR_SUBMISSION_CHECKING)
        assert_state (desk, 1, MNR_OUTBOX_SIGNED, 0);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/wallet/submission/way/ws", "ws", test_way);
  g_test_add_data_func ("/wallet/submission/way/http", "http", test_way);
  g_test_add_func ("/wallet/submission/expiry", test_expiry);
  g_test_add_func ("/wallet/submission/late-block", test_late_block);
  g_test_add_func ("/wallet/submission/fork", test_fork);
  g_test_add_func ("/wallet/submission/fork-below", test_fork_below);
  g_test_add_func ("/wallet/submission/dropped", test_dropped);
  g_test_add_func ("/wallet/submission/lies", test_lies);
  g_test_add_func ("/wallet/submission/distrust", test_distrust);
  g_test_add_func ("/wallet/submission/fees", test_fees);
  g_test_add_func ("/wallet/submission/refused", test_refused);
  g_test_add_func ("/wallet/submission/false-refusal", test_false_refusal);
  g_test_add_func ("/wallet/submission/twice", test_twice);
  g_test_add_func ("/wallet/submission/same", test_same);
  g_test_add_func ("/wallet/submission/only-check", test_only_check);
  g_test_add_func ("/wallet/submission/cuts", test_cuts);
  g_test_add_func ("/wallet/submission/cancel", test_cancel);

  return g_test_run ();
}
