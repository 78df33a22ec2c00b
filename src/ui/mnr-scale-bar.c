/* mnr-scale-bar.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-scale-bar.h"

#include "issuer/mnr-geometry.h"

#define BAR_HEIGHT  20
#define TICK_HEIGHT 4
#define SPACING     3
/* Between the texts of two ticks. */
#define TICK_GAP 8

struct _MnrScaleBar
{
  GtkWidget parent_instance;

  MnrScale *scale;
};

G_DEFINE_FINAL_TYPE (MnrScaleBar, mnr_scale_bar, GTK_TYPE_WIDGET)

/* Where things are in the widget. */
typedef struct
{
  int width;
  int line_height; /* of a text */
  int signs_height, bar_top, height;
  gboolean is_mirrored;
} Layout;

static PangoLayout *
create_text (MnrScaleBar *self,
             const char *text,
             int *width,
             int *height)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  /* Digits as wide as each other: what changes does not jump. */
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_get_pixel_size (layout, width, height);
  return layout;
}

static void
get_layout (MnrScaleBar *self,
            int width,
            Layout *layout)
{
  int text_width;
  /* Made to be measured. */
  G_GNUC_UNUSED g_autoptr (PangoLayout) text =
    create_text (self, "A", &text_width, &layout->line_height);

  layout->width = width;
  layout->is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  layout->signs_height =
    self->scale->marks->len > 0 ? MAX (layout->line_height, text_width) + 2 + SPACING : 0;
  layout->bar_top = layout->signs_height;
  layout->height = layout->bar_top + BAR_HEIGHT;
  if (self->scale->ticks->len > 0)
    layout->height += TICK_HEIGHT + SPACING + layout->line_height;
}

/* A place as a pixel, from the left. */
static int
get_x (const Layout *layout,
       guint place)
{
  const int x =
    (int) ((gint64) place * (layout->width - 1) / MNR_GEOMETRY_STEPS);

  return layout->is_mirrored ? layout->width - 1 - x : x;
}

static GdkRGBA
get_colour (MnrScaleBar *self,
            const char *name,
            float alpha)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA colour;

  if (name == NULL || !gtk_style_context_lookup_color (context, name, &colour))
    gtk_style_context_get_color (context, &colour);
  colour.alpha *= alpha;
  return colour;
}

static void
fill (GtkSnapshot *snapshot,
      const GdkRGBA *colour,
      float x,
      float y,
      float width,
      float height)
{
  gtk_snapshot_append_color (snapshot, colour, &GRAPHENE_RECT_INIT (x, y, width, height));
}

/* Slanted lines, of which there are more, and crossed ones, where it is worse. */
static void
hatch (MnrScaleBar *self,
       GtkSnapshot *snapshot,
       float x,
       float y,
       float width,
       float height,
       gboolean is_crossed)
{
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (x, y, width, height);
  const GdkRGBA colour = get_colour (self, NULL, 0.35f);
  const float step = is_crossed ? 7 : 9;
  cairo_t *cr;

  gtk_snapshot_push_clip (snapshot, &bounds);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_set_line_width (cr, 1);
  for (float at = x - height; at < x + width + height; at += step)
    {
      cairo_move_to (cr, at, y + height);
      cairo_line_to (cr, at + height, y);
      if (is_crossed)
        {
          cairo_move_to (cr, at, y);
          cairo_line_to (cr, at + height, y + height);
        }
    }
  cairo_stroke (cr);
  cairo_destroy (cr);
  gtk_snapshot_pop (snapshot);
}

static void
draw_text (MnrScaleBar *self,
           GtkSnapshot *snapshot,
           PangoLayout *text,
           int x,
           int y)
{
  const GdkRGBA colour = get_colour (self, NULL, 1);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, text, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_zone (MnrScaleBar *self,
           GtkSnapshot *snapshot,
           const Layout *layout,
           const MnrZone *zone)
{
  static const struct
  {
    const char *colour;
    float alpha;
  } looks[] = {
    [MNR_ZONE_FILLED] = { "accent_color", 1 },
    [MNR_ZONE_SAFE] = { "success_bg_color", 0.3f },
    [MNR_ZONE_CAUTION] = { "warning_bg_color", 0.4f },
    [MNR_ZONE_DANGER] = { "error_bg_color", 0.35f },
  };
  const GdkRGBA colour = get_colour (self, looks[zone->kind].colour, looks[zone->kind].alpha);
  const int from = get_x (layout, zone->from), to = get_x (layout, zone->to);
  const int left = MIN (from, to), width = MAX (ABS (to - from), 1);

  fill (snapshot, &colour, (float) left, (float) layout->bar_top, (float) width, BAR_HEIGHT);
  if (zone->name != NULL)
    {
      int text_width, text_height;
      g_autoptr (PangoLayout) text = create_text (self, zone->name, &text_width, &text_height);

      /* A name is easier to read on plain ground than on hatching. */
      if (text_width + 2 * TICK_GAP <= width)
        {
          const int x = left + (width - text_width) / 2;

          if (zone->kind >= MNR_ZONE_CAUTION)
            {
              hatch (self, snapshot, (float) left, (float) layout->bar_top,
                     (float) (x - TICK_GAP / 2 - left), BAR_HEIGHT, zone->kind == MNR_ZONE_DANGER);
              hatch (self, snapshot, (float) (x + text_width + TICK_GAP / 2),
                     (float) layout->bar_top,
                     (float) (left + width - x - text_width - TICK_GAP / 2), BAR_HEIGHT,
                     zone->kind == MNR_ZONE_DANGER);
            }
          draw_text (self, snapshot, text, x, layout->bar_top + (BAR_HEIGHT - text_height) / 2);
          return;
        }
    }
  if (zone->kind >= MNR_ZONE_CAUTION)
    hatch (self, snapshot, (float) left, (float) layout->bar_top, (float) width, BAR_HEIGHT,
           zone->kind == MNR_ZONE_DANGER);
}

static void
draw_marks (MnrScaleBar *self,
            GtkSnapshot *snapshot,
            const Layout *layout)
{
  const guint n = self->scale->marks->len;
  const GdkRGBA colour = get_colour (self, NULL, 1);
  g_autofree int *centres = g_new (int, n);
  g_autofree int *widths = g_new (int, n);
  const int size = layout->signs_height - SPACING;

  /* Mirrored, the last one is at the left. */
  for (guint i = 0; i < n; i++)
    {
      const MnrMark *mark =
        g_ptr_array_index (self->scale->marks, layout->is_mirrored ? n - 1 - i : i);

      centres[i] = get_x (layout, mark->place);
      widths[i] = size + 2;
    }
  mnr_geometry_spread (centres, widths, n, layout->width);

  for (guint i = 0; i < n; i++)
    {
      const MnrMark *mark =
        g_ptr_array_index (self->scale->marks, layout->is_mirrored ? n - 1 - i : i);
      const float x = (float) get_x (layout, mark->place);
      const float left = (float) (centres[i] - size / 2);
      GskRoundedRect circle;
      const float border[4] = { 1, 1, 1, 1 };
      const GdkRGBA borders[4] = { colour, colour, colour, colour };
      int text_width, text_height;
      g_autoptr (PangoLayout) text = create_text (self, mark->sign, &text_width, &text_height);

      fill (snapshot, &colour, x - 1, (float) (layout->signs_height - SPACING), 2,
            BAR_HEIGHT + SPACING + 2);
      gsk_rounded_rect_init_from_rect (&circle,
                                       &GRAPHENE_RECT_INIT (left, 0, (float) size, (float) size),
                                       (float) size / 2);
      gtk_snapshot_append_border (snapshot, &circle, border, borders);
      draw_text (self, snapshot, text, (int) left + (size - text_width) / 2,
                 (size - text_height) / 2);
    }
}

/* Numbers under the line; every second one where they have no room. */
static void
draw_ticks (MnrScaleBar *self,
            GtkSnapshot *snapshot,
            const Layout *layout)
{
  const guint n = self->scale->ticks->len;
  const GdkRGBA colour = get_colour (self, NULL, 0.55f);
  const int top = layout->bar_top + BAR_HEIGHT;
  int widest = 0;
  guint every = 1;

  for (guint i = 0; i < n; i++)
    {
      const MnrTick *tick = g_ptr_array_index (self->scale->ticks, i);
      int text_width, text_height;
      G_GNUC_UNUSED g_autoptr (PangoLayout) text =
        create_text (self, tick->text, &text_width, &text_height);

      widest = MAX (widest, text_width);
    }
  while (every < n && (int) ((n - 1) / every) * (widest + TICK_GAP) > layout->width - widest)
    every++;
  /* The last one has its number, or the picture has no measure. */
  while (every < n && (n - 1) % every != 0)
    every++;

  for (guint i = 0; i < n; i++)
    {
      const MnrTick *tick = g_ptr_array_index (self->scale->ticks, i);
      const int x = get_x (layout, tick->place);
      int text_width, text_height, left;
      g_autoptr (PangoLayout) text = create_text (self, tick->text, &text_width, &text_height);

      fill (snapshot, &colour, (float) x, (float) top, 1, TICK_HEIGHT);
      if (i % every != 0 && i != n - 1)
        continue;
      left = CLAMP (x - text_width / 2, 0, MAX (layout->width - text_width, 0));
      draw_text (self, snapshot, text, left, top + TICK_HEIGHT + SPACING);
    }
}

static void
mnr_scale_bar_snapshot (GtkWidget *widget,
                        GtkSnapshot *snapshot)
{
  MnrScaleBar *self = MNR_SCALE_BAR (widget);
  const GdkRGBA ground = get_colour (self, NULL, 0.08f);
  const GdkRGBA edge = get_colour (self, NULL, 0.55f);
  const float border[4] = { 1, 1, 1, 1 };
  const GdkRGBA borders[4] = { edge, edge, edge, edge };
  GskRoundedRect outline;
  graphene_rect_t bar;
  Layout layout;

  if (self->scale == NULL || gtk_widget_get_width (widget) < 2)
    return;
  get_layout (self, gtk_widget_get_width (widget), &layout);

  bar = GRAPHENE_RECT_INIT (0, (float) layout.bar_top, (float) layout.width, BAR_HEIGHT);
  gsk_rounded_rect_init_from_rect (&outline, &bar, 5);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &ground, &bar);
  for (guint i = 0; i < self->scale->zones->len; i++)
    draw_zone (self, snapshot, &layout, g_ptr_array_index (self->scale->zones, i));
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, border, borders);

  draw_ticks (self, snapshot, &layout);
  draw_marks (self, snapshot, &layout);
}

static void
mnr_scale_bar_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  MnrScaleBar *self = MNR_SCALE_BAR (widget);
  Layout layout = { .height = BAR_HEIGHT };

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 160;
      *natural = 400;
      return;
    }
  if (self->scale != NULL)
    get_layout (self, 1, &layout);
  *minimum = *natural = layout.height;
}

static void
mnr_scale_bar_finalize (GObject *object)
{
  MnrScaleBar *self = MNR_SCALE_BAR (object);

  g_clear_pointer (&self->scale, mnr_scale_free);
  G_OBJECT_CLASS (mnr_scale_bar_parent_class)->finalize (object);
}

static void
mnr_scale_bar_class_init (MnrScaleBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mnr_scale_bar_finalize;
  widget_class->snapshot = mnr_scale_bar_snapshot;
  widget_class->measure = mnr_scale_bar_measure;

  gtk_widget_class_set_css_name (widget_class, "scalebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mnr_scale_bar_init (MnrScaleBar *self)
{
}

void
mnr_scale_bar_take_scale (MnrScaleBar *self,
                          MnrScale *scale)
{
  g_autofree char *words = mnr_scale_describe (scale);

  g_clear_pointer (&self->scale, mnr_scale_free);
  self->scale = scale;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  scale->title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
