"""Replies in as few messages as they fit into: cut at the end of sentences, merged, with menus, none longer than it may be."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.wechat.arrange import Piece, arrange, item_id, item_of, written
from connectors.wechat.split import LIMIT, cut, size
from records.models import Author, Direction, Message

NOW = dt.datetime(2023, 3, 1, tzinfo=dt.timezone.utc)
MORE = "（还有）"


def reply(text, *titles, id_=1, number=2):
    buttons = [{"title": title, "token": f"token-{title}"} for title in titles]
    return Message(id_, 1, number, Direction.OUT, Author.BOT, text, "zh", {}, buttons, None, NOW, None, 1, None)


def arranged(*replies, said=(), allowed=99, menus=False, limit=LIMIT):
    return arrange(replies, dict(said), allowed, MORE, menus=menus, limit=limit)


@pytest.mark.parametrize(
    ("text", "limit", "first"),
    [
        ("short", 10, "short"),
        ("第一句。第二句。第三句。", 30, "第一句。第二句。"),
        ("One. Two is longer. Three", 21, "One. Two is longer."),
        ("Version 2.5 is out now, really", 20, "Version 2.5 is out "),
        ("一段\n二段很长很长很长", 20, "一段\n二段很长"),
        ("第一段在这里\n第二段很长", 30, "第一段在这里\n"),
        ("a" * 30, 10, "a" * 10),
        ("他说：“好。”然后走了很远很远", 26, "他说：“好。”"),
        ("é" * 10, 3, "é"),
        ("展览", 2, "展"),
    ],
)
def test_a_text_is_cut_at_the_best_place(text, limit, first):
    assert text[: cut(text, limit)] == first


def test_a_mark_stays_with_its_letter():
    text = "e\u0301" * 20
    assert all(text[: cut(text, limit)].endswith("\u0301") for limit in range(4, 40))


def test_small_replies_become_one_message():
    found = arranged(reply("one"), reply("two", id_=2), reply("three", id_=3))
    assert (found.whole, found.pieces) == (True, (Piece("one\n\ntwo\n\nthree", (), ((0, 3), (1, 3), (2, 5))),))


def test_a_long_reply_is_cut_and_its_end_is_merged_with_what_follows():
    text = "这是一句不太长的话。" * 100
    found = arranged(reply(text), reply("two", id_=2))
    assert [size(piece.text) <= LIMIT for piece in found.pieces] == [True, True]
    assert [piece.ends for piece in found.pieces] == [((0, 680),), ((0, 1000), (1, 3))]
    assert found.pieces[1].text.endswith("。\n\ntwo")


def test_buttons_are_a_menu_where_it_may_be_shown_else_numbered_lines():
    which = reply("which?", "Forums", "Fairs", number=7)
    assert arranged(which).pieces == (Piece("which?\n1. Forums\n2. Fairs", (), ((0, 25),)),)
    assert arranged(reply("first", id_=9), which, reply("last", id_=3), menus=True).pieces == (
        Piece("first\n\nwhich?", (("701", "Forums"), ("702", "Fairs")), ((0, 5), (1, 6))),
        Piece("last", (), ((2, 4),)),
    )


def test_too_many_or_too_long_buttons_are_lines_all_the_same():
    many = reply("which?", *(str(n) for n in range(11)))
    long = reply("which?", *("很长" * 30 for _ in range(9)))
    assert [arranged(one, menus=True).pieces[0].items for one in (many, long)] == [(), ()]


def test_the_menu_of_a_long_reply_comes_with_its_last_part():
    found = arranged(reply("这是一句不太长的话。" * 68, "甲" * 100, "乙" * 50), menus=True)
    assert [bool(piece.items) for piece in found.pieces] == [False, True]
    assert [piece.size <= LIMIT for piece in found.pieces] == [True, True]
    assert found.pieces[-1].ends == ((0, 680),)


def test_where_not_all_may_be_sent_the_last_message_says_so_and_the_rest_is_left():
    text = "这是一句不太长的话。" * 200
    found = arranged(reply(text), allowed=2)
    assert (found.whole, len(found.pieces), found.pieces[-1].text.endswith(f"。\n\n{MORE}")) == (False, 2, True)
    ((_, said),) = found.pieces[-1].ends
    rest = arranged(reply(text), said={1: said})
    assert rest.whole
    assert "".join(piece.text for piece in (*found.pieces, *rest.pieces)).replace(f"\n\n{MORE}", "") == text


def test_blanks_behind_a_cut_do_not_make_a_message_too_long():
    found = arranged(reply("a" * 29 + "." + " " * 3 + "b" * 20), limit=30)
    assert [piece.text for piece in found.pieces] == ["a" * 29 + ".", "b" * 20]


def test_an_item_is_known_by_message_and_place():
    assert [item_of(item_id(number, place)) for number, place in ((1, 1), (12, 10), (123456, 99))] == [(1, 1), (12, 10), (123456, 99)]
    assert [item_of(text) for text in ("", "1", "12", "x101", "１０１", "1" * 12, "-101")] == [None] * 7


TEXTS = st.lists(st.text(alphabet="甲乙a. 。\n，b", max_size=400), min_size=1, max_size=5)


@given(TEXTS, st.integers(40, 300), st.integers(1, 6), st.booleans())
@settings(deadline=None, max_examples=200)
def test_whatever_is_to_be_said_is_said_once_and_in_order_and_no_message_is_too_long(texts, limit, allowed, menus):
    replies = [reply(text, *["ja", "nein"][: n % 3], id_=n, number=n) for n, text in enumerate(texts, 1)]
    wanted = "".join("".join(written(one, menus=menus).split()) for one in replies)
    said, heard, menus_shown, rounds = {}, "", [], 0
    left = list(replies)
    while left:
        rounds += 1
        assert rounds < 500
        found = arrange(left, said, allowed, MORE, menus=menus, limit=limit)
        assert len(found.pieces) <= allowed
        whole = set()
        for piece in found.pieces:
            assert piece.size <= limit
            heard += "".join(piece.text.replace(MORE, "").split())
            menus_shown += [int(id_[:-2]) for id_, _ in piece.items[:1]]
            for place, characters in piece.ends:
                said[left[place].id] = characters
                if characters == len(written(left[place], menus=menus)):
                    whole.add(left[place].id)
        left = [one for one in left if one.id not in whole]
        assert found.whole == (not left)
    assert heard == wanted
    assert menus_shown == [one.number for one in replies if menus and one.buttons]
