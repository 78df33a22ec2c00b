/* fuzz-draft.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The input is a draft file, options or a line of cli_wallet, or a description.
 */

#include <string.h>

#include "fuzz.h"
#include "issuer/mnr-cli-wallet.h"
#include "issuer/mnr-draft-private.h"

static MnrKnowledge
get_object (const MnrView *view,
            MnrObjectId id,
            gconstpointer *object)
{
  return MNR_NOT_KNOWN;
}

static MnrKnowledge
find_account (const MnrView *view,
              const char *name,
              const MnrAccount **account)
{
  return MNR_NONE;
}

static MnrKnowledge
find_asset (const MnrView *view,
            const char *symbol,
            const MnrAsset **asset)
{
  return MNR_NONE;
}

/* All that converting asks for. */
static const MnrView no_view = {
  .get_object = get_object,
  .find_account = find_account,
  .find_asset = find_asset,
};

/* What is written is read as the same texts, and written the same again. */
static void
check_file (MnrDraft *draft)
{
  g_autofree char *json = mnr_draft_to_json (draft), *json_again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrDraft) again = mnr_draft_new_from_json (json, strlen (json), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < MNR_N_DRAFT_FIELDS; i++)
    g_assert_cmpstr (mnr_draft_get (again, i), ==, mnr_draft_get (draft, i));
  json_again = mnr_draft_to_json (again);
  g_assert_cmpstr (json, ==, json_again);
}

static void
check_operations (MnrDraft *draft)
{
  g_autoptr (MnrDraftOperations) operations =
    mnr_draft_get_operations (draft, MNR_ACCOUNT_ID (100), &no_view);

  for (guint i = 0; i < operations->problems->len; i++)
    fuzz_check_line (((MnrDraftProblem *) g_ptr_array_index (operations->problems, i))->sentence);
}

static void
check_description (const char *text)
{
  g_autofree char *changed = mnr_description_set (text, "short_name", "<\"x\">");
  g_autofree char *read = mnr_description_get (changed, "short_name");

  g_assert_cmpstr (read, ==, "<\"x\">");
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrDraft) draft = mnr_draft_new_from_json ((const char *) data, size, &error);
  g_autofree char *text = g_strndup ((const char *) data, size);

  if (draft == NULL)
    fuzz_check_error (error);
  else
    {
      check_file (draft);
      check_operations (draft);
    }
  if (g_utf8_validate (text, -1, NULL))
    check_description (text);
  return 0;
}
