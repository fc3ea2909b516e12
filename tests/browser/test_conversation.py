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


def test_an_answer_is_rated_with_a_reason(visit, site):
    chat = visit(site.url).open()
    chat.ask("Where is it?")
    useful, useless = (chat.log.get_by_role("button", name=name, exact=True) for name in ("Helpful", "Not helpful"))
    with chat.page.expect_response("**/web/feedback") as first:
        useful.click()
    assert first.value.request.post_data_json == {"number": 2, "rating": "up"}
    expect(useful).to_have_attribute("aria-pressed", "true")
    useless.click()
    expect(useful).to_have_attribute("aria-pressed", "false")
    reason = chat.log.get_by_role("textbox", name="What was wrong? (optional)")
    expect(reason).to_be_focused()
    reason.fill("Which hall?")
    with chat.page.expect_response("**/web/feedback") as last:
        chat.log.get_by_role("button", name="Submit").click()
    assert last.value.ok
    assert last.value.request.post_data_json == {"number": 2, "rating": "down", "reason": "Which hall?"}
    expect(chat.host.get_by_text("Thank you for your feedback.")).to_be_visible()
    expect(useless).to_be_focused()
    chat.page.reload()
    expect(useless).to_have_attribute("aria-pressed", "true")


def test_a_deadline_is_taken_into_the_calendar(visit, site):
    chat = visit(site.url).open()
    chat.ask("Until when can I apply for a booth?")
    with chat.page.expect_download() as saved:
        chat.log.get_by_role("button", name="Add to calendar · 24 March").click()
    assert saved.value.suggested_filename == "2023-03-24.ics"
    lines = saved.value.path().read_bytes().decode().split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    event = [line for line in lines if not line.startswith(("UID:", "DTSTAMP:", "URL:"))]
    assert event == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//conference-chat//EN",
        "BEGIN:VEVENT",
        "DTSTART;VALUE=DATE:20230324",
        "DTEND;VALUE=DATE:20230325",
        "SUMMARY:Deadline for applying to exhibit (booth application)",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Deadline for applying to exhibit (booth application)",
        "TRIGGER:-P1D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(
    ("locale", "question", "label"),
    [("en-GB", "Where is it?", "Add to calendar · 15–16 April"), ("zh-CN", "在哪里举办？", "加入日历 · 4月15日–16日")],
)
def test_days_in_a_row_are_one_entry(visit, site, locale, question, label):
    chat = visit(site.url, locale=locale).open()
    chat.ask(question)
    with chat.page.expect_download() as saved:
        chat.log.get_by_role("button", name=label).click()
    lines = saved.value.path().read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(("DTSTART", "DTEND"))] == ["DTSTART;VALUE=DATE:20230415", "DTEND;VALUE=DATE:20230417"]


def test_a_person_is_asked_for(visit, site):
    chat = visit(site.url).open()
    chat.choose("Talk to a person")
    chat.agree()
    expect(chat.message("Please contact the committee's staff")).to_be_visible()
    expect(chat.log.locator(".message.in:not(.pending)")).to_have_count(1)


def test_the_conversation_is_downloaded(visit, site):
    chat = visit(site.url).open()
    chat.menu_button.click()
    expect(chat.host.locator(".menu li button:visible")).to_have_text(["Talk to a person", "Soundoff", "Erase my data"])
    chat.ask("Where is it?")
    expect(chat.message("Shenzhen Convention")).to_be_visible()
    with chat.page.expect_download() as saved:
        chat.choose("Download the conversation")
    text = saved.value.path().read_text(encoding="utf-8")
    assert "Where is it?" in text
    assert "Shenzhen Convention and Exhibition Center" in text


def test_the_sound_is_off_until_it_is_switched_on(visit, site):
    chat = visit(site.url).open()
    chat.menu_button.click()
    sound = chat.host.locator(".menu li").get_by_role("button", name="Sound")
    expect(sound).to_have_text("Soundoff")
    sound.click()
    chat.page.reload()
    chat.menu_button.click()
    expect(sound).to_have_text("Soundon")


def test_all_data_is_erased_after_a_confirmation(visit, site):
    chat = visit(site.url).open()
    chat.ask("Where is it?")
    expect(chat.message("Shenzhen Convention")).to_be_visible()
    token = chat.page.evaluate("JSON.parse(Object.entries(localStorage).find(([key]) => key.endsWith('visit'))[1]).token")
    chat.choose("Erase my data")
    expect(chat.sheet).to_contain_text("This cannot be undone")
    chat.sheet.get_by_role("button", name="Cancel").click()
    expect(chat.message("Shenzhen Convention")).to_be_visible()

    chat.choose("Erase my data")
    with chat.page.expect_response("**/web/me") as erased:
        chat.sheet.get_by_role("button", name="Erase everything").click()
    assert erased.value.status == 204
    expect(chat.log.locator(".note")).to_have_text("All your data has been erased.")
    assert chat.said == []
    header = {"Authorization": f"Bearer {token}"}
    assert chat.page.request.get(f"{site.url}/web/transcript", headers=header).status == 401
    kept = chat.page.evaluate("Object.keys(localStorage).map((key) => key.split(' ').pop())")
    assert set(kept) <= {"config", "language"}

    chat.ask("What is EO?")
    expect(chat.message("Sorry, I did not understand")).to_be_visible()


def test_all_data_is_erased_on_the_visitors_words(visit, site):
    chat = visit(site.url).open()
    chat.ask("Where is it?")
    expect(chat.message("Shenzhen Convention")).to_be_visible()
    chat.say("please delete all my data")
    chat.log.get_by_role("button", name="Yes, delete my data").click()
    expect(chat.log.locator(".note")).to_have_text("All your data has been erased.")
    assert chat.said == []
    kept = chat.page.evaluate("Object.entries(localStorage).filter(([, value]) => value !== '[]').map(([key]) => key.split(' ').pop())")
    assert set(kept) <= {"config", "language"}
    chat.ask("What is EO?")
    expect(chat.message("Sorry, I did not understand")).to_be_visible()


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
    chat.page.clock.install()
    chat.page.clock.fast_forward("26:00:00")
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
