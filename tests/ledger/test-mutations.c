/* test-mutations.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations of recorded chains, out of order and with members changed at
 * random. Whatever comes of it: all of every supply stays where it is accounted
 * for, what was undone leaves no trace, and the same again ends the same.
 */

#include <string.h>

#include "test-supply.h"

typedef MnrLedger Ledger;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ledger, mnr_ledger_free)

#define N_ROUNDS    5000
#define CHECK_EVERY 25
#define FORK_EVERY  100
#define MAX_FORK    30
#define N_SET_UP    60 /* what makes the accounts and assets, as it was */
#define MAX_MEMBERS 400

typedef struct
{
  GRand *random;
  MnrTrace *trace;
  guint n_accepted;
} Source;

/* The members that can be changed in place. */
typedef struct
{
  const MnrType *type;
  gpointer value;
} Member;

static void
find_members (const MnrType *type,
              gpointer value,
              GArray *members)
{
  const Member member = { type, value };
  const MnrAnyArray *array = value;

  if (members->len >= MAX_MEMBERS)
    return;

  switch (type->kind)
    {
    case MNR_KIND_BOOL:
    case MNR_KIND_U8:
    case MNR_KIND_U16:
    case MNR_KIND_U32:
    case MNR_KIND_TIME:
    case MNR_KIND_U64:
    case MNR_KIND_I64:
    case MNR_KIND_OBJECT_ID:
      g_array_append_val (members, member);
      break;

    case MNR_KIND_OPTIONAL:
      if (*(gpointer *) value != NULL)
        find_members (type->element, *(gpointer *) value, members);
      break;

    case MNR_KIND_ARRAY:
    case MNR_KIND_SET:
      for (gsize i = 0; i < array->len; i++)
        find_members (type->element, (guint8 *) array->items + i * type->element->size, members);
      break;

    case MNR_KIND_STRUCT:
    case MNR_KIND_PAIR:
    case MNR_KIND_EXTENSION:
      for (guint i = 0; i < type->n_fields; i++)
        find_members (type->fields[i].type, (guint8 *) value + type->fields[i].offset, members);
      break;

    case MNR_KIND_VARIANT:
      {
        const MnrVariant *variant = value;
        const MnrType *inner = mnr_variant_get_type (type, variant);

        if (inner != NULL && variant->value != NULL)
          find_members (inner, variant->value, members);
        break;
      }

    case MNR_KIND_U128:
    case MNR_KIND_STRING:
    case MNR_KIND_BYTES:
    case MNR_KIND_PUBLIC_KEY:
    case MNR_KIND_ADDRESS:
    case MNR_KIND_HASH:
    case MNR_KIND_VOTE_ID:
    case MNR_KIND_NOTHING:
    default:
      break;
    }
}

static gint64
pick_amount (GRand *random,
             gint64 old)
{
  static const gint64 amounts[] = { 0, 1, -1, 1000, 1000000000000000, G_MAXINT64, G_MININT64 };
  guint choice = (guint) g_rand_int_range (random, 0, 16);

  if (choice < G_N_ELEMENTS (amounts))
    return amounts[choice];
  switch (choice % 4)
    {
    case 0:
      return old < G_MAXINT64 / 2 && old > G_MININT64 / 2 ? old * 2 : old;
    case 1:
      return old / 2;
    case 2:
      return old != G_MININT64 ? -old : old;
    default:
      return old / 4000 * g_rand_int_range (random, 1, 4000);
    }
}

static void
change (GRand *random,
        const Member *member)
{
  guint32 number = g_rand_int (random);

  switch ((guint) member->type->kind)
    {
    case MNR_KIND_BOOL:
      *(gboolean *) member->value = !*(gboolean *) member->value;
      break;
    case MNR_KIND_U8:
      *(guint8 *) member->value = (guint8) (number % 2 ? number >> 8 : number >> 28);
      break;
    case MNR_KIND_U16:
      *(guint16 *) member->value = (guint16) (number % 2 ? number >> 8 : 1000 + (number >> 24));
      break;
    case MNR_KIND_U32:
      *(guint32 *) member->value = number % 2 ? number : number >> 24;
      break;
    case MNR_KIND_TIME:
      *(MnrTime *) member->value =
        number % 2 ? number : *(MnrTime *) member->value + (number >> 24);
      break;
    case MNR_KIND_U64:
    case MNR_KIND_I64:
      *(gint64 *) member->value = pick_amount (random, *(gint64 *) member->value);
      break;
    case MNR_KIND_OBJECT_ID:
      {
        MnrObjectId *id = member->value;

        *id = (*id & ~G_GUINT64_CONSTANT (0xffffffff)) | g_rand_int_range (random, 0, 60);
        break;
      }
    default:
      g_assert_not_reached ();
    }
}

/* One of the trace's transactions, as it is or changed. */
static MnrTransaction *
next_transaction (Source *self,
                  guint round)
{
  const MnrStep *step;
  MnrTransaction *transaction;
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, sizeof (Member));
  guint index = round;
  gint changes;

  /* Mostly in their order, since what they are about has to be there. */
  if (round >= self->trace->steps->len ||
      (round >= N_SET_UP && g_rand_int_range (self->random, 0, 8) == 0))
    index = (guint) g_rand_int_range (self->random, 0, (gint32) self->trace->steps->len);
  step = g_ptr_array_index (self->trace->steps, index);
  if (step->transaction == NULL || step->unreadable != NULL)
    return NULL;

  transaction = mnr_value_dup (&mnr_type_transaction, step->transaction);
  if (index < N_SET_UP)
    return transaction;

  find_members (&mnr_type_operations, &transaction->operations, members);
  changes = g_rand_int_range (self->random, 0, 4);
  if (changes > 2)
    changes = 0;
  for (gint i = 0; members->len > 0 && i < changes; i++)
    change (self->random,
            &g_array_index (members, Member,
                            g_rand_int_range (self->random, 0, (gint32) members->len)));
  return transaction;
}

static void
make_block (MnrLedger *ledger,
            Source *source,
            guint round)
{
  guint jump = g_rand_int_range (source->random, 0, 40) == 0
                 ? (guint) g_rand_int_range (source->random, 1, 4000)
                 : 1;
  MnrTransaction *transaction = next_transaction (source, round);

  mnr_ledger_begin_block (ledger, mnr_ledger_get_time (ledger) + jump);
  if (transaction != NULL && mnr_ledger_apply (ledger, transaction, NULL))
    source->n_accepted++;
  mnr_ledger_end_block (ledger);
  g_clear_pointer (&transaction, mnr_transaction_free);
}

/* Blocks of another branch, which are undone. */
static void
make_fork (MnrLedger *ledger,
           Source *source,
           guint round)
{
  MnrStore *store = mnr_ledger_get_store (ledger);
  guint8 before[MNR_SHA256_SIZE], after[MNR_SHA256_SIZE];

  mnr_store_get_hash (store, before);
  mnr_store_begin (store);
  for (gint i = g_rand_int_range (source->random, 1, MAX_FORK); i > 0; i--)
    make_block (ledger, source, round + (guint) i);
  mnr_store_undo (store);
  mnr_store_get_hash (store, after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
}

static void
run (const char *file,
     gboolean forks,
     guint8 hash[MNR_SHA256_SIZE])
{
  Source main = { .random = g_rand_new_with_seed (11), .trace = test_trace_load (file) };
  Source fork = { .random = g_rand_new_with_seed (12), .trace = main.trace };
  g_autoptr (Ledger) ledger = test_trace_begin (main.trace);

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      if (forks && round % FORK_EVERY == 0)
        make_fork (ledger, &fork, round);
      make_block (ledger, &main, round);
      if (round % CHECK_EVERY == 0)
        {
          g_autofree char *when = g_strdup_printf ("round %u", round);

          test_check_supply (mnr_ledger_get_store (ledger), when);
        }
    }
  mnr_store_get_hash (mnr_ledger_get_store (ledger), hash);

  g_test_message ("%u accepted, %u on forks", main.n_accepted, fork.n_accepted);
  g_assert_cmpuint (main.n_accepted, >, N_ROUNDS / 20);

  g_rand_free (main.random);
  g_rand_free (fork.random);
  mnr_trace_free (main.trace);
}

static void
test_mutations (gconstpointer data)
{
  guint8 plain[MNR_SHA256_SIZE], forked[MNR_SHA256_SIZE];

  run (data, FALSE, plain);
  run (data, TRUE, forked);
  g_assert_cmpmem (plain, sizeof plain, forked, sizeof forked);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/mutations/lifecycle", "trace-lifecycle.json", test_mutations);
  g_test_add_data_func ("/mutations/random", "trace-random-7.json", test_mutations);
  g_test_add_data_func ("/mutations/smartcoin", "trace-smartcoin-11.json", test_mutations);
  g_test_add_data_func ("/mutations/market", "trace-market-34.json", test_mutations);
  g_test_add_data_func ("/mutations/vesting", "trace-vesting-79.json", test_mutations);
  g_test_add_data_func ("/mutations/accounts", "trace-mutated-121.json", test_mutations);

  return g_test_run ();
}
