/* test-haystack.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-haystack.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "chain/crypto/mnr-base58.h"

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

#define MASK       G_GUINT64_CONSTANT (0xc35a96e1f00d4b27)
#define CHUNK_SIZE (1 << 20)

Haystack *
haystack_new (void)
{
  /* Shared, so that a child can tell its parent what to look for. */
  Haystack *self =
    mmap (NULL, sizeof *self, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  g_assert_true (self != MAP_FAILED);
  return self;
}

void
haystack_free (Haystack *self)
{
  munmap (self, sizeof *self);
}

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

void
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

guint
search_range (const Haystack *self,
              int fd,
              guint64 start,
              guint64 size,
              const char *where)
{
  static guint8 chunk[CHUNK_SIZE + 7];
  g_autofree guint8 *begins = g_malloc0 (1 << 16); /* whether a needle begins with two bytes */
  guint found = 0;

  for (guint i = 0; i < self->n_needles; i++)
    begins[(guint16) (self->needles[i].masked ^ MASK)] = TRUE;

  for (guint64 at = 0; at < size; at += CHUNK_SIZE)
    {
      gssize length =
        pread (fd, chunk, (gsize) MIN (size - at, sizeof chunk), (off_t) (start + at));

      /* Some mappings cannot be read, though they say so. */
      if (length < 8)
        break;
      for (gssize i = 0; i + 8 <= length && i < CHUNK_SIZE; i++)
        {
          guint64 word;

          if (!begins[chunk[i] | chunk[i + 1] << 8])
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
guint
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
      guint64 start = g_ascii_strtoull (lines[i], &rest, 16),
              end = g_ascii_strtoull (rest + 1, &rest, 16);

      if (rest[1] != 'r' || g_str_has_suffix (lines[i], "[vvar]") ||
          g_str_has_suffix (lines[i], "[vsyscall]"))
        continue;
      found += search_range (self, fd, start, end - start, lines[i]);
      searched++;
    }
  close (fd);
  g_assert_cmpuint (searched, >, 10);
  return found;
}

MnrSecret *
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

void
look_for_key (Haystack *self,
              const char *what,
              const MnrPrivateKey *key)
{
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (key, NULL);
  g_autoptr (MnrSecret) number = get_number (key);

  look_for (self, what, number->data, number->size, TRUE);
  look_for (self, what, wif->data, wif->size, FALSE);
}

gboolean
skip_with_asan (void)
{
#ifdef WITH_ASAN
  g_test_skip ("AddressSanitizer keeps what was freed, and its shadow is too large to search");
  return TRUE;
#else
  return FALSE;
#endif
}
