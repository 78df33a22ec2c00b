/* mnr-server-delivery.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "mnr-server-private.h"

/* What is sent, and what the faults make of it. */

void
mnr_delivery_free (gpointer data)
{
  MnrDelivery *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_string_free (self->text, TRUE);
  g_free (self);
}

void
mnr_server_forget (MnrServer *self,
                   gconstpointer whose)
{
  for (guint i = self->deliveries->len; i > 0; i--)
    {
      const MnrDelivery *delivery = g_ptr_array_index (self->deliveries, i - 1);

      if (delivery->message == whose || delivery->socket == whose)
        g_ptr_array_remove_index (self->deliveries, i - 1);
    }
}

static void
on_message_gone (SoupServerMessage *message,
                 MnrServer *self)
{
  mnr_server_forget (self, message);
}

/* Past libsoup, which would not do it like this. */
static void
send_raw (GSocket *socket,
          const char *data,
          gsize length)
{
  g_socket_send (socket, data, length, NULL, NULL);
}

/* The beginning of a text frame (RFC 6455, 5.2). */
static GString *
begin_frame (gsize length)
{
  GString *frame = g_string_new ("\x81");
  guint n_bytes = 0;

  if (length < 126)
    g_string_append_c (frame, (char) length);
  else
    {
      n_bytes = length <= G_MAXUINT16 ? 2 : 8;
      g_string_append_c (frame, n_bytes == 2 ? 126 : 127);
    }
  for (guint i = n_bytes; i > 0; i--)
    g_string_append_c (frame, (char) ((guint64) length >> (8 * (i - 1))));
  return frame;
}

static void
respond_with (SoupServerMessage *message,
              guint status,
              const char *type,
              const char *text,
              gsize length)
{
  soup_server_message_set_status (message, status, NULL);
  if (length > 0)
    soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, text, length);
}

void
mnr_server_respond (SoupServerMessage *message,
                    guint status,
                    const char *text,
                    gsize length)
{
  respond_with (message, status, MNR_SERVER_JSON_TYPE, text, length);
}

/* Without a status libsoup would look for a WebSocket handshake. */
void
mnr_server_pause (SoupServerMessage *message)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_pause (message);
}

static void
respond_half (SoupServerMessage *message,
              const GString *text)
{
  g_autofree char *half =
    g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: " MNR_SERVER_JSON_TYPE "\r\n"
                     "Content-Length: %zu\r\n\r\n%.*s",
                     text->len, (int) (text->len / 2), text->str);

  send_raw (soup_server_message_get_socket (message), half, strlen (half));
  mnr_server_hang_up (message);
}

static void
carry_out_http (MnrDelivery *self)
{
  const char *type = MNR_SERVER_JSON_TYPE;

  switch (self->plan.garble)
    {
    case MNR_GARBLE_SWALLOW:
      if (!self->is_paused)
        mnr_server_pause (self->message);
      return;
    case MNR_GARBLE_TWICE:
      g_string_append_len (self->text, self->text->str, (gssize) self->text->len);
      break;
    case MNR_GARBLE_PAGE:
      self->status = SOUP_STATUS_BAD_GATEWAY;
      type = "text/html";
      break;
    /* libsoup ends the message when it finds that it cannot be sent. */
    case MNR_GARBLE_HALF:
      respond_half (self->message, self->text);
      break;
    case MNR_GARBLE_CLOSE:
      mnr_server_hang_up (self->message);
      break;
    case MNR_GARBLE_NOTHING:
    case MNR_GARBLE_BYTES:
    case MNR_GARBLE_TRUNCATE:
    case MNR_GARBLE_WRONG_ID:
    case MNR_GARBLE_HUGE:
    default:
      break;
    }
  respond_with (self->message, self->status, type, self->text->str, self->text->len);
  if (self->is_paused)
    soup_server_message_unpause (self->message);
}

static void
carry_out_socket (MnrDelivery *self)
{
  MnrSocket *socket = self->socket;
  g_autoptr (GString) frame = begin_frame (self->text->len);

  switch (self->plan.garble)
    {
    case MNR_GARBLE_SWALLOW:
      return;
    case MNR_GARBLE_BYTES:
      g_string_append_len (frame, self->text->str, (gssize) self->text->len);
      send_raw (socket->socket, frame->str, frame->len);
      return;
    case MNR_GARBLE_HALF:
      g_string_append_len (frame, self->text->str, (gssize) self->text->len / 2);
      send_raw (socket->socket, frame->str, frame->len);
      mnr_socket_hang_up (socket);
      return;
    case MNR_GARBLE_CLOSE:
      mnr_socket_hang_up (socket);
      return;
    case MNR_GARBLE_TWICE:
      mnr_socket_send (socket, self->text->str, self->text->len);
      break;
    case MNR_GARBLE_NOTHING:
    case MNR_GARBLE_PAGE:
    case MNR_GARBLE_TRUNCATE:
    case MNR_GARBLE_WRONG_ID:
    case MNR_GARBLE_HUGE:
    default:
      break;
    }
  mnr_socket_send (socket, self->text->str, self->text->len);
}

static void
carry_out (MnrDelivery *self)
{
  if (self->message != NULL)
    carry_out_http (self);
  else
    carry_out_socket (self);
  mnr_delivery_free (self);
}

static gboolean
on_delay_over (gpointer user_data)
{
  MnrDelivery *self = user_data;
  guint index;

  if (g_ptr_array_find (self->server->deliveries, self, &index))
    g_ptr_array_steal_index (self->server->deliveries, index);
  self->timer = 0;
  carry_out (self);
  return G_SOURCE_REMOVE;
}

void
mnr_server_deliver (MnrServer *server,
                    const MnrDelivery *what,
                    const char *method,
                    const char *text,
                    gsize length)
{
  MnrDelivery *self = g_memdup2 (what, sizeof *what);

  self->server = server;
  self->text = g_string_new_len (text, (gssize) length);
  mnr_faults_meet (mnr_network_get_faults (server->network), method, self->text, &self->plan);
  if (self->plan.delay == 0)
    {
      carry_out (self);
      return;
    }

  if (self->message != NULL)
    {
      if (!self->is_paused)
        mnr_server_pause (self->message);
      self->is_paused = TRUE;
      g_signal_connect (self->message, "finished", G_CALLBACK (on_message_gone), server);
    }
  g_ptr_array_add (server->deliveries, self);
  self->timer = g_timeout_add (self->plan.delay, on_delay_over, self);
}
