/* mnr-remedy.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Returns: (transfer full): what happened and what to do about it, to a person */
char *mnr_remedy_describe (const GError *error);

G_END_DECLS
