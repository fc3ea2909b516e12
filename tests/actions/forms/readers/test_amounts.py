import pytest

from actions.forms.readers.amounts import amount, spread


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("36", 36),
        ("1,200", 1200),
        ("3.5", 3.5),
        (" 7 ", 7),
        ("零", 0),
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("三十", 30),
        ("三十六", 36),
        ("一百", 100),
        ("一百零五", 105),
        ("一百二十", 120),
        ("两百", 200),
        ("两千五百", 2500),
        ("一万", 10000),
        ("一万二千", 12000),
        ("万", 10000),
        ("一二〇", 120),
        ("two", 2),
        ("Twelve", 12),
        ("thirty-six", 36),
        ("thirty six", 36),
        ("a hundred", 100),
        ("one hundred and fifty", 150),
        ("two thousand", 2000),
        ("a dozen", 12),
        ("two dozen", 24),
        ("a couple", 2),
    ],
)
def test_a_number_is_read_as_people_write_it(written, number):
    assert amount(written) == number


@pytest.mark.parametrize("written", ["", "some", "三四十", "many people", "12a", "-3"])
def test_what_is_no_number_is_none(written):
    assert amount(written) is None


@pytest.mark.parametrize(
    ("written", "bounds"), [("三四十", (30, 40)), ("大概一二百人", (100, 200)), ("七八十平", (70, 80)), ("三五十", None), ("36", None)]
)
def test_neighbouring_figures_are_a_range(written, bounds):
    assert spread(written) == bounds
