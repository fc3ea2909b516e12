"""The line between a page and the desk: many pages at once, a desk that is away, a session that has ended; and narrow screens."""

from __future__ import annotations

import re

import pytest

from records.accounts import members, sessions
from tests.browser.desk import now
from tests.browser.test_desk import asked, newest

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture(autouse=True)
def _cleared(request):
    """Conversations of the tests before are gone."""
    yield
    if "desk" in request.fixturenames:
        with request.getfixturevalue("desk").database.begin() as session:
            session.exec_driver_sql("DELETE FROM visitors")


def show(page) -> None:
    """The page comes to the front: a headless browser shows all that are open."""
    _tell(page, shown=True)


def hide(page) -> None:
    """It goes behind another."""
    _tell(page, shown=False)


def _tell(page, *, shown: bool) -> None:
    page.evaluate(
        """shown => {
          for (const [name, value] of [["hidden", !shown], ["visibilityState", shown ? "visible" : "hidden"]])
            Object.defineProperty(document, name, { configurable: true, get: () => value });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        shown,
    )


def test_a_dozen_pages_of_the_desk_are_open_at_once(visit, seat, desk):
    """More than the connections that a browser has for a server."""
    agent = seat("li")
    pages = [agent.page]
    for _ in range(11):
        hide(pages[-1])
        page = agent.page.context.new_page()
        page.goto(f"{desk.url}/?box=all")
        expect(page.locator(".tabs")).to_be_visible()
        pages.append(page)
    asked(visit, desk)
    for page in (pages[0], pages[5], pages[-1]):  # the watch, one that is told by it, and the one in front
        expect(page).to_have_title(re.compile(r"^\(1\) "))
    hide(pages[-1])
    show(pages[5])
    expect(pages[5].locator(".entry")).to_have_count(1)
    for page in pages:
        page.close()


def test_a_conversation_behind_another_page_is_not_looked_at(visit, seat, desk):
    asked(visit, desk)
    lead, agent = seat("wang"), seat("li")  # the agent's first page is the watch
    page = agent.page.context.new_page()
    page.goto(f"{desk.url}/conversations/{newest(desk).id}")
    expect(lead.page.get_by_text("李伟 is looking")).to_be_visible()
    hide(page)
    expect(lead.page.get_by_text("李伟 is looking")).to_have_count(0)
    show(page)
    expect(lead.page.get_by_text("李伟 is looking")).to_be_visible()


def test_while_the_desk_is_away_staff_are_told_and_nothing_typed_is_lost(visit, seat, desk_with):
    desk = desk_with()
    chat = asked(visit, desk)
    agent = seat("li", at=desk)
    agent.claim()
    desk.kill()
    expect(agent.page.locator("#lost")).to_be_visible()
    agent.say("Are you still there?")
    expect(agent.notice).to_contain_text("Not sent: the desk cannot be reached")
    expect(agent.field).to_have_value("Are you still there?")
    desk.start()
    expect(agent.page.locator("#lost")).to_be_hidden(timeout=30_000)
    agent.page.locator("#send").click()
    expect(chat.message("Are you still there?")).to_have_count(1)
    expect(agent.notice).to_be_empty()
    chat.say("yes, I am")
    expect(agent.bubble("yes, I am")).to_be_visible()


def test_a_page_whose_stream_was_refused_listens_again(visit, seat, desk):
    agent = seat("li", "/canned")
    agent.page.route("**/live", lambda route: route.fulfill(status=502))
    agent.open("/")
    expect(agent.page.locator("#lost")).to_be_visible()
    agent.page.unroute("**/live")
    expect(agent.page.locator("#lost")).to_be_hidden(timeout=15_000)
    asked(visit, desk)
    expect(agent.entries).to_have_count(1)


@pytest.mark.parametrize("path", ["/", "/canned"])
def test_where_the_session_has_ended_the_page_asks_to_sign_in(seat, desk, path):
    agent = seat("li", path)
    expect(agent.page.locator(".frame")).to_be_visible()
    desk.do(sessions.end_all, desk.do(members.find, "li"), "chen", now())
    expect(agent.page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=40_000)


def long_talk(visit, seat, desk, lines_said):
    """A visitor, and a member of staff at their conversation who has said so many lines in it."""
    from desk import lines
    from records import conversations, handover

    chat, agent = asked(visit, desk), seat("li")
    agent.claim()
    talk = newest(desk)
    for number in range(lines_said):
        line = lines.by_staff(f"line {number};", "en", "Li Wei")
        desk.do(handover.send, talk.id, "li", desk.do(conversations.get, talk.id).epoch, line, f"k{number}", now())
    agent.open(f"/conversations/{talk.id}")
    return chat, agent


def test_earlier_messages_stay_when_something_is_new(visit, seat, desk):
    chat, agent = long_talk(visit, seat, desk, 130)
    expect(agent.bubble("line 0;")).to_have_count(0)
    agent.page.locator(".earlier a").click()
    expect(agent.bubble("line 0;")).to_have_count(1)
    chat.say("something new")
    expect(agent.bubble("something new")).to_have_count(1)
    expect(agent.bubble("line 0;")).to_have_count(1)


def test_what_is_read_and_what_is_typed_stay_where_they_are_when_something_is_new(visit, seat, desk):
    chat, agent = long_talk(visit, seat, desk, 110)
    agent.page.wait_for_timeout(1000)  # it has heard how things are
    agent.bubble("line 60;").evaluate("said => said.scrollIntoView({ block: 'start' })")
    place = agent.bubble("line 60;").evaluate("said => Math.round(said.getBoundingClientRect().top)")
    agent.page.locator("#make-case summary").click()
    words = agent.page.get_by_label("What is it about?")
    words.fill("wants a bigger")
    agent.field.fill("One moment")
    chat.say("something new")
    expect(agent.bubble("something new")).to_have_count(1)
    assert agent.bubble("line 60;").evaluate("said => Math.round(said.getBoundingClientRect().top)") == pytest.approx(place, abs=2)
    expect(words).to_have_value("wants a bigger")
    expect(words).to_be_visible()
    expect(agent.field).to_have_value("One moment")
    agent.page.locator("#side").get_by_role("button", name="Make a case").click()
    expect(agent.page.locator("#side").get_by_text("HO-21-0001")).to_be_visible()


def test_what_a_search_finds_is_shown_where_it_was_said(visit, seat, desk):
    from desk import lines
    from records import conversations, handover

    asked(visit, desk)
    agent = seat("li")
    agent.claim()
    talk = newest(desk)
    for number in range(60):
        line = lines.by_staff(f"{'a needle' if number == 5 else 'hay'} {number};", "en", "Li Wei")
        desk.do(handover.send, talk.id, "li", desk.do(conversations.get, talk.id).epoch, line, f"k{number}", now())
    agent.open("/?q=needle").entries.first.click()
    expect(agent.bubble("a needle")).to_be_in_viewport()


@pytest.mark.parametrize("width", [1024, 820, 390])
def test_what_stands_beside_a_conversation_is_at_hand_on_narrow_screens(visit, seat, desk, width):
    asked(visit, desk)
    agent = seat("li", f"/conversations/{newest(desk).id}", viewport={"width": width, "height": 800}, has_touch=True)
    side = agent.page.locator("#side")
    expect(side).to_be_hidden()
    agent.page.get_by_role("button", name="Details", exact=True).click()
    expect(side.locator("summary", has_text="Make a case")).to_be_visible()
    side.get_by_role("button", name="Close").click()
    expect(side).to_be_hidden()
    agent.page.get_by_role("button", name="Details", exact=True).click()
    agent.page.keyboard.press("Escape")
    expect(side).to_be_hidden()


def test_one_s_own_menu_is_at_hand_on_a_phone(seat, desk):
    agent = seat("chen", viewport={"width": 390, "height": 844}, has_touch=True)
    expect(agent.page.locator(".self summary")).to_be_in_viewport()


def test_who_signs_out_leaves_no_draft_on_the_computer(visit, seat, desk):
    asked(visit, desk)
    agent = seat("li", f"/conversations/{newest(desk).id}")
    agent.field.fill("to be said to nobody else")
    assert "nobody else" in agent.page.evaluate("JSON.stringify(localStorage)")
    agent.page.reload()
    expect(agent.field).to_have_value("to be said to nobody else")
    agent.page.locator(".self summary").click()
    agent.page.get_by_role("button", name="Sign out").click()
    expect(agent.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "nobody else" not in agent.page.evaluate("JSON.stringify(localStorage)")


def test_one_page_of_all_sounds_and_notifies_when_somebody_comes_to_wait(visit, seat, desk):
    agent = seat("li", "/canned")
    agent.page.context.add_init_script("""
      window.told = 0; window.sounded = 0;
      window.Notification = class { static permission = "granted"; constructor() { window.told += 1; } };
      window.AudioContext = class { constructor() { window.sounded += 1; throw new Error("none here"); } };
    """)
    agent.open("/")
    agent.page.locator(".self summary").click()
    agent.page.get_by_role("button", name="Sound and notifications: off").click()
    expect(agent.page.get_by_role("button", name="Sound and notifications: on")).to_be_visible()
    second = agent.page.context.new_page()
    second.goto(f"{desk.url}/?box=all")
    hide(agent.page)
    hide(second)
    asked(visit, desk)
    expect(agent.page).to_have_title(re.compile(r"^\(1\) "))
    expect(second).to_have_title(re.compile(r"^\(1\) "))
    figures = [page.evaluate("[window.told, window.sounded]") for page in (agent.page, second)]
    assert figures == [[1, 2], [0, 0]]  # the first sound is heard when it is turned on
