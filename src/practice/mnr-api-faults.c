/* mnr-api-faults.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-api.h"
#include "mnr-faults.h"

/* The part of the practice API that makes the server misbehave. */

#define DELAY_MAX  (10 * 60 * 1000)
#define REFUSE_MAX (60 * 60)
#define STORM_MAX  100000

static MnrFaults *
get_faults (MnrCall *call)
{
  return mnr_network_get_faults (call->network);
}

static gboolean
read_optional_number (MnrCall *call,
                      guint index,
                      guint64 *number)
{
  return !mnr_call_has (call, index) || mnr_call_read_number (call, index, G_MAXUINT64, number);
}

/* The arguments from the second on: how often, for which method, after how many.
 * @method is where the scope's method is kept. */
static gboolean
read_scope (MnrCall *call,
            MnrFaultScope *scope,
            char **method)
{
  *scope = (MnrFaultScope){ .count = G_MAXUINT64 };
  if (!read_optional_number (call, 1, &scope->count) ||
      !read_optional_number (call, 3, &scope->after))
    return FALSE;
  if (!mnr_call_has (call, 2))
    return TRUE;
  *method = mnr_call_read_string (call, 2);
  scope->method = *method;
  return *method != NULL;
}

static gboolean
drop_connections (MnrCall *call)
{
  g_autofree char *how = NULL;

  how = mnr_call_has (call, 0) ? mnr_call_read_string (call, 0) : g_strdup ("hard");
  if (how == NULL)
    return FALSE;
  if (!g_str_equal (how, "hard") && !g_str_equal (how, "close"))
    return mnr_call_assert (call, "how: this is one of: hard, close");
  mnr_faults_drop (get_faults (call), g_str_equal (how, "close"));
  return TRUE;
}

static gboolean
delay_answers (MnrCall *call)
{
  g_autofree char *method = NULL;
  MnrFaultScope scope;
  guint64 milliseconds;

  if (!mnr_call_read_number (call, 0, DELAY_MAX, &milliseconds) ||
      !read_scope (call, &scope, &method))
    return FALSE;
  mnr_faults_delay (get_faults (call), (guint) milliseconds, &scope);
  return TRUE;
}

/* What garble_answers and lie have in common: a name, and which answers. */
static gboolean
set_named (MnrCall *call,
           gboolean (*set) (MnrFaults *, const char *, const MnrFaultScope *),
           char *(*get_names) (void) )
{
  g_autofree char *name = mnr_call_read_string (call, 0);
  g_autofree char *method = NULL;
  g_autofree char *names = NULL;
  MnrFaultScope scope;

  if (name == NULL || !read_scope (call, &scope, &method))
    return FALSE;
  if (set (get_faults (call), name, &scope))
    return TRUE;
  names = get_names ();
  return mnr_call_assert (call, "known: this is one of: %s", names);
}

static gboolean
garble_answers (MnrCall *call)
{
  return set_named (call, mnr_faults_garble, mnr_faults_get_garbles);
}

static gboolean
lie (MnrCall *call)
{
  return set_named (call, mnr_faults_lie, mnr_faults_get_lies);
}

static gboolean
refuse_connections (MnrCall *call)
{
  guint64 seconds;

  if (!mnr_call_read_number (call, 0, REFUSE_MAX, &seconds))
    return FALSE;
  mnr_faults_refuse (get_faults (call), (guint) seconds);
  return TRUE;
}

static gboolean
notice_storm (MnrCall *call)
{
  guint64 count;

  if (!mnr_call_read_number (call, 0, STORM_MAX, &count))
    return FALSE;
  mnr_faults_storm (get_faults (call), (guint) count);
  return TRUE;
}

static gboolean
reset_faults (MnrCall *call)
{
  mnr_faults_reset (get_faults (call));
  return TRUE;
}

static const MnrMethod methods[] = {
  { "drop_connections", 0, drop_connections },
  { "delay_answers", 1, delay_answers },
  { "garble_answers", 1, garble_answers },
  { "lie", 1, lie },
  { "refuse_connections", 1, refuse_connections },
  { "notice_storm", 1, notice_storm },
  { "reset_faults", 0, reset_faults },
};

const MnrMethodGroup mnr_methods_faults = MNR_METHOD_GROUP (methods);
