/* test-practice-process.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The practice network as a child: who starts it, who finds it, and when it ends.
 * With the argument --hold FOLDER the program is another Moneyer, which starts
 * it, prints its address, and waits to be killed. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "node/mnr-node.h"
#include "test-wait.h"
#include "wallet/mnr-practice-process.h"
#include "wallet/mnr-wallet-error.h"

static char *
start (MnrPracticeProcess *process,
       GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mnr_practice_process_start_async (process, NULL, test_take_result, &result);
  return mnr_practice_process_start_finish (process, test_wait (&result), error);
}

static void
stop (MnrPracticeProcess *process)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mnr_practice_process_stop_async (process, NULL, test_take_result, &result);
  g_assert_true (mnr_practice_process_stop_finish (process, test_wait (&result), &error));
  g_assert_no_error (error);
}

/* Whether a node answers there. */
static gboolean
answers (const char *address)
{
  const char *urls[] = { address, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  gboolean good;

  mnr_node_connect_async (node, NULL, test_take_result, &result);
  good = mnr_node_connect_finish (node, test_wait (&result), NULL);
  mnr_node_close (node);
  return good;
}

/* Whether no child, of whomever, holds the folder any more. */
static gboolean
is_free (gpointer user_data)
{
  g_autofree char *path = g_build_filename (user_data, "running", NULL);
  int fd = open (path, O_RDWR | O_CLOEXEC);
  gboolean locked;

  g_assert_cmpint (fd, >=, 0);
  locked = flock (fd, LOCK_EX | LOCK_NB) == 0;
  close (fd);
  return locked;
}

static GSubprocess *
start_other (const char *folder,
             char **address)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *other = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self, "--hold",
                                         folder, NULL);
  g_autoptr (GDataInputStream) output = NULL;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (other));
  *address = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (*address);
  return other;
}

static void
test_own (void)
{
  char *folder = test_make_folder ();
  g_autoptr (MnrPracticeProcess) process = mnr_practice_process_new (folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = start (process, &error);
  g_autofree char *same = NULL;

  g_assert_no_error (error);
  g_assert_true (mnr_practice_process_is_own (process));
  g_assert_true (answers (address));
  same = start (process, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (same, ==, address);

  stop (process);
  g_assert_false (mnr_practice_process_is_own (process));
  g_assert_true (is_free (folder));
  g_assert_false (answers (address));
  test_remove_folder (folder);
}

/* The last reference takes the child along. */
static void
test_unref (void)
{
  char *folder = test_make_folder ();
  MnrPracticeProcess *process = mnr_practice_process_new (folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = start (process, &error);

  g_assert_no_error (error);
  g_assert_finalize_object (process);
  test_wait_until (is_free, folder);
  g_assert_false (answers (address));
  test_remove_folder (folder);
}

/* Another Moneyer runs it; then that is killed, and can do nothing about its child. */
static void
test_found_again (void)
{
  char *folder = test_make_folder ();
  g_autofree char *their_address = NULL;
  g_autoptr (GSubprocess) other = start_other (folder, &their_address);
  g_autoptr (MnrPracticeProcess) process = mnr_practice_process_new (folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = start (process, &error);
  g_autofree char *own_address = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (address, ==, their_address);
  g_assert_false (mnr_practice_process_is_own (process));
  g_assert_true (answers (address));
  /* It is not ours to stop. */
  stop (process);
  g_assert_false (is_free (folder));

  g_subprocess_send_signal (other, SIGKILL);
  g_subprocess_wait (other, NULL, NULL);
  test_wait_until (is_free, folder);
  g_assert_false (answers (address));

  own_address = start (process, &error);
  g_assert_no_error (error);
  g_assert_true (mnr_practice_process_is_own (process));
  g_assert_true (answers (own_address));
  stop (process);
  test_remove_folder (folder);
}

/* Two that begin at the same time come to one network. */
static void
test_race (void)
{
  char *folder = test_make_folder ();
  g_autoptr (MnrPracticeProcess) one = mnr_practice_process_new (folder);
  g_autoptr (MnrPracticeProcess) two = mnr_practice_process_new (folder);
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *first_address = NULL;
  g_autofree char *second_address = NULL;

  mnr_practice_process_start_async (one, NULL, test_take_result, &first);
  mnr_practice_process_start_async (two, NULL, test_take_result, &second);
  first_address = mnr_practice_process_start_finish (one, test_wait (&first), &error);
  g_assert_no_error (error);
  second_address = mnr_practice_process_start_finish (two, test_wait (&second), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first_address, ==, second_address);
  g_assert_cmpint (mnr_practice_process_is_own (one) + mnr_practice_process_is_own (two), ==, 1);
  stop (one);
  stop (two);
  test_remove_folder (folder);
}

/* Told to stop before it runs. */
static void
test_stopped_early (void)
{
  char *folder = test_make_folder ();
  g_autoptr (MnrPracticeProcess) process = mnr_practice_process_new (folder);

  for (guint steps = 0; steps < 4; steps++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *address = NULL;

      mnr_practice_process_start_async (process, NULL, test_take_result, &result);
      for (guint i = 0; i < steps; i++)
        g_main_context_iteration (NULL, FALSE);
      stop (process);
      address = mnr_practice_process_start_finish (process, test_wait (&result), &error);
      if (address == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_false (mnr_practice_process_is_own (process));
    }
  test_wait_until (is_free, folder);
  test_remove_folder (folder);
}

static void
count (guint *counter)
{
  ++*counter;
}

static gboolean
is_counted (gpointer user_data)
{
  return *(guint *) user_data > 0;
}

/* The child of ours, as the system knows it. */
static pid_t
find_child (void)
{
  g_autofree char *path =
    g_strdup_printf ("/proc/self/task/%d/children", (int) getpid ());
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? atoi (text) : 0;
}

static void
test_stopped (void)
{
  char *folder = test_make_folder ();
  g_autoptr (MnrPracticeProcess) process = mnr_practice_process_new (folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = start (process, &error);
  g_autofree char *again = NULL;
  pid_t child = find_child ();
  guint stopped = 0;

  g_assert_no_error (error);
  g_assert_nonnull (address);
  if (child <= 0)
    {
      g_test_skip ("This system does not tell which children a process has");
      return;
    }
  g_signal_connect_swapped (process, "stopped", G_CALLBACK (count), &stopped);
  kill (child, SIGKILL);
  test_wait_until (is_counted, &stopped);
  g_assert_cmpuint (stopped, ==, 1);
  g_assert_false (mnr_practice_process_is_own (process));

  again = start (process, &error);
  g_assert_no_error (error);
  g_assert_true (answers (again));
  stop (process);
  g_assert_cmpuint (stopped, ==, 1);
  test_remove_folder (folder);
}

static void
assert_fails (const char *program,
              const char *words)
{
  g_autofree char *before = g_strdup (g_getenv ("MONEYER_PRACTICE"));
  char *folder = test_make_folder ();
  g_autoptr (MnrPracticeProcess) process = mnr_practice_process_new (folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;

  g_setenv ("MONEYER_PRACTICE", program, TRUE);
  g_assert_null (start (process, &error));
  g_assert_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_PRACTICE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_clear_error (&error);

  /* It is not lost for that. */
  g_setenv ("MONEYER_PRACTICE", before, TRUE);
  address = start (process, &error);
  g_assert_no_error (error);
  g_assert_true (answers (address));
  stop (process);
  test_remove_folder (folder);
}

static void
test_failing (void)
{
  assert_fails ("/nonexistent/moneyer-practice", "No such file");
  assert_fails ("/bin/false", "without a word");
  /* What it said last. */
  assert_fails ("/bin/ls", "ls --help");
}

static void G_GNUC_NORETURN
hold (const char *folder)
{
  g_autoptr (MnrPracticeProcess) process = mnr_practice_process_new (folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = start (process, &error);

  g_assert_no_error (error);
  printf ("%s\n", address);
  fflush (stdout);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--hold"))
    hold (argv[2]);

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice-process/own", test_own);
  g_test_add_func ("/practice-process/unref", test_unref);
  g_test_add_func ("/practice-process/found-again", test_found_again);
  g_test_add_func ("/practice-process/race", test_race);
  g_test_add_func ("/practice-process/stopped", test_stopped);
  g_test_add_func ("/practice-process/stopped-early", test_stopped_early);
  g_test_add_func ("/practice-process/failing", test_failing);

  return g_test_run ();
}
