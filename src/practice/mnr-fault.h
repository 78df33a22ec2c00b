/* mnr-fault.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chain/values/mnr-time.h"
#include "chain/wire/mnr-json.h"

G_BEGIN_DECLS

/** An error as a node reports it (protocol.md 9.2). */
typedef struct
{
  int code;
  const char *name;
  const char *what;
  char *format;       /* with ${variable} */
  char *text;         /* the same, with its value */
  char *data;         /* JSON: {"variable": value} */
  const char *origin; /* (nullable): where it arose, if not in the method that was called */
  GPtrArray *passed;  /* (nullable): of char *: where it came through, and what is told of it */
} MnrFault;

void mnr_fault_clear (MnrFault *self);

/** Forgets what was there; @format is also the text. */
void mnr_fault_set (MnrFault *self,
                    int code,
                    const char *name,
                    const char *what,
                    const char *format);

/**
 * mnr_fault_set_variable:
 * @value: JSON
 *
 * Puts a value where the format has ${@variable}, and among the data.
 */
void mnr_fault_set_variable (MnrFault *self,
                             const char *variable,
                             const char *value);

/**
 * mnr_fault_pass:
 * @variable: (nullable): what was known there
 * @value: (nullable): JSON
 *
 * Notes that the error came through @method: nodes add an entry to the stack.
 */
void mnr_fault_pass (MnrFault *self,
                     const char *method,
                     const char *variable,
                     const char *value);

/** What a node says of a value that it cannot read. */
void mnr_fault_set_unreadable (MnrFault *self,
                               const MnrJsonCulprit *culprit,
                               const char *message);

/** What a node says of a text that is no id, or not one of @type (0 for any). */
gboolean mnr_fault_set_bad_id (MnrFault *self,
                               guint16 type,
                               const char *text);

/** Appends the `data` of an error object; @method is where it arose. */
void mnr_fault_append_data (const MnrFault *self,
                            const char *method,
                            MnrTime time,
                            GString *out);

G_END_DECLS
