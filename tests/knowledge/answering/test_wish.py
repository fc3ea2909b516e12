import pytest

from knowledge.answering.wish import wished_language


@pytest.mark.parametrize(
    ("intent", "message", "written", "wished"),
    [
        ("speak_chinese", "请说中文", "zh", "zh"),
        ("speak_chinese", "chinese please", "en", "zh"),
        ("speak_chinese", "sorry, my chinese is poor", "en", "en"),
        ("speak_chinese", "i don't read chinese", "en", "en"),
        ("speak_english", "英文可以吗", "zh", "en"),
    ],
)
def test_who_says_in_english_that_the_own_chinese_is_poor_does_not_ask_for_it(intent, message, written, wished):
    assert wished_language(intent, message, written) == wished
