/* mnr-stream.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "chain/values/mnr-error.h"

static gboolean
is_standard (const char *name)
{
  return name == NULL || g_str_equal (name, "-");
}

static void
set_file_error (GError **error,
                const char *name)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), "%s: %s",
               is_standard (name) ? _ ("standard input") : name, g_strerror (code));
}

static FILE *
open_stream (const char *name,
             GError **error)
{
  FILE *stream = is_standard (name) ? stdin : fopen (name, "re");

  if (stream == NULL)
    set_file_error (error, name);
  return stream;
}

static void
close_stream (FILE *stream)
{
  if (stream != stdin)
    fclose (stream);
}

/* Reads up to end, which is not kept, or EOF for all there is. Whatever is
 * longer than a document may be is read to its end but not kept: *length then
 * tells. Returns FALSE where nothing is left. */
static gboolean
read_document (FILE *stream,
               int end,
               GString *text,
               gsize *length)
{
  int c = getc_unlocked (stream);

  if (c == EOF)
    return FALSE;

  g_string_truncate (text, 0);
  for (*length = 0; c != EOF && c != end; c = getc_unlocked (stream), (*length)++)
    if (*length < MNR_DOCUMENT_SIZE_MAX)
      g_string_append_c (text, (char) c);
  return TRUE;
}

static gboolean
check_length (gsize length,
              GError **error)
{
  return length <= MNR_DOCUMENT_SIZE_MAX ||
         mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                         _ ("This is longer than %d bytes"), MNR_DOCUMENT_SIZE_MAX);
}

GString *
mnr_stream_read (const char *name,
                 GError **error)
{
  FILE *stream = open_stream (name, error);
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length = 0;
  gboolean good;

  if (stream == NULL)
    return NULL;

  read_document (stream, EOF, text, &length);
  good = !ferror (stream);
  if (!good)
    set_file_error (error, name);
  close_stream (stream);

  if (!good || !check_length (length, error))
    return NULL;
  return g_steal_pointer (&text);
}

static gboolean
answer_lines (FILE *stream,
              MnrAnswer answer,
              gpointer user_data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean all_good = TRUE;
  gsize length;

  while (read_document (stream, '\n', text, &length))
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *result = NULL;

      if (check_length (length, &error))
        result = answer (text->str, text->len, TRUE, user_data, &error);
      if (result != NULL)
        puts (result);
      else
        printf ("error: %s\n", g_strdelimit (error->message, "\n\r", ' '));
      all_good = all_good && result != NULL;
    }
  return all_good;
}

gboolean
mnr_stream_answer (const char *name,
                   gboolean lines,
                   MnrAnswer answer,
                   gpointer user_data,
                   GError **error)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *result = NULL;
  gboolean good;

  if (lines)
    {
      FILE *stream = open_stream (name, error);

      if (stream == NULL)
        return FALSE;
      good = answer_lines (stream, answer, user_data);
      if (ferror (stream))
        {
          set_file_error (error, name);
          good = FALSE;
        }
      close_stream (stream);
      return good;
    }

  text = mnr_stream_read (name, error);
  if (text == NULL)
    return FALSE;
  result = answer (text->str, text->len, FALSE, user_data, error);
  if (result == NULL)
    return FALSE;
  puts (result);
  return TRUE;
}

MnrSecret *
mnr_stream_read_secret (const char *name,
                        GError **error)
{
  int fd = is_standard (name) ? STDIN_FILENO : g_open (name, O_RDONLY | O_CLOEXEC);
  MnrSecret *secret;

  if (fd < 0)
    {
      set_file_error (error, name);
      return NULL;
    }

  secret = mnr_secret_read (fd, error);
  if (secret == NULL)
    g_prefix_error (error, "%s: ", is_standard (name) ? _ ("standard input") : name);
  if (fd != STDIN_FILENO)
    close (fd);
  return secret;
}

MnrPrivateKey *
mnr_stream_read_key (const char *name,
                     GError **error)
{
  g_autoptr (MnrSecret) secret = mnr_stream_read_secret (name, error);
  const guint8 *line_end;
  MnrPrivateKey *key;

  if (secret == NULL)
    return NULL;

  line_end = memchr (secret->data, '\n', secret->size);
  if (line_end != NULL)
    secret->size = (gsize) (line_end - secret->data);
  key = mnr_private_key_new_from_wif (secret, error);
  if (key == NULL)
    g_prefix_error (error, "%s: ", is_standard (name) ? _ ("standard input") : name);
  return key;
}

/* Writes all of a secret, past the buffers of the C library. */
static gboolean
write_all (int fd,
           const char *name,
           const guint8 *data,
           gsize size,
           GError **error)
{
  gsize written = 0;

  while (written < size)
    {
      gssize n = write (fd, data + written, size - written);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          int code = errno;

          g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), "%s: %s", name,
                       g_strerror (code));
          return FALSE;
        }
      written += (gsize) n;
    }
  return TRUE;
}

gboolean
mnr_stream_write_secret (const MnrSecret *secret,
                         GError **error)
{
  fflush (stdout);
  if (!write_all (STDOUT_FILENO, _ ("standard output"), secret->data, secret->size, error))
    return FALSE;
  putchar ('\n');
  return TRUE;
}

gboolean
mnr_stream_save_secret (const char *path,
                        const MnrSecret *secret,
                        GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gboolean is_written;

  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), "%s: %s", path,
                   g_strerror (code));
      return FALSE;
    }
  is_written = write_all (fd, path, secret->data, secret->size, error) &&
               write_all (fd, path, (const guint8 *) "\n", 1, error);
  if (is_written && fsync (fd) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, g_strerror (errno));
      is_written = FALSE;
    }
  close (fd);
  if (!is_written)
    unlink (path);
  return is_written;
}
