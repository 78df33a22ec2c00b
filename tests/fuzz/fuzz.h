/* fuzz.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/*
 * Each target is a program of its own around one function that takes any bytes
 * and aborts where something does not hold. libFuzzer calls it with what it
 * thinks up (-Dfuzzing=true); replay.c with the seeds and what was once found.
 */

int LLVMFuzzerInitialize (int *argc,
                          char ***argv);

int LLVMFuzzerTestOneInput (const guint8 *data,
                            gsize size);

/** What a person gets to read: whatever the input, one line in which every character shows. */
void fuzz_check_line (const char *text);

/** That there is an error, of the library's own domain, with such a message. */
void fuzz_check_error (const GError *error);
