"""The demonstration page, the privacy page, and the widget on the page of another site; in Chromium."""

from __future__ import annotations

import re

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
HOST = """<!doctype html><html lang="en"><head><title>Host</title>
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src {url}; connect-src {url}; require-trusted-types-for 'script'">
</head><body><main><h1>Host</h1><button data-chat-open>Help</button></main>
<script src="{url}/widget.js" {attributes}></script></body></html>"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("locale", "title"), [("zh-CN", "中国国际人才交流大会"), ("en-GB", "Conference on International Exchange of Professionals")]
)
def test_the_page_is_in_the_language_of_the_browser(visit, site, flawless, picture, scheme, locale, title):
    chat = visit(site.url, locale=locale, color_scheme=scheme)
    assert chat.page.get_by_role("heading", level=1).inner_text().replace("\n", "") == title
    flawless(chat)
    if (locale, scheme) != ("en-GB", "dark"):
        picture(chat.page, f"page-{locale[:2]}{'-dark' if scheme == 'dark' else ''}")


def test_the_switch_changes_all_of_the_page_and_is_remembered(visit, site):
    chat = visit(site.url)
    chat.page.get_by_role("button", name="中文").first.click()
    expect(chat.page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert chat.page.locator(".en:visible").count() == 0
    expect(chat.page.get_by_role("button", name="English")).to_be_focused()
    chat.page.reload()
    assert chat.page.get_by_role("heading", level=1).inner_text().replace("\n", "") == "中国国际人才交流大会"
    chat.page.get_by_role("button", name="English").click()
    assert chat.page.locator(".zh:visible").count() == 0


@pytest.mark.parametrize("path", ["/", "/privacy"])
def test_without_script_both_languages_are_shown(visit, site, path):
    page = visit(f"{site.url}{path}", java_script_enabled=False).page
    assert page.locator("main .zh:visible").count() == page.locator("main .en:visible").count() > 0


def test_the_page_fits_a_phone(visit, site, flawless):
    chat = visit(site.url, **PHONE)
    assert chat.page.evaluate("document.documentElement.scrollWidth") == 390
    flawless(chat)


def test_days_that_are_over_say_so(visit, site):
    chat = visit("about:blank")
    chat.page.clock.install(time="2023-03-11T01:00:00Z")
    chat.page.goto(site.url)
    assert [item.locator(".past").count() for item in chat.page.locator(".line li").all()] == [1, 0, 0, 0]


def test_the_line_to_embed_is_copied(visit, site):
    chat = visit(site.url, permissions=["clipboard-read", "clipboard-write"])
    chat.page.get_by_role("button", name="Copy").click()
    expect(chat.page.get_by_text("Copied.")).to_be_visible()
    assert chat.page.evaluate("navigator.clipboard.readText()") == f'<script src="{site.url}/widget.js" defer></script>'


def test_the_privacy_page_says_how_long_in_both_languages(visit, site, flawless):
    days = visit(site.url).page.request.get(f"{site.url}/web/config").json()["privacy"]["days"]
    chat = visit(f"{site.url}/privacy")
    text = chat.page.locator("main").text_content()
    assert f"{days:g}" in text
    assert re.search("隐私说明", text)
    assert re.search("Privacy notice", text)
    flawless(chat)


def test_the_widget_works_on_another_site_under_a_strict_policy(visit, site, flawless):
    chat = embedded(visit, site, 'data-color="#0b7a75" data-text-title-en="Ask the fair" data-text-launcher-en="Questions?"')
    expect(chat.launcher).to_contain_text("Questions?")
    expect(chat.launcher).to_have_css("background-color", "rgb(11, 122, 117)")
    chat.page.get_by_role("button", name="Help").click()
    expect(chat.host.get_by_role("heading", level=2)).to_have_text("Ask the fair")
    chat.ask("Where is it?")
    expect(chat.message("Shenzhen Convention")).to_be_visible()
    flawless(chat)
    assert chat.page.locator("style").count() == 0


def test_the_owner_of_a_site_sets_language_place_and_launcher(visit, site):
    chat = embedded(visit, site, 'data-language="zh" data-position="start" data-offset="40 60" data-launcher="icon" data-theme="dark"')
    box = chat.launcher.bounding_box()
    assert (box["x"], 900 - box["y"] - box["height"]) == (40, 60)
    assert box["width"] == box["height"] == 56
    chat.open()
    expect(chat.panel).to_have_attribute("lang", "zh-Hans")
    assert chat.panel.bounding_box()["x"] == 40
    expect(chat.panel).to_have_css("background-color", "rgb(21, 26, 36)")


def test_the_page_can_do_without_the_launcher(visit, site):
    chat = embedded(visit, site, 'data-launcher="none"')
    expect(chat.launcher).to_be_hidden()
    chat.page.get_by_role("button", name="Help").click()
    expect(chat.panel).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("button", name="Help")).to_be_focused()


def test_scripts_of_the_page_can_use_the_chat_and_are_told_what_happens(visit, site):
    chat = embedded(visit, site, "")
    chat.page.evaluate(
        """() => {
            window.told = [];
            for (const name of ["open", "close", "message", "language"])
                document.addEventListener(`chat-${name}`, ({detail}) => told.push([name, detail]));
            document.querySelector("conference-chat").ask("Where is it?");
        }"""
    )
    chat.agree()
    expect(chat.message("Shenzhen Convention")).to_be_visible()
    chat.page.evaluate("() => { const chat = document.querySelector('conference-chat'); chat.language = 'zh'; chat.close(); }")
    assert chat.page.evaluate("told") == [
        ["open", {}],
        ["message", {"number": 2, "author": "bot", "unread": 1}],
        ["language", {"language": "zh"}],
        ["close", {}],
    ]
    assert chat.page.evaluate("document.querySelector('conference-chat').language") == "zh"


def test_the_open_chat_stays_open_from_page_to_page(visit, site):
    chat = embedded(visit, site, "")
    chat.open()
    chat.page.reload()
    expect(chat.panel).to_be_visible()
    chat.page.keyboard.press("Tab")
    assert chat.page.evaluate("document.activeElement.tagName") == "BUTTON"  # the page's own; the chat took no focus


def embedded(visit, site, attributes: str):
    """A page of another site, which the server allows, with the widget on it."""
    chat = visit("about:blank")
    html = HOST.format(url=site.url, attributes=attributes)
    chat.page.route("http://other.test/", lambda route: route.fulfill(body=html, content_type="text/html"))
    chat.page.goto("http://other.test/")
    return chat
