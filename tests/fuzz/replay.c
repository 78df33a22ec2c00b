/* replay.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs a fuzz target without a fuzzer: over every seed, so that what was found
 * once is not made again, and over the beginnings of each, where a reader that
 * trusts a length runs past the end. The argument is the folder of the seeds.
 */

#include <string.h>

#include "fuzz.h"

/* Most seeds are shorter; of the others this is beginning enough. */
#define CUT_MAX 600

/* In a block of exactly its size, so that the sanitizers see what lies beyond. */
static void
run (const char *data,
     gsize size)
{
  guint8 *copy = g_malloc (MAX (size, 1));

  memcpy (copy, data, size);
  LLVMFuzzerTestOneInput (copy, size);
  g_free (copy);
}

static void
replay (gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size;

  g_file_get_contents (user_data, &data, &size, &error);
  g_assert_no_error (error);

  run (data, size);
  for (gsize cut = 0; cut < MIN (size, CUT_MAX); cut++)
    run (data, cut);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  LLVMFuzzerInitialize (&argc, &argv);

  if (argc != 2)
    g_error ("usage: %s SEEDS", argv[0]);
  dir = g_dir_open (argv[1], 0, &error);
  if (dir == NULL)
    g_error ("%s", error->message);

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  if (names->len == 0)
    g_error ("there are no seeds in %s", argv[1]);
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *test = g_strconcat ("/", g_ptr_array_index (names, i), NULL);
      char *path = g_build_filename (argv[1], g_ptr_array_index (names, i), NULL);

      g_ptr_array_add (paths, path);
      g_test_add_data_func (test, path, replay);
    }

  return g_test_run ();
}
