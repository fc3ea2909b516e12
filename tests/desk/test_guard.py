"""Forged requests, foreign frames, cookies: what browsers are told, and what is not listened to."""

from __future__ import annotations

import pytest

from desk.guard import POLICY
from records import conversations
from records.models import Owner
from tests.desk.conftest import BASE, PASSWORD

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": BASE},
    {"Sec-Fetch-Site": "", "Origin": BASE},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:8001.evil.example"},
    {"Origin": "https://127.0.0.1:8001"},
]


@pytest.mark.parametrize("headers", FOREIGN)
async def test_a_request_of_a_foreign_page_is_not_carried_out(world, headers):
    talk = world.queued()
    async with world.signed_in("li") as browser:
        del browser.headers["sec-fetch-site"]
        answer = await browser.post(f"/conversations/{talk.id}/claim", headers=headers)
    assert answer.status_code == 403
    assert world.do(conversations.get, talk.id).owner is Owner.QUEUED


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": BASE}, {}])
async def test_a_request_of_its_own_pages_is(world, headers):
    talk = world.queued()
    async with world.signed_in("li") as browser:
        del browser.headers["sec-fetch-site"]
        await browser.post(f"/conversations/{talk.id}/claim", headers=headers)
    assert world.do(conversations.get, talk.id).owner is Owner.STAFF


async def test_nothing_is_changed_by_a_link(world):
    talk = world.queued()
    async with world.signed_in("li") as browser:
        assert (await browser.get(f"/conversations/{talk.id}/claim")).status_code == 405


@pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/static/desk.css", "/health", "/conversations/99"])
async def test_every_reply_carries_the_policy(world, path):
    async with world.signed_in("li") as browser:
        headers = (await browser.get(path)).headers
    assert headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")


async def test_the_cookie_of_the_session_is_for_nobody_else(world):
    async with world.browser() as browser:
        answer = await browser.post("/sign-in", data={"login": "li", "password": PASSWORD})
        assert answer.headers["set-cookie"].split("; ")[1:] == ["HttpOnly", "Path=/", "SameSite=lax"]
    async with world.browser() as browser:
        browser.base_url = "https://desk.example.org"
        answer = await browser.post("/sign-in", data={"login": "li", "password": PASSWORD})
        name, *rest = answer.headers["set-cookie"].split("; ")
        assert (name.split("=")[0], rest) == ("__Host-desk", ["HttpOnly", "Path=/", "SameSite=lax", "Secure"])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("text=" + "x" * 70_000, "application/x-www-form-urlencoded", 413),
        ("{}", "application/json", 415),
        ("&".join(f"f{n}=1" for n in range(300)), "application/x-www-form-urlencoded", 400),
    ],
)
async def test_what_is_no_form_is_refused(world, body, kind, status):
    talk = world.queued()
    async with world.signed_in("li") as browser:
        answer = await browser.post(f"/conversations/{talk.id}/notes", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
