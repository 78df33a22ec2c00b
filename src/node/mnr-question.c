/* mnr-question.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-question.h"

#include <glib/gi18n-lib.h>

#include "chain/wire/mnr-json.h"

/* Nodes limit what they look up at once; none below this. */
#define BATCH_SIZE 50
/* The most that get_collateral_bids hands out (protocol.md 9.4). */
#define BID_PAGE 100
/* The most that get_limit_orders hands out. */
#define ORDER_PAGE 300

typedef gboolean (*Fits) (const MnrQuestion *self,
                          gconstpointer value);

static gboolean
fits_balance (const MnrQuestion *self,
              gconstpointer value)
{
  const MnrAmount *amount = value;

  return amount->asset_id == self->in;
}

static gboolean
fits_call_order (const MnrQuestion *self,
                 gconstpointer value)
{
  const MnrCallOrder *order = value;

  return order->borrower == self->of && order->call_price.quote.asset_id == self->in;
}

static gboolean
fits_least_collateral (const MnrQuestion *self,
                       gconstpointer value)
{
  const MnrCallOrder *order = value;

  return order->call_price.quote.asset_id == self->in;
}

static gboolean
fits_bid (const MnrQuestion *self,
          gconstpointer value)
{
  const MnrCollateralBid *bid = value;

  return bid->bidder == self->of && bid->inv_swan_price.quote.asset_id == self->in;
}

static gboolean
fits_settled_debt (const MnrQuestion *self,
                   gconstpointer value)
{
  const MnrLimitOrder *order = value;

  return order->is_settled_debt && order->sell_price.quote.asset_id == self->in;
}

static gboolean
fits_best_bid (const MnrQuestion *self,
               gconstpointer value)
{
  const MnrLimitOrder *order = value;

  return order->sell_price.base.asset_id == MNR_CORE_ASSET &&
         order->sell_price.quote.asset_id == self->in;
}

/* How each kind is asked. */
static const struct
{
  const char *method;
  const MnrType *type; /* of an entry of the answer; NULL: by the question's id */
  Fits fits;           /* the entry looked for; NULL: entries and questions go in step */
  guint batch_size;
  guint page_size;
} kinds[] = {
  [MNR_QUESTION_OBJECT] = { "get_objects", NULL, NULL, BATCH_SIZE, 0 },
  [MNR_QUESTION_ACCOUNT] = { "get_accounts", &mnr_type_account, NULL, BATCH_SIZE, 0 },
  [MNR_QUESTION_ASSET] = { "get_assets", &mnr_type_asset, NULL, BATCH_SIZE, 0 },
  [MNR_QUESTION_BALANCE] = { "get_account_balances", &mnr_type_amount, fits_balance, 1, 0 },
  [MNR_QUESTION_CALL_ORDER] = { "get_call_orders_by_account", &mnr_type_call_order,
                                fits_call_order, 1, 0 },
  [MNR_QUESTION_LEAST_COLLATERAL] = { "get_call_orders", &mnr_type_call_order,
                                      fits_least_collateral, 1, 0 },
  [MNR_QUESTION_BID] = { "get_collateral_bids", &mnr_type_collateral_bid, fits_bid, 1, BID_PAGE },
  [MNR_QUESTION_SETTLED_DEBT] = { "get_limit_orders", &mnr_type_limit_order, fits_settled_debt, 1,
                                  0 },
  [MNR_QUESTION_BEST_BID] = { "get_limit_orders", &mnr_type_limit_order, fits_best_bid, 1, 0 },
  /* No node has a list of what is backed by an asset: mnr-chain-view goes through all of them. */
  [MNR_QUESTION_BACKED] = { NULL, NULL, NULL, 1, 0 },
};

MnrQuestion *
mnr_question_copy (const MnrQuestion *self)
{
  MnrQuestion *copy = g_new (MnrQuestion, 1);

  *copy = *self;
  copy->name = g_strdup (self->name);
  return copy;
}

void
mnr_question_free (MnrQuestion *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

guint
mnr_question_hash (gconstpointer self)
{
  const MnrQuestion *question = self;
  guint hash = (guint) question->kind;

  hash = hash * 31 + g_int64_hash (&question->of);
  hash = hash * 31 + g_int64_hash (&question->in);
  return hash * 31 + (question->name != NULL ? g_str_hash (question->name) : 0);
}

gboolean
mnr_question_equal (gconstpointer a,
                    gconstpointer b)
{
  const MnrQuestion *first = a, *second = b;

  return first->kind == second->kind && first->of == second->of && first->in == second->in &&
         g_strcmp0 (first->name, second->name) == 0;
}

guint
mnr_question_get_batch_size (MnrQuestionKind kind)
{
  return kinds[kind].batch_size;
}

guint
mnr_question_get_page_size (MnrQuestionKind kind)
{
  return kinds[kind].page_size;
}

const char *
mnr_question_write (const MnrQuestion *const *questions,
                    guint n_questions,
                    guint page,
                    GString *params)
{
  const MnrQuestion *first = questions[0];
  char of[MNR_OBJECT_ID_TEXT_SIZE], in[MNR_OBJECT_ID_TEXT_SIZE];

  mnr_object_id_format (first->of, of);
  mnr_object_id_format (first->in, in);
  switch (first->kind)
    {
    case MNR_QUESTION_OBJECT:
    case MNR_QUESTION_ACCOUNT:
    case MNR_QUESTION_ASSET:
      g_string_append (params, "[[");
      for (guint i = 0; i < n_questions; i++)
        {
          char id[MNR_OBJECT_ID_TEXT_SIZE];

          if (i > 0)
            g_string_append_c (params, ',');
          mnr_json_append_string (params, questions[i]->name != NULL
                                            ? questions[i]->name
                                            : mnr_object_id_format (questions[i]->of, id));
        }
      g_string_append (params, "]]");
      break;

    case MNR_QUESTION_BALANCE:
      g_string_append_printf (params, "[\"%s\",[\"%s\"]]", of, in);
      break;

    case MNR_QUESTION_CALL_ORDER:
      g_string_append_printf (params, "[\"%s\",\"%s\",1]", of, in);
      break;

    case MNR_QUESTION_LEAST_COLLATERAL:
      g_string_append_printf (params, "[\"%s\",1]", in);
      break;

    case MNR_QUESTION_BID:
      g_string_append_printf (params, "[\"%s\",%d,%u]", in, BID_PAGE, page * BID_PAGE);
      break;

    case MNR_QUESTION_SETTLED_DEBT:
      g_string_append_printf (params, "[\"%s\",\"%s\",%d]", in, of, ORDER_PAGE);
      break;

    case MNR_QUESTION_BEST_BID:
      g_string_append_printf (params, "[\"%s\",\"1.3.0\",1]", in);
      break;

    case MNR_QUESTION_BACKED:
    default:
      g_assert_not_reached ();
    }
  return kinds[first->kind].method;
}

const MnrType *
mnr_question_get_answer_type (const MnrQuestion *self)
{
  return self->kind == MNR_QUESTION_OBJECT ? mnr_object_get_struct (self->of)
                                           : kinds[self->kind].type;
}

/* Reads an object of which only the id matters. */
static gboolean
read_bare_id (MnrJsonReader *reader,
              MnrObjectId *id,
              const MnrPath *path,
              GError **error)
{
  gsize count = 0;
  gboolean more;

  *id = 0;
  if (!mnr_json_reader_open (reader, '{', path, error))
    return FALSE;
  for (;;)
    {
      MnrJsonSlice name, value;
      gboolean is_id;

      if (!mnr_json_reader_next (reader, '}', &count, &more, path, error))
        return FALSE;
      if (!more)
        return TRUE;
      if (!mnr_json_reader_name (reader, &name, path, error))
        return FALSE;
      is_id = mnr_json_slice_equal (&name, "id");
      if (!mnr_json_reader_skip (reader, &value, path, error))
        return FALSE;
      if (is_id && value.length > 2)
        mnr_object_id_parse (value.text + 1, value.length - 2, id);
    }
}

/* Whether an answer is to the question that it stands in the place of. */
static gboolean
is_of (const MnrQuestion *self,
       gconstpointer value)
{
  switch ((int) self->kind)
    {
    case MNR_QUESTION_ACCOUNT:
      return g_strcmp0 (((const MnrAccount *) value)->name, self->name) == 0;
    case MNR_QUESTION_ASSET:
      return g_strcmp0 (((const MnrAsset *) value)->symbol, self->name) == 0;
    default:
      return *(const MnrObjectId *) value == self->of;
    }
}

static gboolean
read_in_step (const MnrQuestion *self,
              MnrJsonReader *reader,
              const char *prefix,
              gpointer *answer,
              const MnrPath *path,
              GError **error)
{
  const MnrType *type = mnr_question_get_answer_type (self);

  if (mnr_json_reader_word (reader, "null"))
    return TRUE;
  if (type == NULL)
    {
      *answer = g_new0 (MnrObjectId, 1);
      if (!read_bare_id (reader, *answer, path, error))
        return FALSE;
    }
  else
    {
      *answer = mnr_value_new (type);
      if (!mnr_json_read_value (type, reader, prefix, *answer, path, error))
        return FALSE;
    }
  if (!is_of (self, *answer))
    return mnr_path_error (error, path, MNR_CHAIN_ERROR_VALUE,
                           _ ("This is not what was asked for"));
  return TRUE;
}

static void
free_answer (const MnrQuestion *self,
             gpointer value)
{
  const MnrType *type = mnr_question_get_answer_type (self);

  if (type != NULL)
    mnr_value_free (type, value);
  else
    g_free (value);
}

static gboolean
read_entries (const MnrQuestion *const *questions,
              guint n_questions,
              MnrJsonReader *reader,
              const char *prefix,
              gpointer *values,
              guint *n_entries,
              GError **error)
{
  const MnrType *type = kinds[questions[0]->kind].type;
  const Fits fits = kinds[questions[0]->kind].fits;
  gsize count = 0;
  gboolean more;

  if (!mnr_json_reader_open (reader, '[', NULL, error))
    return FALSE;
  for (;;)
    {
      MnrPath path = { .index = count };

      if (!mnr_json_reader_next (reader, ']', &count, &more, &path, error))
        return FALSE;
      if (!more)
        break;
      if (fits == NULL)
        {
          if (count > n_questions)
            return mnr_path_error (error, &path, MNR_CHAIN_ERROR_SYNTAX,
                                   _ ("There are more answers than questions"));
          if (!read_in_step (questions[count - 1], reader, prefix, &values[count - 1], &path,
                             error))
            return FALSE;
        }
      else
        {
          gpointer value = mnr_value_new (type);

          if (!mnr_json_read_value (type, reader, prefix, value, &path, error))
            {
              mnr_value_free (type, value);
              return FALSE;
            }
          if (values[0] == NULL && fits (questions[0], value))
            values[0] = value;
          else
            mnr_value_free (type, value);
        }
    }
  *n_entries = (guint) count;
  if (fits == NULL && count < n_questions)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_SYNTAX,
                           _ ("There are fewer answers than questions"));
  return mnr_json_reader_finish (reader, error);
}

gboolean
mnr_question_read (const MnrQuestion *const *questions,
                   guint n_questions,
                   const char *json,
                   gsize length,
                   const char *prefix,
                   gpointer *values,
                   guint *n_entries,
                   GError **error)
{
  g_auto (MnrJsonReader) reader = { 0 };

  for (guint i = 0; i < n_questions; i++)
    values[i] = NULL;
  if (mnr_json_reader_init (&reader, json, length, error) &&
      read_entries (questions, n_questions, &reader, prefix, values, n_entries, error))
    return TRUE;
  for (guint i = 0; i < n_questions; i++)
    if (values[i] != NULL)
      {
        free_answer (questions[i], values[i]);
        values[i] = NULL;
      }
  return FALSE;
}

GError *
mnr_question_new_error (MnrNode *node,
                        const GError *why)
{
  return g_error_new (MNR_NODE_ERROR, MNR_NODE_ERROR_PROTOCOL,
                      _ ("%s gave an answer that cannot be read: %s"), mnr_node_get_url (node),
                      why->message);
}

gboolean
mnr_question_read_answer (const MnrQuestion *const *questions,
                          guint n_questions,
                          MnrNode *node,
                          GBytes *answer,
                          gpointer *values,
                          guint *n_entries,
                          GError **error)
{
  g_autoptr (GError) why = NULL;

  if (mnr_question_read (questions, n_questions, g_bytes_get_data (answer, NULL),
                         g_bytes_get_size (answer), mnr_node_get_prefix (node), values, n_entries,
                         &why))
    return TRUE;
  g_propagate_error (error, mnr_question_new_error (node, why));
  return FALSE;
}
