/* test-name-search.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bad-node.h"
#include "node/mnr-name-search.h"
#include "test-support.h"

/* The names with commas between, or NULL with an error. */
static char *
search (MnrNode *node,
        MnrNameKind kind,
        const char *prefix,
        GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_auto (GStrv) names = NULL;
  Outcome outcome = { 0 };

  mnr_name_search_async (node, kind, prefix, NULL, outcome_take, &outcome);
  result = outcome_wait (&outcome);
  names = mnr_name_search_finish (node, result, error);
  return names != NULL ? g_strjoinv (",", names) : NULL;
}

static void
test_practice (void)
{
  static const struct
  {
    MnrNameKind kind;
    const char *prefix, *names;
  } cases[] = {
    { MNR_NAMES_ACCOUNTS, "practice-a", "practice-alice" },
    { MNR_NAMES_ACCOUNTS, "PRACTICE-A", "practice-alice" },
    { MNR_NAMES_ACCOUNTS, "practice-zz", "" },
    { MNR_NAMES_ACCOUNTS, "a\"b", "" },
    { MNR_NAMES_ASSETS, "bt", "BTS" },
    { MNR_NAMES_ASSETS, "NOTHINGLIKEIT", "" },
  };
  g_autoptr (Practice) practice = practice_start ("0");
  const char *urls[] = { practice->ws, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *names = search (node, cases[i].kind, cases[i].prefix, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (names, ==, cases[i].names);
    }
}

/* What a node may say instead. */
static const char *answer;

static gboolean
answer_anything (BadTalk *talk,
                 const char *method,
                 const char *id)
{
  return bad_talk_answer (talk, id, answer);
}

static void
test_hostile (void)
{
  static const struct
  {
    MnrNameKind kind;
    const char *answer, *names; /* NULL: an error */
  } cases[] = {
    { MNR_NAMES_ACCOUNTS, "[[\"alice\",\"1.2.3\"],[\"bob\",\"1.2.4\"]]", "alice" },
    { MNR_NAMES_ACCOUNTS, "[[\"alice\u202e\",\"1.2.3\"]]", "" },
    { MNR_NAMES_ACCOUNTS, "[[\"alice <b>\",\"1.2.3\"],[],[\"alice-2\",\"\",{}]]", "alice-2" },
    { MNR_NAMES_ACCOUNTS,
      "[[\"al1\"],[\"al2\"],[\"al3\"],[\"al4\"],[\"al5\"],[\"al6\"],[\"al7\"],[\"al8\"],[\"al9\"]]",
      "al1,al2,al3,al4,al5,al6,al7,al8" },
    { MNR_NAMES_ACCOUNTS, "[[3,\"1.2.3\"]]", NULL },
    { MNR_NAMES_ACCOUNTS, "{}", NULL },
    { MNR_NAMES_ACCOUNTS, "null", NULL },
    { MNR_NAMES_ASSETS, "[{\"id\":\"1.3.1\",\"symbol\":\"ALPHA\",\"options\":{\"x\":[1]}}]",
      "ALPHA" },
    { MNR_NAMES_ASSETS, "[{\"symbol\":\"ALPHA, ALPHB\"},{},{\"symbol\":\"alpha\"}]", "" },
    { MNR_NAMES_ASSETS, "[{\"symbol\":\"ALPHABETALPHABETA\"}]", "" },
    { MNR_NAMES_ASSETS, "[{\"symbol\":7}]", NULL },
    { MNR_NAMES_ASSETS, "[7]", NULL },
  };
  g_autoptr (BadNode) bad = bad_node_new (&(BadNodeConfig){ .script = answer_anything });
  g_autofree char *url = bad_node_get_url (bad, "http");
  const char *urls[] = { url, NULL };
  g_autoptr (MnrNode) node = mnr_node_new (urls, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *names = NULL;

      answer = cases[i].answer;
      names = search (node, cases[i].kind, "al", &error);
      g_test_message ("%s", answer);
      g_assert_cmpstr (names, ==, cases[i].names);
      g_assert_cmpint (error != NULL, ==, cases[i].names == NULL);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name-search/practice", test_practice);
  g_test_add_func ("/name-search/hostile", test_hostile);
  return g_test_run ();
}
