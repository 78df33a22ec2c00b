/* mnr-locale.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** To be called once, at the start: the program speaks the user's language from then on. Its
 * translations are those that were installed, or in the folder that the variable
 * MONEYER_LOCALEDIR names: of a build tree that is “po”. */
void mnr_locale_init (void);

G_END_DECLS
