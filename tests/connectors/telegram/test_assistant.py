"""The real assistant, over Telegram."""

from __future__ import annotations

import pytest

from bot.cli.runtime import gateway_to
from connectors.gateway.texts import text
from records.models import Direction
from tests.connectors.telegram.stored import stored

pytestmark = pytest.mark.model


@pytest.fixture
def gateway_of(assistant, settings):
    """The gateway to the real assistant."""
    return gateway_to(assistant, settings)


@pytest.fixture
def people(telegram, request):
    """Two people whom no other test knows: the assistant's records are those of the session."""
    first = 900_000 + 10 * abs(hash(request.node.name)) % 90_000
    return telegram.person(first, "en"), telegram.person(first + 1, "zh-hans")


def answer(telegram, person, number=1):
    return telegram.until(lambda: len(telegram.said_in(person.id)) >= number and telegram.said_in(person.id)[number - 1], 30)


def test_a_question_in_each_language(telegram, server, people):
    ann, li = people
    telegram.say(ann, "Is the conference in Beijing?")
    telegram.say(li, "參展報名截止到幾號？")
    assert answer(telegram, ann).startswith("No: The conference is held in Shenzhen")
    assert "2023年3月24日" in answer(telegram, li)
    assert answer(telegram, li).endswith(text("privacy", "zh-Hant", days="90"))


def test_a_question_back_is_answered_with_a_button(telegram, server, people):
    ann, _ = people
    telegram.say(ann, "whom do I contact?")
    answer(telegram, ann)
    sent = telegram.sent[-1]
    assert sent.buttons
    telegram.tap(ann, sent, next(iter(sent.buttons)))
    assert "@" in answer(telegram, ann, 2)


def test_the_commands(telegram, server, people):
    ann, li = people
    for number, (command, words) in enumerate(
        (
            ("/start", "Hello!"),
            ("/start booth", "applies for a booth"),
            ("/help", "From the official notice"),
            ("/human", "Please contact"),
            ("/cancel", "No problem"),
        ),
        1,
    ):
        telegram.say(ann, command)
        assert words in answer(telegram, ann, number), command
    telegram.say(ann, "/language zh")
    assert "中文" in answer(telegram, ann, 6)
    telegram.say(ann, "and the forum?")
    assert "论坛" in answer(telegram, ann, 7)
    telegram.say(li, "/start")
    assert answer(telegram, li).startswith("您好！")


def test_a_link_that_begins_with_a_topic_sets_it_for_the_questions_that_follow(telegram, server, people, library):
    _, li = people
    topics = library.index().pack.topics
    topic = next(topic for topic in topics.values() if topic.name.zh == "海归人才招聘会")
    telegram.say(li, f"/start {topic.id}")
    answer(telegram, li)
    telegram.say(li, "电话呢")
    assert "13128927952" in answer(telegram, li, 2)


def test_a_link_that_names_a_topic_is_no_answer_to_a_form(telegram, server, people):
    _, li = people
    for number, (words, said) in enumerate((("我想预订展位", "全称"), ("珠海远望光电有限公司", "国家"), ("/start forums", "论坛")), 1):
        telegram.say(li, words)
        assert said in answer(telegram, li, number)
    assert answer(telegram, li, 4) == "来自哪个国家或地区？"  # apart from the answer, which has buttons


@pytest.mark.parametrize(
    ("command", "kinds"),
    [("/language en", ["smalltalk", "form"]), ("/help@ciep_test_bot", ["smalltalk", "form"]), ("/human", ["handoff", "form"])],
)
def test_a_command_is_no_answer_to_a_form(telegram, server, people, assistant, command, kinds):
    _, li = people
    telegram.say(li, "我想预订展位")
    answer(telegram, li)
    telegram.say(li, command)
    answer(telegram, li, 2)
    replies = [message for message in stored(assistant.scribe, str(li.id)) if message.direction is Direction.OUT]
    assert [reply.metadata["kind"] for reply in replies[-2:]] == kinds
    assert replies[-1].text.startswith(("请问单位全称是什么", "What is the full name"))


def test_all_is_deleted_and_the_next_word_begins_anew(telegram, server, people):
    ann, _ = people
    for number, (words, said) in enumerate(
        (
            ("When is it?", "15"),
            ("please delete all my data", text("erase", "en")),
            ("yes", text("erased", "en")),
            ("And where?", "Privacy"),
        ),
        1,
    ):
        telegram.say(ann, words)
        assert said in answer(telegram, ann, number)
