"""Everybody can use it: axe-core at each state, the keyboard alone, phones, zoom, dark, right to left; in Chromium."""

from __future__ import annotations

import re

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
LOOKS = {
    "desktop": {},
    "desktop, dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "phone, dark": {**PHONE, "color_scheme": "dark"},
    "zoomed to 200 %": {"viewport": {"width": 640, "height": 400}},
}
WHERE = "The conference takes place on 15–16 April 2023."


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_at_any_state(visit, site, flawless, look):
    chat = visit(site.url, **LOOKS[look])
    flawless(chat)  # closed
    chat.open()
    flawless(chat)
    chat.say("How do I contact the exhibition team?")
    expect(chat.sheet).to_be_visible()
    flawless(chat)  # privacy
    chat.agree()
    expect(chat.message("Ye Xiuwen")).to_be_visible()
    chat.say("联系谁？")
    expect(chat.log.locator(".choices")).to_be_visible()
    chat.say("Until when?")
    expect(chat.log.locator(".day")).to_be_visible()
    flawless(chat)  # conversation
    chat.menu_button.click()
    flawless(chat)
    chat.page.keyboard.press("Escape")
    chat.log.get_by_role("button", name="Not helpful").last.click()
    flawless(chat)  # reason
    chat.page.keyboard.press("Escape")
    chat.page.context.set_offline(offline=True)
    chat.say("Where?")
    expect(chat.bar).to_contain_text("You are offline")
    flawless(chat)
    chat.page.context.set_offline(offline=False)
    expect(chat.message(WHERE)).to_be_visible()
    chat.choose("Erase my data")
    flawless(chat)


def test_axe_finds_nothing_in_chinese(visit, site, flawless):
    chat = visit(site.url, locale="zh-CN").open()
    chat.ask("联系谁？")
    expect(chat.log.locator(".choices")).to_be_visible()
    flawless(chat)


@pytest.mark.parametrize("color", ["#ffd400", "#e8590c", "#7a5cff", "#0f9d58", "#000000", "#ffffff"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_colour_of_a_site_can_be_read(visit, site, flawless, color, scheme):
    chat = visit_host(visit, site, f'data-color="{color}"', color_scheme=scheme)
    chat.open().ask("How do I contact the exhibition team?")
    expect(chat.message("Ye Xiuwen")).to_be_visible()
    flawless(chat)


def test_all_can_be_done_with_the_keyboard_alone(visit, site):
    chat = visit(site.url, locale="zh-CN")
    keys = chat.page.keyboard
    chat.launcher.focus()
    keys.press("Enter")
    expect(chat.field).to_be_focused()
    keys.type("联系谁？")
    keys.press("Enter")
    expect(chat.sheet.get_by_role("heading")).to_be_focused()
    keys.press("Tab")
    expect(chat.sheet.get_by_role("link")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    expect(chat.field).to_be_focused()
    expect(chat.log.locator(".choices button")).to_have_count(3)

    order = []
    for _ in range(6):
        keys.press("Shift+Tab")
        order.append(focused(chat.page))
    assert order == ["没有帮助", "有帮助", "人才招聘板块", "展览洽谈板块", "论坛会议板块", "对话内容"]
    keys.press("Tab")
    keys.press("Enter")
    expect(chat.field).to_be_focused()
    expect(chat.log.locator(".message")).to_have_count(4)

    chat.menu_button.focus()
    keys.press("Enter")
    expect(chat.host.locator(".menu li button").first).to_be_focused()
    keys.press("ArrowUp")
    expect(chat.host.locator(".menu li button").last).to_be_focused()
    keys.press("Enter")
    expect(chat.sheet.get_by_role("heading")).to_have_text("删除您的全部数据？")
    keys.press("Escape")
    expect(chat.sheet).to_be_hidden()
    expect(chat.menu_button).to_be_focused()
    keys.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_escape_closes_one_thing_at_a_time(visit, site):
    chat = visit(site.url).open()
    chat.menu_button.click()
    chat.page.keyboard.press("Escape")
    expect(chat.menu_button).to_have_attribute("aria-expanded", "false")
    chat.say("Where is it?")
    chat.host.locator(".cover").click(position={"x": 5, "y": 5})  # the focus leaves the question
    chat.page.keyboard.press("Escape")
    expect(chat.sheet).to_be_hidden()
    expect(chat.panel).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()


def test_focus_goes_back_to_what_opened_the_chat(visit, site):
    chat = visit(site.url)
    opener = chat.page.get_by_role("button", name="When is the deadline for a booth?")
    opener.click()
    expect(chat.sheet).to_contain_text("Before your first message")
    chat.agree()
    expect(chat.message("24 March 2023")).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_focus_can_be_seen(visit, site):
    chat = visit(site.url).open()
    chat.ask("联系谁？")
    expect(chat.log.locator(".choices button")).to_have_count(3)
    for _ in range(12):
        chat.page.keyboard.press("Shift+Tab")
        outline = chat.page.evaluate(
            """() => {
                const host = document.activeElement;
                const style = getComputedStyle(host.shadowRoot?.activeElement ?? host);
                return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
            }"""
        )
        assert outline, focused(chat.page)


def test_on_a_phone_the_chat_fills_the_screen_and_the_page_rests(visit, site, picture):
    chat = visit(site.url, **PHONE)
    picture(chat.page, "page-phone-en")
    chat.open()
    box = chat.panel.bounding_box()
    assert [round(box[side]) for side in ("x", "y", "width", "height")] == [0, 0, 390, 844]
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    expect(chat.host.get_by_role("heading", level=2)).to_be_focused()  # the keyboard does not cover the greeting
    assert chat.page.locator("main").evaluate("main => main.inert")
    chat.ask("Until when can I apply for a booth?")
    expect(chat.message("24 March")).to_be_visible()
    picture(chat.page, "widget-phone-en")
    chat.panel.get_by_role("button", name="Close the chat").click()
    assert not chat.page.locator("main").evaluate("main => main.inert")
    assert chat.page.evaluate("getComputedStyle(document.documentElement).overflow") != "hidden"


def test_the_composer_stays_above_the_virtual_keyboard(visit, site):
    chat = visit(site.url, **PHONE).open()
    chat.field.focus()
    chat.page.evaluate(
        """() => {
            Object.defineProperty(visualViewport, "height", {configurable: true, get: () => 480});
            visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    box = chat.panel.bounding_box()
    assert [round(box[side]) for side in ("y", "height")] == [0, 480]
    field = chat.field.bounding_box()
    assert field["y"] + field["height"] <= 480


@pytest.mark.parametrize(("look", "least"), [("desktop", 24), ("phone", 44)])
def test_what_is_tapped_is_large_enough(visit, site, look, least):
    chat = visit(site.url, **LOOKS[look]).open()
    small = too_small(chat, least)
    chat.ask("Until when can I apply for a booth?")
    expect(chat.log.locator(".day")).to_be_visible()
    chat.say("联系谁？")
    expect(chat.log.locator(".choices")).to_be_visible()
    small += too_small(chat, least)
    chat.menu_button.click()
    small += too_small(chat, least)
    assert small == []


def test_text_can_be_four_times_as_large_without_loss(visit, site):
    chat = visit(site.url, viewport={"width": 320, "height": 256}).open()  # 1280 x 1024 at 400 %
    chat.ask("How do I contact the exhibition team?")
    expect(chat.message("Ye Xiuwen")).to_be_visible()
    assert chat.log.evaluate("log => log.scrollWidth <= log.clientWidth")
    assert chat.log.evaluate("log => log.clientHeight") > 60
    field = chat.field.bounding_box()
    assert field["y"] + field["height"] <= 256


def test_right_to_left_pages_have_it_on_the_other_side(visit, site):
    chat = visit_host(visit, site, "", direction="rtl").open()
    panel, launcher = chat.panel.bounding_box(), chat.launcher.bounding_box()
    assert (panel["x"], launcher["x"]) == (20, 20)
    chat.ask("مرحبا where?")
    expect(chat.message(WHERE)).to_be_visible()
    expect(chat.log.locator(".in .bubble")).to_have_attribute("dir", "auto")
    assert chat.log.locator(".in .bubble").evaluate("bubble => getComputedStyle(bubble).direction") == "rtl"


def test_nothing_moves_where_the_visitor_wants_no_motion(visit, site):
    moving = []
    for motion in ("no-preference", "reduce"):
        chat = visit(site.url, reduced_motion=motion).open()
        moving.append(chat.panel.evaluate("panel => panel.getAnimations({subtree: true}).length > 0"))
    assert moving == [True, False]


def test_what_comes_is_a_log_and_says_who_speaks(visit, site):
    chat = visit(site.url).open()
    chat.ask("Where is it?")
    expect(chat.message(WHERE)).to_be_visible()
    expect(chat.log).to_have_accessible_name("Conversation")
    texts = [re.sub(r"\s+", " ", node.text_content())[:30] for node in chat.log.locator(".message").all()]
    assert texts == ["You: Where is it?" + texts[0][17:], "Assistant: The conference take"]
    expect(chat.log.locator(".message.in")).to_have_attribute("aria-live", "off")  # nobody needs to hear the own words


def visit_host(visit, site, attributes: str, direction: str = "ltr", **options):
    """A plain page of another site with the widget on it."""
    html = f'<!doctype html><html lang="en" dir="{direction}"><title>Host</title><body><main><h1>Host</h1></main>'
    html += f'<script src="{site.url}/widget.js" {attributes}></script></body></html>'
    chat = visit("about:blank", **options)
    chat.page.route("http://other.test/", lambda route: route.fulfill(body=html, content_type="text/html"))
    chat.page.goto("http://other.test/")
    return chat


def focused(page) -> str:
    """The name of what has the focus."""
    return page.evaluate(
        """() => {
            const node = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
            return node.getAttribute("aria-label") ?? node.textContent;
        }"""
    )


def too_small(chat, least: int) -> list[tuple[str, float, float]]:
    """Buttons of the chat that are smaller than so many pixels; links within sentences may be."""
    found = []
    for button in chat.panel.locator("button:visible").all():
        box = button.bounding_box()
        if round(box["width"]) < least or round(box["height"]) < least:
            found.append((button.inner_text() or button.get_attribute("aria-label"), box["width"], box["height"]))
    return found
