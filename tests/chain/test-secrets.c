/* test-secrets.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Keys are guests: once they are gone, nothing of them is left in memory, nor in
 * what a crash writes to disk. The test looks for every eight bytes of them, so
 * that half a key is found, too. What it looks for lies in memory only masked,
 * or it would find itself. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <secp256k1.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chain/protocol/mnr-memo.h"
#include "chain/protocol/mnr-transaction.h"
#include "test-haystack.h"
#include "test-vectors.h"

/* The numbers that a signature hides the key with: who knows one, knows the key. */
static void
look_for_nonces (Haystack *self,
                 const MnrPrivateKey *key,
                 const MnrDigest *digest)
{
  g_autoptr (MnrSecret) number = get_number (key);
  g_autoptr (MnrSecret) nonce = mnr_secret_new (32, NULL);

  for (guint8 n = 0; n < 8; n++)
    {
      const guint8 counter[32] = { n };

      g_assert_true (secp256k1_nonce_function_rfc6979 (
        nonce->data, digest->data, number->data, NULL, n == 0 ? NULL : (gpointer) counter, 0));
      mnr_secret_burn_stack ();
      look_for (self, "a nonce", nonce->data, nonce->size, TRUE);
    }
}

/* Text that is nowhere else, with white space to collapse. */
static MnrSecret *
random_text (gsize size)
{
  MnrSecret *text = mnr_secret_new (size, NULL);

  g_assert_cmpint (getentropy (text->data, size), ==, 0);
  for (gsize i = 0; i < size; i++)
    text->data[i] = i % 16 == 0 ? ' ' : (guint8) ('a' + text->data[i] % 26);
  mnr_secret_burn_stack ();
  return text;
}

/* The secrets of one test. */
typedef struct
{
  MnrPrivateKey *key;
  MnrPrivateKey *other_key;
  MnrSecret *wif;
  MnrSecret *password;
  MnrSecret *words;
  MnrPublicKey other_public;
  MnrDigest digest;
} Secrets;

static void
secrets_init (Secrets *self,
              Haystack *haystack)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) from_password = NULL;
  g_autoptr (MnrPrivateKey) from_brain = NULL;
  g_autoptr (MnrSecret) normalised = NULL;
  g_autoptr (MnrSecret) x = mnr_secret_new (32, NULL);

  self->key = mnr_private_key_new_random (&error);
  g_assert_no_error (error);
  self->other_key = make_key (7);
  self->other_public = make_public_key (7);
  self->wif = mnr_private_key_to_wif (self->key, NULL);
  self->password = random_text (48);
  self->words = random_text (200);
  random_bytes (self->digest.data, sizeof self->digest.data);

  look_for_key (haystack, "the key", self->key);
  look_for_nonces (haystack, self->key, &self->digest);
  look_for (haystack, "the password", self->password->data + 1, self->password->size - 1, FALSE);
  from_password = mnr_private_key_new_from_password ("account", "owner", self->password, NULL);
  look_for_key (haystack, "the password's key", from_password);
  look_for (haystack, "the brain key", self->words->data + 1, self->words->size - 1, FALSE);
  normalised = mnr_brain_key_normalise (self->words, MNR_BRAIN_KEY_UPPER_CASE, NULL);
  look_for (haystack, "the brain key, upper", normalised->data, normalised->size, FALSE);
  from_brain = mnr_private_key_new_from_brain_key (self->words, MNR_BRAIN_KEY_UPPER_CASE, 0, NULL);
  look_for_key (haystack, "the brain key's key", from_brain);
  g_assert_true (mnr_private_key_shared_x (self->key, &self->other_public, x->data, NULL));
  look_for (haystack, "the shared secret", x->data, x->size, TRUE);

  /* What is left of this is not the library's. */
  mnr_secret_burn_stack ();
}

static void
secrets_clear (Secrets *self)
{
  mnr_private_key_free (self->key);
  mnr_private_key_free (self->other_key);
  mnr_secret_free (self->wif);
  mnr_secret_free (self->password);
  mnr_secret_free (self->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Secrets, secrets_clear)

/* All that is done with secrets. */

static void
use_to_sign (Secrets *self)
{
  MnrSignature signature;

  mnr_private_key_sign (self->key, &self->digest, &signature);
}

static void
use_to_sign_transaction (Secrets *self)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrChainId chain_id = { { 1 } };

  g_assert_true (mnr_transaction_sign (transaction, &chain_id, self->key, NULL));
}

static void
use_public_key (Secrets *self)
{
  MnrPublicKey public;

  mnr_private_key_get_public_key (self->key, &public);
}

static void
use_to_wif (Secrets *self)
{
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (self->key, NULL);

  g_assert_true (mnr_secret_equal (wif, self->wif));
}

static void
use_from_wif (Secrets *self)
{
  g_autoptr (MnrPrivateKey) key = mnr_private_key_new_from_wif (self->wif, NULL);

  g_assert_nonnull (key);
}

static void
use_pipe (Secrets *self)
{
  g_autoptr (MnrSecret) read = NULL;
  int fd[2];

  g_assert_cmpint (pipe (fd), ==, 0);
  g_assert_cmpint (write (fd[1], self->wif->data, self->wif->size), ==, (gssize) self->wif->size);
  close (fd[1]);
  read = mnr_secret_read (fd[0], NULL);
  close (fd[0]);
  g_assert_cmpuint (read->size, ==, self->wif->size);
}

static void
use_password (Secrets *self)
{
  g_autoptr (MnrPrivateKey) key =
    mnr_private_key_new_from_password ("account", "owner", self->password, NULL);

  g_assert_nonnull (key);
}

static void
use_words (Secrets *self)
{
  g_autoptr (MnrSecret) normalised =
    mnr_brain_key_normalise (self->words, MNR_BRAIN_KEY_UPPER_CASE, NULL);

  g_assert_nonnull (normalised);
}

static void
use_brain_key (Secrets *self)
{
  g_autoptr (MnrPrivateKey) key =
    mnr_private_key_new_from_brain_key (self->words, MNR_BRAIN_KEY_UPPER_CASE, 0, NULL);

  g_assert_nonnull (key);
}

static void
use_memo (Secrets *self)
{
  g_autoptr (MnrMemo) memo = mnr_memo_new (self->key, &self->other_public, 5, "a memo", NULL);
  g_autofree char *text = mnr_memo_read (memo, self->key, NULL);

  g_assert_cmpstr (text, ==, "a memo");
}

static const struct
{
  const char *name;
  void (*use) (Secrets *self);
} uses[] = {
  { "sign", use_to_sign },
  { "sign-transaction", use_to_sign_transaction },
  { "public-key", use_public_key },
  { "to-wif", use_to_wif },
  { "from-wif", use_from_wif },
  { "pipe", use_pipe },
  { "password", use_password },
  { "words", use_words },
  { "brain-key", use_brain_key },
  { "memo", use_memo },
};

/* Does everything and leaves nothing but what is left of it. */
static void
use_secrets (Haystack *haystack)
{
  g_auto (Secrets) secrets = { 0 };

  secrets_init (&secrets, haystack);
  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    uses[i].use (&secrets);
}

static void
test_search (void)
{
  g_autoptr (Haystack) haystack = haystack_new ();
  g_autoptr (MnrSecret) secret = mnr_secret_new (32, NULL);

  if (skip_with_asan ())
    return;

  g_assert_cmpint (getentropy (secret->data, secret->size), ==, 0);
  mnr_secret_burn_stack ();
  look_for (haystack, "a secret", secret->data, secret->size, TRUE);
  g_assert_cmpuint (haystack->n_needles, ==, 8);
  g_assert_cmpuint (search_process (haystack, "self"), ==, 4);

  /* Backwards, and nothing but eight bytes of it. */
  for (guint i = 0; i < 8; i++)
    {
      /* Volatile, or it would be copied in one piece, by way of the stack. */
      volatile guint8 *bytes = secret->data;
      guint8 swap = bytes[i];

      bytes[i] = bytes[15 - i];
      bytes[15 - i] = swap;
    }
  explicit_bzero (secret->data + 8, 24);
  g_assert_cmpuint (search_process (haystack, "self"), ==, 1);

  g_clear_pointer (&secret, mnr_secret_free);
  g_assert_cmpuint (search_process (haystack, "self"), ==, 0);
}

static void
test_memory (void)
{
  g_autoptr (Haystack) haystack = haystack_new ();

  if (skip_with_asan ())
    return;

  use_secrets (haystack);
  g_assert_cmpuint (haystack->n_needles, >, 100);
  g_assert_cmpuint (search_process (haystack, "self"), ==, 0);
}

/* The search does find keys where there are some. */
static void
test_memory_alive (void)
{
  g_autoptr (Haystack) haystack = haystack_new ();
  g_autoptr (MnrPrivateKey) key = NULL;

  if (skip_with_asan ())
    return;

  key = mnr_private_key_new_random (NULL);
  look_for_key (haystack, "the key", key);
  g_assert_cmpuint (search_process (haystack, "self"), >=, 4);
  g_clear_pointer (&key, mnr_private_key_free);
  g_assert_cmpuint (search_process (haystack, "self"), ==, 0);
}

/* What is left in a thread's stack when the thread is gone. */
static gpointer
use_secrets_in_thread (gpointer data)
{
  use_secrets (data);
  return NULL;
}

static void
test_thread (void)
{
  g_autoptr (Haystack) haystack = haystack_new ();

  if (skip_with_asan ())
    return;

  g_thread_join (g_thread_new ("secrets", use_secrets_in_thread, haystack));
  g_assert_cmpuint (search_process (haystack, "self"), ==, 0);
}

/* What the child of a test does: it uses the secrets in one way and stops or
 * crashes then, with the secrets gone or not. */
static void G_GNUC_NORETURN
run_child (Haystack *haystack,
           Haystack *canary,
           guint use,
           gboolean alive,
           int end)
{
  static guint8 plain[16];
  struct rlimit limit;
  Secrets secrets = { 0 };

  signal (SIGABRT, SIG_DFL);
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_CORE, &limit);

  /* Something to be found, so that it shows that the search works. */
  g_assert_cmpint (getentropy (plain, sizeof plain), ==, 0);
  look_for (canary, "the canary", plain, sizeof plain, FALSE);

  secrets_init (&secrets, haystack);
  uses[use].use (&secrets);
  if (!alive)
    secrets_clear (&secrets);
  raise (end);
  _exit (1);
}

static pid_t
start_child (Haystack *haystack,
             Haystack *canary,
             const char *folder,
             guint use,
             gboolean alive,
             int end)
{
  pid_t child;

  fflush (stdout);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child > 0)
    return child;

  g_assert_cmpint (chdir (folder), ==, 0);
  run_child (haystack, canary, use, alive, end);
}

/* As another process sees it, which has no part in the search. */
static void
test_other_process (void)
{
  g_autoptr (Haystack) haystack = haystack_new ();
  g_autoptr (Haystack) canary = haystack_new ();
  g_autofree char *process = NULL;
  g_autofree char *memory = NULL;
  pid_t child;
  int status, fd;

  if (skip_with_asan ())
    return;

  child = start_child (haystack, canary, "/", 0, FALSE, SIGSTOP);
  g_assert_cmpint (waitpid (child, &status, WUNTRACED), ==, child);
  g_assert_true (WIFSTOPPED (status));
  process = g_strdup_printf ("%d", (int) child);
  memory = g_strdup_printf ("/proc/%s/mem", process);
  fd = g_open (memory, O_RDONLY | O_CLOEXEC, 0);
  if (fd < 0)
    g_test_skip ("This system does not let a process read its child's memory");
  else
    {
      close (fd);
      g_assert_cmpuint (search_process (canary, process), >=, 2);
      g_assert_cmpuint (haystack->n_needles, >, 100);
      g_assert_cmpuint (search_process (haystack, process), ==, 0);
    }
  kill (child, SIGKILL);
  waitpid (child, &status, 0);
}

/* The core file, if there is one. */
static char *
find_core (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = g_dir_read_name (dir);

  return name != NULL ? g_build_filename (folder, name, NULL) : NULL;
}

/* Returns FALSE if this system writes no core files that can be found. */
static gboolean
check_core (guint use,
            gboolean alive)
{
  g_autoptr (Haystack) haystack = haystack_new ();
  g_autoptr (Haystack) canary = haystack_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("moneyer-core-XXXXXX", &error);
  g_autofree char *core = NULL;
  pid_t child;
  int status, fd;
  guint found, canaries;

  g_assert_no_error (error);
  child = start_child (haystack, canary, folder, use, alive, SIGABRT);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGABRT);
  core = find_core (folder);
  if (core == NULL)
    {
      g_rmdir (folder);
      return FALSE;
    }

  g_test_message ("%s, %s", uses[use].name, alive ? "in use" : "gone");
  fd = g_open (core, O_RDONLY | O_CLOEXEC, 0);
  g_assert_cmpint (fd, >=, 0);
  canaries = search_range (canary, fd, 0, G_MAXINT64, "the core file");
  found = search_range (haystack, fd, 0, G_MAXINT64, "the core file");
  close (fd);
  g_unlink (core);
  g_rmdir (folder);

  g_assert_cmpuint (canaries, >=, 2);
  g_assert_cmpuint (haystack->n_needles, >, 100);
  g_assert_cmpuint (found, ==, 0);
  return TRUE;
}

/* A core file has the registers, too: hence one after each use. */
static void
test_core (gconstpointer data)
{
  gboolean alive = GPOINTER_TO_INT (data);

  if (skip_with_asan ())
    return;

  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    if (!check_core (i, alive))
      {
        g_test_skip ("This system does not write core files into the folder of the process");
        return;
      }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secrets/search", test_search);
  g_test_add_func ("/secrets/memory", test_memory);
  g_test_add_func ("/secrets/memory-alive", test_memory_alive);
  g_test_add_func ("/secrets/thread", test_thread);
  g_test_add_func ("/secrets/other-process", test_other_process);
  g_test_add_data_func ("/secrets/core", GINT_TO_POINTER (FALSE), test_core);
  /* A crash does not wait until the key is gone. */
  g_test_add_data_func ("/secrets/core-alive", GINT_TO_POINTER (TRUE), test_core);

  return g_test_run ();
}
