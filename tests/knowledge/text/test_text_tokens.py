import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.tokens import Token, tokenize


def test_a_token_is_a_han_character_a_word_a_number_or_an_address():
    assert [token.text for token in tokenize("EO系统don't 2,000.5元，见www.ciep.gov.cn, a.b@c-d.cn。")] == [
        "EO", "系", "统", "don't", "2,000.5", "元", "见", "www.ciep.gov.cn", "a.b@c-d.cn",
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "tokens"), [("到a@b.cn吗", ["到", "a@b.cn", "吗"]), ("www.b.cn打不开", ["www.b.cn", "打", "不", "开"])])
def test_an_address_ends_where_han_begins(text, tokens):
    assert [token.text for token in tokenize(text)] == tokens


def test_tokens_know_their_place():
    assert [(token, token.end) for token in tokenize("A 展")] == [(Token("A", 0), 1), (Token("展", 2), 3)]


def test_punctuation_gives_none():
    assert tokenize("？！… ，") == []


@given(st.text())
def test_every_token_stands_in_the_text(text):
    tokens = tokenize(text)
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    assert all(first.end <= second.start for first, second in zip(tokens, tokens[1:]))
