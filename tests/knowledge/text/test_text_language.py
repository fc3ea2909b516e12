import pytest

from knowledge.text.language import Language, detect, settle

ENGLISH, CHINESE = Language("en", spoken="en"), Language("zh", spoken="zh")
TRADITIONAL = CHINESE._replace(traditional=True)
EITHER_SCRIPT = Language("zh", None, "zh")
UNDECIDED = Language("en", None, "en", sure=False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("地址", EITHER_SCRIPT),
        ("在哪", EITHER_SCRIPT),
        ("时间", CHINESE),
        ("联系电话", CHINESE),
        ("几号截止？", CHINESE),
        ("展位多少钱", CHINESE),
        ("展位幾多錢", TRADITIONAL),
        ("請問報名截止日期", TRADITIONAL),
        ("喺邊度搞", TRADITIONAL),
        ("EO系统怎么用", CHINESE),
        ("CIEP 日期", EITHER_SCRIPT),
        ("where", ENGLISH),
        ("when is it", ENGLISH),
        ("What time is 深圳论坛?", ENGLISH),
        ("who runs the 海归人才招聘会", ENGLISH),
        ("深圳论坛的 deadline 是几号", CHINESE),
        ("请问 booth 怎么申请", CHINESE),
        ("write to yexiuwen@ciep.gov.cn or not", ENGLISH),
        ("www.ciep.gov.cn 打不开", CHINESE),
    ],
)
def test_script_and_function_words_tell_the_language(text, found):
    assert detect(text) == found


def test_an_address_does_not_hide_the_words_beside_it():
    assert detect("发到EO@ciep.gov.cn行吗") == CHINESE


@pytest.mark.parametrize("text", ["ok", "EO?", "123", "", "👍", "a@b.cn", "CIEP", "?"])
def test_what_is_too_short_is_left_open(text):
    assert detect(text) == UNDECIDED


def test_chinese_punctuation_alone_speaks_for_chinese():
    assert detect("？？") == Language("zh", None, "zh", sure=False)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Когда состоится конференция?", "ru"),
        ("会議はいつですか", "ja"),
        ("회의는 언제 합니까", "ko"),
        ("Quand est-ce que la conférence commence à Shenzhen ?", "fr"),
        ("Wann beginnt die Konferenz und wo findet sie statt?", "de"),
        ("¿Cuándo empieza la conferencia y dónde se celebra?", "es"),
    ],
)
def test_other_languages_are_answered_in_english(text, spoken):
    assert detect(text)[::2] == ("en", spoken)


@pytest.mark.parametrize(
    "text",
    [
        "organiser contact details online section",
        "project funding rules young scientists",
        "hotel near exhibition hall parking",
        "registration deadline foreign experts forum",
        "telephone list recruiting desk companies",
        "badge printing opening hours",
    ],
)
def test_hurried_english_without_small_words_is_english(text):
    assert detect(text) == ENGLISH


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Quelle est la date limite pour le stand", "fr"),
        ("necesito el contacto del foro para expertos", "es"),
        ("dove si svolge la conferenza a Shenzhen", "it"),
        ("onde fica o centro de convenções da conferência", "pt"),
    ],
)
def test_words_that_languages_share_do_not_make_a_message_english(text, spoken):
    assert detect(text).spoken == spoken


@pytest.mark.parametrize("text", ["Wann beginnt die Konferenz und wo findet sie statt?"] * 5)
def test_detection_does_not_depend_on_chance(text):
    assert detect(text).spoken == "de"


def test_a_message_too_short_to_tell_keeps_the_last_language():
    assert settle(detect("EO?"), CHINESE) == CHINESE._replace(sure=False)
    assert settle(detect("EO?"), None) == ENGLISH._replace(sure=False)


def test_a_message_alike_in_both_scripts_keeps_the_last_script():
    assert settle(detect("在哪"), TRADITIONAL) == TRADITIONAL
    assert settle(detect("在哪"), None) == CHINESE


def test_the_language_that_the_visitor_fixed_holds():
    assert settle(detect("什么时候"), None, fixed="en") == CHINESE._replace(reply="en")
    assert settle(detect("Когда состоится конференция?"), None, fixed="zh").reply == "en"
