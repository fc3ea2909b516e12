"""Nothing is lost: reloads, other tabs, a connection that breaks, a server that is killed; in Chromium."""

from __future__ import annotations

import json

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

WHERE = "The conference takes place on 15–16 April 2023."
UNTIL = (
    "The deadline for applying to exhibit (booth application) is 24 March 2023; late applications are in principle not accepted. "
    "(23 days left.)"
)


def test_a_conversation_goes_on_after_a_reload(visit, site):
    chat = visit(site.url).open()
    chat.ask("Where is it?")
    expect(chat.message(WHERE)).to_be_visible()
    chat.page.reload()
    expect(chat.message(WHERE)).to_be_visible()  # it is open, as it was
    chat.say("Until when?")
    expect(chat.message("24 March")).to_be_visible()
    assert chat.said == ["> Where is it?", WHERE, "> Until when?", UNTIL]


def test_a_conversation_goes_on_after_the_browser_was_closed(visit, site, browser):
    first = visit(site.url).open()
    first.ask("Where is it?")
    expect(first.message(WHERE)).to_be_visible()
    profile = first.page.context.storage_state()
    first.page.context.close()
    again = visit(site.url, storage_state=profile).open()
    expect(again.message(WHERE)).to_be_visible()
    assert again.said == ["> Where is it?", WHERE]


def test_a_message_that_was_on_its_way_when_the_page_was_left_is_sent_once(visit, site):
    chat = visit(site.url).open()
    chat.ask("Where is it?")
    expect(chat.message(WHERE)).to_be_visible()
    chat.page.route("**/web/messages", lambda route: (route.fetch(), route.abort()))  # it arrives, but the answer does not
    chat.say("Until when?")
    expect(chat.message(UNTIL)).to_be_visible()
    chat.page.unroute_all()
    chat.page.reload()
    expect(chat.message(UNTIL)).to_be_visible()
    chat.page.wait_for_timeout(500)
    assert chat.said == ["> Where is it?", WHERE, "> Until when?", UNTIL]


def test_what_is_written_offline_is_kept_through_a_reload_and_sent_in_order(visit, site, picture):
    chat = visit(site.url).open()
    chat.ask("Where is it?")
    expect(chat.message(WHERE)).to_be_visible()
    chat.page.context.set_offline(offline=True)
    chat.say("Until when?")
    chat.say("And how do I contact the team?")
    expect(chat.bar).to_have_text("You are offline. Messages are kept here and sent when you are back.")
    assert chat.said == ["> Where is it?", WHERE, "… Until when?", "… And how do I contact the team?"]
    expect(chat.log.get_by_text("Waiting for the connection")).to_have_count(2)
    picture(chat.page, "widget-offline")
    chat.page.context.set_offline(offline=False)
    expect(chat.message("Ye Xiuwen")).to_be_visible()
    expect(chat.bar).to_have_text("")
    mine = [line for line in chat.said if line.startswith(">")]
    assert mine == ["> Where is it?", "> Until when?", "> And how do I contact the team?"]


def test_the_first_message_can_be_written_offline(visit, site):
    chat = visit(site.url).open()
    expect(chat.host.locator(".suggestions button")).to_have_count(4)
    chat.page.context.set_offline(offline=True)
    chat.ask("Where is it?")
    expect(chat.log.get_by_text("Waiting for the connection")).to_be_visible()
    chat.page.context.set_offline(offline=False)
    expect(chat.message(WHERE)).to_be_visible()
    assert chat.said == ["> Where is it?", WHERE]


def test_two_tabs_show_one_conversation(visit, site):
    one = visit(site.url).open()
    one.ask("Where is it?")
    expect(one.message(WHERE)).to_be_visible()
    two = visit(site.url, context=one.page.context).open()
    expect(two.message(WHERE)).to_be_visible()
    two.say("Until when?")
    expect(one.message(UNTIL)).to_be_visible()
    one.say("联系谁？")
    expect(two.message("请问您问的是哪一项的联系方式？")).to_be_visible()
    assert one.said == two.said == ["> Where is it?", WHERE, "> Until when?", UNTIL, "> 联系谁？", "请问您问的是哪一项的联系方式？"]


def test_two_tabs_begin_one_conversation(visit, site):
    one = visit(site.url).open()
    two = visit(site.url, context=one.page.context).open()
    one.ask("Where is it?")
    expect(two.message(WHERE)).to_be_visible()
    two.say("Until when?")
    expect(one.message(UNTIL)).to_be_visible()
    assert one.said == two.said


def test_what_is_erased_in_one_tab_is_gone_in_the_other(visit, site):
    one = visit(site.url).open()
    one.ask("Where is it?")
    two = visit(site.url, context=one.page.context).open()
    expect(two.message(WHERE)).to_be_visible()
    one.choose("Erase my data")
    one.sheet.get_by_role("button", name="Erase everything").click()
    expect(two.log.locator(".note")).to_have_text("All your data has been erased.")
    assert two.said == []


def test_a_hidden_tab_leaves_the_stream_to_the_visible_one_and_is_told_what_comes(visit, site):
    hidden = visit(site.url).open()
    hidden.ask("Where is it?")
    expect(hidden.message(WHERE)).to_be_visible()
    hide(hidden.page, hidden=True)
    streams = []
    hidden.page.on("request", lambda request: streams.append(request.url) if "/web/events" in request.url else None)
    with hidden.page.expect_event("requestfailed", lambda request: "/web/events" in request.url):  # it leaves
        seen = visit(site.url, context=hidden.page.context).open()
    seen.say("Until when?")
    expect(hidden.message(UNTIL)).to_be_attached()
    assert streams == []
    hide(hidden.page, hidden=False)
    seen.say("And the contact?")
    expect(hidden.message("Ye Xiuwen")).to_be_visible()
    assert len(streams) == 1


def test_a_token_that_is_good_no_more_begins_a_new_conversation_and_says_so(visit, site):
    chat = visit(site.url).open()
    chat.ask("Where is it?")
    expect(chat.message(WHERE)).to_be_visible()
    chat.page.evaluate(
        """() => {
            const key = Object.keys(localStorage).find((name) => name.endsWith("visit"));
            localStorage.setItem(key, JSON.stringify({...JSON.parse(localStorage.getItem(key)), token: "forged"}));
        }"""
    )
    chat.say("Until when?")
    expect(chat.message(UNTIL)).to_be_visible()
    expect(chat.log.locator(".note")).to_have_text("Your earlier conversation has expired or was erased. This is a new one.")
    assert chat.said == ["> Until when?", UNTIL]


def test_a_visitor_with_an_expired_token_is_told_on_the_next_visit(visit, site):
    chat = visit(site.url).open()
    chat.ask("Where is it?")
    expect(chat.message(WHERE)).to_be_visible()
    profile = chat.page.context.storage_state()
    for entry in profile["origins"][0]["localStorage"]:
        if entry["name"].endswith("visit"):
            entry["value"] = json.dumps({**json.loads(entry["value"]), "token": "forged"})
    again = visit(site.url, storage_state=profile).open()
    expect(again.log.locator(".note")).to_have_text("Your earlier conversation has expired or was erased. This is a new one.")
    assert again.said == []


def test_a_server_that_is_too_busy_is_given_the_time_that_it_asks_for(visit, site):
    chat = visit(site.url).open()
    chat.page.route("**/web/messages", lambda route: route.fulfill(status=429, headers={"Retry-After": "2"}), times=1)
    with chat.page.expect_request("**/web/messages"):
        chat.ask("Where is it?")
    expect(chat.host.get_by_text("That was quick. Sending goes on in 2 seconds.")).to_be_visible()
    chat.page.wait_for_timeout(1000)
    assert chat.said == ["… Where is it?"]
    expect(chat.message(WHERE)).to_be_visible()


def test_a_server_that_fails_is_asked_again(visit, site):
    chat = visit(site.url).open()
    chat.page.route("**/web/messages", lambda route: route.fulfill(status=503, headers={"Retry-After": "30"}), times=1)
    chat.ask("Where is it?")
    expect(chat.log.get_by_text("Waiting for the connection")).to_be_visible()
    chat.log.get_by_role("button", name="Try now").click()
    expect(chat.message(WHERE)).to_be_visible()
    assert chat.said == ["> Where is it?", WHERE]


def test_a_message_that_the_server_will_never_take_is_said_to_be_unsent(visit, site):
    chat = visit(site.url).open()
    chat.page.route("**/web/messages", lambda route: route.fulfill(status=413, json={"error": "too_long"}), times=1)
    chat.ask("Where is it?")
    expect(chat.log.get_by_text("Not sent")).to_be_visible()
    chat.say("Until when?")
    expect(chat.message(UNTIL)).to_be_visible()
    chat.log.get_by_role("button", name="Remove").click()
    assert chat.said == ["> Until when?", UNTIL]


def test_a_server_that_is_killed_and_comes_back_has_lost_nothing(visit, own_site):
    chat = visit(own_site.url).open()
    chat.ask("Where is it?")
    expect(chat.message(WHERE)).to_be_visible()
    own_site.kill()
    expect(chat.bar).to_have_text("Connection lost. Reconnecting…")
    chat.say("Until when?")
    expect(chat.log.get_by_text("Waiting for the connection")).to_be_visible()
    own_site.start()
    chat.log.get_by_role("button", name="Try now").click()
    expect(chat.message(UNTIL)).to_be_visible()
    expect(chat.bar).to_have_text("")
    assert chat.said == ["> Where is it?", WHERE, "> Until when?", UNTIL]


def test_a_question_that_was_taken_before_the_server_was_killed_is_answered_after_it_is_back(visit, own_site):
    chat = visit(own_site.url).open()
    chat.ask("wait 2 and tell me where")
    expect(chat.log.locator(".message.in:not(.pending)")).to_have_count(1)
    own_site.kill()
    own_site.start()
    expect(chat.message(WHERE)).to_be_visible(timeout=20_000)
    assert chat.said == ["> wait 2 and tell me where", WHERE]


def hide(page, *, hidden: bool) -> None:
    """What the browser says of a tab behind others; without a window all tabs are visible."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
