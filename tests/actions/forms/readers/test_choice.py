import pytest

from actions.forms.booth_request import BoothRequestForm
from actions.forms.eo_need import EoNeedForm
from actions.forms.forum_proposal import ForumProposalForm
from actions.forms.readers.choice import YesNo, taken
from actions.forms.readers.reader import Found, Trouble
from tests.actions.forms.heard import heard

BOOTH, NEED, FORUM = BoothRequestForm(), EoNeedForm(), ForumProposalForm()
RECRUITING = BOOTH.field("recruiting_desk").reader


@pytest.mark.parametrize(
    ("form", "field", "said", "option"),
    [
        (BOOTH, "booth_kind", "标准展位", "standard"),
        (BOOTH, "booth_kind", "標攤就行", "standard"),
        (BOOTH, "booth_kind", "Shell scheme, please", "standard"),
        (BOOTH, "booth_kind", "2", "raw_space"),
        (BOOTH, "booth_kind", "选第二个", "raw_space"),
        (BOOTH, "booth_kind", "the second one", "raw_space"),
        (BOOTH, "booth_kind", "特装", "raw_space"),
        (BOOTH, "booth_kind", "没想好", "not_sure"),
        (BOOTH, "booth_kind", "I don't mind", "not_sure"),
        (BOOTH, "booth_kind", "standard, not raw space", "standard"),
        (NEED, "direction", "提供（供给）", "offer"),
        (NEED, "direction", "我们需要", "demand"),
        (NEED, "direction", "I offer something", "offer"),
        (NEED, "direction", "we are looking for partners", "demand"),
        (NEED, "direction", "I'm looking for a job", "offer"),
        (NEED, "subject", "找两名专家", "talent"),
        (NEED, "subject", "融资", "funding"),
        (NEED, "subject", "a patent", "technology"),
        (NEED, "subject", "合作", "project"),
        (NEED, "party", "个人", "person"),
        (NEED, "party", "我是一名博士", "person"),
        (NEED, "party", "代表公司", "organisation"),
        (NEED, "party", "one", "person"),
        (NEED, "organisation_kind", "我们是高校", "university"),
        (NEED, "organisation_kind", "国企", "enterprise"),
        (NEED, "organisation_kind", "a research institute", "research"),
        (NEED, "organisation_kind", "a company, not a university", "enterprise"),
        (NEED, "organisation_kind", "基金会", "other"),
        (NEED, "confidential", "可以公开", "public"),
        (NEED, "confidential", "不用保密", "public"),
        (NEED, "confidential", "不公开", "confidential"),
        (NEED, "confidential", "要保密", "confidential"),
        (NEED, "confidential", "it may be published", "public"),
        (NEED, "confidential", "it is not confidential", "public"),
        (NEED, "confidential", "please don't publish it", "confidential"),
        (NEED, "confidential", "keep it secret", "confidential"),
        (FORUM, "forum_kind", "平行论坛", "parallel_forum"),
        (FORUM, "forum_kind", "a workshop", "seminar"),
        (FORUM, "forum_kind", "政策发布会", "policy_release"),
        (FORUM, "forum_kind", "a thematic meeting", "thematic_meeting"),
    ],
)
def test_an_option_is_taken_by_its_number_its_title_or_in_other_words(form, field, said, option, in_chinese, in_english):
    message = heard(said)
    service = in_chinese if message.language == "zh" else in_english
    assert form.field(field).reader.answer(message, {}, service) == option


@pytest.mark.parametrize("said", ["0", "4", "九", "第九个", "36平", "hello", "the one that fits"])
def test_what_names_no_option_is_a_trouble(said, in_chinese):
    assert BOOTH.field("booth_kind").reader.answer(heard(said), {}, in_chinese) == Trouble("trouble_choice")


@pytest.mark.parametrize(
    ("form", "field", "said", "option"),
    [
        (BOOTH, "booth_kind", "我要一个标准展位", "standard"),
        (BOOTH, "booth_kind", "我要订展位", None),
        (BOOTH, "booth_kind", "标准展位还是光地都行", None),
        (NEED, "confidential", "需要技术，保密", "confidential"),
        (NEED, "confidential", "our need, may be published", None),
        (NEED, "party", "我们大学想发布一个人才需求", "organisation"),
        (NEED, "party", "两个人的团队", "organisation"),
        (NEED, "organisation_kind", "发布需求，企业，中国", "enterprise"),
        (NEED, "organisation_kind", "我们企业想发布需求", None),
        (NEED, "direction", "we have a patent to license", "offer"),
        (NEED, "subject", "technology for our project", "technology"),
    ],
)
def test_an_option_counts_unasked_where_it_is_hardly_meant_otherwise(form, field, said, option):
    found = form.field(field).reader.volunteered(heard(said))
    assert found == (Found(option, 0, 0) if option else None)


@pytest.mark.parametrize("said", ["是", "要的", "1", "Yes, please", "we need one"])
def test_yes(said, in_chinese):
    assert RECRUITING.answer(heard(said), {}, in_chinese) is True


@pytest.mark.parametrize("said", ["不用", "不需要", "2", "no thanks", "we don't need it", "没有", "否"])
def test_no(said, in_chinese):
    assert RECRUITING.answer(heard(said), {}, in_chinese) is False


@pytest.mark.parametrize("said", ["36平", "王先生", "3", "hm"])
def test_neither_yes_nor_no(said, in_chinese):
    assert RECRUITING.answer(heard(said), {}, in_chinese) == Trouble("trouble_yes_no")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("我们也要招聘台", True),
        ("现场招人", True),
        ("with a recruiting desk", True),
        ("不要招聘台", False),
        ("不需要招聘台，谢谢", False),
        ("no recruiting desk", False),
        ("without a recruiting desk", False),
        ("we don't need a recruiting desk", False),
        ("展位要大一点", None),
        ("招聘会在哪里", None),
    ],
)
def test_a_recruiting_desk_may_be_wanted_or_refused_unasked(said, value):
    found = RECRUITING.volunteered(heard(said))
    assert (found and found.value) is value


def test_options_are_shown_by_their_titles(in_chinese, in_english):
    reader = NEED.field("confidential").reader
    assert (list(reader.options({}, in_chinese)), list(reader.options({}, in_english))) == (
        ["可以公开", "保密"],
        ["May be published", "Confidential"],
    )
    assert (reader.shown("confidential", in_english), RECRUITING.shown(value=True, service=in_chinese)) == ("Confidential", "是")
    assert isinstance(RECRUITING, YesNo)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("1", 0),
        ("一", 0),
        ("２", 1),
        ("第二个", 1),
        ("选2", 1),
        ("我选第二个", 1),
        ("no. 2", 1),
        ("option two", 1),
        ("the first one", 0),
        ("number one please", 0),
        ("i'll take 2", 1),
        ("Keep it", 0),
        ("drop it", 1),
        ("DROP IT (all of it)", 1),
        ("3", None),
        ("0", None),
        ("12", None),
        ("keep", None),
        ("2 booths", None),
    ],
)
def test_a_title_is_taken_by_its_place_or_by_itself(said, place):
    assert taken(heard(said), ["Keep it", "Drop it (all of it)"]) == place
