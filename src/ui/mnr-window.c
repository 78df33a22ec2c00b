/* mnr-window.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "issuer/mnr-draft-store.h"
#include "mnr-accounts-page.h"
#include "mnr-activity-page.h"
#include "mnr-add-account-page.h"
#include "mnr-application.h"
#include "mnr-asset-page.h"
#include "mnr-draft-page.h"
#include "mnr-drafts-page.h"
#include "mnr-first-run-page.h"
#include "mnr-network-banner.h"
#include "mnr-network-page.h"
#include "mnr-new-account-page.h"
#include "mnr-side-bar.h"

struct _MnrWindow
{
  AdwApplicationWindow parent_instance;

  MnrWallet *wallet;
  GSettings *settings;
  MnrDraftStore *drafts;
  char *page;          /* the name of the one that is shown */
  gboolean is_closing; /* whatever is under way */

  AdwToastOverlay *toasts;
  AdwLeaflet *leaflet;
  AdwLeafletPage *content;
  GtkWidget *header;
  MnrSideBar *side_bar;
  GtkWidget *separator;
  AdwWindowTitle *title;
  MnrNetworkBanner *banner;
  GtkStack *pages;
};

G_DEFINE_FINAL_TYPE (MnrWindow, mnr_window, ADW_TYPE_APPLICATION_WINDOW)

/* Pages */

static GtkWidget *
new_status (const char *icon,
            const char *title,
            const char *description,
            const char *label,
            const char *action)
{
  GtkWidget *status = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (status), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (status), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (status), description);
  if (label != NULL)
    {
      GtkWidget *button = gtk_button_new_with_label (label);

      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
      gtk_widget_add_css_class (button, "pill");
      gtk_widget_add_css_class (button, "suggested-action");
      gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
      adw_status_page_set_child (ADW_STATUS_PAGE (status), button);
    }
  return status;
}

static GtkWidget *
new_first_run (MnrWindow *self,
               const char *argument)
{
  return GTK_WIDGET (mnr_first_run_page_new ());
}

static GtkWidget *
new_accounts (MnrWindow *self,
              const char *argument)
{
  return GTK_WIDGET (mnr_accounts_page_new (self->wallet));
}

static GtkWidget *
new_add_account (MnrWindow *self,
                 const char *argument)
{
  return GTK_WIDGET (mnr_add_account_page_new (self->wallet));
}

static GtkWidget *
new_new_account (MnrWindow *self,
                 const char *argument)
{
  return GTK_WIDGET (mnr_new_account_page_new (self->wallet, argument));
}

static GtkWidget *
new_network (MnrWindow *self,
             const char *argument)
{
  return GTK_WIDGET (mnr_network_page_new (self->wallet));
}

static GtkWidget *
new_home (MnrWindow *self,
          const char *argument)
{
  return new_status (MNR_APPLICATION_ID "-symbolic", _ ("Make a Token"),
                     _ ("Choose one of your assets on the side, or begin a new one."),
                     _ ("New Asset"), "win.show-page::new-asset");
}

static void
go_to (MnrWindow *self,
       const char *page)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", page);
}

static void
on_draft_closed (MnrWindow *self)
{
  go_to (self, "drafts");
}

static void
on_draft_created (MnrWindow *self,
                  guint64 asset)
{
  char id[MNR_OBJECT_ID_TEXT_SIZE];
  g_autofree char *page = g_strconcat ("asset/", mnr_object_id_format (asset, id), NULL);

  go_to (self, page);
}

static GtkWidget *
new_draft_page (MnrWindow *self,
                MnrDraft *draft)
{
  GtkWidget *page = mnr_draft_page_new (self->wallet, self->drafts, draft);

  g_signal_connect_object (page, "closed", G_CALLBACK (on_draft_closed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "created", G_CALLBACK (on_draft_created), self, G_CONNECT_SWAPPED);
  return page;
}

static GtkWidget *
new_new_asset (MnrWindow *self,
               const char *argument)
{
  g_autoptr (MnrDraft) draft = mnr_draft_new (MNR_ASSET_TOKEN);

  return new_draft_page (self, draft);
}

static void
on_draft_opened (MnrWindow *self,
                 MnrDraft *draft)
{
  MnrStoredDraft *stored = mnr_draft_store_find (self->drafts, draft);
  g_autofree char *name =
    stored != NULL ? g_path_get_basename (mnr_stored_draft_get_path (stored)) : NULL;
  g_autofree char *page = g_strconcat ("draft/", name, NULL);

  go_to (self, name != NULL ? page : "drafts");
}

static GtkWidget *
new_drafts (MnrWindow *self,
            const char *argument)
{
  GtkWidget *page = mnr_drafts_page_new (self->drafts);

  g_signal_connect_object (page, "opened", G_CALLBACK (on_draft_opened), self, G_CONNECT_SWAPPED);
  return page;
}

/* @argument: the name of its file */
static GtkWidget *
new_draft (MnrWindow *self,
           const char *argument)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->drafts));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MnrStoredDraft) stored = g_list_model_get_item (G_LIST_MODEL (self->drafts), i);
      g_autofree char *name = g_path_get_basename (mnr_stored_draft_get_path (stored));

      if (g_str_equal (name, argument))
        return new_draft_page (self, mnr_stored_draft_get_draft (stored));
    }
  return new_new_asset (self, NULL);
}

static GtkWidget *
new_asset (MnrWindow *self,
           const char *argument)
{
  MnrObjectId asset = 0;

  mnr_object_id_parse (argument, strlen (argument), &asset);
  return mnr_asset_page_new (self->wallet, asset);
}

static GtkWidget *
new_activity (MnrWindow *self,
              const char *argument)
{
  return mnr_activity_page_new (self->wallet);
}

static const struct
{
  const char *name; /* one that ends with '/' has an argument after it */
  const char *title;
  GtkWidget *(*make) (MnrWindow *self,
                      const char *argument);
  gboolean spends;     /* so it says on which network */
  gboolean is_passing; /* not where a next start goes on */
  gboolean has_header; /* one of its own */
} pages[] = {
  { "home", N_ ("Moneyer"), new_home },
  { "first-run", N_ ("Welcome"), new_first_run, .is_passing = TRUE },
  { "accounts", N_ ("Accounts"), new_accounts, .spends = TRUE },
  { "add-account", N_ ("Add Account"), new_add_account, .spends = TRUE, .is_passing = TRUE },
  { "new-account", N_ ("New Account"), new_new_account, .spends = TRUE, .is_passing = TRUE },
  { "new-account/", N_ ("New Account"), new_new_account, .spends = TRUE, .is_passing = TRUE },
  { "network", N_ ("Network"), new_network },
  { "new-asset", N_ ("New Asset"), new_new_asset, .spends = TRUE, .is_passing = TRUE,
    .has_header = TRUE },
  { "drafts", N_ ("Drafts"), new_drafts, .spends = TRUE },
  { "draft/", N_ ("Draft"), new_draft, .spends = TRUE, .has_header = TRUE },
  { "asset/", N_ ("Asset"), new_asset, .spends = TRUE },
  { "activity", N_ ("Activity"), new_activity, .spends = TRUE },
};

/* Returns: G_N_ELEMENTS (pages) if there is none of that name. */
static guint
find_page (const char *name,
           const char **argument)
{
  guint i;

  *argument = NULL;
  for (i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      gsize length = strlen (pages[i].name);

      if (pages[i].name[length - 1] == '/' && g_str_has_prefix (name, pages[i].name))
        {
          *argument = name + length;
          break;
        }
      if (g_str_equal (pages[i].name, name))
        break;
    }
  return i;
}

static void
set_title (MnrWindow *self,
           const char *title,
           const char *subtitle)
{
  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, subtitle);
  /* For task bars and screen readers. */
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
on_asset_renamed (MnrAssetPage *page,
                  MnrWindow *self)
{
  set_title (self, mnr_asset_page_get_name (page), mnr_asset_page_get_kind (page));
}

/* The page before goes: what it was doing, it gives up. Nothing that was typed
 * is lost by that, for drafts are saved as they are typed. */
static void
show_page (MnrWindow *self,
           const char *name)
{
  GtkWidget *before = gtk_stack_get_visible_child (self->pages);
  const char *argument;
  guint index = find_page (name, &argument);
  GtkWidget *page;

  if (index == G_N_ELEMENTS (pages))
    index = find_page (name = "home", &argument);
  if (g_strcmp0 (self->page, name) != 0 || before == NULL)
    {
      page = pages[index].make (self, argument);
      gtk_stack_add_child (self->pages, page);
      gtk_stack_set_visible_child (self->pages, page);
      if (before != NULL)
        gtk_stack_remove (self->pages, before);
      if (MNR_IS_DRAFT_PAGE (page))
        mnr_draft_page_focus_step (MNR_DRAFT_PAGE (page));
      else if ((gtk_widget_get_state_flags (page) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0)
        gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
      set_title (self, _ (pages[index].title), "");
      if (MNR_IS_ASSET_PAGE (page))
        {
          g_signal_connect_object (page, "renamed", G_CALLBACK (on_asset_renamed), self, 0);
          on_asset_renamed (MNR_ASSET_PAGE (page), self);
        }
      if (name != self->page)
        {
          g_free (self->page);
          self->page = g_strdup (name);
        }
      if (!pages[index].is_passing)
        g_settings_set_string (self->settings, "page", name);
      /* Such a page is a task of its own, and wants the room. */
      gtk_widget_set_visible (self->header, !pages[index].has_header);
      gtk_widget_set_visible (GTK_WIDGET (self->banner),
                              pages[index].spends && !pages[index].has_header);
      gtk_widget_set_visible (GTK_WIDGET (self->side_bar), !pages[index].has_header);
      gtk_widget_set_visible (self->separator, !pages[index].has_header);
      mnr_side_bar_set_page (self->side_bar, self->page);
    }
  adw_leaflet_set_visible_child (self->leaflet, adw_leaflet_page_get_child (self->content));
}

/* Actions */

static void
show_page_activated (GtkWidget *widget,
                     const char *name,
                     GVariant *parameter)
{
  MnrWindow *self = MNR_WINDOW (widget);

  if (self->wallet != NULL)
    show_page (self, g_variant_get_string (parameter, NULL));
}

static void
back_activated (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  MnrWindow *self = MNR_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->side_bar));
}

static void
toast (MnrWindow *self,
       const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (markup));
}

static void
toast_activated (GtkWidget *widget,
                 const char *name,
                 GVariant *parameter)
{
  toast (MNR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
on_opened (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  /* What went wrong stands in the side bar and on the network's page. */
  mnr_wallet_open_finish (MNR_WALLET (source), result, NULL);
}

static void
open_network_activated (GtkWidget *widget,
                        const char *name,
                        GVariant *parameter)
{
  MnrWindow *self = MNR_WINDOW (widget);
  const char *network = g_variant_get_string (parameter, NULL);

  if (self->wallet == NULL)
    return;
  g_settings_set_string (self->settings, "network", network);
  mnr_wallet_open_async (self->wallet, network, NULL, NULL, on_opened, NULL);
}

/* The window itself */

static void
on_network_changed (MnrWindow *self)
{
  /* What was shown was of another chain. */
  if (g_str_has_prefix (self->page, "asset/") && mnr_wallet_get_node (self->wallet) == NULL)
    show_page (self, "home");
}

static void
begin (MnrWindow *self)
{
  g_autofree char *folder = mnr_draft_store_get_default_path ();
  g_autofree char *network = g_settings_get_string (self->settings, "network");
  g_autofree char *page = g_settings_get_string (self->settings, "page");

  self->drafts = mnr_draft_store_new (folder);
  g_signal_connect_object (self->wallet, "network-changed", G_CALLBACK (on_network_changed), self,
                           G_CONNECT_SWAPPED);
  mnr_network_banner_set_wallet (self->banner, self->wallet);
  mnr_side_bar_set_wallet (self->side_bar, self->wallet);
  mnr_side_bar_set_drafts (self->side_bar, G_LIST_MODEL (self->drafts));
  if (network[0] == '\0')
    show_page (self, "first-run");
  else
    {
      show_page (self, page);
      mnr_wallet_open_async (self->wallet, network, NULL, NULL, on_opened, NULL);
    }
}

static void
on_folded (MnrWindow *self)
{
  mnr_side_bar_set_folded (self->side_bar, adw_leaflet_get_folded (self->leaflet));
}

/* Returns: (transfer full) (nullable): something of which the chain has not decided yet,
 * and soon will have */
static MnrOutboxEntry *
find_on_its_way (MnrWindow *self)
{
  MnrNode *node = mnr_wallet_get_node (self->wallet);
  const MnrDynamicGlobalProperties *head = node != NULL ? mnr_node_get_head (node) : NULL;
  g_autoptr (GPtrArray) entries = NULL;

  if (head == NULL || mnr_wallet_get_chain_id (self->wallet) == NULL)
    return NULL;
  entries = mnr_outbox_list (mnr_wallet_get_outbox (self->wallet),
                             mnr_wallet_get_chain_id (self->wallet), TRUE, NULL);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const MnrOutboxEntry *entry = g_ptr_array_index (entries, i);

      if ((entry->state == MNR_OUTBOX_SIGNED || entry->state == MNR_OUTBOX_SENT) &&
          entry->expiration >= head->time)
        return g_ptr_array_steal_index (entries, i);
    }
  return NULL;
}

static gboolean
on_close_idle (gpointer user_data)
{
  mnr_window_close_at_once (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_close_answered (MnrWindow *self,
                   const char *response)
{
  /* Once the dialog has gone, which does not bear to be left behind. */
  if (g_str_equal (response, "close"))
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_close_idle, g_object_ref (self), g_object_unref);
}

/* There is still time to mend what is in the way, or to export the draft elsewhere. */
static void
ask_to_lose (MnrWindow *self,
             const char *problem)
{
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (self), _ ("Quit Without Saving?"), NULL);

  adw_message_dialog_format_body (
    ADW_MESSAGE_DIALOG (dialog),
    _ ("A draft could not be saved: %s\nWhat was typed since it was saved last goes with the "
       "window."),
    problem);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("_Keep Open"), "close",
                                    _ ("_Quit Anyway"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "close",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_close_answered), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
ask_to_close (MnrWindow *self,
              const MnrOutboxEntry *entry)
{
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (self), _ ("Something Is on Its Way"), NULL);

  adw_message_dialog_format_body (
    ADW_MESSAGE_DIALOG (dialog),
    _ ("“%s” is signed, and it is open yet what becomes of it. Moneyer finds that out at its next "
       "start if you close it now. Nothing is lost by that, and nothing is sent twice."),
    entry->summary);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stay", _ ("_Stay"), "close",
                                    _ ("_Close"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_close_answered), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
mnr_window_close_request (GtkWindow *window)
{
  MnrWindow *self = MNR_WINDOW (window);
  g_autoptr (GError) error = NULL;
  int width, height;

  /* What cannot be written keeps the window open: there is still time to mend it. */
  if (self->drafts != NULL && !mnr_draft_store_flush (self->drafts, &error) &&
      !self->is_closing)
    {
      ask_to_lose (self, error->message);
      return TRUE;
    }
  if (self->wallet != NULL && !self->is_closing)
    {
      g_autoptr (MnrOutboxEntry) entry = find_on_its_way (self);

      if (entry != NULL)
        {
          ask_to_close (self, entry);
          return TRUE;
        }
    }
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));

  return GTK_WINDOW_CLASS (mnr_window_parent_class)->close_request (window);
}

static void
mnr_window_finalize (GObject *object)
{
  MnrWindow *self = MNR_WINDOW (object);

  g_clear_object (&self->wallet);
  g_clear_object (&self->settings);
  g_clear_object (&self->drafts);
  g_free (self->page);

  G_OBJECT_CLASS (mnr_window_parent_class)->finalize (object);
}

static void
mnr_window_class_init (MnrWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mnr_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = mnr_window_close_request;

  g_type_ensure (MNR_TYPE_NETWORK_BANNER);
  g_type_ensure (MNR_TYPE_SIDE_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, MnrWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, MnrWindow, content);
  gtk_widget_class_bind_template_child (widget_class, MnrWindow, header);
  gtk_widget_class_bind_template_child (widget_class, MnrWindow, side_bar);
  gtk_widget_class_bind_template_child (widget_class, MnrWindow, separator);
  gtk_widget_class_bind_template_child (widget_class, MnrWindow, title);
  gtk_widget_class_bind_template_child (widget_class, MnrWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, MnrWindow, pages);

  gtk_widget_class_bind_template_callback (widget_class, on_folded);

  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_activated);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_activated);
  gtk_widget_class_install_action (widget_class, "win.open-network", "s", open_network_activated);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
}

static void
mnr_window_init (MnrWindow *self)
{
  self->settings = g_settings_new (MNR_APPLICATION_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

/* Why nothing can be done, and what may be done about it. */
static void
show_failure (MnrWindow *self,
              const GError *why)
{
  const gboolean is_damaged =
    g_error_matches (why, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_DAMAGED);
  g_autofree char *text =
    is_damaged
      ? g_strdup_printf (_ ("%s\nIt remembers what was signed and sent. A new one knows nothing of "
                            "what was under way: wait a few minutes before you do that again."),
                         why->message)
      : g_strdup_printf (_ ("%s\nIt is left as it is. Mend it, or move it away, and start Moneyer "
                            "again."),
                         why->message);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  gtk_stack_add_child (
    self->pages,
    new_status ("dialog-error-symbolic", _ ("Moneyer’s Files Cannot Be Read"), markup,
                is_damaged ? _ ("Keep It Aside and Begin Anew") : _ ("Quit"),
                is_damaged ? "app.set-aside" : "app.quit"));
  gtk_widget_set_visible (GTK_WIDGET (self->side_bar), FALSE);
}

MnrWindow *
mnr_window_new (AdwApplication *application,
                MnrWallet *wallet,
                const GError *why)
{
  MnrWindow *self = g_object_new (MNR_TYPE_WINDOW, "application", application, NULL);

  if (wallet != NULL)
    {
      self->wallet = g_object_ref (wallet);
      begin (self);
    }
  else
    show_failure (self, why);
  return self;
}

void
mnr_window_close_at_once (MnrWindow *self)
{
  self->is_closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}
