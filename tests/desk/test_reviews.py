"""Statistics, and questions that were not answered: groups, reviews, the files that come of them."""

from __future__ import annotations

import datetime as dt
import io
import re

import openpyxl
import pytest
import yaml

from desk.likeness import groups
from records import conversations, feedback, handover, reviews
from records.models import Rating
from tests.desk.conftest import NOW, words_of
from tests.desk.filed import send, shown, unanswered

# Statistics


async def test_statistics_are_drawn_listed_and_exported(world):
    talk = world.queued("where is it?", "until when?")
    world.passes(seconds=90)
    world.do(handover.claim, talk.id, "li", world.now)
    world.passes(seconds=60)
    world.do(handover.release, talk.id, "li", world.do(conversations.get, talk.id).epoch, world.now)
    world.do(handover.rate, talk.id, 4, world.now)
    page = await shown(world, "zhao", "/statistics")
    words = words_of(page)
    for said in ("Conversations", "Mean wait", "1 min", "4.0 / 5", "100%", "Asked for a person", "Applying to exhibit"):
        assert said in words
    assert page.text.count('<svg class="chart') >= 8
    csv = (await shown(world, "zhao", "/statistics/export?form=csv&series=questions_by_topic")).text
    assert csv.splitlines()[1] == "Applying to exhibit (booth application),2"
    book = openpyxl.load_workbook(io.BytesIO((await shown(world, "zhao", "/statistics/export?form=xlsx")).content))
    assert "Questions by topic" in book.sheetnames
    for key, figure in (("conversations_by_day", "1"), ("wait_by_day", "1.5"), ("handling_by_day", "1.0"), ("rating_by_day", "4.0")):
        rows = (await shown(world, "zhao", f"/statistics/export?form=csv&series={key}")).text.split()
        assert (rows[-1], len(rows)) == (f"03-01,{figure}", 31)


@pytest.mark.parametrize(
    "query", ["from=x&to=y", "from=2024-01-01&to=2023-01-01", "from=1900-01-01", "channel=%3Cscript%3E", "language=xx"]
)
async def test_a_period_that_cannot_be_is_the_usual_one(world, query):
    page = await shown(world, "zhao", f"/statistics?{query}")
    assert page.status_code == 200
    assert 'name="to" value="2023-03-01"' in page.text or "2023-01-01" in page.text


async def test_what_got_no_answer_stands_in_groups_of_what_is_alike(world):
    unanswered(world, "How much is parking?", "how much is the parking", "Is there a shuttle bus?", "停车多少钱？", "停车要多少钱")
    found = groups(world.do(reviews.open_, NOW - dt.timedelta(days=1)))
    assert [[one.text for one in group.questions] for group in found] == [
        ["停车要多少钱", "停车多少钱？"],
        ["how much is the parking", "How much is parking?"],
        ["Is there a shuttle bus?"],
    ]
    assert "5, in 3 groups" in words_of(await shown(world, "zhao", "/unanswered"))


async def test_a_thumb_down_asks_for_a_review_too(world):
    talk = world.talk("where is it?")
    world.do(feedback.give, talk.id, 2, Rating.DOWN, "", NOW)
    (found,) = world.do(reviews.open_, NOW)
    assert (found.text, found.disliked) == ("where is it?", True)


async def test_reviews_become_files_and_count_until_they_are_taken_over(world):
    unanswered(world, "How much is parking?", "will it rain", "when do I pay")
    ids = {one.text: str(one.asked.message_id) for one in world.do(reviews.open_, NOW)}
    await send(
        world, "wang", "/unanswered", id=ids["How much is parking?"], verdict="question", topic="forums", question="fee", zh="", en=""
    )
    await send(world, "wang", "/unanswered", id=ids["will it rain"], verdict="out_of_scope", topic="", question="", zh="", en="")
    await send(
        world,
        "wang",
        "/unanswered",
        id=ids["when do I pay"],
        verdict="answer",
        topic="booth",
        question="fee",
        zh="签约时。",
        en="When you sign.",
    )
    assert world.do(reviews.open_, NOW) == []
    phrases = yaml.safe_load((await shown(world, "wang", "/unanswered/export?kind=phrases")).text)
    assert phrases["nlu"] == [
        {"intent": "ask_fee", "examples": "- How much is parking?\n"},
        {"intent": "out_of_scope", "examples": "- will it rain\n"},
    ]
    changes = yaml.safe_load((await shown(world, "wang", "/unanswered/export?kind=changes")).text)
    assert changes == {
        "phrases": [{"topic": "forums", "question": "fee", "phrases": {"zh": [], "en": ["How much is parking?"]}}],
        "answers": [{"topic": "booth", "question": "fee", "asked": ["when do I pay"], "say": {"zh": "签约时。", "en": "When you sign."}}],
    }
    assert "3 reviews not taken over yet" in words_of(await shown(world, "wang", "/unanswered"))
    await send(world, "wang", "/unanswered/taken-over")
    assert world.do(reviews.pending) == 0


async def test_what_many_asked_in_the_same_words_stands_in_the_files_once(world):
    unanswered(world, "How much is parking?", "How much is parking?", "much is parking", "is there a bus", "a bus", "is there a bus")
    ids = {text: [] for text in ("parking", "bus")}
    for one in world.do(reviews.open_, NOW):
        ids["bus" if "bus" in one.text else "parking"].append(str(one.asked.message_id))
    said = {"topic": "booth", "question": "fee"}
    await send(world, "wang", "/unanswered", id=ids["parking"], verdict="question", zh="", en="", **said)
    await send(world, "wang", "/unanswered", id=ids["bus"], verdict="answer", zh="有。", en="Yes.", **said)
    phrases = yaml.safe_load((await shown(world, "wang", "/unanswered/export?kind=phrases")).text)
    assert phrases["nlu"] == [{"intent": "ask_fee", "examples": "- How much is parking?\n- much is parking\n"}]
    changes = yaml.safe_load((await shown(world, "wang", "/unanswered/export?kind=changes")).text)
    assert changes == {
        "phrases": [{**said, "phrases": {"zh": [], "en": ["How much is parking?", "much is parking"]}}],
        "answers": [{**said, "asked": ["is there a bus", "a bus"], "say": {"zh": "有。", "en": "Yes."}}],
    }
    assert "downloaded reviews" in words_of(await shown(world, "zhao", "/audit"))


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "question", "topic": "booth", "question": ""},
        {"verdict": "question", "topic": "no-such-topic", "question": "fee"},
        {"verdict": "answer", "topic": "booth", "question": "fee", "zh": "", "en": "yes"},
        {"verdict": "", "topic": "", "question": ""},
    ],
)
async def test_a_review_that_says_too_little_is_refused(world, fields):
    unanswered(world, "How much is parking?")
    (one,) = world.do(reviews.open_, NOW)
    assert (await send(world, "wang", "/unanswered", id=str(one.asked.message_id), **fields)).status_code == 400
    assert world.do(reviews.pending) == 0


async def test_what_was_understood_is_corrected_from_the_conversation(world):
    talk = world.talk("how much is it")
    form = await shown(world, "li", f"/conversations/{talk.id}/correct?message=1")
    message = re.search(r'name="message" value="(\d+)"', form.text)[1]
    path = f"/conversations/{talk.id}/correct"
    await send(world, "li", path, message=message, verdict="question", topic="booth", question="fee", zh="", en="")
    assert [one.review.question for one in world.do(reviews.reviewed, exported=False)] == ["fee"]
    assert "reviewed" in words_of(await shown(world, "li", f"/conversations/{talk.id}"))
