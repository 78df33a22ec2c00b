/* mnr-draft-template.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The drafts of data/templates, which are part of the library.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "issuer/mnr-templates.h"
#include "mnr-draft-private.h"

#define FOLDER "/io/github/moneyer/templates/"

static const MnrTemplate templates[] = {
  { "plain-token", N_ ("Plain token"),
    N_ ("A token with every power kept in reserve, and none in use."), MNR_ASSET_TOKEN },
  { "capped-token", N_ ("Capped token"),
    N_ ("A token of which there can never be more than you say now."), MNR_ASSET_TOKEN },
  { "loyalty-points", N_ ("Loyalty points"),
    N_ ("Points that customers collect and give back, and cannot hand to each other."),
    MNR_ASSET_TOKEN },
  { "regulated-token", N_ ("Regulated token"),
    N_ ("A token that only listed accounts can hold, and that the issuer can take back."),
    MNR_ASSET_TOKEN },
  { "gateway-iou", N_ ("Gateway token"),
    N_ ("A token for something that a gateway keeps and gives back."), MNR_ASSET_TOKEN },
  { "private-smartcoin", N_ ("Private smartcoin"),
    N_ ("A coin that people borrow against the core asset, at a price from accounts that you "
        "name."), MNR_ASSET_SMARTCOIN },
  { "witness-fed-smartcoin", N_ ("Witness-fed smartcoin"),
    N_ ("A coin that people borrow against the core asset, at a price from the witnesses."),
    MNR_ASSET_SMARTCOIN },
  { "yes-no-market", N_ ("Yes or no market"),
    N_ ("Shares that pay one unit of the backing if a statement turns out true, or nothing."),
    MNR_ASSET_PREDICTION },
};

const MnrTemplate *
mnr_draft_get_templates (guint *n_templates)
{
  *n_templates = G_N_ELEMENTS (templates);
  return templates;
}

MnrDraft *
mnr_draft_new_from_template (const char *name,
                             GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  /* Asked by its symbol: that keeps the linker from dropping it from a static library. */
  for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
    if (strcmp (templates[i].name, name) == 0)
      {
        g_autofree char *path = g_strconcat (FOLDER, name, ".json", NULL);

        bytes = g_resource_lookup_data (mnr_templates_get_resource (), path,
                                        G_RESOURCE_LOOKUP_FLAGS_NONE, error);
        return bytes != NULL ? mnr_draft_new_from_json (g_bytes_get_data (bytes, NULL),
                                                        g_bytes_get_size (bytes), error)
                             : NULL;
      }

  mnr_path_error (error, NULL, MNR_CHAIN_ERROR_UNKNOWN, _ ("There is no template “%s”"), name);
  return NULL;
}
