/* mnr-rules-apply.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-check.h"

G_BEGIN_DECLS

/*
 * Rules that a node only comes upon while it applies an operation, because they
 * depend on what orders the market holds. No view tells; the ledger refuses
 * with these.
 */

/** Two rules of one name: a node has two expressions for too small a balance. */
extern const MnrRule mnr_rule_balance_none, mnr_rule_balance_short;

/**
 * mnr_rules_is_fee_balance:
 * @finding: (nullable): what a check found
 *
 * Whether it says that the payer cannot pay the fee. A node takes the fee after
 * the operation, so that this is its last reason to refuse; and whoever applies
 * the operation knows exactly what it brought the payer.
 */
gboolean mnr_rules_is_fee_balance (const MnrFinding *finding);

/** An order that has to be filled at once was not (protocol.md 3.2). */
extern const MnrRule mnr_rule_limit_order_create_unfilled;

/**
 * A position that is to be called at once, and no order or settlement request
 * took it: the same rule with which call_order_update is refused from the view
 * where the ratio lies above the maintenance ratio but not above the initial
 * one.
 *
 * The ledger's part: after updating the position and before refusing, process
 * margin calls without allowing a black swan. If nothing was filled, the
 * position has to be above the initial collateralisation, unless the update
 * only raised its ratio (mnr_rules_call_order_only_raises()).
 */
extern const MnrRule mnr_rule_call_order_update_initial_ratio;

/**
 * Margin calls were filled, and the position is still there and not above the
 * initial collateralisation. No rule if it is gone, or the update only raised
 * its ratio.
 */
extern const MnrRule mnr_rule_call_order_update_not_filled;

/** Processing margin calls after an update of a position came upon a black swan. */
extern const MnrRule mnr_rule_call_order_update_black_swan;

/**
 * mnr_rules_call_order_only_raises:
 *
 * Whether an update of a position raises its collateral ratio without raising
 * its debt, which is always allowed.
 */
gboolean mnr_rules_call_order_only_raises (gint64 old_collateral,
                                           gint64 old_debt,
                                           gint64 new_collateral,
                                           gint64 new_debt);

G_END_DECLS
