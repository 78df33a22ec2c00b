/* mnr-base58.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-base58.h"

#include <string.h>

static const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

#define LIMBS (MNR_BASE58_SIZE_MAX / 4)

/* The number as 32-bit limbs, least significant first. */
typedef struct
{
  guint32 limb[LIMBS];
  gsize used;
} Number;

gsize
mnr_base58_encode (const guint8 *data,
                   gsize size,
                   char *text)
{
  Number number = { 0 };
  char reversed[MNR_BASE58_TEXT_SIZE];
  gsize zeros = 0, length = 0;

  g_return_val_if_fail (size <= MNR_BASE58_SIZE_MAX, 0);

  while (zeros < size && data[zeros] == 0)
    zeros++;

  for (gsize i = 0; i < size; i++)
    {
      gsize place = size - 1 - i;

      number.limb[place / 4] |= (guint32) data[i] << (8 * (place % 4));
    }
  number.used = (size + 3) / 4;

  while (number.used > 0 && number.limb[number.used - 1] == 0)
    number.used--;
  while (number.used > 0)
    {
      guint64 rest = 0;

      for (gsize i = number.used; i-- > 0;)
        {
          rest = rest << 32 | number.limb[i];
          number.limb[i] = (guint32) (rest / 58);
          rest %= 58;
        }
      reversed[length++] = alphabet[rest];
      while (number.used > 0 && number.limb[number.used - 1] == 0)
        number.used--;
    }

  memset (text, '1', zeros);
  for (gsize i = 0; i < length; i++)
    text[zeros + i] = reversed[length - 1 - i];
  text[zeros + length] = '\0';

  explicit_bzero (&number, sizeof number);
  explicit_bzero (reversed, sizeof reversed);
  return zeros + length;
}

gboolean
mnr_base58_decode (const char *text,
                   gsize length,
                   guint8 *data,
                   gsize *size)
{
  Number number = { 0 };
  gsize zeros = 0, bytes;
  gboolean good = FALSE;

  while (zeros < length && text[zeros] == '1')
    zeros++;

  for (gsize i = zeros; i < length; i++)
    {
      const char *digit = text[i] == '\0' ? NULL : strchr (alphabet, text[i]);
      guint64 carry;

      if (digit == NULL)
        goto out;

      carry = (guint64) (digit - alphabet);
      for (gsize j = 0; j < number.used; j++)
        {
          carry += (guint64) number.limb[j] * 58;
          number.limb[j] = (guint32) carry;
          carry >>= 32;
        }
      if (carry > 0)
        {
          if (number.used == LIMBS)
            goto out;
          number.limb[number.used++] = (guint32) carry;
        }
    }

  bytes = number.used * 4;
  while (bytes > 0 && (guint8) (number.limb[(bytes - 1) / 4] >> (8 * ((bytes - 1) % 4))) == 0)
    bytes--;
  if (zeros + bytes > MNR_BASE58_SIZE_MAX)
    goto out;

  memset (data, 0, zeros);
  for (gsize i = 0; i < bytes; i++)
    {
      gsize place = bytes - 1 - i;

      data[zeros + i] = (guint8) (number.limb[place / 4] >> (8 * (place % 4)));
    }
  *size = zeros + bytes;
  good = TRUE;

out:
  explicit_bzero (&number, sizeof number);
  return good;
}
