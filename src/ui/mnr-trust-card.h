/* mnr-trust-card.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "issuer/mnr-text-line.h"

G_BEGIN_DECLS

/*
 * What holders of an asset are told, to be handed on: as text, and as a picture
 * that looks the same whatever the theme is.
 */

typedef struct
{
  char *title;      /* what is said of which asset */
  char *footer;     /* of which chain, and when: it may be different later */
  GPtrArray *lines; /* of MnrTextLine */
} MnrTrustCard;

void mnr_trust_card_free (MnrTrustCard *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MnrTrustCard, mnr_trust_card_free)

/** @lines: (transfer none): copied */
MnrTrustCard *mnr_trust_card_new (const char *title,
                                  const char *footer,
                                  GPtrArray *lines);

char *mnr_trust_card_to_text (const MnrTrustCard *self);

/** @context: for the fonts and the direction of the text. Returns: (transfer full): a PNG */
GBytes *mnr_trust_card_to_png (const MnrTrustCard *self,
                               PangoContext *context);

G_END_DECLS
