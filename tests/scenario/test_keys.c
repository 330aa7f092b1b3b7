/*
 * test_keys.c - keys are renewed under people's feet: nobody loses a name, nothing stays under the old key, and both verifiers find all as it
 * was.
 */
#include "support/scenario_archive.h"
#include "support/support.h"

#include "store/ring.h"
#include "store/sql.h"

#include <stdio.h>
#include <string.h>

/* The master key of a folder. */
static void read_master(const char *folder, uint8_t out[CRYPTO_KEY_SIZE])
{
    FILE *f = fopen(support_path(folder, "keys/master.key"), "rb");
    assert_non_null(f);
    assert_int_equal(fread(out, 1, CRYPTO_KEY_SIZE, f), CRYPTO_KEY_SIZE);
    fclose(f);
}

/* As `petitiond key rotate` and `forget` do, the latter without their patience. */
static void change_ring(struct scenario *s, int is_forgetting)
{
    uint8_t master[CRYPTO_KEY_SIZE];
    struct ring ring;
    const char *path = support_path(data_folder(s), "keys/ring");
    read_master(data_folder(s), master);
    assert_int_equal(ring_read(path, master, &ring), RC_OK);
    for (int p = RING_FIELD; p <= RING_SEALED; p++) {
        enum ring_purpose purpose = (enum ring_purpose)p;
        int epoch = ring_newest(&ring, purpose)->epoch;
        assert_int_equal(is_forgetting ? ring_drop(&ring, purpose, epoch - 1) : ring_add(&ring, purpose, 1), RC_OK);
    }
    assert_int_equal(ring_write(path, master, &ring), RC_OK);
}

static void somebody_writes(struct scenario *s, const char *name, const char *phone)
{
    char body[600];
    as(s, "demo-window");
    snprintf(
        body, sizeof body,
        "{'channel':'letter','purpose':'relief','title':'路灯不亮','request':'修好路灯','demands':[{'text':'修好路灯'}]"
        ","
        "'class_code':'0309','place_unit_id':'@unit:laocheng','persons':[{'role':'petitioner','kind':'natural','name':'"
        "%s','phone':'%s','address':'古城路7号'}]}",
        name, phone);
    submit(s, body);
    expect(s, 201);
    acts(s, "demo-bureau", "screen", "{'class_code':'0309','urgency':'normal'}");
}

static void expect_person(struct scenario *s, const char *id, const char *name, const char *phone)
{
    char path[90];
    turn_to(s, id);
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    snprintf(path, sizeof path, "/cases/@case/parties/%s/reveal", value(s, "parties.0.id"));
    post(s, path, "{'reason':'contact'}");
    expect(s, 200);
    expect_text(s, "name", name);
    expect_text(s, "phone", phone);
}

static void expect_file(struct scenario *s, const char *login, const char *path, const char *content)
{
    as(s, login);
    post(s, path, "{'reason':'check'}");
    expect(s, 200);
    assert_true(is_bytes(s, content, strlen(content)));
}

/* Only the small key of a file is sealed anew, in both lanes. */
static void files_outlive_their_keys(void **state)
{
    struct scenario *s = *state;
    static const char note[] = "a note of the meeting\n";
    char open[90], sealed[90], id[32], said[2000];
    move_clock(s, "2026-03-02 09:00");
    somebody_writes(s, "司徒青", "13800002222");
    as(s, "demo-bureau");
    send_file(s, "/cases/@case/files", "a.txt", note, sizeof note - 1);
    expect(s, 201);
    snprintf(open, sizeof open, "/cases/%s/files/%s/open", case_id(s), value(s, "data.0.id"));
    as(s, "demo-sealed");
    submit(s, "{'channel':'letter','purpose':'accusation','title':'线索','request':'请求','demands':[{'text':'诉求'}],"
              "'class_code':'1601','place_unit_id':'@unit:gangkou','persons':[{'role':'petitioner','kind':'natural',"
              "'name':'钟某某'}],'accused':[{'unit_id':'@unit:qingwan'}]}");
    send_file(s, "/cases/@case/files", "b.txt", note, sizeof note - 1);
    expect(s, 201);
    snprintf(id, sizeof id, "%s", case_id(s));
    snprintf(sealed, sizeof sealed, "/cases/%s/files/%s/open", id, value(s, "data.0.id"));
    change_ring(s, 0);
    while (rekey_step(s)) {
    }
    change_ring(s, 1);
    while (rekey_step(s)) {
    }
    expect_file(s, "demo-bureau", open, note);
    expect_file(s, "demo-sealed", sealed, note);
    expect_both_good(stop_server(s), said, sizeof said);
}

static void names_outlive_their_keys(void **state)
{
    struct scenario *s = *state;
    char first[32], second[32], said[2000];
    move_clock(s, "2026-03-02 09:00");
    somebody_writes(s, "司徒青", "13800002222");
    snprintf(first, sizeof first, "%s", case_id(s));
    change_ring(s, 0);
    while (rekey_step(s)) {
    }
    somebody_writes(s, "欧阳白", "13800003333");
    snprintf(second, sizeof second, "%s", case_id(s));
    expect_person(s, first, "司徒青", "13800002222");
    as(s, "demo-bureau-head");
    get(s, "/journal?limit=5");
    expect_text(s, "data[action=keys.renewed].changes[field=epochs].after", "2.2");
    change_ring(s, 1);
    assert_int_equal(rekey_step(s), 0);
    expect_person(s, first, "司徒青", "13800002222");
    expect_person(s, second, "欧阳白", "13800003333");
    expect_both_good(stop_server(s), said, sizeof said);
    restart_server(s);
    expect_person(s, first, "司徒青", "13800002222");
}

/* Who is signed in goes on working, and after a restart, when nobody remembers them, too: sessions are bound to a key that stays. */
static void sessions_outlive_new_keys(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    as(s, "demo-bureau");
    get(s, "/sessions/current");
    expect(s, 200);
    change_ring(s, 0);
    while (rekey_step(s)) {
    }
    change_ring(s, 1);
    while (rekey_step(s)) {
    }
    get(s, "/sessions/current");
    expect(s, 200);
    (void)stop_server(s);
    restart_server(s);
    as(s, "demo-bureau");
    get(s, "/sessions/current");
    expect(s, 200);
    expect_text(s, "account.login", "demo-bureau");
}

/* `petitiond key rotate` while people work: what comes in between the steps lies under the new key, what was there moves to it. */
static void work_goes_on_meanwhile(void **state)
{
    struct scenario *s = *state;
    char ids[6][32], name[40];
    move_clock(s, "2026-03-02 09:00");
    for (int i = 0; i < 6; i++) {
        snprintf(name, sizeof name, "司徒青%d", i);
        somebody_writes(s, name, "13800002222");
        snprintf(ids[i], sizeof ids[i], "%s", case_id(s));
        if (i % 2 == 1) {
            change_ring(s, 0); /* again before the last one is through */
        }
        (void)rekey_step(s);
    }
    while (rekey_step(s)) {
    }
    change_ring(s, 1);
    for (int i = 0; i < 6; i++) {
        snprintf(name, sizeof name, "司徒青%d", i);
        expect_person(s, ids[i], name, "13800002222");
    }
}

/* An epoch that goes too early takes names with it: that is what `petitiond key forget` looks for first. */
static void without_the_work_the_names_are_gone(void **state)
{
    struct scenario *s = *state;
    char path[90];
    move_clock(s, "2026-03-02 09:00");
    somebody_writes(s, "司徒青", "13800002222");
    as(s, "demo-bureau");
    get(s, "/cases/@case");
    snprintf(path, sizeof path, "/cases/@case/parties/%s/reveal", value(s, "parties.0.id"));
    (void)stop_server(s);
    change_ring(s, 0);
    change_ring(s, 1);
    restart_server(s);
    as(s, "demo-bureau");
    post(s, path, "{'reason':'contact'}");
    expect(s, 500);
}

static void a_server_that_was_away_takes_up_the_ring(void **state)
{
    struct scenario *s = *state;
    move_clock(s, "2026-03-02 09:00");
    somebody_writes(s, "司徒青", "13800002222");
    (void)stop_server(s);
    change_ring(s, 0);
    restart_server(s);
    while (rekey_step(s)) {
    }
    change_ring(s, 1);
    assert_int_equal(rekey_step(s), 0);
    expect_person(s, case_id(s), "司徒青", "13800002222");
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(files_outlive_their_keys),
        STORY(names_outlive_their_keys),
        STORY(sessions_outlive_new_keys),
        STORY(work_goes_on_meanwhile),
        STORY(without_the_work_the_names_are_gone),
        STORY(a_server_that_was_away_takes_up_the_ring),
    };
    return STORIES(stories);
}
