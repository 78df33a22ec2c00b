/* test-database.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wallet/mnr-outbox.h"

typedef struct
{
  char *folder;
  char *path;
} Place;

static void
set_up (Place *place,
        gconstpointer data)
{
  place->folder = g_dir_make_tmp ("moneyer-database-XXXXXX", NULL);
  g_assert_nonnull (place->folder);
  place->path = g_build_filename (place->folder, "data", "moneyer.db", NULL);
}

static void
remove_all (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_all (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Place *place,
           gconstpointer data)
{
  remove_all (place->folder);
  g_free (place->folder);
  g_free (place->path);
}

static MnrDatabase *
open_database (Place *place)
{
  g_autoptr (GError) error = NULL;
  MnrDatabase *database = mnr_database_new (place->path, &error);

  g_assert_no_error (error);
  return database;
}

static void
run (MnrDatabase *database,
     const char *sql)
{
  g_autoptr (GError) error = NULL;

  mnr_database_run (database, &error, sql, "");
  g_assert_no_error (error);
}

static gint64
ask (MnrDatabase *database,
     const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) statement = mnr_database_prepare (database, &error, sql, "");
  gboolean has_row;

  g_assert_no_error (error);
  mnr_database_step (database, statement, &has_row, &error);
  g_assert_no_error (error);
  g_assert_true (has_row);
  return sqlite3_column_int64 (statement, 0);
}

static void
assert_mode (const char *path,
             const char *ending,
             guint mode)
{
  g_autofree char *name = g_strconcat (path, ending, NULL);
  struct stat status;

  g_assert_cmpint (stat (name, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, mode);
}

static void
test_new (Place *place,
          gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (place->path);
  g_autoptr (MnrDatabase) database = open_database (place);

  run (database, "CREATE TABLE probe (n INTEGER) STRICT");
  assert_mode (folder, "", 0700);
  assert_mode (place->path, "", 0600);
  assert_mode (place->path, "-wal", 0600);
  g_assert_cmpint (ask (database, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (ask (database, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (ask (database, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), ==, 1);
  g_assert_cmpint (ask (database, "PRAGMA user_version"), ==, mnr_database_n_migrations);

  /* What a careless copy opened to others is closed again. */
  g_clear_object (&database);
  g_assert_cmpint (g_chmod (place->path, 0644), ==, 0);
  database = open_database (place);
  assert_mode (place->path, "", 0600);
  g_assert_cmpint (ask (database, "SELECT count (*) FROM probe"), ==, 0);
}

static void
test_commit (Place *place,
             gconstpointer data)
{
  g_autoptr (MnrDatabase) database = open_database (place);
  g_autoptr (MnrDatabase) other = open_database (place);
  g_autoptr (GError) error = NULL;

  run (database, "CREATE TABLE probe (n INTEGER UNIQUE, t TEXT, b BLOB) STRICT");
  g_assert_true (mnr_database_begin (database, &error));
  g_assert_true (mnr_database_run (database, &error, "INSERT INTO probe VALUES (?, ?, ?)", "itb",
                                   G_MININT64, "ein Wörtchen", "\0\1", (gsize) 2));
  g_assert_cmpint (ask (other, "SELECT count (*) FROM probe"), ==, 0);
  mnr_database_rollback (database);
  g_assert_cmpint (ask (database, "SELECT count (*) FROM probe"), ==, 0);

  g_assert_true (mnr_database_begin (database, &error));
  g_assert_true (mnr_database_run (database, &error, "INSERT INTO probe VALUES (?, ?, ?)", "itb",
                                   G_MININT64, NULL, "\0\1", (gsize) 2));
  g_assert_true (mnr_database_commit (database, &error));
  g_assert_cmpint (
    ask (other, "SELECT n = -9223372036854775807 - 1 AND t IS NULL AND b = x'0001' FROM probe"),
    ==, 1);

  g_assert_false (mnr_database_run (database, &error, "INSERT INTO probe (n) VALUES (?)", "i",
                                    G_MININT64));
  g_assert_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_CONSTRAINT);
}

static void
test_newer (Place *place,
            gconstpointer data)
{
  g_autoptr (MnrDatabase) database = open_database (place);
  g_autoptr (GError) error = NULL;

  run (database, "PRAGMA user_version = 9999");
  g_clear_object (&database);
  g_assert_null (mnr_database_new (place->path, &error));
  g_assert_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_NEWER);
  g_assert_nonnull (strstr (error->message, place->path));
}

static void
assert_damaged (Place *place)
{
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (MnrDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, length_after;

  g_assert_true (g_file_get_contents (place->path, &before, &length, NULL));
  database = mnr_database_new (place->path, &error);
  if (database != NULL)
    {
      g_autoptr (MnrOutbox) outbox = mnr_outbox_new (database, &error);

      g_assert_null (outbox);
    }
  g_assert_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, place->path));
  g_clear_object (&database);
  g_assert_true (g_file_get_contents (place->path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length, after, length_after);
}

static void
test_damaged (Place *place,
              gconstpointer data)
{
  g_autoptr (MnrDatabase) database = open_database (place);
  g_autofree char *whole = NULL, *kept = NULL, *second = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_clear_object (&database);
  g_assert_true (g_file_get_contents (place->path, &whole, &length, NULL));

  /* Not a database at all; the root of a table; cut off. */
  g_assert_true (g_file_set_contents (place->path, "The quick brown fox jumps over it.", -1,
                                      NULL));
  assert_damaged (place);
  for (gsize page = 1; page < 4; page++)
    {
      g_autofree char *bad = g_memdup2 (whole, length);

      memset (bad + page * 4096, 0xa5, 4096);
      g_assert_true (g_file_set_contents (place->path, bad, (gssize) length, NULL));
      assert_damaged (place);
    }
  g_assert_true (g_file_set_contents (place->path, whole, 4096, NULL));
  assert_damaged (place);

  /* It is kept, and a new one can be begun; twice. */
  kept = mnr_database_set_aside (place->path, &error);
  g_assert_no_error (error);
  database = open_database (place);
  g_clear_object (&database);
  second = mnr_database_set_aside (place->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept, !=, second);
  g_assert_true (g_file_get_contents (kept, &text, &length, NULL));
  g_assert_cmpmem (text, length, whole, 4096);
  g_assert_false (g_file_test (place->path, G_FILE_TEST_EXISTS));
  g_assert_null (mnr_database_set_aside (place->path, &error));
  g_assert_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_FAILED);
}

/* The journal of what was set aside must not get into the new file. */
static void
test_set_aside_journal (Place *place,
                        gconstpointer data)
{
  g_autoptr (MnrDatabase) database = open_database (place);
  g_autoptr (MnrDatabase) old = NULL;
  g_autofree char *copy = g_build_filename (place->folder, "copy", NULL);
  g_autofree char *from = g_strconcat (place->path, "-wal", NULL);
  g_autofree char *to = g_strconcat (copy, "-wal", NULL);
  g_autofree char *kept = NULL, *text = NULL, *journal = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  run (database, "CREATE TABLE probe (n INTEGER) STRICT");
  g_assert_true (g_file_get_contents (place->path, &text, &length, NULL));
  g_assert_true (g_file_set_contents (copy, text, (gssize) length, NULL));
  g_assert_true (g_file_get_contents (from, &journal, &length, NULL));
  g_assert_true (g_file_set_contents (to, journal, (gssize) length, NULL));

  kept = mnr_database_set_aside (copy, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (to, G_FILE_TEST_EXISTS));
  old = mnr_database_new (kept, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ask (old, "SELECT count (*) FROM probe"), ==, 0);
}

/* A child that is done with a test ends at once: what it inherited is not its own. */
static pid_t
begin_child (void)
{
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  return child;
}

static void
assert_child_good (pid_t child)
{
  int status;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
test_read_only (Place *place,
                gconstpointer data)
{
  g_autoptr (MnrDatabase) database = open_database (place);
  g_autofree char *folder = g_path_get_dirname (place->path);
  pid_t child;

  g_clear_object (&database);
  g_assert_cmpint (g_chmod (place->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  g_assert_cmpint (g_chmod (place->folder, 0755), ==, 0);
  child = begin_child ();
  if (child == 0)
    {
      g_autoptr (GError) error = NULL;

      /* Root may write whatever its mode is. */
      if (geteuid () == 0 && setuid (65534) != 0)
        _exit (2);
      if (mnr_database_new (place->path, &error) != NULL)
        _exit (1);
      _exit (g_error_matches (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_READ_ONLY) ? 0 : 3);
    }
  assert_child_good (child);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
}

/* A file system without room, and a file that may not grow. */
static void
test_full (Place *place,
           gconstpointer data)
{
  g_autoptr (MnrDatabase) database = open_database (place);
  g_autoptr (GError) error = NULL;
  g_autofree char *limit = NULL;
  pid_t child;

  run (database, "CREATE TABLE probe (b BLOB) STRICT");
  run (database, "INSERT INTO probe VALUES (zeroblob (100))");
  limit = g_strdup_printf ("PRAGMA max_page_count = %d",
                           (int) ask (database, "PRAGMA page_count"));
  run (database, limit);
  g_assert_false (mnr_database_run (database, &error,
                                    "INSERT INTO probe VALUES (zeroblob (100000))", ""));
  g_assert_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_FULL);
  g_assert_cmpint (ask (database, "SELECT count (*) FROM probe"), ==, 1);
  g_clear_object (&database);

  child = begin_child ();
  if (child == 0)
    {
      struct rlimit size = { 65536, 65536 };

      signal (SIGXFSZ, SIG_IGN);
      database = mnr_database_new (place->path, NULL);
      if (database == NULL || setrlimit (RLIMIT_FSIZE, &size) != 0)
        _exit (2);
      /* What was said to be there has to be there; what failed must not. */
      for (int i = 0; i < 1000; i++)
        if (!mnr_database_run (database, NULL, "INSERT INTO probe VALUES (zeroblob (1000))", ""))
          _exit (ask (database, "SELECT count (*) FROM probe") == i + 1 ? 0 : 3);
      _exit (1);
    }
  assert_child_good (child);
  database = open_database (place);
  g_assert_cmpint (ask (database, "SELECT count (*) FROM probe"), >, 1);
  run (database, "INSERT INTO probe VALUES (zeroblob (1000))");
}

/* Many programs begin at once, on nothing, and all write. */
static void
test_together (Place *place,
               gconstpointer data)
{
  g_autoptr (MnrDatabase) database = NULL;
  pid_t children[8];

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      children[i] = begin_child ();
      if (children[i] == 0)
        {
          g_autoptr (GError) error = NULL;

          database = mnr_database_new (place->path, &error);
          for (guint j = 0; database != NULL && j < 20; j++)
            {
              if (!mnr_database_begin (database, &error) ||
                  !mnr_database_run (database, &error,
                                     "CREATE TABLE IF NOT EXISTS probe (n INTEGER)", "") ||
                  !mnr_database_run (database, &error, "INSERT INTO probe VALUES (1)", "") ||
                  !mnr_database_commit (database, &error))
                break;
            }
          if (error != NULL)
            g_printerr ("%s\n", error->message);
          _exit (error == NULL ? 0 : 1);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    assert_child_good (children[i]);
  database = open_database (place);
  g_assert_cmpint (ask (database, "SELECT count (*) FROM probe"), ==, 160);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) \
  g_test_add ("/wallet/database/" name, Place, NULL, set_up, function, tear_down)

  ADD ("new", test_new);
  ADD ("commit", test_commit);
  ADD ("newer", test_newer);
  ADD ("damaged", test_damaged);
  ADD ("set-aside-journal", test_set_aside_journal);
  ADD ("read-only", test_read_only);
  ADD ("full", test_full);
  ADD ("together", test_together);

  return g_test_run ();
}
