/* bench-window.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the program costs as a whole, beside two programs of GNOME and beside an
 * empty window of the same toolkit, which is the floor: the time from its start
 * to a window on the screen, its private memory, and what it does while nobody
 * does anything. All take turns on one display, each alone.
 * Usage: bench-window MONEYER EMPTY-WINDOW; variables: MONEYER_BENCH_ROUNDS (7),
 * MONEYER_BENCH_IDLE: seconds (60)
 */

#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench-home.h"
#include "test-wait.h"

#define N_ROUNDS_MAX 99
#define N_ASSETS     10
#define N_DRAFTS     6
/* For a window to come, and for a program to come to rest, in milliseconds. */
#define PATIENCE 30000

/* A program has come to rest when it has worked no more than this, in nanoseconds... */
#define REST_WORK (10 * G_TIME_SPAN_MILLISECOND * 1000)
/* ... for this long, in milliseconds. */
#define REST_TIME 1000

enum
{
  MAPPED, /* milliseconds */
  DRAWN,
  WORK,
  PRIVATE, /* KiB */
  DIRTY,
  CHILDREN,
  N_FIGURES,
};

typedef struct
{
  const char *name;
  const char *program;
  const char *settings; /* (nullable): what they are when it starts */
  const char *data;     /* the user's data folder; %NULL: a new one */
  gboolean is_absent;
  double figures[N_FIGURES][N_ROUNDS_MAX];
} Contender;

static Display *display;
static int damage_event;

/* Processes */

static char *
read_process (pid_t pid,
              const char *file)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", (int) pid, file);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : NULL;
}

/* What its threads have worked, in nanoseconds. */
static guint64
get_work (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", (int) pid);
  g_autoptr (GDir) tasks = g_dir_open (path, 0, NULL);
  const char *name;
  guint64 work = 0;

  while (tasks != NULL && (name = g_dir_read_name (tasks)) != NULL)
    {
      g_autofree char *file = g_strdup_printf ("task/%s/schedstat", name);
      g_autofree char *text = read_process (pid, file);

      work += text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;
    }
  return work;
}

/* The first, or 0. */
static pid_t
find_child (pid_t parent)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while (proc != NULL && (name = g_dir_read_name (proc)) != NULL)
    {
      pid_t pid = (pid_t) g_ascii_strtoull (name, NULL, 10);
      g_autofree char *stat = pid > 0 ? read_process (pid, "stat") : NULL;
      /* After the name, which may have anything in it: state, parent. */
      const char *rest = stat != NULL ? strrchr (stat, ')') : NULL;

      if (rest != NULL && strlen (rest) > 4 &&
          (pid_t) g_ascii_strtoull (rest + 4, NULL, 10) == parent)
        return pid;
    }
  return 0;
}

static double
find_size (const char *smaps,
           const char *name)
{
  const char *line = strstr (smaps, name);

  return line != NULL ? (double) g_ascii_strtoull (line + strlen (name), NULL, 10) : 0;
}

/* Moneyer shuts other programs of its user out of its memory: only root may read this. */
static gboolean
read_memory (pid_t pid,
             double *all,
             double *dirty)
{
  g_autofree char *smaps = read_process (pid, "smaps_rollup");

  *all = *dirty = 0;
  if (smaps == NULL || smaps[0] == '\0')
    return FALSE;
  *dirty = find_size (smaps, "Private_Dirty:");
  *all = *dirty + find_size (smaps, "Private_Clean:");
  return TRUE;
}

static void
come_to_rest (pid_t pid)
{
  guint64 before = get_work (pid);

  for (guint waited = 0; waited < PATIENCE; waited += REST_TIME)
    {
      guint64 now;

      g_usleep (REST_TIME * 1000);
      now = get_work (pid);
      if (now - before <= REST_WORK)
        return;
      before = now;
    }
}

/* Windows */

/* Whether an event of a window is about the main window of a process. */
static gboolean
is_window_of (Window window,
              pid_t pid)
{
  Atom atom = XInternAtom (display, "_NET_WM_PID", False), type;
  unsigned long n_items, left;
  unsigned char *data = NULL;
  int format;
  gboolean is_so = FALSE;

  if (XGetWindowProperty (display, window, atom, 0, 1, False, XA_CARDINAL, &type, &format,
                          &n_items, &left, &data) == Success &&
      data != NULL)
    {
      is_so = n_items == 1 && *(unsigned long *) data == (unsigned long) pid;
      XFree (data);
    }
  return is_so;
}

static int
ignore_error (Display *of,
              XErrorEvent *event)
{
  return 0; /* a window that is gone again */
}

static gboolean
next_event (XEvent *event,
            gint64 until)
{
  while (XPending (display) == 0)
    {
      GPollFD poll = { ConnectionNumber (display), G_IO_IN, 0 };
      const gint64 now = g_get_monotonic_time ();

      if (now >= until)
        return FALSE;
      g_poll (&poll, 1, (int) ((until - now) / 1000) + 1);
    }
  XNextEvent (display, event);
  return TRUE;
}

/* Whether there is something in its middle: at first it is black. */
static gboolean
is_drawn (Window window)
{
  XWindowAttributes attributes;
  XImage *image = NULL;
  gboolean is_so = FALSE;

  if (XGetWindowAttributes (display, window, &attributes) != 0)
    image = XGetImage (display, window, attributes.width / 2, attributes.height / 2, 1, 1,
                       0xffffff, ZPixmap);
  if (image != NULL)
    {
      is_so = XGetPixel (image, 0, 0) != 0;
      XDestroyImage (image);
    }
  return is_so;
}

/* Waits for a window of the process, and for its first picture. */
static gboolean
wait_for_window (pid_t pid,
                 gint64 start,
                 double *mapped,
                 double *drawn,
                 double *work)
{
  const gint64 until = start + PATIENCE * 1000;
  Window window = None;
  Damage damage = None;
  XEvent event;

  while (next_event (&event, until))
    {
      const double now = (double) (g_get_monotonic_time () - start) / 1000;

      if (event.type == MapNotify && window == None && !event.xmap.override_redirect &&
          is_window_of (event.xmap.window, pid))
        {
          *mapped = now;
          window = event.xmap.window;
          damage = XDamageCreate (display, window, XDamageReportNonEmpty);
          XFlush (display);
        }
      else if (event.type == damage_event + XDamageNotify && damage != None)
        {
          XDamageSubtract (display, damage, None, None);
          if (!is_drawn (window))
            continue;
          *drawn = now;
          *work = (double) get_work (pid) / 1000000;
          XDamageDestroy (display, damage);
          return TRUE;
        }
    }
  return FALSE;
}

/* Contenders */

static void
stop (GSubprocess *process)
{
  g_autofree char *pid = g_strdup (g_subprocess_get_identifier (process));

  g_subprocess_send_signal (process, SIGTERM);
  for (guint i = 0; i < 100 && g_subprocess_get_identifier (process) != NULL; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (50000);
    }
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
}

static void
write_settings (const char *text)
{
  g_autofree char *folder =
    g_build_filename (g_get_user_config_dir (), "glib-2.0", "settings", NULL);
  g_autofree char *file = g_build_filename (folder, "keyfile", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (file, text != NULL ? text : "", -1, &error);
  g_assert_no_error (error);
}

/* Starts it and waits for its window. */
static GSubprocess *
start (Contender *contender,
       const char *data,
       double *mapped,
       double *drawn,
       double *work)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;
  gint64 began;
  pid_t pid;

  write_settings (contender->settings);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", data, TRUE);
  began = g_get_monotonic_time ();
  process = g_subprocess_launcher_spawn (launcher, &error, contender->program, NULL);
  g_assert_no_error (error);
  pid = (pid_t) g_ascii_strtoull (g_subprocess_get_identifier (process), NULL, 10);
  if (!wait_for_window (pid, began, mapped, drawn, work))
    g_error ("%s shows no window", contender->name);
  return process;
}

static pid_t
get_pid (GSubprocess *process)
{
  return (pid_t) g_ascii_strtoull (g_subprocess_get_identifier (process), NULL, 10);
}

static void
measure_start (Contender *contender,
               guint round)
{
  char *made = contender->data == NULL ? test_make_folder () : NULL;
  double figures[N_FIGURES] = { 0 }, ignored;
  g_autoptr (GSubprocess) process =
    start (contender, made != NULL ? made : contender->data, &figures[MAPPED], &figures[DRAWN],
           &figures[WORK]);
  pid_t child;

  come_to_rest (get_pid (process));
  if (!read_memory (get_pid (process), &figures[PRIVATE], &figures[DIRTY]) && round == 1)
    printf ("the memory of %s can only be read by root\n", contender->name);
  child = find_child (get_pid (process));
  if (child != 0)
    read_memory (child, &figures[CHILDREN], &ignored);
  stop (process);
  if (made != NULL)
    test_remove_folder (made);
  /* The first is to warm up. */
  for (guint i = 0; i < N_FIGURES && round > 0; i++)
    contender->figures[i][round - 1] = figures[i];
}

static int
compare (const void *a,
         const void *b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static void
print_starts (Contender *contenders,
              guint n_contenders,
              guint n_rounds)
{
  double *base = NULL;

  printf ("median of %u starts; in brackets the least and the most;\n"
          "the last column is the memory of the practice network, a process of its own\n\n"
          "%-28s %20s %10s %10s %12s %12s %10s\n",
          n_rounds, "", "window mapped, ms", "drawn, ms", "CPU, ms", "private, MB", "dirty, MB",
          "practice");
  for (guint i = 0; i < n_contenders; i++)
    {
      Contender *it = &contenders[i];

      if (it->is_absent)
        {
          printf ("%-28s is not installed\n", it->name);
          continue;
        }
      for (guint j = 0; j < N_FIGURES; j++)
        qsort (it->figures[j], n_rounds, sizeof (double), compare);
#define MEDIAN(contender, figure) ((contender)->figures[figure][n_rounds / 2])
      printf ("%-28s %6.0f [%4.0f, %4.0f] %10.0f %10.0f %12.1f %12.1f %10.1f\n", it->name,
              MEDIAN (it, MAPPED), it->figures[MAPPED][0], it->figures[MAPPED][n_rounds - 1],
              MEDIAN (it, DRAWN), MEDIAN (it, WORK), MEDIAN (it, PRIVATE) / 1024,
              MEDIAN (it, DIRTY) / 1024, MEDIAN (it, CHILDREN) / 1024);
      if (i == 0)
        base = &MEDIAN (it, 0);
    }
  if (base == NULL)
    return;
  printf ("\n%-28s %16s %10s %10s %12s %12s\n", "of gnome-calculator’s", "mapped", "drawn", "CPU",
          "private", "dirty");
  for (guint i = 1; i < n_contenders; i++)
    if (!contenders[i].is_absent)
      {
        printf ("%-28s", contenders[i].name);
        for (guint j = 0; j <= DIRTY; j++)
          printf (" %10.2f", MEDIAN (&contenders[i], j) / MEDIAN (&contenders[0], j));
        printf ("\n");
      }
#undef MEDIAN
}

/* Rest */

static void
measure_rest (Contender *contender,
              guint seconds)
{
  double ignored;
  g_autoptr (GSubprocess) process = start (contender, contender->data, &ignored, &ignored, &ignored);
  guint64 before[2], after[2];
  gint64 from;
  double time;
  pid_t pid = get_pid (process), child;

  come_to_rest (pid);
  child = find_child (pid);
  before[0] = get_work (pid);
  before[1] = get_work (child);
  from = g_get_monotonic_time ();
  g_usleep (seconds * G_USEC_PER_SEC);
  after[0] = get_work (pid);
  after[1] = get_work (child);
  time = (double) (g_get_monotonic_time () - from) * 1000;
  printf ("\nat rest for %u s with %u assets:  %.3f %% of a core; its practice network %.3f %%\n",
          seconds, N_ASSETS, 100 * (double) (after[0] - before[0]) / time,
          100 * (double) (after[1] - before[1]) / time);
  stop (process);
}

/* A number of at least @least from the environment. */
static guint
get_number (const char *name,
            guint usual,
            guint64 least,
            guint64 most)
{
  const char *text = g_getenv (name);
  guint64 number;

  if (text == NULL)
    return usual;
  if (!g_ascii_string_to_unsigned (text, 10, least, most, &number, NULL))
    g_error ("%s: from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, name, least, most);
  return (guint) number;
}

int
main (int argc,
      char **argv)
{
  char *data = test_make_folder ();
  g_autofree char *settings = NULL;
  const guint n_rounds = get_number ("MONEYER_BENCH_ROUNDS", 7, 1, N_ROUNDS_MAX);
  const guint n_seconds = get_number ("MONEYER_BENCH_IDLE", 60, 0, 3600);
  char id[MNR_OBJECT_ID_TEXT_SIZE];
  MnrWallet *wallet;
  int damage_error;

  g_return_val_if_fail (argc == 3, 2);

  display = XOpenDisplay (NULL);
  g_assert_nonnull (display);
  g_assert_true (XDamageQueryExtension (display, &damage_event, &damage_error));
  XSetErrorHandler (ignore_error);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);

  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  wallet = bench_home_open (N_ASSETS, N_DRAFTS);
  mnr_object_id_format (bench_home_get_asset (wallet, 0), id);
  bench_home_close (wallet);
  settings = g_strdup_printf ("[io/github/moneyer/Moneyer]\nnetwork='practice'\npage='asset/%s'\n",
                              id);

  {
    Contender contenders[] = {
      { "gnome-calculator", "gnome-calculator" },
      { "gnome-text-editor", "gnome-text-editor" },
      { "an empty window", argv[2] },
      { "Moneyer, first start", argv[1] },
      { "Moneyer, page of an asset", argv[1], .settings = settings, .data = data },
    };

    for (guint i = 0; i < G_N_ELEMENTS (contenders); i++)
      {
        g_autofree char *path = g_find_program_in_path (contenders[i].program);

        contenders[i].is_absent = path == NULL;
      }
    for (guint round = 0; round <= n_rounds; round++)
      for (guint i = 0; i < G_N_ELEMENTS (contenders); i++)
        if (!contenders[i].is_absent)
          measure_start (&contenders[i], round);
    print_starts (contenders, G_N_ELEMENTS (contenders), n_rounds);
    if (n_seconds > 0)
      measure_rest (&contenders[G_N_ELEMENTS (contenders) - 1], n_seconds);
  }
  XCloseDisplay (display);
  test_remove_folder (data);
  return EXIT_SUCCESS;
}
