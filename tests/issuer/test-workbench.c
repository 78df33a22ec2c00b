/* test-workbench.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands behind a form: rates from prices, words of powers, and the plan
 * that renews itself.
 */

#include <string.h>

#include "chain/values/mnr-rational.h"
#include "chain/values/mnr-text.h"
#include "issuer/mnr-planner.h"
#include "issuer/mnr-power-words.h"
#include "issuer/mnr-rate.h"
#include "test-wait.h"

static void
test_rate (void)
{
  static const struct
  {
    const char *precision, *price;
    MnrRateDirection direction;
    guint premium;
    const char *core, *asset, *integers;
  } cases[] = {
    /* The unit is the one that is typed, whatever the decimals are. */
    { "4", "0.5", MNR_RATE_CORE_PER_TOKEN, 0, "0.00005", "0.0001", "5:1" },
    { "4", "2", MNR_RATE_TOKEN_PER_CORE, 0, "0.00005", "0.0001", "5:1" },
    { "0", "1", MNR_RATE_TOKEN_PER_CORE, 0, "1", "1", "100000:1" },
    { "8", "0.00000001", MNR_RATE_TOKEN_PER_CORE, 0, "1", "0.00000001", "100000:1" },
    /* Five percent more tokens for the same of core. */
    { "5", "1", MNR_RATE_CORE_PER_TOKEN, 500, "0.0002", "0.00021", "20:21" },
    { "5", "1", MNR_RATE_TOKEN_PER_CORE, 5000, "0.00002", "0.00003", "2:3" },
    /* Nobody gets more of it than there is. */
    { "5", "1", MNR_RATE_TOKEN_PER_CORE, 60000, "0.00002", "0.00003", "2:3" },
    { "5", "1/3", MNR_RATE_CORE_PER_TOKEN, 0, "0.00001", "0.00003", "1:3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);
      g_autoptr (GError) error = NULL;
      g_autofree char *deviation = NULL, *integers = NULL;

      mnr_draft_set (draft, MNR_DRAFT_PRECISION, cases[i].precision);
      g_assert_true (mnr_rate_set (draft, cases[i].price, cases[i].direction,
                                   (MnrBasisPoints) cases[i].premium, &deviation, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (deviation, ==, "0");
      g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_RATE_CORE), ==, cases[i].core);
      g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_RATE_ASSET), ==, cases[i].asset);
      integers = mnr_rate_get_integers (draft);
      g_assert_cmpstr (integers, ==, cases[i].integers);
    }
}

static void
test_rate_refused (void)
{
  static const char *const prices[] = { "", "0", "-1", "1,5", "abc", "1/0" };

  for (guint i = 0; i < G_N_ELEMENTS (prices); i++)
    {
      g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);
      g_autoptr (GError) error = NULL;

      g_assert_false (mnr_rate_set (draft, prices[i], MNR_RATE_CORE_PER_TOKEN, 0, NULL, &error));
      g_assert_nonnull (error);
      /* The draft keeps what it had. */
      g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_RATE_CORE), ==, "1");
    }
}

static void
test_park (void)
{
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);
  g_autofree char *fee = NULL;

  mnr_draft_set (draft, MNR_DRAFT_MAX_SUPPLY, "1000000");
  mnr_rate_park (draft);
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_RATE_CORE), ==, "1");
  g_assert_cmpstr (mnr_draft_get (draft, MNR_DRAFT_RATE_ASSET), ==, "1000000");
  /* A fee of half a core takes half of all there is; and rounds up. */
  fee = mnr_rate_get_fee (draft, 50000);
  g_assert_cmpstr (fee, ==, "500000.0000");
  mnr_draft_set (draft, MNR_DRAFT_RATE_ASSET, "0.0001");
  g_free (fee);
  fee = mnr_rate_get_fee (draft, 1);
  g_assert_cmpstr (fee, ==, "0.0001");
}

static void
test_words (void)
{
  for (guint index = 0; index < MNR_N_POWERS; index++)
    {
      const gboolean has_flag = (mnr_powers[index].bit & MNR_POWERS_NEVER_FLAGS) == 0;

      for (guint state = 0; state < MNR_N_POWER_STATES; state++)
        {
          const gboolean has_it = has_flag || state <= MNR_POWER_NOT_NOW;

          g_assert_cmpint (mnr_power_has_state (index, state), ==, has_it);
          if (!has_it)
            continue;
          g_assert_true (g_str_has_suffix (mnr_power_get_consequence (index, state), "."));
          for (guint other = 0; other < state; other++)
            {
              g_assert_cmpstr (mnr_power_get_consequence (index, state), !=,
                               mnr_power_get_consequence (index, other));
              g_assert_cmpstr (mnr_power_get_state_label (index, state), !=,
                               mnr_power_get_state_label (index, other));
            }
        }
    }
  /* What gives a right up comes back only at no supply; what keeps it, any time. */
  g_assert_cmpint (mnr_power_get_reversibility (MNR_POWER_NEVER), ==, MNR_REVERSIBLE_AT_ZERO);
  g_assert_cmpint (mnr_power_get_reversibility (MNR_POWER_ALWAYS), ==, MNR_REVERSIBLE_AT_ZERO);
  g_assert_cmpint (mnr_power_get_reversibility (MNR_POWER_ON), ==, MNR_REVERSIBLE);
}

static void
test_digits (void)
{
  static const char *const texts[][2] = {
    { "5012.40000 BTS", "5,012.40000 BTS" },
    { "999", "999" },
    { "1000000", "1,000,000" },
    { "-12345.123456", "-12,345.123456" },
    { "1 A12345", "1 A12345" },
    { "", "" },
  };
  static const struct
  {
    const char *number, *decimal;
  } numbers[] = {
    { "1/3", "0.3333333333" },
    { "2", "2" },
    { "1/1000", "0.001" },
    { "123456", "123456" },
    { "1/8", "0.125" },
    { "12345678901234", "12345678900000" },
    { "1e-12", "0.000000000001" },
    { "1.5", "1.5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *grouped = mnr_text_group_digits (texts[i][0]);

      g_assert_cmpstr (grouped, ==, texts[i][1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (MnrRational) number = mnr_rational_new_from_text (numbers[i].number, NULL);
      g_autofree char *decimal = mnr_rational_to_decimal (number, 10);

      g_assert_cmpstr (decimal, ==, numbers[i].decimal);
    }
}

static void
count (guint *counter)
{
  ++*counter;
}

static gboolean
is_told (gpointer data)
{
  return *(guint *) data > 0;
}

/* Many changes are one new plan, and a plan is good until there is another. */
static void
test_planner (void)
{
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);
  MnrPlanner *planner = mnr_planner_new (draft);
  guint n_changes = 0;
  const MnrPlan *plan;

  mnr_planner_set_view (planner, NULL, MNR_ACCOUNT_ID (17));
  g_signal_connect_swapped (planner, "changed", G_CALLBACK (count), &n_changes);
  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "ab");
  mnr_draft_set (draft, MNR_DRAFT_PRECISION, "13");
  plan = mnr_planner_get_plan (planner);
  g_assert_true (mnr_planner_get_plan (planner) == plan);
  g_assert_true (mnr_plan_is_refused (plan));
  g_assert_false (plan->is_complete);
  test_wait_until (is_told, &n_changes);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (n_changes, ==, 1);
  mnr_draft_set (draft, MNR_DRAFT_SYMBOL, "GOOD");
  mnr_draft_set (draft, MNR_DRAFT_PRECISION, "4");
  plan = mnr_planner_get_plan (planner);
  g_assert_false (mnr_plan_is_refused (plan));
  g_assert_finalize_object (planner);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workbench/rate", test_rate);
  g_test_add_func ("/workbench/rate-refused", test_rate_refused);
  g_test_add_func ("/workbench/park", test_park);
  g_test_add_func ("/workbench/power-words", test_words);
  g_test_add_func ("/workbench/digits", test_digits);
  g_test_add_func ("/workbench/planner", test_planner);
  return g_test_run ();
}
