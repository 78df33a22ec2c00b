/* test-wait.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "chain/crypto/mnr-private-key.h"

G_BEGIN_DECLS

/** A callback that puts the result where test_wait() waits for it. */
void test_take_result (GObject *source,
                       GAsyncResult *result,
                       gpointer user_data);

/** Runs the main loop until there is a result, and returns it. */
GAsyncResult *test_wait (GAsyncResult **result);

/** Runs the main loop until a condition holds; fails after half a minute. */
void test_wait_until (gboolean (*holds) (gpointer user_data),
                      gpointer user_data);

/** Text in locked memory. */
MnrSecret *test_secret (const char *text);

/** sha256 of a text: keys k1, k2 of protocol.md 14.1 are of "1", "2". */
MnrPrivateKey *test_key (const char *seed);

/** An empty folder; test_remove_folder() removes it with all that is in it, and frees it. */
char *test_make_folder (void);
void test_remove_folder (char *folder);

/** Whether any file in the folder or the folders in it holds the text. */
gboolean test_folder_contains (const char *folder,
                               const char *text);

G_END_DECLS
