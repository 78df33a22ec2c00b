/* mnr-api-session.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-api.h"

/* What is about the connection itself: login and subscriptions. */

/*
 * login
 */

static gboolean
log_in (MnrCall *call)
{
  g_string_append (call->out, "true");
  return TRUE;
}

/* There is nobody to log out who is not let in again at once. */
static gboolean
log_out (MnrCall *call)
{
  g_string_append (call->out, "false");
  return TRUE;
}

static gboolean
get_info (MnrCall *call)
{
  mnr_call_write_string (call, "");
  return TRUE;
}

static gboolean
get_limits (MnrCall *call)
{
  return mnr_call_write_resource (call, "limits.json");
}

static gboolean
get_available_api_sets (MnrCall *call)
{
  g_string_append_c (call->out, '[');
  for (const MnrApi *api = mnr_apis; api->name != NULL; api++)
    {
      g_autofree char *name = g_strconcat (api->name, "_api", NULL);

      if (mnr_api_is_open (api, call->network) && !g_str_equal (api->name, "login"))
        mnr_call_write_string (call, name);
    }
  g_string_append_c (call->out, ']');
  return TRUE;
}

/* The method is called like the API whose number it gives. */
static gboolean
get_handle (MnrCall *call)
{
  const MnrApi *api = mnr_api_find (call->method);

  if (!mnr_api_is_open (api, call->network))
    return mnr_call_assert (call, "is_allowed: Access denied");
  g_string_append_printf (call->out, "%u", mnr_session_get_handle (call->session, api));
  return TRUE;
}

static const MnrMethod login_methods[] = {
  { "login", 2, log_in },
  { "logout", 0, log_out },
  { "get_info", 0, get_info },
  { "get_config", 0, get_limits },
  { "get_available_api_sets", 0, get_available_api_sets },
  { "asset", 0, get_handle },
  { "block", 0, get_handle },
  { "crypto", 0, get_handle },
  { "custom_operations", 0, get_handle },
  { "database", 0, get_handle },
  { "debug", 0, get_handle },
  { "history", 0, get_handle },
  { "network_broadcast", 0, get_handle },
  { "network_node", 0, get_handle },
  { "orders", 0, get_handle },
  { "practice", 0, get_handle },
};

const MnrMethodGroup mnr_methods_login = MNR_METHOD_GROUP (login_methods);

/*
 * Subscriptions
 */

static gboolean
set_callback (MnrCall *call,
              MnrNotice notice)
{
  guint64 callback;

  if (!mnr_call_read_number (call, 0, G_MAXUINT64, &callback))
    return FALSE;
  mnr_session_set_callback (call->session, notice, callback);
  return TRUE;
}

static gboolean
set_subscribe_callback (MnrCall *call)
{
  gboolean all;

  if (!mnr_call_read (call, 1, &mnr_type_bool, &all))
    return FALSE;
  if (all)
    return mnr_call_assert (call,
                            "_app_options && _app_options->enable_subscribe_to_all: Subscribing "
                            "to universal object creation and removal is disallowed in this "
                            "server.");
  return set_callback (call, MNR_NOTICE_OBJECTS);
}

static gboolean
set_auto_subscription (MnrCall *call)
{
  gboolean is_on;

  if (!mnr_call_read (call, 0, &mnr_type_bool, &is_on))
    return FALSE;
  mnr_session_set_auto_subscription (call->session, is_on);
  return TRUE;
}

static gboolean
set_block_applied_callback (MnrCall *call)
{
  return set_callback (call, MNR_NOTICE_BLOCKS);
}

static gboolean
set_pending_transaction_callback (MnrCall *call)
{
  return set_callback (call, MNR_NOTICE_PENDING);
}

/* Reads the assets of a market from @index on. */
static gboolean
read_watched (MnrCall *call,
              guint index,
              const MnrAsset *assets[2])
{
  for (guint i = 0; i < 2; i++)
    {
      assets[i] = mnr_call_read_asset (call, index + i);
      if (assets[i] == NULL)
        return FALSE;
    }
  return assets[0] != assets[1] || mnr_call_assert (call, "asset_a_id != asset_b_id: ");
}

static gboolean
subscribe_to_market (MnrCall *call)
{
  const MnrAsset *assets[2];
  guint64 callback;

  if (!mnr_call_read_number (call, 0, G_MAXUINT64, &callback) || !read_watched (call, 1, assets))
    return FALSE;
  mnr_session_watch_market (call->session, assets[0]->id, assets[1]->id, callback);
  return TRUE;
}

static gboolean
unsubscribe_from_market (MnrCall *call)
{
  const MnrAsset *assets[2];

  if (!read_watched (call, 0, assets))
    return FALSE;
  mnr_session_unwatch_market (call->session, assets[0]->id, assets[1]->id);
  return TRUE;
}

static gboolean
cancel_all_subscriptions (MnrCall *call)
{
  mnr_session_cancel_all (call->session);
  return TRUE;
}

static const MnrMethod subscription_methods[] = {
  { "set_subscribe_callback", 2, set_subscribe_callback },
  { "set_auto_subscription", 1, set_auto_subscription },
  { "set_block_applied_callback", 1, set_block_applied_callback },
  { "set_pending_transaction_callback", 1, set_pending_transaction_callback },
  { "subscribe_to_market", 3, subscribe_to_market },
  { "unsubscribe_from_market", 2, unsubscribe_from_market },
  { "cancel_all_subscriptions", 0, cancel_all_subscriptions },
};

const MnrMethodGroup mnr_methods_subscriptions = MNR_METHOD_GROUP (subscription_methods);

/*
 * custom_operations: there are none on this network, so nothing is stored
 */

static gboolean
get_storage_info (MnrCall *call)
{
  if (mnr_call_has (call, 0) && mnr_call_read_account (call, 0) == NULL)
    return FALSE;
  g_string_append (call->out, "[]");
  return TRUE;
}

static const MnrMethod storage_methods[] = {
  { "get_storage_info", 0, get_storage_info },
};

const MnrMethodGroup mnr_methods_storage = MNR_METHOD_GROUP (storage_methods);
