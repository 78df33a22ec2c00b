/* mnr-node-error.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MNR_NODE_ERROR:
 *
 * What can go wrong between us and a node. The message is one sentence for a
 * person that names the node.
 */
#define MNR_NODE_ERROR (mnr_node_error_quark ())

typedef enum
{
  /** No connection came about: refused, unknown host, no network. */
  MNR_NODE_ERROR_CONNECT,
  /** Whom we reached is not who it should be, or cannot be read in secret. */
  MNR_NODE_ERROR_TLS,
  /** No answer in time. */
  MNR_NODE_ERROR_TIMEOUT,
  /** The connection ended before the answer: it may or may not have been done. */
  MNR_NODE_ERROR_CLOSED,
  /** The answer is not what a node says: a page of HTML, cut JSON, an id of nobody's. */
  MNR_NODE_ERROR_PROTOCOL,
  /** The answer is larger than we take. */
  MNR_NODE_ERROR_TOO_LARGE,
  /** It is a node of another chain. */
  MNR_NODE_ERROR_WRONG_CHAIN,
  /** Its head block is too old: it does not follow the chain. */
  MNR_NODE_ERROR_STALE,
  /** The node understood and said no: mnr_node_error_get_refusal() has its words. */
  MNR_NODE_ERROR_REFUSED,
  /** Two nodes say different things about what a signature depends on. */
  MNR_NODE_ERROR_DISAGREE,
  /** No second node to ask. */
  MNR_NODE_ERROR_ALONE,
} MnrNodeError;

GQuark mnr_node_error_quark (void);

/** A node's error object (protocol.md 9.2). */
typedef struct
{
  int code;   /* of data.code, or code where there is none: 10, 3030001, -32601 */
  char *name; /* "assert_exception"; "" if it has none */
  char *text; /* the first format with its values in it, as a person can read it */
  char *json; /* the error object as it came */
} MnrNodeRefusal;

/** Returns: (nullable): what the node said, where @error is %MNR_NODE_ERROR_REFUSED */
const MnrNodeRefusal *mnr_node_error_get_refusal (const GError *error);

/**
 * mnr_node_error_new_refused:
 * @url: the node
 * @json: its error object, @length bytes of well-formed JSON
 *
 * Returns: an error of %MNR_NODE_ERROR_REFUSED
 */
GError *mnr_node_error_new_refused (const char *url,
                                    const char *json,
                                    gsize length);

G_END_DECLS
