/* mnr-first-run-page.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-first-run-page.h"

#include <glib/gi18n.h>

struct _MnrFirstRunPage
{
  AdwBin parent_instance;

  GtkBox *choices;
};

G_DEFINE_FINAL_TYPE (MnrFirstRunPage, mnr_first_run_page, ADW_TYPE_BIN)

static const struct
{
  const char *network;
  const char *page; /* where it goes on */
  const char *label;
  const char *sentence;
} choices[] = {
  { "practice", "new-account", N_ ("Practise on This Computer"),
    N_ ("Play money, nothing to lose, works offline.") },
  { "testnet", "add-account", N_ ("Testnet"),
    N_ ("The public network for trying things out; its coins have no value.") },
  { "mainnet", "add-account", N_ ("Mainnet"),
    N_ ("The real BitShares network: tokens and fees are real money.") },
};

static void
on_clicked (GtkWidget *button,
            gpointer user_data)
{
  guint index = GPOINTER_TO_UINT (user_data);

  gtk_widget_activate_action (button, "win.open-network", "s", choices[index].network);
  gtk_widget_activate_action (button, "win.show-page", "s", choices[index].page);
}

static GtkWidget *
new_choice (guint index)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *label = gtk_label_new (_ (choices[index].label));
  GtkWidget *sentence = gtk_label_new (_ (choices[index].sentence));

  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (sentence, "sentence");
  gtk_label_set_wrap (GTK_LABEL (sentence), TRUE);
  gtk_label_set_justify (GTK_LABEL (sentence), GTK_JUSTIFY_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), sentence);
  gtk_widget_add_css_class (button, "choice");
  if (index == 0)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (choices[index].label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ (choices[index].sentence), -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), GUINT_TO_POINTER (index));
  return button;
}

static void
mnr_first_run_page_class_init (MnrFirstRunPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/moneyer/Moneyer/ui/mnr-first-run-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MnrFirstRunPage, choices);
}

static void
mnr_first_run_page_init (MnrFirstRunPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    gtk_box_append (self->choices, new_choice (i));
}

MnrFirstRunPage *
mnr_first_run_page_new (void)
{
  return g_object_new (MNR_TYPE_FIRST_RUN_PAGE, NULL);
}
