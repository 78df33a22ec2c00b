/* mnr-outbox-item.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-outbox-item.h"

#include <glib/gi18n.h>

struct _MnrOutboxItem
{
  GObject parent_instance;

  MnrOutboxEntry *entry;
};

G_DEFINE_FINAL_TYPE (MnrOutboxItem, mnr_outbox_item, G_TYPE_OBJECT)

static const struct
{
  const char *icon;
  const char *word;
  const char *meaning;
} states[MNR_OUTBOX_N_STATES] = {
  [MNR_OUTBOX_SIGNED] = { "document-edit-symbolic", N_ ("Signed, not sent"),
                          N_ ("It was signed and never sent. Until it expires it can be sent as it "
                              "is, or left alone.") },
  [MNR_OUTBOX_SENT] = { "emblem-synchronizing-symbolic", N_ ("Sent"),
                        N_ ("A node may have it, but it is in no block yet. It is not sent a "
                            "second time while that is open.") },
  [MNR_OUTBOX_INCLUDED] = { "emblem-default-symbolic", N_ ("In a block"),
                            N_ ("It is in a block that a fork could still drop.") },
  [MNR_OUTBOX_IRREVERSIBLE] = { "emblem-ok-symbolic", N_ ("Irreversible"),
                                N_ ("It is done for ever.") },
  [MNR_OUTBOX_REFUSED] = { "dialog-error-symbolic", N_ ("Refused"),
                           N_ ("It was not done, and cost nothing.") },
  [MNR_OUTBOX_EXPIRED] = { "appointment-missed-symbolic", N_ ("Expired"),
                           N_ ("It was not done, and never will be: its time ended before it was "
                               "in a block. It cost nothing.") },
};

const char *
mnr_outbox_state_get_icon (MnrOutboxState state)
{
  return states[state].icon;
}

const char *
mnr_outbox_state_get_word (MnrOutboxState state)
{
  return _ (states[state].word);
}

const char *
mnr_outbox_state_get_meaning (MnrOutboxState state)
{
  return _ (states[state].meaning);
}

const char *
mnr_outbox_entry_get_remedy (const MnrOutboxEntry *entry)
{
  if (entry->is_settled)
    return NULL;
  if (entry->state == MNR_OUTBOX_SIGNED)
    return _ ("Send It");
  return entry->state == MNR_OUTBOX_SENT ? _ ("Look Again") : NULL;
}

const MnrOutboxEntry *
mnr_outbox_item_get_entry (MnrOutboxItem *self)
{
  return self->entry;
}

gboolean
mnr_outbox_item_equal (MnrOutboxItem *self,
                       MnrOutboxItem *other)
{
  const MnrOutboxEntry *a = self->entry, *b = other->entry;

  return a->id == b->id && a->state == b->state && a->is_settled == b->is_settled &&
         g_strcmp0 (a->refusal, b->refusal) == 0 && g_strcmp0 (a->answer, b->answer) == 0;
}

static void
mnr_outbox_item_finalize (GObject *object)
{
  mnr_outbox_entry_free (MNR_OUTBOX_ITEM (object)->entry);

  G_OBJECT_CLASS (mnr_outbox_item_parent_class)->finalize (object);
}

static void
mnr_outbox_item_class_init (MnrOutboxItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_outbox_item_finalize;
}

static void
mnr_outbox_item_init (MnrOutboxItem *self)
{
}

MnrOutboxItem *
mnr_outbox_item_new (MnrOutboxEntry *entry)
{
  MnrOutboxItem *self = g_object_new (MNR_TYPE_OUTBOX_ITEM, NULL);

  self->entry = entry;
  return self;
}
