/* test-trace-creation.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "test-view.h"

/* What a node took and refused at creation, step by step: trace-creation.json.
 * Of what a step does, only as much happens here as later steps look at. */

typedef struct
{
  TestView *view;
  guint n_accounts;
  guint n_assets;
} Chain;

static void
pay (Chain *chain,
     MnrObjectId account,
     gint64 amount)
{
  gint64 balance = test_view_get_balance (chain->view, account, MNR_CORE_ASSET);

  test_view_set_balance (chain->view, account, MNR_CORE_ASSET, balance + amount);
}

static void
start (Chain *chain,
       MnrJsonSlice genesis,
       MnrJsonSlice properties)
{
  GArray *accounts = vector_items (vector_member (genesis, "accounts"));
  MnrJsonSlice core = vector_member (genesis, "core_asset");

  test_view_add_json (chain->view, properties.text, properties.length);
  test_view_add (chain->view, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);
  for (; chain->n_accounts < accounts->len; chain->n_accounts++)
    {
      g_autofree char *name =
        vector_member_text (vector_item (accounts, chain->n_accounts), "name");

      test_view_add_account (chain->view, chain->n_accounts, name, TRUE);
    }

  test_view_add_json (chain->view, core.text, core.length);
  test_view_add (chain->view, MNR_OBJECT_ID (2, 3, 0));
  chain->n_assets = 1;
  test_view_set_balance (chain->view, MNR_ACCOUNT_ID (17), MNR_CORE_ASSET, MNR_SHARE_SUPPLY_MAX);
  g_array_unref (accounts);
}

static void
create_asset (Chain *chain,
              const MnrAssetCreate *op)
{
  guint instance = chain->n_assets++;
  MnrAsset *asset = test_view_add_asset (chain->view, instance, op->symbol, op->precision,
                                         mnr_object_id_get_instance (op->issuer), 0);

  mnr_value_copy (&mnr_type_asset_options, &asset->options, &op->common_options);
  if (op->bitasset_opts != NULL)
    {
      MnrObjectId backing = op->bitasset_opts->short_backing_asset;
      MnrBitassetData *bitasset =
        test_view_add_bitasset (chain->view, asset, mnr_object_id_get_instance (backing));

      asset->options.issuer_permissions = op->common_options.issuer_permissions;
      bitasset->is_prediction_market = op->is_prediction_market;
    }
}

static void
apply (Chain *chain,
       const MnrOperation *operation)
{
  MnrObjectId payer = mnr_operation_get_payer (operation);

  pay (chain, payer, -((const MnrAmount *) operation->value)->amount);
  switch (operation->number)
    {
    case MNR_OPERATION_ACCOUNT_CREATE:
      test_view_add_account (chain->view, chain->n_accounts++,
                             ((const MnrAccountCreate *) operation->value)->name, FALSE);
      break;

    case MNR_OPERATION_TRANSFER:
      {
        const MnrTransfer *op = operation->value;

        pay (chain, op->from, -op->amount.amount);
        pay (chain, op->to, op->amount.amount);
        break;
      }

    case MNR_OPERATION_ASSET_CREATE:
      create_asset (chain, operation->value);
      break;

    default:
      g_assert_not_reached ();
    }
}

/* Whether a refusal is what the node says. */
static gboolean
is_reason (const MnrFinding *refusal,
           const char *error)
{
  g_autofree char *words = NULL;

  if (refusal->rule->node_code != 0)
    words = g_strconcat ("Execution error: ", refusal->rule->node_what, ": ", NULL);
  else
    words = g_strconcat ("Assert Exception: ", refusal->rule->expression, ": ", NULL);
  return strstr (error, words) != NULL && g_str_has_suffix (error, refusal->node_text);
}

static void
test_steps (void)
{
  MnrJsonSlice trace = vector_load ("trace-creation.json");
  GArray *steps = vector_items (vector_member (trace, "steps"));
  g_autoptr (TestView) view = test_view_new ();
  Chain chain = { .view = view };
  guint n_agreed = 0, n_unread = 0;

  start (&chain, vector_member (trace, "genesis"), vector_member (trace, "global_properties"));

  for (guint i = 0; i < steps->len; i++)
    {
      MnrJsonSlice step = vector_item (steps, i);
      g_autofree char *label = vector_member_text (step, "label");
      GArray *operations = vector_items (vector_member (step, "operations"));
      MnrJsonSlice json = vector_item (operations, 0);
      gboolean accepted = vector_member (step, "accepted").text[0] == 't';
      g_autoptr (GError) error = NULL;
      g_auto (MnrCheck) check = { 0 };
      g_autofree char *findings = NULL;
      MnrOperation operation = { 0 };
      const MnrFinding *refusal;

      /* Our reader already refuses a black swan response that there is not. */
      if (!mnr_json_read (&mnr_type_operation, json.text, json.length, "BTS", &operation, &error))
        {
          g_assert_false (accepted);
          g_assert_cmpstr (label, ==, "MPA {\"extensions\": {\"black_swan_response_method\": 4}}");
          n_unread++;
          g_array_unref (operations);
          continue;
        }
      mnr_rules_check (&operation, &view->view, &check);
      refusal = mnr_check_get_refusal (&check);
      findings = test_findings_text (&check);
      g_test_message ("step %u, %s: %s", i, label, findings);

      g_assert_true (mnr_check_is_complete (&check));
      g_assert_cmpint (refusal == NULL, ==, accepted);
      if (refusal != NULL)
        {
          g_autofree char *said = vector_member_text (step, "error");

          g_test_message ("%s", said);
          g_assert_true (is_reason (refusal, said));
        }
      else
        apply (&chain, &operation);

      n_agreed++;
      mnr_value_clear (&mnr_type_operation, &operation);
      g_array_unref (operations);
    }

  g_assert_cmpuint (n_unread, ==, 1);
  g_assert_cmpuint (n_agreed, ==, 179);
  g_array_unref (steps);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/trace-creation", test_steps);
  return g_test_run ();
}
