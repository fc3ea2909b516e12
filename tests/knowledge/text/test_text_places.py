import re
from collections import Counter

import pytest

from knowledge.text.data import word_list
from knowledge.text.folding import fold
from knowledge.text.places import places_in
from knowledge.text.tokens import HAN


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("我从兰州来", ["gansu"]),
        ("we come from Lanzhou", ["gansu"]),
        ("哈爾濱的企業", ["harbin"]),
        ("广东还是深圳", ["guangdong", "shenzhen"]),
        ("Shenzhen, then Hong Kong", ["shenzhen", "hong_kong"]),
        ("内蒙古", ["inner_mongolia"]),
        ("Xi'an or Xian", ["xian", "xian"]),
        ("the chickens of Xianyang", ["shaanxi"]),
        ("hkd", []),
        ("你好", []),
    ],
)
def test_a_name_stands_for_its_province_or_city(text, places):
    assert places_in(fold(text)) == places


def test_every_place_has_names_in_both_scripts():
    scripts = {place: {bool(re.search(f"[{HAN}]", name)) for name in names} for place, names in word_list("places").items()}
    assert [place for place, found in scripts.items() if found != {True, False}] == []


def test_no_name_stands_for_two_places():
    counts = Counter(name for names in word_list("places").values() for name in names)
    assert [name for name, count in counts.items() if count > 1] == []


def test_names_are_written_as_folded_text_has_them():
    assert [name for names in word_list("places").values() for name in names if fold(name) != name] == []
