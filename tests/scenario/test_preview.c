/*
 * test_preview.c - the paper that an act would make is shown before the act, and says what the PDF will say.
 */
#include "support/scenario.h"

#include <stdio.h>
#include <string.h>

#define WORDS                                                                                                                              \
    "'outcome':'support','facts':'经查，枫林小区东门三盏路灯线路老化','basis':'《信访工作条例》第三十二条'," \
    "'answers':[{'demand_id':'@demand:1','outcome':'support','answer':'本月内更换线路','basis':'第三十二条'}]"
#define PREVIEW "{'event':'draft_opinion','fields':{" WORDS "}}"

static void the_opinion_is_in_hand(struct scenario *s)
{
    move_clock(s, "2026-03-02 09:00");
    in_handling(s, "zhujian", "demo-housing-intake", "demo-housing", "枫林小区路灯不亮");
    as(s, "demo-housing");
}

static void it_says_what_the_paper_will_say(void **state)
{
    struct scenario *s = *state;
    char line[400], path[120];
    the_opinion_is_in_hand(s);
    post(s, "/cases/@case/documents/preview", PREVIEW);
    expect(s, 200);
    expect_text(s, "type", "handling_opinion");
    expect_text(s, "lines.0.kind", "title");
    expect_text(s, "lines.1.text", "（草稿 DRAFT）");
    if (!says(s, "三盏路灯线路老化") || !says(s, "本月内更换线路") || !says(s, "申请复查")) {
        fail_msg("the preview lacks words of the act or of the template");
    }
    snprintf(line, sizeof line, "%s", value(s, "next_number"));
    post(s, "/cases/@case/documents/preview", PREVIEW);
    expect_text(s, "next_number", line); /* looking takes none */
    act(s, "draft_opinion", "{" WORDS "}");
    expect(s, 200);
    get(s, "/cases/@case/documents");
    snprintf(path, sizeof path, "/cases/@case/documents/%s/pdf", value(s, "data[type=handling_opinion].id"));
    get(s, "%s", path);
    expect_pdf(s, "三盏路灯线路老化");
    expect_pdf(s, "本月内更换线路");
    acts(s, "demo-housing-legal", "check", "{}");
    acts(s, "demo-housing-head", "sign", "{}");
    get(s, "/cases/@case/documents");
    expect_text(s, "data[type=handling_opinion].number", line);
}

static void a_half_written_one_is_shown_too_and_names_stay_masked(void **state)
{
    struct scenario *s = *state;
    the_opinion_is_in_hand(s);
    get(s, "/cases/@case");
    char masked[40];
    snprintf(masked, sizeof masked, "%s", value(s, "parties.0.name"));
    post(s, "/cases/@case/documents/preview", "{'event':'draft_opinion'}");
    expect(s, 200);
    if (!says(s, masked)) {
        fail_msg("the preview does not name the petitioner as %s", masked);
    }
    post(s, "/cases/@case/documents/preview",
         "{'event':'draft_opinion','fields':{'answers':'none','facts':7,'outcome':[1]}}");
    expect(s, 200); /* what the act would refuse is no reason to show nothing */
}

static void what_makes_no_paper_or_is_not_theirs_is_refused(void **state)
{
    struct scenario *s = *state;
    the_opinion_is_in_hand(s);
    post(s, "/cases/@case/documents/preview", "{'event':'contact'}");
    expect_refused(s, 422, "no_preview", "/event");
    post(s, "/cases/@case/documents/preview", "{'event':'sign'}"); /* not in this state */
    expect_refused(s, 422, "no_preview", "/event");
    as(s, "demo-town");
    post(s, "/cases/@case/documents/preview", PREVIEW);
    expect(s, 404);
}

int main(void)
{
    const struct CMUnitTest stories[] = {
        STORY(it_says_what_the_paper_will_say),
        STORY(a_half_written_one_is_shown_too_and_names_stay_masked),
        STORY(what_makes_no_paper_or_is_not_theirs_is_refused),
    };
    return STORIES(stories);
}
