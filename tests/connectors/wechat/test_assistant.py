"""The real assistant on WeChat: what a visitor gets to see."""

from __future__ import annotations

import asyncio
import re

import pytest

from connectors.gateway.clock import utc_now
from records import platforms
from tests.connectors.wechat.conftest import standing
from tests.platforms.served import Served
from tests.platforms.wechat import WeChat


@pytest.fixture(scope="module")
def fair(assistant, library):
    """A server with the assistant, and its platform; at WeChat's own pace."""
    from connectors.wechat.times import Times

    platform = WeChat()
    with Served(platform.app) as served:
        platform.api = served.url
        with standing(platform, assistant, assistant.scribe, times=Times()) as world:
            yield world


@pytest.fixture
def who(fair, request):
    """A follower of each test's own."""
    return fair.platform.follower(f"o{abs(hash(request.node.name)):028d}"[:28])


async def test_a_question_in_chinese_is_answered_in_chinese_with_its_source(fair, who):
    delivery = await fair.platform.say(who, "大会什么时候举办？")
    assert (delivery.tries, [how for how, _ in who.shown]) == (1, ["passive"])
    assert [part for part in ("4月15", "依据：", "隐私提示：") if part not in who.texts[0]] == []
    assert delivery.seconds[0] < 4.5


async def test_a_question_in_english_is_answered_in_english(fair, who):
    await fair.platform.say(who, "Where is the conference held?")
    assert all(part in who.texts[0] for part in ("Shenzhen", "Source: ", "Privacy: "))


async def test_traditional_characters_are_answered_in_kind(fair, who):
    await fair.platform.say(who, "大會在哪裏舉辦？")
    assert "依據" in who.texts[0]


async def test_a_question_back_is_answered_with_its_number(fair, who):
    await fair.platform.say(who, "郭老师")
    ((how, text),) = who.shown
    second = next(line for line in text.splitlines() if line.startswith("2. "))
    assert (how, text.count(second)) == ("passive", 1)
    await fair.platform.say(who, "2")
    asked, answered = fair.talk(who)[-2:]
    assert (asked.payload, answered.metadata["kind"]) == ({"text": second.removeprefix("2. ")}, "answer")


async def test_who_scans_a_code_can_go_on_about_its_topic(fair, who):
    await fair.platform.event(who, "subscribe", EventKey="qrscene_online", Ticket="T")
    assert who.texts[0].startswith("您好，欢迎！")
    await fair.platform.say(who, "网址是什么？")
    assert "依据：" in who.texts[-1]
    (topic,) = {m.metadata.get("topic") for m in fair.talk(who)[-1:]}
    assert topic == "online"


async def test_a_code_that_is_scanned_in_the_middle_of_a_form_is_no_answer_to_it(fair, who):
    await fair.platform.say(who, "我想预订展位")
    await fair.platform.event(who, "SCAN", EventKey="forums", Ticket="T")
    assert [reply.metadata["kind"] for reply in fair.talk(who)[-2:]] == ["answer", "form"]
    assert "单位全称" in who.texts[-1]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("wish:file_booth:登记展位", "正在登记中"),
        ("wish:file_eo:EO供需登记", "还没有提交"),
        ("wish:want_person:找工作人员", "联系组委会的工作人员"),
        ("怎么去会场？", "深圳会展中心"),
    ],
)
async def test_a_tap_on_the_menu_in_the_middle_of_a_form_is_no_answer_to_it(fair, who, key, said):
    await fair.platform.say(who, "我想预订展位")
    await fair.platform.event(who, "CLICK", EventKey=key)
    assert said in who.texts[-1]
    assert "国家" not in who.texts[-1]


async def test_a_wish_for_a_person_from_the_menu(fair, who):
    await fair.platform.event(who, "CLICK", EventKey="wish:want_person:Talk to a person")
    found = fair.talk(who)[-1].metadata
    assert (found["kind"], found["language"]) == ("handoff", "en")


async def test_what_is_asked_by_the_menu_is_answered(fair, who):
    for key in (
        "大会什么时候、在哪里举办？",
        "怎么报名参展？",
        "参展报名截止到几号？",
        "有哪些论坛？",
        "When and where is the conference?",
    ):
        await fair.platform.event(who, "CLICK", EventKey=key)
        assert fair.talk(who)[-1].metadata["kind"] in {"answer", "clarify"}, key


async def filed(fair, who, *steps):
    """Say each step and wait for what comes of it; the number of the case, from the last reply."""
    for step in steps:
        before = len(who.shown)
        await (step() if callable(step) else fair.platform.say(who, step))
        await fair.until(lambda before=before: len(who.shown) > before, 10)
    last = fair.talk(who)[-1]
    assert last.metadata["kind"] == "filed", who.texts[-1]
    return re.search(r"BR[-\w]+", who.texts[-1])[0]


def choice(who, title):
    """The number that a button has in the last list that was shown."""
    return next(line.partition(".")[0] for line in who.texts[-1].splitlines() if re.fullmatch(rf"\d+\. {title}.*", line))


async def test_a_whole_booth_request_by_numbers(fair, who):
    fair.platform.menus = False

    def number(title):
        async def typed():
            await fair.platform.say(who, choice(who, title))

        return typed

    booth = await filed(
        fair, who, "我们想要个36平的展位，做激光雷达的", "珠海远望光电有限公司", "中国", number("企业引领"), number("光地"), number("否"),
        "张伟", "138 0013 8000", "zhangwei@mingmou.example", number("确认提交"),
    )  # fmt: skip
    assert booth
    assert {how for how, _ in who.shown} == {"passive"}


async def test_a_whole_booth_request_by_a_menu_to_tap(fair, who):
    fair.platform.menus = True
    with fair.gateway.scribe.database.begin() as session:
        platforms.note(session, "wechat", fair.platform.app_id, service_at=utc_now(), no_menus_until=None)
    await asyncio.sleep(1.1)  # until the server knows

    def tap(title):
        async def tapped():
            item, _, words = next(line for line in who.texts[-1].splitlines() if re.match(rf"\[\d+\] {title}", line)).partition("] ")
            await fair.platform.tap_item(who, item.strip("["), words)

        return tapped

    booth = await filed(
        fair, who, "我们想要个36平的展位，做激光雷达的", "珠海远望光电有限公司", "中国", tap("企业引领"), tap("光地"), tap("否"),
        "张伟", "138 0013 8000", "zhangwei@mingmou.example", tap("确认提交"),
    )  # fmt: skip
    assert booth
    assert {"menu", "passive"} <= {how for how, _ in who.shown}
