/* test-block-log.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "test-signed-chain.h"

#define N_CRASHES 30

typedef struct
{
  char *folder;
  char *path;
  guint8 before[MNR_SHA256_SIZE]; /* the last block */
  guint8 full[MNR_SHA256_SIZE];
  gsize cut; /* where the last record begins */
  char *bytes;
  gsize size;
} Logged;

static void
logged_init (Logged *self)
{
  g_autoptr (MnrBlockchain) chain = NULL;
  GStatBuf info;

  self->folder = g_dir_make_tmp ("moneyer-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "blocks", NULL);
  chain = signed_open (self->path, NULL);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (MnrTransaction) transaction = signed_transfer (chain, ALICE, BOB, 100, i);

      signed_hash (chain, self->before);
      g_assert_cmpint (g_stat (self->path, &info), ==, 0);
      self->cut = (gsize) info.st_size;
      signed_push (chain, transaction);
      signed_produce (chain);
    }
  signed_hash (chain, self->full);
  g_assert_true (g_file_get_contents (self->path, &self->bytes, &self->size, NULL));
}

static void
logged_clear (Logged *self)
{
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->bytes);
}

static void
write_log (const Logged *self,
           gsize size)
{
  FILE *file = g_fopen (self->path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (self->bytes, 1, size, file), ==, size);
  fclose (file);
}

static void
assert_cut (const Logged *self,
            gboolean says_so)
{
  g_autofree char *dropped = NULL;
  g_autoptr (MnrBlockchain) chain = signed_open (self->path, &dropped);
  guint8 hash[MNR_SHA256_SIZE];
  GStatBuf info;

  g_assert_cmpuint (mnr_blockchain_get_head_number (chain), ==, 3);
  signed_hash (chain, hash);
  g_assert_cmpmem (hash, sizeof hash, self->before, sizeof hash);
  g_assert_cmpint (dropped != NULL, ==, says_so);
  g_assert_cmpint (g_stat (self->path, &info), ==, 0);
  g_assert_cmpuint ((gsize) info.st_size, ==, self->cut);
}

static void
test_log_damage (void)
{
  Logged logged = { 0 };
  g_autoptr (GError) error = NULL;

  logged_init (&logged);
  for (gsize size = logged.cut; size < logged.size; size++)
    {
      write_log (&logged, size);
      assert_cut (&logged, size > logged.cut);
    }

  for (gsize i = logged.cut; i < logged.size; i++)
    {
      char bit = (char) (1 << g_test_rand_int_range (0, 7));

      logged.bytes[i] ^= bit;
      write_log (&logged, logged.size);
      assert_cut (&logged, TRUE);
      logged.bytes[i] ^= bit;
    }

  /* A file that is something else stays what it is. */
  logged.bytes[0] ^= 1;
  write_log (&logged, logged.size);
  g_assert_null (
    mnr_blockchain_open (signed_genesis (), &signed_chain_id, logged.path, NULL, &error));
  g_assert_error (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_DATA);
  g_clear_error (&error);
  logged.bytes[0] ^= 1;
  logged.bytes[20] ^= 1;
  write_log (&logged, logged.size);
  g_assert_null (
    mnr_blockchain_open (signed_genesis (), &signed_chain_id, logged.path, NULL, &error));
  g_assert_error (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_DATA);
  logged.bytes[20] ^= 1;

  /* A header that was being written is made anew. */
  write_log (&logged, 17);
  {
    g_autoptr (MnrBlockchain) chain = signed_open (logged.path, NULL);

    g_assert_cmpuint (mnr_blockchain_get_head_number (chain), ==, 0);
    g_assert_null (
      mnr_blockchain_open (signed_genesis (), &signed_chain_id, logged.path, NULL, NULL));
  }
  logged_clear (&logged);
}

static void
test_disk_full (void)
{
  Logged logged = { 0 };
  g_autoptr (MnrBlockchain) chain = NULL;
  g_autoptr (MnrTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;
  guint8 before[MNR_SHA256_SIZE], after[MNR_SHA256_SIZE];
  struct rlimit limit, old;
  GStatBuf info;

  logged_init (&logged);
  chain = signed_open (logged.path, NULL);
  transaction = signed_transfer (chain, BOB, ALICE, 50, 0);
  signed_push (chain, transaction);
  signed_hash (chain, before);

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  for (guint room = 0; room < 200; room += 67)
    {
      limit = old;
      limit.rlim_cur = logged.size + room;
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      g_assert_false (mnr_blockchain_produce (chain, signed_time (chain) + 3, &error));
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
      g_assert_nonnull (error);
      g_assert_true (error->domain == G_IO_ERROR);
      g_clear_error (&error);

      g_assert_cmpuint (mnr_blockchain_get_head_number (chain), ==, 4);
      g_assert_cmpuint (mnr_blockchain_get_n_pending (chain), ==, 1);
      signed_hash (chain, after);
      g_assert_cmpmem (before, sizeof before, after, sizeof after);
      g_assert_cmpint (g_stat (logged.path, &info), ==, 0);
      g_assert_cmpuint ((gsize) info.st_size, ==, logged.size);
    }

  /* There is room again. */
  signed_produce (chain);
  signed_hash (chain, before);
  g_clear_pointer (&chain, mnr_blockchain_free);
  chain = signed_open (logged.path, NULL);
  g_assert_cmpuint (mnr_blockchain_get_head_number (chain), ==, 5);
  signed_hash (chain, after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);

  if (g_file_test ("/dev/full", G_FILE_TEST_EXISTS))
    {
      g_assert_null (
        mnr_blockchain_open (signed_genesis (), &signed_chain_id, "/dev/full", NULL, &error));
      g_assert_nonnull (error);
    }
  logged_clear (&logged);
}

/*
 * kill -9
 */

typedef struct
{
  guint32 number;
  MnrBlockId id;
} Written;

/* The process that is killed: tells each block once it is written. */
static int
write_until_killed (const char *path,
                    int pipe)
{
  g_autoptr (MnrBlockchain) chain = signed_open (path, NULL);

  for (guint i = 0;; i++)
    {
      Written written = { 0 };

      for (guint j = 0; j < 3; j++)
        {
          g_autoptr (MnrTransaction) transaction = signed_transfer (chain, ALICE, BOB, 1, j);

          signed_push (chain, transaction);
        }
      signed_produce (chain);
      written.number = mnr_blockchain_get_head_number (chain);
      mnr_blockchain_get_block_id (chain, written.number, &written.id);
      if (write (pipe, &written, sizeof written) != sizeof written)
        return 1;
    }
}

static void
test_kill (void)
{
  g_autofree char *folder = g_dir_make_tmp ("moneyer-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "blocks", NULL);
  guint32 total = 0;

  for (guint round = 0; round < N_CRASHES; round++)
    {
      g_autoptr (GSubprocess) child =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, "/proc/self/exe", "--write-to",
                          path, NULL);
      GInputStream *pipe = g_subprocess_get_stdout_pipe (child);
      g_autoptr (MnrBlockchain) chain = NULL;
      Written written, last = { 0 };
      gsize n;

      /* Alive, and then at any moment. */
      if (g_input_stream_read_all (pipe, &written, sizeof written, &n, NULL, NULL) &&
          n == sizeof written)
        last = written;
      g_usleep ((gulong) g_test_rand_int_range (0, 20000));
      g_subprocess_force_exit (child);
      g_subprocess_wait (child, NULL, NULL);
      while (g_input_stream_read_all (pipe, &written, sizeof written, &n, NULL, NULL) &&
             n == sizeof written)
        last = written;

      g_assert_cmpuint (last.number, >, total);
      chain = signed_open (path, NULL);
      total = mnr_blockchain_get_head_number (chain);
      g_assert_cmpuint (total, >=, last.number);
      g_assert_true (mnr_blockchain_get_block_id (chain, last.number, &written.id));
      g_assert_cmpmem (&written.id, sizeof written.id, &last.id, sizeof last.id);
    }
  g_test_message ("%u blocks", total);

  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc,
      char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--write-to"))
    {
      /* What GLib prints is not for the pipe. */
      int count = 1, pipe = dup (STDOUT_FILENO);

      dup2 (STDERR_FILENO, STDOUT_FILENO);
      g_test_init (&count, &argv, NULL);
      return write_until_killed (argv[2], pipe);
    }

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/block-log/damage", test_log_damage);
  g_test_add_func ("/block-log/disk-full", test_disk_full);
  g_test_add_func ("/block-log/kill", test_kill);
  return g_test_run ();
}
