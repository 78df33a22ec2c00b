/* mnr-faults.h
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What notices, and answers of the faucet, are called where a fault names the method it is for. */
#define MNR_FAULTS_NOTICE "notice"
#define MNR_FAULTS_FAUCET "faucet"

/**
 * MnrFaults:
 *
 * How the server is to misbehave, for tests and rehearsals of what uses nodes.
 * (An error that a node reports is a #MnrFault; this is about a node that is
 * broken, or lies.) Rules stand between each answer and its socket: how long it
 * is held back, what is falsified in it, what becomes of it. The answers of the
 * practice API itself are always as they should be.
 */
typedef struct _MnrFaults MnrFaults;

MnrFaults *mnr_faults_new (void);

void mnr_faults_free (MnrFaults *self);

/** Which answers a rule is for. */
typedef struct
{
  const char *method; /* (nullable): only answers of this one; %NULL: of any, but no notices */
  guint64 after;      /* so many of them pass first */
  guint64 count;      /* then so many are changed */
} MnrFaultScope;

/** Holds answers back for @milliseconds each. */
void mnr_faults_delay (MnrFaults *self,
                       guint milliseconds,
                       const MnrFaultScope *scope);

/** @kind: one of mnr_faults_get_garbles(); %FALSE if it is not. */
gboolean mnr_faults_garble (MnrFaults *self,
                            const char *kind,
                            const MnrFaultScope *scope);

/**
 * mnr_faults_lie:
 * @what: one of mnr_faults_get_lies(); %FALSE if it is not
 *
 * Answers in which there is nothing to falsify do not count. Without a method,
 * notices are falsified as well.
 */
gboolean mnr_faults_lie (MnrFaults *self,
                         const char *what,
                         const MnrFaultScope *scope);

/** The names, with commas between. */
char *mnr_faults_get_garbles (void);
char *mnr_faults_get_lies (void);

/** What the server does at once. */
typedef struct
{
  /** Ends all connections but that of whoever asks for it; @politely with a close frame. */
  void (*drop) (gpointer server,
                gboolean politely);
  /** Refuses new connections for @seconds; 0 takes them again. */
  void (*refuse) (gpointer server,
                  guint seconds);
  /** Sends @count notices more of each kind that a client wants. */
  void (*storm) (gpointer server,
                 guint count);
} MnrFaultActions;

/** @actions: (nullable): those of @server, as long as there is one */
void mnr_faults_set_actions (MnrFaults *self,
                             const MnrFaultActions *actions,
                             gpointer server);

void mnr_faults_drop (MnrFaults *self,
                      gboolean politely);
void mnr_faults_refuse (MnrFaults *self,
                        guint seconds);
void mnr_faults_storm (MnrFaults *self,
                       guint count);

/** From now on all is as it should be. */
void mnr_faults_reset (MnrFaults *self);

/** What becomes of an answer. */
typedef enum
{
  MNR_GARBLE_NOTHING,  /* it is sent */
  MNR_GARBLE_PAGE,     /* it is a page in HTML, of a proxy that found no node */
  MNR_GARBLE_TWICE,    /* it is sent two times */
  MNR_GARBLE_BYTES,    /* it is not even UTF-8 */
  MNR_GARBLE_HALF,     /* half of it is sent, and the connection ends */
  MNR_GARBLE_CLOSE,    /* the connection ends without it */
  MNR_GARBLE_SWALLOW,  /* it never comes */
  MNR_GARBLE_TRUNCATE, /* from here on its text is another, and it is sent */
  MNR_GARBLE_WRONG_ID,
  MNR_GARBLE_HUGE,
} MnrGarble;

typedef struct
{
  guint delay; /* milliseconds */
  MnrGarble garble;
} MnrFaultPlan;

/**
 * mnr_faults_get_method:
 * @text: a request
 *
 * Returns: (transfer full): the method whose answer may be changed; %NULL if no
 *   rule is there, if it is one of the practice API, or no request at all
 */
char *mnr_faults_get_method (MnrFaults *self,
                             const char *text,
                             gsize length);

/**
 * mnr_faults_meet:
 * @method: (nullable): what mnr_faults_get_method() said, or %MNR_FAULTS_NOTICE
 * @text: what is about to be sent; changed as the rules want
 * @plan: (out): what else is to be done
 */
void mnr_faults_meet (MnrFaults *self,
                      const char *method,
                      GString *text,
                      MnrFaultPlan *plan);

G_END_DECLS
