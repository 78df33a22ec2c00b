/* mnr-application.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-application.h"

#include "mnr-window.h"

struct _MnrApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (MnrApplication, mnr_application, ADW_TYPE_APPLICATION)

static void
mnr_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    window = GTK_WINDOW (mnr_window_new (ADW_APPLICATION (application)));
  gtk_window_present (window);
}

static void
mnr_application_class_init (MnrApplicationClass *klass)
{
  G_APPLICATION_CLASS (klass)->activate = mnr_application_activate;
}

static void
mnr_application_init (MnrApplication *self)
{
}

MnrApplication *
mnr_application_new (void)
{
  return g_object_new (MNR_TYPE_APPLICATION, "application-id", MNR_APPLICATION_ID,
                       "resource-base-path", "/io/github/moneyer/Moneyer", NULL);
}
