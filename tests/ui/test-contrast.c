/* test-contrast.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What can be read: ratios of contrast as WCAG 2 defines them, of pixels as they are drawn, in
 * light and in dark. A second run has high contrast (ADW_DEBUG_HIGH_CONTRAST). */

#include <adwaita.h>
#include <math.h>

#include "issuer/mnr-scale.h"
#include "mnr-scale-bar.h"
#include "test-wait.h"

/* Filled from edge to edge: its middle has the very colour of the text. */
#define BLOCK "\342\226\210\342\226\210\342\226\210"

typedef struct
{
  GtkWidget *window;
  GtkWidget *box;
  guchar *pixels; /* BGRA */
  int width, height;
  double left, top;
} Screen;

static void
screen_open (Screen *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->window =
    g_object_new (ADW_TYPE_WINDOW, "default-width", 480, "content", self->box, NULL);
}

static gboolean
is_drawn (gpointer data)
{
  return gtk_widget_get_width (data) > 0;
}

static void
screen_draw (Screen *self)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  graphene_rect_t bounds;

  gtk_window_present (GTK_WINDOW (self->window));
  test_wait_until (is_drawn, gtk_widget_get_last_child (self->box));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  /* With the edge that is drawn around it. */
  g_assert_true (gtk_widget_compute_bounds (self->window, self->window, &bounds));
  self->left = bounds.origin.x;
  self->top = bounds.origin.y;
  self->width = (int) bounds.size.width;
  self->height = (int) bounds.size.height;
  paintable = gtk_widget_paintable_new (self->window);
  gdk_paintable_snapshot (paintable, snapshot, self->width, self->height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (GTK_NATIVE (self->window)), node,
    &GRAPHENE_RECT_INIT (0, 0, (float) self->width, (float) self->height));
  self->pixels = g_malloc ((gsize) self->width * self->height * 4);
  gdk_texture_download (texture, self->pixels, (gsize) self->width * 4);
}

static void
screen_close (Screen *self)
{
  g_free (self->pixels);
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

/* How bright the pixel at a place of a widget is: WCAG's relative luminance. */
static double
measure (Screen *self,
         GtkWidget *widget,
         double x,
         double y)
{
  static const double weights[] = { 0.0722, 0.7152, 0.2126 };
  const guchar *pixel;
  double sum = 0;

  g_assert_true (gtk_widget_translate_coordinates (widget, self->window, x, y, &x, &y));
  x -= self->left;
  y -= self->top;
  g_assert_true (x >= 0 && x < self->width && y >= 0 && y < self->height);
  pixel = self->pixels + ((gsize) y * self->width + (gsize) x) * 4;
  for (guint i = 0; i < 3; i++)
    {
      const double value = pixel[i] / 255.0;

      sum += weights[i] * (value <= 0.03928 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4));
    }
  return sum;
}

static void
assert_contrast (double one,
                 double other,
                 double least,
                 const char *what)
{
  const double ratio = (MAX (one, other) + 0.05) / (MIN (one, other) + 0.05);

  g_test_message ("%s: %.2f", what, ratio);
  if (ratio < least)
    {
      g_printerr ("# %s: contrast %.2f, and %.1f is the least\n", what, ratio, least);
      g_test_fail ();
    }
}

static void
set_scheme (gconstpointer scheme)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      (AdwColorScheme) GPOINTER_TO_INT (scheme));
}

/* Words, on every ground that they stand on */

static void
test_words (gconstpointer scheme)
{
  static const char *const words[][4] = {
    { "none" },
    { "dim-label", "caption" },
    { "dim-label" },
    { "error", "caption" },
    { "warning", "caption" },
    { "success" },
    { "warning-badge" },
    { "network-banner", "practice" },
    { "network-banner", "testnet" },
    { "network-banner", "silent" },
    { "notice" },
  };
  static const char *const grounds[] = { NULL, "card", "view" };

  set_scheme (scheme);
  for (guint g = 0; g < G_N_ELEMENTS (grounds); g++)
    {
      GtkWidget *labels[G_N_ELEMENTS (words)];
      Screen screen = { 0 };

      screen_open (&screen);
      if (grounds[g] != NULL)
        gtk_widget_add_css_class (screen.box, grounds[g]);
      for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        {
          labels[i] = gtk_label_new (BLOCK);
          gtk_widget_set_css_classes (labels[i], (const char **) words[i]);
          gtk_box_append (GTK_BOX (screen.box), labels[i]);
        }
      screen_draw (&screen);
      for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        {
          const double width = gtk_widget_get_width (labels[i]);
          const double height = gtk_widget_get_height (labels[i]);
          g_autofree char *classes = g_strjoinv (" ", (char **) words[i]);
          g_autofree char *what =
            g_strdup_printf ("%s on %s", classes, grounds[g] != NULL ? grounds[g] : "window");

          assert_contrast (measure (&screen, labels[i], width / 2, height / 2),
                           measure (&screen, labels[i], 24, height / 2), 4.5, what);
        }
      screen_close (&screen);
    }
}

/* Pictures: what is filled against what is not, and where the bar ends */

static void
test_pictures (gconstpointer scheme)
{
  const MnrAssetName name = { .symbol = "TOKEN", .precision = 0 };
  GtkWidget *bar = g_object_new (MNR_TYPE_SCALE_BAR, "margin-start", 12, "margin-end", 12,
                                 "margin-top", 12, "margin-bottom", 12, NULL);
  Screen screen = { 0 };
  double filled, empty, ground;

  set_scheme (scheme);
  mnr_scale_bar_take_scale (MNR_SCALE_BAR (bar), mnr_scale_new_supply (50, 100, &name));
  screen_open (&screen);
  gtk_widget_add_css_class (screen.box, "card");
  gtk_box_append (GTK_BOX (screen.box), bar);
  screen_draw (&screen);
  filled = measure (&screen, bar, 60, 8);
  empty = measure (&screen, bar, gtk_widget_get_width (bar) - 60, 8);
  ground = measure (&screen, bar, -6, 8);
  assert_contrast (filled, empty, 3, "filled against empty");
  assert_contrast (measure (&screen, bar, gtk_widget_get_width (bar) - 1, 8), ground, 3,
                   "the edge of a bar");
  screen_close (&screen);
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GtkCssProvider) provider = NULL;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  provider = gtk_css_provider_new ();
  /* As the application does by itself. */
  gtk_css_provider_load_from_resource (provider, "/io/github/moneyer/Moneyer/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);

  g_test_add_data_func ("/contrast/words/light", GINT_TO_POINTER (ADW_COLOR_SCHEME_FORCE_LIGHT),
                        test_words);
  g_test_add_data_func ("/contrast/words/dark", GINT_TO_POINTER (ADW_COLOR_SCHEME_FORCE_DARK),
                        test_words);
  g_test_add_data_func ("/contrast/pictures/light", GINT_TO_POINTER (ADW_COLOR_SCHEME_FORCE_LIGHT),
                        test_pictures);
  g_test_add_data_func ("/contrast/pictures/dark", GINT_TO_POINTER (ADW_COLOR_SCHEME_FORCE_DARK),
                        test_pictures);
  return g_test_run ();
}
