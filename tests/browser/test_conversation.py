"""What a visitor does in a conversation, in Chromium."""

from __future__ import annotations

import json
import re

import pytest

expect = pytest.importorskip("playwright.sync_api").expect


def test_nothing_is_sent_or_kept_on_the_server_before_the_visitor_agrees(visit, site):
    chat = visit(site.url)
    asked = []
    chat.page.on("request", lambda request: asked.append(f"{request.method} {request.url}") if "/web/" in request.url else None)
    chat.open().say("Until when can I apply for a booth?")
    expect(chat.sheet).to_contain_text("Before your first message")
    expect(chat.sheet).to_contain_text("What you write is sent to the conference assistant")
    expect(chat.sheet).to_contain_text(re.compile(r"deleted after \d+ days"))
    expect(chat.sheet.get_by_role("link", name="Privacy notice")).to_have_attribute("href", f"{site.url}/privacy")
    assert asked == [f"GET {site.url}/web/config"]

    chat.sheet.get_by_role("button", name="Not now").click()
    expect(chat.field).to_have_value("Until when can I apply for a booth?")
    assert asked == [f"GET {site.url}/web/config"]

    chat.field.press("Enter")
    chat.agree()
    expect(chat.message("24 March 2023")).to_be_visible()
    chat.say("Where is it?")
    expect(chat.message("Shenzhen Convention")).to_be_visible()
    expect(chat.sheet).to_be_hidden()


def test_a_question_is_answered_in_english_with_its_source_and_links(visit, site, picture):
    chat = visit(site.url).open()
    chat.ask("How do I contact the exhibition team?")
    answer = chat.log.locator(".message.out")
    expect(answer.locator(".bubble")).to_have_attribute("lang", "en")
    expect(answer.locator(".sources")).to_have_text("Source: Annex 2, IV")
    links = [(link.inner_text(), link.get_attribute("href")) for link in answer.locator(".bubble a").all()]
    assert links == [
        ("0755-81773047", "tel:+8675581773047"),
        ("0755-81773461", "tel:+8675581773461"),
        ("yexiuwen@ciep.gov.cn", "mailto:yexiuwen@ciep.gov.cn"),
        ("guoweiyu@ciep.gov.cn", "mailto:guoweiyu@ciep.gov.cn"),
        ("www.ciep.gov.cn", "http://www.ciep.gov.cn"),
    ]
    assert answer.locator("[lang=zh-Hans]").all_inner_texts() == ["叶秀雯", "郭渭榆"]
    expect(chat.log.locator(".separator")).to_have_text("Today")
    expect(answer.locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    picture(chat.page, "widget-desktop-en")


def test_a_question_is_answered_in_chinese(visit, site):
    chat = visit(site.url, locale="zh-CN").open()
    chat.host.get_by_role("button", name="参展报名截止到几号？").click()
    expect(chat.sheet).to_contain_text("发送第一条消息之前")
    chat.agree()
    answer = chat.log.locator(".message.out")
    expect(answer.locator(".bubble")).to_contain_text("2023年3月24日")
    expect(answer.locator(".bubble")).to_have_attribute("lang", "zh-Hans")
    expect(answer.locator(".sources")).to_have_text("依据：附件2 三（四）")
    expect(chat.log.locator(".separator")).to_have_text("今天")
    expect(chat.log.locator(".suggestions")).to_be_hidden()


def test_what_visitors_and_the_assistant_write_is_text_and_never_html(visit, site):
    chat = visit(site.url).open()
    chat.ask("<img src=x onerror=alert(1)> javascript:alert(2) https://example.org/a\"onclick='x'")
    expect(chat.log.locator(".message.in:not(.pending) .bubble")).to_contain_text("<img src=x onerror=alert(1)> javascript:alert(2)")
    assert chat.log.locator("img").count() == 0
    assert [link.get_attribute("href") for link in chat.log.locator(".in a").all()] == ["https://example.org/a"]


def test_a_quick_reply_is_tapped(visit, site, picture):
    chat = visit(site.url, locale="zh-CN").open()
    chat.ask("联系谁？")
    choices = chat.log.locator(".choices button")
    expect(choices).to_have_text(["论坛会议板块", "展览洽谈板块", "人才招聘板块"])
    expect(chat.log.locator(".message.out .bubble")).to_have_text("请问您问的是哪一项的联系方式？")
    picture(chat.page, "widget-desktop-zh")
    choices.nth(1).click()
    expect(chat.message("叶秀雯、郭渭榆")).to_be_visible()
    assert chat.said == ["> 联系谁？", "请问您问的是哪一项的联系方式？", "> 展览洽谈板块", "展览洽谈板块的联系人：叶秀雯、郭渭榆"]


def test_the_switch_changes_the_interface_and_tells_the_assistant(visit, site):
    chat = visit(site.url).open()
    chat.ask("Where is it?")
    expect(chat.message("Shenzhen Convention")).to_be_visible()
    with chat.page.expect_response(lambda response: response.request.method == "PATCH") as switched:
        chat.host.get_by_role("button", name="中文 – 切换到中文").click()
    assert switched.value.ok
    assert switched.value.request.post_data_json == {"language": "zh"}
    expect(chat.panel).to_have_attribute("lang", "zh-Hans")
    expect(chat.field).to_have_attribute("placeholder", "输入您的问题…")
    expect(chat.log.locator(".separator")).to_have_text("今天")
    chat.say("EO?")
    expect(chat.message("抱歉，没看懂您的意思")).to_be_visible()
    chat.page.reload()
    expect(chat.launcher).to_contain_text("问问助手")


def test_the_chat_follows_the_language_of_the_page(visit, site):
    chat = visit(site.url)
    expect(chat.launcher).to_contain_text("Ask a question")
    chat.page.get_by_role("button", name="中文").first.click()
    expect(chat.launcher).to_contain_text("问问助手")
    expect(chat.page).to_have_title(re.compile("第二十一届中国国际人才交流大会"))


def test_traditional_chinese_is_an_interface_of_its_own(visit, site):
    chat = visit(site.url)
    chat.page.evaluate("document.documentElement.lang = 'zh-HK'")
    chat.page.locator("conference-chat .launcher").click()
    expect(chat.panel).to_have_attribute("lang", "zh-Hant")
    expect(chat.host.get_by_role("heading", level=2)).to_have_text("大會助手")


def test_unread_messages_are_counted_on_the_launcher(visit, site):
    chat = visit(site.url).open()
    chat.ask("wait 1")
    chat.panel.get_by_role("button", name="Close the chat").click()
    expect(chat.launcher.locator(".badge")).to_have_text("1")
    expect(chat.launcher).to_have_accessible_name(re.compile("Unread messages: 1$"))
    chat.page.reload()
    expect(chat.launcher.locator(".badge")).to_have_text("1")
    chat.open()
    expect(chat.launcher.locator(".badge")).to_be_hidden()


def test_the_assistant_is_seen_to_write(visit, site):
    chat = visit(site.url).open()
    chat.ask("wait 1")
    expect(chat.log.locator(".typing")).to_be_visible()
    expect(chat.host.get_by_text("The assistant is writing…")).to_be_attached()
    expect(chat.message("Sorry, I did not understand")).to_be_visible()
    expect(chat.log.locator(".typing")).to_be_hidden()


def test_a_message_that_is_too_long_is_not_sent(visit, site):
    chat = visit(site.url).open()
    chat.field.fill("a" * 1001)
    expect(chat.host.locator(".count")).to_have_text("1 characters too many, please shorten it")
    chat.field.press("Enter")
    expect(chat.sheet).to_be_hidden()
    chat.field.fill("a" * 950)
    expect(chat.host.locator(".count")).to_have_text("50 characters left")


def test_a_line_is_begun_with_shift_and_enter(visit, site):
    chat = visit(site.url).open()
    chat.field.fill("one")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("two")
    expect(chat.field).to_have_value("one\ntwo")


def test_messages_of_an_earlier_day_stand_under_their_date(visit, site):
    chat = visit(site.url).open()
    chat.ask("Where is it?")
    expect(chat.message("Shenzhen Convention")).to_be_visible()
    until_noon_of_tomorrow = chat.page.evaluate("""() => {
        const noon = new Date();
        noon.setDate(noon.getDate() + 1);
        noon.setHours(12, 0, 0, 0);
        return noon - Date.now();
    }""")
    chat.page.clock.install()
    chat.page.clock.fast_forward(until_noon_of_tomorrow)
    chat.page.reload()
    expect(chat.log.locator(".separator")).to_have_text("Yesterday")


def test_staff_and_who_has_the_conversation_are_told_apart(visit, site):
    chat = visit(site.url).open()
    said = {"number": 2, "direction": "out", "author": "staff", "text": "Good morning", "language": "en", "at": "2023-03-01T08:00:00Z"}
    events = [("state", {"owner": "queued"}), ("state", {"owner": "staff"}), ("message", said)]
    stream = "retry: 2000\n\n" + "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    chat.page.route("**/web/events*", lambda route: route.fulfill(body=stream, content_type="text/event-stream"))
    chat.ask("Is anybody there?")
    expect(chat.log.locator(".message.staff .author")).to_have_text("Staff")
    expect(chat.log.locator(".message.staff .rating")).to_have_count(0)
    expect(chat.bar).to_have_text("You are talking to a member of staff.")
