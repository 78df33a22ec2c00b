/* test-haystack.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/crypto/mnr-private-key.h"

G_BEGIN_DECLS

#define MAX_NEEDLES 1024

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

/** In memory that children share. */
Haystack *haystack_new (void);
void haystack_free (Haystack *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Haystack, haystack_free)

/** Every eight bytes of a secret are to be looked for. Numbers also as
 * libsecp256k1 and base58 keep them, least significant part first. */
void look_for (Haystack *self,
               const char *what,
               const guint8 *bytes,
               gsize size,
               gboolean is_number);

/** A key, as a number and as WIF. */
void look_for_key (Haystack *self,
                   const char *what,
                   const MnrPrivateKey *key);

/** Goes through size bytes of the file from start; returns how many times a
 * needle was found. */
guint search_range (const Haystack *self,
                    int fd,
                    guint64 start,
                    guint64 size,
                    const char *where);

/** The same with all memory of a process: its number, or "self". */
guint search_process (const Haystack *self,
                      const char *process);

/** Skips the test where the search makes no sense, and tells so. */
gboolean skip_with_asan (void);

/** The number of a private key. */
MnrSecret *get_number (const MnrPrivateKey *key);

G_END_DECLS
