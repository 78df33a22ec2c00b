/* bad-node.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BadNode:
 *
 * A server on a free port of this computer that says of itself what a node
 * says, by HTTP and by WebSocket, and does to all other calls what a test
 * wants. It runs in threads of its own, so its scripts are written straight on.
 */
typedef struct _BadNode BadNode;

/** One connection to it. */
typedef struct
{
  BadNode *node;
  GInputStream *in;
  GOutputStream *out;
  char *key; /* the handshake's, until it is answered */
  gboolean is_websocket;
} BadTalk;

/**
 * BadScript:
 * @id: of the call, as text
 *
 * Answers a call, or does something else.
 *
 * Returns: whether the connection goes on
 */
typedef gboolean (*BadScript) (BadTalk *talk,
                               const char *method,
                               const char *id);

typedef struct
{
  const char *raw;       /* the answer to a connection's first request, which then ends */
  gboolean is_silent;    /* never answers a request */
  gboolean has_tls;      /* with tests/data/localhost.pem */
  const char *chain_id;  /* NULL: 0123…; 64 digits */
  const char *head_year; /* NULL: 2026 */
  BadScript script;      /* NULL: all calls have the answer true */
} BadNodeConfig;

#define BAD_NODE_CHAIN_ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/** @config: copied; its strings have to live as long */
BadNode *bad_node_new (const BadNodeConfig *config);

void bad_node_free (BadNode *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BadNode, bad_node_free)

/** Returns: its address for @scheme */
char *bad_node_get_url (BadNode *self,
                        const char *scheme);

/** How often a script was called. */
guint bad_node_get_calls (BadNode *self);

/** The next question for the head is told of another block, of a minute later. */
void bad_node_add_block (BadNode *self);

/* For scripts. */

/** Sends @text as the answer: in a frame, or as the body of an answer. */
gboolean bad_talk_send (BadTalk *talk,
                        const char *text);

/** Sends {"id": @id, "result": @result}. */
gboolean bad_talk_answer (BadTalk *talk,
                          const char *id,
                          const char *result);

gboolean bad_talk_write (BadTalk *talk,
                         gconstpointer data,
                         gsize size);

/** A frame with the first byte @head (0x81: a whole text). */
gboolean bad_talk_write_frame (BadTalk *talk,
                               guint8 head,
                               gconstpointer data,
                               gsize size);

/** Returns: (nullable): the content of the next frame; %NULL at the end */
char *bad_talk_read_frame (BadTalk *talk,
                           guint8 *head);

/** Waits until the other side goes away. */
void bad_talk_wait (BadTalk *talk);

G_END_DECLS
