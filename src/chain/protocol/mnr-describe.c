/* mnr-describe.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-describe.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "chain/values/mnr-text.h"
#include "chain/wire/mnr-json.h"
#include "mnr-memo.h"
#include "mnr-permissions.h"
#include "mnr-signing.h"

/* What a node calls the core asset is not asked of it: every fee is in core. */
#define CORE_PRECISION 5

typedef struct
{
  GPtrArray *lines;
  const MnrNames *names;
  /* The asset that the operation is about, where it is known. */
  MnrAssetName subject;
  gboolean subject_known;
  /* What it is called in its own exchange rate: 1.3.1 while it is created. */
  MnrObjectId subject_id;
  gboolean in_rate;
} Writer;

static void
line_free (gpointer data)
{
  MnrDescriptionLine *line = data;

  g_free (line->label);
  g_free (line->text);
  g_free (line);
}

/* Takes text. */
static void
add_line (Writer *self,
          guint depth,
          const char *label,
          char *text)
{
  MnrDescriptionLine *line = g_new (MnrDescriptionLine, 1);

  line->depth = depth;
  line->label = g_strdup (label);
  line->text = text;
  g_ptr_array_add (self->lines, line);
}

static gboolean
get_asset (const Writer *self,
           MnrObjectId id,
           MnrAssetName *name)
{
  if (self->in_rate && self->subject_known && id == self->subject_id)
    {
      *name = self->subject;
      return TRUE;
    }
  if (self->names->get_asset != NULL && self->names->get_asset (id, name, self->names->user_data))
    return TRUE;
  if (id == MNR_CORE_ASSET)
    {
      *name = (MnrAssetName){ .symbol = self->names->prefix, .precision = CORE_PRECISION };
      return TRUE;
    }
  return FALSE;
}

static char *
describe_asset (const Writer *self,
                MnrObjectId id)
{
  char text[MNR_OBJECT_ID_TEXT_SIZE];
  MnrAssetName name;
  g_autofree char *symbol = NULL;

  mnr_object_id_format (id, text);
  if (!get_asset (self, id, &name))
    return g_strdup (text);

  symbol = mnr_text_make_visible (name.symbol);
  return g_strdup_printf ("%s (%s)", symbol, text);
}

static char *
describe_units (gint64 amount,
                const MnrAssetName *name)
{
  g_autofree char *number = mnr_decimal_format (amount, MIN (name->precision, 18));
  g_autofree char *grouped = mnr_decimal_group (number);
  g_autofree char *symbol = mnr_text_make_visible (name->symbol);

  return g_strdup_printf ("%s %s", grouped, symbol);
}

/* An amount of an asset whose decimals are not known. */
static char *
describe_smallest_units (gint64 amount)
{
  g_autofree char *number = mnr_decimal_format (amount, 0);
  g_autofree char *grouped = mnr_decimal_group (number);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s smallest unit", "%s smallest units",
                                       amount < 0 ? -(gulong) amount : (gulong) amount),
                          grouped);
}

static char *
describe_amount (const Writer *self,
                 const MnrAmount *amount)
{
  char text[MNR_OBJECT_ID_TEXT_SIZE];
  g_autofree char *units = NULL;
  MnrAssetName name;

  if (get_asset (self, amount->asset_id, &name))
    return describe_units (amount->amount, &name);

  units = describe_smallest_units (amount->amount);
  return g_strdup_printf (_ ("%s of %s"), units,
                          mnr_object_id_format (amount->asset_id, text));
}

static char *
describe_account (const Writer *self,
                  MnrObjectId id)
{
  char text[MNR_OBJECT_ID_TEXT_SIZE];
  const char *name = NULL;
  g_autofree char *visible = NULL;

  mnr_object_id_format (id, text);
  if (self->names->get_account != NULL)
    name = self->names->get_account (id, self->names->user_data);
  if (name == NULL)
    return g_strdup (text);

  visible = mnr_text_make_visible (name);
  return g_strdup_printf ("%s (%s)", visible, text);
}

/* Appends "3 days" and the like, unless there are none. */
static void G_GNUC_PRINTF (3, 4)
  add_count (GString *text,
             guint count,
             const char *format,
             ...)
{
  va_list args;

  if (count == 0)
    return;

  if (text->len > 0)
    g_string_append_c (text, ' ');
  va_start (args, format);
  g_string_append_vprintf (text, format, args);
  va_end (args);
}

char *
mnr_duration_describe (guint32 seconds)
{
  const char *domain = GETTEXT_PACKAGE;
  guint days = seconds / 86400, hours = seconds / 3600 % 24;
  guint minutes = seconds / 60 % 60, rest = seconds % 60;
  GString *text = g_string_new (NULL);

  add_count (text, days, g_dngettext (domain, "%u day", "%u days", days), days);
  add_count (text, hours, g_dngettext (domain, "%u hour", "%u hours", hours), hours);
  add_count (text, minutes, g_dngettext (domain, "%u minute", "%u minutes", minutes), minutes);
  add_count (text, rest, g_dngettext (domain, "%u second", "%u seconds", rest), rest);
  if (text->len == 0)
    g_string_append (text, _ ("no time"));
  return g_string_free (text, FALSE);
}

static char *
describe_time (MnrTime time)
{
  char text[MNR_TIME_TEXT_SIZE];

  if (time == 0 || time == MNR_TIME_FOREVER)
    return g_strdup (_ ("never"));

  mnr_time_format (time, text);
  return g_strdup_printf (_ ("%.10s %s UTC"), text, text + 11);
}

static const char *
describe_choice (MnrUnit unit,
                 guint8 value)
{
  static const char *const listings[] = {
    N_ ("on no list"),
    N_ ("on the white list"),
    N_ ("on the black list"),
    N_ ("on the white list and on the black list"),
  };
  static const char *const responses[] = {
    N_ ("settle globally"),
    N_ ("settle nothing and cap the feed"),
    N_ ("settle single positions into a fund"),
    N_ ("settle single positions into an order"),
  };

  g_return_val_if_fail (value < 4, "");

  return _ (unit == MNR_UNIT_LISTING ? listings[value] : responses[value]);
}

static char *
describe_number (const Writer *self,
                 MnrUnit unit,
                 guint64 number)
{
  MnrAmount amount = { .amount = (gint64) number, .asset_id = MNR_CORE_ASSET };

  switch (unit)
    {
    case MNR_UNIT_BASIS_POINTS:
      return mnr_basis_points_format ((MnrBasisPoints) number);
    case MNR_UNIT_PERMILLE:
      return mnr_permille_format ((MnrPermille) number);
    case MNR_UNIT_SECONDS:
      return mnr_duration_describe ((guint32) number);
    case MNR_UNIT_CORE:
      return describe_amount (self, &amount);
    case MNR_UNIT_SUBJECT:
      if (self->subject_known)
        return describe_units ((gint64) number, &self->subject);
      return describe_smallest_units ((gint64) number);
    case MNR_UNIT_LISTING:
    case MNR_UNIT_BLACK_SWAN:
      return g_strdup (describe_choice (unit, (guint8) number));
    case MNR_UNIT_NONE:
    case MNR_UNIT_PERMISSIONS:
    case MNR_UNIT_FLAGS:
    default:
      return g_strdup_printf ("%" G_GUINT64_FORMAT, number);
    }
}

static char *
describe_memo (const Writer *self,
               const MnrMemo *memo)
{
  g_autofree char *text = NULL;
  g_autofree char *visible = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (mnr_memo_is_public (memo))
    {
      text = mnr_memo_read (memo, NULL, NULL);
      visible = mnr_text_make_visible (text != NULL ? text : _ ("(not text)"));
      return g_strdup_printf (_ ("(for everybody to read) “%s”"), visible);
    }

  from = mnr_public_key_format (&memo->from, self->names->prefix);
  to = mnr_public_key_format (&memo->to, self->names->prefix);
  return g_strdup_printf (_ ("encrypted, %zu bytes, between %s and %s"),
                          memo->message.size, from, to);
}

static guint64
get_number (const MnrType *type,
            gconstpointer value)
{
  switch (type->size)
    {
    case 1:
      return *(const guint8 *) value;
    case 2:
      return *(const guint16 *) value;
    case 4:
      return *(const guint32 *) value;
    default:
      return *(const guint64 *) value;
    }
}

/* The value in one piece of text, or NULL if it takes lines of its own. */
static char *
describe_inline (const Writer *self,
                 const MnrType *type,
                 MnrUnit unit,
                 gconstpointer value)
{
  char text[MNR_OBJECT_ID_TEXT_SIZE];

  if (type == &mnr_type_amount)
    return describe_amount (self, value);
  if (type == &mnr_type_memo)
    return describe_memo (self, value);
  if (type == &mnr_type_price)
    {
      const MnrPrice *price = value;
      g_autofree char *base = describe_amount (self, &price->base);
      g_autofree char *quote = describe_amount (self, &price->quote);

      return g_strdup_printf ("%s = %s", base, quote);
    }

  switch (type->kind)
    {
    case MNR_KIND_BOOL:
      return g_strdup (*(const gboolean *) value ? _ ("yes") : _ ("no"));

    case MNR_KIND_U8:
    case MNR_KIND_U16:
    case MNR_KIND_U32:
    case MNR_KIND_U64:
      return describe_number (self, unit, get_number (type, value));

    case MNR_KIND_I64:
      if (unit == MNR_UNIT_NONE)
        return g_strdup_printf ("%" G_GINT64_FORMAT, *(const gint64 *) value);
      return describe_number (self, unit, get_number (type, value));

    case MNR_KIND_TIME:
      return describe_time (*(const MnrTime *) value);

    case MNR_KIND_STRING:
      {
        const char *string = *(char *const *) value;
        g_autofree char *visible = mnr_text_make_visible (string != NULL ? string : "");

        return g_strdup_printf (_ ("“%s”"), visible);
      }

    case MNR_KIND_BYTES:
      return mnr_hex_encode (((const MnrBytes *) value)->data, ((const MnrBytes *) value)->size);

    case MNR_KIND_PUBLIC_KEY:
      return mnr_public_key_format (value, self->names->prefix);

    case MNR_KIND_ADDRESS:
      {
        GString *address = g_string_new (NULL);

        mnr_address_append (value, self->names->prefix, address);
        return g_string_free (address, FALSE);
      }

    case MNR_KIND_HASH:
      return mnr_hex_encode (value, type->size);

    case MNR_KIND_OBJECT_ID:
      if (type->object_type == MNR_OBJECT_ACCOUNT)
        return describe_account (self, *(const MnrObjectId *) value);
      if (type->object_type == MNR_OBJECT_ASSET)
        return describe_asset (self, *(const MnrObjectId *) value);
      return g_strdup (mnr_object_id_format (*(const MnrObjectId *) value, text));

    case MNR_KIND_VOTE_ID:
      return g_strdup (mnr_vote_id_format (*(const MnrVoteId *) value, text));

    case MNR_KIND_ARRAY:
    case MNR_KIND_SET:
      {
        const MnrAnyArray *array = value;
        GString *list;

        if (array->len == 0)
          return g_strdup (_ ("none"));
        if (type->kind == MNR_KIND_ARRAY)
          return NULL;
        list = g_string_new (NULL);
        for (gsize i = 0; i < array->len; i++)
          {
            g_autofree char *item = describe_inline (self, type->element, MNR_UNIT_NONE,
                                                     array->items + i * type->element->size);

            g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", item);
          }
        return g_string_free (list, FALSE);
      }

    case MNR_KIND_PAIR:
      {
        g_autofree char *first = describe_inline (self, type->fields[0].type, MNR_UNIT_NONE,
                                                  mnr_field_get (&type->fields[0], value));
        g_autofree char *second = describe_inline (self, type->fields[1].type, MNR_UNIT_NONE,
                                                   mnr_field_get (&type->fields[1], value));

        /* Translators: an account or key, and what its signature weighs. */
        return g_strdup_printf (_ ("%s with weight %s"), first, second);
      }

    case MNR_KIND_U128:
    case MNR_KIND_NOTHING:
    case MNR_KIND_OPTIONAL:
    case MNR_KIND_STRUCT:
    case MNR_KIND_EXTENSION:
    case MNR_KIND_VARIANT:
    default:
      return NULL;
    }
}

/* The bits of issuer_permissions, as what the issuer may and may not do. */
static void
add_permissions (Writer *self,
                 guint depth,
                 guint16 permissions)
{
  guint rights = mnr_permissions_get_rights (permissions);
  /* A plain token's issuer has nothing of the bits of smartcoins; where the
   * kind of asset is not known, those that are set are told all the same. */
  gboolean all = self->subject_known && self->subject.is_smartcoin;
  guint told = all ? 0xffff : MNR_POWERS_TOKEN | permissions;
  g_autoptr (GString) may = g_string_new (NULL);
  g_autoptr (GString) never = g_string_new (NULL);

  for (guint i = 0; i < MNR_N_POWERS; i++)
    {
      GString *list = rights & mnr_powers[i].bit ? may : never;

      if (told & mnr_powers[i].bit)
        g_string_append_printf (list, "%s%s", list->len > 0 ? "; " : "", _ (mnr_powers[i].may));
    }

  if (may->len > 0)
    add_line (self, depth, _ ("The issuer may"), g_strdup (may->str));
  if (never->len > 0)
    add_line (self, depth, _ ("The issuer may not"), g_strdup (never->str));
  add_line (self, depth, "issuer_permissions", g_strdup_printf ("%u", permissions));
}

static void
add_flags (Writer *self,
           guint depth,
           const char *label,
           guint16 flags)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < MNR_N_POWERS; i++)
    {
      const MnrPowerInfo *power = &mnr_powers[i];

      if (flags & power->bit)
        g_string_append_printf (list, "%s%s", list->len > 0 ? "; " : "",
                                power->is_on != NULL ? _ (power->is_on) : power->name);
    }

  add_line (self, depth, label, g_strdup (list->len > 0 ? list->str : _ ("nothing")));
  add_line (self, depth, "flags", g_strdup_printf ("%u", flags));
}

static void add_operation (Writer *self,
                           guint depth,
                           guint number,
                           const MnrOperation *operation);

static void add_fields (Writer *self,
                        guint depth,
                        const MnrType *type,
                        gconstpointer value);

static void
add_array (Writer *self,
           guint depth,
           const MnrType *element,
           const MnrAnyArray *array)
{
  for (gsize i = 0; i < array->len; i++)
    {
      gconstpointer item = array->items + i * element->size;

      if (element->kind == MNR_KIND_STRUCT && element->fields[0].type == &mnr_type_operation)
        add_operation (self, depth, (guint) i + 1, item);
      else if (element->kind == MNR_KIND_VARIANT)
        {
          const MnrVariant *variant = item;
          const MnrType *inner = mnr_variant_get_type (element, variant);

          add_line (self, depth, _ (inner->label), g_strdup (""));
          add_fields (self, depth + 1, inner, variant->value);
        }
    }
}

static void
add_field (Writer *self,
           guint depth,
           const MnrField *field,
           gconstpointer value)
{
  const MnrType *type = field->type;
  const char *label = field->label != NULL ? _ (field->label) : field->name;
  char *text;

  if (type->kind == MNR_KIND_NOTHING)
    return;
  if (type->kind == MNR_KIND_EXTENSION)
    {
      add_fields (self, depth, type, value);
      return;
    }
  if (type->kind == MNR_KIND_OPTIONAL)
    {
      value = *(const gconstpointer *) value;
      type = type->element;
      if (value == NULL)
        return;
    }

  if (field->unit == MNR_UNIT_PERMISSIONS)
    {
      add_permissions (self, depth, *(const guint16 *) value);
      return;
    }
  if (field->unit == MNR_UNIT_FLAGS)
    {
      add_flags (self, depth, label, *(const guint16 *) value);
      return;
    }

  text = describe_inline (self, type, field->unit, value);
  if (text != NULL)
    {
      add_line (self, depth, label, text);
      return;
    }

  if (type->kind == MNR_KIND_VARIANT)
    {
      const MnrVariant *variant = value;
      const MnrType *inner = mnr_variant_get_type (type, variant);

      add_line (self, depth, label, g_strdup (_ (inner->label)));
      add_fields (self, depth + 1, inner, variant->value);
      return;
    }

  add_line (self, depth, label, g_strdup (""));
  if (type->kind == MNR_KIND_ARRAY)
    add_array (self, depth + 1, type->element, value);
  else
    add_fields (self, depth + 1, type, value);
}

static void
add_fields (Writer *self,
            guint depth,
            const MnrType *type,
            gconstpointer value)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const MnrField *field = &type->fields[i];

      /* Only there: a fee in 1.3.1, or a market, is one in that asset. */
      self->in_rate = field->type == &mnr_type_price;
      add_field (self, depth, field, mnr_field_get (field, value));
      self->in_rate = FALSE;
    }
}

/* Finds out which asset the operation is about, and how its amounts read. */
static void
set_subject (Writer *self,
             const MnrOperation *operation,
             const MnrType *type)
{
  self->subject_known = FALSE;

  if (operation->number == MNR_OPERATION_ASSET_CREATE)
    {
      const MnrAssetCreate *create = operation->value;

      self->subject = (MnrAssetName){
        .symbol = create->symbol != NULL ? create->symbol : "",
        .precision = create->precision,
        .is_smartcoin = create->bitasset_opts != NULL,
      };
      self->subject_id = MNR_NEW_ASSET;
      self->subject_known = TRUE;
      return;
    }

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].flags & MNR_FIELD_SUBJECT)
      {
        self->subject_id = *(const MnrObjectId *) mnr_field_get (&type->fields[i],
                                                                 operation->value);
        self->subject_known = get_asset (self, self->subject_id, &self->subject);
      }

  /* From here on the asset's amounts are told in its new decimals. */
  if (operation->number == MNR_OPERATION_ASSET_UPDATE && self->subject_known)
    {
      const MnrAssetUpdate *update = operation->value;

      if (update->extensions.new_precision != NULL)
        self->subject.precision = *update->extensions.new_precision;
    }
}

/* A summary with the {members} that it names. */
static char *
expand_summary (const Writer *self,
                const MnrType *type,
                gconstpointer value)
{
  GString *text = g_string_new (NULL);
  const char *p = _ (type->summary);

  while (*p != '\0')
    {
      const char *close = *p == '{' ? strchr (p, '}') : NULL;
      gboolean found = FALSE;

      for (guint i = 0; close != NULL && i < type->n_fields; i++)
        {
          const MnrField *field = &type->fields[i];

          if (strlen (field->name) == (gsize) (close - p - 1) &&
              strncmp (field->name, p + 1, (gsize) (close - p - 1)) == 0)
            {
              g_autofree char *word = describe_inline (self, field->type, field->unit,
                                                       mnr_field_get (field, value));

              g_string_append (text, word != NULL ? word : "");
              found = TRUE;
            }
        }
      if (found)
        p = close + 1;
      else
        g_string_append_c (text, *p++);
    }
  return g_string_free (text, FALSE);
}

static void
add_operation (Writer *self,
               guint depth,
               guint number,
               const MnrOperation *operation)
{
  const MnrType *type = mnr_variant_get_type (&mnr_type_operation, operation);
  g_autofree char *label = g_strdup_printf (_ ("Operation %u"), number);

  if (operation->value == NULL)
    {
      add_line (self, depth, label,
                g_strdup_printf (
                  _ ("number %u, which this program does not know; do not sign what nobody "
                     "can read"),
                  operation->number));
      return;
    }

  set_subject (self, operation, type);
  add_line (self, depth, label, expand_summary (self, type, operation->value));
  if (type->caution != NULL)
    add_line (self, depth + 1, _ ("Note"), g_strdup (_ (type->caution)));
  add_fields (self, depth + 1, type, operation->value);
}

/* Who has to sign, and with which authority. */
static void
add_signers (Writer *self,
             const MnrTransaction *transaction)
{
  g_auto (MnrRequiredAuthorities) required = { 0 };

  if (!mnr_required_authorities_init (&required, transaction, NULL))
    return;

  for (gsize i = 0; i < required.owner.len; i++)
    {
      g_autofree char *account = describe_account (self, required.owner.items[i]);

      add_line (self, 0, _ ("To be signed by"),
                g_strdup_printf (_ ("%s, owner authority"), account));
    }
  for (gsize i = 0; i < required.active.len; i++)
    {
      g_autofree char *account = describe_account (self, required.active.items[i]);

      add_line (self, 0, _ ("To be signed by"),
                g_strdup_printf (_ ("%s, active authority"), account));
    }
  for (gsize i = 0; i < required.keys.len; i++)
    add_line (self, 0, _ ("To be signed by"),
              mnr_public_key_format (&required.keys.items[i], self->names->prefix));
}

GPtrArray *
mnr_transaction_describe (const MnrTransaction *transaction,
                          const MnrNames *names)
{
  Writer self = {
    .lines = g_ptr_array_new_with_free_func (line_free),
    .names = names,
  };

  add_line (&self, 0, _ ("Expires"), describe_time (transaction->expiration));
  for (gsize i = 0; i < transaction->operations.len; i++)
    add_operation (&self, 0, (guint) i + 1, &transaction->operations.items[i]);
  if (transaction->operations.len == 0)
    add_line (&self, 0, _ ("Operations"), g_strdup (_ ("none")));
  add_signers (&self, transaction);
  add_line (&self, 0,
            _ ("Signatures"), g_strdup_printf ("%" G_GSIZE_FORMAT, transaction->signatures.len));
  return self.lines;
}

char *
mnr_amount_describe (const MnrAmount *amount,
                     const MnrNames *names)
{
  Writer self = { .names = names };

  return describe_amount (&self, amount);
}

char *
mnr_operation_describe (const MnrOperation *operation,
                        const MnrNames *names)
{
  const MnrType *type = mnr_variant_get_type (&mnr_type_history_operation, operation);
  Writer self = { .names = names };

  if (type == NULL || operation->value == NULL)
    return g_strdup_printf (_ ("Operation number %u, which this program does not know"),
                            operation->number);
  if (type->summary == NULL)
    return g_strdup (_ (type->label));
  set_subject (&self, operation, type);
  return expand_summary (&self, type, operation->value);
}
