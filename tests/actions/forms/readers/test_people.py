import pytest

from actions.forms.readers.people import People
from actions.forms.readers.reader import Found, Trouble
from tests.actions.forms.heard import heard


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("120人", 120),
        ("120", 120),
        ("大概一百二十人", 120),
        ("八十人左右", 80),
        ("两百", 200),
        ("三四十人", 40),
        ("100-150人", 150),
        ("一百到一百五十人", 150),
        ("about 90 people", 90),
        ("around a hundred", 100),
        ("between 50 and 60 people", 60),
        ("a hundred and fifty participants", 150),
        ("up to 1,200", 1200),
    ],
)
def test_a_number_of_people_is_read_and_of_a_range_the_upper_end(said, number, in_chinese):
    assert People().answer(heard(said), {}, in_chinese) == number


@pytest.mark.parametrize("said", ["很多", "many", "0", "1.5", "200000", "0人"])
def test_what_counts_nobody_is_a_trouble(said, in_chinese):
    assert People().answer(heard(said), {}, in_chinese) == Trouble("trouble_people")


@pytest.mark.parametrize(
    ("said", "found"),
    [("论坛120人参加", Found(120, 2, 6)), ("for 90 people", Found(90, 4, 13)), ("120", None), ("36平", None), ("外国人很多", None)],
)
def test_only_a_figure_that_counts_people_is_taken_unasked(said, found):
    assert People().volunteered(heard(said)) == found


def test_people_are_shown_with_what_they_count(in_chinese, in_english):
    assert (People().shown(120, in_chinese), People().shown(120, in_english)) == ("120人", "120")
