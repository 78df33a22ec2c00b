/* mnr-chain-view.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-chain-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/wire/mnr-json-reader.h"
#include "mnr-backed-search.h"
#include "mnr-question.h"

/* How often an answer may lead to new questions. No rule needs more than a
 * handful; a node that answers nonsense must not keep us busy for ever. */
#define ROUNDS_MAX 24
/* How many pages of bids or assets are looked through at most. */
#define PAGES_MAX       200
#define ASSETS_PER_PAGE 100

typedef struct
{
  MnrQuestion question;
  gpointer value; /* of the question's type, or NULL: there is none */
  MnrObjectId id; /* ACCOUNT, ASSET: the object, which has an answer of its own */
  GArray *ids;    /* BACKED: of MnrObjectId, of assets with answers of their own */
  guint32 stamp;  /* how new it is; 0: long ago */
  gboolean is_subscribed;
} Answer;

struct _MnrChainView
{
  GObject parent_instance;

  MnrView view;
  MnrNode *node;
  GHashTable *answers; /* MnrQuestion -> Answer */
  GHashTable *wanted;  /* set of MnrQuestion */
  guint32 oldest;      /* the stamp below which things are asked again */
};

G_DEFINE_FINAL_TYPE (MnrChainView, mnr_chain_view, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
free_value (const MnrQuestion *question,
            gpointer value)
{
  const MnrType *type = mnr_question_get_answer_type (question);

  if (type != NULL)
    mnr_value_free (type, value);
  else
    g_free (value);
}

static void
answer_free (Answer *answer)
{
  free_value (&answer->question, answer->value);
  g_clear_pointer (&answer->ids, g_array_unref);
  g_free (answer->question.name);
  g_free (answer);
}

/* How new something is that is fetched now: more with every block, never 0. */
static guint32
get_stamp (MnrChainView *self)
{
  const MnrDynamicGlobalProperties *head = mnr_node_get_head (self->node);

  return head != NULL ? head->head_block_number + 1 : 1;
}

/* The answer to a question, made if it is not there. */
static Answer *
take_answer (MnrChainView *self,
             const MnrQuestion *question)
{
  Answer *answer = g_hash_table_lookup (self->answers, question);

  if (answer == NULL)
    {
      answer = g_new0 (Answer, 1);
      answer->question = *question;
      answer->question.name = g_strdup (question->name);
      g_hash_table_insert (self->answers, &answer->question, answer);
    }
  return answer;
}

/* Whether two answers to a question say the same. */
static gboolean
is_same_value (const MnrQuestion *question,
               gconstpointer a,
               gconstpointer b)
{
  const MnrType *type = mnr_question_get_answer_type (question);

  if (a == NULL || b == NULL)
    return a == b;
  return type == NULL || mnr_value_equal (type, a, b);
}

/* Notes an answer and takes its value; whether it differs from what was known. */
static gboolean
store (MnrChainView *self,
       const MnrQuestion *question,
       gpointer value)
{
  Answer *answer = take_answer (self, question);
  const gboolean was_known = answer->stamp != 0 || answer->value != NULL;
  const char *url = mnr_node_get_url (self->node);
  gboolean is_different = FALSE;

  answer->stamp = get_stamp (self);
  /* A node tells of changes of what was looked up by id, name or symbol, over a WebSocket. */
  answer->is_subscribed = question->kind <= MNR_QUESTION_ASSET && url != NULL &&
                          g_str_has_prefix (url, "ws");

  if (question->kind == MNR_QUESTION_ACCOUNT || question->kind == MNR_QUESTION_ASSET)
    {
      const MnrObjectId id = value != NULL ? *(MnrObjectId *) value : 0;

      is_different = was_known && answer->id != id;
      answer->id = id;
      if (value != NULL)
        {
          const MnrQuestion object = { .kind = MNR_QUESTION_OBJECT, .of = id };

          is_different |= store (self, &object, value);
        }
      return is_different;
    }

  if (is_same_value (question, answer->value, value))
    free_value (question, value);
  else
    {
      is_different = was_known;
      free_value (question, answer->value);
      answer->value = value;
    }
  return is_different;
}

/* Where the three answers of the view come from. */
static MnrKnowledge
ask (MnrChainView *self,
     const MnrQuestion *question,
     const Answer **found)
{
  Answer *answer = g_hash_table_lookup (self->answers, question);
  const gboolean is_fresh =
    answer != NULL && (answer->is_subscribed || answer->stamp >= self->oldest);

  if (!is_fresh)
    {
      if (!g_hash_table_contains (self->wanted, question))
        g_hash_table_add (self->wanted, mnr_question_copy (question));
      return MNR_NOT_KNOWN;
    }
  *found = answer;
  return answer->value != NULL || answer->id != 0 || answer->ids != NULL ? MNR_KNOWN : MNR_NONE;
}

static MnrChainView *
from_view (const MnrView *view)
{
  return (gpointer) ((guint8 *) view - G_STRUCT_OFFSET (MnrChainView, view));
}

static MnrKnowledge
get_object (const MnrView *view,
            MnrObjectId id,
            gconstpointer *object)
{
  MnrChainView *self = from_view (view);
  const MnrQuestion question = { .kind = MNR_QUESTION_OBJECT, .of = id };
  const Answer *answer;
  MnrKnowledge knowledge;

  /* The node keeps this one fresh itself. */
  if (id == MNR_DYNAMIC_GLOBAL_PROPERTIES_ID && mnr_node_get_head (self->node) != NULL)
    {
      *object = mnr_node_get_head (self->node);
      return MNR_KNOWN;
    }
  knowledge = ask (self, &question, &answer);
  if (knowledge == MNR_KNOWN)
    *object = answer->value;
  return knowledge;
}

/* Questions of which the answer is a value of its own. */
static MnrKnowledge
get_value (const MnrView *view,
           MnrQuestionKind kind,
           MnrObjectId of,
           MnrObjectId in,
           gconstpointer *value)
{
  const MnrQuestion question = { .kind = kind, .of = of, .in = in };
  const Answer *answer;
  MnrKnowledge knowledge = ask (from_view (view), &question, &answer);

  if (knowledge == MNR_KNOWN)
    *value = answer->value;
  return knowledge;
}

/* Questions of which the answer is another object. */
static MnrKnowledge
get_named (const MnrView *view,
           MnrQuestionKind kind,
           const char *name,
           gconstpointer *object)
{
  const MnrQuestion question = { .kind = kind, .name = (char *) name };
  const Answer *answer;
  MnrKnowledge knowledge;

  /* A node takes what begins with a digit for an id (protocol.md 9.4). */
  if (name == NULL || !g_ascii_isalpha (name[0]))
    return MNR_NONE;
  knowledge = ask (from_view (view), &question, &answer);
  return knowledge == MNR_KNOWN ? get_object (view, answer->id, object) : knowledge;
}

static MnrKnowledge
get_balance (const MnrView *view,
             MnrObjectId account,
             MnrObjectId asset,
             gint64 *balance)
{
  gconstpointer amount = NULL;
  const MnrKnowledge knowledge =
    get_value (view, MNR_QUESTION_BALANCE, account, asset, &amount);

  if (knowledge != MNR_NOT_KNOWN)
    *balance = knowledge == MNR_KNOWN ? ((const MnrAmount *) amount)->amount : 0;
  return knowledge;
}

static MnrKnowledge
find_account (const MnrView *view,
              const char *name,
              const MnrAccount **account)
{
  return get_named (view, MNR_QUESTION_ACCOUNT, name, (gconstpointer *) account);
}

static MnrKnowledge
find_asset (const MnrView *view,
            const char *symbol,
            const MnrAsset **asset)
{
  return get_named (view, MNR_QUESTION_ASSET, symbol, (gconstpointer *) asset);
}

static MnrKnowledge
find_call_order (const MnrView *view,
                 MnrObjectId borrower,
                 MnrObjectId debt_asset,
                 const MnrCallOrder **call_order)
{
  return get_value (view, MNR_QUESTION_CALL_ORDER, borrower, debt_asset,
                    (gconstpointer *) call_order);
}

static MnrKnowledge
find_least_collateral (const MnrView *view,
                       MnrObjectId debt_asset,
                       const MnrCallOrder **call_order)
{
  return get_value (view, MNR_QUESTION_LEAST_COLLATERAL, 0, debt_asset,
                    (gconstpointer *) call_order);
}

static MnrKnowledge
find_bid (const MnrView *view,
          MnrObjectId bidder,
          MnrObjectId debt_asset,
          const MnrCollateralBid **bid)
{
  return get_value (view, MNR_QUESTION_BID, bidder, debt_asset, (gconstpointer *) bid);
}

static MnrKnowledge
find_settled_debt_order (const MnrView *view,
                         MnrObjectId debt_asset,
                         const MnrLimitOrder **order)
{
  gconstpointer object;
  MnrKnowledge knowledge = get_object (view, debt_asset, &object);
  const MnrAsset *asset;
  const MnrBitassetData *bitasset;

  if (knowledge != MNR_KNOWN)
    return knowledge;
  asset = object;
  if (asset->bitasset_data_id == NULL)
    return MNR_NONE;
  knowledge = get_object (view, *asset->bitasset_data_id, &object);
  if (knowledge != MNR_KNOWN)
    return knowledge;
  bitasset = object;
  return get_value (view, MNR_QUESTION_SETTLED_DEBT, bitasset->options.short_backing_asset,
                    debt_asset, (gconstpointer *) order);
}

static MnrKnowledge
find_backed_asset (const MnrView *view,
                   MnrObjectId asset,
                   guint index,
                   const MnrAsset **backed)
{
  const MnrQuestion question = { .kind = MNR_QUESTION_BACKED, .in = asset };
  const Answer *answer;
  const MnrKnowledge knowledge = ask (from_view (view), &question, &answer);

  if (knowledge != MNR_KNOWN)
    return knowledge;
  if (index >= answer->ids->len)
    return MNR_NONE;
  return get_object (view, g_array_index (answer->ids, MnrObjectId, index),
                     (gconstpointer *) backed);
}

static MnrKnowledge
find_best_bid (const MnrView *view,
               MnrObjectId asset,
               const MnrLimitOrder **order)
{
  return get_value (view, MNR_QUESTION_BEST_BID, 0, asset, (gconstpointer *) order);
}

/*
 * Fetching.
 */

typedef struct
{
  MnrChainViewAsk ask;
  gpointer ask_data;
  guint32 oldest;
  guint n_rounds;
  guint n_pending; /* calls of this round */
  GError *error;   /* the first of this round */
} Completion;

static void
completion_free (Completion *completion)
{
  g_clear_error (&completion->error);
  g_free (completion);
}

/* A call of a round. */
typedef struct
{
  GTask *task;
  GPtrArray *questions; /* of MnrQuestion, one kind */
  guint page;
} Batch;

static void run_round (GTask *task);
static void send_batch (Batch *batch);

static Batch *
batch_new (GTask *task)
{
  Batch *batch = g_new0 (Batch, 1);
  Completion *completion = g_task_get_task_data (task);

  batch->task = g_object_ref (task);
  batch->questions = g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_question_free);
  completion->n_pending++;
  return batch;
}

/* A call is done; the last one of a round asks whether all is known now. */
static void
finish_batch (Batch *batch,
              GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&batch->task);
  Completion *completion = g_task_get_task_data (task);

  g_ptr_array_unref (batch->questions);
  g_free (batch);

  if (completion->error == NULL)
    completion->error = error;
  else
    g_clear_error (&error);

  if (--completion->n_pending > 0)
    return;
  if (completion->error != NULL)
    g_task_return_error (task, g_steal_pointer (&completion->error));
  else
    run_round (task);
}

static void
call (Batch *batch,
      const char *method,
      const char *params,
      GAsyncReadyCallback callback)
{
  MnrChainView *self = g_task_get_source_object (batch->task);

  mnr_node_call_async (self->node, MNR_NODE_CALL_DEFAULT, "database", method, params,
                       g_task_get_cancellable (batch->task), callback, batch);
}

static void
on_answer (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  Batch *batch = user_data;
  MnrChainView *self = g_task_get_source_object (batch->task);
  const MnrQuestion *const *questions = (const MnrQuestion *const *) batch->questions->pdata;
  const guint n_questions = batch->questions->len;
  const guint page_size = mnr_question_get_page_size (questions[0]->kind);
  g_autofree gpointer *values = g_new0 (gpointer, n_questions);
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;
  gboolean is_different = FALSE;
  guint n_entries = 0;

  bytes = mnr_node_call_finish (MNR_NODE (source), result, &error);
  if (bytes == NULL)
    {
      finish_batch (batch, error);
      return;
    }
  if (!mnr_question_read_answer (questions, n_questions, self->node, bytes, values, &n_entries,
                                 &error))
    {
      finish_batch (batch, error);
      return;
    }
  if (page_size > 0 && n_entries >= page_size && values[0] == NULL && ++batch->page < PAGES_MAX)
    {
      send_batch (batch);
      return;
    }
  for (guint i = 0; i < n_questions; i++)
    is_different |= store (self, questions[i], values[i]);
  finish_batch (batch, NULL);
  if (is_different)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
send_batch (Batch *batch)
{
  g_autoptr (GString) params = g_string_new (NULL);
  const char *method;

  method = mnr_question_write ((const MnrQuestion *const *) batch->questions->pdata,
                               batch->questions->len, batch->page, params);
  call (batch, method, params->str, on_answer);
}

/* What is backed by an asset, a search of its own. */

static void
on_backed (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  Batch *batch = user_data;
  MnrChainView *self = g_task_get_source_object (batch->task);
  GError *error = NULL;
  g_autoptr (GPtrArray) assets = mnr_backed_search_finish (MNR_NODE (source), result, &error);
  Answer *answer;

  if (assets == NULL)
    {
      finish_batch (batch, error);
      return;
    }
  answer = take_answer (self, g_ptr_array_index (batch->questions, 0));
  g_clear_pointer (&answer->ids, g_array_unref);
  answer->ids = g_array_new (FALSE, FALSE, sizeof (MnrObjectId));
  answer->stamp = get_stamp (self);
  for (guint i = 0; i < assets->len; i++)
    {
      const MnrAsset *asset = g_ptr_array_index (assets, i);
      const MnrQuestion object = { .kind = MNR_QUESTION_OBJECT, .of = asset->id };

      g_array_append_val (answer->ids, asset->id);
      store (self, &object, mnr_value_dup (&mnr_type_asset, asset));
    }
  finish_batch (batch, NULL);
}

/* Asks what is needed, and the node for what of it is not known. */
static void
run_round (GTask *task)
{
  MnrChainView *self = g_task_get_source_object (task);
  Completion *completion = g_task_get_task_data (task);
  g_autoptr (GPtrArray) batches = g_ptr_array_new ();
  g_autoptr (GHashTable) outer = g_steal_pointer (&self->wanted);
  const guint32 outer_oldest = self->oldest;
  Batch *open[MNR_QUESTION_BACKED + 1] = { NULL };
  GHashTableIter iter;
  gpointer question;

  self->wanted = g_hash_table_new_full (mnr_question_hash, mnr_question_equal,
                                        (GDestroyNotify) mnr_question_free, NULL);
  self->oldest = completion->oldest;
  completion->ask (&self->view, completion->ask_data);
  self->oldest = outer_oldest;

  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, &question, NULL))
    {
      const MnrQuestionKind kind = ((MnrQuestion *) question)->kind;

      if (open[kind] == NULL ||
          open[kind]->questions->len >= mnr_question_get_batch_size (kind))
        {
          open[kind] = batch_new (task);
          g_ptr_array_add (batches, open[kind]);
        }
      g_hash_table_iter_steal (&iter);
      g_ptr_array_add (open[kind]->questions, question);
    }
  g_hash_table_unref (self->wanted);
  self->wanted = g_steal_pointer (&outer);

  if (batches->len == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (++completion->n_rounds > ROUNDS_MAX)
    {
      completion->error = g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                                       _ ("%s keeps giving answers that lead to new questions"),
                                       mnr_node_get_url (self->node));
      for (guint i = 0; i < batches->len; i++)
        finish_batch (g_ptr_array_index (batches, i), NULL);
      return;
    }
  for (guint i = 0; i < batches->len; i++)
    {
      Batch *batch = g_ptr_array_index (batches, i);
      const MnrQuestion *first = g_ptr_array_index (batch->questions, 0);

      if (first->kind == MNR_QUESTION_BACKED)
        mnr_backed_search_async (self->node, first->in, g_task_get_cancellable (task), on_backed,
                                 batch);
      else
        send_batch (batch);
    }
}

static void
on_connected (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Completion *completion = g_task_get_task_data (task);
  GError *error = NULL;

  if (!mnr_node_connect_finish (MNR_NODE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  completion->oldest = get_stamp (g_task_get_source_object (task));
  run_round (task);
}

void
mnr_chain_view_complete_async (MnrChainView *self,
                               MnrChainViewAsk ask_,
                               gpointer ask_data,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Completion *completion = g_new0 (Completion, 1);

  g_task_set_source_tag (task, mnr_chain_view_complete_async);
  completion->ask = ask_;
  completion->ask_data = ask_data;
  g_task_set_task_data (task, completion, (GDestroyNotify) completion_free);
  /* How old is too old can only be told by who knows the head. */
  mnr_node_connect_async (self->node, cancellable, on_connected, task);
}

gboolean
mnr_chain_view_complete_finish (MnrChainView *self,
                                GAsyncResult *result,
                                GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/*
 * Names.
 */

static void
ask_id (MnrObjectId id,
        gpointer user_data)
{
  const MnrView *view = user_data;
  gconstpointer object;

  switch (mnr_object_id_get_type (id))
    {
    case MNR_OBJECT_ACCOUNT:
    case MNR_OBJECT_ASSET:
      view->get_object (view, id, &object);
      break;
    default:
      break;
    }
}

void
mnr_chain_view_ask_names (const MnrView *view,
                          gpointer user_data)
{
  ask_id (MNR_CORE_ASSET, (gpointer) view);
  mnr_value_foreach_id (&mnr_type_transaction, user_data, ask_id, (gpointer) view);
}

static gboolean
get_asset_name (MnrObjectId asset,
                MnrAssetName *name,
                gpointer user_data)
{
  const MnrView *view = user_data;
  gconstpointer object;

  if (view->get_object (view, asset, &object) != MNR_KNOWN)
    return FALSE;
  name->symbol = ((const MnrAsset *) object)->symbol;
  name->precision = ((const MnrAsset *) object)->precision;
  name->is_smartcoin = ((const MnrAsset *) object)->bitasset_data_id != NULL;
  return TRUE;
}

static const char *
get_account_name (MnrObjectId account,
                  gpointer user_data)
{
  const MnrView *view = user_data;
  gconstpointer object;

  if (view->get_object (view, account, &object) != MNR_KNOWN)
    return NULL;
  return ((const MnrAccount *) object)->name;
}

void
mnr_chain_view_get_names (MnrChainView *self,
                          MnrNames *names)
{
  const char *prefix = mnr_node_get_prefix (self->node);

  names->get_asset = get_asset_name;
  names->get_account = get_account_name;
  names->user_data = &self->view;
  names->prefix = prefix != NULL ? prefix : "BTS";
}

/*
 * Staying fresh.
 */

/* Reads one element of a notice: an object, or the id of one that is no more. */
static gboolean
take_notice (MnrChainView *self,
             MnrJsonReader *reader,
             const MnrPath *path,
             gboolean *is_different,
             GError **error)
{
  MnrQuestion question = { .kind = MNR_QUESTION_OBJECT };
  const MnrQuestion *const questions[] = { &question };
  g_autoptr (GString) list = NULL;
  MnrJsonSlice json;
  gpointer value = NULL;
  guint n_entries;

  if (mnr_json_reader_peek (reader) == '"')
    {
      if (!mnr_json_reader_string (reader, &json, path, error))
        return FALSE;
      if (!mnr_object_id_parse (json.text, json.length, &question.of))
        return TRUE;
    }
  else
    {
      g_auto (MnrJsonReader) object = { 0 };
      gsize count = 0;
      gboolean more = TRUE;

      if (!mnr_json_reader_skip (reader, &json, path, error) ||
          !mnr_json_reader_init (&object, json.text, json.length, error) ||
          !mnr_json_reader_open (&object, '{', path, error))
        return FALSE;
      while (question.of == 0)
        {
          MnrJsonSlice name, member;
          gboolean is_id;

          if (!mnr_json_reader_next (&object, '}', &count, &more, path, error))
            return FALSE;
          if (!more)
            return TRUE;
          if (!mnr_json_reader_name (&object, &name, path, error))
            return FALSE;
          is_id = mnr_json_slice_equal (&name, "id");
          if (!mnr_json_reader_skip (&object, &member, path, error))
            return FALSE;
          if (is_id && (member.length < 2 ||
                        !mnr_object_id_parse (member.text + 1, member.length - 2, &question.of)))
            return TRUE;
        }
      if (!g_hash_table_contains (self->answers, &question))
        return TRUE;
      list = g_string_new ("[");
      g_string_append_len (list, json.text, (gssize) json.length);
      g_string_append_c (list, ']');
      if (!mnr_question_read (questions, 1, list->str, list->len, mnr_node_get_prefix (self->node),
                              &value, &n_entries, error))
        return FALSE;
    }
  if (g_hash_table_contains (self->answers, &question))
    *is_different |= store (self, &question, value);
  return TRUE;
}

static void
on_objects (MnrChainView *self,
            const char *payload,
            MnrNode *node)
{
  g_auto (MnrJsonReader) reader = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE, is_different = FALSE;
  gsize count = 0;
  MnrPath path = { 0 };

  if (mnr_json_reader_init (&reader, payload, strlen (payload), &error) &&
      mnr_json_reader_open (&reader, '[', NULL, &error))
    while (mnr_json_reader_next (&reader, ']', &count, &more, &path, &error) && more &&
           take_notice (self, &reader, &path, &is_different, &error))
      path.index = count;
  /* What cannot be read may have been about anything. */
  if (error != NULL)
    {
      g_debug ("%s: a notice cannot be read: %s", mnr_node_get_url (node), error->message);
      mnr_chain_view_forget (self);
    }
  if (is_different)
    g_signal_emit (self, signals[CHANGED], 0);
}

void
mnr_chain_view_forget (MnrChainView *self)
{
  GHashTableIter iter;
  gpointer answer;

  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, NULL, &answer))
    {
      ((Answer *) answer)->is_subscribed = FALSE;
      ((Answer *) answer)->stamp = 0;
    }
}

MnrNode *
mnr_chain_view_get_node (MnrChainView *self)
{
  return self->node;
}

const MnrView *
mnr_chain_view_get_view (MnrChainView *self)
{
  return &self->view;
}

static void
mnr_chain_view_dispose (GObject *object)
{
  MnrChainView *self = MNR_CHAIN_VIEW (object);

  if (self->node != NULL)
    g_signal_handlers_disconnect_by_data (self->node, self);
  g_clear_object (&self->node);
  G_OBJECT_CLASS (mnr_chain_view_parent_class)->dispose (object);
}

static void
mnr_chain_view_finalize (GObject *object)
{
  MnrChainView *self = MNR_CHAIN_VIEW (object);

  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->wanted);
  G_OBJECT_CLASS (mnr_chain_view_parent_class)->finalize (object);
}

static void
mnr_chain_view_class_init (MnrChainViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = mnr_chain_view_dispose;
  object_class->finalize = mnr_chain_view_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
mnr_chain_view_init (MnrChainView *self)
{
  self->view = (MnrView){
    .get_object = get_object,
    .get_balance = get_balance,
    .find_account = find_account,
    .find_asset = find_asset,
    .find_call_order = find_call_order,
    .find_least_collateral = find_least_collateral,
    .find_bid = find_bid,
    .find_settled_debt_order = find_settled_debt_order,
    .find_backed_asset = find_backed_asset,
    .find_best_bid = find_best_bid,
  };
  self->answers = g_hash_table_new_full (mnr_question_hash, mnr_question_equal, NULL,
                                         (GDestroyNotify) answer_free);
  self->wanted = g_hash_table_new_full (mnr_question_hash, mnr_question_equal,
                                        (GDestroyNotify) mnr_question_free, NULL);
}

MnrChainView *
mnr_chain_view_new (MnrNode *node)
{
  MnrChainView *self = g_object_new (MNR_TYPE_CHAIN_VIEW, NULL);

  self->node = g_object_ref (node);
  g_signal_connect_swapped (node, "objects", G_CALLBACK (on_objects), self);
  g_signal_connect_swapped (node, "reset", G_CALLBACK (mnr_chain_view_forget), self);
  return self;
}
