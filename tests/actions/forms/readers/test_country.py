import pytest

from actions.forms.readers.country import Country, written
from actions.forms.readers.reader import Trouble
from tests.actions.forms.heard import heard

TROUBLE = Trouble("trouble_text", {"field": "country"})


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("中国", "中国 China"),
        ("中國", "中国 China"),
        ("国内", "中国 China"),
        ("China", "中国 China"),
        ("we are from the PRC", "中国 China"),
        ("瑞典", "瑞典 Sweden"),
        ("Sweden", "瑞典 Sweden"),
        ("the Netherlands", "荷兰 Netherlands"),
        ("Holland", "荷兰 Netherlands"),
        ("usa", "美国 United States"),
        ("the US", "美国 United States"),
        ("U.S.A.", "美国 United States"),
        ("UK", "英国 United Kingdom"),
        ("South Korea", "韩国 South Korea"),
        ("韩国", "韩国 South Korea"),
        ("阿联酋", "阿拉伯联合酋长国 United Arab Emirates"),
        ("香港", "中国香港 Hong Kong, China"),
        ("Hong Kong", "中国香港 Hong Kong, China"),
        ("澳門", "中国澳门 Macao, China"),
        ("台灣", "中国台湾 Taiwan, China"),
        ("Taiwan", "中国台湾 Taiwan, China"),
        ("北京", "中国 China (北京)"),
        ("江苏苏州", "中国 China (江苏苏州)"),
        ("我们在厦门", "中国 China (厦门)"),
        ("是上海的", "中国 China (上海)"),
        ("Munich, Germany", "德国 Germany"),
        ("Munich", "Munich"),
        ("Bavaria", "Bavaria"),
    ],
)
def test_a_country_or_region_is_read_in_both_languages(said, value, in_chinese):
    assert Country().answer(heard(said), {}, in_chinese) == value


@pytest.mark.parametrize(
    "said", ["yes", "好的", "不", "1", "12", "?", "x", "芯海公司", "苏州芯海公司", "Acme GmbH", "a research institute"]
)
def test_what_is_no_place_is_a_trouble(said, in_chinese):
    assert Country().answer(heard(said), {}, in_chinese) == TROUBLE


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("我们在厦门", "中国 China (厦门)"),
        ("来自德国，做激光的", "德国 Germany"),
        ("我们是德国企业", "德国 Germany"),
        ("公司总部在新加坡", "新加坡 Singapore"),
        ("单位A，中国，光地", "中国 China"),
        ("we are from the Netherlands", "荷兰 Netherlands"),
        ("based in Munich, Germany", "德国 Germany"),
        ("we're in Norway", "挪威 Norway"),
        ("a company from Norway", "挪威 Norway"),
        ("country: Italy", "意大利 Italy"),
        ("Italy", None),
        ("来自德国的专家", None),
        ("想在中国找合作伙伴", None),
        ("我们想在深圳参展", None),
        ("experts from Germany wanted", None),
        ("partners in Japan", None),
        ("the China market", None),
    ],
)
def test_a_country_counts_unasked_where_it_is_the_visitors_own(said, value):
    found = Country().volunteered(heard(said))
    assert (found and found.value) == value


def test_every_name_of_its_own_stands_for_a_territory():
    assert [written(code) for code in ("HK", "MO", "TW", "CN")] == [
        "中国香港 Hong Kong, China",
        "中国澳门 Macao, China",
        "中国台湾 Taiwan, China",
        "中国 China",
    ]
