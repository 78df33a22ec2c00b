/* mnr-fee-schedule.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-operations.h"

G_BEGIN_DECLS

/** What operations cost (protocol.md 7). */
typedef struct _MnrFeeSchedule MnrFeeSchedule;

/** An optional fee schedule, as a member of another structure: MnrFeeSchedule *. */
extern const MnrType mnr_type_optional_fee_schedule;

/**
 * mnr_fee_schedule_new_from_json:
 * @text: the schedule, or an answer that holds it (get_global_properties)
 *
 * Returns: (transfer full) (nullable): the schedule, or %NULL with an error
 */
MnrFeeSchedule *mnr_fee_schedule_new_from_json (const char *text,
                                                gsize length,
                                                GError **error);

void mnr_fee_schedule_free (MnrFeeSchedule *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrFeeSchedule, mnr_fee_schedule_free)

/** Doubles, or halves, the basic fee of a new account @bits times: many in one maintenance
 * interval make each dearer. */
void mnr_fee_schedule_scale_account_fee (MnrFeeSchedule *self,
                                         guint64 bits,
                                         gboolean up);

/**
 * mnr_fee_schedule_set_fee:
 * @operation: complete but for its fee, which is filled in; in a proposal also
 *   those of the operations proposed
 * @rate: (nullable): the core exchange rate of the asset to pay in, in either
 *   orientation; %NULL pays in core
 *
 * What get_required_fees answers: fees that depend on the length of an
 * operation are measured with the fee in place, and with the one that the
 * operation came with, whichever is more (protocol.md 7.1). Whether a fee pool
 * holds enough is another question.
 *
 * Returns: %FALSE with %MNR_CHAIN_ERROR_UNKNOWN for an unknown operation,
 *   %MNR_CHAIN_ERROR_VALUE if a fee or the depth of proposals is out of range
 */
gboolean mnr_fee_schedule_set_fee (const MnrFeeSchedule *self,
                                   MnrOperation *operation,
                                   const MnrPrice *rate,
                                   GError **error);

/** Whether registering the account @name costs the basic fee only (protocol.md 7.1). */
gboolean mnr_account_name_is_cheap (const char *name);

G_END_DECLS
