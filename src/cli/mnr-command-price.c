/* mnr-command-price.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gi18n.h>
#include <string.h>

#include "chain/values/mnr-decimal.h"
#include "chain/values/mnr-object-id.h"
#include "chain/values/mnr-rational.h"
#include "mnr-command.h"

static gboolean
read_precision (const char *text,
                guint *precision,
                GError **error)
{
  guint64 value;

  if (!mnr_unsigned_parse (text, strlen (text), MNR_PRECISION_MAX, &value))
    return mnr_command_usage_error (error, _ ("“%s” is not a precision from 0 to %d"), text,
                                    MNR_PRECISION_MAX);
  *precision = (guint) value;
  return TRUE;
}

static gboolean
run_approximate (const MnrCommand *command,
                 const MnrOptions *options,
                 char **arguments,
                 GError **error)
{
  g_autoptr (MnrRational) price = NULL;
  g_autoptr (MnrRational) deviation = NULL;
  g_autofree char *deviation_text = NULL;
  guint base_precision = 0, quote_precision = 0;
  guint64 limit = MNR_PRICE_PART_MAX;
  gint64 base, quote;

  if (!read_precision (arguments[1], &base_precision, error) ||
      !read_precision (arguments[2], &quote_precision, error))
    return FALSE;
  if (options->limit != NULL &&
      (!mnr_unsigned_parse (options->limit, strlen (options->limit),
                            (guint64) MNR_SHARE_SUPPLY_MAX, &limit) ||
       limit == 0))
    return mnr_command_usage_error (error,
                                    _ ("--limit: “%s” is not a whole number from 1 to %lld"),
                                    options->limit, (long long) MNR_SHARE_SUPPLY_MAX);

  price = mnr_rational_new_from_text (arguments[0], error);
  if (price == NULL ||
      !mnr_price_approximate (price, base_precision, quote_precision, (gint64) limit,
                              &base, &quote, &deviation, error))
    return FALSE;

  deviation_text = mnr_rational_to_scientific (deviation, 3);
  g_print ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "\n", base, quote);
  g_print (_ ("relative error %s\n"), deviation_text);
  return TRUE;
}

const MnrCommand mnr_command_price_approximate = {
  .group = "price",
  .name = "approximate",
  .arguments = "PRICE BASE_PRECISION QUOTE_PRECISION",
  .min_arguments = 3,
  .max_arguments = 3,
  .options = MNR_OPTION_LIMIT,
  .summary = N_ ("find the pair of integers that says a price"),
  .description =
    N_ ("PRICE says how many whole base tokens one whole quote token is worth: a decimal "
        "such as 0.2056 or a fraction such as 257/1250. The precisions are the decimals of "
        "the two assets. Prints the amounts of base and quote in smallest units, the nearest "
        "pair there is within the limit, and how far it is from PRICE, as a part of it.\n\n"
        "A price that no pair comes within a millionth of is refused."),
  .example =
    "  moneyer-cli price approximate 0.205624768946542 4 5",
  .run = run_approximate,
};
