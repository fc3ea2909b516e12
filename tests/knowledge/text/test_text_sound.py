"""How Han characters sound."""

import pytest

from knowledge.text.sound import sound


@pytest.mark.parametrize(("one", "other"), [("站", "展"), ("是", "四"), ("人", "仁"), ("生", "森"), ("京", "今")])
def test_what_is_often_confused_sounds_alike(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("深", "上"), ("会", "馆"), ("北", "南")])
def test_other_characters_sound_otherwise(one, other):
    assert sound(one) != sound(other)


def test_what_has_no_sound_stays():
    assert sound("々")
