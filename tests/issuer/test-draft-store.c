/* test-draft-store.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drafts as files: nothing typed is lost, whatever happens to the program or
 * the disk, and nothing of anybody else is touched.
 */

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "issuer/mnr-draft-store.h"
#include "test-wait.h"

static guint
count (MnrDraftStore *store)
{
  return g_list_model_get_n_items (G_LIST_MODEL (store));
}

static MnrStoredDraft *
get (MnrDraftStore *store,
     guint position)
{
  g_autoptr (MnrStoredDraft) stored = g_list_model_get_item (G_LIST_MODEL (store), position);

  return stored;
}

static const char *
get_symbol (MnrDraftStore *store,
            guint position)
{
  return mnr_draft_get (mnr_stored_draft_get_draft (get (store, position)), MNR_DRAFT_SYMBOL);
}

static gboolean
is_clean (gpointer data)
{
  return !mnr_stored_draft_is_dirty (data);
}

static gboolean
has_problem (gpointer data)
{
  return mnr_stored_draft_get_problem (data) != NULL;
}

/* A change is in its file without anybody asking for it. */
static void
test_follow (void)
{
  char *folder = test_make_folder ();
  g_autofree char *drafts = g_build_filename (folder, "not", "there", NULL);
  g_autoptr (MnrDraftStore) store = mnr_draft_store_new (drafts);
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);
  MnrStoredDraft *stored;
  g_autofree char *title = NULL;

  g_assert_cmpuint (count (store), ==, 0);
  g_assert_cmpuint (mnr_draft_store_get_problems (store)->len, ==, 0);
  g_assert_false (g_file_test (drafts, G_FILE_TEST_EXISTS));
  stored = mnr_draft_store_add (store, draft);
  g_assert_true (mnr_draft_store_add (store, draft) == stored);
  g_assert_cmpuint (count (store), ==, 1);

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "ONE");
  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "TWO");
  g_assert_true (mnr_stored_draft_is_dirty (stored));
  test_wait_until (is_clean, stored);
  {
    g_autoptr (MnrDraftStore) again = mnr_draft_store_new (drafts);

    g_assert_cmpuint (count (again), ==, 1);
    g_assert_cmpstr (get_symbol (again, 0), ==, "TWO");
  }

  /* What is typed while a thread writes comes after that. */
  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "THREE");
  g_assert_true (mnr_draft_store_flush (store, NULL));
  g_assert_false (mnr_stored_draft_is_dirty (stored));
  title = mnr_stored_draft_get_title (stored);
  g_assert_cmpstr (title, ==, "THREE");
  {
    g_autoptr (MnrDraftStore) again = mnr_draft_store_new (drafts);

    g_assert_cmpstr (get_symbol (again, 0), ==, "THREE");
  }
  test_remove_folder (folder);
}

/* Whoever lets go of the store without a word has all of it on the disk. */
static void
test_let_go (void)
{
  char *folder = test_make_folder ();
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_SMARTCOIN);
  MnrDraftStore *store = mnr_draft_store_new (folder);

  mnr_draft_store_add (store, draft);
  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "LEAVING");
  g_assert_finalize_object (store);
  store = mnr_draft_store_new (folder);
  g_assert_cmpstr (get_symbol (store, 0), ==, "LEAVING");
  g_assert_cmpstr (mnr_stored_draft_get_kind (get (store, 0)), ==, "Smartcoin");
  g_object_unref (store);
  test_remove_folder (folder);
}

static void
test_remove (void)
{
  char *folder = test_make_folder ();
  g_autoptr (MnrDraftStore) store = mnr_draft_store_new (folder);
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);
  g_autoptr (MnrStoredDraft) stored = g_object_ref (mnr_draft_store_add (store, draft));
  g_autoptr (GError) error = NULL;

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "GONE");
  g_assert_true (mnr_draft_store_flush (store, NULL));
  mnr_draft_set (draft, MNR_DRAFT_SHORT_NAME, "not written yet");
  g_assert_true (mnr_draft_store_remove (store, stored, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (store), ==, 0);
  /* Nor does the change that was waiting bring the file back. */
  test_wait_until (is_clean, stored);
  g_assert_false (g_file_test (mnr_stored_draft_get_path (stored), G_FILE_TEST_EXISTS));

  mnr_draft_store_restore (store, stored);
  mnr_draft_store_restore (store, stored);
  g_assert_cmpuint (count (store), ==, 1);
  g_assert_true (mnr_draft_store_flush (store, NULL));
  {
    g_autoptr (MnrDraftStore) again = mnr_draft_store_new (folder);

    g_assert_cmpstr (get_symbol (again, 0), ==, "GONE");
  }
  test_remove_folder (folder);
}

/* Files of others, and of ours that were damaged, stay what they are. */
static void
test_foreign (void)
{
  static const struct
  {
    const char *name, *text;
    gboolean is_said;
  } files[] = {
    { "broken.json", "{\"moneyer_draft\": 1, \"kind\": \"tok", TRUE },
    { "empty.json", "", TRUE },
    { "list.json", "[1, 2]", TRUE },
    { "future.json", "{\"moneyer_draft\": 99, \"kind\": \"token\"}", TRUE },
    { "notes.txt", "not a draft", FALSE },
    { "half.json.AB12CD", "{\"moneyer_draft\":", FALSE },
  };
  char *folder = test_make_folder ();
  g_autofree char *inner = g_build_filename (folder, "folder.json", NULL);
  guint n_said = 0;
  MnrDraftStore *store;

  g_assert_cmpint (g_mkdir (inner, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL);

      g_assert_true (g_file_set_contents (path, files[i].text, -1, NULL));
      n_said += files[i].is_said;
    }
  store = mnr_draft_store_new (folder);
  g_assert_cmpuint (count (store), ==, 0);
  g_assert_cmpuint (mnr_draft_store_get_problems (store)->len, ==, n_said);
  g_object_unref (store);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL), *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, files[i].text);
    }
  test_remove_folder (folder);
}

/* A disk without room: what was there stays, the reason is said, and as soon as
 * there is room the next change is saved. A limit on files stands in for it. */
static void
test_full (void)
{
  char *folder = test_make_folder ();
  g_autoptr (MnrDraftStore) store = mnr_draft_store_new (folder);
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);
  MnrStoredDraft *stored = mnr_draft_store_add (store, draft);
  struct rlimit before, none;
  g_autoptr (GError) error = NULL;

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "FIRST");
  g_assert_true (mnr_draft_store_flush (store, NULL));

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  none = before;
  none.rlim_cur = 16;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "SECOND");
  test_wait_until (has_problem, stored);
  g_assert_true (mnr_stored_draft_is_dirty (stored));
  g_assert_false (mnr_draft_store_flush (store, &error));
  setrlimit (RLIMIT_FSIZE, &before);
  g_assert_nonnull (error);
  {
    g_autoptr (MnrDraftStore) again = mnr_draft_store_new (folder);

    g_assert_cmpuint (count (again), ==, 1);
    g_assert_cmpstr (get_symbol (again, 0), ==, "FIRST");
  }

  mnr_draft_set (draft, MNR_DRAFT_SHORT_NAME, "there is room again");
  test_wait_until (is_clean, stored);
  g_assert_null (mnr_stored_draft_get_problem (stored));
  {
    g_autoptr (MnrDraftStore) again = mnr_draft_store_new (folder);

    g_assert_cmpstr (get_symbol (again, 0), ==, "SECOND");
  }
  test_remove_folder (folder);
}

/* Killed while it writes as fast as it can: the file is some whole draft, and not
 * older than the last of which it was said that it is saved. */
static void
test_kill (void)
{
  for (guint round = 0; round < 8; round++)
    {
      char *folder = test_make_folder ();
      int fds[2];
      pid_t child;
      guint32 said = 0, number;
      g_autoptr (MnrDraftStore) store = NULL;

      g_assert_cmpint (pipe (fds), ==, 0);
      child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        {
          g_autoptr (MnrDraftStore) own = mnr_draft_store_new (folder);
          g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);

          mnr_draft_store_add (own, draft);
          for (guint32 i = 1;; i++)
            {
              g_autofree char *text = g_strdup_printf ("%u", i);

              mnr_draft_set (draft, MNR_DRAFT_MAX_SUPPLY, text);
              if (!mnr_draft_store_flush (own, NULL) || write (fds[1], &i, sizeof i) != sizeof i)
                _exit (1);
            }
        }
      close (fds[1]);
      for (guint i = 0; i < 3 + round; i++)
        g_assert_cmpint (read (fds[0], &said, sizeof said), ==, sizeof said);
      kill (child, SIGKILL);
      waitpid (child, NULL, 0);
      while (read (fds[0], &number, sizeof number) == sizeof number)
        said = number;
      close (fds[0]);

      store = mnr_draft_store_new (folder);
      g_assert_cmpuint (mnr_draft_store_get_problems (store)->len, ==, 0);
      g_assert_cmpuint (count (store), ==, 1);
      number = (guint32) g_ascii_strtoull (
        mnr_draft_get (mnr_stored_draft_get_draft (get (store, 0)), MNR_DRAFT_MAX_SUPPLY), NULL,
        10);
      g_assert_cmpuint (number, >=, said);
      test_remove_folder (folder);
    }
}

static void
test_import (void)
{
  char *folder = test_make_folder ();
  g_autoptr (MnrDraftStore) store = mnr_draft_store_new (folder);
  g_autoptr (GError) error = NULL;
  const char draft[] = "{\"moneyer_draft\":1,\"kind\":\"token\",\"symbol\":\"THEIRS\"}";

  g_assert_nonnull (mnr_draft_store_import (store, draft, strlen (draft), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (get_symbol (store, 0), ==, "THEIRS");
  g_assert_null (mnr_draft_store_import (store, "nonsense", 8, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (count (store), ==, 1);
  test_remove_folder (folder);
}

/* A template keeps what was typed in words, and is the template in all else. */
static void
test_apply (void)
{
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);
  g_autoptr (MnrDraft) template = mnr_draft_new_from_template ("witness-fed-smartcoin", NULL);

  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "MINE");
  mnr_draft_set (draft, MNR_DRAFT_MARKET_FEE, "3");
  mnr_draft_apply (draft, template);
  g_assert_cmpint (mnr_draft_get_kind (draft), ==, MNR_ASSET_SMARTCOIN);
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_SYMBOL), ==, "MINE");
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    if (i != MNR_DRAFT_SYMBOL)
      g_assert_cmpstr (mnr_draft_get (draft, i), ==, mnr_draft_get (template, i));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draft-store/follow", test_follow);
  g_test_add_func ("/draft-store/let-go", test_let_go);
  g_test_add_func ("/draft-store/remove", test_remove);
  g_test_add_func ("/draft-store/foreign", test_foreign);
  g_test_add_func ("/draft-store/full", test_full);
  g_test_add_func ("/draft-store/kill", test_kill);
  g_test_add_func ("/draft-store/import", test_import);
  g_test_add_func ("/draft-store/apply", test_apply);
  return g_test_run ();
}
