import pytest

from actions.forms.readers.reader import Found, Trouble
from actions.forms.readers.size import Size
from tests.actions.forms.heard import heard


def area(figure, words=None):
    return {"square_metres": figure} if words is None else {"square_metres": figure, "words": words}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("36平", area(36)),
        ("36平米", area(36)),
        ("36 平方米", area(36)),
        ("36个平方", area(36)),
        ("36㎡", area(36)),
        ("36m2", area(36)),
        ("36 sqm", area(36)),
        ("36 sq. m", area(36)),
        ("36 square metres", area(36)),
        ("thirty-six square meters", area(36)),
        ("三十六平", area(36)),
        ("三十四平", area(34)),
        ("九平", area(9)),
        ("两百方", area(200)),
        ("1,200 sqm", area(1200)),
        ("3x3", area(9)),
        ("3 m × 6 m", area(18)),
        ("3米乘6米", area(18)),
        ("6 by 9", area(54)),
        ("36", area(36)),
        ("about 40", area(40)),
        ("三四十平", area(40, "三四十平")),
        ("大概三四十", area(40, "大概三四十")),
        ("20-30 sqm", area(30, "20-30 sqm")),
        ("between 20 and 30 sqm", area(30, "20 and 30 sqm")),
        ("30到40平", area(40, "30到40平")),
        ("400 sq ft", area(37.2, "400 sq ft")),
        ("400平方尺", area(37.2, "400平方尺")),
        ("10坪", area(33.1, "10坪")),
        ("2", {"booths": 2}),
        ("2个", {"booths": 2}),
        ("两个", {"booths": 2}),
        ("一个", {"booths": 1}),
        ("一个展位就行", {"booths": 1}),
        ("a booth", {"booths": 1}),
        ("one booth", {"booths": 1}),
        ("two standard booths", {"booths": 2}),
        ("a dozen booths", {"booths": 12}),
        ("2个booth", {"booths": 2}),
        ("标准展位2个", {"booths": 2}),
        ("不确定", {"unsure": True}),
        ("not sure yet", {"unsure": True}),
    ],
)
def test_a_size_is_read_in_metres_or_in_booths(said, value, in_chinese):
    assert Size().answer(heard(said), {}, in_chinese) == value


@pytest.mark.parametrize("said", ["很大", "big", "batteries", "四平", "四方", "yes"])
def test_what_has_no_size_is_a_trouble(said, in_chinese):
    assert Size().answer(heard(said), {}, in_chinese) == Trouble("trouble_size")


@pytest.mark.parametrize("said", ["3平", "2 sqm", "100000平", "1x1"])
def test_a_size_that_cannot_be_is_a_trouble_that_names_the_bounds(said, in_chinese):
    assert Size().answer(heard(said), {}, in_chinese) == Trouble("trouble_size_range")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("我们想要个36平的展位", Found(area(36), 5, 8)),
        ("raw space, 6x9 m, please", Found(area(54), 11, 16)),
        ("book a booth: standard, 2 booths", Found({"booths": 2}, 24, 32)),
        ("标准展位，2个，来自中国", Found({"booths": 2}, 2, 7)),
        ("我要一个展位", None),
        ("I want a booth", None),
        ("36", None),
        ("我们是四方股份", None),
        ("公司在四平市", None),
        ("我们有2个产品", None),
        ("3平", None),
    ],
)
def test_only_a_figure_with_its_unit_is_taken_unasked(said, found):
    assert Size().volunteered(heard(said)) == found


@pytest.mark.parametrize(
    ("value", "in_zh", "in_en"),
    [
        (area(36.0), "36平方米", "36 square metres"),
        (area(40, "三四十平"), "40平方米 (三四十平)", "40 square metres (三四十平)"),
        ({"booths": 1}, "1个展位", "1 booth"),
        ({"booths": 2}, "2个展位", "2 booths"),
        ({"unsure": True}, "未定", "not decided"),
    ],
)
def test_a_size_is_shown_with_its_unit(value, in_zh, in_en, in_chinese, in_english):
    from knowledge.text.folding import unmarked

    assert (unmarked(Size().shown(value, in_chinese)), unmarked(Size().shown(value, in_english))) == (in_zh, in_en)
