"""Signing in and out at the desk: links, passwords, codes, throttling, and sessions that nobody can fix or keep."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import urlsplit

import pyotp
import pytest

from records.accounts import codes, invitations, members, sessions
from records.database import Database
from records.models import Role
from tests.desk.conftest import NOW, PASSWORD, words_of


async def test_who_signs_in_comes_to_where_they_wanted(world):
    talk = world.queued()
    async with world.browser() as browser:
        away = await browser.get(f"/conversations/{talk.id}")
        assert away.headers["location"] == f"/sign-in?next=/conversations/{talk.id}"
        form = await browser.get(away.headers["location"])
        assert f'value="/conversations/{talk.id}"' in form.text
        answer = await browser.post("/sign-in", data={"login": " LI ", "password": PASSWORD, "next": f"/conversations/{talk.id}"})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/conversations/{talk.id}")
        assert (await browser.get(answer.headers["location"])).status_code == 200


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""])
async def test_nobody_is_led_elsewhere(world, wanted):
    async with world.browser() as browser:
        answer = await browser.post("/sign-in", data={"login": "li", "password": PASSWORD, "next": wanted})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(("login", "password"), [("li", "wrong"), ("nobody", PASSWORD), ("", "")])
async def test_it_is_not_said_what_was_wrong(world, login, password):
    async with world.browser() as browser:
        answer = await browser.post("/sign-in", data={"login": login, "password": password})
    assert answer.status_code == 403
    assert "The login or the password is not right." in words_of(answer)
    assert "set-cookie" not in answer.headers


async def test_guessing_is_slowed_even_with_the_right_password(world):
    async with world.browser() as browser:
        for _ in range(5):
            await browser.post("/sign-in", data={"login": "li", "password": "wrong"})
        answer = await browser.post("/sign-in", data={"login": "li", "password": PASSWORD})
        assert (answer.status_code, "please wait 30 seconds" in words_of(answer)) == (429, True)
        world.passes(seconds=31)
        assert (await browser.post("/sign-in", data={"login": "li", "password": PASSWORD})).status_code == 303


async def test_a_hundred_guesses_at_once_are_a_hundred(world):
    async with world.browser() as browser:
        guesses = [browser.post("/sign-in", data={"login": "li", "password": f"wrong {number}"}) for number in range(12)]
        answers = [answer.status_code for answer in await asyncio.gather(*guesses)]
    assert (answers.count(403), answers.count(429)) == (5, 7)


async def test_a_session_that_was_there_before_is_worth_nothing_after_signing_in(world):
    """Session fixation: neither a token that somebody made up nor an old one of the same browser lives on."""
    async with world.browser() as browser:
        browser.cookies.set("desk", "made-up", domain="127.0.0.1")
        await browser.post("/sign-in", data={"login": "li", "password": PASSWORD})
        token = next(cookie.value for cookie in browser.cookies.jar if cookie.value != "made-up")
        assert world.do(sessions.find, "made-up", NOW) is None
        browser.cookies.clear()
        browser.cookies.set("desk", token, domain="127.0.0.1")
        await browser.post("/sign-in", data={"login": "wang", "password": PASSWORD})
    assert world.do(sessions.find, token, NOW) is None


async def test_after_signing_out_the_cookie_is_worth_nothing(world):
    token = world.session("li")
    async with world.browser() as browser:
        browser.cookies.set("desk", token, domain="127.0.0.1")
        assert (await browser.post("/sign-out")).headers["location"] == "/sign-in"
    assert world.do(sessions.find, token, NOW) is None


async def test_a_code_is_asked_for_where_it_was_set_up(world):
    chen, secret = world.do(members.find, "chen"), codes.new_secret()
    world.do(members.set_totp, chen.id, secret, "chen", NOW)
    async with world.browser() as browser:
        answer = await browser.post("/sign-in", data={"login": "chen", "password": PASSWORD, "next": "/conversations/1"})
        half = browser.cookies["desk"]
        assert answer.headers["location"] == "/code?next=/conversations/1"
        assert (await browser.get("/")).headers["location"] == "/code"
        wrong = await browser.post("/code", data={"code": "000000", "next": "/conversations/1"})
        assert (wrong.status_code, "set-cookie" in wrong.headers) == (403, False)
        right = await browser.post("/code", data={"code": pyotp.TOTP(secret).at(NOW), "next": "/conversations/1"})
        assert right.headers["location"] == "/conversations/1"
        assert browser.cookies["desk"] != half
        assert (await browser.get("/")).status_code == 200
    assert world.do(sessions.find, half, NOW) is None


async def test_codes_cannot_be_guessed_either(world):
    chen = world.do(members.find, "chen")
    world.do(members.set_totp, chen.id, codes.new_secret(), "chen", NOW)
    async with world.browser() as browser:
        await browser.post("/sign-in", data={"login": "chen", "password": PASSWORD})
        tried = [(await browser.post("/code", data={"code": "123456"})).status_code for _ in range(6)]
    assert tried == [403] * 5 + [429]


async def test_the_right_password_again_gives_no_further_codes(world):
    chen = world.do(members.find, "chen")
    world.do(members.set_totp, chen.id, codes.new_secret(), "chen", NOW)
    tried = []
    async with world.browser() as browser:
        for _ in range(6):
            signed = await browser.post("/sign-in", data={"login": "chen", "password": PASSWORD})
            tried.append((signed.status_code, (await browser.post("/code", data={"code": "123456"})).status_code))
    assert tried == [(303, 403)] * 5 + [(429, 429)]


async def test_who_was_let_go_is_out_with_the_next_click(world):
    li = world.do(members.find, "li")
    async with world.signed_in("li") as browser:
        assert (await browser.get("/")).status_code == 200
        world.do(members.change, li.id, "chen", NOW, active=False)
        assert (await browser.get("/")).headers["location"] == "/sign-in"


async def test_an_invited_colleague_chooses_a_password_once(world):
    member = world.do(members.add, "sun", "Sun Li", Role.AGENT, "chen", NOW)
    path = f"/invitations/{world.do(invitations.invite, member, 'chen', NOW)}"
    async with world.browser() as browser:
        assert "Welcome, Sun Li" in words_of(await browser.get(path))
        for given, status in (({"password": "short", "again": "short"}, 400), ({"password": PASSWORD, "again": "other"}, 400)):
            assert (await browser.post(path, data=given)).status_code == status
        done = await browser.post(path, data={"password": PASSWORD, "again": PASSWORD})
        assert done.headers["location"] == "/sign-in"
        assert (await browser.get(path)).status_code == 404
        assert (await browser.post("/sign-in", data={"login": "sun", "password": PASSWORD})).status_code == 303


async def test_the_first_administrator_is_made_by_the_link_that_is_printed(world, tmp_path):
    world.desk.database = Database(tmp_path / "new.db")
    world.desk.database.migrate()
    world.desk.__post_init__()
    path = f"/invitations/{world.do(invitations.first, NOW)}"
    async with world.browser() as browser:
        assert "Create the first administrator" in words_of(await browser.get(path))
        data = {"login": "Chen", "name": "Chen Hua", "password": PASSWORD, "again": PASSWORD}
        assert (await browser.post(path, data={**data, "login": "no login!"})).status_code == 400
        assert (await browser.post(path, data=data)).headers["location"] == "/sign-in"
        assert (await browser.post(path, data=data)).status_code == 404
        await browser.post("/sign-in", data={"login": "chen", "password": PASSWORD})
        assert "Nobody is waiting." in words_of(await browser.get("/"))
    world.desk.database.dispose()


async def test_language_and_colours_are_chosen_and_kept(world):
    async with world.signed_in("li") as browser:
        answer = await browser.post("/language", data={"language": "zh"}, headers={"Referer": "http://127.0.0.1:8001/?box=all"})
        assert urlsplit(answer.headers["location"]).path == "/"
        assert answer.headers["location"] == "/?box=all"
        page = await browser.get("/")
        assert re.search(r'<html lang="zh-Hans" data-theme="auto">', page.text)
        assert "还没有对话" in (await browser.get("/?box=all")).text
        await browser.post("/theme", data={"theme": "dark"})
        assert 'data-theme="dark"' in (await browser.get("/")).text
        assert (await browser.post("/language", data={"language": "fr"})).status_code == 400


async def test_a_choice_leads_back_to_no_other_site(world):
    async with world.signed_in("li") as browser:
        answer = await browser.post("/language", data={"language": "zh"}, headers={"Referer": "http://127.0.0.1:8001//evil.example/x"})
        assert not answer.headers["location"].startswith("//")
        answer = await browser.post("/language", data={"language": "zh"}, headers={"Referer": "https://evil.example/"})
        assert answer.headers["location"] == "/"
