/* mnr-replay.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-replay.h"

#include <glib/gi18n.h>
#include <string.h>

#include "chain/wire/mnr-json.h"
#include "mnr-genesis.h"
#include "mnr-json-compare.h"
#include "mnr-trace.h"

/* What the recorded chains call their keys. */
#define PREFIX "BTS"

typedef struct
{
  MnrLedger *ledger;
  const MnrStore *store;
  MnrReplayPrint print;
  gpointer user_data;
  const MnrTrace *trace;
  guint step;
  gboolean in_block;
  guint differences; /* of this step */
  gboolean quiet;    /* counts them only */
  const char *what;  /* what is being compared */
} Replay;

static const MnrStep *
get_step (const Replay *self,
          guint index)
{
  return g_ptr_array_index (self->trace->steps, index);
}

static void G_GNUC_PRINTF (2, 3)
  differ (Replay *self,
          const char *format,
          ...)
{
  g_autofree char *text = NULL, *line = NULL;
  va_list arguments;

  self->differences++;
  if (self->quiet)
    return;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  line = g_strdup_printf ("%u %s: %s", self->step, get_step (self, self->step)->label, text);
  self->print (line, self->user_data);
}

/*
 * Blocks
 */

static const MnrDynamicGlobalProperties *
get_head (const Replay *self)
{
  return mnr_store_get (self->store, MNR_DYNAMIC_GLOBAL_PROPERTIES_ID);
}

static void
end_block (Replay *self)
{
  if (self->in_block)
    mnr_ledger_end_block (self->ledger);
  self->in_block = FALSE;
}

static void
produce_empty_block (Replay *self)
{
  const MnrGlobalProperties *properties = mnr_store_get (self->store, MNR_GLOBAL_PROPERTIES_ID);

  mnr_ledger_begin_block (self->ledger,
                          get_head (self)->time + MAX (properties->parameters.block_interval, 1));
  mnr_ledger_end_block (self->ledger);
}

/* Makes the block that the step is in the one being made. */
static void
go_to_block (Replay *self,
             const MnrStep *step)
{
  if (self->in_block && get_head (self)->head_block_number + 1 == step->block)
    return;

  end_block (self);
  while (get_head (self)->head_block_number + 1 < step->block)
    produce_empty_block (self);
  if (step->time <= get_head (self)->time)
    {
      differ (self, "time: the block is not after the one before it");
      return;
    }
  mnr_ledger_begin_block (self->ledger, step->time);
  self->in_block = TRUE;
}

/* What was refused was looked at upon the head of its time. */
static void
go_to_time (Replay *self,
            MnrTime time)
{
  if (get_head (self)->time >= time)
    return;

  end_block (self);
  while (get_head (self)->time < time)
    produce_empty_block (self);
}

/*
 * Transactions
 */

/* Whether the rule that refused is the one in the node's words: its assertion
 * word for word, or its error. What is said beyond that is for people. */
static gboolean
is_reason (const MnrFinding *refusal,
           const char *error)
{
  const MnrRule *rule = refusal->rule;
  g_autofree char *words = NULL;
  const char *found;

  if (rule->node_what != NULL)
    words = g_strdup_printf (": %s", rule->node_what);
  else
    words = g_strdup_printf ("Assert Exception: %s", rule->expression);

  /* To their end: what more a node says of it comes after a colon. */
  found = strstr (error, words);
  while (found != NULL && found[strlen (words)] != '\0' &&
         !g_str_has_prefix (found + strlen (words), ": "))
    found = strstr (found + 1, words);
  return found != NULL;
}

/* Whoever reads a trace cannot know who signed. */
static gboolean
is_about_signatures (const MnrStep *step)
{
  return strstr (step->error, "missing required") != NULL;
}

/* Whether the member that our reader refused is the one that a node speaks of.
 * The reader's message begins with its path. */
static gboolean
is_about_member (const char *message,
                 const char *error)
{
  g_autofree char *path = g_strndup (message, strcspn (message, ":"));
  const char *member = strrchr (path, '.');

  return member != NULL && strstr (error, member) != NULL;
}

static void
run_transaction (Replay *self,
                 const MnrStep *step)
{
  const MnrFinding *refusal;
  gboolean accepted;

  if (step->accepted)
    go_to_block (self, step);
  else
    go_to_time (self, step->time);

  if (step->unreadable != NULL)
    {
      if (step->accepted || !is_about_member (step->unreadable, step->error))
        differ (self, "reading: expected %s, got %s",
                step->accepted ? "accepted" : step->error, step->unreadable);
      return;
    }

  accepted = mnr_ledger_apply (self->ledger, step->transaction, NULL);
  refusal = mnr_ledger_get_refusal (self->ledger);

  if (step->accepted && !accepted)
    differ (self, "accepted: expected true, got false: %s (%s)", refusal->rule->id,
            refusal->sentence);
  else if (!step->accepted && accepted)
    differ (self, "accepted: expected false, got true: %s", step->error);
  else if (!accepted && !is_reason (refusal, step->error))
    differ (self, "reason: expected %s, got %s: %s", step->error, refusal->rule->id,
            refusal->rule->expression != NULL ? refusal->rule->expression
                                              : refusal->rule->node_what);
}

/*
 * Snapshots
 */

static void
tell_difference (const char *path,
                 const char *expected,
                 const char *got,
                 gpointer user_data)
{
  Replay *self = user_data;

  differ (self, "%s%s%s: expected %s, got %s", self->what, *path != '\0' && *path != '[' ? "." : "",
          path, expected, got);
}

static void
compare (Replay *self,
         const char *what,
         const MnrJsonSlice *expected,
         const GString *got)
{
  const MnrJsonSlice slice = { got->str, got->len };

  self->what = what;
  mnr_json_compare (expected, &slice, tell_difference, self);
}

static void
append_object (GString *out,
               gconstpointer object)
{
  if (out->len > 0 && out->str[out->len - 1] != '[')
    g_string_append_c (out, ',');
  mnr_json_write (mnr_object_get_struct (*(const MnrObjectId *) object), object, PREFIX, out);
}

/* The members of a snapshot's object: what it shows, and of what. */
typedef struct
{
  GPtrArray *names;
  GArray *values;
} Members;

static void
members_clear (Members *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Members, members_clear)

static gboolean
members_init (Members *self,
              const MnrJsonSlice *json)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->values = g_array_new (FALSE, FALSE, sizeof (MnrJsonSlice));
  return mnr_json_list (json, self->names, self->values, NULL);
}

static void
compare_objects (Replay *self,
                 const MnrSnapshot *snapshot)
{
  g_auto (Members) members = { 0 };

  if (!members_init (&members, &snapshot->json))
    return;

  for (guint i = 0; i < members.names->len; i++)
    {
      const char *name = g_ptr_array_index (members.names, i);
      g_autoptr (GString) got = g_string_new (NULL);
      gconstpointer object = NULL;
      MnrObjectId id;

      if (mnr_object_id_parse (name, strlen (name), &id))
        object = mnr_store_get (self->store, id);
      if (object != NULL)
        append_object (got, object);
      else
        g_string_append (got, "null");
      compare (self, name, &g_array_index (members.values, MnrJsonSlice, i), got);
    }
}

/* What a list holds, for one asset or, where that is not said, for all. */
typedef void (*ListObjects) (const Replay *self,
                             MnrObjectId asset,
                             GString *out);

static void
list_call_orders (const Replay *self,
                  MnrObjectId asset,
                  GString *out)
{
  for (const MnrCallOrder *order = mnr_store_first_call_order (self->store, asset);
       order != NULL; order = mnr_store_next_call_order (self->store, order))
    append_object (out, order);
}

static void
list_settlements (const Replay *self,
                  MnrObjectId asset,
                  GString *out)
{
  for (const MnrForceSettlement *settlement = mnr_store_first_settlement (self->store, asset);
       settlement != NULL; settlement = mnr_store_next_settlement (self->store, settlement))
    append_object (out, settlement);
}

static void
list_bids (const Replay *self,
           MnrObjectId asset,
           GString *out)
{
  for (const MnrCollateralBid *bid = mnr_store_first_bid (self->store, asset); bid != NULL;
       bid = mnr_store_next_bid (self->store, bid))
    append_object (out, bid);
}

static void
list_side (const Replay *self,
           MnrObjectId sell,
           MnrObjectId receive,
           GString *out)
{
  for (const MnrLimitOrder *order = mnr_store_first_limit_order (self->store, sell, receive);
       order != NULL; order = mnr_store_next_limit_order (self->store, order))
    append_object (out, order);
}

/* Both sides of an asset's market with core: who sells it, who buys it. */
static void
list_limit_orders (const Replay *self,
                   MnrObjectId asset,
                   GString *out)
{
  if (asset == MNR_CORE_ASSET)
    return;

  list_side (self, asset, MNR_CORE_ASSET, out);
  list_side (self, MNR_CORE_ASSET, asset, out);
}

static void
list_proposals (const Replay *self,
                MnrObjectId asset,
                GString *out)
{
  if (asset != MNR_CORE_ASSET)
    return;

  for (const MnrProposal *proposal = mnr_store_first (self->store, MNR_OBJECT_PROPOSAL);
       proposal != NULL; proposal = mnr_store_next (self->store, proposal))
    append_object (out, proposal);
}

static void
compare_list (Replay *self,
              const MnrSnapshot *snapshot,
              ListObjects list)
{
  g_auto (Members) members = { 0 };

  if (!members_init (&members, &snapshot->json))
    return;

  /* Without names it is one list, of whatever asset there was. */
  if (members.names->len == 0)
    {
      g_autoptr (GString) got = g_string_new ("[");

      for (const MnrAsset *asset = mnr_store_first (self->store, MNR_OBJECT_ASSET); asset != NULL;
           asset = mnr_store_next (self->store, asset))
        list (self, asset->id, got);
      g_string_append_c (got, ']');
      compare (self, snapshot->what, &snapshot->json, got);
      return;
    }

  for (guint i = 0; i < members.names->len; i++)
    {
      const char *name = g_ptr_array_index (members.names, i);
      const MnrAsset *asset = mnr_store_find_asset (self->store, name);
      g_autofree char *what = g_strdup_printf ("%s of %s", snapshot->what, name);
      g_autoptr (GString) got = g_string_new ("[");

      if (asset != NULL)
        list (self, asset->id, got);
      g_string_append_c (got, ']');
      compare (self, what, &g_array_index (members.values, MnrJsonSlice, i), got);
    }
}

static void
compare_balances (Replay *self,
                  const MnrSnapshot *snapshot)
{
  g_auto (Members) members = { 0 };

  if (!members_init (&members, &snapshot->json))
    return;

  for (guint i = 0; i < members.names->len; i++)
    {
      const char *name = g_ptr_array_index (members.names, i);
      const MnrAccount *account = mnr_store_find_account (self->store, name);
      g_autofree char *what = g_strdup_printf ("balances of %s", name);
      g_autoptr (GString) got = g_string_new ("[");
      MnrObjectId owner;

      if (!mnr_object_id_parse (name, strlen (name), &owner))
        owner = account != NULL ? account->id : 0;
      for (const MnrAsset *asset = mnr_store_first (self->store, MNR_OBJECT_ASSET); asset != NULL;
           asset = mnr_store_next (self->store, asset))
        {
          const MnrAccountBalance *balance =
            mnr_store_find_balance (self->store, owner, asset->id);
          MnrAmount amount = { .asset_id = asset->id };

          if (balance == NULL || balance->balance == 0)
            continue;
          amount.amount = balance->balance;
          if (got->len > 1)
            g_string_append_c (got, ',');
          mnr_json_write (&mnr_type_amount, &amount, PREFIX, got);
        }
      g_string_append_c (got, ']');
      compare (self, what, &g_array_index (members.values, MnrJsonSlice, i), got);
    }
}

static void
compare_snapshot (Replay *self,
                  const MnrSnapshot *snapshot)
{
  static const struct
  {
    const char *what;
    ListObjects list;
  } lists[] = {
    { "call_orders", list_call_orders },
    { "settle_orders", list_settlements },
    { "bids", list_bids },
    { "limit_orders", list_limit_orders },
    { "proposals", list_proposals },
  };

  if (g_str_equal (snapshot->what, "objects"))
    {
      compare_objects (self, snapshot);
      return;
    }
  if (g_str_equal (snapshot->what, "balances"))
    {
      compare_balances (self, snapshot);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_str_equal (snapshot->what, lists[i].what))
      {
        compare_list (self, snapshot, lists[i].list);
        return;
      }
  differ (self, "%s: nothing is known of this kind of snapshot", snapshot->what);
}

static gboolean
compare_snapshots (Replay *self,
                   const MnrStep *step,
                   gboolean quiet)
{
  self->quiet = quiet;
  self->differences = 0;
  for (guint i = 0; i < step->snapshots->len; i++)
    compare_snapshot (self, g_ptr_array_index (step->snapshots, i));
  self->quiet = FALSE;
  return self->differences == 0;
}

/* The latest head upon which somebody can have looked before the next transaction. */
static MnrTime
get_last_look (const Replay *self)
{
  for (guint i = self->step + 1; i < self->trace->steps->len; i++)
    {
      const MnrStep *step = get_step (self, i);

      if (step->transaction != NULL)
        return step->accepted ? step->time - 1 : step->time;
    }
  return 0;
}

/* A trace does not tell upon which head somebody looked: one of those between
 * the transaction before and the one after. */
static void
run_snapshots (Replay *self,
               const MnrStep *step)
{
  MnrStore *store = mnr_ledger_get_store (self->ledger);
  MnrTime last = get_last_look (self);

  end_block (self);
  if (compare_snapshots (self, step, TRUE))
    return;

  mnr_store_begin (store);
  while (get_head (self)->time < last)
    {
      produce_empty_block (self);
      if (compare_snapshots (self, step, TRUE))
        {
          mnr_store_commit (store);
          return;
        }
    }
  mnr_store_undo (store);
  compare_snapshots (self, step, FALSE);
}

/*
 * The whole
 */

/* The head before the first block that the trace shows. */
static MnrHead
find_head (const MnrTrace *trace)
{
  for (guint i = 0; i < trace->steps->len; i++)
    {
      const MnrStep *step = g_ptr_array_index (trace->steps, i);

      if (step->accepted && step->block > 0 && step->time > 0)
        return (MnrHead){ .block_number = step->block - 1, .time = step->time - 1 };
    }
  return (MnrHead){ .block_number = 1, .time = 1 };
}

static void
run (Replay *self,
     MnrReplayResult *result)
{
  for (self->step = 0; self->step < self->trace->steps->len; self->step++)
    {
      const MnrStep *step = get_step (self, self->step);

      self->differences = 0;
      if (step->transaction != NULL && !step->accepted && is_about_signatures (step))
        continue;

      if (step->transaction != NULL)
        run_transaction (self, step);
      else
        run_snapshots (self, step);

      if (self->differences > 0)
        result->differed++;
      else
        result->agreed++;
      if (result->differed == 0)
        result->prefix = self->step + 1;
    }
  end_block (self);
}

gboolean
mnr_replay_file (const char *name,
                 MnrReplayPrint print,
                 gpointer user_data,
                 MnrReplayResult *result,
                 GError **error)
{
  g_autoptr (MnrTrace) trace = mnr_trace_new_from_file (name, PREFIX, error);
  g_autoptr (MnrLedger) ledger = mnr_ledger_new ();
  Replay replay = {
    .ledger = ledger,
    .store = mnr_ledger_get_store (ledger),
    .print = print,
    .user_data = user_data,
    .trace = trace,
  };
  MnrHead head;

  *result = (MnrReplayResult){ 0 };
  if (trace == NULL)
    return FALSE;

  head = find_head (trace);
  if (!mnr_genesis_build (ledger, &trace->global_properties, &trace->genesis, &head, PREFIX,
                          error))
    {
      g_prefix_error (error, "%s: ", name);
      return FALSE;
    }

  run (&replay, result);
  return TRUE;
}
