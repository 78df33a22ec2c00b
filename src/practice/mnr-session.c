/* mnr-session.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-session.h"

#include "chain/wire/mnr-json.h"
#include "mnr-api.h"
#include "mnr-market-watch.h"

/* A client that subscribes to more than this is told of no more. */
#define SUBSCRIPTIONS_MAX 100000
#define MARKETS_MAX       1000

struct _MnrSession
{
  MnrNetwork *network;
  MnrSessionSend send;
  gpointer user_data;

  GPtrArray *apis; /* by the number that they have here */
  gboolean has_callback[MNR_N_NOTICES];
  guint64 callbacks[MNR_N_NOTICES];
  gboolean no_auto_subscription;
  GHashTable *subscriptions; /* a set of ids */
  GPtrArray *markets;        /* of MnrMarketWatch */
};

MnrSession *
mnr_session_new (MnrNetwork *network,
                 MnrSessionSend send,
                 gpointer user_data)
{
  MnrSession *self = g_new0 (MnrSession, 1);

  self->network = network;
  self->send = send;
  self->user_data = user_data;
  self->apis = g_ptr_array_new ();
  self->subscriptions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->markets = g_ptr_array_new_with_free_func ((GDestroyNotify) mnr_market_watch_free);
  g_ptr_array_add (self->apis, (gpointer) mnr_api_find ("database"));
  g_ptr_array_add (self->apis, (gpointer) mnr_api_find ("login"));
  mnr_network_add_session (network, self);
  return self;
}

void
mnr_session_free (MnrSession *self)
{
  if (self == NULL)
    return;

  mnr_network_remove_session (self->network, self);
  g_ptr_array_unref (self->apis);
  g_hash_table_unref (self->subscriptions);
  g_ptr_array_unref (self->markets);
  g_free (self);
}

MnrNetwork *
mnr_session_get_network (MnrSession *self)
{
  return self->network;
}

void
mnr_session_send (MnrSession *self,
                  const char *text)
{
  self->send (text, self->user_data);
}

guint
mnr_session_get_handle (MnrSession *self,
                        const MnrApi *api)
{
  guint handle;

  if (!g_ptr_array_find (self->apis, api, &handle))
    {
      handle = self->apis->len;
      g_ptr_array_add (self->apis, (gpointer) api);
    }
  return handle;
}

const MnrApi *
mnr_session_get_api (MnrSession *self,
                     guint64 handle)
{
  return handle < self->apis->len ? g_ptr_array_index (self->apis, handle) : NULL;
}

void
mnr_session_set_callback (MnrSession *self,
                          MnrNotice notice,
                          guint64 callback)
{
  if (notice == MNR_NOTICE_OBJECTS)
    g_hash_table_remove_all (self->subscriptions);
  self->has_callback[notice] = TRUE;
  self->callbacks[notice] = callback;
}

void
mnr_session_cancel_all (MnrSession *self)
{
  g_hash_table_remove_all (self->subscriptions);
  g_ptr_array_set_size (self->markets, 0);
  self->has_callback[MNR_NOTICE_OBJECTS] = FALSE;
}

void
mnr_session_set_auto_subscription (MnrSession *self,
                                   gboolean is_on)
{
  self->no_auto_subscription = !is_on;
}

void
mnr_session_subscribe (MnrSession *self,
                       MnrObjectId id)
{
  if (self->has_callback[MNR_NOTICE_OBJECTS] &&
      g_hash_table_size (self->subscriptions) < SUBSCRIPTIONS_MAX)
    g_hash_table_add (self->subscriptions, g_memdup2 (&id, sizeof id));
}

void
mnr_session_subscribe_auto (MnrSession *self,
                            MnrObjectId id)
{
  if (!self->no_auto_subscription)
    mnr_session_subscribe (self, id);
}

void
mnr_session_unwatch_market (MnrSession *self,
                            MnrObjectId a,
                            MnrObjectId b)
{
  for (guint i = 0; i < self->markets->len; i++)
    if (mnr_market_watch_is_about (g_ptr_array_index (self->markets, i), a, b))
      {
        g_ptr_array_remove_index (self->markets, i);
        return;
      }
}

void
mnr_session_watch_market (MnrSession *self,
                          MnrObjectId a,
                          MnrObjectId b,
                          guint64 callback)
{
  mnr_session_unwatch_market (self, a, b);
  if (self->markets->len < MARKETS_MAX)
    g_ptr_array_add (self->markets, mnr_market_watch_new (self->network, a, b, callback));
}

static GString *
begin_notice_to (guint64 callback)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "{\"method\":\"notice\",\"params\":[%" G_GUINT64_FORMAT ",[", callback);
  return text;
}

static GString *
begin_notice (MnrSession *self,
              MnrNotice notice)
{
  return begin_notice_to (self->callbacks[notice]);
}

static void
end_notice (MnrSession *self,
            GString *text)
{
  g_string_append (text, "]]}");
  mnr_session_send (self, text->str);
}

/* Tells a watcher of a list, which is freed; NULL is nothing to tell of. */
static void
notify_watcher (MnrSession *self,
                const MnrMarketWatch *watch,
                GString *list)
{
  g_autoptr (GString) text = NULL;

  if (list == NULL)
    return;

  text = begin_notice_to (mnr_market_watch_get_callback (watch));
  g_string_append_len (text, list->str, (gssize) list->len);
  end_notice (self, text);
  g_string_free (list, TRUE);
}

void
mnr_session_notify_block (MnrSession *self,
                          const MnrBlockId *id)
{
  if (self->has_callback[MNR_NOTICE_BLOCKS])
    {
      g_autoptr (GString) text = begin_notice (self, MNR_NOTICE_BLOCKS);

      g_string_append_c (text, '"');
      mnr_hex_append (text, id->data, sizeof id->data);
      g_string_append_c (text, '"');
      end_notice (self, text);
    }

  for (guint i = 0; i < self->markets->len; i++)
    {
      const MnrMarketWatch *watch = g_ptr_array_index (self->markets, i);

      notify_watcher (self, watch, mnr_market_watch_list_trades (watch));
    }
}

/* An object as it is now, or the bare id where it is gone. */
static void
append_object (MnrSession *self,
               MnrObjectId id,
               GString *out)
{
  gconstpointer object = mnr_store_get (mnr_network_get_store (self->network), id);
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  if (object != NULL)
    mnr_json_write (mnr_object_get_struct (id), object, MNR_PRACTICE_PREFIX, out);
  else
    g_string_append_printf (out, "\"%s\"", mnr_object_id_format (id, text));
}

static void
notify_market_changes (MnrSession *self,
                       const GArray *changed)
{
  for (guint i = 0; i < self->markets->len; i++)
    {
      MnrMarketWatch *watch = g_ptr_array_index (self->markets, i);
      GString *lists[MNR_N_MARKET_CHANGES];

      mnr_market_watch_list_changes (watch, changed, lists);
      for (guint k = 0; k < MNR_N_MARKET_CHANGES; k++)
        notify_watcher (self, watch, lists[k]);
    }
}

void
mnr_session_notify_changes (MnrSession *self,
                            const GArray *changed)
{
  g_autoptr (GString) text = NULL;

  notify_market_changes (self, changed);
  if (!self->has_callback[MNR_NOTICE_OBJECTS] || g_hash_table_size (self->subscriptions) == 0)
    return;

  for (guint i = 0; i < changed->len; i++)
    {
      MnrObjectId id = g_array_index (changed, MnrObjectId, i);

      if (!g_hash_table_contains (self->subscriptions, &id))
        continue;
      if (text == NULL)
        {
          text = begin_notice (self, MNR_NOTICE_OBJECTS);
          g_string_append_c (text, '[');
        }
      else
        g_string_append_c (text, ',');
      append_object (self, id, text);
    }

  if (text != NULL)
    {
      g_string_append_c (text, ']');
      end_notice (self, text);
    }
}

void
mnr_session_notify_pending (MnrSession *self,
                            const MnrTransaction *transaction)
{
  g_autoptr (GString) text = NULL;

  if (!self->has_callback[MNR_NOTICE_PENDING])
    return;

  text = begin_notice (self, MNR_NOTICE_PENDING);
  mnr_json_write (&mnr_type_signed_transaction, transaction, MNR_PRACTICE_PREFIX, text);
  end_notice (self, text);
}
