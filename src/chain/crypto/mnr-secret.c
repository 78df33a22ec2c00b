/* mnr-secret.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-secret.h"

#include <errno.h>
#include <gcrypt.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "chain/values/mnr-error.h"

/* Holds a handful of keys and one cipher context; small enough to be locked
 * under the usual limit of 64 KiB without privileges. */
#define POOL_SIZE 32768

/* Deeper than any call chain of libgcrypt or libsecp256k1 goes. */
#define BURN_SIZE 32768

/* A crash does not wait until the keys are gone. The pool has pages of its own,
 * which begin with the first block that is asked for. */
static void
keep_out_of_core_files (void)
{
  gsize page_size = (gsize) sysconf (_SC_PAGESIZE);
  guint8 *first = gcry_malloc_secure (1);

  if (first == NULL)
    return;

  madvise (first - (gsize) first % page_size, POOL_SIZE, MADV_DONTDUMP);
  gcry_free (first);
}

void
mnr_crypto_init (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      /* libsecret may have done the same before, with a pool of its own size. */
      if (!gcry_control (GCRYCTL_INITIALIZATION_FINISHED_P))
        {
          gcry_check_version (NULL);
          gcry_control (GCRYCTL_INIT_SECMEM, POOL_SIZE, 0);
          gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0);
        }
      keep_out_of_core_files ();
      g_once_init_leave (&done, 1);
    }
}

MnrSecret *
mnr_secret_new (gsize size,
                GError **error)
{
  MnrSecret *self;

  mnr_crypto_init ();

  self = gcry_calloc_secure (1, sizeof (MnrSecret) + size + 1);
  if (self == NULL)
    mnr_path_error (error, NULL, MNR_CHAIN_ERROR_MEMORY,
                    _ ("There is no locked memory left for a secret"));
  else
    self->size = size;
  return self;
}

void
mnr_secret_free (MnrSecret *self)
{
  if (self == NULL)
    return;

  /* libgcrypt wipes what it frees; this one does not rely on it. */
  explicit_bzero (self->data, self->size);
  gcry_free (self);
}

MnrSecret *
mnr_secret_read (int fd,
                 GError **error)
{
  /* Room for a line break, and for a byte that shows that there is more. */
  g_autoptr (MnrSecret) self = mnr_secret_new (MNR_SECRET_SIZE_MAX + 3, error);
  gsize length = 0;

  if (self == NULL)
    return NULL;

  for (;;)
    {
      gssize n = read (fd, self->data + length, self->size - length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          int code = errno;

          g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (code),
                               g_strerror (code));
          return NULL;
        }
      if (n == 0)
        break;
      length += (gsize) n;
    }

  if (length > 0 && self->data[length - 1] == '\n')
    self->data[--length] = '\0';
  if (length > 0 && self->data[length - 1] == '\r')
    self->data[--length] = '\0';
  if (length > MNR_SECRET_SIZE_MAX)
    {
      mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                      _ ("The secret is longer than %d bytes"), MNR_SECRET_SIZE_MAX);
      return NULL;
    }
  self->size = length;
  return g_steal_pointer (&self);
}

gboolean
mnr_secret_equal (const MnrSecret *a,
                  const MnrSecret *b)
{
  guint8 difference = 0;

  if (a->size != b->size)
    return FALSE;
  for (gsize i = 0; i < a->size; i++)
    difference |= (guint8) (a->data[i] ^ b->data[i]);
  mnr_secret_burn_stack ();
  return difference == 0;
}

#ifdef __x86_64__
#define ZERO_TO_15      "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15"
#define SIXTEEN_TO_31   "16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31"
#define REPEAT(r, code) ".irp r," r "\n\t" code "\n\t.endr"

/* Copies pass through the vector registers and stay there, in those of the
 * newest kind, too, which only the C library and not the compiler uses. */
static void
burn_vectors (void)
{
  if (__builtin_cpu_supports ("avx512f"))
    __asm__ volatile(REPEAT (SIXTEEN_TO_31, "vpxorq %%zmm\\r, %%zmm\\r, %%zmm\\r")::
                       : "memory");
  if (__builtin_cpu_supports ("avx"))
    __asm__ volatile("vzeroupper" ::
                       : "memory");
  __asm__ volatile(REPEAT (ZERO_TO_15, "pxor %%xmm\\r, %%xmm\\r")::
                     : "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7",
                       "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
}
#else
static void
burn_vectors (void)
{
}
#endif

/* Where the compiler can, it clears the other registers on the way out. */
#if __has_attribute(zero_call_used_regs)
__attribute__ ((zero_call_used_regs ("all")))
#endif
__attribute__ ((noinline)) void
mnr_secret_burn_stack (void)
{
  guint8 burnt[BURN_SIZE];

  explicit_bzero (burnt, sizeof burnt);
  burn_vectors ();
}
