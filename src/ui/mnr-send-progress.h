/* mnr-send-progress.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wallet/mnr-submission.h"

G_BEGIN_DECLS

/**
 * MnrSendProgress:
 *
 * What comes true of a transaction, one after the other: signed, tried, sent, in
 * a block, irreversible; each with a mark and in words.
 */
#define MNR_TYPE_SEND_PROGRESS (mnr_send_progress_get_type ())
G_DECLARE_FINAL_TYPE (MnrSendProgress, mnr_send_progress, MNR, SEND_PROGRESS, AdwBin)

/** Shows how far it has come; where it has failed, what came true before stays. */
void mnr_send_progress_show (MnrSendProgress *self,
                             MnrSubmission *submission);

/** What was being done did not come true. */
void mnr_send_progress_fail (MnrSendProgress *self);

/** Whether it came as far as being sent. */
gboolean mnr_send_progress_is_sent (MnrSendProgress *self);

G_END_DECLS
