"""Every page of the desk in both languages, light and dark: shown without an error, found flawless by axe, and drawn for docs/desk.md."""

from __future__ import annotations

import pytest

from tests.browser.desk import DeskSite, Seat, now
from tests.browser.story import Story

expect = pytest.importorskip("playwright.sync_api").expect

PAGES = {
    "inbox": ("/", "chen"),
    "conversation": ("/conversations/{talk}", "chen"),
    "cases": ("/cases", "chen"),
    "case": ("/cases/{case}", "chen"),
    "statistics": ("/statistics", "wang"),
    "unanswered": ("/unanswered", "wang"),
    "knowledge": ("/knowledge?topic=booth", "wang"),
    "canned": ("/canned", "wang"),
    "deliveries": ("/deliveries", "wang"),
    "privacy": ("/privacy?conversation={talk}", "chen"),
    "staff": ("/staff", "chen"),
    "audit": ("/audit", "zhao"),
    "account": ("/account", "li"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A desk with a morning's work on it, and no public server."""

    class Alone:
        state = tmp_path_factory.mktemp("story")
        root = DeskSite.root
        environment = DeskSite.environment_of(state)

    desk = DeskSite(Alone())
    desk.make_staff()
    desk.story = Story(desk.do, now())
    desk.story.tell()
    desk.start()
    yield desk
    desk.end()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_shown_and_flawless(visit, told, flawless, picture, name, locale):
    path, login = PAGES[name]
    path = path.format(talk=told.story.shown.id, case=told.story.case.id)
    for scheme in ("dark", "light"):
        page = visit("about:blank", locale=locale, color_scheme=scheme).page
        page.context.add_cookies([{"name": "desk", "value": told.token(login), "url": told.url}])
        seat = Seat(page, told.url).open(path)
        seat.page.wait_for_timeout(400)
        expect(page.locator("h1").first).to_be_attached()
        flawless(seat)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if scheme == "light" or name == "conversation":
            picture(page, f"desk-{name}-{locale[:2]}" + ("-dark" if scheme == "dark" else ""))


@pytest.mark.parametrize("name", ["inbox", "conversation", "cases", "statistics", "staff", "knowledge"])
@pytest.mark.parametrize("size", [(820, 1180), (390, 844)])
def test_a_tablet_and_a_phone_show_it_without_scrolling_sideways(visit, told, picture, name, size):
    path, login = PAGES[name]
    page = visit("about:blank", viewport={"width": size[0], "height": size[1]}, has_touch=True).page
    page.context.add_cookies([{"name": "desk", "value": told.token(login), "url": told.url}])
    Seat(page, told.url).open(path.format(talk=told.story.shown.id, case=told.story.case.id))
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if name == "conversation":
        picture(page, f"desk-conversation-{'tablet' if size[0] > 500 else 'phone'}")


def test_signing_in_is_shown(visit, told, flawless, picture):
    page = visit(f"{told.url}/sign-in", locale="zh-CN").page
    flawless(Seat(page, told.url))
    picture(page, "desk-sign-in-zh")
