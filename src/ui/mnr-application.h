/* mnr-application.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MNR_APPLICATION_ID "io.github.moneyer.Moneyer"

#define MNR_TYPE_APPLICATION (mnr_application_get_type ())
G_DECLARE_FINAL_TYPE (MnrApplication, mnr_application, MNR, APPLICATION, AdwApplication)

MnrApplication *mnr_application_new (void);

G_END_DECLS
