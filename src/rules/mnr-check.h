/* mnr-check.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-view.h"

G_BEGIN_DECLS

typedef enum
{
  /** A node refuses it. */
  MNR_SEVERITY_REFUSED,
  /** A node takes it, and somebody will be sorry. */
  MNR_SEVERITY_MISTAKE,
} MnrSeverity;

/**
 * MnrRule:
 *
 * A rule of the chain, or of experience. The table of an operation's rules
 * stands in the order in which a node examines them, so that the first refusal
 * is the one that a node would tell.
 */
typedef struct
{
  const char *id; /* stable: "asset-create.symbol-taken" */
  MnrSeverity severity;
  /* What a node says, where it refuses: an assertion's expression (then the
   * other three are 0), or an error of its own. */
  const char *expression; /* "precision <= 12" */
  int node_code;          /* 3051501 */
  const char *node_name;  /* "asset_reserve_invalid_on_mia" */
  const char *node_what;  /* "invalid on mia" */
} MnrRule;

/** A rule that an operation breaks. */
typedef struct
{
  const MnrRule *rule;
  char *path;      /* of the member at fault: "common_options.max_supply"; of flags and permissions
                      with the power's name: "new_options.flags.white_list"; "" for the whole
                      operation */
  char *sentence;  /* for a person, translated, with the values in it */
  char *node_text; /* what a node adds to the expression or error, "" for nothing */
} MnrFinding;

/**
 * MnrCheck:
 *
 * What came of checking one operation: all findings, in the order of their
 * rules, and what of the view was not known. As long as something is missing,
 * that there is no refusal says nothing.
 */
typedef struct
{
  const MnrView *view;
  const MnrOperation *operation; /* (nullable): what mnr_rules_check() was given */
  MnrObjectId payer;
  GPtrArray *findings; /* of MnrFinding */
  GPtrArray *missing;  /* of char *: what was asked for and not known, for people and logs */

  gboolean protocol_only; /* as for the operations within a proposal */
  gboolean is_evaluating; /* the protocol's own rules are done */
} MnrCheck;

/** Prepares an empty check over @view. */
void mnr_check_init (MnrCheck *self,
                     const MnrView *view);

void mnr_check_clear (MnrCheck *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MnrCheck, mnr_check_clear)

/** The first finding with which a node would refuse, or %NULL. */
const MnrFinding *mnr_check_get_refusal (const MnrCheck *self);

gboolean mnr_check_is_complete (const MnrCheck *self);

/**
 * mnr_check_add:
 * @rule: the rule that is broken
 * @path: the member at fault, relative to the operation
 * @sentence: for a person, translated, printf-like
 *
 * Notes a finding.
 */
void mnr_check_add (MnrCheck *self,
                    const MnrRule *rule,
                    const char *path,
                    const char *sentence,
                    ...) G_GNUC_PRINTF (4, 5);

/** Adds to the last finding what a node says beyond its rule, printf-like. */
void mnr_check_node_text (MnrCheck *self,
                          const char *text,
                          ...) G_GNUC_PRINTF (2, 3);

/*
 * Questions to the view. Each returns the answer, and notes what is not known;
 * then NULL is returned, or FALSE, as where there is none.
 */

const MnrAsset *mnr_check_get_asset (MnrCheck *self,
                                     MnrObjectId id);

const MnrAssetDynamicData *mnr_check_get_dynamic_data (MnrCheck *self,
                                                       const MnrAsset *asset);

/** The smartcoin's data, or %NULL for a plain token. */
const MnrBitassetData *mnr_check_get_bitasset_data (MnrCheck *self,
                                                    const MnrAsset *asset);

const MnrAccount *mnr_check_get_account (MnrCheck *self,
                                         MnrObjectId id);

const MnrChainParameters *mnr_check_get_parameters (MnrCheck *self);

/** Chain time: that of the head block. */
gboolean mnr_check_get_time (MnrCheck *self,
                             MnrTime *time);

/** Whether it could be told; the balance, 0 if there is none. */
gboolean mnr_check_get_balance (MnrCheck *self,
                                MnrObjectId account,
                                MnrObjectId asset,
                                gint64 *balance);

/** The rule that too small a balance breaks: it is another where the account never had any. */
const MnrRule *mnr_check_get_balance_rule (MnrCheck *check,
                                           MnrObjectId account,
                                           MnrObjectId asset);

/**
 * mnr_check_is_authorised:
 *
 * Whether an account may hold an asset, by its lists (protocol.md 12.3). Where
 * something is not known, the answer is %TRUE and the check is incomplete.
 */
gboolean mnr_check_is_authorised (MnrCheck *self,
                                  const MnrAccount *account,
                                  const MnrAsset *asset);

/**
 * mnr_rules_check:
 * @operation: as the chain library reads it
 * @view: the chain
 * @check: (out caller-allocates): see #MnrCheck
 *
 * Applies all rules to an operation: those of its own and those common to all
 * (protocol.md 3.0): the fee is not negative, its asset can pay fees, the payer
 * may hold it. Whether the fee suffices needs the fee schedule and is part of
 * it; signatures are not.
 */
void mnr_rules_check (const MnrOperation *operation,
                      const MnrView *view,
                      MnrCheck *check);

/**
 * mnr_rules_check_protocol:
 * @check: (out caller-allocates): see #MnrCheck
 *
 * Applies only the rules that need nothing but the operation; those are all
 * that a node asks of what stands in a proposal.
 */
void mnr_rules_check_protocol (const MnrOperation *operation,
                               MnrCheck *check);

G_END_DECLS
