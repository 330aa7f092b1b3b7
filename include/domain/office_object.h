/*
 * office_object.h - seals of what the office's own tables say: accounts, roles given, units, definitions, calendars.
 *
 * An entry of the office's journal carries a digest of each object that the act touched, as its rows stand after the act. Who changes
 * such a row past the journal - gives himself a role, puts another password in somebody's place - is found by comparing each object
 * with its newest digest. Kinds and columns stand in queries/office_object.sql; the digest is
 * BLAKE2b-256("petitiond object 1" | kind | id | content), each with its length.
 *
 * An entry's seals are lines "kind digest id", the digest in hex, or "-" for an object that is gone.
 *
 * Not sealed: sessions and codes (nobody makes one without the keys, nor lets one open something else: domain/binding.h), which units see
 * a case (derived from what is sealed: domain/sight.h), counters and running numbers, substitutions (the roles they give are),
 * views, drafts. Tokens are sealed here and bound by binding.h, what says who may do what by office_proof.h, so that one that was changed
 * opens nothing before anybody looks. An
 * object that is changed properly after it was changed past the journal is sealed as it then stands, and the entry says for good what
 * was found (office_object_look).
 *
 * Runs on: the writer for seals, any read transaction for comparing. Owns: nothing.
 * Invariant: whoever changes rows of these tables names the object with changes_touch before the entry is appended.
 */
#ifndef DOMAIN_OFFICE_OBJECT_H
#define DOMAIN_OFFICE_OBJECT_H

#include "base/crypto.h"
#include "domain/changes.h"
#include "store/sql.h"

enum { OFFICE_OBJECT_HEX = 2 * CRYPTO_HASH_SIZE + 1 };
/* Stands for the digest of an object that is gone. */
#define OFFICE_OBJECT_GONE "-"

/* What stands of one object: its digest in hex, or that it is gone. */
struct office_object_state {
    char digest[OFFICE_OBJECT_HEX];
};
RC_MUST enum rc office_object_find(struct ctx *ctx, struct tx *tx, const char *kind, const char *id,
                                   struct office_object_state *out);
/* Whether each object of this kind has a seal: since the first entry that sealed anything or, for kinds that came later, of this kind. */
RC_MUST enum rc office_object_is_sealed(struct ctx *ctx, struct tx *tx, const char *kind, int *out);
/* Compares these objects, as they stood before the transaction, with their newest seals of then; so what was changed past the journal is
 * found before an entry seals it as it stands. *out: the first that did not fit, else NULL. Writer. */
RC_MUST enum rc office_object_look(struct ctx *ctx, const struct tx *tx, const struct changes_object *objects,
                                   const struct changes_object **out);

/* What an entry about these objects carries, as they stand now; *out is NULL when there are none. */
RC_MUST enum rc office_object_seals(struct ctx *ctx, struct tx *tx, const struct changes_object *objects,
                                    const char **out);
/* Is the object what the newest entry about it sealed? Also 0 when it is gone, or when nothing seals it. */
RC_MUST enum rc office_object_fits(struct ctx *ctx, struct tx *tx, const char *kind, const char *id, int *fits);
/* *out: those of these objects that stand as their newest seal says, or that nothing ever sealed and that are not there; on the arena. */
RC_MUST enum rc office_object_list_sound(struct ctx *ctx, struct tx *tx, const struct changes_object *objects,
                                         const struct changes_object **out);
/* Seals all that is there, unless some entry sealed anything before: once, when a program that knew no seals made the tables. Kinds that
 * earlier programs did not know (tokens, exports) likewise, each with a line "kind - none", which says that from now on every object
 * of it has a seal. */
RC_MUST enum rc office_object_begin(struct ctx *ctx, struct tx *tx);

struct office_object_report {
    int64_t objects;
    int is_bad;
    const char *kind, *id; /* of the first bad one, on the arena */
    const char *why;       /* constant */
};
/* Compares every object with its newest seal. RC_OK also when something is bad. Without any seal there is nothing to compare, of a kind
 * that earlier programs did not know likewise. */
RC_MUST enum rc office_object_verify(struct ctx *ctx, struct tx *tx, struct office_object_report *out);

#endif
