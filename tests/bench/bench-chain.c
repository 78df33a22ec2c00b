/* bench-chain.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast the chain library is. What matters are ratios, taken in one run on
 * one core: machines differ. Given the path of moneyer-cli, measures that, too.
 */

#include <errno.h>
#include <glib.h>
#include <secp256k1_recovery.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "chain/protocol/mnr-fee-schedule.h"
#include "chain/protocol/mnr-memo.h"
#include "chain/protocol/mnr-transaction.h"
#include "chain/wire/mnr-json.h"
#include "chain/wire/mnr-pack.h"

/* Of so many rounds the median counts, which a busy moment does not move. */
#define N_ROUNDS 15
#define ROUND_NS 30e6

/* Digests of a round; about as many signatures again are not canonical. */
#define N_DIGESTS 500

#define FEW_LINES  10000
#define MANY_LINES 100000

#define GOAL_SIGNING_RATIO  0.8
#define GOAL_PACKING_RATE   500000.0
#define GOAL_LINES_SECONDS  5.0
#define GOAL_BYTES_PER_LINE 4.0 /* what a run or another differs by anyway */

static const char schedule_text[] =
  "{\"parameters\":[[0,{\"fee\":2000000,\"price_per_kbyte\":1000000}],"
  "[14,{\"fee\":2000000,\"price_per_kbyte\":100000}]],\"scale\":10000}";

static double
now_ns (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec * 1e9 + (double) time.tv_nsec;
}

static int
compare_numbers (const void *a,
                 const void *b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static double
median (double *numbers,
        guint count)
{
  qsort (numbers, count, sizeof *numbers, compare_numbers);
  return numbers[count / 2];
}

/* How often a second step() can be done, with data prepared for it. */
static double
measure_rate (void (*step) (gpointer data),
              gpointer data)
{
  double rates[N_ROUNDS];

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      double start = now_ns (CLOCK_THREAD_CPUTIME_ID), passed;
      guint64 count = 0;

      do
        {
          for (guint j = 0; j < 100; j++)
            step (data);
          count += 100;
          passed = now_ns (CLOCK_THREAD_CPUTIME_ID) - start;
        }
      while (passed < ROUND_NS);
      rates[i] = (double) count * 1e9 / passed;
    }
  return median (rates, N_ROUNDS);
}

static void
print_rate (const char *what,
            double rate)
{
  g_print ("%-52s %12.0f /s\n", what, rate);
}

static void
print_goal (const char *what,
            gboolean met)
{
  g_print ("  goal: %-44s %s\n", what, met ? "met" : "NOT MET");
}

static MnrPrivateKey *
make_key (guint8 number)
{
  guint8 bytes[MNR_PRIVATE_KEY_SIZE] = { 1, number };

  return mnr_private_key_new_from_bytes (bytes, NULL);
}

/* Signing: what libsecp256k1 does once for each try is the yardstick. */

static int
sign_raw (const secp256k1_context *context,
          const MnrDigest *digest,
          const guint8 *number,
          const guint8 *counter,
          MnrSignature *signature)
{
  secp256k1_ecdsa_recoverable_signature made;
  int recovery_id;

  if (!secp256k1_ecdsa_sign_recoverable (context, &made, digest->data, number,
                                         secp256k1_nonce_function_rfc6979, counter))
    g_error ("cannot sign");
  secp256k1_ecdsa_recoverable_signature_serialize_compact (context, signature->data + 1,
                                                           &recovery_id, &made);
  return recovery_id;
}

static double
count_tries (const secp256k1_context *context,
             const MnrDigest *digests,
             const guint8 *number)
{
  guint tries = 0;

  for (guint i = 0; i < N_DIGESTS; i++)
    for (guint32 n = 0;; n++)
      {
        MnrSignature signature;
        guint8 counter[32] = { 0 };

        counter[0] = (guint8) n;
        sign_raw (context, &digests[i], number, n == 0 ? NULL : counter, &signature);
        tries++;
        if (mnr_signature_is_canonical (&signature))
          break;
      }
  return (double) tries / N_DIGESTS;
}

static void
bench_signing (void)
{
  static MnrDigest digests[N_DIGESTS];
  guint8 number[MNR_PRIVATE_KEY_SIZE] = { 1, 2 };
  g_autoptr (MnrPrivateKey) key = make_key (2);
  secp256k1_context *context = secp256k1_context_create (SECP256K1_CONTEXT_SIGN);
  double ours[N_ROUNDS], raw[N_ROUNDS], ratios[N_ROUNDS];
  double tries, ratio;
  MnrSignature signature;

  for (guint i = 0; i < N_DIGESTS; i++)
    mnr_sha256 (&i, sizeof i, digests[i].data);
  tries = count_tries (context, digests, number);

  /* In turn, so that what slows the machine down slows both. */
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      double start = now_ns (CLOCK_THREAD_CPUTIME_ID), middle;

      for (guint i = 0; i < N_DIGESTS; i++)
        mnr_private_key_sign (key, &digests[i], &signature);
      middle = now_ns (CLOCK_THREAD_CPUTIME_ID);
      for (guint i = 0; i < N_DIGESTS; i++)
        sign_raw (context, &digests[i], number, NULL, &signature);

      ours[round] = N_DIGESTS * 1e9 / (middle - start);
      raw[round] = N_DIGESTS * 1e9 / (now_ns (CLOCK_THREAD_CPUTIME_ID) - middle);
      ratios[round] = ours[round] / (raw[round] / tries);
    }

  ratio = median (ratios, N_ROUNDS);
  print_rate ("canonical signatures", median (ours, N_ROUNDS));
  print_rate ("libsecp256k1, recoverable signatures", median (raw, N_ROUNDS));
  g_print ("%-52s %12.3f\n", "mean number of tries", tries);
  g_print ("%-52s %12.3f\n", "ours / (libsecp256k1 / tries)", ratio);
  print_goal ("at least 0.8", ratio >= GOAL_SIGNING_RATIO);
  secp256k1_context_destroy (context);
}

/* Bytes: an asset_issue as bulk issues send it, with a memo for its recipient. */

typedef struct
{
  MnrOperation operation;
  MnrTransaction *transaction;
  GByteArray *bytes;
  GString *json;
  char *memo_json;
  MnrFeeSchedule *schedule;
} Samples;

static void
step_pack (gpointer data)
{
  Samples *self = data;

  g_byte_array_set_size (self->bytes, 0);
  if (!mnr_pack (&mnr_type_operation, &self->operation, self->bytes, NULL))
    g_error ("cannot pack");
}

static void
step_unpack (gpointer data)
{
  Samples *self = data;
  MnrOperation operation = { 0 };

  if (!mnr_unpack (&mnr_type_operation, self->bytes->data, self->bytes->len, &operation,
                   NULL, NULL))
    g_error ("cannot unpack");
  mnr_value_clear (&mnr_type_operation, &operation);
}

static void
step_hash (gpointer data)
{
  Samples *self = data;
  guint8 hash[MNR_SHA256_SIZE];

  mnr_sha256 (self->bytes->data, self->bytes->len, hash);
}

static void
step_copy (gpointer data)
{
  Samples *self = data;
  MnrOperation operation;

  mnr_value_copy (&mnr_type_operation, &operation, &self->operation);
  mnr_value_clear (&mnr_type_operation, &operation);
}

static void
step_fee (gpointer data)
{
  Samples *self = data;

  if (!mnr_fee_schedule_set_fee (self->schedule, &self->operation, NULL, NULL))
    g_error ("cannot tell the fee");
}

static void
step_write_json (gpointer data)
{
  Samples *self = data;

  g_string_truncate (self->json, 0);
  mnr_json_write (&mnr_type_transaction, self->transaction, "BTS", self->json);
}

static void
step_read_json (gpointer data)
{
  Samples *self = data;
  g_autoptr (MnrTransaction) transaction = NULL;

  transaction = mnr_transaction_new_from_json (self->json->str, self->json->len, "BTS", NULL);
  if (transaction == NULL)
    g_error ("cannot read JSON");
}

static void
bench_bytes (Samples *samples)
{
  double packing, unpacking, hashing;

  step_pack (samples);
  packing = measure_rate (step_pack, samples);
  unpacking = measure_rate (step_unpack, samples);
  hashing = measure_rate (step_hash, samples);

  print_rate ("asset_issue with a memo, packed", packing);
  print_goal ("at least 500000 /s", packing >= GOAL_PACKING_RATE);
  print_rate ("asset_issue with a memo, unpacked", unpacking);
  print_goal ("at least 500000 /s", unpacking >= GOAL_PACKING_RATE);
  g_print ("  while its bytes are hashed once: packed %.2f, unpacked %.2f times\n",
           packing / hashing, unpacking / hashing);
  print_rate ("asset_issue with a memo, copied and freed", measure_rate (step_copy, samples));
  print_rate ("its fee", measure_rate (step_fee, samples));
}

static void
bench_json (Samples *samples,
            const char *what)
{
  g_autofree char *reading = g_strdup_printf ("%s, read from JSON", what);
  g_autofree char *writing = g_strdup_printf ("%s, written as JSON", what);

  print_rate (writing, measure_rate (step_write_json, samples));
  print_rate (reading, measure_rate (step_read_json, samples));
}

static MnrMemo *
make_memo (guint64 nonce)
{
  g_autoptr (MnrPrivateKey) from = make_key (3);
  g_autoptr (MnrPrivateKey) to = make_key (4);
  MnrPublicKey recipient;

  mnr_private_key_get_public_key (to, &recipient);
  return mnr_memo_new (from, &recipient, nonce, "issue #42 – thank you", NULL);
}

static MnrTransaction *
make_transfer (gboolean with_memo)
{
  MnrTransaction *transaction = mnr_transaction_new ();
  MnrOperation *operation = mnr_array_add (&mnr_type_operations, &transaction->operations);
  MnrTransfer *transfer = mnr_operation_init (operation, MNR_OPERATION_TRANSFER);

  transaction->ref_block_num = 12345;
  transaction->ref_block_prefix = 3141592653;
  transaction->expiration = 1800000000;
  transfer->fee = (MnrAmount){ .amount = 2000000, .asset_id = MNR_CORE_ASSET };
  transfer->from = MNR_ACCOUNT_ID (123456);
  transfer->to = MNR_ACCOUNT_ID (1234567);
  transfer->amount = (MnrAmount){ .amount = 123456789012345, .asset_id = MNR_ASSET_ID (5678) };
  if (with_memo)
    transfer->memo = make_memo (418726382636);
  return transaction;
}

static void
samples_init (Samples *self)
{
  MnrAssetIssue *issue = mnr_operation_init (&self->operation, MNR_OPERATION_ASSET_ISSUE);

  issue->fee = (MnrAmount){ .amount = 2000000, .asset_id = MNR_CORE_ASSET };
  issue->issuer = MNR_ACCOUNT_ID (123456);
  issue->asset_to_issue = (MnrAmount){ .amount = 123456789012345, .asset_id = MNR_ASSET_ID (5678) };
  issue->issue_to_account = MNR_ACCOUNT_ID (1234567);
  issue->memo = make_memo (418726382636);

  self->bytes = g_byte_array_new ();
  self->json = g_string_new (NULL);
  self->schedule = mnr_fee_schedule_new_from_json (schedule_text, strlen (schedule_text), NULL);
}

static void
samples_clear (Samples *self)
{
  mnr_value_clear (&mnr_type_operation, &self->operation);
  g_byte_array_unref (self->bytes);
  g_string_free (self->json, TRUE);
  mnr_fee_schedule_free (self->schedule);
}

/* moneyer-cli tx encode --lines */

/* Temporary files rather than pipes: nobody waits for anybody. */
static FILE *
open_scratch (void)
{
  FILE *file = tmpfile ();

  if (file == NULL)
    g_error ("no temporary file: %s", g_strerror (errno));
  return file;
}

static FILE *
write_transfers (guint count)
{
  FILE *file = open_scratch ();
  MnrTransaction *transaction = make_transfer (TRUE);
  MnrTransfer *transfer = transaction->operations.items[0].value;
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    {
      transfer->to = MNR_ACCOUNT_ID (i);
      transfer->amount.amount += i;
      g_string_truncate (line, 0);
      mnr_json_write (&mnr_type_transaction, transaction, "BTS", line);
      g_string_append_c (line, '\n');
      fwrite (line->str, line->len, 1, file);
    }
  mnr_transaction_free (transaction);

  if (fflush (file) != 0)
    g_error ("cannot write a temporary file: %s", g_strerror (errno));
  rewind (file);
  return file;
}

static guint
count_lines (FILE *file)
{
  guint count = 0;

  rewind (file);
  for (int c = getc_unlocked (file); c != EOF; c = getc_unlocked (file))
    {
      /* Of "error:"; the answers are hexadecimal. */
      if (c == 'r')
        g_error ("an answer is not what it should be");
      count += c == '\n';
    }
  return count;
}

static void
run_encode (const char *program,
            guint count,
            double *seconds,
            long *memory)
{
  const char *const args[] = { program, "tx", "encode", "--lines", "-", NULL };
  FILE *input = write_transfers (count), *output = open_scratch ();
  g_auto (GStrv) environment = g_get_environ ();
  posix_spawn_file_actions_t actions;
  struct rusage usage;
  double start;
  int status;
  pid_t pid;

  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_adddup2 (&actions, fileno (input), STDIN_FILENO);
  posix_spawn_file_actions_adddup2 (&actions, fileno (output), STDOUT_FILENO);

  start = now_ns (CLOCK_MONOTONIC);
  if (posix_spawn (&pid, program, &actions, NULL, (char *const *) args, environment) != 0)
    g_error ("%s does not start", program);
  if (wait4 (pid, &status, 0, &usage) != pid || status != 0)
    g_error ("%s failed", program);
  *seconds = (now_ns (CLOCK_MONOTONIC) - start) / 1e9;
  *memory = usage.ru_maxrss;

  if (count_lines (output) != count)
    g_error ("not every line was answered");
  posix_spawn_file_actions_destroy (&actions);
  fclose (input);
  fclose (output);
}

static void
bench_lines (const char *program)
{
  double few_seconds, many_seconds, bytes_per_line;
  long few_memory, many_memory;

  run_encode (program, FEW_LINES, &few_seconds, &few_memory);
  run_encode (program, MANY_LINES, &many_seconds, &many_memory);
  bytes_per_line = (double) (many_memory - few_memory) * 1024 / (MANY_LINES - FEW_LINES);

  g_print ("tx encode --lines, transfers with memos\n");
  g_print ("  %6d lines %33s %8.2f s %8ld KiB\n", FEW_LINES, "", few_seconds, few_memory);
  g_print ("  %6d lines %33s %8.2f s %8ld KiB\n", MANY_LINES, "", many_seconds, many_memory);
  print_goal ("100000 in less than 5 s", many_seconds < GOAL_LINES_SECONDS);
  print_goal ("memory does not grow with the lines", bytes_per_line < GOAL_BYTES_PER_LINE);
}

int
main (int argc,
      char **argv)
{
  Samples samples = { 0 };

  /* First, while this process is small: what a child is charged with begins
   * with the memory of its parent. */
  if (argc > 1)
    bench_lines (argv[1]);

  bench_signing ();

  samples_init (&samples);
  bench_bytes (&samples);
  for (guint with_memo = 0; with_memo < 2; with_memo++)
    {
      samples.transaction = make_transfer (with_memo);
      bench_json (&samples, with_memo ? "transfer with a memo" : "transfer");
      mnr_transaction_free (samples.transaction);
    }
  samples_clear (&samples);
  return 0;
}
