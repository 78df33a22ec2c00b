/* mnr-database-schema.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-database.h"

/* Each step is run once, in its order, on every file. One that has been
 * released is never changed: what is to be otherwise is another step. */
const char *const mnr_database_migrations[] = {
  /*
   * 1: the outbox (mnr-outbox.h). Its rules stand here a second time, because
   * the file outlives the program that wrote it and has several writers.
   */
  "CREATE TABLE outbox ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  chain BLOB NOT NULL CHECK (length (chain) = 32),"
  "  account INTEGER NOT NULL,"
  "  intent TEXT NOT NULL CHECK (intent <> ''),"
  "  summary TEXT NOT NULL,"
  "  bytes BLOB NOT NULL CHECK (length (bytes) > 0),"
  "  name BLOB NOT NULL CHECK (length (name) = 20),"
  "  created INTEGER NOT NULL,"
  "  expiration INTEGER NOT NULL CHECK (expiration >= created),"
  "  reference INTEGER NOT NULL,"
  "  searched INTEGER NOT NULL CHECK (searched >= reference),"
  "  state TEXT NOT NULL CHECK (state IN"
  "    ('signed', 'sent', 'included', 'irreversible', 'refused', 'expired')),"
  "  settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1)),"
  "  block INTEGER CHECK (block > reference),"
  "  refusal TEXT,"
  "  answer TEXT,"
  "  UNIQUE (chain, name),"
  "  CHECK ((state IN ('included', 'irreversible')) = (block IS NOT NULL)),"
  "  CHECK (state <> 'refused' OR refusal IS NOT NULL),"
  "  CHECK (settled = 0 OR state IN ('irreversible', 'refused', 'expired')),"
  "  CHECK (settled = 1 OR state NOT IN ('irreversible', 'expired'))"
  ") STRICT;"

  /* What is wanted once is under way once. */
  "CREATE UNIQUE INDEX outbox_intent ON outbox (chain, intent)"
  "  WHERE state IN ('signed', 'sent', 'included');"
  "CREATE INDEX outbox_watched ON outbox (chain) WHERE settled = 0;"

  "CREATE TRIGGER outbox_begins BEFORE INSERT ON outbox"
  "  WHEN NEW.state <> 'signed' OR NEW.settled <> 0 OR NEW.searched <> NEW.reference"
  "  BEGIN SELECT RAISE (ABORT, 'an entry of the outbox begins as signed'); END;"

  "CREATE TRIGGER outbox_moves BEFORE UPDATE ON outbox"
  "  WHEN OLD.settled = 1 OR"
  "    (OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN"
  "      ('signed>sent', 'signed>included', 'signed>irreversible', 'signed>refused',"
  "       'signed>expired', 'sent>included', 'sent>irreversible', 'sent>refused',"
  "       'sent>expired', 'included>irreversible', 'included>sent',"
  "       'refused>irreversible'))"
  "  BEGIN SELECT RAISE (ABORT, 'an entry of the outbox cannot change like that'); END;"

  "CREATE TRIGGER outbox_stays BEFORE UPDATE ON outbox"
  "  WHEN (NEW.id, NEW.chain, NEW.account, NEW.intent, NEW.summary, NEW.bytes, NEW.name,"
  "        NEW.created, NEW.expiration, NEW.reference) IS NOT"
  "       (OLD.id, OLD.chain, OLD.account, OLD.intent, OLD.summary, OLD.bytes, OLD.name,"
  "        OLD.created, OLD.expiration, OLD.reference)"
  "    OR NEW.searched < OLD.searched"
  "  BEGIN SELECT RAISE (ABORT, 'what was signed cannot change'); END;"

  "CREATE TRIGGER outbox_keeps BEFORE DELETE ON outbox WHEN OLD.settled = 0"
  "  BEGIN SELECT RAISE (ABORT, 'what is not settled cannot be forgotten'); END;",
};

const guint mnr_database_n_migrations = G_N_ELEMENTS (mnr_database_migrations);
