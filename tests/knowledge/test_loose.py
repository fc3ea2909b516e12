import pytest

from knowledge.loose import LooseNames

NAMES = [
    ("popular", ["popular", "science", "pavilion"]),
    ("returnee", ["returnee", "pavilion"]),
    ("summit", ["forum", "on", "cities", "and", "harbours"]),
    ("booth", ["booth", "application"]),
    ("fair", ["fair"]),
    *((f"other{number}", [f"word{number}", "pavilion"]) for number in range(20)),
]


@pytest.fixture(scope="module")
def names():
    return LooseNames(NAMES)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("where is the pavilion on popular science", [("popular", 3, 7)]),
        ("science pavilion for popular", [("popular", 0, 4)]),
        ("harbours and cities forum", [("summit", 0, 4)]),
        ("application for booth then the popular pavilion of science", [("booth", 0, 3), ("popular", 5, 9)]),
        ("pavilion", []),  # one word is too little
        ("popular pavilion", []),  # most of the weight must be there
        ("application is open for any booth", []),  # a short name leaves little room
        ("popular one two three four five six seven science pavilion", []),  # too far apart
        ("fair", []),  # a name of one word is the linker's
        ("", []),
    ],
)
def test_names_are_found_in_other_words(names, said, found):
    assert sorted(names.find(said.split()), key=lambda f: f[1]) == found


def test_the_order_of_the_names_does_not_matter(names):
    words = ["application", "for", "booth", "then", "the", "popular", "pavilion", "of", "science"]
    assert LooseNames(reversed(NAMES)).find(words) == names.find(words)


def test_places_do_not_overlap(names):
    spans = [range(first, last) for _, first, last in names.find(["popular", "science", "pavilion", "returnee", "pavilion"])]
    assert all(set(a).isdisjoint(b) for a in spans for b in spans if a is not b)


def test_no_names_find_nothing():
    assert LooseNames([]).find(["popular", "science"]) == []
