from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.trie import Trie

KEYS = st.lists(st.sampled_from("abc"), max_size=12)


def trie_of(*rows):
    trie = Trie()
    for keys, name in rows:
        trie.add(list(keys), name)
    return trie


def found(trie, text):
    return [(text[span.start : span.stop], sorted(names)) for span, names in trie.matches(list(text))]


def test_the_longest_match_wins():
    assert found(trie_of(("展", "show"), ("展位", "booth")), "布展位展") == [("展位", ["booth"]), ("展", ["show"])]


def test_one_sequence_may_stand_for_several():
    assert found(trie_of(("ab", 1), ("ab", 2), ("ab", 2)), "ab") == [("ab", [1, 2])]


def test_the_beginning_of_a_longer_name_is_no_match():
    assert found(trie_of(("abc", "long")), "abab") == []


def test_a_shorter_name_is_found_where_the_longer_one_breaks_off():
    assert found(trie_of(("a", "short"), ("abc", "long")), "abb") == [("a", ["short"])]


def test_nothing_is_found_in_nothing():
    assert found(trie_of(("a", 1)), "") == []
    assert found(Trie(), "abc") == []


@given(st.lists(KEYS.filter(bool), max_size=6), KEYS)
def test_matches_stand_in_order_without_overlap_and_are_known(known, text):
    trie = trie_of(*((keys, "".join(keys)) for keys in known))
    matches = list(trie.matches(text))
    assert all(names == {"".join(text[span.start : span.stop])} for span, names in matches)
    assert all(first.stop <= second.start for (first, _), (second, _) in zip(matches, matches[1:]))
