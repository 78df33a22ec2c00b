/* test-support.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-support.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

/* A test that is aborted leaves nobody behind. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

Practice *
practice_start_at (const char *block_interval,
                   guint port)
{
  const char *program = g_getenv ("MONEYER_PRACTICE");
  g_autofree char *port_text = g_strdup_printf ("%u", port);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;
  Practice *self = g_new0 (Practice, 1);

  g_assert_nonnull (program);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (
    launcher, &error, program, "--memory", "--port", port_text, "--block-interval",
    block_interval, NULL);
  g_assert_no_error (error);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  words = g_strsplit (line, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 4);
  self->http = g_strdup (words[2]);
  self->ws = g_strdup (words[3]);
  return self;
}

Practice *
practice_start (const char *block_interval)
{
  return practice_start_at (block_interval, 0);
}

guint
practice_get_port (const Practice *self)
{
  return (guint) g_ascii_strtoull (strrchr (self->http, ':') + 1, NULL, 10);
}

void
practice_kill (Practice *self)
{
  if (self->process == NULL)
    return;

  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

void
practice_free (Practice *self)
{
  practice_kill (self);
  g_free (self->http);
  g_free (self->ws);
  g_free (self);
}

void
outcome_take (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  Outcome *self = user_data;

  g_assert_null (self->result);
  self->result = g_object_ref (result);
}

GAsyncResult *
outcome_wait (Outcome *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&self->result);
}

void
wait_until (gboolean (*is_so) (gpointer data),
            gpointer data)
{
  while (!is_so (data))
    g_main_context_iteration (NULL, TRUE);
}

GBytes *
call_and_wait (MnrNode *node,
               MnrNodeCallFlags flags,
               const char *method,
               const char *params,
               GError **error)
{
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  mnr_node_call_async (node, flags, "database", method, params, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  return mnr_node_call_finish (node, result, error);
}

gboolean
connect_and_wait (MnrNode *node,
                  GError **error)
{
  Outcome outcome = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  mnr_node_connect_async (node, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  return mnr_node_connect_finish (node, result, error);
}

void
assert_sentence (const GError *error,
                 MnrNodeError code)
{
  g_assert_error (error, MNR_NODE_ERROR, (int) code);
  g_assert_cmpuint (strlen (error->message), >, 20);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strpbrk (error->message, "\n\r\t"));
}
