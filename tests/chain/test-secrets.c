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
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "chain/crypto/mnr-base58.h"
#include "chain/protocol/mnr-memo.h"
#include "chain/protocol/mnr-transaction.h"
#include "test-vectors.h"

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

#define MASK        G_GUINT64_CONSTANT (0xc35a96e1f00d4b27)
#define MAX_NEEDLES 1024
#define CHUNK_SIZE  (1 << 20)

/* Eight bytes of a secret. */
typedef struct
{
  guint64 masked;
  char what[24];
} Needle;

typedef struct
{
  guint n_needles;
  Needle needles[MAX_NEEDLES];
} Haystack;

static Haystack *
haystack_new (void)
{
  /* Shared, so that a child can tell its parent what to look for. */
  Haystack *self = mmap (NULL, sizeof *self, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  g_assert_true (self != MAP_FAILED);
  return self;
}

static void
haystack_free (Haystack *self)
{
  munmap (self, sizeof *self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Haystack, haystack_free)

static void
add_needle (Haystack *self,
            const char *what,
            const guint8 *bytes,
            gboolean backwards)
{
  Needle *needle = &self->needles[self->n_needles];

  g_assert_cmpuint (self->n_needles, <, MAX_NEEDLES);
  needle->masked = MASK;
  for (guint i = 0; i < 8; i++)
    needle->masked ^= (guint64) bytes[backwards ? 7 - i : i] << (8 * i);
  g_strlcpy (needle->what, what, sizeof needle->what);
  self->n_needles++;
}

/* Numbers are also looked for as libsecp256k1 and base58 keep them, least
 * significant part first. */
static void
look_for (Haystack *self,
          const char *what,
          const guint8 *bytes,
          gsize size,
          gboolean is_number)
{
  g_assert_cmpuint (size, >=, 8);
  for (gsize i = 0; i + 8 <= size; i += 8)
    {
      add_needle (self, what, bytes + i, FALSE);
      if (is_number)
        add_needle (self, what, bytes + i, TRUE);
    }
}

/* Goes through size bytes of the file from start; returns how many times a
 * needle was found. */
static guint
search_range (const Haystack *self,
              int fd,
              guint64 start,
              guint64 size,
              const char *where)
{
  static guint8 chunk[CHUNK_SIZE + 7];
  gboolean begins[256] = { FALSE };
  guint found = 0;

  for (guint i = 0; i < self->n_needles; i++)
    begins[(guint8) (self->needles[i].masked ^ MASK)] = TRUE;

  for (guint64 at = 0; at < size; at += CHUNK_SIZE)
    {
      gssize length = pread (fd, chunk, (gsize) MIN (size - at, sizeof chunk), (off_t) (start + at));

      /* Some mappings cannot be read, though they say so. */
      if (length < 8)
        break;
      for (gssize i = 0; i + 8 <= length && i < CHUNK_SIZE; i++)
        {
          guint64 word;

          if (!begins[chunk[i]])
            continue;
          memcpy (&word, chunk + i, sizeof word);
          word ^= MASK;
          for (guint j = 0; j < self->n_needles; j++)
            if (self->needles[j].masked == word)
              {
                g_test_message ("found %s at %" G_GINT64_MODIFIER "x, %s", self->needles[j].what,
                                start + at + (guint64) i, where);
                found++;
              }
        }
      explicit_bzero (chunk, sizeof chunk);
    }
  return found;
}

/* Searches the memory of a process. */
static guint
search_process (const Haystack *self,
                const char *process)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *maps_name = g_strdup_printf ("/proc/%s/maps", process);
  g_autofree char *mem_name = g_strdup_printf ("/proc/%s/mem", process);
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  guint found = 0, searched = 0;
  int fd = open (mem_name, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_file_get_contents (maps_name, &maps, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      char *rest;
      guint64 start = g_ascii_strtoull (lines[i], &rest, 16), end = g_ascii_strtoull (rest + 1, &rest, 16);

      if (rest[1] != 'r' || g_str_has_suffix (lines[i], "[vvar]") || g_str_has_suffix (lines[i], "[vsyscall]"))
        continue;
      found += search_range (self, fd, start, end - start, lines[i]);
      searched++;
    }
  close (fd);
  g_assert_cmpuint (searched, >, 10);
  return found;
}

/* The number of a private key. */
static MnrSecret *
get_number (const MnrPrivateKey *key)
{
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (key, NULL);
  g_autoptr (MnrSecret) bytes = mnr_secret_new (MNR_BASE58_SIZE_MAX, NULL);
  MnrSecret *number = mnr_secret_new (MNR_PRIVATE_KEY_SIZE, NULL);
  gsize size;

  g_assert_true (mnr_base58_decode ((const char *) wif->data, wif->size, bytes->data, &size));
  mnr_secret_burn_stack ();
  memcpy (number->data, bytes->data + 1, MNR_PRIVATE_KEY_SIZE);
  return number;
}

static void
look_for_key (Haystack *self,
              const char *what,
              const MnrPrivateKey *key)
{
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (key, NULL);
  g_autoptr (MnrSecret) number = get_number (key);

  look_for (self, what, number->data, number->size, TRUE);
  look_for (self, what, wif->data, wif->size, FALSE);
}

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

      g_assert_true (secp256k1_nonce_function_rfc6979 (nonce->data, digest->data, number->data, NULL,
                                                       n == 0 ? NULL : (gpointer) counter, 0));
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

/* All that is done with secrets. */
static void __attribute__ ((noinline))
use_secrets (Haystack *haystack,
             gboolean check_alive)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) key = mnr_private_key_new_random (&error);
  g_autoptr (MnrPrivateKey) other = make_key (7);
  g_autoptr (MnrPrivateKey) from_password = NULL;
  g_autoptr (MnrPrivateKey) from_brain = NULL;
  g_autoptr (MnrPrivateKey) from_wif = NULL;
  g_autoptr (MnrPrivateKey) from_pipe = NULL;
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (key, &error);
  g_autoptr (MnrSecret) read = NULL;
  g_autoptr (MnrSecret) password = random_text (48);
  g_autoptr (MnrSecret) words = random_text (200);
  g_autoptr (MnrSecret) normalised = NULL;
  g_autoptr (MnrSecret) x = mnr_secret_new (32, NULL);
  MnrPublicKey public, other_public = make_public_key (7);
  MnrChainId chain_id = { { 1 } };
  MnrDigest digest;
  int fd[2];

  g_assert_no_error (error);
  look_for_key (haystack, "the key", key);
  look_for (haystack, "the password", password->data + 1, password->size - 1, FALSE);
  look_for (haystack, "the brain key", words->data + 1, words->size - 1, FALSE);
  if (check_alive)
    {
      /* The search does find what is there. */
      g_assert_cmpuint (search_process (haystack, "self"), >=, haystack->n_needles / 2);
    }

  mnr_private_key_get_public_key (key, &public);
  for (guint i = 0; i < 10; i++)
    {
      MnrSignature signature;

      random_bytes (digest.data, sizeof digest.data);
      mnr_private_key_sign (key, &digest, &signature);
      look_for_nonces (haystack, key, &digest);
    }
  {
    g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();

    g_assert_true (mnr_transaction_sign (transaction, &chain_id, key, NULL));
    mnr_transaction_get_digest (transaction, &chain_id, &digest, NULL);
    look_for_nonces (haystack, key, &digest);
  }

  g_assert_true (mnr_private_key_shared_x (key, &other_public, x->data, NULL));
  look_for (haystack, "the shared secret", x->data, x->size, TRUE);
  {
    g_autoptr (MnrMemo) memo = mnr_memo_new (key, &other_public, 5, "a memo", &error);
    g_autofree char *text = mnr_memo_read (memo, key, &error);

    g_assert_cmpstr (text, ==, "a memo");
  }

  from_password = mnr_private_key_new_from_password ("account", "owner", password, &error);
  look_for_key (haystack, "the password's key", from_password);
  normalised = mnr_brain_key_normalise (words, MNR_BRAIN_KEY_UPPER_CASE, &error);
  look_for (haystack, "the brain key, upper", normalised->data, normalised->size, FALSE);
  from_brain = mnr_private_key_new_from_brain_key (words, MNR_BRAIN_KEY_UPPER_CASE, 0, &error);
  look_for_key (haystack, "the brain key's key", from_brain);
  from_wif = mnr_private_key_new_from_wif (wif, &error);
  g_assert_no_error (error);

  g_assert_cmpint (pipe (fd), ==, 0);
  g_assert_cmpint (write (fd[1], wif->data, wif->size), ==, (gssize) wif->size);
  close (fd[1]);
  read = mnr_secret_read (fd[0], &error);
  close (fd[0]);
  g_assert_no_error (error);
  from_pipe = mnr_private_key_new_from_wif (read, &error);
  g_assert_no_error (error);
}

static gboolean
skip_with_asan (void)
{
#ifdef WITH_ASAN
  g_test_skip ("AddressSanitizer keeps what was freed, and its shadow is too large to search");
  return TRUE;
#else
  return FALSE;
#endif
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
      guint8 swap = secret->data[i];

      secret->data[i] = secret->data[15 - i];
      secret->data[15 - i] = swap;
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

  use_secrets (haystack, TRUE);
  g_assert_cmpuint (haystack->n_needles, >, 100);
  g_assert_cmpuint (search_process (haystack, "self"), ==, 0);
}

/* What is left in a thread's stack when the thread is gone. */
static gpointer
use_secrets_in_thread (gpointer data)
{
  use_secrets (data, FALSE);
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

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secrets/search", test_search);
  g_test_add_func ("/secrets/memory", test_memory);
  g_test_add_func ("/secrets/thread", test_thread);

  return g_test_run ();
}
