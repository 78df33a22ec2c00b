/* bench-typing.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For how long the window answers nobody while somebody types: into each entry
 * of each page and of each step of each kind of asset, in the window of the
 * program, with a practice network alive behind it. A block is one turn of the
 * main loop, from the end of its sleep to the beginning of the next. What a turn
 * spends on the frame clock, which is GTK's layout and drawing, is told apart
 * from the rest, which is what we do because of a key.
 * Usage: bench-typing [TEXT]: only pages with TEXT in their names;
 * variable: MONEYER_BENCH_ROUNDS (3)
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench-home.h"
#include "issuer/mnr-draft-store.h"
#include "mnr-application.h"
#include "mnr-draft-page.h"
#include "mnr-draft-step.h"
#include "mnr-power-row.h"
#include "mnr-window.h"
#include "test-wait.h"

#define N_ASSETS 10
#define N_DRAFTS 8 /* one of each template */
#define N_ROUNDS 3
/* From key to key: two frames; and after what was typed: long enough for it to be
 * looked up. In milliseconds. */
#define KEY_TIME   34
#define ENTRY_TIME 600
/* A frame at 60 Hz, in microseconds. */
#define GOAL 16000

/* A turn of the main loop, in microseconds. */
typedef struct
{
  gint64 time;
  gint64 work;  /* of the processor: what others of this machine do is not in it */
  gint64 frame; /* the part of the work that is of the frame clock */
} Turn;

/* What is typed into. */
typedef struct
{
  char *name;
  gint64 opening;                         /* the longest turn while it opened: work */
  gint64 longest, longest_work, own_work; /* own_work: of ours, without the frame */
  gint64 p99, total_work;
  guint n_turns, n_long, n_keys;
} Scene;

static MnrWallet *wallet;
static GtkWidget *window;
static GArray *turns; /* of Turn: those of the scene that is on */
static Turn now;      /* when the turn under way began, and its frame so far */
static gint64 frame_began;
static guint n_keys;      /* so far in the scene that is on */
static GPtrArray *scenes; /* of Scene */
static const char *only = "";

static gint64
get_work (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static int
sleep_between_turns (GPollFD *files,
                     guint n_files,
                     int timeout)
{
  const Turn turn = { g_get_monotonic_time () - now.time, get_work () - now.work, now.frame };
  int result;

  g_array_append_val (turns, turn);
  result = g_poll (files, n_files, timeout);
  now = (Turn){ g_get_monotonic_time (), get_work (), 0 };
  return result;
}

static void
on_frame_begins (void)
{
  frame_began = get_work ();
}

static void
on_frame_ends (void)
{
  now.frame += get_work () - frame_began;
}

static gboolean
has_passed (gpointer until)
{
  return g_get_monotonic_time () >= *(gint64 *) until;
}

static void
wait_for (guint milliseconds)
{
  gint64 until = g_get_monotonic_time () + milliseconds * 1000;

  test_wait_until (has_passed, &until);
}

/* Keys: what GTK makes of them once an input method is done with them. */

typedef struct
{
  GtkWidget *entry;
  char text[2]; /* "": a backspace */
  gboolean is_done;
} Key;

static gboolean
press (gpointer data)
{
  Key *key = data;

  if (key->text[0] != '\0')
    g_signal_emit_by_name (key->entry, "insert-at-cursor", key->text);
  else
    g_signal_emit_by_name (key->entry, "backspace");
  key->is_done = TRUE;
  return G_SOURCE_REMOVE;
}

static void
type (GtkWidget *entry,
      char letter)
{
  Key key = { entry, { letter }, FALSE };

  n_keys++;
  g_idle_add_full (G_PRIORITY_DEFAULT, press, &key, NULL);
  wait_for (KEY_TIME);
  g_assert_true (key.is_done);
}

static gboolean
is_numeric (GtkWidget *entry)
{
  GtkWidget *parent = gtk_widget_get_parent (entry);

  return parent != NULL && gtk_widget_has_css_class (parent, "numeric");
}

static void
type_into (GtkWidget *entry)
{
  const char *text = is_numeric (entry) ? "12.50" : "mo1ny";

  if (!gtk_widget_get_mapped (entry) || !gtk_widget_is_sensitive (entry))
    return;
  gtk_widget_grab_focus (entry);
  g_signal_emit_by_name (entry, "move-cursor", GTK_MOVEMENT_BUFFER_ENDS, 1, FALSE);
  for (guint i = 0; text[i] != '\0'; i++)
    type (entry, text[i]);
  wait_for (ENTRY_TIME);
  for (guint i = 0; text[i] != '\0'; i++)
    type (entry, '\0');
}

/* Those that can be switched and drawn: no keys, but they are on the same pages. */
static gboolean
switch_on (gpointer button)
{
  gtk_toggle_button_set_active (button, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
move (gpointer scale)
{
  g_signal_emit_by_name (scale, "move-slider", GTK_SCROLL_STEP_FORWARD);
  return G_SOURCE_REMOVE;
}

static void
use (GtkWidget *widget)
{
  if (GTK_IS_TEXT (widget) || GTK_IS_TEXT_VIEW (widget))
    type_into (widget);
  else if (!gtk_widget_get_mapped (widget))
    return;
  else if (GTK_IS_TOGGLE_BUTTON (widget))
    {
      g_idle_add_full (G_PRIORITY_DEFAULT, switch_on, widget, NULL);
      wait_for (KEY_TIME);
    }
  else
    for (guint i = 0; i < 5; i++)
      {
        g_idle_add_full (G_PRIORITY_DEFAULT, move, widget, NULL);
        wait_for (KEY_TIME);
      }
}

static void
collect (GtkWidget *widget,
         GPtrArray *found)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_TEXT (widget) || GTK_IS_TEXT_VIEW (widget) || GTK_IS_SCALE (widget) ||
      (GTK_IS_TOGGLE_BUTTON (widget) && gtk_widget_get_ancestor (widget, MNR_TYPE_POWER_ROW)))
    {
      g_ptr_array_add (found, g_object_ref (widget));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, found);
}

/* Scenes */

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const Turn *first = a, *second = b;

  return (first->time > second->time) - (first->time < second->time);
}

static Scene *
get_scene (const char *name)
{
  Scene *scene;

  for (guint i = 0; i < scenes->len; i++)
    if (g_str_equal (((Scene *) g_ptr_array_index (scenes, i))->name, name))
      return g_ptr_array_index (scenes, i);
  scene = g_new0 (Scene, 1);
  scene->name = g_strdup (name);
  g_ptr_array_add (scenes, scene);
  return scene;
}

/* Work is the most of all rounds; time, which others on this machine spoil, that
 * of the calmest. */
static void
end_scene (const char *name,
           gint64 opening)
{
  Scene *scene = get_scene (name);
  const gboolean is_first = scene->n_turns == 0;
  gint64 longest, p99;

  g_array_sort (turns, compare_times);
  longest = g_array_index (turns, Turn, turns->len - 1).time;
  p99 = g_array_index (turns, Turn, turns->len * 99 / 100).time;
  scene->opening = MAX (scene->opening, opening);
  scene->longest = is_first ? longest : MIN (scene->longest, longest);
  scene->p99 = is_first ? p99 : MIN (scene->p99, p99);
  scene->n_turns += turns->len;
  scene->n_keys += n_keys;
  for (guint i = 0; i < turns->len; i++)
    {
      const Turn *turn = &g_array_index (turns, Turn, i);

      scene->total_work += turn->work;
      scene->longest_work = MAX (scene->longest_work, turn->work);
      scene->own_work = MAX (scene->own_work, turn->work - turn->frame);
      scene->n_long += turn->work > GOAL;
    }
}

/* Ends the opening of a page, types into all of it, and notes what that cost. */
static void
play_scene (const char *name)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 opening = 0;

  wait_for (ENTRY_TIME);
  for (guint i = 0; i < turns->len; i++)
    opening = MAX (opening, g_array_index (turns, Turn, i).work);
  collect (window, found);
  g_array_set_size (turns, 0);
  n_keys = 0;
  for (guint i = 0; i < found->len; i++)
    use (g_ptr_array_index (found, i));
  if (found->len == 0)
    wait_for (ENTRY_TIME);
  end_scene (name, opening);
  g_array_set_size (turns, 0);
}

static gboolean
show_page (gpointer name)
{
  gtk_widget_activate_action (window, "win.show-page", "s", name);
  return G_SOURCE_REMOVE;
}

static void
play_page (const char *name,
           const char *title)
{
  if (strstr (title, only) == NULL)
    return;
  g_array_set_size (turns, 0);
  g_idle_add_full (G_PRIORITY_DEFAULT, show_page, (gpointer) name, NULL);
  play_scene (title);
}

static GtkWidget *
find_type (GtkWidget *root,
           GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  MnrDraftPage *page;
  MnrStep step;
} StepChange;

static gboolean
set_step (gpointer data)
{
  const StepChange *change = data;

  mnr_draft_page_set_step (change->page, change->step);
  return G_SOURCE_REMOVE;
}

static void
play_draft (MnrStoredDraft *stored,
            const char *kind)
{
  g_autofree char *file = g_path_get_basename (mnr_stored_draft_get_path (stored));
  g_autofree char *name = g_strconcat ("draft/", file, NULL);
  StepChange change = { 0 };

  show_page (name);
  wait_for (ENTRY_TIME);
  change.page = MNR_DRAFT_PAGE (find_type (window, MNR_TYPE_DRAFT_PAGE));
  for (guint step = 0; step < MNR_N_STEPS; step++)
    {
      g_autofree char *title = g_strdup_printf ("%s, %s", kind, mnr_step_get_label (step));

      if (!mnr_step_has_kind (step, mnr_draft_get_kind (mnr_stored_draft_get_draft (stored))) ||
          strstr (title, only) == NULL)
        continue;
      change.step = step;
      g_array_set_size (turns, 0);
      g_idle_add_full (G_PRIORITY_DEFAULT, set_step, &change, NULL);
      play_scene (title);
    }
}

static void
play (const char *asset)
{
  static const struct
  {
    MnrAssetKind kind;
    const char *name;
  } kinds[] = {
    { MNR_ASSET_TOKEN, "token" },
    { MNR_ASSET_SMARTCOIN, "smartcoin" },
    { MNR_ASSET_PREDICTION, "market" },
  };
  static const char *const pages[] = {
    "home",
    "first-run",
    "accounts",
    "add-account",
    "new-account",
    "network",
    "drafts",
    "activity",
  };
  g_autofree char *folder = mnr_draft_store_get_default_path ();
  g_autoptr (MnrDraftStore) store = mnr_draft_store_new (folder);
  const guint n_drafts = g_list_model_get_n_items (G_LIST_MODEL (store));

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    play_page (pages[i], pages[i]);
  play_page (asset, "asset");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint j = 0; j < n_drafts; j++)
      {
        g_autoptr (MnrStoredDraft) stored = g_list_model_get_item (G_LIST_MODEL (store), j);

        if (mnr_draft_get_kind (mnr_stored_draft_get_draft (stored)) != kinds[i].kind)
          continue;
        play_draft (stored, kinds[i].name);
        break;
      }
}

/* Results */

static void
print_scenes (guint n_rounds)
{
  const Scene *worst = scenes->len > 0 ? g_ptr_array_index (scenes, 0) : NULL;

  if (worst == NULL)
    return;

  printf ("milliseconds; processor time: the most of %u rounds; time: the calmest round\n\n"
          "%-28s %9s %9s %9s %9s %9s %9s %9s\n"
          "%-28s %9s %9s %9s %9s %9s %9s %9s\n",
          n_rounds, "", "opening", "longest", "p99", "longest", "of it", "a key", "over 16",
          "", "processor", "time", "time", "processor", "our code", "processor", "of turns");
  for (guint i = 0; i < scenes->len; i++)
    {
      const Scene *scene = g_ptr_array_index (scenes, i);

      printf ("%-28s %9.1f %9.1f %9.1f %9.1f %9.1f %9.1f %4u/%u\n", scene->name,
              (double) scene->opening / 1000, (double) scene->longest / 1000,
              (double) scene->p99 / 1000, (double) scene->longest_work / 1000,
              (double) scene->own_work / 1000,
              (double) scene->total_work / 1000 / MAX (scene->n_keys, 1), scene->n_long,
              scene->n_turns);
      if (scene->longest_work > worst->longest_work)
        worst = scene;
    }
  printf ("\nlongest block while typing: %.1f ms of processor time (%s)\n",
          (double) worst->longest_work / 1000, worst->name);
}

static void
scene_free (gpointer data)
{
  g_free (((Scene *) data)->name);
  g_free (data);
}

int
main (int argc,
      char **argv)
{
  char *data = test_make_folder ();
  const char *rounds = g_getenv ("MONEYER_BENCH_ROUNDS");
  const guint n_rounds = rounds != NULL ? (guint) CLAMP (atoi (rounds), 1, 99) : N_ROUNDS;
  g_autoptr (AdwApplication) application = NULL;
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *asset = NULL;
  char id[MNR_OBJECT_ID_TEXT_SIZE];
  GdkFrameClock *clock;

  if (argc > 1)
    only = argv[1];
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  wallet = bench_home_open (N_ASSETS, N_DRAFTS);
  asset =
    g_strconcat ("asset/", mnr_object_id_format (bench_home_get_asset (wallet, 0), id), NULL);
  settings = g_settings_new (MNR_APPLICATION_ID);
  g_settings_set_string (settings, "network", "practice");
  application = g_object_new (ADW_TYPE_APPLICATION, "application-id", MNR_APPLICATION_ID, "flags",
                              G_APPLICATION_NON_UNIQUE, "resource-base-path",
                              "/io/github/moneyer/Moneyer", NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);

  turns = g_array_new (FALSE, FALSE, sizeof (Turn));
  scenes = g_ptr_array_new_with_free_func (scene_free);
  now = (Turn){ g_get_monotonic_time (), get_work (), 0 };
  g_main_context_set_poll_func (NULL, sleep_between_turns);
  window = GTK_WIDGET (mnr_window_new (application, wallet, NULL));
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_frame_begins), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_frame_ends), NULL);
  /* The first time fonts are read, and much else that stays. */
  wait_for (3000);
  for (guint i = 0; i < n_rounds; i++)
    play (asset);
  g_main_context_set_poll_func (NULL, NULL);
  print_scenes (n_rounds);

  gtk_window_destroy (GTK_WINDOW (window));
  wait_for (ENTRY_TIME);
  bench_home_close (wallet);
  g_array_unref (turns);
  g_ptr_array_unref (scenes);
  test_remove_folder (data);
  return EXIT_SUCCESS;
}
