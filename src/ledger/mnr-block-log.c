/* mnr-block-log.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-block-log.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chain/wire/mnr-pack.h"
#include "mnr-ledger.h"

/* In the file: magic and version, the genesis, then the records, each of a
 * length (32 bits, little endian), so many bytes, and a hash of all that. */
static const guint8 magic[] = "MNRBLK\0\1";
#define MAGIC_SIZE  (sizeof magic - 1)
#define HEADER_SIZE (MAGIC_SIZE + MNR_SHA256_SIZE)
#define LENGTH_SIZE 4

struct _MnrBlockLog
{
  int fd;
  char *path;
  GArray *ends;  /* of guint64: where each record ends; the first is the header's */
  gboolean torn; /* there may be bytes after the last end */
};

/* Says what could not be done, and what the system says to it. */
static gboolean
fail (const MnrBlockLog *self,
      const char *what,
      GError **error)
{
  int code = errno;
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), "%s: %s: %s", name, what,
               g_strerror (code));
  return FALSE;
}

static gboolean
not_a_log (const MnrBlockLog *self,
           const char *why,
           GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, MNR_LEDGER_ERROR, MNR_LEDGER_ERROR_DATA, "%s: %s", name, why);
  return FALSE;
}

static guint64
get_end (const MnrBlockLog *self)
{
  return g_array_index (self->ends, guint64, self->ends->len - 1);
}

static gboolean
write_all (int fd,
           const guint8 *data,
           gsize size,
           guint64 at)
{
  while (size > 0)
    {
      gssize n = pwrite (fd, data, size, (off_t) at);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          if (n == 0)
            errno = ENOSPC;
          return FALSE;
        }
      data += n;
      size -= (gsize) n;
      at += (guint64) n;
    }
  return TRUE;
}

/* Cuts off what may stand after the last whole record. */
static gboolean
cut_off (MnrBlockLog *self)
{
  if (self->torn &&
      (ftruncate (self->fd, (off_t) get_end (self)) != 0 || fdatasync (self->fd) != 0))
    return FALSE;
  self->torn = FALSE;
  return TRUE;
}

/* A new file is only safe once its folder knows it. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

static gboolean
begin (MnrBlockLog *self,
       const guint8 genesis[MNR_SHA256_SIZE],
       GError **error)
{
  guint8 header[HEADER_SIZE], found[HEADER_SIZE];
  guint64 end = HEADER_SIZE;
  gssize n;

  memcpy (header, magic, MAGIC_SIZE);
  memcpy (header + MAGIC_SIZE, genesis, MNR_SHA256_SIZE);

  n = pread (self->fd, found, sizeof found, 0);
  if (n < 0)
    return fail (self, _ ("The block log cannot be read"), error);
  if (memcmp (found, header, MIN ((gsize) n, MAGIC_SIZE)) != 0)
    return not_a_log (self, _ ("This is not a block log that this version can read"), error);
  if (memcmp (found, header, (gsize) n) != 0)
    return not_a_log (self, _ ("This block log is of a chain with another beginning"), error);

  g_array_append_val (self->ends, end);
  if (n == HEADER_SIZE)
    return TRUE;

  /* New, or given up while it was being made. */
  if (!write_all (self->fd, header, sizeof header, 0) || fsync (self->fd) != 0)
    {
      int code = errno;

      if (ftruncate (self->fd, 0) != 0)
        g_debug ("a block log cannot be emptied: %s", g_strerror (errno));
      errno = code;
      return fail (self, _ ("The block log cannot be written"), error);
    }
  sync_folder (self->path);
  return TRUE;
}

MnrBlockLog *
mnr_block_log_open (const char *path,
                    const guint8 genesis[MNR_SHA256_SIZE],
                    GError **error)
{
  g_autoptr (MnrBlockLog) self = g_new0 (MnrBlockLog, 1);

  self->path = g_strdup (path);
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      fail (self, _ ("The block log cannot be opened"), error);
      return NULL;
    }
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    {
      fail (self, _ ("Another program uses the block log"), error);
      return NULL;
    }
  if (!begin (self, genesis, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
mnr_block_log_free (MnrBlockLog *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  g_array_unref (self->ends);
  g_free (self->path);
  g_free (self);
}

/* The record that begins at @data, or NULL if it is not whole. */
static MnrBlock *
read_record (const guint8 *data,
             gsize size,
             gsize *used)
{
  g_autoptr (MnrBlock) block = NULL;
  guint8 hash[MNR_SHA256_SIZE];
  guint32 length;

  if (size < LENGTH_SIZE + MNR_SHA256_SIZE)
    return NULL;
  memcpy (&length, data, LENGTH_SIZE);
  length = GUINT32_FROM_LE (length);
  if (length > size - LENGTH_SIZE - MNR_SHA256_SIZE)
    return NULL;

  mnr_sha256 (data, LENGTH_SIZE + (gsize) length, hash);
  if (memcmp (hash, data + LENGTH_SIZE + length, sizeof hash) != 0)
    return NULL;

  block = mnr_value_new (&mnr_type_block);
  if (!mnr_unpack (&mnr_type_block, data + LENGTH_SIZE, length, block, NULL, NULL))
    return NULL;
  *used = LENGTH_SIZE + (gsize) length + MNR_SHA256_SIZE;
  return g_steal_pointer (&block);
}

gboolean
mnr_block_log_read (MnrBlockLog *self,
                    MnrBlockLogTake take,
                    gpointer user_data,
                    char **dropped,
                    GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new_from_fd (self->fd, FALSE, error);
  const guint8 *data;
  gsize size, left;

  *dropped = NULL;
  if (file == NULL)
    return FALSE;

  data = (const guint8 *) g_mapped_file_get_contents (file);
  size = g_mapped_file_get_length (file);
  for (;;)
    {
      guint64 end = get_end (self);
      MnrBlock *block;
      gsize used;

      if (end == size)
        return TRUE;
      block = read_record (data + end, size - end, &used);
      if (block == NULL)
        break;
      if (!take (block, user_data, error))
        return FALSE;
      end += used;
      g_array_append_val (self->ends, end);
    }

  left = size - get_end (self);
  g_clear_pointer (&file, g_mapped_file_unref);
  self->torn = TRUE;
  if (!cut_off (self))
    return fail (self, _ ("The block log cannot be written"), error);
  *dropped = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "The block log was damaged after block %u of it: %zu "
                                           "byte was cut off.",
                                           "The block log was damaged after block %u of it: %zu "
                                           "bytes were cut off.",
                                           left),
                              self->ends->len - 1, left);
  return TRUE;
}

gboolean
mnr_block_log_append (MnrBlockLog *self,
                      const MnrBlock *block,
                      GError **error)
{
  g_autoptr (GByteArray) record = g_byte_array_new ();
  guint32 length = 0;
  guint8 hash[MNR_SHA256_SIZE];
  guint64 end;

  g_byte_array_append (record, (const guint8 *) &length, LENGTH_SIZE);
  if (!mnr_pack (&mnr_type_block, block, record, error))
    return FALSE;
  length = GUINT32_TO_LE (record->len - LENGTH_SIZE);
  memcpy (record->data, &length, LENGTH_SIZE);
  mnr_sha256 (record->data, record->len, hash);
  g_byte_array_append (record, hash, sizeof hash);

  if (!cut_off (self))
    return fail (self, _ ("The block log cannot be written"), error);

  self->torn = TRUE;
  if (!write_all (self->fd, record->data, record->len, get_end (self)) ||
      fdatasync (self->fd) != 0)
    {
      int code = errno;

      /* Tried again before the next block if it does not work now. */
      if (!cut_off (self))
        g_debug ("a block log cannot be cut off: %s", g_strerror (errno));
      errno = code;
      return fail (self, _ ("The block log cannot be written"), error);
    }
  self->torn = FALSE;

  end = get_end (self) + record->len;
  g_array_append_val (self->ends, end);
  return TRUE;
}

gboolean
mnr_block_log_pop (MnrBlockLog *self,
                   guint count,
                   GError **error)
{
  guint64 end;

  g_return_val_if_fail (count < self->ends->len, FALSE);

  end = g_array_index (self->ends, guint64, self->ends->len - 1 - count);
  if (ftruncate (self->fd, (off_t) end) != 0)
    return fail (self, _ ("The block log cannot be written"), error);

  /* Gone for this program; should the disk forget that, the blocks come back whole. */
  g_array_set_size (self->ends, self->ends->len - count);
  if (fdatasync (self->fd) != 0)
    g_debug ("a block log cannot be synchronised: %s", g_strerror (errno));
  return TRUE;
}
