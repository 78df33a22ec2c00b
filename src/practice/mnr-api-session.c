/* mnr-api-session.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-api.h"

/* What is about the connection itself: login, subscriptions; and the practice
 * network's own API. */

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

      if (api->groups != NULL && !g_str_equal (api->name, "login") &&
          (!api->is_closed || mnr_network_is_all_open (call->network)))
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

  if (api->is_closed && !mnr_network_is_all_open (call->network))
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
  { "cancel_all_subscriptions", 0, cancel_all_subscriptions },
};

const MnrMethodGroup mnr_methods_subscriptions = MNR_METHOD_GROUP (subscription_methods);

/*
 * custom_operations: there are none on this network, so nothing is stored
 */

static gboolean
get_storage_info (MnrCall *call)
{
  g_string_append (call->out, "[]");
  return TRUE;
}

static const MnrMethod storage_methods[] = {
  { "get_storage_info", 0, get_storage_info },
};

const MnrMethodGroup mnr_methods_storage = MNR_METHOD_GROUP (storage_methods);

/*
 * practice
 */

#define BLOCKS_AT_ONCE_MAX 10000
#define ADVANCE_MAX        (10 * 366 * 24 * 3600)

static gboolean
finish (MnrCall *call,
        gboolean good,
        const GError *error)
{
  if (!good)
    return mnr_call_fail (call, 0, "exception", "unspecified", error->message);
  g_string_append_printf (
    call->out, "%u", mnr_blockchain_get_head_number (mnr_network_get_chain (call->network)));
  return TRUE;
}

static gboolean
produce_blocks (MnrCall *call)
{
  g_autoptr (GError) error = NULL;
  guint64 count;

  return mnr_call_read_number (call, 0, BLOCKS_AT_ONCE_MAX, &count) &&
         finish (call, mnr_network_produce (call->network, (guint) count, &error), error);
}

static gboolean
advance_time (MnrCall *call)
{
  g_autoptr (GError) error = NULL;
  guint64 seconds;

  return mnr_call_read_number (call, 0, ADVANCE_MAX, &seconds) &&
         finish (call, mnr_network_advance (call->network, (guint32) seconds, &error), error);
}

static gboolean
pop_blocks (MnrCall *call)
{
  g_autoptr (GError) error = NULL;
  guint64 count;

  return mnr_call_read_number (call, 0, G_MAXUINT32, &count) &&
         finish (call,
                 mnr_blockchain_pop (mnr_network_get_chain (call->network), (guint) count, &error),
                 error);
}

static const MnrMethod practice_methods[] = {
  { "produce_blocks", 1, produce_blocks },
  { "advance_time", 1, advance_time },
  { "pop_blocks", 1, pop_blocks },
};

const MnrMethodGroup mnr_methods_practice = MNR_METHOD_GROUP (practice_methods);
