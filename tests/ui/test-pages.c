/* test-pages.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-pages.h"

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "test-wait.h"

/* Looking at widgets */

static gboolean
is_visible_in (GtkWidget *widget,
               GtkWidget *root)
{
  for (; widget != root; widget = gtk_widget_get_parent (widget))
    if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
      return FALSE;
  return TRUE;
}

/* The first label that can be seen and has @text in it. */
GtkWidget *
pages_find_label (GtkWidget *root,
                  GtkWidget *widget,
                  const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_label (GTK_LABEL (widget)), text) != NULL &&
      is_visible_in (widget, root))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = pages_find_label (root, child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
pages_find_widget (GtkWidget *widget,
                   GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = pages_find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  GtkWidget *root;
  const char *text;
} Sight;

static gboolean
is_seen (gpointer user_data)
{
  const Sight *sight = user_data;

  return pages_find_label (sight->root, sight->root, sight->text) != NULL;
}

void
pages_wait_for_text (GtkWidget *root,
                     const char *text)
{
  Sight sight = { root, text };

  g_test_message ("waiting for “%s”", text);
  test_wait_until (is_seen, &sight);
}

/* A window with one widget in it, of which nothing stays behind. */
GtkWidget *
pages_show (GtkWidget *child)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 700, 700);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static gboolean
is_null (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

void
pages_finish (GtkWidget *window,
              GtkWidget *child)
{
  gpointer left = child;

  g_object_add_weak_pointer (G_OBJECT (child), &left);
  gtk_window_destroy (GTK_WINDOW (window));
  test_wait_until (is_null, &left);
}

/* A practice network, and a wallet that is open on it */

char *
pages_call (Pages *self,
            const char *api,
            const char *method,
            const char *params)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  mnr_node_call_async (mnr_wallet_get_node (self->wallet), MNR_NODE_CALL_ONCE, api, method,
                       params, NULL, test_take_result, &result);
  answer = mnr_node_call_finish (mnr_wallet_get_node (self->wallet), test_wait (&result), &error);
  g_assert_no_error (error);
  return g_strdup (g_bytes_get_data (answer, NULL));
}

void
pages_set_up (Pages *self,
              gconstpointer data)
{
  const char *nodes[2] = { NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->practice = practice_start ("0");
  nodes[0] = self->practice->ws;
  self->wallet = mnr_wallet_new (&error);
  g_assert_no_error (error);
  mnr_wallet_open_async (self->wallet, "practice", nodes, NULL, test_take_result, &result);
  mnr_wallet_open_finish (self->wallet, test_wait (&result), &error);
  g_assert_no_error (error);
  /* The residents move in. */
  g_free (pages_call (self, "practice", "produce_blocks", "[3]"));
}

void
pages_tear_down (Pages *self,
                 gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  mnr_wallet_close_async (self->wallet, test_take_result, &result);
  mnr_wallet_close_finish (self->wallet, test_wait (&result), NULL);
  g_object_unref (self->wallet);
  practice_free (self->practice);
}

/* The asset of a symbol. */
void
pages_find_asset (Pages *self,
                  const char *symbol,
                  MnrObjectId *id,
                  MnrObjectId *issuer)
{
  static const MnrType assets_type = { .kind = MNR_KIND_ARRAY,
                                       .size = sizeof (MnrAnyArray),
                                       .element = &mnr_type_asset };
  MNR_ARRAY (MnrAsset)
  assets = { 0 };
  g_autofree char *params = g_strdup_printf ("[[\"%s\"]]", symbol);
  g_autofree char *json = pages_call (self, "database", "get_assets", params);
  g_autoptr (GError) error = NULL;

  mnr_json_read (&assets_type, json, strlen (json), "BTS", &assets, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (assets.len, ==, 1);
  *id = assets.items[0].id;
  *issuer = assets.items[0].issuer;
  mnr_value_clear (&assets_type, &assets);
}

/* A transfer of the asset by its issuer. */
gint64
pages_put_into_outbox (Pages *self,
                       MnrObjectId account,
                       MnrObjectId asset,
                       const char *intent)
{
  g_autoptr (MnrTransaction) transaction = mnr_transaction_new ();
  MnrOperation *operation = mnr_array_add (&mnr_type_operations, &transaction->operations);
  MnrTransfer *transfer = mnr_operation_init (operation, MNR_OPERATION_TRANSFER);
  g_autoptr (GError) error = NULL;
  const MnrDynamicGlobalProperties *head = mnr_node_get_head (mnr_wallet_get_node (self->wallet));
  static const MnrType signatures = { .kind = MNR_KIND_ARRAY,
                                      .size = sizeof transaction->signatures,
                                      .element = &mnr_type_signature };
  const MnrSignature signature = { { 31 } };
  static guint n_made;
  gint64 id;

  transfer->fee.asset_id = MNR_CORE_ASSET;
  transfer->from = account;
  transfer->to = MNR_ACCOUNT_ID (0);
  transfer->amount = (MnrAmount){ 1 + n_made++, asset };
  transaction->expiration = head->time + 60;
  mnr_array_append (&signatures, &transaction->signatures, &signature);
  id = mnr_outbox_add (mnr_wallet_get_outbox (self->wallet),
                       mnr_wallet_get_chain_id (self->wallet), account, intent, intent,
                       transaction, head->time, head->last_irreversible_block_num, &error);
  g_assert_no_error (error);
  return id;
}

void
pages_use_account (Pages *self,
                   const char *name)
{
  MnrWalletAccount account = { .name = (char *) name };
  g_autofree char *params = g_strdup_printf ("[\"%s\"]", name);
  g_autofree char *json = pages_call (self, "database", "get_account_id_from_string", params);
  g_autoptr (GError) error = NULL;

  account.chain_id = *mnr_wallet_get_chain_id (self->wallet);
  g_assert_true (mnr_object_id_parse (json + 1, strlen (json) - 2, &account.id));
  mnr_accounts_put (mnr_wallet_get_accounts (self->wallet), &account, &error);
  g_assert_no_error (error);
  mnr_wallet_set_account (self->wallet, name, &error);
  g_assert_no_error (error);
}
