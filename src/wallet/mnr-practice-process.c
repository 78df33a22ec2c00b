/* mnr-practice-process.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-practice-process.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "chain/values/mnr-text.h"
#include "mnr-wallet-error.h"

#define PROGRAM "moneyer-practice"

/* What it prints once it can be reached. */
#define GREETING "listening on "

/* How long another Moneyer may take to start it: a long chain is read first. */
#define START_TIME (30 * G_TIME_SPAN_SECOND)
#define LOOK_EVERY 50 /* milliseconds */

/* The child's descriptor of the locked file. */
#define CHILD_FD 3

struct _MnrPracticeProcess
{
  GObject parent_instance;

  char *folder;
  GSubprocess *child;
  char *address; /* of the child; NULL until it greets */
  char *last_words;
  GTask *starting;
  GSource *timer; /* looks whether it can be started */
  int lock;       /* -1, but while our child starts */
};

G_DEFINE_FINAL_TYPE (MnrPracticeProcess, mnr_practice_process, G_TYPE_OBJECT)

static guint stopped_signal;

/* Where the program is: beside ours, or where programs of programs are. */
static char *
find_program (void)
{
  /* Beside us, where it is installed, and where it is built. */
  static const char *const places[] = { ".", "../libexec", "../practice" };
  const char *given = g_getenv ("MONEYER_PRACTICE");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;

  if (given != NULL)
    return g_strdup (given);
  for (guint i = 0; folder != NULL && i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (folder, places[i], PROGRAM, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  return g_find_program_in_path (PROGRAM);
}

static void
end_start (MnrPracticeProcess *self,
           GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->starting);

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
  if (task == NULL)
    g_clear_error (&error);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_strdup (self->address), g_free);
}

static void
fail_start (MnrPracticeProcess *self,
            const char *why)
{
  end_start (self, g_error_new (MNR_WALLET_ERROR, MNR_WALLET_ERROR_PRACTICE,
                                _ ("The practice network did not start: %s"), why));
}

/* Our child. */

static void
end_with_parent (gpointer user_data)
{
  pid_t parent = GPOINTER_TO_INT (user_data);

  prctl (PR_SET_PDEATHSIG, SIGTERM);
  /* It may have gone before that was said. */
  if (getppid () != parent)
    _exit (1);
}

static void
write_address (MnrPracticeProcess *self)
{
  g_autofree char *line = g_strdup_printf ("%s\n", self->address);
  gsize size = strlen (line);

  if (ftruncate (self->lock, 0) != 0 || pwrite (self->lock, line, size, 0) != (gssize) size)
    g_warning ("practice network: other programs will not find it: %s", g_strerror (errno));
}

static void read_line (MnrPracticeProcess *self,
                       GDataInputStream *stream);

static void
on_ended (MnrPracticeProcess *self)
{
  gboolean running = self->starting == NULL;

  g_clear_object (&self->child);
  g_clear_pointer (&self->address, g_free);
  if (running)
    g_signal_emit (self, stopped_signal, 0);
  else
    fail_start (self, self->last_words != NULL ? self->last_words
                                               : _ ("It ended at once, without a word."));
}

static void
on_line (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  GDataInputStream *stream = G_DATA_INPUT_STREAM (source);
  GWeakRef *reference = user_data;
  g_autoptr (MnrPracticeProcess) self = g_weak_ref_get (reference);
  g_autofree char *line = g_data_input_stream_read_line_finish (stream, result, NULL, NULL);

  g_weak_ref_clear (reference);
  g_free (reference);
  /* Of a child that is ours no more there is nothing to say. */
  if (self == NULL || self->child == NULL ||
      g_object_get_data (G_OBJECT (stream), "child") != self->child)
    return;

  if (line == NULL)
    {
      on_ended (self);
      return;
    }
  if (self->address == NULL && g_str_has_prefix (line, GREETING))
    {
      const char *start = line + strlen (GREETING);

      self->address = g_strndup (start, strcspn (start, " "));
      write_address (self);
      end_start (self, NULL);
    }
  else
    {
      g_free (self->last_words);
      self->last_words = mnr_text_make_visible (line);
    }
  read_line (self, stream);
}

/* Without a reference to us, or we would never go. */
static void
read_line (MnrPracticeProcess *self,
           GDataInputStream *stream)
{
  GWeakRef *reference = g_new0 (GWeakRef, 1);

  g_weak_ref_init (reference, self);
  g_data_input_stream_read_line_async (stream, G_PRIORITY_DEFAULT, NULL, on_line, reference);
}

/* Starts the child, with the lock that we hold. */
static void
start_child (MnrPracticeProcess *self)
{
  g_autofree char *program = find_program ();
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GDataInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->last_words, g_free);
  if (program == NULL)
    {
      fail_start (self, _ ("The program moneyer-practice is not installed."));
      return;
    }
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, GINT_TO_POINTER (getpid ()),
                                         NULL);
  g_subprocess_launcher_take_fd (launcher, dup (self->lock), CHILD_FD);
  self->child = g_subprocess_launcher_spawn (launcher, &error, program, "--port", "0", "--data",
                                             self->folder, NULL);
  if (self->child == NULL)
    {
      fail_start (self, error->message);
      return;
    }
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->child));
  g_object_set_data (G_OBJECT (stream), "child", self->child);
  read_line (self, stream);
}

/* Somebody's child, or still nobody's. */

/* What the file says, if it says it all. */
static char *
read_address (int fd)
{
  char line[128];
  gssize size = pread (fd, line, sizeof line - 1, 0);

  if (size <= 0 || line[size - 1] != '\n')
    return NULL;
  line[size - 1] = '\0';
  return g_str_has_prefix (line, "http://127.0.0.1:") ? g_strdup (line) : NULL;
}

typedef struct
{
  MnrPracticeProcess *self;
  gint64 deadline;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_object_unref (look->self);
  g_free (look);
}

static gboolean
look (gpointer user_data)
{
  Look *state = user_data;
  MnrPracticeProcess *self = state->self;
  g_autofree char *path = g_build_filename (self->folder, "running", NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (self->starting)))
    {
      if (fd >= 0)
        close (fd);
      end_start (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled")));
      return G_SOURCE_REMOVE;
    }
  if (fd < 0)
    {
      fail_start (self, g_strerror (errno));
      return G_SOURCE_REMOVE;
    }

  if (flock (fd, LOCK_EX | LOCK_NB) == 0)
    {
      /* What it says is over. */
      self->lock = fd;
      if (ftruncate (fd, 0) == 0)
        start_child (self);
      else
        fail_start (self, g_strerror (errno));
      return G_SOURCE_REMOVE;
    }

  self->address = read_address (fd);
  close (fd);
  if (self->address != NULL)
    end_start (self, NULL);
  else if (g_get_monotonic_time () > state->deadline)
    fail_start (self, _ ("Another program has begun to start it, and does not get on with it."));
  else
    return G_SOURCE_CONTINUE;
  return G_SOURCE_REMOVE;
}

void
mnr_practice_process_start_async (MnrPracticeProcess *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Look *state;

  if (self->starting != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING,
                               _ ("The practice network is being started."));
      return;
    }
  if (self->child != NULL)
    {
      g_task_return_pointer (task, g_strdup (self->address), g_free);
      return;
    }

  g_clear_pointer (&self->address, g_free);
  self->starting = g_steal_pointer (&task);
  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      fail_start (self, g_strerror (errno));
      return;
    }
  state = g_new (Look, 1);
  state->self = g_object_ref (self);
  state->deadline = g_get_monotonic_time () + START_TIME;
  self->timer = g_timeout_source_new (LOOK_EVERY);
  g_source_set_ready_time (self->timer, 0); /* and at once */
  g_source_set_callback (self->timer, look, state, look_free);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

char *
mnr_practice_process_start_finish (MnrPracticeProcess *self,
                                   GAsyncResult *result,
                                   GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
mnr_practice_process_is_own (MnrPracticeProcess *self)
{
  return self->child != NULL;
}

static void
on_waited (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
mnr_practice_process_stop_async (MnrPracticeProcess *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GSubprocess) child = g_steal_pointer (&self->child);

  if (self->starting != NULL)
    end_start (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled")));
  g_clear_pointer (&self->address, g_free);
  if (child == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_subprocess_send_signal (child, SIGTERM);
  g_subprocess_wait_async (child, cancellable, on_waited, g_steal_pointer (&task));
}

gboolean
mnr_practice_process_stop_finish (MnrPracticeProcess *self,
                                  GAsyncResult *result,
                                  GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
mnr_practice_process_finalize (GObject *object)
{
  MnrPracticeProcess *self = MNR_PRACTICE_PROCESS (object);

  if (self->child != NULL)
    g_subprocess_send_signal (self->child, SIGTERM);
  g_clear_object (&self->child);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->address);
  g_free (self->last_words);
  g_free (self->folder);

  G_OBJECT_CLASS (mnr_practice_process_parent_class)->finalize (object);
}

static void
mnr_practice_process_class_init (MnrPracticeProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mnr_practice_process_finalize;

  stopped_signal = g_signal_new ("stopped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
mnr_practice_process_init (MnrPracticeProcess *self)
{
  self->lock = -1;
}

MnrPracticeProcess *
mnr_practice_process_new (const char *folder)
{
  MnrPracticeProcess *self = g_object_new (MNR_TYPE_PRACTICE_PROCESS, NULL);

  self->folder = folder != NULL
                   ? g_strdup (folder)
                   : g_build_filename (g_get_user_data_dir (), "moneyer", "practice", NULL);
  return self;
}
