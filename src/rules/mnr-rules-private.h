/* mnr-rules-private.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mnr-rules-apply.h"

G_BEGIN_DECLS

/* The rules of each operation, as a node examines them: first those that need
 * nothing but the operation, then mnr_rules_begin_evaluation(), then those that
 * need the chain. mnr_rules_check() finds them by the operation's number. */

#define MNR_DECLARE_RULES(Name, name) \
  void mnr_rules_##name (const Mnr##Name *op, MnrCheck *check)

/* mnr-rules-account.c */
MNR_DECLARE_RULES (Transfer, transfer);
MNR_DECLARE_RULES (AccountCreate, account_create);
MNR_DECLARE_RULES (AccountUpdate, account_update);
MNR_DECLARE_RULES (AccountWhitelist, account_whitelist);
MNR_DECLARE_RULES (AccountUpgrade, account_upgrade);

/* mnr-rules-account-special.c: the extensions of accounts; first what needs no
 * chain, of an authority or NULL at @path, then what does. */
void mnr_rules_special_authority (const MnrVariant *authority,
                                  const char *path,
                                  MnrCheck *check);
void mnr_rules_special_authority_asset (const MnrVariant *authority,
                                        const char *path,
                                        MnrCheck *check);
void mnr_rules_buyback (const MnrAccountCreate *op,
                        MnrCheck *check);
void mnr_rules_buyback_asset (const MnrAccountCreate *op,
                              MnrCheck *check);

/* mnr-rules-claim.c */
MNR_DECLARE_RULES (BalanceClaim, balance_claim);

/* mnr-rules-vesting.c */
MNR_DECLARE_RULES (VestingBalanceCreate, vesting_balance_create);
MNR_DECLARE_RULES (VestingBalanceWithdraw, vesting_balance_withdraw);

/* mnr-rules-asset.c */
MNR_DECLARE_RULES (AssetCreate, asset_create);
MNR_DECLARE_RULES (AssetUpdate, asset_update);
MNR_DECLARE_RULES (AssetUpdateIssuer, asset_update_issuer);

/* mnr-rules-supply.c */
MNR_DECLARE_RULES (AssetIssue, asset_issue);
MNR_DECLARE_RULES (AssetReserve, asset_reserve);
MNR_DECLARE_RULES (AssetFundFeePool, asset_fund_fee_pool);
MNR_DECLARE_RULES (AssetClaimFees, asset_claim_fees);
MNR_DECLARE_RULES (AssetClaimPool, asset_claim_pool);
MNR_DECLARE_RULES (OverrideTransfer, override_transfer);

/* mnr-rules-supply.c: warns, by @rule, of sending to an account that nobody or
 * everybody can spend from. */
void mnr_rules_recipient (MnrObjectId account,
                          const char *path,
                          const MnrRule *rule,
                          MnrCheck *check);

/* mnr-rules-proposal.c */
MNR_DECLARE_RULES (ProposalCreate, proposal_create);
MNR_DECLARE_RULES (ProposalUpdate, proposal_update);
MNR_DECLARE_RULES (ProposalDelete, proposal_delete);

/* mnr-rules-market.c */
MNR_DECLARE_RULES (LimitOrderCreate, limit_order_create);
MNR_DECLARE_RULES (LimitOrderCancel, limit_order_cancel);
MNR_DECLARE_RULES (CallOrderUpdate, call_order_update);

/* mnr-rules-smartcoin.c */
MNR_DECLARE_RULES (AssetUpdateBitasset, asset_update_bitasset);
MNR_DECLARE_RULES (AssetUpdateFeedProducers, asset_update_feed_producers);
MNR_DECLARE_RULES (AssetSettle, asset_settle);
MNR_DECLARE_RULES (AssetGlobalSettle, asset_global_settle);
MNR_DECLARE_RULES (AssetPublishFeed, asset_publish_feed);
MNR_DECLARE_RULES (BidCollateral, bid_collateral);

/* mnr-rules-smartcoin.c: protocol rules of bitasset_options (protocol.md 2.5),
 * for the operations that carry them; @path is where they stand. */
void mnr_rules_bitasset_options (const MnrBitassetOptions *options,
                                 const char *path,
                                 MnrCheck *check);

/* mnr-rules-asset.c: both amounts above 0, two different assets; what a node
 * asks of every price but a resolution. */
void mnr_rules_price (const MnrPrice *price,
                      const char *path,
                      MnrCheck *check);

/** The amount and symbol of an asset for a sentence: "12.50 TOKEN", or in smallest units. */
char *mnr_check_amount_text (MnrCheck *check,
                             gint64 amount,
                             MnrObjectId asset);

/** The same in a node's words, for mnr_check_node_text(): "12.50 TOKEN", "12 TOKEN". */
char *mnr_check_node_amount (MnrCheck *check,
                             gint64 amount,
                             MnrObjectId asset);

/** The name of an account for a sentence, or its id. */
char *mnr_check_account_text (MnrCheck *check,
                              MnrObjectId account);

/** The symbol of an asset for a sentence, or its id. */
char *mnr_check_asset_text (MnrCheck *check,
                            MnrObjectId asset);

/** What the view knows of an object, noted where it does not; see mnr_view.h. */
MnrKnowledge mnr_check_lookup (MnrCheck *check,
                               MnrObjectId id,
                               gconstpointer *object);

/** Notes that @what is not known, once. */
void mnr_check_note_missing (MnrCheck *check,
                             const char *what,
                             ...) G_GNUC_PRINTF (2, 3);

/**
 * mnr_check_need_account:
 * @path: the member that names the account
 *
 * mnr_check_get_account(), and a refusal if nobody has been chosen yet or there
 * is no such account.
 */
const MnrAccount *mnr_check_need_account (MnrCheck *check,
                                          const char *path,
                                          MnrObjectId id);

/** mnr_check_need_account() for assets. */
const MnrAsset *mnr_check_need_asset (MnrCheck *check,
                                      const char *path,
                                      MnrObjectId id);

/**
 * mnr_check_debit:
 * @path: the member that holds the amount
 *
 * Refuses, in a node's words, if @account does not hold @amount.
 */
void mnr_check_debit (MnrCheck *check,
                      const char *path,
                      MnrObjectId account,
                      const MnrAmount *amount);

/** mnr_check_add() for the member @member of the struct at @prefix. */
#define mnr_check_add_at(check, rule, prefix, member, ...)            \
  G_STMT_START                                                        \
  {                                                                   \
    g_autofree char *path_ = g_strconcat (prefix, ".", member, NULL); \
                                                                      \
    mnr_check_add (check, rule, path_, __VA_ARGS__);                  \
  }                                                                   \
  G_STMT_END

/** "there is no such account", and so on for everything that has an id. */
extern const MnrRule mnr_rule_object_missing;
/** Nothing has been chosen yet; a node never sees that. */
extern const MnrRule mnr_rule_object_unset;

/**
 * mnr_rules_begin_evaluation:
 *
 * Stands between the rules that need nothing but the operation and those that
 * need the chain. A node looks at the fee here, and so does this.
 *
 * Returns: %FALSE if only the former are asked for
 */
gboolean mnr_rules_begin_evaluation (MnrCheck *check);

/**
 * mnr_rules_get_required_fee:
 * @fee: (out): in core
 *
 * What the chain asks for @operation as it stands.
 *
 * Returns: %FALSE if it cannot be told
 */
gboolean mnr_rules_get_required_fee (MnrCheck *check,
                                     const MnrOperation *operation,
                                     gint64 *fee);

G_END_DECLS
