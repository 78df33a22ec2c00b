/* mnr-draft-review.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-draft-review.h"

#include <glib/gi18n.h>

#include "chain/crypto/mnr-hash.h"
#include "chain/wire/mnr-json.h"
#include "issuer/mnr-cli-wallet.h"
#include "issuer/mnr-comparison.h"
#include "mnr-lines.h"
#include "mnr-send-view.h"

struct _MnrDraftReview
{
  AdwBin parent_instance;

  MnrWallet *wallet;
  MnrDraftStore *store;
  MnrDraft *draft;
  MnrPlanner *planner;

  GtkStack *stack;
  AdwStatusPage *obstacle;
  GtkButton *fix;
  MnrSendView *view;     /* (nullable) */
  char *reviewed;        /* (nullable): of whom and of what draft the view is */
  MnrObjectId asset;     /* 0: not created yet */
  gboolean is_producers; /* the view is of the second transaction */
  gboolean wants_asset;  /* what follows is to be shown as soon as the asset is found */
};

G_DEFINE_FINAL_TYPE (MnrDraftReview, mnr_draft_review, ADW_TYPE_BIN)

enum
{
  CREATED,
  FIELD_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static MnrObjectId
get_issuer (MnrDraftReview *self)
{
  const MnrWalletAccount *account = mnr_wallet_get_account (self->wallet);

  return account != NULL ? account->id : MNR_NULL_ACCOUNT;
}

/* The same in other words */

static char *
get_json (gpointer user_data)
{
  MnrDraftReview *self = user_data;
  const MnrTransaction *transaction =
    self->view != NULL ? mnr_send_view_get_transaction (self->view) : NULL;
  GString *json;

  if (transaction == NULL)
    return NULL;
  json = g_string_new (NULL);
  mnr_json_write (&mnr_type_operations, &transaction->operations, "BTS", json);
  return g_string_free (json, FALSE);
}

static char *
get_command (gpointer user_data)
{
  MnrDraftReview *self = user_data;
  const MnrWalletAccount *account = mnr_wallet_get_account (self->wallet);
  const MnrTransaction *transaction =
    self->view != NULL ? mnr_send_view_get_transaction (self->view) : NULL;

  /* Of what the bytes say as well. */
  if (transaction == NULL || account == NULL || transaction->operations.len == 0 ||
      transaction->operations.items[0].number != MNR_OPERATION_ASSET_CREATE)
    return NULL;
  return mnr_cli_wallet_write_command (transaction->operations.items[0].value, account->name, TRUE,
                                       NULL);
}

static GtkWidget *
make_extra (MnrDraftReview *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  adw_preferences_group_set_title (group, _ ("For Other Programs"));
  gtk_box_append (GTK_BOX (buttons), mnr_copy_button_new (_ ("Copy JSON"), get_json, self));
  if (mnr_draft_get_kind (self->draft) != MNR_ASSET_PREDICTION && !self->is_producers &&
      mnr_draft_get_asset (self->draft) == NULL)
    gtk_box_append (GTK_BOX (buttons),
                    mnr_copy_button_new (_ ("Copy cli_wallet Line"), get_command, self));
  adw_preferences_group_add (group, buttons);
  return GTK_WIDGET (group);
}

/* What an update changes, old and new, and whether that can be taken back. */
static GtkWidget *
make_changes (MnrDraftReview *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autoptr (GPtrArray) lines =
    mnr_draft_compare (self->draft, mnr_planner_get_view (self->planner));

  adw_preferences_group_set_title (group, _ ("What Changes"));
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrComparisonLine *line = g_ptr_array_index (lines, i);
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *reversibility = g_strdup_printf (
        "%s %s", mnr_reversibility_get_text (line->reversibility), line->reason);
      g_autofree char *text = g_strdup_printf (
        /* Translators: what was, and what will be. */
        _ ("%s → %s\n%s"), line->old_text[0] != '\0' ? line->old_text : _ ("nothing"),
        line->new_text[0] != '\0' ? line->new_text : _ ("nothing"), reversibility);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line->label);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      adw_preferences_group_add (group, row);
    }
  return GTK_WIDGET (group);
}

static void drop_view (MnrDraftReview *self);
static void show_view (MnrDraftReview *self,
                       const MnrTransaction *operations);

/* Whether feed producers follow in a transaction of their own; any id will do to find out. */
static gboolean
needs_producers (MnrDraftReview *self)
{
  MnrOperation operation = { 0 };

  if (self->is_producers || mnr_draft_get_asset (self->draft) != NULL ||
      !mnr_draft_get_producers (self->draft, get_issuer (self), MNR_NEW_ASSET,
                                mnr_planner_get_view (self->planner), &operation))
    return FALSE;
  mnr_value_clear (&mnr_type_operation, &operation);
  return TRUE;
}

/* Feed producers can be set once the asset has an id. */
static void
review_producers (MnrDraftReview *self)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrOperation operation = { 0 };

  if (!mnr_draft_get_producers (self->draft, get_issuer (self), self->asset,
                                mnr_planner_get_view (self->planner), &operation))
    return;
  mnr_array_append (&mnr_type_operations, &transaction->operations, &operation);
  mnr_value_clear (&mnr_type_operation, &operation);
  drop_view (self);
  self->is_producers = TRUE;
  show_view (self, transaction);
}

/* What the chain was known to say may be what was wrong with it. */
static void
on_again (MnrDraftReview *self)
{
  MnrChainView *view = mnr_wallet_get_view (self->wallet);

  drop_view (self);
  if (self->is_producers)
    {
      review_producers (self);
      return;
    }
  if (view != NULL)
    mnr_chain_view_forget (view);
  mnr_planner_set_view (self->planner, view, get_issuer (self));
  mnr_draft_review_show (self);
}

/* It is on the chain: the draft has done what it was for. */
static void
finish (MnrDraftReview *self)
{
  MnrStoredDraft *stored = mnr_draft_store_find (self->store, self->draft);

  if (stored != NULL)
    mnr_draft_store_remove (self->store, stored, NULL);
}

static void on_result (MnrDraftReview *self);

static void
ask_created (const MnrView *view,
             gpointer user_data)
{
  MnrDraftReview *self = user_data;
  const MnrAsset *asset = NULL;

  view->find_asset (view, mnr_draft_get (self->draft, MNR_DRAFT_SYMBOL), &asset);
  self->asset = asset != NULL ? asset->id : 0;
}

static void
on_found (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (MnrDraftReview) self = user_data;
  g_autoptr (GError) error = NULL;

  mnr_chain_view_complete_finish (MNR_CHAIN_VIEW (source), result, &error);
  if (!self->wants_asset || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  self->wants_asset = FALSE;
  if (self->asset != 0)
    on_result (self);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                error != NULL ? error->message
                                              : _ ("The node does not show the asset yet."));
}

/* Not all nodes tell, of a transaction in a block, the id of what it made. */
static void
find_created (MnrDraftReview *self)
{
  MnrChainView *view = mnr_wallet_get_view (self->wallet);

  if (view == NULL)
    return;
  /* That the symbol is free is no longer true. */
  mnr_chain_view_forget (view);
  mnr_chain_view_complete_async (view, ask_created, self, NULL, on_found, g_object_ref (self));
}

static void
on_result (MnrDraftReview *self)
{
  if (self->asset == 0)
    {
      self->wants_asset = TRUE;
      find_created (self);
      return;
    }
  if (needs_producers (self))
    {
      review_producers (self);
      return;
    }
  finish (self);
  g_signal_emit (self, signals[CREATED], 0, (guint64) self->asset);
}

static void
on_included (MnrDraftReview *self)
{
  if (mnr_draft_get_asset (self->draft) != NULL)
    self->asset = mnr_draft_get_asset (self->draft)->id;
  else if (self->asset == 0)
    find_created (self);
}

static void
on_irreversible (MnrDraftReview *self)
{
  /* A draft that says something else by now is not done with. */
  if (!needs_producers (self) && mnr_send_view_is_same (self->view))
    finish (self);
}

static void
drop_view (MnrDraftReview *self)
{
  if (self->view == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->view, self);
  gtk_stack_remove (self->stack, GTK_WIDGET (self->view));
  self->view = NULL;
  g_clear_pointer (&self->reviewed, g_free);
}

/* What it is for, as a key of the outbox. */
static char *
get_intent (MnrDraftReview *self)
{
  const char *what = "asset_create";

  if (self->is_producers)
    what = "asset_update_feed_producers";
  else if (mnr_draft_get_asset (self->draft) != NULL)
    what = "asset_update";
  return g_strdup_printf ("%s %s", what, mnr_draft_get (self->draft, MNR_DRAFT_SYMBOL));
}

static gboolean
is_under_way (MnrDraftReview *self)
{
  const MnrChainId *chain_id = mnr_wallet_get_chain_id (self->wallet);
  g_autofree char *intent = get_intent (self);
  g_autoptr (MnrOutboxEntry) entry = NULL;

  entry = chain_id != NULL ? mnr_outbox_find_under_way (mnr_wallet_get_outbox (self->wallet),
                                                        chain_id, intent, NULL)
                           : NULL;
  return entry != NULL;
}

/* Of whom and of what a review is. */
static char *
describe_subject (MnrDraftReview *self)
{
  g_autofree char *json = mnr_draft_to_json (self->draft);
  char id[MNR_OBJECT_ID_TEXT_SIZE];

  return g_strconcat (mnr_object_id_format (get_issuer (self), id), json, NULL);
}

static void
show_view (MnrDraftReview *self,
           const MnrTransaction *operations)
{
  const char *symbol = mnr_draft_get (self->draft, MNR_DRAFT_SYMBOL);
  const gboolean is_change = mnr_draft_get_asset (self->draft) != NULL;
  g_autofree char *intent = get_intent (self);
  g_autofree char *summary =
    g_strdup_printf (self->is_producers ? _ ("set the feed producers of %s")
                     : is_change        ? _ ("change %s")
                                        : _ ("create %s"),
                     symbol);
  g_autofree char *verb = g_strdup_printf (self->is_producers ? _ ("Set the feed producers of %s")
                                           : is_change        ? _ ("Change %s")
                                                              : _ ("Create %s"),
                                           symbol);
  g_autofree char *open = g_strdup_printf (
    needs_producers (self) ? _ ("Now Set the Feed Producers of %s") : _ ("Open %s"), symbol);

  self->view = MNR_SEND_VIEW (
    mnr_send_view_new (self->wallet, operations, get_issuer (self), intent, summary, verb));
  if (is_change && !self->is_producers)
    mnr_send_view_add (self->view, make_changes (self));
  mnr_send_view_add (self->view, make_extra (self));
  mnr_send_view_set_result (self->view, open, G_CALLBACK (on_result), self);
  g_signal_connect_swapped (self->view, "included", G_CALLBACK (on_included), self);
  g_signal_connect_swapped (self->view, "irreversible", G_CALLBACK (on_irreversible), self);
  g_signal_connect_swapped (self->view, "again", G_CALLBACK (on_again), self);
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->view));
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->view));
  g_free (self->reviewed);
  self->reviewed = describe_subject (self);
}

/* The first thing for which a node would refuse it. */
static const MnrDraftFinding *
find_refusal (MnrDraftReview *self)
{
  const MnrPlan *plan = mnr_planner_get_plan (self->planner);

  for (guint i = 0; i < plan->findings->len; i++)
    {
      const MnrDraftFinding *finding = g_ptr_array_index (plan->findings, i);

      if (finding->severity == MNR_SEVERITY_REFUSED)
        return finding;
    }
  return NULL;
}

static void
show_obstacle (MnrDraftReview *self,
               const char *icon,
               const char *title,
               const char *description)
{
  gtk_widget_set_visible (GTK_WIDGET (self->fix), FALSE);
  adw_status_page_set_icon_name (self->obstacle, icon);
  adw_status_page_set_title (self->obstacle, title);
  adw_status_page_set_description (self->obstacle, description);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->obstacle));
}

/* Whether it changes an asset of another chain than the one that is open. */
static gboolean
is_foreign (MnrDraftReview *self)
{
  const char *draft_chain = mnr_draft_get_chain_id (self->draft);
  const MnrChainId *chain_id = mnr_wallet_get_chain_id (self->wallet);
  g_autofree char *open_chain =
    chain_id != NULL ? mnr_hex_encode (chain_id->data, sizeof chain_id->data) : NULL;

  return mnr_draft_get_asset (self->draft) != NULL && draft_chain != NULL && open_chain != NULL &&
         g_ascii_strcasecmp (draft_chain, open_chain) != 0;
}

static void
show_foreign (MnrDraftReview *self)
{
  const char *network = mnr_draft_get_network (self->draft);
  g_autofree char *text = g_strdup_printf (
    _ ("It changes an asset of another network: %s. Open that one to go on; the draft is kept."),
    network != NULL ? network : mnr_draft_get_chain_id (self->draft));
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  show_obstacle (self, "dialog-warning-symbolic", _ ("This Draft Belongs Elsewhere"), escaped);
}

/* The asset that the draft is to create, if the issuer has it already. */
static const MnrAsset *
find_existing (MnrDraftReview *self)
{
  const MnrView *view = mnr_planner_get_view (self->planner);
  const MnrAsset *asset = NULL;

  return mnr_draft_get_asset (self->draft) == NULL &&
             view->find_asset (view, mnr_draft_get (self->draft, MNR_DRAFT_SYMBOL), &asset) ==
               MNR_KNOWN &&
             asset->issuer == get_issuer (self)
           ? asset
           : NULL;
}

static void
on_fix (MnrDraftReview *self)
{
  const MnrDraftFinding *refusal = find_refusal (self);
  const MnrAsset *existing = find_existing (self);

  if (existing != NULL && needs_producers (self))
    {
      self->asset = existing->id;
      review_producers (self);
    }
  else if (existing != NULL)
    g_signal_emit (self, signals[CREATED], 0, (guint64) existing->id);
  else if (refusal != NULL && refusal->field >= 0)
    g_signal_emit (self, signals[FIELD_ACTIVATED], 0, refusal->field);
}

static void
show_refusal (MnrDraftReview *self,
              const MnrDraftFinding *refusal)
{
  g_autofree char *text =
    refusal->field >= 0
      ? g_strdup_printf ("%s: %s", _ (mnr_draft_field_get_info (refusal->field)->label),
                         refusal->sentence)
      : g_strdup (refusal->sentence);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_icon_name (self->obstacle, "dialog-warning-symbolic");
  adw_status_page_set_title (self->obstacle, _ ("Something Is to Be Fixed First"));
  adw_status_page_set_description (self->obstacle, escaped);
  gtk_button_set_label (self->fix, _ ("_Go to It"));
  gtk_widget_set_visible (GTK_WIDGET (self->fix), refusal->field >= 0);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->obstacle));
}

static void
show_unpaid (MnrDraftReview *self,
             const char *problem)
{
  g_autofree char *text = g_strdup_printf (
    _ ("%s.\nHave it sent to %s; the draft is kept, and goes on here when it has come."), problem,
    mnr_wallet_get_account (self->wallet)->name);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  show_obstacle (self, "dialog-warning-symbolic", _ ("It Cannot Be Paid"), escaped);
}

static void
show_existing (MnrDraftReview *self)
{
  g_autofree char *open =
    g_strdup_printf (_ ("_Open %s"), mnr_draft_get (self->draft, MNR_DRAFT_SYMBOL));

  if (needs_producers (self))
    {
      show_obstacle (self, "emblem-ok-symbolic", _ ("The Asset Is on the Chain Already"),
                     _ ("Its feed producers are still to be set."));
      gtk_button_set_label (self->fix, _ ("_Set Them"));
    }
  else
    {
      show_obstacle (self, "emblem-ok-symbolic", _ ("The Asset Is on the Chain Already"),
                     _ ("It is yours, and the draft has done what it was for. A second asset needs "
                        "another symbol."));
      gtk_button_set_label (self->fix, open);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->fix), TRUE);
}

void
mnr_draft_review_show (MnrDraftReview *self)
{
  const MnrPlan *plan;
  const MnrDraftFinding *refusal;
  g_autofree char *now = NULL, *problem = NULL;
  g_autoptr (MnrTransaction) transaction = NULL;

  g_return_if_fail (MNR_IS_DRAFT_REVIEW (self));

  /* What was confirmed is not taken away from under anybody's eyes. */
  if (self->asset != 0 || self->is_producers || mnr_draft_review_is_busy (self))
    return;
  now = describe_subject (self);
  plan = mnr_planner_get_plan (self->planner);
  refusal = find_refusal (self);
  if (self->view != NULL && g_strcmp0 (now, self->reviewed) == 0 &&
      (!mnr_send_view_is_review (self->view) || is_under_way (self) ||
       (refusal == NULL && plan->cost->problem == NULL)))
    return;
  drop_view (self);
  problem = g_markup_escape_text (mnr_planner_get_problem (self->planner) != NULL
                                    ? mnr_planner_get_problem (self->planner)
                                    : "",
                                  -1);
  if (mnr_wallet_get_view (self->wallet) == NULL)
    show_obstacle (self, "network-offline-symbolic", _ ("No Network Is Open"),
                   _ ("The draft is kept. Open a network to create the asset."));
  else if (mnr_wallet_get_account (self->wallet) == NULL)
    show_obstacle (self, "avatar-default-symbolic", _ ("No Account"),
                   _ ("The draft is kept. Add an account to create the asset with."));
  else if (is_foreign (self))
    show_foreign (self);
  else if (is_under_way (self))
    {
      transaction = mnr_plan_make_transaction (plan);
      show_view (self, transaction);
    }
  else if (find_existing (self) != NULL)
    show_existing (self);
  else if (plan->cost->problem != NULL && (refusal == NULL || refusal->field < 0))
    show_unpaid (self, plan->cost->problem);
  else if (refusal != NULL)
    show_refusal (self, refusal);
  else if (!plan->is_complete)
    show_obstacle (self, "content-loading-symbolic", _ ("The Chain Is Being Asked…"), problem);
  else if (plan->draft->operations->len == 0)
    show_obstacle (self, "emblem-ok-symbolic", _ ("Nothing to Change"),
                   _ ("The asset is like that already."));
  else
    {
      transaction = mnr_plan_make_transaction (plan);
      show_view (self, transaction);
    }
}

gboolean
mnr_draft_review_is_done (MnrDraftReview *self)
{
  g_return_val_if_fail (MNR_IS_DRAFT_REVIEW (self), FALSE);

  return self->asset != 0;
}

gboolean
mnr_draft_review_is_busy (MnrDraftReview *self)
{
  g_return_val_if_fail (MNR_IS_DRAFT_REVIEW (self), FALSE);

  return self->view != NULL && mnr_send_view_is_busy (self->view);
}

static void
mnr_draft_review_dispose (GObject *object)
{
  MnrDraftReview *self = MNR_DRAFT_REVIEW (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  self->view = NULL;
  g_clear_object (&self->planner);
  g_clear_object (&self->draft);
  g_clear_object (&self->store);
  g_clear_object (&self->wallet);
  G_OBJECT_CLASS (mnr_draft_review_parent_class)->dispose (object);
}

static void
mnr_draft_review_finalize (GObject *object)
{
  g_free (MNR_DRAFT_REVIEW (object)->reviewed);
  G_OBJECT_CLASS (mnr_draft_review_parent_class)->finalize (object);
}

static void
mnr_draft_review_class_init (MnrDraftReviewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mnr_draft_review_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_draft_review_finalize;
  signals[CREATED] = g_signal_new ("created", MNR_TYPE_DRAFT_REVIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[FIELD_ACTIVATED] = g_signal_new ("field-activated", MNR_TYPE_DRAFT_REVIEW,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                           G_TYPE_INT);
}

static void
mnr_draft_review_init (MnrDraftReview *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  self->obstacle = ADW_STATUS_PAGE (adw_status_page_new ());
  self->fix = GTK_BUTTON (gtk_button_new_with_mnemonic (_ ("_Go to It")));
  gtk_widget_set_halign (GTK_WIDGET (self->fix), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->fix), "pill");
  gtk_widget_add_css_class (GTK_WIDGET (self->fix), "suggested-action");
  g_signal_connect_swapped (self->fix, "clicked", G_CALLBACK (on_fix), self);
  adw_status_page_set_child (self->obstacle, GTK_WIDGET (self->fix));
  gtk_stack_add_child (self->stack, GTK_WIDGET (self->obstacle));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
mnr_draft_review_new (MnrWallet *wallet,
                      MnrDraftStore *store,
                      MnrDraft *draft,
                      MnrPlanner *planner)
{
  MnrDraftReview *self = g_object_new (MNR_TYPE_DRAFT_REVIEW, NULL);

  self->wallet = g_object_ref (wallet);
  self->store = g_object_ref (store);
  self->draft = g_object_ref (draft);
  self->planner = g_object_ref (planner);
  return GTK_WIDGET (self);
}
