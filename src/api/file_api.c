/*
 * file_api.c - /cases/{id}/files: files of a case are sent, listed, opened and removed.
 *
 * Sending is a raw body with its name in Content-Disposition, so that no name stands in a path. An original is opened by POST, because
 * its reading is written down; a redacted copy by GET.
 *
 * Runs on: workers (load, pieces, lists), craft threads (inspection), the writer (rows and journal). Owns: nothing; what is open belongs to
 * the call and is closed by it.
 */
#include "api/api.h"
#include "api/fields.h"
#include "api/tables.h"
#include "api/upload.h"
#include "base/crypto.h"
#include "base/media.h"
#include "domain/env.h"
#include "domain/file.h"
#include "store/file_content.h"

#include <string.h>

#define FILE_BODY_MAX ((size_t)1 << 30) /* what a setting may allow at most; file_begin knows the setting */

struct file_post_in {
    const char *id, *fid;
};
struct file_open_in {
    const char *id, *fid, *reason;
};
struct file_view {
    const char *id, *kind, *of_id, *status, *name, *media, *hash, *account_name, *unit_name, *removed_name;
    const char *removed_reason;
    int64_t size, created_at, removed_at, may_open, may_remove, needs_reason, from_petitioner;
};
struct file_list_out {
    struct file_view *data;
    size_t data_count;
    int64_t max_bytes, left_bytes;
};

static const char *const file_open_reasons[] = {"handling", "deliver", "request", "redact", "check", NULL};
static const char *const file_drop_reasons[] = {"wrong_case", "wrong_file", "duplicate",
                                                "unreadable", "not_needed", NULL};

FIELD_SET(file_case_params, "CaseParams", struct file_post_in,
          IN_MUST(struct file_post_in, id, FIELD_ID, 0, 0, "Case id"));
FIELD_SET(file_params, "FileParams", struct file_post_in, IN_MUST(struct file_post_in, id, FIELD_ID, 0, 0, "Case id"),
          IN_MUST(struct file_post_in, fid, FIELD_ID, 0, 0, "File id"));
FIELD_SET(file_open_params, "FileParams", struct file_open_in,
          IN_MUST(struct file_open_in, id, FIELD_ID, 0, 0, "Case id"),
          IN_MUST(struct file_open_in, fid, FIELD_ID, 0, 0, "File id"));
FIELD_SET(file_open_body, "FileOpenRequest", struct file_open_in,
          IN_ENUM(struct file_open_in, reason, 1, file_open_reasons, "Why it is opened; goes into the journal"));
FIELD_SET(file_drop_query, "FileDropQuery", struct file_open_in,
          IN_ENUM(struct file_open_in, reason, 1, file_drop_reasons, "Why it is removed; goes into the journal"));
FIELD_SET(file_set, "File", struct file_view, OUT(struct file_view, id, FIELD_ID, "Id"),
          OUT(struct file_view, kind, FIELD_TEXT, "original or redacted"),
          OUT_NULL(struct file_view, of_id, FIELD_ID, "The original of a redacted copy"),
          OUT(struct file_view, status, FIELD_TEXT, "kept or removed"),
          OUT_NULL(struct file_view, name, FIELD_TEXT, "Its name, for who may open it"),
          OUT(struct file_view, media, FIELD_TEXT, "What the content was found to be"),
          OUT(struct file_view, hash, FIELD_TEXT, "BLAKE2b-256 of the content, in hex"),
          OUT(struct file_view, size, FIELD_INT, "Bytes"),
          OUT_NULL(struct file_view, account_name, FIELD_TEXT, "Sent by; null when it came from the petitioner"),
          OUT_NULL(struct file_view, unit_name, FIELD_TEXT, "Of which unit"),
          OUT(struct file_view, from_petitioner, FIELD_BOOL, "The petitioner sent it, with number and query code"),
          OUT(struct file_view, created_at, FIELD_STAMP, "Sent at"),
          OUT_NULL(struct file_view, removed_at, FIELD_STAMP, "Removed at"),
          OUT_NULL(struct file_view, removed_name, FIELD_TEXT, "Removed by"),
          OUT_NULL(struct file_view, removed_reason, FIELD_TEXT, "Why it was removed"),
          OUT(struct file_view, may_open, FIELD_BOOL, "The caller may open it"),
          OUT(struct file_view, needs_reason, FIELD_BOOL,
              "Opening it is an act with a reason (/open): originals, and all files of a sealed case"),
          OUT(struct file_view, may_remove, FIELD_BOOL, "The caller may remove it, unless something rests on it"));
FIELD_SET(file_list_reply, "FileList", struct file_list_out,
          OUT_ROWS(struct file_list_out, data, file_set, "Files, oldest first, removed ones too"),
          OUT(struct file_list_out, max_bytes, FIELD_INT, "Bytes that one file may have"),
          OUT(struct file_list_out, left_bytes, FIELD_INT, "Bytes that the caller may still add"));

static enum rc file_show(struct ctx *ctx, struct tx *tx, const char *case_id, struct file_list_out *out)
{
    struct file_list list;
    const struct env *env = ctx->env;
    enum rc rc = file_list(ctx, tx, case_id, &list);
    if (rc != RC_OK) {
        return rc;
    }
    out->max_bytes = env->file_max;
    out->left_bytes = list.left;
    out->data_count = list.count;
    out->data = arena_array_of(ctx->arena, struct file_view, list.count + 1);
    for (size_t i = 0; out->data != NULL && i < list.count; i++) {
        const struct file_item *f = &list.items[i];
        out->data[i] = (struct file_view){f->id,
                                          f->kind,
                                          f->of_id,
                                          f->status,
                                          f->name,
                                          f->media,
                                          f->hash,
                                          f->account_name,
                                          f->unit_name,
                                          f->removed_name,
                                          f->removed_reason,
                                          f->size,
                                          f->created_ms,
                                          f->removed_ms == SQL_NULL ? FIELD_NULL : f->removed_ms,
                                          f->may_open,
                                          f->may_remove,
                                          f->needs_reason,
                                          f->is_from_petitioner};
    }
    return out->data != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc file_api_list(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct file_post_in *in = call->in;
    return file_show(ctx, tx, in->id, call->out);
}

/* ---- sending ---- */

static enum rc file_post_begin(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct file_post_in *in = call->in;
    struct file_upload *upload = NULL;
    enum rc rc = file_begin(
        ctx, tx,
        &(struct file_in){.case_id = in->id, .of_id = in->fid, .name = call->upload_name, .size = call->body_size},
        &upload);
    call->upload = upload;
    return rc;
}

static enum rc file_post(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct file_post_in *in = call->in;
    const char *id = NULL;
    enum rc rc = file_add(ctx, tx, call->upload, &id);
    if (rc != RC_OK) {
        return rc;
    }
    call->location = arena_printf(ctx->arena, "/api/v1/cases/%s/files/%s", in->id, id);
    return file_show(ctx, tx, in->id, call->out);
}

/* ---- opening ---- */

static size_t file_read_on(void *arg, void *out, size_t max)
{
    return file_content_read(arg, out, max);
}

static void file_end_reading(void *arg)
{
    file_close(arg);
}

static enum rc file_serve(struct ctx *ctx, struct tx *tx, struct call *call, int is_original)
{
    const struct file_post_in *in = call->in; /* both kinds of input begin alike */
    struct file_opened f;
    enum rc rc = file_open(ctx, tx, in->id, in->fid, is_original, &f);
    if (rc != RC_OK) {
        return rc;
    }
    call->stream = (struct endpoint_stream){file_read_on, file_end_reading, f.content, (uint64_t)f.size};
    call->file_type = f.media;
    call->file_title = f.name;
    call->file_name = arena_printf(ctx->arena, "file-%s.%s", f.id, media_extension(f.media));
    return call->file_name != NULL ? RC_OK : RC_TOO_LARGE;
}

static enum rc file_get_copy(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return file_serve(ctx, tx, call, 0);
}

static enum rc file_open_original(struct ctx *ctx, struct tx *tx, struct call *call)
{
    return file_serve(ctx, tx, call, 1);
}

static enum rc file_open_noted(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct file_open_in *in = call->in;
    return file_note_opening(ctx, tx, in->id, in->fid, in->reason);
}

/* ---- removing ---- */

static enum rc file_drop(struct ctx *ctx, struct tx *tx, struct call *call)
{
    const struct file_open_in *in = call->in;
    return file_remove(ctx, tx, in->id, in->fid, in->reason);
}

static const enum rc file_list_may[] = {RC_NOT_FOUND, RC_OK};
static const enum rc file_post_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_OK};
static const enum rc file_open_may[] = {RC_NOT_FOUND, RC_REFUSED, RC_GONE, RC_OK};

ENDPOINT_TABLE(file_api_table,
               {.method = "GET",
                .path = "/api/v1/cases/{id}/files",
                .operation = "listFiles",
                .tag = "cases",
                .summary = "Files of a case",
                .need = PERM_CASE_READ,
                .params = &file_case_params,
                .reply = &file_list_reply,
                .in_size = sizeof(struct file_post_in),
                .out_size = sizeof(struct file_list_out),
                .ok = 200,
                .may = file_list_may,
                .cost = 1,
                .run = file_api_list},
               {.method = "POST",
                .path = "/api/v1/cases/{id}/files",
                .operation = "addFile",
                .tag = "cases",
                .summary = "Adds an original: the body is the file",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_WRITE,
                .params = &file_case_params,
                .upload = &upload_pieces,
                .body_max = FILE_BODY_MAX,
                .reply = &file_list_reply,
                .in_size = sizeof(struct file_post_in),
                .out_size = sizeof(struct file_list_out),
                .ok = 201,
                .may = file_post_may,
                .cost = 5,
                .takes_key = 1,
                .load = file_post_begin,
                .craft = upload_inspect,
                .run = file_post},
               {.method = "POST",
                .path = "/api/v1/cases/{id}/files/{fid}/redacted",
                .operation = "addRedactedFile",
                .tag = "cases",
                .summary = "Adds a redacted copy of an original: the body is the file",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_WRITE,
                .params = &file_params,
                .upload = &upload_pieces,
                .body_max = FILE_BODY_MAX,
                .reply = &file_list_reply,
                .in_size = sizeof(struct file_post_in),
                .out_size = sizeof(struct file_list_out),
                .ok = 201,
                .may = file_post_may,
                .cost = 5,
                .takes_key = 1,
                .load = file_post_begin,
                .craft = upload_inspect,
                .run = file_post},
               {.method = "GET",
                .path = "/api/v1/cases/{id}/files/{fid}/content",
                .operation = "getRedactedFile",
                .tag = "cases",
                .summary = "A redacted copy, for everybody who may see the case",
                .need = PERM_CASE_READ,
                .params = &file_params,
                .file = "application/octet-stream",
                .in_size = sizeof(struct file_post_in),
                .ok = 200,
                .may = file_open_may,
                .cost = 5,
                .run = file_get_copy},
               {.method = "POST",
                .path = "/api/v1/cases/{id}/files/{fid}/open",
                .operation = "openFile",
                .fresh = 1,
                .tag = "cases",
                .summary = "An original; each opening is journalled",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_WRITE,
                .params = &file_open_params,
                .body = &file_open_body,
                .file = "application/octet-stream",
                .in_size = sizeof(struct file_open_in),
                .ok = 200,
                .may = file_open_may,
                .cost = 5,
                .load = file_open_original,
                .run = file_open_noted},
               {.method = "DELETE",
                .path = "/api/v1/cases/{id}/files/{fid}",
                .operation = "removeFile",
                .tag = "cases",
                .summary = "Removes a file: its content can never be opened again, its entry stays",
                .need = PERM_CASE_ACT,
                .mode = ENDPOINT_WRITE,
                .params = &file_open_params,
                .query = &file_drop_query,
                .in_size = sizeof(struct file_open_in),
                .ok = 204,
                .may = file_open_may,
                .cost = 2,
                .run = file_drop});
