/* mnr-faults.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-faults.h"

#include <string.h>

#include "chain/values/mnr-time.h"
#include "mnr-api.h"
#include "mnr-json-compare.h"

/* More than any client has a use for. */
#define HUGE_SIZE (64 * 1024 * 1024)
#define WRONG_ID  "4000000000"

static const char bad_bytes[] = "{\"id\":\xff\xfe\xc0\x80";

static const char bad_gateway[] = "<html><head><title>502 Bad Gateway</title></head>\n"
                                  "<body><h1>502 Bad Gateway</h1></body></html>\n";

/* Falsifies a value; FALSE if there is nothing to falsify. */
typedef gboolean (*Edit) (const MnrJsonSlice *json,
                          GString *out);

/* A member to falsify: where its object has the member @beside, too. */
typedef struct
{
  const char *what;
  const char *method; /* (nullable): only in its answers */
  const char *beside;
  const char *member;
  Edit edit;
} Lie;

typedef enum
{
  RULE_DELAY,
  RULE_GARBLE,
  RULE_LIE,
} RuleKind;

typedef struct
{
  RuleKind kind;
  char *method; /* (nullable) */
  guint64 after, left;
  guint delay;
  MnrGarble garble;
  const char *what; /* a lie's */
} Rule;

struct _MnrFaults
{
  GPtrArray *rules; /* of Rule */
  const MnrFaultActions *actions;
  gpointer server;
};

/*
 * Lies
 */

/* The digits of a number, which may be in quotation marks; FALSE for 0, too. */
static gboolean
get_digits (const MnrJsonSlice *json,
            MnrJsonSlice *digits)
{
  gboolean is_quoted = json->length >= 2 && json->text[0] == '"';

  *digits = *json;
  if (is_quoted)
    *digits = (MnrJsonSlice){ json->text + 1, json->length - 2 };
  for (gsize i = 0; i < digits->length; i++)
    if (!g_ascii_isdigit (digits->text[i]))
      return FALSE;
  return digits->length > 0 && digits->text[0] != '0';
}

static gboolean
times_1000 (const MnrJsonSlice *json,
            GString *out)
{
  MnrJsonSlice digits;

  if (!get_digits (json, &digits))
    return FALSE;
  g_string_append_len (out, json->text, digits.text + digits.length - json->text);
  g_string_append (out, "000");
  if (digits.text != json->text)
    g_string_append_c (out, '"');
  return TRUE;
}

static gboolean
add (const MnrJsonSlice *json,
     guint64 number,
     GString *out)
{
  g_autofree char *text = g_strndup (json->text, json->length);

  if (!g_ascii_isdigit (text[0]))
    return FALSE;
  g_string_append_printf (out, "%" G_GUINT64_FORMAT, g_ascii_strtoull (text, NULL, 10) + number);
  return TRUE;
}

static gboolean
add_1 (const MnrJsonSlice *json,
       GString *out)
{
  return add (json, 1, out);
}

static gboolean
add_1000 (const MnrJsonSlice *json,
          GString *out)
{
  return add (json, 1000, out);
}

/* The last digit of a hexadecimal string. */
static gboolean
change_digit (const MnrJsonSlice *json,
              GString *out)
{
  if (json->length < 3 || json->text[0] != '"')
    return FALSE;
  g_string_append_len (out, json->text, (gssize) json->length - 2);
  g_string_append (out, json->text[json->length - 2] == '0' ? "1\"" : "0\"");
  return TRUE;
}

static gboolean
an_hour_back (const MnrJsonSlice *json,
              GString *out)
{
  g_autofree char *text = json->length >= 2 ? g_strndup (json->text + 1, json->length - 2) : NULL;
  char buffer[MNR_TIME_TEXT_SIZE];
  MnrTime time;

  if (text == NULL || !mnr_time_parse (text, strlen (text), &time) || time < 3600)
    return FALSE;
  g_string_append_printf (out, "\"%s\"", mnr_time_format (time - 3600, buffer));
  return TRUE;
}

static const Lie lies[] = {
  { "head_time", NULL, "head_block_number", "time", an_hour_back },
  { "irreversible", NULL, "head_block_number", "last_irreversible_block_num", add_1000 },
  { "chain_id", NULL, "chain_id", "chain_id", change_digit },
  { "chain_id", "get_chain_id", "id", "result", change_digit },
  { "precision", NULL, "symbol", "precision", add_1 },
  { "fee", NULL, "scale", "scale", times_1000 },
  { "fee", "get_required_fees", "asset_id", "amount", times_1000 },
  { "balance", "get_account_balances", "asset_id", "amount", times_1000 },
  { "packing", "get_transaction_hex", "id", "result", change_digit },
  { "packing", "get_transaction_hex_without_sig", "id", "result", change_digit },
};

static gboolean
has_name (const GPtrArray *names,
          const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (g_str_equal (names->pdata[i], name))
      return TRUE;
  return FALSE;
}

/* Copies JSON, falsified. What we send ourselves is no deeper than a reader goes. */
static void
falsify (const Lie *lie,
         const MnrJsonSlice *json,
         gboolean *changed,
         GString *out)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (MnrJsonSlice));
  gboolean is_object = json->length > 0 && json->text[0] == '{', is_meant;

  if (json->length == 0 || strchr ("{[", json->text[0]) == NULL ||
      !mnr_json_list (json, names, values, NULL))
    {
      g_string_append_len (out, json->text, (gssize) json->length);
      return;
    }

  is_meant = is_object && has_name (names, lie->beside);
  g_string_append_c (out, is_object ? '{' : '[');
  for (guint i = 0; i < values->len; i++)
    {
      const MnrJsonSlice *value = &g_array_index (values, MnrJsonSlice, i);

      if (i > 0)
        g_string_append_c (out, ',');
      if (is_object)
        {
          mnr_json_append_string (out, names->pdata[i]);
          g_string_append_c (out, ':');
        }
      if (is_meant && g_str_equal (names->pdata[i], lie->member) && lie->edit (value, out))
        *changed = TRUE;
      else
        falsify (lie, value, changed, out);
    }
  g_string_append_c (out, is_object ? '}' : ']');
}

/* The text with a lie in it, or NULL if there is no place for it. */
static GString *
tell_lie (const char *what,
          const char *method,
          const GString *text)
{
  g_autoptr (GString) told = g_string_new_len (text->str, (gssize) text->len);
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    if (g_str_equal (lies[i].what, what) &&
        (lies[i].method == NULL || g_str_equal (lies[i].method, method)))
      {
        const MnrJsonSlice json = { told->str, told->len };
        g_autoptr (GString) out = g_string_new (NULL);

        falsify (&lies[i], &json, &any, out);
        g_string_assign (told, out->str);
      }
  return any ? g_steal_pointer (&told) : NULL;
}

/*
 * Garbled answers
 */

static const struct
{
  const char *name;
  MnrGarble garble;
} garbles[] = {
  { "bytes", MNR_GARBLE_BYTES },
  { "truncated", MNR_GARBLE_TRUNCATE },
  { "wrong_id", MNR_GARBLE_WRONG_ID },
  { "bad_gateway", MNR_GARBLE_PAGE },
  { "half", MNR_GARBLE_HALF },
  { "close", MNR_GARBLE_CLOSE },
  { "nothing", MNR_GARBLE_SWALLOW },
  { "twice", MNR_GARBLE_TWICE },
  { "huge", MNR_GARBLE_HUGE },
};

/* Our answers begin with their id. */
static void
change_id (GString *text)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (MnrJsonSlice));
  const MnrJsonSlice json = { text->str, text->len };
  const MnrJsonSlice *id;
  gsize start;

  if (!mnr_json_list (&json, names, values, NULL) || values->len == 0 ||
      !g_str_equal (names->pdata[0], "id"))
    return;
  id = &g_array_index (values, MnrJsonSlice, 0);
  start = (gsize) (id->text - text->str);
  g_string_erase (text, (gssize) start, (gssize) id->length);
  g_string_insert (text, (gssize) start, WRONG_ID);
}

static void
garble (MnrGarble kind,
        GString *text)
{
  switch (kind)
    {
    case MNR_GARBLE_PAGE:
      g_string_assign (text, bad_gateway);
      break;
    case MNR_GARBLE_BYTES:
      g_string_assign (text, bad_bytes);
      break;
    case MNR_GARBLE_TRUNCATE:
      {
        const char *end;

        /* Not inside a letter. */
        g_utf8_validate (text->str, (gssize) text->len / 2, &end);
        g_string_truncate (text, (gsize) (end - text->str));
        break;
      }
    case MNR_GARBLE_WRONG_ID:
      change_id (text);
      break;
    case MNR_GARBLE_HUGE:
      {
        gsize length = text->len;

        /* White space: still JSON, for whoever reads it to the end. */
        g_string_set_size (text, length + HUGE_SIZE);
        memset (text->str + length, ' ', HUGE_SIZE);
        break;
      }
    case MNR_GARBLE_NOTHING:
    case MNR_GARBLE_TWICE:
    case MNR_GARBLE_HALF:
    case MNR_GARBLE_CLOSE:
    case MNR_GARBLE_SWALLOW:
    default:
      break;
    }
}

/*
 * Rules
 */

static void
rule_free (gpointer data)
{
  Rule *self = data;

  g_free (self->method);
  g_free (self);
}

static Rule *
add_rule (MnrFaults *self,
          RuleKind kind,
          const MnrFaultScope *scope)
{
  Rule *rule = g_new0 (Rule, 1);

  rule->kind = kind;
  rule->method = g_strdup (scope->method);
  rule->after = scope->after;
  rule->left = scope->count;
  g_ptr_array_add (self->rules, rule);
  return rule;
}

static gboolean
is_for (const Rule *self,
        const char *method)
{
  if (self->method != NULL)
    return g_str_equal (self->method, method);
  return self->kind == RULE_LIE || !g_str_equal (method, MNR_FAULTS_NOTICE);
}

/* Whether it is the turn of one that the rule is for. */
static gboolean
is_due (Rule *self)
{
  if (self->after > 0)
    {
      self->after--;
      return FALSE;
    }
  if (self->left == 0)
    return FALSE;
  self->left--;
  return TRUE;
}

static void
obey (Rule *self,
      const char *method,
      GString *text,
      MnrFaultPlan *plan)
{
  g_autoptr (GString) told = NULL;

  if (self->kind == RULE_LIE)
    {
      told = tell_lie (self->what, method, text);
      if (told != NULL && is_due (self))
        g_string_assign (text, told->str);
    }
  else if (!is_due (self))
    return;
  else if (self->kind == RULE_DELAY)
    plan->delay += self->delay;
  else if (plan->garble == MNR_GARBLE_NOTHING)
    plan->garble = self->garble;
}

void
mnr_faults_meet (MnrFaults *self,
                 const char *method,
                 GString *text,
                 MnrFaultPlan *plan)
{
  *plan = (MnrFaultPlan){ 0 };
  if (method == NULL)
    return;

  for (guint i = 0; i < self->rules->len; i++)
    {
      Rule *rule = g_ptr_array_index (self->rules, i);

      if (is_for (rule, method))
        obey (rule, method, text, plan);
    }
  for (guint i = self->rules->len; i > 0; i--)
    if (((Rule *) g_ptr_array_index (self->rules, i - 1))->left == 0)
      g_ptr_array_remove_index (self->rules, i - 1);
  garble (plan->garble, text);
}

char *
mnr_faults_get_method (MnrFaults *self,
                       const char *text,
                       gsize length)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (MnrJsonSlice));
  const MnrJsonSlice json = { text, length };
  MnrJsonSlice method = { 0 }, params = { 0 };
  g_autofree char *name = NULL;

  if (self->rules->len == 0 || length == 0 || !mnr_json_list (&json, names, values, NULL))
    return NULL;
  for (guint i = 0; i < names->len; i++)
    if (g_str_equal (names->pdata[i], "method"))
      method = g_array_index (values, MnrJsonSlice, i);
    else if (g_str_equal (names->pdata[i], "params"))
      params = g_array_index (values, MnrJsonSlice, i);

  if (method.length > 0 && mnr_json_slice_equal (&method, "\"call\""))
    {
      g_array_set_size (values, 0);
      if (params.length == 0 || !mnr_json_list (&params, names, values, NULL) || values->len < 2)
        return NULL;
      method = g_array_index (values, MnrJsonSlice, 1);
    }
  if (method.length < 2 || method.text[0] != '"')
    return NULL;
  name = g_strndup (method.text + 1, method.length - 2);
  return mnr_api_find_method (mnr_api_find ("practice"), name) == NULL ? g_steal_pointer (&name)
                                                                       : NULL;
}

/*
 * What is wanted
 */

MnrFaults *
mnr_faults_new (void)
{
  MnrFaults *self = g_new0 (MnrFaults, 1);

  self->rules = g_ptr_array_new_with_free_func (rule_free);
  return self;
}

void
mnr_faults_free (MnrFaults *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->rules);
  g_free (self);
}

void
mnr_faults_delay (MnrFaults *self,
                  guint milliseconds,
                  const MnrFaultScope *scope)
{
  add_rule (self, RULE_DELAY, scope)->delay = milliseconds;
}

gboolean
mnr_faults_garble (MnrFaults *self,
                   const char *kind,
                   const MnrFaultScope *scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (garbles); i++)
    if (g_str_equal (garbles[i].name, kind))
      {
        add_rule (self, RULE_GARBLE, scope)->garble = garbles[i].garble;
        return TRUE;
      }
  return FALSE;
}

gboolean
mnr_faults_lie (MnrFaults *self,
                const char *what,
                const MnrFaultScope *scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    if (g_str_equal (lies[i].what, what))
      {
        add_rule (self, RULE_LIE, scope)->what = lies[i].what;
        return TRUE;
      }
  return FALSE;
}

char *
mnr_faults_get_garbles (void)
{
  GString *text = g_string_new (garbles[0].name);

  for (guint i = 1; i < G_N_ELEMENTS (garbles); i++)
    g_string_append_printf (text, ", %s", garbles[i].name);
  return g_string_free (text, FALSE);
}

char *
mnr_faults_get_lies (void)
{
  GString *text = g_string_new (lies[0].what);

  for (guint i = 1; i < G_N_ELEMENTS (lies); i++)
    if (!g_str_equal (lies[i].what, lies[i - 1].what))
      g_string_append_printf (text, ", %s", lies[i].what);
  return g_string_free (text, FALSE);
}

void
mnr_faults_set_actions (MnrFaults *self,
                        const MnrFaultActions *actions,
                        gpointer server)
{
  self->actions = actions;
  self->server = server;
}

void
mnr_faults_drop (MnrFaults *self,
                 gboolean politely)
{
  if (self->actions != NULL)
    self->actions->drop (self->server, politely);
}

void
mnr_faults_refuse (MnrFaults *self,
                   guint seconds)
{
  if (self->actions != NULL)
    self->actions->refuse (self->server, seconds);
}

void
mnr_faults_storm (MnrFaults *self,
                  guint count)
{
  if (self->actions != NULL)
    self->actions->storm (self->server, count);
}

void
mnr_faults_reset (MnrFaults *self)
{
  g_ptr_array_set_size (self->rules, 0);
  mnr_faults_refuse (self, 0);
  mnr_faults_storm (self, 0);
}
