"""The account's menu: as it stands in the file, and what is wrong with one that the platform would refuse."""

from __future__ import annotations

import pytest
import yaml

from connectors.wechat import menu
from connectors.wechat.menu import BadMenu, meaning, read


def test_the_projects_own_menu_can_be_pushed():
    found = read("https://www.example.org")
    assert [len(entry["sub_button"]) for entry in found["button"]] == [5, 5, 5]
    assert found["button"][0]["sub_button"][-1] == {"name": "大会官网", "type": "view", "url": "https://www.example.org"}
    assert found["button"][1]["sub_button"][2] == {"name": "登记展位", "type": "click", "key": "wish:file_booth:登记展位"}


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([], "the menu: there must be 1 to 3"),
        ([{"name": "a", "ask": "b"}] * 4, "the menu: there must be 1 to 3"),
        ([{"name": "a", "below": [{"name": "b", "ask": "c"}] * 6}], "a: there must be 1 to 5"),
        ([{"ask": "b"}], "must have a name"),
        ([{"name": "这个名字太长了", "ask": "b"}], "21 bytes, and 16 are allowed"),
        ([{"name": "a", "ask": "问" * 43}], "129 bytes, and 128 are allowed"),
        ([{"name": "a", "ask": "b", "link": "c"}], "a: it must have one of"),
        ([{"name": "a"}], "a: it must have one of"),
        ([{"name": "a", "wish": "restart"}], "'restart' is no intent"),
        ([{"name": "a", "ask": "wish:restart"}], "may not begin with"),
        ({"button": []}, "the menu: there must be"),
        ("text", "the menu: there must be"),
    ],
)
def test_a_menu_that_would_be_refused_is_told(tmp_path, entries, told):
    (tmp_path / "menu.yml").write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BadMenu, match=told):
        read("https://x", tmp_path / "menu.yml")


@pytest.mark.parametrize("content", [b"\xff", b"a: [", None])
def test_a_file_that_is_none_is_told(tmp_path, content):
    if content is not None:
        (tmp_path / "menu.yml").write_bytes(content)
    with pytest.raises(BadMenu, match="cannot be read"):
        read("https://x", tmp_path / "menu.yml")


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("怎么报名参展？", ("怎么报名参展？", {"text": "怎么报名参展？"})),
        ("wish:want_person:找工作人员", ("找工作人员", {"intent": "want_person", "slots": {}})),
        ("wish:want_person", None),
        ("wish:restart:x", None),
        ("wish:", None),
        ("", None),
        ("/restart", ("/restart", {"text": "/restart"})),
    ],
)
def test_a_tap_says_a_question_or_stands_for_a_wish_that_is_allowed(key, meant):
    assert meaning(key) == meant


def test_every_question_of_the_menu_is_what_a_tap_says():
    keys = [one["key"] for entry in read("https://x")["button"] for one in entry["sub_button"] if one["type"] == "click"]
    assert all(meaning(key) for key in keys)
    assert menu.FILE.exists()
