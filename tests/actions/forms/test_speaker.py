"""Steps of a form in words."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from actions.forms.all import CASE_FORMS
from actions.forms.filing import Filing, Stage
from actions.forms.speaker import Speaker, resume_title
from actions.forms.step import Line, Step
from actions.forms.texts import text
from knowledge.reply import Button, Kind, Metadata, Reply
from knowledge.service import Service
from knowledge.text.folding import unmarked
from records.cases import Case, CaseKind, CaseState, EoNeed, ForumProposal

BOOTH, NEED, FORUM = (CASE_FORMS[kind] for kind in (CaseKind.BOOTH_REQUEST, CaseKind.EO_NEED, CaseKind.FORUM_PROPOSAL))
VALUES = {"host": "Atlas", "title": "Engineers", "preferred_date": {"date": "2023-04-16"}, "people": 90}
FILING = Filing("forum_proposal", "2023-03-01", VALUES, field="venue_wish")


def speaker(pack, form=FORUM, language="en", today="2023-03-01"):
    return Speaker(form, Service(pack, language, dt.date.fromisoformat(today)))


def said(lines, kind=Kind.FORM, buttons=(), form="forum_proposal", topic="forums"):
    return Reply("\n".join(lines), Metadata(kind, "en", topic, form=form), tuple(map(Button, buttons)))


def told(reply):
    """A reply as it is handed over: without the marks around the visitor's own words."""
    return dataclasses.replace(reply, text=unmarked(reply.text))


def case(details, kind, **more):
    now = dt.datetime(2023, 3, 1, tzinfo=dt.timezone.utc)
    whole = {"late": False, "after_end": False, "duplicate_of": None, "assigned": None, "due": None, **more}
    return Case(
        1,
        "FP-21-0001",
        kind,
        CaseState.SUBMITTED,
        1,
        1,
        1,
        "en",
        "web",
        filed_at=now,
        created_at=now,
        changed_at=now,
        details=details,
        **whole,
    )


@pytest.mark.parametrize(
    ("form", "today", "late", "over"),
    [
        (BOOTH, "2023-03-24", False, False),
        (BOOTH, "2023-03-25", True, False),
        (BOOTH, "2023-04-16", True, False),
        (BOOTH, "2023-04-17", True, True),
        (FORUM, "2023-03-10", False, False),
        (FORUM, "2023-03-11", True, False),
        (NEED, "2023-04-16", False, False),
        (NEED, "2023-04-17", True, True),
    ],
)
def test_it_is_late_after_the_deadline_and_over_after_the_conference(pack, form, today, late, over):
    words = speaker(pack, form, today=today)
    assert (words.late(), words.over()) == (late, over)


@pytest.mark.parametrize(
    ("today", "first", "facts", "formal"),
    [
        ("2023-03-01", "start_booth_request", ("booth.deadline",), True),
        ("2023-03-25", "late", ("booth.late",), True),
        ("2023-04-17", "over", (), False),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_opening_says_how_it_stands(pack, language, today, first, facts, formal):
    reply = speaker(pack, BOOTH, language, today).opening()
    values = {
        "deadline": {"zh": "2023年3月24日", "en": "24 March 2023"}[language],
        "end": {"zh": "2023年4月16日", "en": "16 April 2023"}[language],
    }
    assert reply.text.splitlines()[0] == text(first, language, 0, **values)
    assert text("formal_booth_request", language, 0, website=pack.event.website) in reply.text.splitlines() or not formal
    assert (reply.metadata.kind, reply.metadata.form, reply.metadata.facts) == (Kind.FORM, "booth_request", facts)
    assert bool(reply.metadata.sources) is bool(facts)


def test_a_question_is_asked_with_what_was_noted_and_a_button_that_skips(pack):
    words = speaker(pack)
    reply = words.reply(Step(FILING, (Line("noted", fields=("people", "title")),)))
    question = text("ask_venue_wish", "en") + text("skippable", "en")
    assert told(reply) == said(["Noted: People: 90; Title: Engineers.", question], buttons=["Skip"])


def test_choices_are_buttons(pack):
    reply = speaker(pack).reply(Step(dataclasses.replace(FILING, field="forum_kind")))
    titles = ["Parallel forum", "Thematic meeting", "Policy release", "Seminar", "Not sure"]
    assert reply == said([text("ask_forum_kind", "en")], buttons=titles)


def test_the_question_of_the_form_comes_before_that_of_the_field(pack):
    asked = speaker(pack, NEED).reply(Step(Filing("eo_need", "2023-03-01", field="email")))
    assert asked.text == text("ask_eo_need_email", "en")


def test_the_summary_shows_all_values_and_asks_for_a_yes(pack):
    reply = speaker(pack).reply(Step(dataclasses.replace(FILING, stage=Stage.SUMMARY, field=None)))
    lines = [
        "Please check your forum proposal:",
        "Host: Atlas",
        "Title: Engineers",
        "Date: 16 April 2023",
        "People: 90",
        text("privacy", "en", days="730"),
    ]
    assert told(reply) == said(lines, Kind.CONFIRM, ["Yes, file it", "Change something", "Cancel"])


@pytest.mark.parametrize(
    ("stage", "lines", "buttons"),
    [
        (Stage.DROPPING, [text("ask_dropping", "en")], ["Yes, drop it", "No, go on"]),
        (Stage.LEAVING, [text("ask_leaving", "en", 0, form="forum proposal")], ["Keep it for later", "Drop it", "Finish this one first"]),
        (
            Stage.BACK,
            [text("ask_back", "en", 0, form="forum proposal", summary="Host: Atlas\nTitle: Engineers\nDate: 16 April 2023\nPeople: 90")],
            ["Go on", "Drop it"],
        ),
        (
            Stage.CHANGING,
            [text("ask_what_to_change", "en", 0, fields="1. Host: Atlas\n2. Title: Engineers\n3. Date: 16 April 2023\n4. People: 90")],
            [],
        ),
    ],
)
def test_a_form_asks_about_itself(pack, stage, lines, buttons):
    assert told(speaker(pack).reply(Step(dataclasses.replace(FILING, stage=stage)))) == said(lines, buttons=buttons)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (Line("must_have", {"field": "host"}), "This one can't be skipped (Host)."),
        (Line("trouble_long", {"limit": 120, "length": 121}), "That is too long (121 characters, 120 at most). Please make it shorter."),
        (Line("so_far"), "So far:\nHost: Atlas\nTitle: Engineers\nDate: 16 April 2023\nPeople: 90"),
    ],
)
def test_a_line_is_said_with_its_values(pack, line, shown):
    assert unmarked(speaker(pack).line(line, FILING)) == shown


@pytest.mark.parametrize(
    ("more", "key"), [({}, "filed"), ({"late": True}, "filed_late"), ({"late": True, "after_end": True}, "filed_over")]
)
def test_what_is_filed_is_told_with_its_number_and_the_next_steps(pack, more, key):
    reply = speaker(pack).done(case(ForumProposal("Atlas", "Engineers"), CaseKind.FORUM_PROPOSAL, **more))
    lines = reply.text.splitlines()
    assert lines[0] == text(key, "en", 0, number="FP-21-0001")
    assert text("how_to_follow", "en", 0, number="FP-21-0001") in lines
    assert (reply.metadata.kind, reply.metadata.form, reply.buttons) == (Kind.FILED, "forum_proposal", ())
    assert ("forums.proposal" in reply.metadata.facts) is not more.get("after_end", False)


def test_a_confidential_need_goes_its_own_way(pack):
    reply = speaker(pack, NEED).done(case(EoNeed(confidential=True), CaseKind.EO_NEED))
    assert text("confidential_way", "en") in reply.text.splitlines()
    assert ("confidential.procedure" in reply.metadata.facts, "eo_account.procedure" in reply.metadata.facts) == (True, False)


def test_a_form_that_waits_is_offered(pack):
    reply = speaker(pack).done(case(ForumProposal("Atlas", "Engineers"), CaseKind.FORUM_PROPOSAL), ["eo_need", "booth_request"])
    assert reply.buttons == (Button("Go on with the booth request", "/file_booth"),)
    assert resume_title("booth_request", "zh") == "继续填展位意向"
