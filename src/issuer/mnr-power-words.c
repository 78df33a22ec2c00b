/* mnr-power-words.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-power-words.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  MnrPowerGroup group;
  const char *consequences[MNR_N_POWER_STATES];
} PowerWords;

/* In the order of mnr_powers. */
/* clang-format off */
static const PowerWords words[MNR_N_POWERS] = {
  { MNR_POWER_GROUP_MONEY, {
    N_ ("Buyers will not pay a fee to you on the exchange."),
    N_ ("No market fee for now; you may begin to charge one."),
    N_ ("Buyers pay a share of what they buy to you."),
    N_ ("Buyers pay a share of what they buy to you; you keep the percentage in your hand.") } },
  { MNR_POWER_GROUP_CONTROL, {
    N_ ("Everybody may hold the token; nobody can be shut out."),
    N_ ("Everybody may hold the token for now; you may begin to use lists."),
    N_ ("Only accounts that the lists allow may hold, send and trade the token."),
    N_ ("Lists decide for good who may hold, send and trade the token.") } },
  { MNR_POWER_GROUP_CONTROL, {
    N_ ("What holders have is theirs: you cannot take it."),
    N_ ("You do not take tokens from holders now, but may begin to."),
    N_ ("You can move the token out of any account without asking."),
    N_ ("You can move the token out of any account without asking, for good.") } },
  { MNR_POWER_GROUP_CONTROL, {
    N_ ("Holders can always send the token to each other."),
    N_ ("Holders can send the token to each other; you may stop that."),
    N_ ("Holders can send the token only to you, and you to them. Trading stays free."),
    N_ ("Holders can send the token only to you, for good. Trading stays free.") } },
  { MNR_POWER_GROUP_PRICE, {
    N_ ("Holders can always exchange the token for its backing at the price of the feed."),
    N_ ("Holders can settle at the price of the feed; you may switch that off."),
    N_ ("Holders cannot settle: they can only sell on the market."),
    N_ ("Holders can never settle: they can only sell on the market.") } },
  { MNR_POWER_GROUP_PRICE, {
    N_ ("You cannot end the asset at a price of your choice."),
    N_ ("You can end the asset and exchange all of it at one price. A prediction market needs "
        "this to be resolved."),
    NULL, NULL } },
  { MNR_POWER_GROUP_CONTROL, {
    N_ ("Transfers with hidden amounts are always possible."),
    N_ ("Transfers with hidden amounts are possible; you may forbid them."),
    N_ ("All amounts can be seen by everybody."),
    N_ ("All amounts can be seen by everybody, for good.") } },
  { MNR_POWER_GROUP_PRICE, {
    N_ ("The witnesses will not publish the price."),
    N_ ("Others publish the price; you may hand that to the witnesses."),
    N_ ("The elected witnesses of the chain publish the price."),
    N_ ("The elected witnesses of the chain publish the price, for good.") } },
  { MNR_POWER_GROUP_PRICE, {
    N_ ("The committee will not publish the price."),
    N_ ("Others publish the price; you may hand that to the committee."),
    N_ ("The elected committee of the chain publishes the price."),
    N_ ("The elected committee of the chain publishes the price, for good.") } },
  { MNR_POWER_GROUP_SUPPLY, {
    N_ ("You can always raise and lower the maximum supply: it promises nothing."),
    N_ ("You can change the maximum supply; you may lock it."),
    N_ ("The maximum supply is locked, but you can unlock it."),
    N_ ("There can never be more than the maximum supply: a promise to holders.") } },
  { MNR_POWER_GROUP_SUPPLY, {
    N_ ("New tokens can always be made, up to the maximum supply."),
    N_ ("New tokens can be made; you may stop that."),
    N_ ("No new token can be made until you allow it again."),
    N_ ("No new token can ever be made. Choose this only when all of them exist.") } },
  { MNR_POWER_GROUP_PRICE, {
    N_ ("You cannot change the maintenance ratio: it stays as it is here, or with the feed."),
    N_ ("You can set the collateral ratio below which positions are called."),
    NULL, NULL } },
  { MNR_POWER_GROUP_PRICE, {
    N_ ("You cannot change the initial ratio: it stays as it is here, or with the feed."),
    N_ ("You can set the collateral ratio that new positions need."),
    NULL, NULL } },
  { MNR_POWER_GROUP_PRICE, {
    N_ ("You cannot change the squeeze ratio: it stays as it is here, or with the feed."),
    N_ ("You can set how much a margin call pays at most."),
    NULL, NULL } },
  { MNR_POWER_GROUP_PRICE, {
    N_ ("You cannot change the response to a black swan: it stays as it is here."),
    N_ ("You can choose what happens when a position is worth less than its debt."),
    NULL, NULL } },
  { MNR_POWER_GROUP_PRICE, {
    N_ ("After a global settlement anybody can always bid to revive the asset."),
    N_ ("Bids to revive the asset are possible; you may switch them off."),
    N_ ("After a global settlement nobody can bid to revive the asset."),
    N_ ("After a global settlement nobody can ever bid to revive the asset.") } },
};
/* clang-format on */

const char *
mnr_power_group_get_label (MnrPowerGroup group)
{
  switch (group)
    {
    case MNR_POWER_GROUP_MONEY:
      return _ ("Money");
    case MNR_POWER_GROUP_CONTROL:
      return _ ("Control over holders");
    case MNR_POWER_GROUP_SUPPLY:
      return _ ("Supply");
    case MNR_POWER_GROUP_PRICE:
    case MNR_N_POWER_GROUPS:
    default:
      return _ ("Price and backing");
    }
}

MnrPowerGroup
mnr_power_get_group (guint index)
{
  g_return_val_if_fail (index < MNR_N_POWERS, MNR_POWER_GROUP_MONEY);

  return words[index].group;
}

gboolean
mnr_power_has_state (guint index,
                     MnrPowerState state)
{
  g_return_val_if_fail (index < MNR_N_POWERS, FALSE);

  return (guint) state < MNR_N_POWER_STATES && words[index].consequences[state] != NULL;
}

const char *
mnr_power_get_state_label (guint index,
                           MnrPowerState state)
{
  g_return_val_if_fail (index < MNR_N_POWERS, NULL);

  switch (state)
    {
    case MNR_POWER_NOT_NOW:
      return (mnr_powers[index].bit & MNR_POWERS_NEVER_FLAGS) != 0 ? _ ("Keep") : _ ("Not now");
    case MNR_POWER_ON:
      return _ ("On");
    case MNR_POWER_ALWAYS:
      return _ ("For ever");
    case MNR_POWER_NEVER:
    default:
      return _ ("Never");
    }
}

const char *
mnr_power_get_consequence (guint index,
                           MnrPowerState state)
{
  g_return_val_if_fail (mnr_power_has_state (index, state), NULL);

  return _ (words[index].consequences[state]);
}

MnrReversibility
mnr_power_get_reversibility (MnrPowerState state)
{
  return state == MNR_POWER_NEVER || state == MNR_POWER_ALWAYS ? MNR_REVERSIBLE_AT_ZERO
                                                               : MNR_REVERSIBLE;
}

const char *
mnr_power_get_reversibility_text (MnrPowerState state)
{
  return mnr_power_get_reversibility (state) == MNR_REVERSIBLE
           ? _ ("Can be changed at any time.")
           : _ ("Can be taken back only while nobody holds the token.");
}
