/* mnr-curve.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <secp256k1.h>

/**
 * mnr_curve_context:
 *
 * The one libsecp256k1 context of the process, blinded once with random bytes
 * and only read afterwards, so that any thread may use it.
 */
const secp256k1_context *mnr_curve_context (void);
