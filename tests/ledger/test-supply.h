/* test-supply.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "practice/mnr-genesis.h"
#include "practice/mnr-trace.h"

/** A recorded trace of the test data. */
MnrTrace *test_trace_load (const char *name);

/** The ledger of its genesis, just before its first step. */
MnrLedger *test_trace_begin (const MnrTrace *trace);

/** Fails unless all of every asset's supply is somewhere, and no more of it. */
void test_check_supply (const MnrStore *store,
                        const char *when);
