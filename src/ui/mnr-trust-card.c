/* mnr-trust-card.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-trust-card.h"

/* In pixels of 1/96 inch; the picture has twice as many, for it may be enlarged. */
#define WIDTH  640
#define MARGIN 32
#define SCALE  2

void
mnr_trust_card_free (MnrTrustCard *self)
{
  g_free (self->title);
  g_free (self->footer);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

MnrTrustCard *
mnr_trust_card_new (const char *title,
                    const char *footer,
                    GPtrArray *lines)
{
  MnrTrustCard *self = g_new (MnrTrustCard, 1);

  self->title = g_strdup (title);
  self->footer = g_strdup (footer);
  self->lines = mnr_text_lines_new ();
  for (guint i = 0; i < lines->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (lines, i);

      mnr_text_lines_add (self->lines, line->group, line->label, "%s", line->text);
    }
  return self;
}

char *
mnr_trust_card_to_text (const MnrTrustCard *self)
{
  GString *text = g_string_new (self->title);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (self->lines, i);

      g_string_append_printf (text, "\n• %s: %s", line->label, line->text);
    }
  g_string_append_printf (text, "\n%s", self->footer);
  return g_string_free (text, FALSE);
}

/* The picture: paragraphs, one below the other */

typedef struct
{
  cairo_t *cairo; /* NULL: only measured */
  PangoContext *context;
  int y;
} Page;

static void
add_paragraph (Page *page,
               const char *text,
               double size,
               PangoWeight weight,
               double darkness,
               int space)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (page->context);
  PangoAttrList *attributes = pango_attr_list_new ();
  int height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (size));
  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_width (layout, (WIDTH - 2 * MARGIN) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, NULL, &height);
  page->y += space;
  if (page->cairo != NULL)
    {
      cairo_move_to (page->cairo, MARGIN, page->y);
      cairo_set_source_rgb (page->cairo, 1 - darkness, 1 - darkness, 1 - darkness);
      pango_cairo_show_layout (page->cairo, layout);
    }
  page->y += height;
}

/* Returns: how high it is */
static int
lay_out (const MnrTrustCard *self,
         PangoContext *context,
         cairo_t *cairo)
{
  Page page = { cairo, context, 0 };

  add_paragraph (&page, self->title, 1.5, PANGO_WEIGHT_BOLD, 0.9, MARGIN);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const MnrTextLine *line = g_ptr_array_index (self->lines, i);

      add_paragraph (&page, line->label, 1.0, PANGO_WEIGHT_SEMIBOLD, 0.9, i == 0 ? 20 : 14);
      add_paragraph (&page, line->text, 1.0, PANGO_WEIGHT_NORMAL, 0.7, 2);
    }
  add_paragraph (&page, self->footer, 0.85, PANGO_WEIGHT_NORMAL, 0.6, 24);
  return page.y + MARGIN;
}

static cairo_status_t
append (void *closure,
        const unsigned char *data,
        unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
mnr_trust_card_to_png (const MnrTrustCard *self,
                       PangoContext *context)
{
  const int height = lay_out (self, context, NULL);
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH * SCALE, height * SCALE);
  cairo_t *cairo = cairo_create (surface);
  GByteArray *bytes = g_byte_array_new ();

  cairo_scale (cairo, SCALE, SCALE);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  lay_out (self, context, cairo);
  cairo_destroy (cairo);
  cairo_surface_write_to_png_stream (surface, append, bytes);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}
