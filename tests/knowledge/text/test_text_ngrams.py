from knowledge.text.ngrams import ngrams


def test_han_gives_runs_and_pairs_with_a_gap():
    assert list(ngrams("展位费")) == ["展", "展 位", "展 位 费", "展 _ 费", "位", "位 费", "费"]


def test_latin_gives_words_pairs_and_pieces_of_words():
    assert list(ngrams("the fee")) == [
        "the", "the fee", "fee",
        "#<th", "#the", "#he>", "#<the", "#the>", "#<the>",
        "#<fe", "#fee", "#ee>", "#<fee", "#fee>", "#<fee>",
    ]  # fmt: skip


def test_punctuation_and_nothing_give_nothing():
    assert list(ngrams("?!")) == []
