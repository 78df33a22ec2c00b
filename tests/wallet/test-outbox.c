/* test-outbox.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "wallet/mnr-outbox.h"

#define CREATED   1000000
#define REFERENCE 100

static const MnrChainId chain_id = { { 1, 2, 3 } };
static const MnrChainId other_chain = { { 3, 2, 1 } };

typedef struct
{
  MnrDatabase *database;
  MnrOutbox *outbox;
} Box;

static void
set_up (Box *box,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  box->database = mnr_database_new (":memory:", &error);
  g_assert_no_error (error);
  box->outbox = mnr_outbox_new (box->database, &error);
  g_assert_no_error (error);
}

static void
tear_down (Box *box,
           gconstpointer data)
{
  g_assert_finalize_object (box->outbox);
  g_assert_finalize_object (box->database);
}

static MnrTransaction *
make_transaction (guint number)
{
  MnrTransaction *transaction = mnr_transaction_new ();
  MnrTransfer *transfer = mnr_operation_init (
    mnr_array_add (&mnr_type_operations, &transaction->operations), MNR_OPERATION_TRANSFER);
  MnrSignature signature = { { 31 } };
  static const MnrType signatures = { .kind = MNR_KIND_ARRAY,
                                      .size = sizeof transaction->signatures,
                                      .element = &mnr_type_signature };

  transfer->fee.asset_id = transfer->amount.asset_id = MNR_OBJECT_ID (1, 3, 0);
  transfer->from = MNR_OBJECT_ID (1, 2, 7);
  transfer->to = MNR_OBJECT_ID (1, 2, 8);
  transfer->amount.amount = number;
  transaction->expiration = CREATED + 60;
  mnr_array_append (&signatures, &transaction->signatures, &signature);
  return transaction;
}

static gint64
add (Box *box,
     const char *intent,
     guint number,
     GError **error)
{
  g_autoptr (MnrTransaction) transaction = make_transaction (number);

  return mnr_outbox_add (box->outbox, &chain_id, MNR_OBJECT_ID (1, 2, 7), intent,
                         "Transfer something", transaction, CREATED, REFERENCE, error);
}

static MnrOutboxEntry *
get (Box *box,
     gint64 id)
{
  g_autoptr (GError) error = NULL;
  MnrOutboxEntry *entry = mnr_outbox_get (box->outbox, id, &error);

  g_assert_no_error (error);
  return entry;
}

static void
assert_state (Box *box,
              gint64 id,
              MnrOutboxState state)
{
  g_autoptr (MnrOutboxEntry) entry = get (box, id);

  g_assert_cmpstr (mnr_outbox_state_to_string (entry->state), ==,
                   mnr_outbox_state_to_string (state));
}

static void
test_entry (Box *box,
            gconstpointer data)
{
  g_autoptr (MnrTransaction) transaction = make_transaction (5);
  g_autoptr (MnrTransaction) again = NULL;
  g_autoptr (MnrOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  guint8 name[MNR_TRANSACTION_ID_SIZE];
  gint64 id = add (box, "transfer 5", 5, &error);

  g_assert_no_error (error);
  entry = get (box, id);
  g_assert_cmpstr (entry->intent, ==, "transfer 5");
  g_assert_cmpstr (entry->summary, ==, "Transfer something");
  g_assert_true (entry->account == MNR_OBJECT_ID (1, 2, 7));
  g_assert_cmpmem (&entry->chain_id, sizeof chain_id, &chain_id, sizeof chain_id);
  g_assert_cmpuint (entry->created, ==, CREATED);
  g_assert_cmpuint (entry->expiration, ==, CREATED + 60);
  g_assert_cmpuint (entry->reference, ==, REFERENCE);
  g_assert_cmpuint (entry->searched, ==, REFERENCE);
  g_assert_cmpint (entry->state, ==, MNR_OUTBOX_SIGNED);
  g_assert_false (entry->is_settled);
  g_assert_true (mnr_transaction_get_id (transaction, name, NULL));
  g_assert_cmpmem (entry->transaction_id, sizeof name, name, sizeof name);
  again = mnr_outbox_entry_get_transaction (entry, &error);
  g_assert_no_error (error);
  g_assert_true (mnr_value_equal (&mnr_type_signed_transaction, transaction, again));

  g_assert_null (mnr_outbox_get (box->outbox, id + 1, &error));
  g_assert_error (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_UNKNOWN);
}

/* What is wanted once is under way once, until its fate is known. */
static void
test_once (Box *box,
           gconstpointer data)
{
  g_autoptr (MnrTransaction) foreign = make_transaction (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrOutboxEntry) entry = NULL;
  gint64 first = add (box, "create TOKEN", 1, &error);

  g_assert_cmpint (first, !=, 0);
  /* The same bytes for something else would be done once for both. */
  g_assert_cmpint (add (box, "give it away", 1, &error), ==, 0);
  g_assert_error (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_SAME);
  g_clear_error (&error);
  for (MnrOutboxState state = MNR_OUTBOX_SIGNED; state <= MNR_OUTBOX_INCLUDED; state++)
    {
      if (state == MNR_OUTBOX_SENT)
        g_assert_true (mnr_outbox_mark_sent (box->outbox, first, NULL));
      if (state == MNR_OUTBOX_INCLUDED)
        g_assert_true (mnr_outbox_mark_included (box->outbox, first, 101, NULL));
      assert_state (box, first, state);
      g_assert_cmpint (add (box, "create TOKEN", 2, &error), ==, 0);
      g_assert_error (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_UNDER_WAY);
      g_clear_error (&error);
      g_assert_cmpint (add (box, "create TOKEN", 1, &error), ==, 0);
      g_assert_error (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_UNDER_WAY);
      g_clear_error (&error);
    }
  g_assert_cmpint (add (box, "create OTHER", 10, &error), !=, 0);
  g_assert_no_error (error);
  /* On another chain it is something else. */
  g_assert_cmpint (mnr_outbox_add (box->outbox, &other_chain, MNR_OBJECT_ID (1, 2, 7),
                                   "create TOKEN", "Create it", foreign, CREATED, REFERENCE,
                                   &error),
                   !=, 0);
  g_assert_no_error (error);
  entry = mnr_outbox_find_under_way (box->outbox, &chain_id, "create TOKEN", &error);
  g_assert_no_error (error);
  g_assert_cmpint (entry->id, ==, first);

  g_assert_true (mnr_outbox_mark_irreversible (box->outbox, first, 101, NULL));
  g_assert_null (mnr_outbox_find_under_way (box->outbox, &chain_id, "create TOKEN", &error));
  g_assert_no_error (error);
  g_assert_cmpint (add (box, "create TOKEN", 2, &error), !=, 0);
  g_assert_no_error (error);
}

/* A refusal of what was sent decides nothing before the chain does. */
static void
test_refusal (Box *box,
              gconstpointer data)
{
  gint64 id = add (box, "transfer", 1, NULL);
  g_autoptr (MnrOutboxEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (mnr_outbox_mark_sent (box->outbox, id, NULL));
  g_assert_false (mnr_outbox_mark_refused (box->outbox, id, "No.", NULL, &error));
  g_assert_error (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_STATE);
  g_assert_true (mnr_outbox_note_refusal (box->outbox, id, "Too poor.", "{\"code\":10}", NULL));
  assert_state (box, id, MNR_OUTBOX_SENT);
  g_assert_true (mnr_outbox_mark_over (box->outbox, id, NULL));
  entry = get (box, id);
  g_assert_cmpint (entry->state, ==, MNR_OUTBOX_REFUSED);
  g_assert_true (entry->is_settled);
  g_assert_cmpstr (entry->refusal, ==, "Too poor.");
  g_assert_cmpstr (entry->answer, ==, "{\"code\":10}");
}

/* Other programs, and this one if it is wrong, meet the same rules in the file. */
static void
test_sql (Box *box,
          gconstpointer data)
{
  static const char *const wrong[] = {
    "UPDATE outbox SET bytes = x'00'",
    "UPDATE outbox SET intent = 'another'",
    "UPDATE outbox SET expiration = expiration + 1",
    "UPDATE outbox SET searched = searched - 1",
    "UPDATE outbox SET state = 'lost'",
    "UPDATE outbox SET settled = 1",
    "UPDATE outbox SET block = 200",
    "DELETE FROM outbox",
    "INSERT INTO outbox (chain, account, intent, summary, bytes, name, created, expiration,"
    " reference, searched, state) SELECT chain, account, 'other', summary, bytes, zeroblob (20),"
    " created, expiration, reference, searched, 'sent' FROM outbox",
    "INSERT INTO outbox (chain, account, intent, summary, bytes, name, created, expiration,"
    " reference, searched, state) SELECT chain, account, intent, summary, bytes, zeroblob (20),"
    " created, expiration, reference, searched, 'signed' FROM outbox",
  };

  g_assert_cmpint (add (box, "transfer", 1, NULL), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mnr_database_run (box->database, &error, wrong[i], ""));
      g_assert_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_CONSTRAINT);
    }
}

/* Puts an entry into a state, by ways that there are. */
static gint64
make_entry (Box *box,
            MnrOutboxState state,
            guint number)
{
  g_autofree char *intent = g_strdup_printf ("transfer %u", number);
  gint64 id = add (box, intent, number, NULL);

  if (state == MNR_OUTBOX_SENT)
    g_assert_true (mnr_outbox_mark_sent (box->outbox, id, NULL));
  if (state == MNR_OUTBOX_INCLUDED)
    g_assert_true (mnr_outbox_mark_included (box->outbox, id, 101, NULL));
  if (state == MNR_OUTBOX_IRREVERSIBLE)
    g_assert_true (mnr_outbox_mark_irreversible (box->outbox, id, 101, NULL));
  if (state == MNR_OUTBOX_REFUSED)
    g_assert_true (mnr_outbox_mark_refused (box->outbox, id, "No.", NULL, NULL));
  if (state == MNR_OUTBOX_EXPIRED)
    g_assert_true (mnr_outbox_mark_over (box->outbox, id, NULL));
  assert_state (box, id, state);
  return id;
}

/* The table in C and the triggers in the file say the same. */
static void
test_both (Box *box,
           gconstpointer data)
{
  guint number = 0, allowed = 0;

  for (MnrOutboxState from = 0; from < MNR_OUTBOX_N_STATES; from++)
    for (MnrOutboxState to = 0; to < MNR_OUTBOX_N_STATES; to++)
      {
        gint64 id = make_entry (box, from, ++number);
        gboolean done = mnr_database_run (
          box->database, NULL,
          "UPDATE outbox SET state = ?1, block = iif (?1 IN ('included', 'irreversible'),"
          " 101, NULL), refusal = 'No.', settled = ?1 IN ('irreversible', 'expired')"
          " WHERE id = ?2",
          "ti", mnr_outbox_state_to_string (to), id);

        if (from == to)
          continue;
        g_assert_cmpint (done, ==, mnr_outbox_state_may_follow (from, to));
        allowed += (guint) done;
      }
  g_assert_cmpuint (allowed, ==, 12);
}

/*
 * Any sequence of events
 */

/* What an entry has to be after an event, in as few words as there are. */
typedef struct
{
  MnrOutboxState state;
  gboolean is_settled, is_refused;
  guint32 block;
} Model;

typedef enum
{
  EVENT_SENT,
  EVENT_REFUSED,
  EVENT_NOTE,
  EVENT_INCLUDED,
  EVENT_DROPPED,
  EVENT_IRREVERSIBLE,
  EVENT_OVER,
  N_EVENTS,
} Event;

static gboolean
put (Model *model,
     gboolean may,
     Model next)
{
  if (model->state == next.state && model->block == next.block &&
      model->is_settled == next.is_settled)
    return TRUE;
  if (!may || model->is_settled)
    return FALSE;
  next.is_refused |= model->is_refused;
  *model = next;
  return TRUE;
}

static gboolean
expect (Model *model,
        Event event,
        guint32 block)
{
  gboolean is_signed = model->state == MNR_OUTBOX_SIGNED, is_sent = model->state == MNR_OUTBOX_SENT;

  switch (event)
    {
    case EVENT_SENT:
      return put (model, is_signed, (Model){ MNR_OUTBOX_SENT });
    case EVENT_REFUSED:
      return put (model, is_signed, (Model){ MNR_OUTBOX_REFUSED, FALSE, TRUE, 0 });
    case EVENT_NOTE:
      model->is_refused |= is_sent;
      return TRUE;
    case EVENT_INCLUDED:
      return put (model, is_signed || is_sent,
                  (Model){ MNR_OUTBOX_INCLUDED, FALSE, FALSE, block });
    case EVENT_DROPPED:
      return put (model, model->state == MNR_OUTBOX_INCLUDED && model->block == block,
                  (Model){ MNR_OUTBOX_SENT });
    case EVENT_IRREVERSIBLE:
      return put (model, TRUE, (Model){ MNR_OUTBOX_IRREVERSIBLE, TRUE, FALSE, block });
    case EVENT_OVER:
      return put (
        model, model->state != MNR_OUTBOX_INCLUDED,
        (Model){ model->is_refused ? MNR_OUTBOX_REFUSED : MNR_OUTBOX_EXPIRED, TRUE, FALSE, 0 });
    case N_EVENTS:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
happen (Box *box,
        gint64 id,
        Event event,
        guint32 block,
        GError **error)
{
  switch (event)
    {
    case EVENT_SENT:
      return mnr_outbox_mark_sent (box->outbox, id, error);
    case EVENT_REFUSED:
      return mnr_outbox_mark_refused (box->outbox, id, "No.", "{}", error);
    case EVENT_NOTE:
      return mnr_outbox_note_refusal (box->outbox, id, "No.", "{}", error);
    case EVENT_INCLUDED:
      return mnr_outbox_mark_included (box->outbox, id, block, error);
    case EVENT_DROPPED:
      return mnr_outbox_mark_dropped (box->outbox, id, block, error);
    case EVENT_IRREVERSIBLE:
      return mnr_outbox_mark_irreversible (box->outbox, id, block, error);
    case EVENT_OVER:
      return mnr_outbox_mark_over (box->outbox, id, error);
    case N_EVENTS:
    default:
      g_assert_not_reached ();
    }
}

static void
on_changed (MnrOutbox *outbox,
            gint64 id,
            gint64 *changed)
{
  *changed = id;
}

static void
test_random (Box *box,
             gconstpointer data)
{
  gint64 changed = 0;

  g_signal_connect (box->outbox, "changed", G_CALLBACK (on_changed), &changed);
  for (guint number = 1; number <= 300; number++)
    {
      g_autofree char *intent = g_strdup_printf ("transfer %u", number);
      gint64 id = add (box, intent, number, NULL);
      Model model = { MNR_OUTBOX_SIGNED };

      g_assert_cmpint (changed, ==, id);
      for (guint step = 0; step < 12; step++)
        {
          Event event = (Event) g_test_rand_int_range (0, N_EVENTS);
          guint32 block = (guint32) g_test_rand_int_range (101, 103);
          Model before = model;
          gboolean expected = expect (&model, event, block);
          g_autoptr (MnrOutboxEntry) entry = NULL;
          g_autoptr (GError) error = NULL;

          changed = 0;
          g_assert_cmpint (happen (box, id, event, block, &error), ==, expected);
          if (!expected)
            g_assert_error (error, MNR_OUTBOX_ERROR, MNR_OUTBOX_ERROR_STATE);
          entry = get (box, id);
          g_assert_cmpint (entry->state, ==, model.state);
          g_assert_cmpint (entry->is_settled, ==, model.is_settled);
          g_assert_cmpuint (entry->block, ==, model.block);
          g_assert_cmpint (entry->refusal != NULL, ==, model.is_refused);
          if (memcmp (&before, &model, sizeof model) != 0)
            g_assert_cmpint (changed, ==, id);
        }
    }
}

/* Bytes that are no longer what was signed are not sent to anybody. */
static void
test_turned_bit (Box *box,
                 gconstpointer data)
{
  gint64 id = add (box, "transfer", 1, NULL);
  g_autoptr (MnrOutboxEntry) entry = get (box, id);
  g_autofree guint8 *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  bytes = g_memdup2 (g_bytes_get_data (entry->bytes, &size), g_bytes_get_size (entry->bytes));
  bytes[0] ^= 1;
  g_assert_true (mnr_database_run (box->database, NULL, "DROP TRIGGER outbox_stays", ""));
  g_assert_true (mnr_database_run (box->database, NULL, "UPDATE outbox SET bytes = ?", "b", bytes,
                                   size));
  g_assert_null (mnr_outbox_get (box->outbox, id, &error));
  g_assert_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (mnr_outbox_list (box->outbox, NULL, FALSE, &error));
  g_assert_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_DAMAGED);
}

static void
test_list (Box *box,
           gconstpointer data)
{
  g_autoptr (GPtrArray) all = NULL, watched = NULL, foreign = NULL;

  for (MnrOutboxState state = 0; state < MNR_OUTBOX_N_STATES; state++)
    make_entry (box, state, state + 1);
  all = mnr_outbox_list (box->outbox, NULL, FALSE, NULL);
  g_assert_cmpuint (all->len, ==, 6);
  watched = mnr_outbox_list (box->outbox, &chain_id, TRUE, NULL);
  g_assert_cmpuint (watched->len, ==, 4); /* also the refused one */
  foreign = mnr_outbox_list (box->outbox, &other_chain, FALSE, NULL);
  g_assert_cmpuint (foreign->len, ==, 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/wallet/outbox/" name, Box, NULL, set_up, function, tear_down)

  ADD ("entry", test_entry);
  ADD ("once", test_once);
  ADD ("refusal", test_refusal);
  ADD ("sql", test_sql);
  ADD ("both", test_both);
  ADD ("random", test_random);
  ADD ("turned-bit", test_turned_bit);
  ADD ("list", test_list);

  return g_test_run ();
}
