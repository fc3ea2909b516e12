"""Staff accounts: invited, signed in, throttled, signed out; nobody gets in by a link, a password or a code that was used."""

from __future__ import annotations

import datetime as dt

import pyotp
import pytest

from records import audit
from records.accounts import codes, invitations, members, passwords, sessions, signing_in
from records.errors import LastAdministrator, NameTaken, NoSuchInvitation, TooManySignIns
from records.models import Role

NOW = dt.datetime(2023, 3, 1, 9, 30, tzinfo=dt.timezone.utc)
SECOND = dt.timedelta(seconds=1)
PASSWORD = "a horse in the exhibition hall"


@pytest.fixture
def chen(world):
    """The first administrator."""
    token = world.do(invitations.first, NOW)
    return world.do(invitations.accept, token, PASSWORD, NOW, "chen", "Chen Hua")


def test_the_first_link_makes_an_administrator_and_no_other_is_given_out(world, chen):
    assert (chen.role, chen.name, passwords.matches(chen.password, PASSWORD)) == (Role.ADMINISTRATOR, "Chen Hua", True)
    assert world.do(invitations.first, NOW) is None


def test_a_newer_first_link_voids_the_older_and_each_is_good_once(world):
    older, newer = (world.do(invitations.first, NOW) for _ in range(2))
    with pytest.raises(NoSuchInvitation):
        world.do(invitations.look, older, NOW)
    world.do(invitations.accept, newer, PASSWORD, NOW, "chen")
    with pytest.raises(NoSuchInvitation):
        world.do(invitations.accept, newer, PASSWORD, NOW, "other")


def test_of_many_who_use_the_first_link_at_once_one_becomes_administrator(world, at_once):
    token = world.do(invitations.first, NOW)

    def use(number):
        try:
            return world.do(invitations.accept, token, PASSWORD, NOW, f"agent{number}").login
        except NoSuchInvitation:
            return None

    assert len([login for login in at_once(use) if login]) == 1


def test_a_link_is_good_for_two_days(world, chen):
    li = world.do(members.add, "li", "Li Wei", Role.AGENT, "chen", NOW)
    token = world.do(invitations.invite, li, "chen", NOW)
    with pytest.raises(NoSuchInvitation):
        world.do(invitations.look, token, NOW + dt.timedelta(days=2))
    assert world.do(invitations.look, token, NOW + dt.timedelta(days=1)) == li


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "my name is chen", "x" * 201])
def test_weak_passwords_are_refused(world, password):
    token = world.do(invitations.first, NOW)
    with pytest.raises(ValueError, match="password"):
        world.do(invitations.accept, token, password, NOW, "chen")
    world.do(invitations.look, token, NOW)


def test_a_password_is_kept_as_argon2id_with_the_figures_asked_for(chen):
    assert chen.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_two_members_have_two_logins(world, chen):
    with pytest.raises(NameTaken):
        world.do(members.add, "chen", "Another", Role.AGENT, "chen", NOW)


def test_the_right_password_gives_a_session_and_a_wrong_one_none(world, chen):
    assert world.do(signing_in.member_of, "chen", "wrong password") is None
    assert world.do(signing_in.member_of, "nobody", PASSWORD) is None
    member = world.do(signing_in.member_of, "chen", PASSWORD)
    token, whole = world.do(signing_in.begin, member, PASSWORD, "Firefox", NOW)
    found, who = world.do(sessions.find, token, NOW)
    assert (who.login, found.whole, whole, found.device) == ("chen", True, True, "Firefox")
    assert token not in str(found)


def test_the_sixth_wrong_try_has_to_wait_and_each_further_one_longer(world, chen):
    for number in range(5):
        world.do(signing_in.tried, "chen", "10.0.0.1", NOW + number * SECOND)
    with pytest.raises(TooManySignIns) as refusal:
        world.do(signing_in.tried, "CHEN", "10.0.0.2", NOW + 5 * SECOND)
    assert refusal.value.seconds == 29.0
    world.do(signing_in.tried, "chen", "10.0.0.2", NOW + 35 * SECOND)
    with pytest.raises(TooManySignIns):
        world.do(signing_in.tried, "chen", "10.0.0.2", NOW + 90 * SECOND)
    world.do(signing_in.tried, "li", "10.0.0.1", NOW + 35 * SECOND)


def test_a_right_password_without_its_code_clears_no_wrong_codes(world, chen):
    for _ in range(4):
        world.do(signing_in.tried, "chen", "10.0.0.1", NOW)
        world.do(signing_in.right, "chen", "10.0.0.1", whole=False)
        world.do(signing_in.tried, "chen", "10.0.0.1", NOW)
    world.do(signing_in.tried, "chen", "10.0.0.1", NOW)
    with pytest.raises(TooManySignIns):
        world.do(signing_in.tried, "chen", "10.0.0.1", NOW + SECOND)


def test_tries_that_are_right_count_neither_for_the_login_nor_for_the_address(world, chen):
    for number in range(40):
        world.do(signing_in.tried, f"agent{number}", "10.0.0.1", NOW)
        world.do(signing_in.right, f"agent{number}", "10.0.0.1", whole=False)
        world.do(signing_in.tried, f"agent{number}", "10.0.0.1", NOW)
        world.do(signing_in.right, f"agent{number}", "10.0.0.1", whole=True)
    for _ in range(4):
        world.do(signing_in.tried, "chen", "10.0.0.1", NOW)
    world.do(signing_in.right, "chen", "10.0.0.1", whole=True)
    for _ in range(5):
        world.do(signing_in.tried, "chen", "10.0.0.1", NOW)


def test_an_address_that_tries_many_logins_has_to_wait(world):
    for number in range(30):
        world.do(signing_in.tried, f"agent{number}", "10.0.0.1", NOW)
    with pytest.raises(TooManySignIns):
        world.do(signing_in.tried, "chen", "10.0.0.1", NOW + SECOND)
    world.do(signing_in.tried, "chen", "10.0.0.2", NOW + SECOND)


def test_what_was_typed_as_login_is_audited_only_where_it_is_one(world, chen):
    world.do(signing_in.failed, "my password", NOW)
    assert world.do(audit.lines)[0].detail == {"login": ""}


def test_a_code_completes_the_session_once_and_with_a_new_token(world, chen):
    secret = codes.new_secret()
    world.do(members.set_totp, chen.id, secret, "chen", NOW)
    member = world.do(members.get, chen.id)
    half, whole = world.do(signing_in.begin, member, PASSWORD, "Firefox", NOW)
    found, _ = world.do(sessions.find, half, NOW)
    assert (whole, found.whole) == (False, False)
    assert world.do(signing_in.complete, found, member, "000000", NOW) is None
    code = pyotp.TOTP(secret).at(NOW)
    token = world.do(signing_in.complete, found, member, code, NOW)
    assert token != half
    assert world.do(sessions.find, half, NOW) is None
    assert world.do(sessions.find, token, NOW)[0].whole
    again, _ = world.do(signing_in.begin, world.do(members.get, chen.id), PASSWORD, "Firefox", NOW)
    assert world.do(signing_in.complete, world.do(sessions.find, again, NOW)[0], member, code, NOW) is None


@pytest.mark.parametrize("code", ["", "12345", "١٢٣٤٥٦", "123456\n7"])
def test_what_is_no_code_is_none(code):
    assert codes.step_of(codes.new_secret(), code, 0, NOW) is None


def test_a_session_ends_when_it_is_ended_idle_or_old(world, chen):
    tokens = [world.do(signing_in.begin, chen, PASSWORD, "Firefox", NOW)[0] for _ in range(3)]
    first = world.do(sessions.find, tokens[0], NOW)[0]
    assert world.do(sessions.find, tokens[0], NOW + dt.timedelta(hours=5)) is None
    world.do(sessions.note, first, NOW + dt.timedelta(hours=3))
    assert world.do(sessions.find, tokens[0], NOW + dt.timedelta(hours=5)) is not None
    world.do(sessions.note, first, NOW + dt.timedelta(hours=15))
    assert world.do(sessions.find, tokens[0], NOW + dt.timedelta(hours=16)) is None
    world.do(sessions.end_all, chen, "chen", NOW, but=first.key)
    assert [world.do(sessions.find, token, NOW) is None for token in tokens] == [False, True, True]


def test_a_member_who_is_let_go_is_out_at_once(world, chen):
    li = world.do(members.add, "li", "Li Wei", Role.AGENT, "chen", NOW)
    token = world.do(invitations.invite, li, "chen", NOW)
    world.do(invitations.accept, token, PASSWORD, NOW)
    session, _ = world.do(signing_in.begin, world.do(members.get, li.id), PASSWORD, "Firefox", NOW)
    world.do(members.change, li.id, "chen", NOW, active=False)
    assert world.do(sessions.find, session, NOW) is None
    assert world.do(signing_in.member_of, "li", PASSWORD) is None


def test_the_last_administrator_stays(world, chen):
    for change in ({"active": False}, {"role": Role.AGENT}):
        with pytest.raises(LastAdministrator):
            world.do(members.change, chen.id, "chen", NOW, **change)
    assert world.do(members.get, chen.id) == chen


def test_a_new_password_ends_all_sessions(world, chen):
    token, _ = world.do(signing_in.begin, chen, PASSWORD, "Firefox", NOW)
    world.do(members.set_password, chen.id, "another horse, another hall", "chen", NOW)
    assert world.do(sessions.find, token, NOW) is None


def test_who_has_a_page_open_and_is_not_away_is_here(world, chen):
    from records import presence

    assert (world.do(members.there_are_any), world.do(members.here, NOW)) == (True, [])
    world.do(presence.seen, chen.id, NOW)
    assert [member.login for member in world.do(members.here, NOW + 59 * SECOND)] == ["chen"]
    world.do(members.change, chen.id, "chen", NOW, away=True)
    assert world.do(members.here, NOW) == []


def test_no_staff_is_no_desk(world):
    assert world.do(members.there_are_any) is False
    world.do(members.add, "li", "Li Wei", Role.AGENT, "cli", NOW)
    assert world.do(members.there_are_any) is False
