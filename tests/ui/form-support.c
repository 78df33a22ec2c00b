/* form-support.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "form-support.h"

#include <string.h>

#include "chain/crypto/mnr-private-key.h"
#include "test-support.h"
#include "test-wait.h"

MnrWallet *wallet;
static Practice *practice;

void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* Widgets */

GtkWidget *
find_widget (GtkWidget *root,
             gboolean (*is_it) (GtkWidget *widget, gconstpointer data),
             gconstpointer data)
{
  if (is_it (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, is_it, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_of_type (GtkWidget *widget,
            gconstpointer type)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), *(const GType *) type);
}

GtkWidget *
find_type (GtkWidget *root,
           GType type)
{
  return find_widget (root, is_of_type, &type);
}

gboolean
is_toggle (GtkWidget *widget,
           gconstpointer label)
{
  return GTK_IS_TOGGLE_BUTTON (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

gboolean
is_button_child (GtkWidget *widget,
                 gconstpointer prefix)
{
  GtkWidget *child = GTK_IS_BUTTON (widget) ? gtk_button_get_child (GTK_BUTTON (widget)) : NULL;

  return child != NULL && GTK_IS_LABEL (child) &&
         g_str_has_prefix (gtk_label_get_text (GTK_LABEL (child)), prefix);
}

gboolean
has_text (GtkWidget *widget,
          gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
         strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

void
type_into (GtkWidget *row,
           const char *text)
{
  GtkWidget *entry = find_type (row, GTK_TYPE_ENTRY);

  if (entry != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
  else
    gtk_text_buffer_set_text (
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_type (row, GTK_TYPE_TEXT_VIEW))), text, -1);
}

void
form_open (Form *self,
           MnrDraft *draft,
           int width,
           int height)
{
  self->folder = test_make_folder ();
  self->store = mnr_draft_store_new (self->folder);
  self->draft = draft;
  self->page = mnr_draft_page_new (wallet, self->store, draft);
  self->window = g_object_new (ADW_TYPE_WINDOW, "default-width", width, "default-height", height,
                               NULL);
  adw_window_set_content (ADW_WINDOW (self->window), self->page);
  gtk_window_present (GTK_WINDOW (self->window));
  while (!gtk_widget_get_mapped (self->page) || gtk_widget_get_width (self->page) == 0)
    g_main_context_iteration (NULL, TRUE);
  settle ();
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

/* Gives the last reference of ours back; calls under way end with theirs. */
void
let_go (gpointer object)
{
  g_object_add_weak_pointer (object, &object);
  g_object_unref (object);
  test_wait_until (is_gone, &object);
}

void
form_close (Form *self)
{
  GtkWidget *page = g_object_ref (self->page);

  gtk_window_destroy (GTK_WINDOW (self->window));
  settle ();
  let_go (page);
  let_go (self->store);
  let_go (self->draft);
  test_remove_folder (self->folder);
}

GtkWidget *
form_get_row (Form *self,
              MnrDraftField field)
{
  return mnr_draft_step_get_row (
    mnr_draft_page_get_form (MNR_DRAFT_PAGE (self->page), mnr_step_find_field (field)), field);
}

typedef struct
{
  Form *form;
  const char *text;
} Said;

static gboolean
is_said (gpointer data)
{
  Said *said = data;

  return find_widget (said->form->page, has_text, said->text) != NULL;
}

void
form_wait_for (Form *self,
               const char *text)
{
  Said said = { self, text };

  test_wait_until (is_said, &said);
}

MnrDraft *
new_template (const char *name)
{
  g_autoptr (GError) error = NULL;
  MnrDraft *draft = mnr_draft_new_from_template (name, &error);

  g_assert_no_error (error);
  return draft;
}

/* Pictures, for whoever wants to look: MONEYER_SHOTS names a folder. */

static gboolean
has_waited (gpointer data)
{
  return g_get_monotonic_time () > *(gint64 *) data;
}

void
shoot (GtkWidget *window,
       const char *name)
{
  const char *folder = g_getenv ("MONEYER_SHOTS");
  g_autofree char *file = NULL, *path = NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  GtkSnapshot *snapshot;
  gint64 until = g_get_monotonic_time () + G_USEC_PER_SEC;

  if (folder == NULL)
    return;
  test_wait_until (has_waited, &until);
  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window),
                          gtk_widget_get_height (window));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  file = g_strconcat (name, ".png", NULL);
  path = g_build_filename (folder, file, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

/* The whole way */

static void
on_created (Way *way,
            guint64 asset)
{
  way->created = asset;
}

static gboolean
may_confirm (gpointer data)
{
  Way *way = data;

  way->button = find_widget (way->form.page, is_button_child, way->wanted);
  return way->button != NULL && gtk_widget_is_sensitive (way->button);
}

static gboolean
is_named (GtkWidget *widget,
          gconstpointer label)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_get_visible (widget) &&
         g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

static gboolean
may_open (gpointer data)
{
  Way *way = data;

  way->button = find_widget (way->form.page, is_named, way->wanted);
  return way->button != NULL;
}

/* Presses the button that confirms, waits for the one at the end, and returns it. */
void
confirm (Way *way,
         const char *verb,
         const char *result)
{
  way->wanted = verb;
  test_wait_until (may_confirm, way);
  shoot (way->form.window, "review");
  g_signal_emit_by_name (way->button, "clicked");
  /* Once is enough, however often it is pressed. */
  g_signal_emit_by_name (way->button, "clicked");
  way->wanted = result;
  test_wait_until (may_open, way);
  shoot (way->form.window, "sent");
  g_signal_emit_by_name (way->button, "clicked");
}

void
way_open (Way *way,
          const char *template,
          const char *symbol)
{
  form_open (&way->form, new_template (template), 1100, 760);
  g_signal_connect_swapped (way->form.page, "created", G_CALLBACK (on_created), way);
  type_into (form_get_row (&way->form, MNR_DRAFT_SYMBOL), symbol);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (way->form.store)), ==, 1);
}

static gboolean
was_created (gpointer data)
{
  return ((Way *) data)->created != 0;
}

/* The page lets go of the store's last draft when it is on the chain. */
void
way_close (Way *way)
{
  test_wait_until (was_created, way);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (way->form.store)), ==, 0);
  form_close (&way->form);
}

char *
ask_chain (const char *method,
           const char *params)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = call_and_wait (mnr_wallet_get_node (wallet), MNR_NODE_CALL_DEFAULT,
                                             method, params, &error);

  g_assert_no_error (error);
  return g_strdup (g_bytes_get_data (answer, NULL));
}

/* Before and after */

void
open_wallet (void)
{
  g_autoptr (GAsyncResult) opened = NULL, stored = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrPrivateKey) key = NULL;
  g_autoptr (MnrSecret) password = test_secret ("practice-network");
  const char *nodes[] = { NULL, NULL };
  MnrWalletAccount account = { .name = (char *) "practice-alice", .roles = MNR_KEY_ACTIVE };
  MnrKeyOwner owner = {
    .network = "Practice",
    .account = "practice-alice",
    .roles = MNR_KEY_ACTIVE,
  };
  g_autoptr (GBytes) found = NULL;
  const char *id;

  practice = practice_start ("0");
  nodes[0] = practice->ws;
  wallet = mnr_wallet_new (&error);
  g_assert_no_error (error);
  mnr_wallet_open_async (wallet, "practice", nodes, NULL, test_take_result, &opened);
  mnr_wallet_open_finish (wallet, test_wait (&opened), &error);
  g_assert_no_error (error);

  found = call_and_wait (mnr_wallet_get_node (wallet), MNR_NODE_CALL_DEFAULT,
                         "get_account_by_name", "[\"practice-alice\"]", &error);
  g_assert_no_error (error);
  id = strstr (g_bytes_get_data (found, NULL), "\"id\":\"1.2.");
  g_assert_true (mnr_object_id_parse (id + 6, strcspn (id + 6, "\""), &account.id));
  account.chain_id = *mnr_node_get_chain_id (mnr_wallet_get_node (wallet));
  owner.chain_id = &account.chain_id;
  owner.account_id = account.id;
  key = mnr_private_key_new_from_password ("practice-alice", "active", password, &error);
  g_assert_no_error (error);
  mnr_key_ring_store_async (mnr_wallet_get_key_ring (wallet), &owner, key, NULL, test_take_result,
                            &stored);
  mnr_key_ring_store_finish (mnr_wallet_get_key_ring (wallet), test_wait (&stored), &error);
  g_assert_no_error (error);
  g_assert_true (mnr_accounts_put (mnr_wallet_get_accounts (wallet), &account, &error));
  g_assert_true (mnr_wallet_set_account (wallet, "practice-alice", &error));
  g_assert_nonnull (mnr_wallet_get_account (wallet));
}

void
close_wallet (void)
{
  g_autoptr (GAsyncResult) closed = NULL;

  mnr_wallet_close_async (wallet, test_take_result, &closed);
  mnr_wallet_close_finish (wallet, test_wait (&closed), NULL);
  settle ();
  g_clear_object (&wallet);
  practice_free (practice);
}
