/* mnr-side-bar.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-side-bar.h"

#include <glib/gi18n.h>

#include "chain/values/mnr-text.h"
#include "issuer/mnr-issued-assets.h"
#include "mnr-lines.h"

struct _MnrSideBar
{
  AdwBin parent_instance;

  MnrWallet *wallet;
  MnrIssuedAssets *issued;
  GCancellable *cancellable; /* of the balance that is asked for */
  MnrObjectId account_id;
  GListModel *drafts;
  char *page;

  AdwHeaderBar *header;
  GtkWidget *account;
  AdwAvatar *avatar;
  GtkLabel *account_name;
  GtkLabel *balance;
  GtkWidget *network;
  GtkWidget *network_dot;
  GtkLabel *network_name;
  GtkLabel *network_block;
  GtkListBox *assets;
  GtkLabel *placeholder;
  GtkListBox *places;
  GtkWidget *drafts_row;
  GtkLabel *drafts_count;
};

G_DEFINE_FINAL_TYPE (MnrSideBar, mnr_side_bar, ADW_TYPE_BIN)

/* A screen reader says the name of a button; its labels are not enough for one. */
static void
set_name (GtkWidget *widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

/* Rows: each knows the name of its page. */

static const char *
get_row_page (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "page");
}

static GtkWidget *
new_row (const char *page,
         const char *label,
         const char *kind,
         const char *icon)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *text = gtk_label_new (label);

  if (icon != NULL)
    gtk_box_append (GTK_BOX (box), mnr_decoration_new (icon));
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), text);
  if (kind != NULL)
    {
      GtkWidget *below = gtk_label_new (kind);

      /* Two lines need more room than the theme leaves to one. */
      gtk_widget_set_margin_top (texts, 6);
      gtk_widget_set_margin_bottom (texts, 6);
      gtk_label_set_xalign (GTK_LABEL (below), 0);
      gtk_widget_add_css_class (below, "caption");
      gtk_widget_add_css_class (below, "dim-label");
      gtk_box_append (GTK_BOX (texts), below);
    }
  gtk_box_append (GTK_BOX (box), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "page", g_strdup (page), g_free);
  set_name (row, label);
  return row;
}

static GtkWidget *
new_asset_row (gpointer item,
               gpointer user_data)
{
  MnrIssuedAsset *asset = item;
  char id[MNR_OBJECT_ID_TEXT_SIZE];
  g_autofree char *page =
    g_strconcat ("asset/", mnr_object_id_format (mnr_issued_asset_get_id (asset), id), NULL);
  const char *kind = mnr_issued_asset_get_kind_name (asset);
  GtkWidget *row = new_row (page, mnr_issued_asset_get_symbol (asset), kind, NULL);
  guint n_warnings = mnr_issued_asset_get_n_warnings (asset);
  g_autofree char *name = NULL;

  if (n_warnings > 0)
    {
      g_autofree char *number = g_strdup_printf ("⚠ %u", n_warnings);
      g_autofree char *words =
        g_strdup_printf (ngettext ("%u warning", "%u warnings", n_warnings), n_warnings);
      GtkWidget *badge = gtk_label_new (number);

      gtk_widget_add_css_class (badge, "warning-badge");
      gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (badge, words);
      gtk_box_append (GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row))), badge);
      name = g_strdup_printf ("%s, %s, %s", mnr_issued_asset_get_symbol (asset), kind, words);
    }
  else
    name = g_strdup_printf ("%s, %s", mnr_issued_asset_get_symbol (asset), kind);
  set_name (row, name);
  return row;
}

static void
mark (GtkListBox *list,
      const char *page)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (g_strcmp0 (get_row_page (row), page) == 0)
      {
        gtk_list_box_select_row (list, row);
        return;
      }
  gtk_list_box_unselect_all (list);
}

static void
mark_page (MnrSideBar *self)
{
  mark (self->assets, self->page);
  mark (self->places, self->page);
}

static void
on_row_activated (MnrSideBar *self,
                  GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", get_row_page (row));
}

/* The account */

static void
ask_balance (const MnrView *view,
             gpointer user_data)
{
  MnrSideBar *self = user_data;
  gconstpointer object;
  gint64 balance;

  view->get_balance (view, self->account_id, MNR_CORE_ASSET, &balance);
  view->get_object (view, MNR_CORE_ASSET, &object);
}

static void
on_balance (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  MnrChainView *chain_view = MNR_CHAIN_VIEW (source);
  g_autoptr (GError) error = NULL;
  gboolean is_known = mnr_chain_view_complete_finish (chain_view, result, &error);
  g_autoptr (MnrSideBar) self = user_data;
  const MnrView *view = mnr_chain_view_get_view (chain_view);
  MnrAmount held = { .asset_id = MNR_CORE_ASSET };
  g_autofree char *amount = NULL;
  g_autofree char *name = NULL;
  MnrNames names;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (!is_known ||
      view->get_balance (view, self->account_id, MNR_CORE_ASSET, &held.amount) == MNR_NOT_KNOWN)
    return;
  mnr_chain_view_get_names (chain_view, &names);
  amount = mnr_amount_describe (&held, &names);
  gtk_label_set_label (self->balance, amount);
  /* Nothing can be done without money for the fees. */
  gtk_widget_set_tooltip_text (self->account,
                               held.amount > 0
                                 ? _ ("Accounts")
                                 : _ ("Nothing to pay fees with: have some sent to this account"));
  if (held.amount == 0)
    {
      g_autofree char *words = g_strdup_printf (_ ("%s · needs some for fees"), amount);

      gtk_label_set_label (self->balance, words);
    }
  name = g_strdup_printf (_ ("Account %s, %s"), gtk_label_get_label (self->account_name), amount);
  set_name (self->account, name);
}

static void
update_balance (MnrSideBar *self)
{
  MnrChainView *view = mnr_wallet_get_view (self->wallet);

  if (self->cancellable != NULL || self->account_id == 0 || view == NULL ||
      mnr_wallet_get_state (self->wallet) != MNR_NODE_LIVE)
    return;
  self->cancellable = g_cancellable_new ();
  mnr_chain_view_complete_async (view, ask_balance, self, self->cancellable, on_balance,
                                 g_object_ref (self));
}

static void
update_account (MnrSideBar *self)
{
  const MnrWalletAccount *account = mnr_wallet_get_account (self->wallet);
  const char *name = account != NULL ? account->name : _ ("No account");
  g_autofree char *words = g_strdup_printf (_ ("Account %s"), name);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->account_id = account != NULL ? account->id : 0;
  gtk_label_set_label (self->account_name, name);
  gtk_label_set_label (self->balance, account != NULL ? "…" : _ ("Add one to begin"));
  adw_avatar_set_text (self->avatar, account != NULL ? name : NULL);
  gtk_label_set_label (self->placeholder,
                       account != NULL ? _ ("No assets yet. Ctrl+N begins the first.")
                                       : _ ("The assets of your account come here."));
  set_name (self->account, words);
  update_balance (self);
}

/* The network */

static const struct
{
  const char *words;
  const char *css_class;
} states[] = {
  [MNR_NODE_OFFLINE] = { N_ ("not connected"), "error" },
  [MNR_NODE_CONNECTING] = { N_ ("connecting"), "dim-label" },
  [MNR_NODE_LIVE] = { N_ ("live"), "success" },
  [MNR_NODE_STALE] = { N_ ("no new blocks"), "warning" },
};

static void
update_network (MnrSideBar *self)
{
  const MnrWalletNetwork *network = mnr_wallet_get_network (self->wallet);
  MnrNode *node = mnr_wallet_get_node (self->wallet);
  const MnrDynamicGlobalProperties *head = node != NULL ? mnr_node_get_head (node) : NULL;
  MnrNodeState state = mnr_wallet_get_state (self->wallet);
  g_autofree char *status = mnr_wallet_get_status (self->wallet);
  g_autofree char *number =
    head != NULL ? g_strdup_printf ("%u", head->head_block_number) : g_strdup ("");
  g_autofree char *grouped = mnr_text_group_digits (number);
  g_autofree char *block = head != NULL ? g_strconcat ("#", grouped, NULL) : g_strdup ("");
  g_autofree char *line = network != NULL
                            ? g_strdup_printf ("%s · %s", _ (network->name),
                                               _ (states[state].words))
                            : g_strdup (_ ("No network"));
  g_autofree char *words = g_strdup_printf (_ ("Network %s"), line);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    gtk_widget_remove_css_class (self->network_dot, states[i].css_class);
  gtk_widget_add_css_class (self->network_dot,
                            network != NULL ? states[state].css_class : "dim-label");
  gtk_label_set_label (self->network_name, line);
  gtk_label_set_label (self->network_block, block);
  gtk_widget_set_tooltip_text (self->network, status);
  set_name (self->network, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->network),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, status, -1);
}

/* Places */

static void
update_drafts (MnrSideBar *self)
{
  const guint n = g_list_model_get_n_items (self->drafts);
  g_autofree char *number = g_strdup_printf ("%u", n);
  g_autofree char *words = g_strdup_printf (ngettext ("%u draft", "%u drafts", n), n);

  gtk_label_set_label (self->drafts_count, number);
  gtk_widget_set_visible (GTK_WIDGET (self->drafts_count), n > 0);
  gtk_widget_set_tooltip_text (self->drafts_row, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drafts_row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

void
mnr_side_bar_set_drafts (MnrSideBar *self,
                         GListModel *drafts)
{
  g_return_if_fail (self->drafts == NULL);

  self->drafts = g_object_ref (drafts);
  g_signal_connect_object (drafts, "items-changed", G_CALLBACK (update_drafts), self,
                           G_CONNECT_SWAPPED);
  update_drafts (self);
}

static void
on_state_changed (MnrSideBar *self)
{
  update_network (self);
  update_balance (self);
}

void
mnr_side_bar_set_wallet (MnrSideBar *self,
                         MnrWallet *wallet)
{
  GListModel *list;

  self->wallet = g_object_ref (wallet);
  self->issued = mnr_issued_assets_new (wallet);
  list = mnr_issued_assets_get_list (self->issued);
  gtk_list_box_bind_model (self->assets, list, new_asset_row, NULL, NULL);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (mark_page), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (wallet, "network-changed", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "account-changed", G_CALLBACK (update_account), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "state-changed", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  update_network (self);
  update_account (self);
}

void
mnr_side_bar_set_folded (MnrSideBar *self,
                         gboolean is_folded)
{
  adw_header_bar_set_show_end_title_buttons (self->header, is_folded);
}

void
mnr_side_bar_set_page (MnrSideBar *self,
                       const char *page)
{
  g_free (self->page);
  self->page = g_strdup (page);
  mark_page (self);
}

static void
mnr_side_bar_dispose (GObject *object)
{
  MnrSideBar *self = MNR_SIDE_BAR (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->issued);

  G_OBJECT_CLASS (mnr_side_bar_parent_class)->dispose (object);
}

static void
mnr_side_bar_finalize (GObject *object)
{
  MnrSideBar *self = MNR_SIDE_BAR (object);

  g_clear_object (&self->wallet);
  g_clear_object (&self->drafts);
  g_free (self->page);

  G_OBJECT_CLASS (mnr_side_bar_parent_class)->finalize (object);
}

static void
mnr_side_bar_class_init (MnrSideBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mnr_side_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = mnr_side_bar_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-side-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrSideBar, header);
  gtk_widget_class_bind_template_child (widget_class, MnrSideBar, account);
  gtk_widget_class_bind_template_child (widget_class, MnrSideBar, avatar);
  gtk_widget_class_bind_template_child (widget_class, MnrSideBar, account_name);
  gtk_widget_class_bind_template_child (widget_class, MnrSideBar, balance);
  gtk_widget_class_bind_template_child (widget_class, MnrSideBar, network);
  gtk_widget_class_bind_template_child (widget_class, MnrSideBar, network_dot);
  gtk_widget_class_bind_template_child (widget_class, MnrSideBar, network_name);
  gtk_widget_class_bind_template_child (widget_class, MnrSideBar, network_block);
  gtk_widget_class_bind_template_child (widget_class, MnrSideBar, assets);
  gtk_widget_class_bind_template_child (widget_class, MnrSideBar, placeholder);
  gtk_widget_class_bind_template_child (widget_class, MnrSideBar, places);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
mnr_side_bar_init (MnrSideBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->drafts_row = new_row ("drafts", _ ("Drafts"), NULL, "document-edit-symbolic");
  self->drafts_count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->drafts_count), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->drafts_count), "numeric");
  gtk_widget_set_visible (GTK_WIDGET (self->drafts_count), FALSE);
  gtk_box_append (GTK_BOX (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self->drafts_row))),
                  GTK_WIDGET (self->drafts_count));
  gtk_list_box_append (self->places, self->drafts_row);
  gtk_list_box_append (self->places, new_row ("activity", _ ("Activity"), NULL,
                                              "document-open-recent-symbolic"));
}
