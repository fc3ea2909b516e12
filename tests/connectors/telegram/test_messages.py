"""Private chats: what people write, tap, change and send, and what they get."""

from __future__ import annotations

import time

import pytest

from connectors.gateway import delivery, sanitize
from connectors.gateway.texts import text
from connectors.gateway.texts import texts as gateway_texts
from knowledge.reply import Button
from records import outbox
from records.models import Direction
from tests import conftest
from tests.conftest import speak
from tests.connectors.telegram.stored import stored
from tests.platforms.telegram.api import Refused

NOTICE = {tag: text("privacy", tag, days="90") for tag in ("en", "zh")}


def test_a_question_gets_its_answer_in_each_language_and_the_privacy_sentence_once(telegram, server, ann, li, brain):
    telegram.say(ann, "Where is it?")
    telegram.say(li, "大会在哪里举办？")
    telegram.until(lambda: len(telegram.sent) == 2)
    telegram.say(ann, "And when?")
    telegram.until(lambda: len(telegram.sent) == 3)
    assert telegram.said_in(1001) == [f"heard: Where is it?\n\n{NOTICE['en']}", "heard: And when?"]
    assert telegram.said_in(1002)[0].startswith("heard: 大会在哪里举办?\n\n")
    assert {heard.text: heard.language for _, heard in brain.messages} == {
        "Where is it?": "en",
        "And when?": "en",
        "大会在哪里举办?": "zh",
    }


def test_a_button_that_is_tapped_says_what_it_stands_for_and_the_tap_is_answered(telegram, server, ann, brain, scribe):
    brain.buttons = (Button("The forum"), Button("A person", "/want_person"))
    telegram.say(ann, "hello")
    (sent,) = telegram.until(lambda: telegram.sent)
    assert {title: len(data.encode()) for title, data in sent.buttons.items()} == {"The forum": 22, "A person": 22}
    taps = [telegram.tap(ann, sent, title) for title in ("The forum", "A person")]
    telegram.until(lambda: len(telegram.sent) == 3)
    telegram.until(lambda: set(taps) <= set(telegram.world.answers))
    assert [telegram.world.answers[tap] for tap in taps] == ["", ""]
    assert [(heard.text, heard.intent) for _, heard in brain.messages] == [
        ("hello", None), ("The forum", None), ("talk to a human", "want_person"),
    ]  # fmt: skip


@pytest.mark.parametrize(("person", "tag"), [("ann", "en"), ("li", "zh")])
def test_a_button_that_is_of_no_use_any_more_is_answered_in_the_visitors_language(telegram, server, brain, request, person, tag, rows):
    visitor = request.getfixturevalue(person)
    brain.buttons = (Button("The forum"),)
    telegram.say(visitor, "hello")
    (sent,) = telegram.until(lambda: telegram.sent)
    tap = telegram.tap_data(visitor, sent, "x" * 22)
    assert telegram.until(lambda: telegram.world.answers.get(tap)) == text("button_gone", tag)
    assert (rows("messages"), brain.heard) == (2, ["hello"])


def test_a_button_of_somebody_else_does_nothing(telegram, server, ann, li, brain):
    brain.buttons = (Button("The forum"),)
    telegram.say(ann, "hello")
    (sent,) = telegram.until(lambda: telegram.sent)
    tap = telegram.tap(li, sent, "The forum")
    assert telegram.until(lambda: telegram.world.answers.get(tap)) == text("button_gone", "zh")
    assert brain.heard == ["hello"]


def test_an_update_that_comes_several_times_during_its_turn_has_one_effect(telegram, server, ann, brain, rows):
    brain.seconds = 0.3
    update = telegram.post({"message": telegram.message(ann, "hello")}, times=6)
    telegram.until(lambda: telegram.said_in(1001))
    telegram.until(lambda: telegram.deliveries.count((update, 200)) == 6)
    assert (brain.heard, rows("messages"), len(telegram.sent)) == (["hello"], 2, 1)


def test_an_update_that_comes_again_after_its_answer_has_no_effect(telegram, server, ann, brain):
    number, message = telegram.world.new_update_id(), telegram.message(ann, "hello")
    for _ in range(2):
        telegram.post({"update_id": number, "message": message})
        telegram.until(lambda: telegram.said_in(1001))
    telegram.until(lambda: telegram.deliveries.count((number, 200)) == 2)
    assert (brain.heard, len(telegram.sent)) == (["hello"], 1)


def test_messages_of_a_chat_are_answered_in_their_order(telegram, server, ann, brain):
    for number in range(10):
        telegram.say(ann, f"number {number}")
    telegram.until(lambda: len(telegram.sent) == 10)
    assert [said.split("\n")[0] for said in telegram.said_in(1001)] == [f"heard: number {number}" for number in range(10)]


def test_typing_is_shown_while_an_answer_takes_its_time_and_not_otherwise(telegram, server, ann, li, brain):
    telegram.say(ann, "quick")
    telegram.until(lambda: telegram.said_in(1001))
    assert telegram.world.called("sendChatAction") == []
    brain.seconds = 0.9
    telegram.say(li, "slow")
    telegram.until(lambda: telegram.said_in(1002))
    assert [call.parameters for call in telegram.world.called("sendChatAction")] == [{"chat_id": 1002, "action": "typing"}]


# Changed messages


def test_the_newest_message_that_is_changed_counts_as_a_new_one(telegram, server, ann, brain):
    message = telegram.message(ann, "wehn is it?")
    telegram.post({"message": message})
    telegram.until(lambda: telegram.sent)
    telegram.edit(ann, message, "when is it?")
    telegram.until(lambda: len(telegram.sent) == 2)
    assert brain.heard == ["wehn is it?", "when is it?"]


def test_a_change_that_changes_no_word_and_one_of_an_older_message_are_passed_over(telegram, server, ann, brain):
    older, newest = telegram.message(ann, "when is it?"), telegram.message(ann, "where is it?")
    for number, message in enumerate((older, newest), 1):
        telegram.post({"message": message})
        telegram.until(lambda count=number: len(telegram.sent) == count)
    telegram.taken(telegram.edit(ann, newest, "where is it?"))
    telegram.taken(telegram.edit(ann, older, "when was it?"))
    assert brain.heard == ["when is it?", "where is it?"]


def test_a_change_of_a_message_that_never_came_is_passed_over(telegram, server, ann, rows):
    telegram.taken(telegram.edit(ann, telegram.message(ann, "x"), "y"))
    assert (rows("visitors"), rows("messages")) == (0, 0)


# What is no text


FILE = {"file_unique_id": "u"}
PHOTOS = [{**FILE, "file_id": f"f-{size}", "width": size, "height": size} for size in (90, 800)]
STICKER = {**FILE, "file_id": "f-4", "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}


@pytest.mark.parametrize(
    ("fields", "kind", "reference"),
    [
        ({"photo": PHOTOS}, "photo", "f-800"),
        ({"voice": {**FILE, "file_id": "f-1", "duration": 3}}, "voice", "f-1"),
        ({"document": {**FILE, "file_id": "f-2", "file_name": "<b>evil</b>.pdf"}}, "file", "f-2"),
        ({"video_note": {**FILE, "file_id": "f-3", "length": 9, "duration": 3}}, "video", "f-3"),
        ({"sticker": STICKER}, "sticker", "f-4"),
        ({"location": {"latitude": 22.5, "longitude": 114.0}}, "location", None),
        ({"contact": {"phone_number": "13800138000", "first_name": "Ann"}}, "contact", None),
        ({"dice": {"emoji": "🎲", "value": 3}}, "sticker", None),
    ],
)
def test_what_is_no_text_gets_a_kind_reply_and_is_kept_for_staff(telegram, server, ann, brain, scribe, fields, kind, reference):
    telegram.post({"message": telegram.message(ann, None, **fields)})
    telegram.until(lambda: telegram.sent)
    what = gateway_texts()["attachments"][kind]["en"]
    name = "attachment_kept" if reference else "attachment"
    assert telegram.said_in(1001) == [f"{text(name, 'en', what=what)}\n\n{NOTICE['en']}"]
    (kept, _) = stored(scribe, "1001")
    assert kept.metadata["attachment"] == ({"kind": kind, "file_id": reference} if reference else {"kind": kind})
    assert ("13800138000" in repr(kept), "evil" in repr(kept), brain.heard) == (False, False, [])


def test_the_words_under_a_picture_are_answered_and_the_picture_is_kept(telegram, server, ann, brain, scribe):
    photo = [{"file_id": "f-1", "file_unique_id": "u", "width": 9, "height": 9}]
    telegram.post({"message": telegram.message(ann, None, photo=photo, caption="Which hall is this?")})
    telegram.until(lambda: telegram.sent)
    assert brain.heard == ["Which hall is this?"]
    assert stored(scribe, "1001")[0].metadata["attachment"] == {"kind": "photo", "file_id": "f-1"}


def test_of_pictures_that_are_sent_as_one_all_are_kept_and_one_is_answered(telegram, server, ann, scribe):
    for number in range(4):
        photo = [{"file_id": f"f-{number}", "file_unique_id": "u", "width": 9, "height": 9}]
        telegram.taken(telegram.post({"message": telegram.message(ann, None, photo=photo, media_group_id="album-1")}))
    time.sleep(0.3)
    assert len(telegram.sent) == 1
    files = [m.metadata["attachment"]["file_id"] for m in stored(scribe, "1001") if m.direction is Direction.IN]
    assert files == ["f-0", "f-1", "f-2", "f-3"]


def test_joins_and_pins_are_no_messages(telegram, server, ann, rows):
    for fields in ({"pinned_message": telegram.message(ann, "x")}, {"new_chat_members": [ann.as_user()]}, {"delete_chat_photo": True}):
        telegram.taken(telegram.post({"message": telegram.message(ann, None, **fields)}))
    assert rows("messages") == 0


# Long, odd and hostile texts


def test_a_long_answer_comes_in_parts_at_the_ends_of_lines_with_the_buttons_under_the_last(telegram, server, ann, brain, monkeypatch):
    long = "\n".join(f"line {number}: {'深圳' * 40}" for number in range(60))
    monkeypatch.setattr(conftest, "echo", lambda _, buttons: conftest.Reply(long, conftest.Metadata(conftest.Kind.ANSWER, "zh"), buttons))
    brain.buttons = (Button("more"),)
    telegram.say(ann, "all of it")
    telegram.until(lambda: telegram.sent and telegram.sent[-1].buttons)
    parts = telegram.said_in(1001)
    assert "\n".join(parts).split("\n\n")[0] == long
    assert ([bool(sent.buttons) for sent in telegram.sent], len(parts)) == ([False] * (len(parts) - 1) + [True], 2)
    assert all(part.startswith("line ") for part in parts)


def test_several_replies_are_one_message_with_the_buttons_of_the_last(telegram, server, ann, scribe, brain, monkeypatch):
    speak(brain, monkeypatch, "First <this>.", "Then that?", buttons=("yes", "no"))
    telegram.say(ann, "go")
    (sent,) = telegram.until(lambda: telegram.sent)
    assert sent.text == f"First <this>.\n\nThen that?\n\n{NOTICE['en']}"
    assert (sent.html, list(sent.buttons), "<i>Privacy" in sent.raw) == (True, ["yes", "no"], True)
    telegram.until(lambda: states(scribe) == ["sent", "sent"])


def test_of_several_replies_one_that_is_too_long_stands_alone(telegram, server, ann, scribe, brain, monkeypatch):
    long = "\n".join("x" * 3000 for _ in range(2))
    speak(brain, monkeypatch, "one", "two", long, "three")
    telegram.say(ann, "go")
    telegram.until(lambda: telegram.sent and telegram.said_in(1001)[-1].startswith("three"))
    assert [said.partition("\n\n隐私提示")[0] for said in telegram.said_in(1001)] == ["one\n\ntwo", "x" * 3000, "x" * 3000, "three"]
    telegram.until(lambda: states(scribe) == ["sent"] * 4)


def states(scribe):
    with scribe.database.read() as session:
        return [found.state.value for found in outbox.list_(session)]


def test_a_later_try_goes_on_where_the_first_one_stopped(telegram, server, ann, brain, monkeypatch):
    monkeypatch.setattr(outbox, "FIRST_WAIT", 0.1)
    monkeypatch.setattr(delivery, "_LOOK_EVERY", 0.05)
    long = "\n".join("x" * 3000 for _ in range(3))
    monkeypatch.setattr(conftest, "echo", lambda _, buttons: conftest.Reply(long, conftest.Metadata(conftest.Kind.ANSWER, "en"), buttons))
    telegram.api.trouble["sendMessage"] = [None, Refused(502, "Bad Gateway")]
    telegram.say(ann, "all of it")
    telegram.until(lambda: len(telegram.sent) == 3)
    time.sleep(0.3)
    assert [len(said.split("\n\n")[0]) for said in telegram.said_in(1001)] == [3000] * 3


@pytest.mark.parametrize("words", ["a < b & c > d", "<b>bold</b>", "<script>alert(1)</script>", "]]> &lt; &amp;", "<i", "😀🏳️‍🌈<"])
def test_marks_of_html_arrive_as_they_were_written(telegram, server, ann, words):
    telegram.say(ann, f"{words} please")
    telegram.until(lambda: telegram.sent)
    assert telegram.said_in(1001)[0].split("\n\n")[0] == f"heard: {sanitize(words)} please"


def test_what_telegram_does_not_take_as_html_is_sent_as_plain_text(telegram, server, ann, brain):
    telegram.api.trouble["sendMessage"] = [Refused(400, "Bad Request: can't parse entities: Unsupported start tag")]
    telegram.say(ann, "a < b")
    telegram.until(lambda: telegram.sent)
    assert [(sent.text.split("\n\n")[0], sent.html) for sent in telegram.sent] == [("heard: a < b", False)]


def test_a_name_that_people_make_up_is_kept_nowhere(telegram, server, scribe, brain):
    evil = telegram.person(1003, "en", "<b>Admin</b> /restart")
    telegram.say(evil, "hello")
    telegram.until(lambda: telegram.sent)
    with scribe.database.read() as session:
        names = [row[0] for row in session.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        everything = [repr(session.exec_driver_sql(f"SELECT * FROM {name}").all()) for name in names]
    assert [found for found in everything if "Admin" in found or "user1003" in found] == []


# Delete my data


@pytest.mark.parametrize(
    ("person", "wish", "yes", "tag"), [("ann", "erase everything you know about me", None, "en"), ("li", "删除我的数据", "是的", "zh")]
)
def test_all_is_deleted_after_asking_once_and_the_last_sentence_arrives(telegram, server, request, rows, person, wish, yes, tag, brain):
    visitor = request.getfixturevalue(person)
    telegram.say(visitor, wish)
    (sent,) = telegram.until(lambda: telegram.sent)
    assert sent.text.split("\n\n")[0] == text("erase", tag)
    if yes:
        telegram.say(visitor, yes)
    else:
        tap = telegram.tap(visitor, sent, next(iter(sent.buttons)))
        telegram.until(lambda: tap in telegram.world.answers)
    telegram.until(lambda: telegram.said_in(visitor.id)[-1] == text("erased", tag))
    assert ({table: rows(table) for table in ("visitors", "messages", "deliveries", "seen_ids")}, brain.heard) == (
        {"visitors": 0, "messages": 0, "deliveries": 0, "seen_ids": 0}, [],
    )  # fmt: skip


def test_the_yes_that_telegram_delivers_again_begins_nothing(telegram, server, ann, rows):
    telegram.say(ann, "delete my data")
    telegram.until(lambda: telegram.sent)
    number, message = telegram.world.new_update_id(), telegram.message(ann, "yes")
    for _ in range(3):
        telegram.post({"update_id": number, "message": message})
    telegram.until(lambda: telegram.deliveries.count((number, 200)) == 3)
    telegram.until(lambda: len(telegram.sent) == 2)
    time.sleep(0.2)
    assert ([said.split("\n")[0] for said in telegram.said_in(1001)][1:], rows("visitors")) == ([text("erased", "en")], 0)
