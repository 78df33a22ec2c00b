/* mnr-panes.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-panes.h"

#define START_WIDTH 190
#define END_WIDTH   310
#define WIDE        900
#define MIN_WIDTH   320

struct _MnrPanes
{
  GtkWidget parent_instance;

  GtkWidget *children[3]; /* by MnrPane */
  MnrPane shown;
  gboolean is_narrow;
  guint notice;
};

G_DEFINE_FINAL_TYPE (MnrPanes, mnr_panes, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_START,
  PROP_CONTENT,
  PROP_END,
  PROP_NARROW,
  PROP_SHOWN,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Others must not be told, and then ask for another size, in the midst of an allocation. */
static gboolean
on_notice (gpointer data)
{
  MnrPanes *self = data;

  self->notice = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
  return G_SOURCE_REMOVE;
}

static void
mnr_panes_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : 200;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 1100 : 600;
}

static void
place (GtkWidget *child,
       int x,
       int width,
       int height)
{
  gtk_widget_set_child_visible (child, width > 0);
  if (width > 0)
    {
      const GtkAllocation allocation = { x, 0, width, height };
      int minimum;

      /* GTK wants it asked before it is given anything. */
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_size_allocate (child, &allocation, -1);
    }
}

static void
mnr_panes_size_allocate (GtkWidget *widget,
                         int width,
                         int height,
                         int baseline)
{
  MnrPanes *self = MNR_PANES (widget);
  const gboolean is_narrow = width < WIDE;
  const gboolean is_mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const int widths[] = { width - START_WIDTH - END_WIDTH, START_WIDTH, END_WIDTH };
  static const MnrPane order[] = { MNR_PANE_START, MNR_PANE_CONTENT, MNR_PANE_END };
  int x = 0;

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      const MnrPane pane = order[is_mirrored ? G_N_ELEMENTS (order) - 1 - i : i];
      int own = widths[pane];

      if (is_narrow)
        own = pane == self->shown ? width : 0;
      if (self->children[pane] != NULL)
        place (self->children[pane], x, own, height);
      x += own;
    }

  if (is_narrow != self->is_narrow)
    {
      self->is_narrow = is_narrow;
      if (self->notice == 0)
        self->notice = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_notice, self, NULL);
    }
}

static void
set_child (MnrPanes *self,
           MnrPane pane,
           GtkWidget *child)
{
  if (self->children[pane] != NULL)
    gtk_widget_unparent (self->children[pane]);
  self->children[pane] = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
mnr_panes_dispose (GObject *object)
{
  MnrPanes *self = MNR_PANES (object);

  g_clear_handle_id (&self->notice, g_source_remove);
  for (guint i = 0; i < G_N_ELEMENTS (self->children); i++)
    set_child (self, i, NULL);
  G_OBJECT_CLASS (mnr_panes_parent_class)->dispose (object);
}

static void
mnr_panes_get_property (GObject *object,
                        guint id,
                        GValue *value,
                        GParamSpec *pspec)
{
  MnrPanes *self = MNR_PANES (object);

  switch (id)
    {
    case PROP_START:
      g_value_set_object (value, self->children[MNR_PANE_START]);
      break;
    case PROP_CONTENT:
      g_value_set_object (value, self->children[MNR_PANE_CONTENT]);
      break;
    case PROP_END:
      g_value_set_object (value, self->children[MNR_PANE_END]);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->is_narrow);
      break;
    case PROP_SHOWN:
      g_value_set_int (value, (int) self->shown);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
mnr_panes_set_property (GObject *object,
                        guint id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  MnrPanes *self = MNR_PANES (object);

  switch (id)
    {
    case PROP_START:
      set_child (self, MNR_PANE_START, g_value_get_object (value));
      break;
    case PROP_CONTENT:
      set_child (self, MNR_PANE_CONTENT, g_value_get_object (value));
      break;
    case PROP_END:
      set_child (self, MNR_PANE_END, g_value_get_object (value));
      break;
    case PROP_SHOWN:
      mnr_panes_set_shown (self, (MnrPane) g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
mnr_panes_class_init (MnrPanesClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->dispose = mnr_panes_dispose;
  G_OBJECT_CLASS (klass)->get_property = mnr_panes_get_property;
  G_OBJECT_CLASS (klass)->set_property = mnr_panes_set_property;
  GTK_WIDGET_CLASS (klass)->measure = mnr_panes_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = mnr_panes_size_allocate;

  properties[PROP_START] = g_param_spec_object ("start", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_END] = g_param_spec_object ("end", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOWN] =
    g_param_spec_int ("shown", NULL, NULL, MNR_PANE_CONTENT, MNR_PANE_END, MNR_PANE_CONTENT,
                      flags | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
mnr_panes_init (MnrPanes *self)
{
}

gboolean
mnr_panes_is_narrow (MnrPanes *self)
{
  g_return_val_if_fail (MNR_IS_PANES (self), FALSE);

  return self->is_narrow;
}

MnrPane
mnr_panes_get_shown (MnrPanes *self)
{
  g_return_val_if_fail (MNR_IS_PANES (self), MNR_PANE_CONTENT);

  return self->shown;
}

void
mnr_panes_set_shown (MnrPanes *self,
                     MnrPane shown)
{
  g_return_if_fail (MNR_IS_PANES (self));

  if (self->shown == shown)
    return;
  self->shown = shown;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOWN]);
}
