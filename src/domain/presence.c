/*
 * presence.c - see presence.h.
 *
 * Rooms are found by the case's id; each has a few places, and cases of one room are told apart by their ids.
 *
 * Runs on: any thread. Owns: the rooms.
 */
#include "domain/presence.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOMS = 256, PLACES = 16 };

struct place {
    char case_id[IDENT_SIZE], account_id[IDENT_SIZE];
    enum presence_mode mode;
    int64_t until_ms; /* free from then on */
    uint64_t changed; /* the count when something last changed at its case */
};

struct presence {
    pthread_mutex_t lock;
    atomic_uint_fast64_t changes;
    struct place rooms[ROOMS][PLACES];
};

enum rc presence_new(struct presence **out)
{
    struct presence *p = calloc(1, sizeof *p);
    if (p == NULL) {
        return RC_UNAVAILABLE;
    }
    pthread_mutex_init(&p->lock, NULL);
    *out = p;
    return RC_OK;
}

void presence_free(struct presence *p)
{
    if (p != NULL) {
        pthread_mutex_destroy(&p->lock);
        free(p);
    }
}

/* The end of an id is chance. */
static struct place *room_of(struct presence *p, const char *case_id)
{
    size_t n = strlen(case_id), h = 0;
    for (size_t i = n > 4 ? n - 4 : 0; i < n; i++) {
        h = h * 31 + (unsigned char)case_id[i];
    }
    return p->rooms[h % ROOMS];
}

static int is_there(const struct place *at, const char *case_id, int64_t now_ms)
{
    return at->until_ms > now_ms && strcmp(at->case_id, case_id) == 0;
}

/* The account's place at the case, or the one that it may take. */
static struct place *place_for(struct place *room, const char *case_id, const char *account_id, int64_t now_ms)
{
    struct place *oldest = &room[0];
    for (size_t i = 0; i < PLACES; i++) {
        if (is_there(&room[i], case_id, now_ms) && strcmp(room[i].account_id, account_id) == 0) {
            return &room[i];
        }
        oldest = room[i].until_ms < oldest->until_ms ? &room[i] : oldest;
    }
    *oldest = (struct place){.mode = PRESENCE_AWAY};
    return oldest;
}

void presence_say(struct presence *p, const char *case_id, const char *account_id, enum presence_mode mode,
                  int64_t now_ms)
{
    pthread_mutex_lock(&p->lock);
    struct place *room = room_of(p, case_id);
    struct place *at = place_for(room, case_id, account_id, now_ms);
    int is_change = at->mode != mode;
    snprintf(at->case_id, sizeof at->case_id, "%s", case_id);
    snprintf(at->account_id, sizeof at->account_id, "%s", account_id);
    at->mode = mode;
    at->until_ms = mode == PRESENCE_AWAY ? 0 : now_ms + PRESENCE_MS;
    if (is_change) {
        uint64_t count = atomic_load_explicit(&p->changes, memory_order_relaxed) + 1;
        for (size_t i = 0; i < PLACES; i++) {
            if (is_there(&room[i], case_id, now_ms)) {
                room[i].changed = count;
            }
        }
        atomic_store_explicit(&p->changes, count, memory_order_release);
    }
    pthread_mutex_unlock(&p->lock);
}

size_t presence_others(struct presence *p, const char *case_id, const char *account_id, int64_t now_ms,
                       struct presence_person out[PRESENCE_AT_ONCE])
{
    size_t count = 0;
    pthread_mutex_lock(&p->lock);
    const struct place *room = room_of(p, case_id);
    for (size_t i = 0; i < PLACES && count < PRESENCE_AT_ONCE; i++) {
        if (is_there(&room[i], case_id, now_ms) && strcmp(room[i].account_id, account_id) != 0) {
            out[count].mode = room[i].mode;
            memcpy(out[count++].account_id, room[i].account_id, IDENT_SIZE);
        }
    }
    pthread_mutex_unlock(&p->lock);
    return count;
}

uint64_t presence_changes(const struct presence *p)
{
    return p == NULL ? 0 : atomic_load_explicit(&p->changes, memory_order_acquire);
}

size_t presence_news(struct presence *p, const char *account_id, int64_t now_ms, uint64_t *seen,
                     char out[PRESENCE_AT_ONCE][IDENT_SIZE])
{
    size_t count = 0;
    uint64_t before = *seen;
    if (presence_changes(p) == before) {
        return 0;
    }
    pthread_mutex_lock(&p->lock);
    *seen = atomic_load_explicit(&p->changes, memory_order_relaxed);
    for (size_t i = 0; i < (size_t)ROOMS * PLACES && count < PRESENCE_AT_ONCE; i++) {
        const struct place *at = &p->rooms[i / PLACES][i % PLACES];
        if (at->until_ms > now_ms && at->changed > before && strcmp(at->account_id, account_id) == 0) {
            memcpy(out[count++], at->case_id, IDENT_SIZE);
        }
    }
    pthread_mutex_unlock(&p->lock);
    return count;
}
