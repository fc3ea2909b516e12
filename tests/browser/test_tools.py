"""What the chat offers beside talking, in Chromium: rating, calendar, a person, download, sound, erasure."""

from __future__ import annotations

import pytest

expect = pytest.importorskip("playwright.sync_api").expect


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
