/* mnr-window.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-window.h"

struct _MnrWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
};

G_DEFINE_FINAL_TYPE (MnrWindow, mnr_window, ADW_TYPE_APPLICATION_WINDOW)

static void
mnr_window_class_init (MnrWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/moneyer/Moneyer/ui/mnr-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrWindow, toasts);
}

static void
mnr_window_init (MnrWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

MnrWindow *
mnr_window_new (AdwApplication *application)
{
  return g_object_new (MNR_TYPE_WINDOW, "application", application, NULL);
}
