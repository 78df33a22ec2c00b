/* mnr-call.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-fault.h"
#include "mnr-session.h"

G_BEGIN_DECLS

/** A request on its way through a method. */
typedef struct
{
  MnrSession *session;
  MnrNetwork *network;
  const MnrStore *store;
  const char *method;
  GArray *arguments;     /* of MnrJsonSlice */
  MnrJsonSlice id;       /* of the request; empty where it has none */
  gboolean is_version_2; /* the request said so, and so does the answer */

  GString *out;      /* the result's JSON */
  gboolean is_later; /* the answer comes with a block */
  MnrFault fault;
} MnrCall;

void mnr_call_clear (MnrCall *self);

/** Begins an answer: all of it but the result or error and the final brace. */
void mnr_call_append_head (const MnrCall *self,
                           GString *out);

/** Appends the error object of the call's fault. */
void mnr_call_append_fault (const MnrCall *self,
                            GString *out);

/*
 * Faults. Each returns FALSE, so that a method can return it.
 */

/** A failed assertion: "expression: text". */
gboolean mnr_call_assert (MnrCall *self,
                          const char *format,
                          ...) G_GNUC_PRINTF (2, 3);

/** An assertion whose format names @variable as ${variable}; @value is JSON. */
gboolean mnr_call_assert_with (MnrCall *self,
                               const char *format,
                               const char *variable,
                               const char *value);

/** An error with a code of its own. */
gboolean mnr_call_fail (MnrCall *self,
                        int code,
                        const char *name,
                        const char *what,
                        const char *text);

/** A value that cannot be read. */
gboolean mnr_call_bad_cast (MnrCall *self,
                            const GError *error);

/*
 * Arguments. Each sets the fault and returns FALSE if it is not what it should be.
 */

/** Whether an argument was given, and not as null. */
gboolean mnr_call_has (const MnrCall *self,
                       guint index);

/** Reads a value; see mnr_json_read(). */
gboolean mnr_call_read (MnrCall *self,
                        guint index,
                        const MnrType *type,
                        gpointer value);

/** A string, to be freed, or %NULL. */
char *mnr_call_read_string (MnrCall *self,
                            guint index);

/** An array of strings, or %NULL. */
GPtrArray *mnr_call_read_strings (MnrCall *self,
                                  guint index);

gboolean mnr_call_read_number (MnrCall *self,
                               guint index,
                               guint64 maximum,
                               guint64 *value);

/** A number up to @maximum, beyond which nodes do not go. */
gboolean mnr_call_read_limit (MnrCall *self,
                              guint index,
                              guint maximum,
                              guint *limit);

/** @limit stays as it is where the argument was left out. */
gboolean mnr_call_read_optional_limit (MnrCall *self,
                                       guint index,
                                       guint maximum,
                                       guint *limit);

/** An id of objects of @type (0 for any). */
gboolean mnr_call_read_id (MnrCall *self,
                           guint index,
                           guint16 type,
                           MnrObjectId *id);

/** The id that a text is; the fault is as nodes word it. */
gboolean mnr_call_parse_id (MnrCall *self,
                            const char *text,
                            guint16 type,
                            MnrObjectId *id);

/**
 * mnr_call_find_account:
 * @text: a name or an id
 * @account: (out): %NULL if there is none
 *
 * Returns: %FALSE if @text can be neither
 */
gboolean mnr_call_find_account (MnrCall *self,
                                const char *text,
                                const MnrAccount **account);

gboolean mnr_call_find_asset (MnrCall *self,
                              const char *text,
                              const MnrAsset **asset);

/** The account that an argument names; that there is none is a fault. */
const MnrAccount *mnr_call_read_account (MnrCall *self,
                                         guint index);

const MnrAsset *mnr_call_read_asset (MnrCall *self,
                                     guint index);

/*
 * Results.
 */

/** Appends a comma unless it is the first of its array or object. */
void mnr_call_separate (MnrCall *self);

void mnr_call_write (MnrCall *self,
                     const MnrType *type,
                     gconstpointer value);

/** Writes an object of the store; %NULL is null. */
void mnr_call_write_object (MnrCall *self,
                            gconstpointer object);

void mnr_call_write_string (MnrCall *self,
                            const char *text);

void mnr_call_write_id (MnrCall *self,
                        MnrObjectId id);

void mnr_call_write_time (MnrCall *self,
                          MnrTime time);

/** Writes what is constant: a file of data/. */
gboolean mnr_call_write_resource (MnrCall *self,
                                  const char *name);

/** Appends "name": , as the next member of an object. */
void mnr_call_member (MnrCall *self,
                      const char *name);

G_END_DECLS
