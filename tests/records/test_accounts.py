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
def desk(world):
    """Records without any staff."""
    with world.database.begin() as session:
        for table in ("staff_sessions", "invitations", "failed_sign_ins", "audit_lines", "staff"):
            session.exec_driver_sql(f"DELETE FROM {table}")
    return world


@pytest.fixture
def chen(desk):
    """The first administrator."""
    token = desk.do(invitations.first, NOW)
    return desk.do(invitations.accept, token, PASSWORD, NOW, "chen", "Chen Hua")


def test_the_first_link_makes_an_administrator_and_no_other_is_given_out(desk, chen):
    assert (chen.role, chen.name, passwords.matches(chen.password, PASSWORD)) == (Role.ADMINISTRATOR, "Chen Hua", True)
    assert desk.do(invitations.first, NOW) is None


def test_a_newer_first_link_voids_the_older_and_each_is_good_once(desk):
    older, newer = (desk.do(invitations.first, NOW) for _ in range(2))
    with pytest.raises(NoSuchInvitation):
        desk.do(invitations.look, older, NOW)
    desk.do(invitations.accept, newer, PASSWORD, NOW, "chen")
    with pytest.raises(NoSuchInvitation):
        desk.do(invitations.accept, newer, PASSWORD, NOW, "other")


def test_of_many_who_use_the_first_link_at_once_one_becomes_administrator(desk, at_once):
    token = desk.do(invitations.first, NOW)

    def use(number):
        try:
            return desk.do(invitations.accept, token, PASSWORD, NOW, f"agent{number}").login
        except NoSuchInvitation:
            return None

    assert len([login for login in at_once(use) if login]) == 1


def test_a_link_is_good_for_two_days(desk, chen):
    li = desk.do(members.add, "li", "Li Wei", Role.AGENT, "chen", NOW)
    token = desk.do(invitations.invite, li, "chen", NOW)
    with pytest.raises(NoSuchInvitation):
        desk.do(invitations.look, token, NOW + dt.timedelta(days=2))
    assert desk.do(invitations.look, token, NOW + dt.timedelta(days=1)) == li


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaaa", "my name is chen", "x" * 201])
def test_weak_passwords_are_refused(desk, password):
    token = desk.do(invitations.first, NOW)
    with pytest.raises(ValueError, match="password"):
        desk.do(invitations.accept, token, password, NOW, "chen")
    desk.do(invitations.look, token, NOW)


def test_a_password_is_kept_as_argon2id_with_the_figures_asked_for(chen):
    assert chen.password.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_two_members_have_two_logins(desk, chen):
    with pytest.raises(NameTaken):
        desk.do(members.add, "chen", "Another", Role.AGENT, "chen", NOW)


def test_the_right_password_gives_a_session_and_a_wrong_one_none(desk, chen):
    assert desk.do(signing_in.member_of, "chen", "wrong password") is None
    assert desk.do(signing_in.member_of, "nobody", PASSWORD) is None
    member = desk.do(signing_in.member_of, "chen", PASSWORD)
    token, whole = desk.do(signing_in.begin, member, PASSWORD, "Firefox", NOW)
    found, who = desk.do(sessions.find, token, NOW)
    assert (who.login, found.whole, whole, found.device) == ("chen", True, True, "Firefox")
    assert token not in str(found)


def test_the_sixth_wrong_try_has_to_wait_and_each_further_one_longer(desk, chen):
    for number in range(5):
        desk.do(signing_in.tried, "chen", "10.0.0.1", NOW + number * SECOND)
    with pytest.raises(TooManySignIns) as refusal:
        desk.do(signing_in.tried, "CHEN", "10.0.0.2", NOW + 5 * SECOND)
    assert refusal.value.seconds == 29.0
    desk.do(signing_in.tried, "chen", "10.0.0.2", NOW + 35 * SECOND)
    with pytest.raises(TooManySignIns):
        desk.do(signing_in.tried, "chen", "10.0.0.2", NOW + 90 * SECOND)
    desk.do(signing_in.tried, "li", "10.0.0.1", NOW + 35 * SECOND)


def test_a_right_password_without_its_code_clears_no_wrong_codes(desk, chen):
    for _ in range(4):
        desk.do(signing_in.tried, "chen", "10.0.0.1", NOW)
        desk.do(signing_in.right, "chen", "10.0.0.1", whole=False)
        desk.do(signing_in.tried, "chen", "10.0.0.1", NOW)
    desk.do(signing_in.tried, "chen", "10.0.0.1", NOW)
    with pytest.raises(TooManySignIns):
        desk.do(signing_in.tried, "chen", "10.0.0.1", NOW + SECOND)


def test_tries_that_are_right_count_neither_for_the_login_nor_for_the_address(desk, chen):
    for number in range(40):
        desk.do(signing_in.tried, f"agent{number}", "10.0.0.1", NOW)
        desk.do(signing_in.right, f"agent{number}", "10.0.0.1", whole=False)
        desk.do(signing_in.tried, f"agent{number}", "10.0.0.1", NOW)
        desk.do(signing_in.right, f"agent{number}", "10.0.0.1", whole=True)
    for _ in range(4):
        desk.do(signing_in.tried, "chen", "10.0.0.1", NOW)
    desk.do(signing_in.right, "chen", "10.0.0.1", whole=True)
    for _ in range(5):
        desk.do(signing_in.tried, "chen", "10.0.0.1", NOW)


def test_an_address_that_tries_many_logins_has_to_wait(desk):
    for number in range(30):
        desk.do(signing_in.tried, f"agent{number}", "10.0.0.1", NOW)
    with pytest.raises(TooManySignIns):
        desk.do(signing_in.tried, "chen", "10.0.0.1", NOW + SECOND)
    desk.do(signing_in.tried, "chen", "10.0.0.2", NOW + SECOND)


def test_what_was_typed_as_login_is_audited_only_where_it_is_one(desk, chen):
    desk.do(signing_in.failed, "my password", NOW)
    assert desk.do(audit.lines)[0].detail == {"login": ""}


def test_a_code_completes_the_session_once_and_with_a_new_token(desk, chen):
    secret = codes.new_secret()
    desk.do(members.set_totp, chen.id, secret, "chen", NOW)
    member = desk.do(members.get, chen.id)
    half, whole = desk.do(signing_in.begin, member, PASSWORD, "Firefox", NOW)
    found, _ = desk.do(sessions.find, half, NOW)
    assert (whole, found.whole) == (False, False)
    assert desk.do(signing_in.complete, found, member, "000000", NOW) is None
    code = pyotp.TOTP(secret).at(NOW)
    token = desk.do(signing_in.complete, found, member, code, NOW)
    assert token != half
    assert desk.do(sessions.find, half, NOW) is None
    assert desk.do(sessions.find, token, NOW)[0].whole
    again, _ = desk.do(signing_in.begin, desk.do(members.get, chen.id), PASSWORD, "Firefox", NOW)
    assert desk.do(signing_in.complete, desk.do(sessions.find, again, NOW)[0], member, code, NOW) is None


@pytest.mark.parametrize("code", ["", "12345", "١٢٣٤٥٦", "123456\n7"])
def test_what_is_no_code_is_none(code):
    assert codes.step_of(codes.new_secret(), code, 0, NOW) is None


def test_a_session_ends_when_it_is_ended_idle_or_old(desk, chen):
    tokens = [desk.do(signing_in.begin, chen, PASSWORD, "Firefox", NOW)[0] for _ in range(3)]
    first = desk.do(sessions.find, tokens[0], NOW)[0]
    assert desk.do(sessions.find, tokens[0], NOW + dt.timedelta(hours=5)) is None
    desk.do(sessions.note, first, NOW + dt.timedelta(hours=3))
    assert desk.do(sessions.find, tokens[0], NOW + dt.timedelta(hours=5)) is not None
    desk.do(sessions.note, first, NOW + dt.timedelta(hours=15))
    assert desk.do(sessions.find, tokens[0], NOW + dt.timedelta(hours=16)) is None
    desk.do(sessions.end_all, chen, "chen", NOW, but=first.key)
    assert [desk.do(sessions.find, token, NOW) is None for token in tokens] == [False, True, True]


def test_a_member_who_is_let_go_is_out_at_once(desk, chen):
    li = desk.do(members.add, "li", "Li Wei", Role.AGENT, "chen", NOW)
    token = desk.do(invitations.invite, li, "chen", NOW)
    desk.do(invitations.accept, token, PASSWORD, NOW)
    session, _ = desk.do(signing_in.begin, desk.do(members.get, li.id), PASSWORD, "Firefox", NOW)
    desk.do(members.change, li.id, "chen", NOW, active=False)
    assert desk.do(sessions.find, session, NOW) is None
    assert desk.do(signing_in.member_of, "li", PASSWORD) is None


def test_the_last_administrator_stays(desk, chen):
    for change in ({"active": False}, {"role": Role.AGENT}):
        with pytest.raises(LastAdministrator):
            desk.do(members.change, chen.id, "chen", NOW, **change)
    assert desk.do(members.get, chen.id) == chen


def test_a_new_password_ends_all_sessions(desk, chen):
    token, _ = desk.do(signing_in.begin, chen, PASSWORD, "Firefox", NOW)
    desk.do(members.set_password, chen.id, "another horse, another hall", "chen", NOW)
    assert desk.do(sessions.find, token, NOW) is None


def test_who_has_a_page_open_and_is_not_away_is_here(desk, chen):
    from records import presence

    assert (desk.do(members.there_are_any), desk.do(members.here, NOW)) == (True, [])
    desk.do(presence.seen, chen.id, NOW)
    assert [member.login for member in desk.do(members.here, NOW + 59 * SECOND)] == ["chen"]
    desk.do(members.change, chen.id, "chen", NOW, away=True)
    assert desk.do(members.here, NOW) == []


def test_no_staff_is_no_desk(desk):
    assert desk.do(members.there_are_any) is False
    desk.do(members.add, "li", "Li Wei", Role.AGENT, "cli", NOW)
    assert desk.do(members.there_are_any) is False
