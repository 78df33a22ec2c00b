/* test-kill.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test-sending.h"

/* A program that sends is killed at any moment, over and over, and goes on each
 * time with what the file and the chain say. In the end each of its intents is
 * on the chain once. */

#define N_KILLS 120
/* The longest that a program lives, in microseconds: as long as some of its
 * intents take. It decides where it is hit, not whether the test passes. */
#define LIFE_MAX 150000

/* Intent number n is a transfer of so much. */
#define AMOUNT(n) (1000 + (gint64) (n))

/* What the outbox knows of an intent. */
typedef struct
{
  guint n_done, n_under_way, n_over;
  gint64 under_way;
  MnrTime expiration;
  guint32 block;
} Known;

static void
learn (Known *known,
       const MnrOutboxEntry *entry)
{
  if (entry->state == MNR_OUTBOX_IRREVERSIBLE)
    {
      known->n_done++;
      known->block = entry->block;
    }
  else if (mnr_outbox_state_is_under_way (entry->state))
    {
      known->n_under_way++;
      known->under_way = entry->id;
      known->expiration = entry->expiration;
    }
  else
    known->n_over++;
}

/* Of each intent there ever was, by number. */
static GArray *
look_up (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = mnr_outbox_list (desk->outbox, NULL, FALSE, &error);
  GArray *all = g_array_new (FALSE, TRUE, sizeof (Known));

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      const MnrOutboxEntry *entry = g_ptr_array_index (entries, i);
      guint number = (guint) g_ascii_strtoull (strchr (entry->intent, ' '), NULL, 10);

      if (number >= all->len)
        g_array_set_size (all, number + 1);
      learn (&g_array_index (all, Known, number), entry);
    }
  return all;
}

/* Waits until it is in a block, or ended. */
static void
run (MnrSubmission *submission,
     Outcome *outcome,
     GCancellable *cancellable)
{
  g_autoptr (GAsyncResult) result = NULL;

  while (outcome->result == NULL &&
         mnr_submission_get_step (submission) != MNR_SUBMISSION_INCLUDED)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  result = outcome_wait (outcome);
  mnr_submission_send_finish (submission, result, NULL);
}

static void
send_new (Desk *desk,
          guint number)
{
  g_autofree char *intent = g_strdup_printf ("transfer %u", number);
  g_autoptr (MnrSubmission) submission = mnr_submission_new (desk->resolver, intent, "Kill me");
  g_autoptr (MnrTransaction) draft = desk_draft (desk, AMOUNT (number));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Outcome prepared = { 0 }, sent = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  mnr_submission_prepare_async (submission, draft, MNR_CORE_ASSET, NULL, outcome_take, &prepared);
  result = outcome_wait (&prepared);
  mnr_submission_prepare_finish (submission, result, &error);
  g_assert_no_error (error);
  mnr_submission_send_async (submission, &desk_signer, NULL, FALSE, cancellable, outcome_take,
                             &sent);
  run (submission, &sent, cancellable);
}

static void
go_on_with (Desk *desk,
            gint64 id)
{
  g_autoptr (MnrSubmission) submission = mnr_submission_new (desk->resolver, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Outcome outcome = { 0 };

  mnr_submission_resume_async (submission, id, cancellable, outcome_take, &outcome);
  run (submission, &outcome, cancellable);
}

/* Brings the intents that there are into blocks, and if @is_endless more and
 * more; whether something was left. */
static gboolean
pass (Desk *desk,
      gboolean is_endless)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) all = NULL;
  gboolean is_left = is_endless;
  guint next;

  desk_check (desk, &error);
  g_assert_no_error (error);
  all = look_up (desk);
  for (guint i = 0; i < all->len; i++)
    {
      const Known *known = &g_array_index (all, Known, i);

      is_left |= known->n_done == 0;
      if (known->n_under_way == 0 && known->n_done == 0)
        send_new (desk, i);
      else if (known->n_under_way > 0 &&
               known->expiration >= mnr_outbox_resolver_get_time (desk->resolver))
        go_on_with (desk, known->under_way);
    }
  next = all->len;
  while (is_endless)
    send_new (desk, next++);
  return is_left;
}

static int
work (const char *url,
      const char *path,
      gboolean is_endless)
{
  g_autoptr (Desk) desk = desk_open (url, path);

  /* What is in a block, or cannot be any more, becomes certain with more of them. */
  while (pass (desk, is_endless))
    desk_produce (desk, 8);
  return EXIT_SUCCESS;
}

/* How a worker ended. */
static int
employ (const char *program,
        const char *url,
        const char *path,
        gulong life)
{
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      execl (program, program, life > 0 ? "endless" : "rest", url, path, NULL);
      _exit (127);
    }
  if (life > 0)
    {
      g_usleep (life);
      kill (child, SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return status;
}

/* Each intent on the chain once, and the outbox knows where. */
static void
assert_once (Desk *desk)
{
  g_autoptr (GArray) all = look_up (desk);
  g_autoptr (GArray) transfers = desk_list_transfers (desk);
  g_autofree guint *counts = g_new0 (guint, all->len);
  guint n_over = 0;

  g_assert_cmpuint (all->len, >, 0);
  for (guint i = 0; i < transfers->len; i++)
    {
      const Transferred *transferred = &g_array_index (transfers, Transferred, i);
      guint number = (guint) (transferred->amount - AMOUNT (0));

      g_assert_cmpuint (number, <, all->len);
      counts[number]++;
      g_assert_cmpuint (g_array_index (all, Known, number).block, ==, transferred->block);
    }
  for (guint i = 0; i < all->len; i++)
    {
      const Known *known = &g_array_index (all, Known, i);

      g_assert_cmpuint (counts[i], ==, 1);
      g_assert_cmpuint (known->n_done, ==, 1);
      g_assert_cmpuint (known->n_under_way, ==, 0);
      n_over += known->n_over;
    }
  g_test_message ("%u intents, %u times given up and made anew", all->len, n_over);
}

static void
remove_database (const char *path)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  g_autofree char *folder = g_path_get_dirname (path);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (path, endings[i], NULL);

      unlink (name);
    }
  g_assert_cmpint (rmdir (folder), ==, 0);
}

static void
test_kill (gconstpointer program)
{
  g_autoptr (Practice) practice = practice_start ("0");
  g_autofree char *folder = g_dir_make_tmp ("moneyer-kill-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "moneyer.db", NULL);
  g_autoptr (Desk) clock = desk_open (practice->ws, NULL);
  g_autoptr (Desk) desk = NULL;

  for (guint i = 0; i < N_KILLS; i++)
    {
      gulong life = (gulong) g_test_rand_int_range (1, LIFE_MAX);
      int status = employ (program, practice->ws, path, life);

      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
      /* Time passes between two of them, now and then too much. */
      if (g_test_rand_int_range (0, 5) == 0)
        g_free (desk_ask (clock, "practice", "advance_time", "[100]"));
    }
  g_assert_cmpint (employ (program, practice->ws, path, 0), ==, 0);

  desk = desk_open (practice->ws, path);
  assert_once (desk);
  g_clear_pointer (&desk, desk_free);
  remove_database (path);
}

int
main (int argc,
      char **argv)
{
  if (argc == 4)
    return work (argv[2], argv[3], g_str_equal (argv[1], "endless"));

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/wallet/kill", argv[0], test_kill);
  return g_test_run ();
}
