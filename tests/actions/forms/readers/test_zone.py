import pytest

from actions.forms.readers.reader import Trouble
from actions.forms.readers.zone import Zone, likeliest
from tests.actions.forms.heard import heard

ZONE = Zone("booth_request")


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("企业引领支撑创新展区", "enterprise_zone"),
        ("Enterprise-led Innovation Zone", "enterprise_zone"),
        ("想去科技部展区", "most_zone"),
        ("the fintech board", "fintech_board"),
        ("海归人才创新创业馆", "returnee_hall"),
        ("不确定", ""),
        ("由组委会安排", ""),
        ("you choose", ""),
        ("5", ""),
    ],
)
def test_a_zone_is_taken_by_its_number_or_its_name(said, zone, in_chinese, in_english):
    message = heard(said)
    assert ZONE.answer(message, {"exhibits": "激光雷达"}, in_chinese if message.language == "zh" else in_english) == zone


def test_a_zone_is_taken_by_a_word_that_only_its_name_has_among_those_offered(in_chinese, in_english):
    values = {"exhibits": "steel"}
    assert "Enterprise-led Innovation Zone" in ZONE.options(values, in_english)
    assert ZONE.answer(heard("the enterprise one"), values, in_english) == "enterprise_zone"
    assert ZONE.answer(heard("企业那个"), values, in_chinese) == "enterprise_zone"


@pytest.mark.parametrize("said", ["yes", "36平", "the big one", "7"])
def test_what_names_no_zone_is_a_trouble(said, in_english):
    assert ZONE.answer(heard(said), {"exhibits": "steel"}, in_english) == Trouble("trouble_choice")


def test_four_zones_are_offered_the_likeliest_first_and_not_sure_last(in_chinese, pack):
    offered = ZONE.options({"exhibits": "人力资源服务，猎头"}, in_chinese)
    assert (len(offered), offered[-1], "人力资源服务机构展览推介板块" in offered[:3]) == (5, "不确定，由组委会安排", True)
    zones = pack.filing["booth_request"].zones
    assert likeliest("", zones, pack) == list(zones)


def test_a_zone_is_shown_by_its_name(in_chinese, in_english):
    assert (ZONE.shown("enterprise_zone", in_chinese), ZONE.shown("", in_english)) == ("企业引领支撑创新展区", "Not sure, please place us")
