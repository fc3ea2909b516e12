"""Each action on the small pack."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
import yaml
from rasa_sdk import Action

from actions.answer import ActionAnswer
from actions.booth_request import ActionBoothRequestForm
from actions.cases import ActionCases
from actions.eo_need import ActionEoNeedForm
from actions.forum_proposal import ActionForumProposalForm
from actions.hand_over import ActionHandOver
from actions.out_of_scope import ActionOutOfScope
from actions.set_language import ActionSetLanguage
from actions.small_talk import ActionSmallTalk
from knowledge.wording.texts import text

ROOT = Path(__file__).parents[2]
ACTIONS = (
    ActionAnswer, ActionBoothRequestForm, ActionCases, ActionEoNeedForm, ActionForumProposalForm, ActionHandOver, ActionOutOfScope,
    ActionSetLanguage, ActionSmallTalk,
)  # fmt: skip


def test_the_domain_names_every_action():
    domain = yaml.safe_load((ROOT / "bot" / "domain" / "domain.yml").read_text(encoding="utf-8"))
    assert sorted(action().name() for action in ACTIONS) == sorted(domain["actions"])


def test_every_module_holds_one_action():
    modules = sorted(path.stem for path in (ROOT / "actions").glob("*.py") if path.stem not in ("__init__", "base", "form_base", "keeping"))
    assert sorted(inspect.getmodule(action).__name__.rpartition(".")[2] for action in ACTIONS) == modules
    assert all(issubclass(action, Action) for action in ACTIONS)


@pytest.mark.parametrize(
    ("asked", "first", "source"),
    [
        ("when is the fair?", "The fair is on 10–11 May 2030.", "Source: Notice, I(1)"),
        ("交流会几号开？", "交流会的时间是2030年5月10—11日。", "依据：通知 一（一）"),
    ],
)
async def test_a_question_is_answered_with_its_source(conversation, asked, first, source):
    reply = await conversation.say(ActionAnswer, asked, "ask_time")
    assert (reply["kind"], reply["facts"], reply["topic"]) == ("answer", ["fair.time"], "fair")
    assert reply["text"].startswith(first)
    assert reply["text"].splitlines()[-1] == source


async def test_after_the_event_the_answer_is_in_the_past(conversation):
    conversation.today = "2030-06-01"
    reply = await conversation.say(ActionAnswer, "when is the fair?", "ask_time")
    assert reply["text"].startswith("The fair was on 10–11 May 2030.")


async def test_what_the_notice_is_silent_about_gets_the_contact_who_would_know(conversation):
    reply = await conversation.say(ActionAnswer, "any hotel nearby?", "out_of_scope_near")
    assert (reply["kind"], reply["facts"]) == ("fallback", [])
    assert reply["text"].startswith("The notice says nothing about hotels.")
    assert "0755-10000001" in reply["text"]


@pytest.mark.parametrize(("asked", "intent"), [("I want a human", "want_person"), ("I want my money back for the booth", "complaint")])
async def test_a_hand_over_names_the_contact_and_promises_nothing(conversation, asked, intent):
    reply = await conversation.say(ActionHandOver, asked, intent)
    assert reply["kind"] == "handoff"
    assert reply["text"].splitlines()[0] == text("handoff_wish" if intent == "want_person" else "handoff", "en")
    assert text("handoff_no_promise", "en") in reply["text"]
    assert "0755-1000000" in reply["text"]


async def test_a_hand_over_about_a_section_names_its_own_contact(conversation):
    reply = await conversation.say(ActionHandOver, "展位的钱退给我", "complaint")
    assert (reply["topic"], reply["sources"]) == ("booth", ["附件2 四"])
    assert "0755-10000003" in reply["text"]


async def test_a_wish_to_file_begins_a_form_with_what_it_says(conversation):
    reply = await conversation.say(ActionBoothRequestForm, "我要申请36平的展位", "file_booth")
    assert (reply["kind"], reply["form"]) == ("form", "booth_request")
    assert reply["text"] == "已记下：大小：36平方米。\n请问单位全称是什么？"
    assert conversation.slots["filing"]["open"]["values"] == {"size": {"square_metres": 36.0}}


async def test_a_hand_over_is_a_case_and_a_second_one_adds_to_it(conversation):
    first = await conversation.say(ActionHandOver, "I want a human", "want_person")
    again = await conversation.say(ActionHandOver, "I still want a human", "want_person")
    assert ("Noted for the staff as HO-" in first["text"], "HO-" in again["text"], first["text"] != again["text"]) == (True, True, True)


@pytest.mark.parametrize(("intent", "key"), [("out_of_scope", "far"), ("nonsense", "not_understood")])
async def test_what_has_nothing_to_do_with_the_fair_gets_a_short_way_back(conversation, intent, key):
    reply = await conversation.say(ActionOutOfScope, "please write me a poem", intent)
    assert (reply["kind"], reply["text"], reply["facts"]) == ("fallback", text(key, "en"), [])


@pytest.mark.parametrize("intent", ["goodbye", "thank", "help", "how_are_you", "praise", "insult", "grumble", "wait"])
@pytest.mark.parametrize(("asked", "language"), [("随便说点什么吧", "zh"), ("just saying something here", "en")])
async def test_small_talk_says_the_text_of_its_intent(conversation, intent, asked, language):
    reply = await conversation.say(ActionSmallTalk, asked, intent)
    assert (reply["kind"], reply["text"]) == ("smalltalk", text(intent, language))


async def test_the_language_that_was_asked_for_holds_until_another_is(conversation):
    reply = await conversation.say(ActionSetLanguage, "请说英文", "speak_english")
    assert (reply["language"], reply["text"]) == ("en", text("speak_english", "en"))
    assert (await conversation.say(ActionAnswer, "交流会几号开？", "ask_time"))["language"] == "en"
    await conversation.say(ActionSetLanguage, "speak Chinese please", "speak_chinese")
    assert (await conversation.say(ActionAnswer, "when is the fair?", "ask_time"))["language"] == "zh"


async def test_a_follow_up_keeps_the_topic(conversation):
    await conversation.say(ActionAnswer, "展位申请截止几号？", "ask_deadline")
    reply = await conversation.say(ActionAnswer, "怎么申请？", "ask_procedure")
    assert reply["facts"][0] == "booth.procedure"


async def test_a_choice_is_taken_whatever_it_looks_like(conversation):
    offered = await conversation.say(ActionAnswer, "展位", "ask_content")
    assert offered["buttons"]
    reply = await conversation.say(ActionSmallTalk, offered["buttons"][0]["title"], "greet")
    assert reply["kind"] == "answer"
