/* mnr-database.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-database.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long to wait for another program, in milliseconds. */
#define PATIENCE 5000

struct _MnrDatabase
{
  GObject parent_instance;

  char *path;
  char *shown; /* the path, as a person can read it */
  sqlite3 *handle;
};

G_DEFINE_FINAL_TYPE (MnrDatabase, mnr_database, G_TYPE_OBJECT)

G_DEFINE_QUARK (mnr-database-error-quark, mnr_database_error);

static void
mnr_database_finalize (GObject *object)
{
  MnrDatabase *self = MNR_DATABASE (object);

  /* _v2: what others forgot to finalize is closed with the last of it. */
  sqlite3_close_v2 (self->handle);
  g_free (self->path);
  g_free (self->shown);
  G_OBJECT_CLASS (mnr_database_parent_class)->finalize (object);
}

static void
mnr_database_class_init (MnrDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_database_finalize;
}

static void
mnr_database_init (MnrDatabase *self)
{
}

/*
 * What went wrong
 */

static gboolean
damaged (MnrDatabase *self,
         GError **error)
{
  g_set_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_DAMAGED,
               _ ("%s is damaged. It is left as it is; Moneyer can keep it under another name "
                  "and begin a new one."),
               self->shown);
  return FALSE;
}

/* Says what the last call of SQLite came to. */
static gboolean
fail (MnrDatabase *self,
      int code,
      GError **error)
{
  MnrDatabaseError kind = MNR_DATABASE_ERROR_FAILED;
  const char *what = _ ("it cannot be used");

  switch (code & 0xff)
    {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return damaged (self, error);
    case SQLITE_FULL:
      kind = MNR_DATABASE_ERROR_FULL;
      what = _ ("it cannot be written, because there is no room left");
      break;
    case SQLITE_IOERR:
      what = _ ("it cannot be read or written");
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      kind = MNR_DATABASE_ERROR_READ_ONLY;
      what = _ ("it may not be written");
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      kind = MNR_DATABASE_ERROR_BUSY;
      what = _ ("another program is using it");
      break;
    case SQLITE_CONSTRAINT:
      kind = MNR_DATABASE_ERROR_CONSTRAINT;
      what = _ ("it does not take this");
      break;
    default:
      break;
    }
  g_set_error (error, MNR_DATABASE_ERROR, (int) kind, "%s: %s (%s)", self->shown, what,
               self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (code));
  return FALSE;
}

static gboolean
fail_errno (MnrDatabase *self,
            GError **error)
{
  int code = errno;
  MnrDatabaseError kind = MNR_DATABASE_ERROR_FAILED;

  if (code == ENOSPC || code == EDQUOT)
    kind = MNR_DATABASE_ERROR_FULL;
  else if (code == EACCES || code == EROFS || code == EPERM)
    kind = MNR_DATABASE_ERROR_READ_ONLY;
  g_set_error (error, MNR_DATABASE_ERROR, (int) kind, _ ("%s cannot be opened: %s"),
               self->shown, g_strerror (code));
  return FALSE;
}

/*
 * Statements
 */

static gboolean
bind_all (MnrDatabase *self,
          sqlite3_stmt *statement,
          const char *types,
          va_list arguments,
          GError **error)
{
  for (int i = 1; *types != '\0'; i++, types++)
    {
      int code;

      if (*types == 'i')
        code = sqlite3_bind_int64 (statement, i, va_arg (arguments, gint64));
      else if (*types == 't')
        code = sqlite3_bind_text (statement, i, va_arg (arguments, const char *), -1,
                                  SQLITE_TRANSIENT);
      else
        {
          gconstpointer data = va_arg (arguments, gconstpointer);
          gsize size = va_arg (arguments, gsize);

          g_assert (*types == 'b');
          code = sqlite3_bind_blob64 (statement, i, data, size, SQLITE_TRANSIENT);
        }
      if (code != SQLITE_OK)
        return fail (self, code, error);
    }
  return TRUE;
}

static sqlite3_stmt *
prepare (MnrDatabase *self,
         const char *sql,
         const char *types,
         va_list arguments,
         GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int code = sqlite3_prepare_v2 (self->handle, sql, -1, &statement, NULL);

  if (code != SQLITE_OK)
    {
      fail (self, code, error);
      return NULL;
    }
  if (!bind_all (self, statement, types, arguments, error))
    return NULL;
  return g_steal_pointer (&statement);
}

sqlite3_stmt *
mnr_database_prepare (MnrDatabase *self,
                      GError **error,
                      const char *sql,
                      const char *types,
                      ...)
{
  sqlite3_stmt *statement;
  va_list arguments;

  va_start (arguments, types);
  statement = prepare (self, sql, types, arguments, error);
  va_end (arguments);
  return statement;
}

gboolean
mnr_database_step (MnrDatabase *self,
                   sqlite3_stmt *statement,
                   gboolean *has_row,
                   GError **error)
{
  int code = sqlite3_step (statement);

  *has_row = code == SQLITE_ROW;
  return code == SQLITE_ROW || code == SQLITE_DONE || fail (self, code, error);
}

gboolean
mnr_database_run (MnrDatabase *self,
                  GError **error,
                  const char *sql,
                  const char *types,
                  ...)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  gboolean has_row = TRUE;
  va_list arguments;

  va_start (arguments, types);
  statement = prepare (self, sql, types, arguments, error);
  va_end (arguments);
  if (statement == NULL)
    return FALSE;
  while (has_row)
    if (!mnr_database_step (self, statement, &has_row, error))
      return FALSE;
  return TRUE;
}

guint
mnr_database_get_n_changed (MnrDatabase *self)
{
  return (guint) sqlite3_changes (self->handle);
}

/* IMMEDIATE: whoever begins will write, and had better wait now than fail later. */
gboolean
mnr_database_begin (MnrDatabase *self,
                    GError **error)
{
  return mnr_database_run (self, error, "BEGIN IMMEDIATE", "");
}

gboolean
mnr_database_commit (MnrDatabase *self,
                     GError **error)
{
  return mnr_database_run (self, error, "COMMIT", "");
}

void
mnr_database_rollback (MnrDatabase *self)
{
  /* Some failures have rolled back by themselves. */
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

/*
 * Opening
 */

char *
mnr_database_get_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "moneyer", "moneyer.db", NULL);
}

/* A new file is its owner's only from the first moment on; SQLite gives the
 * files beside it the same mode. */
static gboolean
make_private (MnrDatabase *self,
              GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  struct stat status;
  gboolean good;
  int fd;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail_errno (self, error);
  fd = g_open (self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail_errno (self, error);
  good = fstat (fd, &status) == 0 &&
         ((status.st_mode & 0077) == 0 || fchmod (fd, 0600) == 0);
  if (!good)
    fail_errno (self, error);
  close (fd);
  return good;
}

static gboolean
get_version (MnrDatabase *self,
             gint64 *version,
             GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    mnr_database_prepare (self, error, "PRAGMA user_version", "");
  gboolean has_row;

  if (statement == NULL || !mnr_database_step (self, statement, &has_row, error))
    return FALSE;
  *version = sqlite3_column_int64 (statement, 0);
  if (*version < 0 || *version > (gint64) mnr_database_n_migrations)
    {
      g_set_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_NEWER,
                   _ ("%s was made by a newer version of Moneyer, which this one cannot read; "
                      "please use that one."),
                   self->shown);
      return FALSE;
    }
  return TRUE;
}

static gboolean
migrate_locked (MnrDatabase *self,
                GError **error)
{
  g_autofree char *set_version =
    g_strdup_printf ("PRAGMA user_version = %u", mnr_database_n_migrations);
  gint64 version;

  /* Once more: another program may have been faster. */
  if (!get_version (self, &version, error))
    return FALSE;
  for (guint i = (guint) version; i < mnr_database_n_migrations; i++)
    {
      int code = sqlite3_exec (self->handle, mnr_database_migrations[i], NULL, NULL, NULL);

      if (code != SQLITE_OK)
        return fail (self, code, error);
    }
  return mnr_database_run (self, error, set_version, "") && mnr_database_commit (self, error);
}

static gboolean
migrate (MnrDatabase *self,
         GError **error)
{
  gint64 version;

  if (!get_version (self, &version, error))
    return FALSE;
  if (version == (gint64) mnr_database_n_migrations)
    return TRUE;
  if (!mnr_database_begin (self, error))
    return FALSE;
  if (migrate_locked (self, error))
    return TRUE;
  mnr_database_rollback (self);
  return FALSE;
}

/* Whether the pages of the file make sense; who keeps much can look closer. */
static gboolean
check (MnrDatabase *self,
       GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
    mnr_database_prepare (self, error, "PRAGMA quick_check (1)", "");
  gboolean has_row;

  if (statement == NULL || !mnr_database_step (self, statement, &has_row, error))
    return FALSE;
  return (has_row && g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0) ||
         damaged (self, error);
}

/* A new file has to become one with a journal of its own. Where several programs
 * do that at once, SQLite does not wait but sends them away. */
static gboolean
use_wal (MnrDatabase *self,
         GError **error)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE * G_TIME_SPAN_MILLISECOND;

  for (;;)
    {
      g_autoptr (GError) local = NULL;

      if (mnr_database_run (self, &local, "PRAGMA journal_mode = WAL", ""))
        return TRUE;
      if (!g_error_matches (local, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_BUSY) ||
          g_get_monotonic_time () >= end)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_usleep (5 * G_TIME_SPAN_MILLISECOND);
    }
}

static gboolean
set_up (MnrDatabase *self,
        GError **error)
{
  /* FULL: in WAL mode each commit is on the disk before it is reported. Nothing
   * in the file is trusted to name functions. */
  static const char *const pragmas[] = {
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
  };

  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, PATIENCE);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (sqlite3_db_readonly (self->handle, "main") == 1)
    return fail (self, SQLITE_READONLY, error);
  if (!use_wal (self, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (pragmas); i++)
    if (!mnr_database_run (self, error, pragmas[i], ""))
      return FALSE;
  return check (self, error) && migrate (self, error);
}

MnrDatabase *
mnr_database_new (const char *path,
                  GError **error)
{
  g_autoptr (MnrDatabase) self = g_object_new (MNR_TYPE_DATABASE, NULL);
  int code;

  self->path = path != NULL ? g_strdup (path) : mnr_database_get_default_path ();
  self->shown = g_filename_display_name (self->path);
  if (!g_str_equal (self->path, ":memory:") && !make_private (self, error))
    return NULL;
  code = sqlite3_open_v2 (self->path, &self->handle,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
  if (code != SQLITE_OK)
    {
      fail (self, code, error);
      return NULL;
    }
  if (!set_up (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* A name that nothing has yet, for a file and those beside it. */
static char *
find_free_name (const char *path)
{
  g_autofree char *name = NULL;

  for (guint i = 1; i > 0; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s.damaged-%u", path, i);
      if (!g_file_test (name, G_FILE_TEST_EXISTS))
        break;
    }
  return g_steal_pointer (&name);
}

char *
mnr_database_set_aside (const char *path,
                        GError **error)
{
  /* The journal first: a database without it is whole, only older, but the
   * journal of another database would be poison to a new one. */
  static const char *const endings[] = { "-wal", "-shm", "" };
  g_autofree char *from = path != NULL ? g_strdup (path) : mnr_database_get_default_path ();
  g_autofree char *to = find_free_name (from);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *old = g_strconcat (from, endings[i], NULL);
      g_autofree char *new = g_strconcat (to, endings[i], NULL);
      g_autofree char *shown = g_filename_display_name (old);

      if (g_rename (old, new) != 0 && (errno != ENOENT || *endings[i] == '\0'))
        {
          int code = errno;

          g_set_error (error, MNR_DATABASE_ERROR, MNR_DATABASE_ERROR_FAILED,
                       _ ("%s cannot be renamed: %s"), shown, g_strerror (code));
          return NULL;
        }
    }
  return g_steal_pointer (&to);
}

const char *
mnr_database_get_path (MnrDatabase *self)
{
  return self->path;
}

sqlite3 *
mnr_database_get_handle (MnrDatabase *self)
{
  return self->handle;
}
