"""Who may see what: every page has its line here, and is tried by each role and by nobody."""

from __future__ import annotations

import re

import pytest
from starlette.routing import Route

from desk.navigation import PARTS
from desk.views import PAGES
from records.models import Role
from tests.desk.conftest import STAFF

ALL, WORK, LEAD = set(STAFF), {"li", "wang", "chen"}, {"wang", "chen"}
OVERSEE, ADMINISTER, INSPECT = {"wang", "chen", "zhao"}, {"chen"}, {"chen", "zhao"}
PUBLIC, CODE = "anybody", "who is asked for a code"

WHO = {
    ("GET", "/sign-in"): PUBLIC,
    ("POST", "/sign-in"): PUBLIC,
    ("GET", "/invitations/{token}"): PUBLIC,
    ("POST", "/invitations/{token}"): PUBLIC,
    ("POST", "/language"): PUBLIC,
    ("POST", "/theme"): PUBLIC,
    ("GET", "/health"): PUBLIC,
    ("GET", "/code"): CODE,
    ("POST", "/code"): CODE,
    ("POST", "/code/leave"): CODE,
    ("POST", "/sign-out"): ALL,
    ("POST", "/away"): WORK,
    ("GET", "/live"): ALL,
    ("GET", "/"): ALL,
    ("GET", "/inbox/list"): ALL,
    ("GET", "/conversations/{id:int}"): ALL,
    ("GET", "/conversations/{id:int}/part"): ALL,
    ("POST", "/conversations/{id:int}/claim"): WORK,
    ("POST", "/conversations/{id:int}/take"): WORK,
    ("POST", "/conversations/{id:int}/messages"): WORK,
    ("POST", "/conversations/{id:int}/notes"): WORK,
    ("POST", "/conversations/{id:int}/transfer"): WORK,
    ("POST", "/conversations/{id:int}/release"): WORK,
    ("POST", "/conversations/{id:int}/close"): WORK,
    ("POST", "/conversations/{id:int}/here"): WORK,
    ("POST", "/conversations/{id:int}/case"): WORK,
    ("POST", "/conversations/{id:int}/proposal"): WORK,
    ("GET", "/conversations/{id:int}/correct"): WORK,
    ("POST", "/conversations/{id:int}/correct"): WORK,
    ("GET", "/cases"): ALL,
    ("GET", "/cases/export"): ALL,
    ("POST", "/cases/bulk"): WORK,
    ("POST", "/cases/views"): ALL,
    ("POST", "/cases/views/{id:int}/drop"): ALL,
    ("GET", "/cases/{id:int}"): ALL,
    ("POST", "/cases/{id:int}/state"): WORK,
    ("POST", "/cases/{id:int}/assign"): WORK,
    ("POST", "/cases/{id:int}/values"): WORK,
    ("GET", "/statistics"): OVERSEE,
    ("GET", "/statistics/export"): OVERSEE,
    ("GET", "/unanswered"): OVERSEE,
    ("POST", "/unanswered"): LEAD,
    ("GET", "/unanswered/export"): LEAD,
    ("POST", "/unanswered/taken-over"): LEAD,
    ("GET", "/deliveries"): OVERSEE,
    ("POST", "/deliveries"): LEAD,
    ("GET", "/knowledge"): ALL,
    ("POST", "/knowledge/facts"): LEAD,
    ("POST", "/knowledge/notices"): LEAD,
    ("POST", "/knowledge/{id:int}/undo"): LEAD,
    ("GET", "/canned"): ALL,
    ("POST", "/canned"): LEAD,
    ("POST", "/canned/{id:int}/remove"): LEAD,
    ("GET", "/privacy"): INSPECT,
    ("GET", "/privacy/visitors/{id:int}"): ADMINISTER,
    ("POST", "/privacy/visitors/{id:int}/erase"): ADMINISTER,
    ("POST", "/privacy/visitors/{id:int}/consent"): ADMINISTER,
    ("POST", "/privacy/visitors/{id:int}/refuse"): ADMINISTER,
    ("GET", "/staff"): INSPECT,
    ("POST", "/staff"): ADMINISTER,
    ("POST", "/staff/{id:int}"): ADMINISTER,
    ("POST", "/staff/{id:int}/invite"): ADMINISTER,
    ("POST", "/staff/{id:int}/sign-out"): ADMINISTER,
    ("POST", "/staff/{id:int}/codes"): ADMINISTER,
    ("GET", "/audit"): INSPECT,
    ("GET", "/account"): ALL,
    ("POST", "/account/password"): ALL,
    ("POST", "/account/codes/begin"): ALL,
    ("POST", "/account/codes"): ALL,
    ("POST", "/account/codes/end"): ALL,
    ("POST", "/account/sign-out"): ALL,
}
"""For each method and path: who may."""
TRIED = [(method, path) for (method, path), who in WHO.items() if path != "/live"]


def address(path: str) -> str:
    return re.sub(r"\{\w+(:\w+)?\}", "1", path)


def routes(app) -> set[tuple[str, str]]:
    found = (route for route in app._app.routes if isinstance(route, Route))
    return {(method, route.path) for route in found for method in route.methods - {"HEAD"}}


def test_every_page_has_its_line_and_the_other_way_round(world):
    assert routes(world.app) == set(WHO)


def test_every_rule_says_what_its_line_says(world):
    names = {role: login for login, role in STAFF.items()}
    for page in PAGES:
        who = PUBLIC if page.rule.public else CODE if page.rule.half else {names[role] for role in page.rule.roles}
        assert who == WHO[page.method, page.path], (page.method, page.path)


@pytest.mark.parametrize(("method", "path"), TRIED)
async def test_nobody_gets_in_without_signing_in(world, method, path):
    world.queued()
    async with world.browser() as browser:
        answer = await browser.request(method, address(path), data={} if method == "POST" else None)
    if WHO[method, path] == PUBLIC:
        assert answer.status_code not in {401, 403} or path == "/sign-in"
    else:
        assert (answer.status_code, answer.headers.get("location", answer.headers.get("hx-redirect", ""))[:8]) in {
            (303, "/sign-in"), (401, "/sign-in"),
        }  # fmt: skip


@pytest.mark.parametrize("login", STAFF)
@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p in TRIED if isinstance(WHO[m, p], set) and p != "/sign-out"])
async def test_each_role_may_do_what_its_lines_say_and_nothing_else(world, login, method, path):
    world.queued()
    async with world.signed_in(login) as browser:
        answer = await browser.request(method, address(path), data={} if method == "POST" else None)
    refused = answer.status_code == 403 and "may not use this page" in answer.text
    assert refused == (login not in WHO[method, path]), answer.text[:300]
    assert answer.status_code != 500


@pytest.mark.parametrize(("method", "path"), TRIED)
async def test_who_has_not_given_the_code_yet_gets_nowhere(world, method, path):
    world.queued()
    browser = world.browser()
    browser.cookies.set("desk", world.session("chen", whole=False), domain="127.0.0.1")
    async with browser:
        answer = await browser.request(method, address(path), data={} if method == "POST" else None)
    if isinstance(WHO[method, path], set):
        assert (answer.status_code, answer.headers["location"]) == (303, "/code")


@pytest.mark.parametrize("login", STAFF)
async def test_only_parts_that_may_be_seen_are_shown(world, login):
    async with world.signed_in(login) as browser:
        front = await browser.get("/")
        shown = set(re.findall(r'<li><a href="([^"]+)"', front.text.split("</nav>")[0]))
        assert shown == {part.path for part in PARTS if STAFF[login] in part.rule.roles}
        for path in shown:
            assert (await browser.get(path)).status_code == 200, path


def test_roles_are_those_of_the_records():
    assert set(STAFF.values()) == set(Role)
