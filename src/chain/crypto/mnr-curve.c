/* mnr-curve.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-curve.h"

#include <gcrypt.h>
#include <glib.h>
#include <string.h>

#include "mnr-secret.h"

const secp256k1_context *
mnr_curve_context (void)
{
  static gsize context = 0;

  if (g_once_init_enter (&context))
    {
      secp256k1_context *made = secp256k1_context_create (SECP256K1_CONTEXT_SIGN |
                                                          SECP256K1_CONTEXT_VERIFY);
      guint8 seed[32];

      mnr_crypto_init ();
      gcry_randomize (seed, sizeof seed, GCRY_STRONG_RANDOM);
      if (!secp256k1_context_randomize (made, seed))
        g_error ("libsecp256k1 refuses to be blinded");
      explicit_bzero (seed, sizeof seed);
      g_once_init_leave (&context, (gsize) made);
    }
  return (const secp256k1_context *) context;
}
