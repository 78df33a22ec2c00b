/* mnr-faucet-client.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-faucet-client.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/values/mnr-text.h"
#include "chain/wire/mnr-json.h"
#include "mnr-account-query.h"
#include "mnr-wallet-error.h"
#include "node/mnr-http.h"

static const MnrHttpLimits limits = {
  .connect_timeout = 15 * 1000,
  .total_timeout = 60 * 1000,
  .size_max = 64 * 1024,
};

/* How often the chain is asked whether the account is there, and how long. */
#define LOOK_EVERY 500 /* milliseconds */
#define LOOKS_MAX  120

typedef struct
{
  char *faucet;
  char *network;
  MnrKeyRing *ring;
  const MnrNewAccount *account;
  MnrPublicKey active;
  gboolean asked; /* the faucet */
  guint looks;
  MnrObjectId id;
  guint stored; /* keys */
} Registration;

static void
registration_free (gpointer data)
{
  Registration *self = data;

  g_free (self->faucet);
  g_free (self->network);
  g_clear_object (&self->ring);
  g_free (self);
}

/* Storing the keys, one after the other. All these functions take the task. */

static void
on_stored (GObject *source,
           GAsyncResult *result,
           gpointer user_data);

static void
store_next (GTask *task)
{
  Registration *self = g_task_get_task_data (task);
  const MnrChainId *chain_id = mnr_node_get_chain_id (g_task_get_source_object (task));
  MnrKeyOwner owner = { chain_id, self->network, self->id, self->account->name };

  if (self->ring == NULL || self->stored == 2)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  owner.roles = self->stored == 0 ? MNR_KEY_ACTIVE : MNR_KEY_MEMO;
  mnr_key_ring_store_async (self->ring, &owner,
                            self->stored == 0 ? self->account->active : self->account->memo,
                            g_task_get_cancellable (task), on_stored, task);
  self->stored++;
}

static void
on_stored (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mnr_key_ring_store_finish (MNR_KEY_RING (source), result, &error))
    store_next (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/* The faucet. */

/* The first text of a value: the words of an error, however they are wrapped. */
static gboolean
read_words (MnrJsonReader *reader,
            MnrJsonSlice *words,
            guint depth)
{
  char kind = mnr_json_reader_peek (reader);
  gsize count = 0;
  gboolean more;

  if (kind == '"')
    return mnr_json_reader_string (reader, words, NULL, NULL) && words->length > 0;
  if ((kind != '{' && kind != '[') || depth == 4 ||
      !mnr_json_reader_open (reader, kind, NULL, NULL) ||
      !mnr_json_reader_next (reader, kind == '{' ? '}' : ']', &count, &more, NULL, NULL) || !more)
    return FALSE;
  return (kind == '[' || mnr_json_reader_name (reader, words, NULL, NULL)) &&
         read_words (reader, words, depth + 1);
}

/* What a faucet says is wrong. Returns: (nullable): NULL if it says no such thing;
 * @good: whether it is an answer at all */
static char *
read_error (const char *text,
            gsize size,
            gboolean *good)
{
  g_auto (MnrJsonReader) reader = { 0 };
  MnrJsonSlice name, words;
  gsize count = 0;
  gboolean more;

  *good = mnr_json_reader_init (&reader, text, size, NULL) &&
          mnr_json_reader_open (&reader, '{', NULL, NULL);
  while (*good)
    {
      *good = mnr_json_reader_next (&reader, '}', &count, &more, NULL, NULL) &&
              (!more || mnr_json_reader_name (&reader, &name, NULL, NULL));
      if (!*good || !more)
        break;
      if (mnr_json_slice_equal (&name, "error") && !mnr_json_reader_word (&reader, "null"))
        {
          g_autofree char *copy = NULL;

          if (!read_words (&reader, &words, 0))
            return g_strdup (_ ("it does not say why."));
          copy = g_strndup (words.text, words.length);
          return mnr_text_make_visible (copy);
        }
      if (!mnr_json_slice_equal (&name, "error"))
        *good = mnr_json_reader_skip (&reader, &words, NULL, NULL);
    }
  return NULL;
}

static void look_for_account (GTask *task);

static void
on_answer (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  guint status = 0;
  g_autoptr (GBytes) answer = mnr_http_post_finish (result, &status, &error);
  gboolean good;
  const char *text;
  gsize size;

  if (answer == NULL)
    {
      /* It may have been done all the same: the chain knows. */
      if (g_error_matches (error, MNR_NODE_ERROR, MNR_NODE_ERROR_CLOSED) ||
          g_error_matches (error, MNR_NODE_ERROR, MNR_NODE_ERROR_TIMEOUT))
        look_for_account (g_steal_pointer (&task));
      else
        g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  text = g_bytes_get_data (answer, &size);
  words = read_error (text, size, &good);
  if (words != NULL)
    g_task_return_new_error (task, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FAUCET,
                             _ ("The faucet did not make the account: %s"), words);
  else if (!good || status < 200 || status > 299)
    g_task_return_new_error (task, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FAUCET,
                             _ ("The faucet does not work at the moment (HTTP status %u)."),
                             status);
  else
    look_for_account (g_steal_pointer (&task));
}

static void
add_key (GString *body,
         const char *name,
         const MnrPrivateKey *key,
         const char *prefix)
{
  MnrPublicKey public_key;

  mnr_private_key_get_public_key (key, &public_key);
  g_string_append_printf (body, ",\"%s\":\"", name);
  mnr_public_key_append (&public_key, prefix, body);
  g_string_append_c (body, '"');
}

static void
ask_faucet (GTask *task)
{
  Registration *self = g_task_get_task_data (task);
  const char *prefix = mnr_node_get_prefix (g_task_get_source_object (task));
  gboolean slash = g_str_has_suffix (self->faucet, "/");
  g_autofree char *url =
    g_strconcat (self->faucet, slash ? "" : "/", "api/v1/accounts", NULL);
  g_autoptr (GString) body = g_string_new ("{\"account\":{\"name\":");
  g_autoptr (GBytes) bytes = NULL;

  self->asked = TRUE;
  mnr_json_append_string (body, self->account->name);
  add_key (body, "owner_key", self->account->owner, prefix);
  add_key (body, "active_key", self->account->active, prefix);
  add_key (body, "memo_key", self->account->memo, prefix);
  g_string_append (body, ",\"refcode\":null,\"referrer\":null}}");
  bytes = g_bytes_new (body->str, body->len);
  mnr_http_post_async (url, "application/json", bytes, &limits, g_task_get_cancellable (task),
                       on_answer, task);
}

/* The chain. */

static gboolean
is_ours (const MnrAccount *account,
         const MnrPublicKey *active)
{
  for (gsize i = 0; i < account->active.key_auths.len; i++)
    if (mnr_public_key_equal (&account->active.key_auths.items[i].key, active))
      return TRUE;
  return FALSE;
}

static gboolean
look_again (gpointer user_data)
{
  look_for_account (g_object_ref (user_data));
  return G_SOURCE_REMOVE;
}

static void
on_account (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Registration *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (MnrAccountList) list = mnr_account_query_finish (MNR_NODE (source), result, &error);
  const MnrAccount *account = list != NULL ? list->items[0] : NULL;

  if (list == NULL)
    g_task_return_error (task, error);
  else if (account != NULL && is_ours (account, &self->active))
    {
      self->id = account->id;
      store_next (g_steal_pointer (&task));
    }
  else if (account != NULL)
    g_task_return_new_error (task, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NAME,
                             _ ("The name %s is taken."), self->account->name);
  else if (!self->asked)
    ask_faucet (g_steal_pointer (&task));
  else if (++self->looks >= LOOKS_MAX)
    g_task_return_new_error (task, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FAUCET,
                             _ ("The faucet was asked, but the account %s did not come to be "
                                "in time; keep its password, and try again."),
                             self->account->name);
  else
    {
      g_autoptr (GSource) timer = g_timeout_source_new (LOOK_EVERY);

      g_source_set_callback (timer, look_again, g_steal_pointer (&task), g_object_unref);
      g_source_attach (timer, g_main_context_get_thread_default ());
    }
}

static void
look_for_account (GTask *task)
{
  Registration *self = g_task_get_task_data (task);
  const char *names[] = { self->account->name, NULL };

  mnr_account_query_async (g_task_get_source_object (task), names, g_task_get_cancellable (task),
                           on_account, task);
}

void
mnr_faucet_client_register_async (MnrNode *node,
                                  const char *faucet,
                                  MnrKeyRing *ring,
                                  const char *network,
                                  const MnrNewAccount *account,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (node, cancellable, callback, user_data);
  Registration *self = g_new0 (Registration, 1);

  self->faucet = g_strdup (faucet);
  self->network = g_strdup (network);
  self->ring = ring != NULL ? g_object_ref (ring) : NULL;
  self->account = account;
  mnr_private_key_get_public_key (account->active, &self->active);
  g_task_set_task_data (task, self, registration_free);
  look_for_account (task);
}

gboolean
mnr_faucet_client_register_finish (MnrNode *node,
                                   GAsyncResult *result,
                                   MnrObjectId *id,
                                   GError **error)
{
  const Registration *self = g_task_get_task_data (G_TASK (result));

  *id = self->id;
  return g_task_propagate_boolean (G_TASK (result), error);
}
