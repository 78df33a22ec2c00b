/* mnr-key-file.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-key-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chain/values/mnr-error.h"
#include "mnr-wallet-error.h"

struct _MnrKeyFile
{
  GObject parent_instance;

  char *path;
};

static void mnr_key_file_iface_init (MnrKeySourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MnrKeyFile,
                               mnr_key_file,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MNR_TYPE_KEY_SOURCE,
                                                      mnr_key_file_iface_init))

/* Whether the open file is one that keys may be in. */
static gboolean
check_file (const char *path,
            int fd,
            GError **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE, _ ("%s: this is not a file"),
                   path);
      return FALSE;
    }
  if (info.st_uid != geteuid ())
    {
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE,
                   _ ("%s: the file belongs to somebody else, so its keys are not used"), path);
      return FALSE;
    }
  if (info.st_mode & (S_IRWXG | S_IRWXO))
    {
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE,
                   _ ("%s: other users of this computer may open the file, so its keys are not "
                      "used; “chmod 600” closes it"),
                   path);
      return FALSE;
    }
  return TRUE;
}

static MnrSecret *
read_file (const char *path,
           GError **error)
{
  /* Without O_NONBLOCK, opening a pipe would wait for somebody to write. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  g_autoptr (GError) failure = NULL;
  MnrSecret *text = NULL;

  if (fd < 0)
    {
      g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE, "%s: %s", path,
                   g_strerror (errno));
      return NULL;
    }
  if (check_file (path, fd, error))
    {
      text = mnr_secret_read (fd, &failure);
      if (text == NULL)
        g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE, "%s: %s", path,
                     failure->message);
    }
  close (fd);
  return text;
}

/* What is done with each key; takes it. Returns FALSE to stop. */
typedef gboolean (*KeyFunc) (MnrPrivateKey *key,
                             const MnrPublicKey *public_key,
                             gpointer user_data);

/* Whether a line is the public key of the private key before it, with any prefix. */
static gboolean
is_public_key (const char *line,
               gsize length,
               const MnrPublicKey *key)
{
  g_autofree char *text = mnr_public_key_format (key, "");
  gsize size = strlen (text);

  return length >= size && memcmp (line + length - size, text, size) == 0;
}

static MnrPrivateKey *
read_line (const char *line,
           gsize length,
           GError **error)
{
  g_autoptr (MnrSecret) wif = mnr_secret_new (length, error);

  if (wif == NULL)
    return NULL;
  memcpy (wif->data, line, length);
  mnr_secret_burn_stack ();
  return mnr_private_key_new_from_wif (wif, error);
}

static gboolean
for_each_key (MnrKeyFile *self,
              KeyFunc func,
              gpointer user_data,
              GError **error)
{
  g_autoptr (MnrSecret) text = read_file (self->path, error);
  g_autoptr (GError) failure = NULL;
  MnrPublicKey last = { 0 };
  gboolean any = FALSE;
  guint number = 0;

  if (text == NULL)
    return FALSE;

  /* A zero byte follows the text. */
  for (const char *line = (const char *) text->data, *end = line + text->size; line < end;)
    {
      const char *next = memchr (line, '\n', (gsize) (end - line));
      gsize length = (gsize) ((next != NULL ? next : end) - line);
      MnrPrivateKey *key;

      number++;
      if (length > 0 && line[length - 1] == '\r')
        length--;
      if (length > 0 && *line != '#' && !(any && is_public_key (line, length, &last)))
        {
          key = read_line (line, length, &failure);
          if (key == NULL)
            {
              g_set_error (error, MNR_WALLET_ERROR, MNR_WALLET_ERROR_FILE,
                           _ ("%s, line %u: %s"), self->path, number, failure->message);
              return FALSE;
            }
          any = TRUE;
          mnr_private_key_get_public_key (key, &last);
          if (!func (key, &last, user_data))
            return TRUE;
        }
      line = next != NULL ? next + 1 : end;
    }
  return TRUE;
}

static void
free_set (gpointer set)
{
  mnr_value_free (&mnr_type_public_key_set, set);
}

static gboolean
add_to_set (MnrPrivateKey *key,
            const MnrPublicKey *public_key,
            gpointer user_data)
{
  MnrPublicKeySet *set = user_data;

  mnr_private_key_free (key);
  for (gsize i = 0; i < set->len; i++)
    if (mnr_public_key_equal (&set->items[i], public_key))
      return TRUE;
  mnr_array_append (&mnr_type_public_key_set, set, public_key);
  return TRUE;
}

static void
list_async (MnrKeySource *source,
            const MnrChainId *chain_id,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  MnrPublicKeySet *set = mnr_value_new (&mnr_type_public_key_set);
  GError *error = NULL;

  g_task_set_source_tag (task, list_async);
  if (for_each_key (MNR_KEY_FILE (source), add_to_set, set, &error))
    {
      mnr_set_sort (&mnr_type_public_key_set, set);
      g_task_return_pointer (task, set, free_set);
      return;
    }
  free_set (set);
  g_task_return_error (task, error);
}

typedef struct
{
  const MnrPublicKey *wanted;
  MnrPrivateKey *found;
} Wish;

static gboolean
take_if_wanted (MnrPrivateKey *key,
                const MnrPublicKey *public_key,
                gpointer user_data)
{
  Wish *wish = user_data;

  if (mnr_public_key_equal (public_key, wish->wanted))
    {
      wish->found = key;
      return FALSE;
    }
  mnr_private_key_free (key);
  return TRUE;
}

static void
load_async (MnrKeySource *source,
            const MnrChainId *chain_id,
            const MnrPublicKey *key,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  MnrKeyFile *self = MNR_KEY_FILE (source);
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  Wish wish = { key, NULL };
  GError *error = NULL;

  g_task_set_source_tag (task, load_async);
  if (!for_each_key (self, take_if_wanted, &wish, &error))
    g_task_return_error (task, error);
  else if (wish.found == NULL)
    g_task_return_new_error (task, MNR_WALLET_ERROR, MNR_WALLET_ERROR_NO_KEY,
                             _ ("%s: the key that is needed is not in this file"), self->path);
  else
    g_task_return_pointer (task, wish.found, (GDestroyNotify) mnr_private_key_free);
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
mnr_key_file_iface_init (MnrKeySourceInterface *iface)
{
  iface->list_async = list_async;
  iface->list_finish = list_finish;
  iface->load_async = load_async;
  iface->load_finish = load_finish;
}

static void
mnr_key_file_finalize (GObject *object)
{
  MnrKeyFile *self = MNR_KEY_FILE (object);

  g_free (self->path);

  G_OBJECT_CLASS (mnr_key_file_parent_class)->finalize (object);
}

static void
mnr_key_file_class_init (MnrKeyFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_key_file_finalize;
}

static void
mnr_key_file_init (MnrKeyFile *self)
{
}

MnrKeyFile *
mnr_key_file_new (const char *path)
{
  MnrKeyFile *self = g_object_new (MNR_TYPE_KEY_FILE, NULL);

  self->path = g_strdup (path);
  return self;
}
