/* mnr-fee-schedule.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-fee-schedule.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/values/mnr-error.h"
#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"

/* How often a node measures anew after it has set a fee. */
#define MAX_ROUNDS 4
/* How deep a node follows proposals in proposals. */
#define MAX_NESTING 4

#define CORE(amount) ((guint64) (amount) *100000)

/* The parameters of one operation, under any name that one has; each is there
 * or left to its default. */
typedef struct
{
  guint64 *fee;
  guint64 *basic_fee;
  guint64 *premium_fee;
  guint64 *symbol3;
  guint64 *symbol4;
  guint64 *long_symbol;
  guint64 *membership_annual_fee;
  guint64 *membership_lifetime_fee;
  guint64 *price_per_kbyte;
  guint64 *price_per_output;
  guint64 *price_per_byte;
  guint64 *fee_per_day;
  guint64 *fee_per_kb;
} Parameters;

typedef struct
{
  guint32 number;
  Parameters parameters;
} Entry;

struct _MnrFeeSchedule
{
  MNR_ARRAY (Entry)
  parameters;
  guint32 scale; /* of 10000 */
};

/* clang-format off */

static const MnrType optional_u64 = MNR_OPTIONAL_TYPE (mnr_type_u64);

static const MnrField parameters_fields[] = {
  MNR_FIELD (Parameters, fee, optional_u64),
  MNR_FIELD (Parameters, basic_fee, optional_u64),
  MNR_FIELD (Parameters, premium_fee, optional_u64),
  MNR_FIELD (Parameters, symbol3, optional_u64),
  MNR_FIELD (Parameters, symbol4, optional_u64),
  MNR_FIELD (Parameters, long_symbol, optional_u64),
  MNR_FIELD (Parameters, membership_annual_fee, optional_u64),
  MNR_FIELD (Parameters, membership_lifetime_fee, optional_u64),
  MNR_FIELD (Parameters, price_per_kbyte, optional_u64),
  MNR_FIELD (Parameters, price_per_output, optional_u64),
  MNR_FIELD (Parameters, price_per_byte, optional_u64),
  MNR_FIELD (Parameters, fee_per_day, optional_u64),
  MNR_FIELD (Parameters, fee_per_kb, optional_u64),
};

/* Later operations may have parameters of other names. */
static const MnrType parameters_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (Parameters), MNR_FIELDS (parameters_fields),
  .tolerant = TRUE,
};

static const MnrField entry_fields[] = {
  MNR_FIELD (Entry, number, mnr_type_u32),
  MNR_FIELD (Entry, parameters, parameters_type),
};

static const MnrType entry_type = {
  .kind = MNR_KIND_PAIR, .size = sizeof (Entry), MNR_FIELDS (entry_fields),
};

static const MnrType entry_array = MNR_ARRAY_TYPE (entry_type);

static const MnrField schedule_fields[] = {
  MNR_FIELD (MnrFeeSchedule, parameters, entry_array),
  MNR_FIELD (MnrFeeSchedule, scale, mnr_type_u32),
};

static const MnrType schedule_type = {
  .kind = MNR_KIND_STRUCT, .size = sizeof (MnrFeeSchedule), MNR_FIELDS (schedule_fields),
  .tolerant = TRUE,
};

const MnrType mnr_type_optional_fee_schedule = MNR_OPTIONAL_TYPE (schedule_type);

/* What a node takes where the schedule is silent. */
static const struct
{
  guint32 number;
  guint64 fee;
  guint64 price_per_kbyte;
} defaults[] = {
  { MNR_OPERATION_TRANSFER, CORE (20), CORE (10) },
  { MNR_OPERATION_LIMIT_ORDER_CREATE, CORE (5), 0 },
  { MNR_OPERATION_LIMIT_ORDER_CANCEL, 0, 0 },
  { MNR_OPERATION_CALL_ORDER_UPDATE, CORE (20), 0 },
  { MNR_OPERATION_ACCOUNT_CREATE, 0, CORE (1) },
  { MNR_OPERATION_ACCOUNT_UPDATE, CORE (20), CORE (1) },
  { MNR_OPERATION_ACCOUNT_WHITELIST, CORE (3), 0 },
  { MNR_OPERATION_ASSET_CREATE, 0, 10 },
  { MNR_OPERATION_ASSET_UPDATE, CORE (500), 10 },
  { MNR_OPERATION_ASSET_UPDATE_BITASSET, CORE (500), 0 },
  { MNR_OPERATION_ASSET_UPDATE_FEED_PRODUCERS, CORE (500), 0 },
  { MNR_OPERATION_ASSET_ISSUE, CORE (20), CORE (1) },
  { MNR_OPERATION_ASSET_RESERVE, CORE (20), 0 },
  { MNR_OPERATION_ASSET_FUND_FEE_POOL, CORE (1), 0 },
  { MNR_OPERATION_ASSET_SETTLE, CORE (100), 0 },
  { MNR_OPERATION_ASSET_GLOBAL_SETTLE, CORE (500), 0 },
  { MNR_OPERATION_ASSET_PUBLISH_FEED, CORE (1), 0 },
  { MNR_OPERATION_PROPOSAL_CREATE, CORE (20), 10 },
  { MNR_OPERATION_PROPOSAL_UPDATE, CORE (20), 10 },
  { MNR_OPERATION_PROPOSAL_DELETE, CORE (1), 0 },
  { MNR_OPERATION_VESTING_BALANCE_CREATE, CORE (1), 0 },
  { MNR_OPERATION_VESTING_BALANCE_WITHDRAW, CORE (20), 0 },
  { MNR_OPERATION_OVERRIDE_TRANSFER, CORE (20), 10 },
  { MNR_OPERATION_ASSET_CLAIM_FEES, CORE (20), 0 },
  { MNR_OPERATION_BID_COLLATERAL, CORE (20), 0 },
  { MNR_OPERATION_ASSET_CLAIM_POOL, CORE (20), 0 },
  { MNR_OPERATION_ASSET_UPDATE_ISSUER, CORE (20), 0 },
  { MNR_VIRTUAL_LIMIT_ORDER_UPDATE, CORE (3) / 8, 0 },
};

/* clang-format on */

/* Numbers that are not operations of ours but whose entries mean something:
 * the fee of a sub-asset stands at 9, and counts once there is an entry 57. */
#define ACCOUNT_TRANSFER 9
#define TICKET_CREATE    57

void
mnr_fee_schedule_free (MnrFeeSchedule *self)
{
  mnr_value_free (&schedule_type, self);
}

/* Reads the schedule itself, or the first within what answers wrap it in. */
static gboolean
find_schedule (MnrJsonReader *reader,
               guint depth,
               MnrFeeSchedule *self,
               GError **error)
{
  static const char *const wrappers[] = { "result", "fee_schedule", "parameters", "current_fees" };
  MnrJsonReader start;
  gsize count = 0;

  mnr_json_reader_peek (reader);
  start = *reader;
  if (!mnr_json_reader_open (reader, '{', NULL, error))
    return FALSE;

  for (;;)
    {
      MnrJsonSlice name, skipped;
      gboolean more;

      if (!mnr_json_reader_next (reader, '}', &count, &more, NULL, error))
        return FALSE;
      if (!more)
        return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_SYNTAX,
                               _ ("There is no fee schedule here"));
      if (!mnr_json_reader_name (reader, &name, NULL, error))
        return FALSE;

      if (mnr_json_slice_equal (&name, "parameters") && mnr_json_reader_peek (reader) == '[')
        {
          reader->position = start.position;
          return mnr_json_read_value (&schedule_type, reader, "", self, NULL, error);
        }
      for (guint i = 0; depth < G_N_ELEMENTS (wrappers) && i < G_N_ELEMENTS (wrappers); i++)
        if (mnr_json_slice_equal (&name, wrappers[i]) && mnr_json_reader_peek (reader) == '{')
          return find_schedule (reader, depth + 1, self, error);

      if (!mnr_json_reader_skip (reader, &skipped, NULL, error))
        return FALSE;
    }
}

MnrFeeSchedule *
mnr_fee_schedule_new_from_json (const char *text,
                                gsize length,
                                GError **error)
{
  g_autoptr (MnrFeeSchedule) self = mnr_value_new (&schedule_type);
  g_auto (MnrJsonReader) reader = { 0 };
  MnrJsonSlice whole;

  /* To the end first: half an answer is none, even if the schedule is in it. */
  if (!mnr_json_reader_init (&reader, text, length, error) ||
      !mnr_json_reader_skip (&reader, &whole, NULL, error) ||
      !mnr_json_reader_finish (&reader, error))
    return NULL;

  reader.position = whole.text;
  if (!find_schedule (&reader, 0, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

static const Parameters *
find_parameters (const MnrFeeSchedule *self,
                 guint32 number)
{
  for (gsize i = 0; i < self->parameters.len; i++)
    if (self->parameters.items[i].number == number)
      return &self->parameters.items[i].parameters;
  return NULL;
}

/* A parameter of an operation, or its default. */
static guint64
get (guint64 *const *parameter,
     guint64 fallback)
{
  return parameter != NULL && *parameter != NULL ? **parameter : fallback;
}

#define GET(parameters, member, fallback) \
  get ((parameters) != NULL ? &(parameters)->member : NULL, fallback)

/* Operations that came later took over the fee of an older one, which counts
 * until a schedule names their own. */
static guint32
get_older (guint32 number)
{
  switch (number)
    {
    case MNR_OPERATION_BID_COLLATERAL:
      return MNR_OPERATION_CALL_ORDER_UPDATE;
    case MNR_OPERATION_ASSET_CLAIM_POOL:
      return MNR_OPERATION_ASSET_FUND_FEE_POOL;
    case MNR_OPERATION_ASSET_UPDATE_ISSUER:
      return MNR_OPERATION_ASSET_UPDATE;
    default:
      return number;
    }
}

/* The `fee` and `price_per_kbyte` of an operation. */
static guint64
get_fee (const MnrFeeSchedule *self,
         guint32 number,
         guint64 *price_per_kbyte)
{
  const Parameters *parameters = find_parameters (self, number);
  guint32 older = get_older (number);
  guint64 fee = 0, price = 0;

  if (parameters == NULL && older != number && find_parameters (self, older) != NULL)
    return get_fee (self, older, price_per_kbyte);

  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (defaults[i].number == number)
      {
        fee = defaults[i].fee;
        price = defaults[i].price_per_kbyte;
      }

  *price_per_kbyte = GET (parameters, price_per_kbyte, price);
  return GET (parameters, fee, fee);
}

void
mnr_fee_schedule_scale_account_fee (MnrFeeSchedule *self,
                                    guint64 bits,
                                    gboolean up)
{
  for (gsize i = 0; i < self->parameters.len; i++)
    {
      guint64 *fee = self->parameters.items[i].parameters.basic_fee;

      if (self->parameters.items[i].number != MNR_OPERATION_ACCOUNT_CREATE || fee == NULL)
        continue;
      if (bits >= 64)
        *fee = 0;
      else
        *fee = up ? *fee << bits : *fee >> bits;
    }
}

gboolean
mnr_account_name_is_cheap (const char *name)
{
  gboolean vowel = FALSE;

  for (const char *p = name != NULL ? name : ""; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p) || *p == '.' || *p == '-' || *p == '/')
        return TRUE;
      vowel = vowel || strchr ("aeiouy", *p) != NULL;
    }
  return !vowel;
}

static guint64
creation_fee (const MnrFeeSchedule *self,
              const char *symbol)
{
  const Parameters *parameters = find_parameters (self, MNR_OPERATION_ASSET_CREATE);
  const Parameters *sub_asset = find_parameters (self, ACCOUNT_TRANSFER);

  if (symbol == NULL)
    symbol = "";
  if (strchr (symbol, '.') != NULL && sub_asset != NULL &&
      find_parameters (self, TICKET_CREATE) != NULL)
    return GET (sub_asset, fee, CORE (500));

  switch (strlen (symbol))
    {
    case 3:
      return GET (parameters, symbol3, CORE (500000));
    case 4:
      return GET (parameters, symbol4, CORE (300000));
    default:
      return GET (parameters, long_symbol, CORE (5000));
    }
}

static gboolean
packed_size (const MnrType *type,
             gconstpointer value,
             guint64 *size,
             GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (!mnr_pack (type, value, bytes, error))
    return FALSE;

  *size = bytes->len;
  return TRUE;
}

/* The fee in core, before the scale. */
static gboolean
get_raw_fee (const MnrFeeSchedule *self,
             const MnrOperation *operation,
             unsigned __int128 *fee,
             GError **error)
{
  const MnrType *type = mnr_variant_get_type (&mnr_type_operation, operation);
  const Parameters *parameters = find_parameters (self, operation->number);
  guint64 price, size = 0, flat = get_fee (self, operation->number, &price);
  gboolean whole = FALSE;
  MnrMemo *const *memo = NULL;

  switch ((MnrOperationNumber) operation->number)
    {
    case MNR_OPERATION_TRANSFER:
      memo = &((const MnrTransfer *) operation->value)->memo;
      break;

    case MNR_OPERATION_OVERRIDE_TRANSFER:
      memo = &((const MnrOverrideTransfer *) operation->value)->memo;
      break;

    case MNR_OPERATION_ASSET_ISSUE:
      /* Its memo costs even where there is none: the byte that says so. */
      if (!packed_size (&mnr_type_optional_memo, &((const MnrAssetIssue *) operation->value)->memo,
                        &size, error))
        return FALSE;
      break;

    case MNR_OPERATION_ACCOUNT_CREATE:
      flat = mnr_account_name_is_cheap (((const MnrAccountCreate *) operation->value)->name)
               ? GET (parameters, basic_fee, CORE (5))
               : GET (parameters, premium_fee, CORE (2000));
      whole = TRUE;
      break;

    case MNR_OPERATION_ACCOUNT_UPDATE:
      whole = ((const MnrAccountUpdate *) operation->value)->new_options != NULL;
      break;

    case MNR_OPERATION_ACCOUNT_UPGRADE:
      flat = ((const MnrAccountUpgrade *) operation->value)->upgrade_to_lifetime_member
               ? GET (parameters, membership_lifetime_fee, CORE (10000))
               : GET (parameters, membership_annual_fee, CORE (2000));
      break;

    case MNR_OPERATION_ASSET_CREATE:
      flat = creation_fee (self, ((const MnrAssetCreate *) operation->value)->symbol);
      whole = TRUE;
      break;

    case MNR_OPERATION_ASSET_UPDATE:
    case MNR_OPERATION_PROPOSAL_CREATE:
    case MNR_OPERATION_PROPOSAL_UPDATE:
      whole = TRUE;
      break;

    case MNR_OPERATION_BALANCE_CLAIM:
      flat = 0;
      break;

    case MNR_OPERATION_LIMIT_ORDER_CREATE:
    case MNR_OPERATION_LIMIT_ORDER_CANCEL:
    case MNR_OPERATION_CALL_ORDER_UPDATE:
    case MNR_OPERATION_ACCOUNT_WHITELIST:
    case MNR_OPERATION_ASSET_UPDATE_BITASSET:
    case MNR_OPERATION_ASSET_UPDATE_FEED_PRODUCERS:
    case MNR_OPERATION_ASSET_RESERVE:
    case MNR_OPERATION_VESTING_BALANCE_CREATE:
    case MNR_OPERATION_VESTING_BALANCE_WITHDRAW:
    case MNR_OPERATION_ASSET_FUND_FEE_POOL:
    case MNR_OPERATION_ASSET_SETTLE:
    case MNR_OPERATION_ASSET_GLOBAL_SETTLE:
    case MNR_OPERATION_ASSET_PUBLISH_FEED:
    case MNR_OPERATION_PROPOSAL_DELETE:
    case MNR_OPERATION_ASSET_CLAIM_FEES:
    case MNR_OPERATION_BID_COLLATERAL:
    case MNR_OPERATION_ASSET_CLAIM_POOL:
    case MNR_OPERATION_ASSET_UPDATE_ISSUER:
    default:
      break;
    }

  if (memo != NULL && *memo != NULL && !packed_size (&mnr_type_optional_memo, memo, &size, error))
    return FALSE;
  if (whole && !packed_size (type, operation->value, &size, error))
    return FALSE;

  *fee = flat + (unsigned __int128) size * price / 1024;
  return TRUE;
}

static gboolean
get_required_fee (const MnrFeeSchedule *self,
                  const MnrOperation *operation,
                  const MnrPrice *rate,
                  MnrAmount *fee,
                  GError **error)
{
  unsigned __int128 raw;

  if (!get_raw_fee (self, operation, &raw, error))
    return FALSE;

  raw = raw * self->scale / 10000;
  if (raw > (guint64) MNR_SHARE_SUPPLY_MAX)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                           _ ("The fee schedule asks for more than there can be"));

  *fee = (MnrAmount){ .amount = (gint64) raw, .asset_id = MNR_CORE_ASSET };
  return rate == NULL || mnr_amount_convert (fee, rate, MNR_ROUND_UP, fee, error);
}

static gboolean
set_fee (const MnrFeeSchedule *self,
         MnrOperation *operation,
         const MnrPrice *rate,
         guint nesting,
         GError **error)
{
  MnrAmount fee, next, most;

  if (operation->value == NULL)
    return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_UNKNOWN,
                           _ ("Number %u is not one that this program knows, so its fee "
                              "cannot be told"),
                           operation->number);

  if (operation->number == MNR_OPERATION_PROPOSAL_CREATE)
    {
      MnrProposalCreate *proposal = operation->value;

      if (nesting == MAX_NESTING && proposal->proposed_ops.len > 0)
        return mnr_path_error (error, NULL, MNR_CHAIN_ERROR_VALUE,
                               _ ("Proposals are nested too deep"));
      for (gsize i = 0; i < proposal->proposed_ops.len; i++)
        if (!set_fee (self, &proposal->proposed_ops.items[i].op, rate, nesting + 1, error))
          return FALSE;
    }

  if (!get_required_fee (self, operation, rate, &fee, error))
    return FALSE;

  most = fee;
  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      *mnr_operation_get_fee (operation) = most;
      if (!get_required_fee (self, operation, rate, &next, error))
        return FALSE;
      if (next.amount == fee.amount)
        break;
      most.amount = MAX (most.amount, next.amount);
      fee = next;
    }

  *mnr_operation_get_fee (operation) = most;
  return TRUE;
}

gboolean
mnr_fee_schedule_set_fee (const MnrFeeSchedule *self,
                          MnrOperation *operation,
                          const MnrPrice *rate,
                          GError **error)
{
  return set_fee (self, operation, rate, 0, error);
}
