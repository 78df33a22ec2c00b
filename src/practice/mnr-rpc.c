/* mnr-rpc.c
 *
 * Copyright 2026 The Moneyer developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mnr-rpc.h"

#include <string.h>

#include "chain/wire/mnr-json.h"
#include "mnr-api.h"
#include "mnr-json-compare.h"

#define PARSE_ERROR      -32700
#define INVALID_REQUEST  -32600
#define METHOD_NOT_FOUND -32601
#define INVALID_PARAMS   -32602

/* A request as it reads. */
typedef struct
{
  MnrJsonSlice id, version, method, params;
} Request;

/* Answers that there is no request in what came. */
static MnrRpcOutcome
answer_no_request (GString *answer,
                   int code,
                   const char *message,
                   const MnrFault *fault,
                   MnrTime time)
{
  g_string_append_printf (answer, "{\"id\":null,\"jsonrpc\":\"2.0\",\"error\":{\"code\":%d", code);
  g_string_append (answer, ",\"message\":");
  mnr_json_append_string (answer, message);
  if (fault != NULL)
    {
      g_string_append (answer, ",\"data\":");
      mnr_fault_append_data (fault, "from_string", time, answer);
    }
  g_string_append (answer, "}}");
  return MNR_RPC_ANSWERED;
}

static MnrRpcOutcome
answer_no_json (MnrSession *session,
                GString *answer,
                const GError *error)
{
  MnrFault fault = { 0 };
  MnrRpcOutcome outcome;

  mnr_fault_set (&fault, 4, "parse_error_exception", "Parse Error", error->message);
  fault.origin = "stringFromStream";
  mnr_fault_pass (&fault, "stringFromStream", NULL, NULL);
  mnr_fault_pass (&fault, "objectFromStreamBase", NULL, NULL);
  mnr_fault_pass (&fault, "from_string", NULL, NULL);
  outcome = answer_no_request (answer, PARSE_ERROR, "Invalid JSON message", &fault,
                               mnr_network_get_head (mnr_session_get_network (session))->time);
  mnr_fault_clear (&fault);
  return outcome;
}

/* What is wrong with the members of a request, or NULL. */
static const char *
find_flaw (const Request *request,
           int *code)
{
  *code = INVALID_REQUEST;
  if (request->version.length > 0 && !mnr_json_slice_equal (&request->version, "\"2.0\""))
    return "Unsupported JSON-RPC version";
  if (request->id.length > 0 && strchr ("{[tf", request->id.text[0]) != NULL)
    return "Only integer value or string value or null is allowed for member \"id\"";
  if (request->method.length == 0)
    return "Missing member \"method\"";
  if (request->method.text[0] != '"')
    return "Only string value is allowed for member \"method\"";
  if (request->params.length == 0)
    return NULL;
  if (request->params.text[0] == '{')
    {
      *code = INVALID_PARAMS;
      return "Named parameters not supported";
    }
  if (request->params.text[0] != '[')
    return "Only array value is allowed for member \"params\"";
  return NULL;
}

/* Whether it is one value and nothing else. */
static gboolean
is_whole (MnrJsonReader *reader,
          GError **error)
{
  MnrJsonSlice json;

  return mnr_json_reader_skip (reader, &json, NULL, error) &&
         mnr_json_reader_finish (reader, error);
}

static gboolean
read_request (const MnrJsonSlice *json,
              Request *request,
              GError **error)
{
  const struct
  {
    const char *name;
    MnrJsonSlice *value;
  } members[] = {
    { "id", &request->id },
    { "jsonrpc", &request->version },
    { "method", &request->method },
    { "params", &request->params },
  };
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (MnrJsonSlice));

  if (!mnr_json_list (json, names, values, error))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    for (guint k = 0; k < G_N_ELEMENTS (members); k++)
      if (g_str_equal (g_ptr_array_index (names, i), members[k].name))
        *members[k].value = g_array_index (values, MnrJsonSlice, i);
  return TRUE;
}

/* The text of a JSON string without escapes: what names of methods are. */
static char *
get_name (const MnrJsonSlice *json)
{
  if (json->length < 2 || json->text[0] != '"')
    return NULL;
  return g_strndup (json->text + 1, json->length - 2);
}

static gboolean
read_array (const MnrJsonSlice *json,
            GArray *values)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  return json->length > 0 && json->text[0] == '[' && mnr_json_list (json, names, values, NULL);
}

/* The names that there would be, as data of "method not found". */
static void
append_names (const MnrApi *api,
              GString *out)
{
  guint number = 0;

  for (const MnrApi *each = mnr_apis; api == NULL && each->name != NULL; each++)
    {
      g_string_append_printf (out, "%s[\"%s\",%u]", number > 0 ? "," : "", each->name, number);
      number++;
    }
  for (guint i = 0; api != NULL && api->groups != NULL && api->groups[i] != NULL; i++)
    for (guint k = 0; k < api->groups[i]->n_methods; k++)
      {
        g_string_append_printf (out, "%s[\"%s\",%u]", number > 0 ? "," : "",
                                api->groups[i]->methods[k].name, number);
        number++;
      }
}

/* There is no such method, or where @api is not given no such API. */
static void
append_not_found (const MnrCall *call,
                  const MnrApi *api,
                  const char *name,
                  GString *answer)
{
  g_autoptr (GString) data = g_string_new ("{\"name\":");
  MnrFault fault = {
    .code = 22,
    .name = "method_not_found_exception",
    .what = "Method Not Found",
    .format = (char *) "No method with name '${name}'",
  };

  mnr_json_append_string (data, name);
  g_string_append (data, ",\"api\":[");
  append_names (api, data);
  g_string_append (data, "]}");
  fault.data = data->str;

  g_string_append_printf (answer, ",\"error\":{\"code\":%d,\"message\":\"Method not found\"",
                          METHOD_NOT_FOUND);
  g_string_append (answer, ",\"data\":");
  mnr_fault_append_data (&fault, "call", mnr_network_get_head (call->network)->time, answer);
  g_string_append (answer, "}}");
}

/* Where a request goes. */
typedef struct
{
  const MnrApi *api;
  char *name; /* of the method, or of an API that there is not */
  GArray *arguments;
} Target;

static void
target_clear (Target *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->arguments, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

/* Finds the API of ["database" or 0, "method", [...]]. */
static gboolean
read_call (MnrCall *call,
           const GArray *params,
           Target *target)
{
  const MnrJsonSlice *api = &g_array_index (params, MnrJsonSlice, 0);
  g_autofree char *api_name = NULL;
  g_autoptr (GError) error = NULL;
  guint64 handle;

  if (params->len != 3 || !read_array (&g_array_index (params, MnrJsonSlice, 2),
                                       target->arguments))
    {
      call->method = "operator()";
      return mnr_call_assert (call, "args.size() == 3 && args[2].is_array(): ");
    }

  target->name = get_name (&g_array_index (params, MnrJsonSlice, 1));
  if (target->name == NULL)
    target->name = g_strndup (g_array_index (params, MnrJsonSlice, 1).text,
                              g_array_index (params, MnrJsonSlice, 1).length);

  api_name = get_name (api);
  if (api_name != NULL)
    {
      target->api = mnr_api_find (api_name);
      if (target->api == NULL)
        {
          g_free (target->name);
          target->name = g_steal_pointer (&api_name);
        }
      return TRUE;
    }
  if (!mnr_json_read (&mnr_type_u64, api->text, api->length, "", &handle, &error))
    return mnr_call_bad_cast (call, error);
  target->api = mnr_session_get_api (call->session, handle);
  if (target->api != NULL)
    return TRUE;
  call->method = "receive_call";
  return mnr_call_assert (call, "_local_apis.size() > api_id: ");
}

static gboolean
find_target (MnrCall *call,
             const Request *request,
             Target *target)
{
  g_autoptr (GArray) params = g_array_new (FALSE, FALSE, sizeof (MnrJsonSlice));

  target->arguments = g_array_new (FALSE, FALSE, sizeof (MnrJsonSlice));
  if (request->params.length > 0)
    read_array (&request->params, params);

  if (mnr_json_slice_equal (&request->method, "\"call\""))
    return params->len > 0 ? read_call (call, params, target)
                           : mnr_call_assert (call, "args.size() == 3: ");

  target->api = mnr_api_find ("database");
  target->name = get_name (&request->method);
  g_array_append_vals (target->arguments, params->data, params->len);
  return TRUE;
}

static gboolean
run_method (MnrCall *call,
            const MnrApi *api,
            const MnrMethod *method)
{
  if (call->arguments->len >= method->n_needed)
    return method->run (call);

  call->method = "call_generic";
  return mnr_call_assert (call,
                          "a0 != e || optional_args: too few arguments passed to method");
}

static MnrRpcOutcome
finish (MnrCall *call,
        gboolean good,
        GString *answer)
{
  if (good && call->is_later)
    return MNR_RPC_LATER;

  mnr_call_append_head (call, answer);
  if (good)
    g_string_append_printf (answer, ",\"result\":%s",
                            call->out->len > 0 ? call->out->str : "null");
  else
    {
      g_string_append (answer, ",\"error\":");
      mnr_call_append_fault (call, answer);
    }
  g_string_append_c (answer, '}');
  return MNR_RPC_ANSWERED;
}

static MnrRpcOutcome
run (MnrCall *call,
     const Request *request,
     GString *answer,
     guint *status)
{
  g_auto (Target) target = { 0 };
  const MnrMethod *method = NULL;

  call->method = "call";
  if (!find_target (call, request, &target))
    return finish (call, FALSE, answer);

  if (target.api != NULL && !mnr_api_is_open (target.api, call->network))
    {
      call->method = target.api->name;
      mnr_call_assert (call, "is_allowed: Access denied");
      return finish (call, FALSE, answer);
    }
  if (target.api != NULL)
    method = mnr_api_find_method (target.api, target.name);
  if (method == NULL)
    {
      *status = 400;
      mnr_call_append_head (call, answer);
      append_not_found (call, target.api, target.name, answer);
      return MNR_RPC_ANSWERED;
    }

  call->method = method->name;
  call->arguments = g_steal_pointer (&target.arguments);
  return finish (call, run_method (call, target.api, method), answer);
}

MnrRpcOutcome
mnr_rpc_handle (MnrSession *session,
                const char *text,
                gsize length,
                GString *answer,
                guint *status)
{
  MnrNetwork *network = mnr_session_get_network (session);
  const MnrJsonSlice json = { text, length };
  g_auto (MnrJsonReader) reader = { 0 };
  g_autoptr (GError) error = NULL;
  Request request = { 0 };
  const char *flaw;
  MnrRpcOutcome outcome;
  int code;
  MnrCall call = {
    .session = session,
    .network = network,
    .store = mnr_network_get_store (network),
    .out = NULL,
  };

  *status = 400;
  if (!mnr_json_reader_init (&reader, text, length, &error))
    return answer_no_json (session, answer, error);
  if (mnr_json_reader_peek (&reader) == '[')
    return answer_no_request (answer, INVALID_REQUEST, "Batch requests not supported", NULL, 0);
  if (mnr_json_reader_peek (&reader) != '{')
    g_set_error_literal (&error, MNR_CHAIN_ERROR, MNR_CHAIN_ERROR_SYNTAX,
                         "Expected an object");
  if (error != NULL || !is_whole (&reader, &error) || !read_request (&json, &request, &error))
    return answer_no_json (session, answer, error);

  flaw = find_flaw (&request, &code);
  if (flaw != NULL)
    return answer_no_request (answer, code, flaw, NULL, 0);

  *status = 200;
  call.out = g_string_new (NULL);
  call.id = request.id;
  call.is_version_2 = request.version.length > 0;
  outcome = run (&call, &request, answer, status);
  mnr_call_clear (&call);
  if (request.id.length > 0)
    return outcome;

  g_string_truncate (answer, 0);
  *status = 204;
  return MNR_RPC_SILENT;
}
