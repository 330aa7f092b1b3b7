/*
 * test_vault.c - sealed fields open only where they belong; indexes find equal values and nothing else.
 */
#include "store_fixture.h"

#include "base/crypto.h"
#include "store/vault.h"

struct box {
    struct ring ring;
    struct vault *v;
    struct arena *a;
};

static int open_box(void **state)
{
    struct box *b = calloc(1, sizeof *b);
    assert_int_equal(crypto_init(), RC_OK);
    ring_make(&b->ring, 1);
    assert_int_equal(vault_new(&b->ring, &b->v), RC_OK);
    b->a = arena_new(1 << 20);
    *state = b;
    return 0;
}

static int close_box(void **state)
{
    struct box *b = *state;
    vault_free(b->v);
    arena_free(b->a);
    free(b);
    return 0;
}

static struct sql_blob seal(struct box *b, const char *column, const char *row, const char *text)
{
    struct sql_blob out;
    assert_int_equal(vault_seal(b->v, b->a, column, row, text, &out), RC_OK);
    return out;
}

static void opens_what_it_sealed(void **state)
{
    struct box *b = *state;
    const char *text = NULL;
    struct sql_blob one = seal(b, "persons.name", "r1", "\xe6\xb2\x88\xe6\x9f\x90");
    struct sql_blob two = seal(b, "persons.name", "r1", "\xe6\xb2\x88\xe6\x9f\x90");
    assert_int_equal(one.size, 6 + VAULT_SEAL_OVERHEAD);
    assert_memory_not_equal(one.data, two.data, one.size); /* equal names do not look equal */
    assert_int_equal(vault_open(b->v, b->a, "persons.name", "r1", one, &text), RC_OK);
    assert_string_equal(text, "\xe6\xb2\x88\xe6\x9f\x90");
}

static void nothing_stays_nothing(void **state)
{
    struct box *b = *state;
    const char *text = "x";
    struct sql_blob index;
    assert_null(seal(b, "persons.name", "r1", NULL).data);
    assert_null(seal(b, "persons.name", "r1", "").data);
    assert_int_equal(vault_open(b->v, b->a, "persons.name", "r1", (struct sql_blob){NULL, 0}, &text), RC_OK);
    assert_null(text);
    assert_int_equal(vault_index(b->v, b->a, "persons.phone", NULL, &index), RC_OK);
    assert_null(index.data);
    assert_int_equal(vault_index(b->v, b->a, "persons.phone", "", &index), RC_OK);
    assert_null(index.data);
}

static void refuses_a_moved_field(void **state)
{
    struct box *b = *state;
    const char *text = "x";
    struct sql_blob sealed = seal(b, "persons.name", "r1", "secret");
    assert_int_equal(vault_open(b->v, b->a, "persons.name", "r2", sealed, &text), RC_INTERNAL);
    assert_null(text);
    assert_int_equal(vault_open(b->v, b->a, "persons.phone", "r1", sealed, &text), RC_INTERNAL);
    assert_int_equal(vault_open(b->v, b->a, "persons.nam", "er1", sealed, &text), RC_INTERNAL);
}

static void refuses_every_changed_byte(void **state)
{
    struct box *b = *state;
    struct sql_blob sealed = seal(b, "persons.name", "r1", "secret");
    unsigned char copy[6 + VAULT_SEAL_OVERHEAD];
    const char *text;
    for (size_t i = 0; i < sizeof copy; i++) {
        memcpy(copy, sealed.data, sizeof copy);
        copy[i] ^= 1;
        struct sql_blob changed = {copy, sizeof copy};
        assert_int_equal(vault_open(b->v, b->a, "persons.name", "r1", changed, &text), RC_INTERNAL);
    }
    for (size_t n = 0; n < sizeof copy; n++) {
        struct sql_blob cut = {sealed.data, n};
        assert_int_equal(vault_open(b->v, b->a, "persons.name", "r1", cut, &text), RC_INTERNAL);
    }
}

static void another_ring_opens_nothing(void **state)
{
    struct box *b = *state;
    struct ring ring;
    struct vault *other = NULL;
    struct sql_blob sealed = seal(b, "persons.name", "r1", "secret"), mine, theirs;
    const char *text;
    ring_make(&ring, 1);
    assert_int_equal(vault_new(&ring, &other), RC_OK);
    assert_int_equal(vault_open(other, b->a, "persons.name", "r1", sealed, &text), RC_INTERNAL);
    assert_int_equal(vault_index(b->v, b->a, "persons.phone", "1", &mine), RC_OK);
    assert_int_equal(vault_index(other, b->a, "persons.phone", "1", &theirs), RC_OK);
    assert_memory_not_equal(mine.data, theirs.data, VAULT_INDEX_SIZE);
    vault_free(other);
}

static void indexes_find_equal_values_only(void **state)
{
    struct box *b = *state;
    struct sql_blob one, same, other, column;
    assert_int_equal(vault_index(b->v, b->a, "persons.phone", "13800001111", &one), RC_OK);
    assert_int_equal(vault_index(b->v, b->a, "persons.phone", "13800001111", &same), RC_OK);
    assert_int_equal(vault_index(b->v, b->a, "persons.phone", "13800001112", &other), RC_OK);
    assert_int_equal(vault_index(b->v, b->a, "parties.phone", "13800001111", &column), RC_OK);
    assert_int_equal(one.size, VAULT_INDEX_SIZE);
    assert_memory_equal(one.data, same.data, VAULT_INDEX_SIZE);
    assert_memory_not_equal(one.data, other.data, VAULT_INDEX_SIZE);
    assert_memory_not_equal(one.data, column.data, VAULT_INDEX_SIZE);
}

static void secrets_hash_by_purpose(void **state)
{
    struct box *b = *state;
    struct sql_blob session, same, token, index;
    assert_int_equal(vault_secret_hash(b->v, b->a, "session", "abc", &session), RC_OK);
    assert_int_equal(vault_secret_hash(b->v, b->a, "session", "abc", &same), RC_OK);
    assert_int_equal(vault_secret_hash(b->v, b->a, "token", "abc", &token), RC_OK);
    assert_int_equal(vault_index(b->v, b->a, "session", "abc", &index), RC_OK);
    assert_int_equal(session.size, 32);
    assert_memory_equal(session.data, same.data, 32);
    assert_memory_not_equal(session.data, token.data, 32);
    assert_memory_not_equal(session.data, index.data, VAULT_INDEX_SIZE);
}

static void what_an_old_epoch_sealed_opens_until_it_is_forgotten(void **state)
{
    struct box *b = *state;
    const char *text;
    struct sql_blob renewed, again;
    struct sql_blob old = seal(b, "persons.name", "r1", "secret");
    assert_int_equal(vault_epoch_of(old), 1);
    assert_int_equal(ring_add(&b->ring, RING_FIELD, 2), RC_OK);
    assert_int_equal(vault_use(b->v, &b->ring), RC_OK);
    assert_int_equal(vault_epoch(b->v, RING_FIELD), 2);
    assert_int_equal(vault_epoch(b->v, RING_SEALED), 1);
    assert_int_equal(vault_open(b->v, b->a, "persons.name", "r1", old, &text), RC_OK);
    assert_string_equal(text, "secret");
    assert_int_equal(vault_renew(b->v, b->a, RING_FIELD, "persons.phone", "r1", old, &renewed), RC_INTERNAL);
    assert_int_equal(vault_renew(b->v, b->a, RING_FIELD, "persons.name", "r1", old, &renewed), RC_OK);
    assert_int_equal(vault_epoch_of(renewed), 2);
    assert_int_equal(ring_drop(&b->ring, RING_FIELD, 1), RC_OK);
    assert_int_equal(vault_use(b->v, &b->ring), RC_OK);
    assert_int_equal(vault_open(b->v, b->a, "persons.name", "r1", old, &text), RC_INTERNAL);
    assert_int_equal(vault_open(b->v, b->a, "persons.name", "r1", renewed, &text), RC_OK);
    assert_string_equal(text, "secret");
    assert_int_equal(vault_renew(b->v, b->a, RING_FIELD, "persons.name", "r1", old, &again), RC_INTERNAL);
}

static void another_index_key_is_no_ring_for_this_vault(void **state)
{
    struct box *b = *state;
    struct ring other;
    ring_make(&other, 1);
    assert_int_equal(vault_use(b->v, &other), RC_INVALID);
    assert_int_equal(
        vault_open(b->v, b->a, "persons.name", "r1", seal(b, "persons.name", "r1", "x"), &(const char *){NULL}), RC_OK);
}

static void a_person_is_gone_with_the_key(void **state)
{
    struct box *b = *state;
    const char *text;
    struct sql_blob key, other, name, none = {NULL, 0};
    assert_int_equal(vault_make_key(b->v, b->a, "r1", &key), RC_OK);
    assert_int_equal(vault_make_key(b->v, b->a, "r2", &other), RC_OK);
    assert_int_equal(vault_seal_with(b->v, b->a, key, "persons.name", "r1", "secret", &name), RC_OK);
    assert_int_equal(vault_open_with(b->v, b->a, key, "persons.name", "r1", name, &text), RC_OK);
    assert_string_equal(text, "secret");
    assert_int_equal(vault_open_with(b->v, b->a, other, "persons.name", "r1", name, &text), RC_INTERNAL);
    assert_int_equal(vault_open_with(b->v, b->a, key, "persons.name", "r2", name, &text), RC_INTERNAL);
    assert_int_equal(vault_open_with(b->v, b->a, key, "persons.phone", "r1", name, &text), RC_INTERNAL);
    assert_int_equal(vault_open_with(b->v, b->a, none, "persons.name", "r1", name, &text), RC_OK);
    assert_null(text);
    /* The key survives a new epoch, and the name with it. */
    struct sql_blob renewed;
    assert_int_equal(ring_add(&b->ring, RING_FIELD, 2), RC_OK);
    assert_int_equal(vault_use(b->v, &b->ring), RC_OK);
    assert_int_equal(vault_renew(b->v, b->a, RING_FIELD, VAULT_KEY_COLUMN, "r1", key, &renewed), RC_OK);
    assert_int_equal(vault_open_with(b->v, b->a, renewed, "persons.name", "r1", name, &text), RC_OK);
    assert_string_equal(text, "secret");
}

static void a_full_arena_is_told(void **state)
{
    struct box *b = *state;
    struct arena *small = arena_new(256);
    static char text[4096];
    struct sql_blob out;
    const char *opened;
    memset(text, 'x', sizeof text - 1);
    assert_int_equal(vault_seal(b->v, small, "persons.name", "r1", text, &out), RC_TOO_LARGE);
    assert_null(out.data);
    struct sql_blob sealed = seal(b, "persons.name", "r1", text);
    arena_reset(small);
    assert_int_equal(vault_open(b->v, small, "persons.name", "r1", sealed, &opened), RC_TOO_LARGE);
    assert_null(opened);
    arena_free(small);
}

int main(void)
{
#define BOX_TEST(name) cmocka_unit_test_setup_teardown(name, open_box, close_box)
    const struct CMUnitTest tests[] = {
        BOX_TEST(opens_what_it_sealed),
        BOX_TEST(nothing_stays_nothing),
        BOX_TEST(refuses_a_moved_field),
        BOX_TEST(refuses_every_changed_byte),
        BOX_TEST(another_ring_opens_nothing),
        BOX_TEST(indexes_find_equal_values_only),
        BOX_TEST(what_an_old_epoch_sealed_opens_until_it_is_forgotten),
        BOX_TEST(another_index_key_is_no_ring_for_this_vault),
        BOX_TEST(a_person_is_gone_with_the_key),
        BOX_TEST(secrets_hash_by_purpose),
        BOX_TEST(a_full_arena_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
