/* mnr-node-options.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MnrNodeOptions:
 *
 * How patient we are with a node. Times are milliseconds. Begin with
 * %MNR_NODE_OPTIONS_DEFAULT and change what has to differ.
 */
typedef struct
{
  guint connect_timeout; /* name look-up, connection, TLS and handshake together */
  guint call_timeout;    /* from the call to its answer */
  guint ping_interval;   /* of silence on a WebSocket, before a ping; as long again ends it */
  guint poll_interval;   /* between two looks at the head, where nobody tells us of it */
  guint choice_time;     /* how long slower nodes may still come in after the first */
  guint stale_time;      /* without a new block; 0: ten block intervals */
  guint retry_time;      /* before looking for a node again; doubles with each failure */
  gsize size_max;        /* bytes of an answer */
  const char *ca_file;   /* (nullable): certificates to trust; the system's if not given */
} MnrNodeOptions;

/* clang-format off */
#define MNR_NODE_OPTIONS_DEFAULT     \
  {                                  \
    .connect_timeout = 10 * 1000,    \
    .call_timeout = 15 * 1000,       \
    .ping_interval = 20 * 1000,      \
    .poll_interval = 3 * 1000,       \
    .choice_time = 1500,             \
    .retry_time = 1000,              \
    .size_max = 32 * 1024 * 1024,    \
  }
/* clang-format on */

G_END_DECLS
