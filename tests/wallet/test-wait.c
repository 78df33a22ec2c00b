/* test-wait.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

void
test_take_result (GObject *source,
                  GAsyncResult *result,
                  gpointer user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

GAsyncResult *
test_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static gboolean G_GNUC_NORETURN
give_up (gpointer user_data)
{
  g_error ("waited too long");
}

static gboolean
wake_up (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
test_wait_until (gboolean (*holds) (gpointer user_data),
                 gpointer user_data)
{
  guint limit = g_timeout_add_seconds (30, give_up, NULL);
  guint pulse = g_timeout_add (20, wake_up, NULL);

  while (!holds (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
  g_source_remove (pulse);
}

MnrSecret *
test_secret (const char *text)
{
  MnrSecret *secret = mnr_secret_new (strlen (text), NULL);

  memcpy (secret->data, text, strlen (text));
  return secret;
}

MnrPrivateKey *
test_key (const char *seed)
{
  guint8 bytes[MNR_SHA256_SIZE];
  MnrPrivateKey *key;

  mnr_sha256 ((const guint8 *) seed, strlen (seed), bytes);
  key = mnr_private_key_new_from_bytes (bytes, NULL);
  g_assert_nonnull (key);
  return key;
}

char *
test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("moneyer-wallet-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
test_remove_folder (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        test_remove_folder (path);
      else
        {
          g_unlink (path);
          g_free (path);
        }
    }
  g_rmdir (folder);
  g_free (folder);
}

static gboolean
contains (const char *data,
          gsize size,
          const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i + length <= size; i++)
    if (memcmp (data + i, text, length) == 0)
      return TRUE;
  return FALSE;
}

gboolean
test_folder_contains (const char *folder,
                      const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize size;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        found = found || test_folder_contains (path, text);
      else if (g_file_test (path, G_FILE_TEST_IS_REGULAR) &&
               g_file_get_contents (path, &contents, &size, NULL))
        found = found || contains (contents, size, text);
    }
  return found;
}
