/* mnr-database.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * MNR_DATABASE_ERROR:
 *
 * What can go wrong with the file. The message is one sentence for a person
 * that names it. Nothing that was in it is lost by any of these.
 */
#define MNR_DATABASE_ERROR (mnr_database_error_quark ())

typedef enum
{
  /** A newer version of Moneyer made it. */
  MNR_DATABASE_ERROR_NEWER,
  /** It is damaged, or not a database; see mnr_database_set_aside(). */
  MNR_DATABASE_ERROR_DAMAGED,
  /** No room on the disk, or in the file. */
  MNR_DATABASE_ERROR_FULL,
  /** It may not be written. */
  MNR_DATABASE_ERROR_READ_ONLY,
  /** Another program held it for too long. */
  MNR_DATABASE_ERROR_BUSY,
  /** It has rules of its own, and this breaks one. */
  MNR_DATABASE_ERROR_CONSTRAINT,
  /** Anything else: the system's words are in the message. */
  MNR_DATABASE_ERROR_FAILED,
} MnrDatabaseError;

GQuark mnr_database_error_quark (void);

/**
 * MnrDatabase:
 *
 * The file in which Moneyer keeps what must survive: one SQLite database for
 * all programs of a user. What mnr_database_commit(), or a statement outside
 * of begin and commit, says is done is on the disk. Several programs may use
 * the file at a time; a writer waits for another for a few seconds.
 */
#define MNR_TYPE_DATABASE (mnr_database_get_type ())
G_DECLARE_FINAL_TYPE (MnrDatabase, mnr_database, MNR, DATABASE, GObject)

/** The steps of the schema, oldest first; a file's version is how many it has been through. */
extern const char *const mnr_database_migrations[];
extern const guint mnr_database_n_migrations;

/** Returns: (transfer full): where the file is: moneyer/moneyer.db in the user's data folder */
char *mnr_database_get_default_path (void);

/**
 * mnr_database_new:
 * @path: (nullable): the file; %NULL is that of mnr_database_get_default_path(),
 *   and ":memory:" keeps nothing
 *
 * Opens the file, or makes it, for its owner only, and brings its schema up to
 * date. Refuses one that a newer version made, and one that is damaged.
 */
MnrDatabase *mnr_database_new (const char *path,
                               GError **error);

/**
 * mnr_database_set_aside:
 * @path: (nullable): as for mnr_database_new()
 *
 * Gives a damaged file another name, so that a new one can be begun. To be done
 * only when the user wants it and no program has the file open: a new outbox
 * knows nothing of what the old one was waiting for.
 *
 * Returns: (transfer full): the name it is kept under
 */
char *mnr_database_set_aside (const char *path,
                              GError **error);

const char *mnr_database_get_path (MnrDatabase *self);

/** The connection, for what is not here. */
sqlite3 *mnr_database_get_handle (MnrDatabase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/**
 * mnr_database_prepare:
 * @types: a letter for each parameter of @sql, in their order: `i` a #gint64,
 *   `t` a nullable text, `b` a pointer to bytes and a #gsize
 *
 * Returns: (transfer full): a statement with its parameters bound (copies of
 *   them), to be stepped with mnr_database_step()
 */
sqlite3_stmt *mnr_database_prepare (MnrDatabase *self,
                                    GError **error,
                                    const char *sql,
                                    const char *types,
                                    ...);

/**
 * mnr_database_step:
 * @has_row: (out): whether there is a row to read, rather than the end
 */
gboolean mnr_database_step (MnrDatabase *self,
                            sqlite3_stmt *statement,
                            gboolean *has_row,
                            GError **error);

/** mnr_database_prepare() for a statement without rows, which is run to its end. */
gboolean mnr_database_run (MnrDatabase *self,
                           GError **error,
                           const char *sql,
                           const char *types,
                           ...);

/** How many rows the last statement changed. */
guint mnr_database_get_n_changed (MnrDatabase *self);

/** Until the commit, what is written is written as a whole or not at all. A
 * failed commit has to be followed by a rollback, like any other failure. */
gboolean mnr_database_begin (MnrDatabase *self,
                             GError **error);
gboolean mnr_database_commit (MnrDatabase *self,
                              GError **error);
void mnr_database_rollback (MnrDatabase *self);

G_END_DECLS
