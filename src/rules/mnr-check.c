/* mnr-check.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/protocol/mnr-permissions.h"
#include "mnr-rules-private.h"

/* clang-format off */

const MnrRule mnr_rule_object_missing = {
  .id = "object.missing", .expression = "maybe_found != nullptr",
};

const MnrRule mnr_rule_object_unset = {
  .id = "object.unset", .expression = "maybe_found != nullptr",
};

const MnrRule mnr_rule_balance_none = {
  .id = "balance.insufficient", .expression = "delta.amount > 0",
};

const MnrRule mnr_rule_balance_short = {
  .id = "balance.insufficient", .expression = "abo->get_balance() >= -delta",
};

/* clang-format on */

static void
finding_free (gpointer data)
{
  MnrFinding *self = data;

  g_free (self->path);
  g_free (self->sentence);
  g_free (self->node_text);
  g_free (self);
}

void
mnr_check_init (MnrCheck *self,
                const MnrView *view)
{
  *self = (MnrCheck){
    .view = view,
    .findings = g_ptr_array_new_with_free_func (finding_free),
    .missing = g_ptr_array_new_with_free_func (g_free),
  };
}

void
mnr_check_clear (MnrCheck *self)
{
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
}

const MnrFinding *
mnr_check_get_refusal (const MnrCheck *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const MnrFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->rule->severity == MNR_SEVERITY_REFUSED)
        return finding;
    }
  return NULL;
}

gboolean
mnr_check_is_complete (const MnrCheck *self)
{
  return self->missing->len == 0;
}

void
mnr_check_add (MnrCheck *self,
               const MnrRule *rule,
               const char *path,
               const char *sentence,
               ...)
{
  MnrFinding *finding = g_new0 (MnrFinding, 1);
  va_list arguments;

  va_start (arguments, sentence);
  finding->rule = rule;
  finding->path = g_strdup (path);
  finding->sentence = g_strdup_vprintf (sentence, arguments);
  finding->node_text = g_strdup ("");
  va_end (arguments);

  g_ptr_array_add (self->findings, finding);
}

void
mnr_check_node_text (MnrCheck *self,
                     const char *text,
                     ...)
{
  MnrFinding *finding;
  va_list arguments;

  g_return_if_fail (self->findings->len > 0);

  finding = g_ptr_array_index (self->findings, self->findings->len - 1);
  va_start (arguments, text);
  g_free (finding->node_text);
  finding->node_text = g_strdup_vprintf (text, arguments);
  va_end (arguments);
}

void
mnr_check_note_missing (MnrCheck *check,
                        const char *what,
                        ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, what);
  text = g_strdup_vprintf (what, arguments);
  va_end (arguments);

  if (!g_ptr_array_find_with_equal_func (check->missing, text, g_str_equal, NULL))
    g_ptr_array_add (check->missing, g_steal_pointer (&text));
}

MnrKnowledge
mnr_check_lookup (MnrCheck *check,
                  MnrObjectId id,
                  gconstpointer *object)
{
  MnrKnowledge knowledge;

  *object = NULL;
  if (id == 0)
    return MNR_NONE;

  knowledge = check->view->get_object (check->view, id, object);
  if (knowledge == MNR_NOT_KNOWN)
    {
      char text[MNR_OBJECT_ID_TEXT_SIZE];

      mnr_check_note_missing (check, _ ("the object %s"), mnr_object_id_format (id, text));
    }
  if (knowledge != MNR_KNOWN)
    *object = NULL;
  return knowledge;
}

/* An object of one type; an id of another would yield another struct. */
static gconstpointer
get_object (MnrCheck *self,
            MnrObjectId id,
            MnrObjectType type)
{
  gconstpointer object = NULL;

  if (mnr_object_id_get_type (id) == type)
    mnr_check_lookup (self, id, &object);
  return object;
}

const MnrAsset *
mnr_check_get_asset (MnrCheck *self,
                     MnrObjectId id)
{
  return get_object (self, id, MNR_OBJECT_ASSET);
}

const MnrAssetDynamicData *
mnr_check_get_dynamic_data (MnrCheck *self,
                            const MnrAsset *asset)
{
  if (asset == NULL)
    return NULL;
  return get_object (self, asset->dynamic_asset_data_id, MNR_OBJECT_ASSET_DYNAMIC_DATA);
}

const MnrBitassetData *
mnr_check_get_bitasset_data (MnrCheck *self,
                             const MnrAsset *asset)
{
  if (asset == NULL || asset->bitasset_data_id == NULL)
    return NULL;
  return get_object (self, *asset->bitasset_data_id, MNR_OBJECT_BITASSET_DATA);
}

const MnrAccount *
mnr_check_get_account (MnrCheck *self,
                       MnrObjectId id)
{
  return get_object (self, id, MNR_OBJECT_ACCOUNT);
}

const MnrChainParameters *
mnr_check_get_parameters (MnrCheck *self)
{
  const MnrGlobalProperties *properties =
    get_object (self, MNR_GLOBAL_PROPERTIES_ID, MNR_OBJECT_GLOBAL_PROPERTIES);

  return properties != NULL ? &properties->parameters : NULL;
}

gboolean
mnr_check_get_time (MnrCheck *self,
                    MnrTime *time)
{
  const MnrDynamicGlobalProperties *properties =
    get_object (self, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID, MNR_OBJECT_DYNAMIC_GLOBAL_PROPERTIES);

  *time = properties != NULL ? properties->time : 0;
  return properties != NULL;
}

gboolean
mnr_check_get_balance (MnrCheck *self,
                       MnrObjectId account,
                       MnrObjectId asset,
                       gint64 *balance)
{
  MnrKnowledge knowledge;

  *balance = 0;
  knowledge = self->view->get_balance (self->view, account, asset, balance);
  if (knowledge == MNR_NOT_KNOWN)
    {
      char account_text[MNR_OBJECT_ID_TEXT_SIZE], asset_text[MNR_OBJECT_ID_TEXT_SIZE];

      mnr_check_note_missing (self, _ ("the balance of %s in %s"),
                              mnr_object_id_format (account, account_text),
                              mnr_object_id_format (asset, asset_text));
    }
  if (knowledge != MNR_KNOWN)
    *balance = 0;
  return knowledge != MNR_NOT_KNOWN;
}

const MnrRule *
mnr_check_get_balance_rule (MnrCheck *self,
                            MnrObjectId account,
                            MnrObjectId asset)
{
  gint64 balance = 0;

  return self->view->get_balance (self->view, account, asset, &balance) == MNR_NONE
           ? &mnr_rule_balance_none
           : &mnr_rule_balance_short;
}

static gboolean
has_id (const MnrObjectIdSet *set,
        MnrObjectId id)
{
  for (gsize i = 0; i < set->len; i++)
    if (set->items[i] == id)
      return TRUE;
  return FALSE;
}

static gboolean
have_common (const MnrObjectIdSet *a,
             const MnrObjectIdSet *b)
{
  for (gsize i = 0; i < a->len; i++)
    if (has_id (b, a->items[i]))
      return TRUE;
  return FALSE;
}

gboolean
mnr_check_is_authorised (MnrCheck *self,
                         const MnrAccount *account,
                         const MnrAsset *asset)
{
  const MnrAssetOptions *options;

  if (account == NULL || asset == NULL)
    return TRUE;

  options = &asset->options;
  if ((options->flags & MNR_POWER_WHITE_LIST) == 0 && account->allowed_assets == NULL)
    return TRUE;
  if (account->id == MNR_COMMITTEE_ACCOUNT)
    return TRUE;
  if (account->allowed_assets != NULL && !has_id (account->allowed_assets, asset->id))
    return FALSE;
  if (have_common (&account->blacklisting_accounts, &options->blacklist_authorities))
    return FALSE;
  return options->whitelist_authorities.len == 0 ||
         have_common (&account->whitelisting_accounts, &options->whitelist_authorities);
}

/* An object for its name only, which need not be fetched. */
static gconstpointer
peek (MnrCheck *check,
      MnrObjectId id,
      MnrObjectType type)
{
  gconstpointer object = NULL;

  if (mnr_object_id_get_type (id) != type ||
      check->view->get_object (check->view, id, &object) != MNR_KNOWN)
    return NULL;
  return object;
}

static char *
format_amount (MnrCheck *check,
               gint64 amount,
               MnrObjectId asset,
               gboolean is_grouped)
{
  const MnrAsset *known = peek (check, asset, MNR_OBJECT_ASSET);
  char id[MNR_OBJECT_ID_TEXT_SIZE];
  g_autofree char *number = NULL, *grouped = NULL;

  if (known == NULL || known->precision > MNR_PRECISION_MAX)
    {
      const gulong count = amount < 0 ? -(gulong) amount : (gulong) amount;

      return asset == 0
               ? g_strdup_printf (
                   g_dngettext (GETTEXT_PACKAGE, "%lld smallest unit", "%lld smallest units",
                                count),
                   (long long) amount)
               : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%lld smallest unit of %s",
                                               "%lld smallest units of %s", count),
                                  (long long) amount, mnr_object_id_format (asset, id));
    }

  number = mnr_decimal_format (amount, known->precision);
  grouped = mnr_decimal_group (number);
  return g_strdup_printf ("%s %s", is_grouped ? grouped : number,
                          known->symbol != NULL ? known->symbol : "");
}

char *
mnr_check_amount_text (MnrCheck *check,
                       gint64 amount,
                       MnrObjectId asset)
{
  return format_amount (check, amount, asset, TRUE);
}

char *
mnr_check_node_amount (MnrCheck *check,
                       gint64 amount,
                       MnrObjectId asset)
{
  g_autofree char *text = format_amount (check, amount, asset, FALSE);
  char *dot = strchr (text, '.'), *end;
  gsize zeros;

  /* A node leaves out the decimals where there are none but zeros. */
  if (dot == NULL || peek (check, asset, MNR_OBJECT_ASSET) == NULL)
    return g_steal_pointer (&text);
  zeros = strspn (dot + 1, "0");
  end = dot + 1 + zeros;
  if (zeros > 0 && *end == ' ')
    memmove (dot, end, strlen (end) + 1);
  return g_steal_pointer (&text);
}

char *
mnr_check_account_text (MnrCheck *check,
                        MnrObjectId account)
{
  const MnrAccount *known = peek (check, account, MNR_OBJECT_ACCOUNT);
  char id[MNR_OBJECT_ID_TEXT_SIZE];

  return g_strdup (known != NULL && known->name != NULL ? known->name
                                                        : mnr_object_id_format (account, id));
}

char *
mnr_check_asset_text (MnrCheck *check,
                      MnrObjectId asset)
{
  const MnrAsset *known = peek (check, asset, MNR_OBJECT_ASSET);
  char id[MNR_OBJECT_ID_TEXT_SIZE];

  return g_strdup (known != NULL && known->symbol != NULL ? known->symbol
                                                          : mnr_object_id_format (asset, id));
}

static gconstpointer
need_object (MnrCheck *check,
             const char *path,
             MnrObjectId id,
             MnrObjectType type,
             const char *choose,
             const char *missing)
{
  gconstpointer object;
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  if (mnr_object_id_get_type (id) != type)
    {
      mnr_check_add (check, &mnr_rule_object_unset, path, "%s", choose);
      return NULL;
    }
  if (mnr_check_lookup (check, id, &object) == MNR_NONE)
    {
      mnr_check_add (check, &mnr_rule_object_missing, path, "%s: %s", missing,
                     mnr_object_id_format (id, text));
      mnr_check_node_text (check, "Unable to find Object %s", text);
    }
  return object;
}

const MnrAccount *
mnr_check_need_account (MnrCheck *check,
                        const char *path,
                        MnrObjectId id)
{
  return need_object (check, path, id, MNR_OBJECT_ACCOUNT, _ ("Choose an account"),
                      _ ("There is no such account"));
}

const MnrAsset *
mnr_check_need_asset (MnrCheck *check,
                      const char *path,
                      MnrObjectId id)
{
  return need_object (check, path, id, MNR_OBJECT_ASSET, _ ("Choose an asset"),
                      _ ("There is no such asset"));
}

void
mnr_check_debit (MnrCheck *check,
                 const char *path,
                 MnrObjectId account,
                 const MnrAmount *amount)
{
  gint64 balance;
  g_autofree char *name = NULL, *has = NULL, *needs = NULL;
  g_autofree char *node_has = NULL, *node_needs = NULL;

  if (account == 0 || amount->asset_id == 0 || amount->amount <= 0 ||
      !mnr_check_get_balance (check, account, amount->asset_id, &balance) ||
      balance >= amount->amount)
    return;

  name = mnr_check_account_text (check, account);
  has = mnr_check_amount_text (check, balance, amount->asset_id);
  needs = mnr_check_amount_text (check, amount->amount, amount->asset_id);
  node_has = mnr_check_node_amount (check, balance, amount->asset_id);
  node_needs = mnr_check_node_amount (check, amount->amount, amount->asset_id);

  mnr_check_add (check, mnr_check_get_balance_rule (check, account, amount->asset_id), path,
                 _ ("%s has %s, and this takes %s"), name, has, needs);
  mnr_check_node_text (check, "Insufficient Balance: %s's balance of %s is less than required %s",
                       name, node_has, node_needs);
}
