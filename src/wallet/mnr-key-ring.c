/* mnr-key-ring.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-key-ring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

/* The header of libsecret 0.20 forgets this one. */
#ifndef __SECRET_BACKEND_H__
#define __SECRET_INSIDE_HEADER__
#include <libsecret/secret-backend.h>
#undef __SECRET_INSIDE_HEADER__
#endif

#include "chain/values/mnr-text.h"
#include "mnr-wallet-error.h"

struct _MnrKeyRing
{
  GObject parent_instance;

  guint patience;
};

static void mnr_key_ring_iface_init (MnrKeySourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MnrKeyRing,
                               mnr_key_ring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MNR_TYPE_KEY_SOURCE,
                                                      mnr_key_ring_iface_init))

static const SecretSchema schema = {
  "io.github.moneyer.Key",
  SECRET_SCHEMA_NONE,
  {
    { "chain", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "account-name", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "roles", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "public-key", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

/* Something asked of the key ring. It ends once: with its outcome, or before if
 * it is cancelled or takes too long. libsecret may then still hold on to it, so
 * it lives as long as the last who waits for it. */
typedef struct _Wish Wish;

struct _Wish
{
  grefcount references;
  GTask *task;               /* NULL once it has ended */
  GCancellable *cancellable; /* what libsecret is given */
  gulong cancelled;          /* handler on the task's own */
  GSource *timer;
  void (*run) (Wish *wish); /* once the key ring is open */
  gboolean must_be_open;
  gboolean again; /* it has been begun twice */
  gboolean locked;
  SecretCollection *collection; /* that keys are stored in; NULL: none, or no service */
  GHashTable *attributes;
  char *label;
  SecretValue *value;
  MnrPublicKey key;
};

static Wish *
wish_ref (Wish *self)
{
  g_ref_count_inc (&self->references);
  return self;
}

static void
wish_unref (Wish *self)
{
  if (!g_ref_count_dec (&self->references))
    return;

  g_clear_object (&self->cancellable);
  g_clear_object (&self->collection);
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->value, secret_value_unref);
  g_free (self->label);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wish, wish_unref)

/* Returns: (transfer full) (nullable): the task, whose outcome it now is to give; NULL if
 * it has ended before. */
static GTask *
wish_end (Wish *self)
{
  GTask *task = g_steal_pointer (&self->task);

  if (task == NULL)
    return NULL;

  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  /* Not g_cancellable_disconnect(), which would wait for a handler that this is in. */
  if (self->cancelled != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), self->cancelled);
  wish_unref (self);
  return task;
}

static void
wish_fail (Wish *self,
           MnrWalletError code,
           const char *sentence)
{
  g_autoptr (GTask) task = wish_end (self);

  if (task != NULL)
    g_task_return_new_error (task, MNR_WALLET_ERROR, code, "%s", sentence);
}

static gboolean
comes_from_daemon (const GError *error)
{
  return error->domain == G_DBUS_ERROR ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_DBUS_ERROR);
}

/* What the bus itself says, or that there is no bus. */
static gboolean
is_nobody_there (const GError *error)
{
  return !comes_from_daemon (error) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         (error->domain == G_DBUS_ERROR && error->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED &&
          error->code <= G_DBUS_ERROR_SPAWN_NO_MEMORY);
}

static void wish_begin (Wish *self);

/* What libsecret and the daemon said, in a sentence of ours. */
static void
wish_fail_with (Wish *self,
                GError *error)
{
  g_autoptr (GError) reason = error;
  g_autofree char *words = NULL;
  g_autofree char *sentence = NULL;

  if (g_error_matches (reason, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    {
      wish_fail (self, MNR_WALLET_ERROR_LOCKED,
                 _ ("The key ring is locked and was not unlocked."));
      return;
    }
  /* The daemon may have been started anew, and libsecret still speak to the one
   * before. (It has stripped the name of the error.) */
  if (self->task != NULL && !self->again && comes_from_daemon (reason))
    {
      self->again = TRUE;
      secret_service_disconnect ();
      wish_begin (self);
      return;
    }
  g_dbus_error_strip_remote_error (reason);
  words = mnr_text_make_visible (reason->message);
  sentence = g_strdup_printf (_ ("The key ring refused: %s"), words);
  wish_fail (self, MNR_WALLET_ERROR_REFUSED, sentence);
}

static void
wish_succeed (Wish *self)
{
  g_autoptr (GTask) task = wish_end (self);

  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

static gboolean
on_patience_ended (gpointer user_data)
{
  g_autoptr (Wish) self = wish_ref (user_data);

  if (self->locked)
    wish_fail (self, MNR_WALLET_ERROR_LOCKED,
               _ ("The key ring is locked and was not unlocked in time."));
  else
    wish_fail (self, MNR_WALLET_ERROR_TIMEOUT, _ ("The key ring did not answer in time."));
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable,
              gpointer user_data)
{
  g_autoptr (Wish) self = wish_ref (user_data);
  g_autoptr (GTask) task = wish_end (self);

  if (task != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _ ("Cancelled"));
  g_cancellable_cancel (self->cancellable);
}

static void
on_unlocked (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (Wish) self = user_data;
  g_autoptr (GError) error = NULL;
  int n = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);

  if (self->task == NULL)
    return;
  if (error != NULL)
    wish_fail_with (self, g_steal_pointer (&error));
  else if (n == 0)
    wish_fail (self, MNR_WALLET_ERROR_LOCKED,
               _ ("The key ring is locked and was not unlocked."));
  else
    {
      self->locked = FALSE;
      self->run (self);
    }
}

static void
on_collection (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (Wish) self = user_data;
  g_autoptr (GError) error = NULL;

  self->collection = secret_collection_for_alias_finish (result, &error);
  if (self->task == NULL)
    return;
  if (error != NULL)
    {
      wish_fail_with (self, g_steal_pointer (&error));
      return;
    }

  self->locked = self->collection != NULL && secret_collection_get_locked (self->collection);
  if (self->locked && self->must_be_open)
    {
      g_autoptr (GList) one = g_list_append (NULL, self->collection);

      secret_service_unlock (secret_collection_get_service (self->collection), one,
                             self->cancellable, on_unlocked, wish_ref (self));
    }
  else
    self->run (self);
}

static void
on_backend (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (Wish) self = user_data;
  g_autoptr (GError) error = NULL;
  /* Not to be unreferenced: libsecret 0.20 gives away the only reference that it has. */
  SecretBackend *backend = secret_backend_get_finish (result, &error);

  if (self->task == NULL)
    return;
  if (backend == NULL)
    {
      if (is_nobody_there (error))
        wish_fail (self, MNR_WALLET_ERROR_NO_KEY_RING,
                   _ ("There is no key ring on this computer, or it does not start; only "
                      "moneyer-cli can take keys from a file instead."));
      else
        wish_fail_with (self, g_steal_pointer (&error));
    }
  else if (SECRET_IS_SERVICE (backend))
    secret_collection_for_alias (SECRET_SERVICE (backend), SECRET_COLLECTION_DEFAULT,
                                 SECRET_COLLECTION_NONE, self->cancellable, on_collection,
                                 wish_ref (self));
  else
    self->run (self);
}

static void
wish_begin (Wish *self)
{
  g_clear_object (&self->collection);
  secret_backend_get (SECRET_BACKEND_OPEN_SESSION, self->cancellable, on_backend, wish_ref (self));
}

/* A new wish that begins to come true. Takes the attributes. */
static Wish *
wish_start (gpointer source,
            void (*run) (Wish *wish),
            GHashTable *attributes,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  MnrKeyRing *ring = MNR_KEY_RING (source);
  Wish *self = g_new0 (Wish, 1);

  g_ref_count_init (&self->references);
  self->task = g_task_new (ring, cancellable, callback, user_data);
  self->cancellable = g_cancellable_new ();
  self->run = run;
  self->must_be_open = TRUE;
  self->attributes = attributes;
  self->timer = g_timeout_source_new_seconds (ring->patience);
  g_source_set_callback (self->timer, on_patience_ended, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
  if (cancellable != NULL)
    {
      if (g_cancellable_is_cancelled (cancellable))
        g_cancellable_cancel (self->cancellable);
      self->cancelled =
        g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled), self);
    }
  wish_begin (self);
  return self;
}

/* Attributes of a key: all that are given. */

static void
set_attribute (GHashTable *attributes,
               const char *name,
               char *value)
{
  g_hash_table_insert (attributes, g_strdup (name), value);
}

static char *
format_hex (const guint8 *data,
            gsize size)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", data[i]);
  return g_string_free (text, FALSE);
}

static GHashTable *
attributes_new (const MnrChainId *chain_id,
                MnrObjectId account_id,
                const MnrPublicKey *key)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  set_attribute (attributes, "chain", format_hex (chain_id->data, sizeof chain_id->data));
  if (account_id != 0)
    set_attribute (attributes, "account", g_strdup (mnr_object_id_format (account_id, text)));
  if (key != NULL)
    set_attribute (attributes, "public-key", format_hex (key->data, sizeof key->data));
  return attributes;
}

static gboolean
parse_public_key (const char *text,
                  MnrPublicKey *key)
{
  if (text == NULL || strlen (text) != 2 * sizeof key->data)
    return FALSE;
  for (gsize i = 0; i < sizeof key->data; i++)
    {
      int high = g_ascii_xdigit_value (text[2 * i]), low = g_ascii_xdigit_value (text[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      key->data[i] = (guint8) (high << 4 | low);
    }
  return TRUE;
}

/* Storing. */

static void
on_stored (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (Wish) self = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    wish_succeed (self);
  else if (error != NULL)
    wish_fail_with (self, error);
  else
    wish_fail (self, MNR_WALLET_ERROR_LOCKED,
               _ ("The key ring is locked and was not unlocked."));
}

static void
run_store (Wish *self)
{
  secret_password_storev_binary (&schema, self->attributes, SECRET_COLLECTION_DEFAULT, self->label,
                                 self->value, self->cancellable, on_stored, wish_ref (self));
}

static char *
make_label (const MnrKeyOwner *owner)
{
  const char *account = owner->account, *network = owner->network;

  switch ((guint) owner->roles)
    {
    case MNR_KEY_OWNER:
      return g_strdup_printf (_ ("Moneyer: owner key of %s (%s)"), account, network);
    case MNR_KEY_ACTIVE:
      return g_strdup_printf (_ ("Moneyer: active key of %s (%s)"), account, network);
    case MNR_KEY_MEMO:
      return g_strdup_printf (_ ("Moneyer: memo key of %s (%s)"), account, network);
    case MNR_KEY_ACTIVE | MNR_KEY_MEMO:
      return g_strdup_printf (_ ("Moneyer: active and memo key of %s (%s)"), account, network);
    default:
      return g_strdup_printf (_ ("Moneyer: key of %s (%s)"), account, network);
    }
}

void
mnr_key_ring_store_async (MnrKeyRing *self,
                          const MnrKeyOwner *owner,
                          const MnrPrivateKey *key,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MnrSecret) wif = mnr_private_key_to_wif (key, &error);
  MnrPublicKey public_key;
  GHashTable *attributes;
  Wish *wish;

  if (wif == NULL)
    {
      g_task_report_error (self, callback, user_data, mnr_key_ring_store_async,
                           g_steal_pointer (&error));
      return;
    }

  mnr_private_key_get_public_key (key, &public_key);
  attributes = attributes_new (owner->chain_id, owner->account_id, &public_key);
  set_attribute (attributes, "account-name", g_strdup (owner->account));
  set_attribute (attributes, "roles", mnr_key_roles_format (owner->roles));
  wish = wish_start (self, run_store, attributes, cancellable, callback, user_data);
  wish->label = make_label (owner);
  /* Into libsecret's own locked memory; ours is wiped on the way out. */
  wish->value = secret_value_new ((const char *) wif->data, (gssize) wif->size, "text/plain");
  mnr_secret_burn_stack ();
}

/* Removing: the service clears only what is unlocked, hence wish->must_be_open. */

static void
on_cleared (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (Wish) self = user_data;
  GError *error = NULL;

  /* FALSE without an error: there was none. */
  if (secret_password_clear_finish (result, &error) || error == NULL)
    wish_succeed (self);
  else
    wish_fail_with (self, error);
}

static void
run_remove (Wish *self)
{
  secret_password_clearv (&schema, self->attributes, self->cancellable, on_cleared,
                          wish_ref (self));
}

void
mnr_key_ring_remove_async (MnrKeyRing *self,
                           const MnrChainId *chain_id,
                           MnrObjectId account_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  wish_start (self, run_remove, attributes_new (chain_id, account_id, NULL), cancellable, callback,
              user_data);
}

/* Listing. */

static void
free_set (gpointer set)
{
  mnr_value_free (&mnr_type_public_key_set, set);
}

static void
add_key (MnrPublicKeySet *set,
         SecretRetrievable *item)
{
  g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (item);
  MnrPublicKey key;

  if (!parse_public_key (g_hash_table_lookup (attributes, "public-key"), &key))
    return;
  for (gsize i = 0; i < set->len; i++)
    if (mnr_public_key_equal (&set->items[i], &key))
      return;
  mnr_array_append (&mnr_type_public_key_set, set, &key);
}

static void
on_searched (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (Wish) self = user_data;
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);
  MnrPublicKeySet *set;

  if (error != NULL)
    {
      wish_fail_with (self, error);
      return;
    }
  task = wish_end (self);
  if (task != NULL)
    {
      set = mnr_value_new (&mnr_type_public_key_set);
      for (GList *item = items; item != NULL; item = item->next)
        add_key (set, item->data);
      mnr_set_sort (&mnr_type_public_key_set, set);
      g_task_return_pointer (task, set, free_set);
    }
  g_list_free_full (items, g_object_unref);
}

static void
run_list (Wish *self)
{
  secret_password_searchv (&schema, self->attributes, SECRET_SEARCH_ALL, self->cancellable,
                           on_searched, wish_ref (self));
}

static void
list_async (MnrKeySource *source,
            const MnrChainId *chain_id,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  wish_start (source, run_list, attributes_new (chain_id, 0, NULL), cancellable, callback,
              user_data);
}

/* Loading. */

static MnrPrivateKey *
read_value (SecretValue *value,
            GError **error)
{
  gsize size;
  const char *text = secret_value_get (value, &size);
  g_autoptr (MnrSecret) wif = mnr_secret_new (size, error);

  if (wif == NULL)
    return NULL;
  memcpy (wif->data, text, size);
  mnr_secret_burn_stack ();
  return mnr_private_key_new_from_wif (wif, error);
}

/* Whether it is the key that was asked for: the key ring says what it likes. */
static gboolean
is_key (const MnrPrivateKey *key,
        const MnrPublicKey *wanted)
{
  MnrPublicKey public_key;

  mnr_private_key_get_public_key (key, &public_key);
  return mnr_public_key_equal (&public_key, wanted);
}

static void
on_looked_up (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (Wish) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = secret_password_lookup_binary_finish (result, &error);
  g_autoptr (MnrPrivateKey) key = NULL;
  g_autoptr (GTask) task = NULL;

  if (value == NULL)
    {
      if (error != NULL)
        wish_fail_with (self, g_steal_pointer (&error));
      else
        wish_fail (self, MNR_WALLET_ERROR_NO_KEY,
                   _ ("The key that is needed is not in the key ring."));
      return;
    }

  key = read_value (value, &error);
  if (key == NULL || !is_key (key, &self->key))
    {
      wish_fail (self, MNR_WALLET_ERROR_REFUSED,
                 _ ("What the key ring gave back is not the key that was stored."));
      return;
    }
  task = wish_end (self);
  if (task != NULL)
    g_task_return_pointer (task, g_steal_pointer (&key), (GDestroyNotify) mnr_private_key_free);
}

static void
run_load (Wish *self)
{
  secret_password_lookupv (&schema, self->attributes, self->cancellable, on_looked_up,
                           wish_ref (self));
}

static void
load_async (MnrKeySource *source,
            const MnrChainId *chain_id,
            const MnrPublicKey *key,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  Wish *wish = wish_start (source, run_load, attributes_new (chain_id, 0, key), cancellable,
                           callback, user_data);

  wish->key = *key;
}

/* Its state. */

static void
run_check (Wish *self)
{
  g_autoptr (GTask) task = wish_end (self);

  if (task != NULL)
    g_task_return_int (task, self->locked);
}

void
mnr_key_ring_check_async (MnrKeyRing *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Wish *wish = wish_start (self, run_check, NULL, cancellable, callback, user_data);

  wish->must_be_open = FALSE;
}

gboolean
mnr_key_ring_check_finish (MnrKeyRing *self,
                           GAsyncResult *result,
                           gboolean *locked,
                           GError **error)
{
  gssize answer = g_task_propagate_int (G_TASK (result), error);

  *locked = answer > 0;
  return answer >= 0;
}

static void
on_locked (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (Wish) self = user_data;
  GError *error = NULL;

  if (secret_service_lock_finish (SECRET_SERVICE (source), result, NULL, &error) >= 0)
    wish_succeed (self);
  else
    wish_fail_with (self, error);
}

static void
run_lock (Wish *self)
{
  g_autoptr (GList) one = NULL;

  if (self->collection == NULL || self->locked)
    {
      wish_succeed (self);
      return;
    }
  one = g_list_append (NULL, self->collection);
  secret_service_lock (secret_collection_get_service (self->collection), one, self->cancellable,
                       on_locked, wish_ref (self));
}

void
mnr_key_ring_lock_async (MnrKeyRing *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Wish *wish = wish_start (self, run_lock, NULL, cancellable, callback, user_data);

  wish->must_be_open = FALSE;
}

void
mnr_key_ring_unlock_async (MnrKeyRing *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  wish_start (self, wish_succeed, NULL, cancellable, callback, user_data);
}

static gboolean
finish_boolean (GAsyncResult *result,
                GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
mnr_key_ring_store_finish (MnrKeyRing *self,
                           GAsyncResult *result,
                           GError **error)
{
  return finish_boolean (result, error);
}

gboolean
mnr_key_ring_remove_finish (MnrKeyRing *self,
                            GAsyncResult *result,
                            GError **error)
{
  return finish_boolean (result, error);
}

gboolean
mnr_key_ring_lock_finish (MnrKeyRing *self,
                          GAsyncResult *result,
                          GError **error)
{
  return finish_boolean (result, error);
}

gboolean
mnr_key_ring_unlock_finish (MnrKeyRing *self,
                            GAsyncResult *result,
                            GError **error)
{
  return finish_boolean (result, error);
}

static MnrPublicKeySet *
list_finish (MnrKeySource *source,
             GAsyncResult *result,
             GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static MnrPrivateKey *
load_finish (MnrKeySource *source,
             GAsyncResult *result,
             GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mnr_key_ring_iface_init (MnrKeySourceInterface *iface)
{
  iface->list_async = list_async;
  iface->list_finish = list_finish;
  iface->load_async = load_async;
  iface->load_finish = load_finish;
}

static void
mnr_key_ring_class_init (MnrKeyRingClass *klass)
{
}

static void
mnr_key_ring_init (MnrKeyRing *self)
{
  /* Before libsecret comes to set up libgcrypt its own way. */
  mnr_crypto_init ();
}

MnrKeyRing *
mnr_key_ring_new (guint patience)
{
  MnrKeyRing *self = g_object_new (MNR_TYPE_KEY_RING, NULL);

  self->patience = patience != 0 ? patience : MNR_KEY_RING_PATIENCE;
  return self;
}
