import pytest

from actions.forms.all import CASE_FORMS
from actions.forms.readers.reader import Found, Trouble
from actions.forms.readers.text import Account, PersonName, Text, set_full
from records.cases import CaseKind
from tests.actions.forms.heard import heard

BOOTH, NEED, FORUM = (CASE_FORMS[kind] for kind in (CaseKind.BOOTH_REQUEST, CaseKind.EO_NEED, CaseKind.FORUM_PROPOSAL))


def answered(form, field, said, service):
    return form.field(field).reader.answer(heard(said), {}, service)


@pytest.mark.parametrize(
    ("form", "field", "said", "value"),
    [
        (BOOTH, "organisation", "深圳明眸光电有限公司", "深圳明眸光电有限公司"),
        (BOOTH, "organisation", "我们公司叫明眸光电", "明眸光电"),
        (BOOTH, "organisation", "敝公司是香港創科有限公司", "香港創科有限公司"),
        (BOOTH, "organisation", "公司名称是贵阳云岩公司，我们在贵阳", "贵阳云岩公司"),
        (BOOTH, "organisation", "We are Alpine Optics GmbH", "Alpine Optics GmbH"),
        (BOOTH, "organisation", "our company is called Delta Water BV", "Delta Water BV"),
        (BOOTH, "organisation", "I'm from the University of Ghent", "University of Ghent"),
        (BOOTH, "organisation", "3M", "3M"),
        (BOOTH, "exhibits", "我们展示教育机器人", "教育机器人"),
        (BOOTH, "exhibits", "做激光雷达的", "激光雷达"),
        (BOOTH, "exhibits", "we make pumps, valves and pipes for ships", "pumps, valves and pipes for ships"),
        (BOOTH, "contact_name", "联系人是张伟", "张伟"),
        (BOOTH, "contact_name", "contact是Jason Lee", "Jason Lee"),
        (BOOTH, "contact_name", "My name is Anna Berg", "Anna Berg"),
        (BOOTH, "contact_name", "陈老师", "陈老师"),
        (BOOTH, "contact_name", "José Núñez", "José Núñez"),
        (FORUM, "title", "题目是数据要素与城市治理", "数据要素与城市治理"),
        (FORUM, "title", "It's called “Polder and people”", "Polder and people"),
        (FORUM, "host", "主办单位是中部茶业协会", "中部茶业协会"),
        (FORUM, "venue_wish", "希望有同声传译设备", "同声传译设备"),
        (NEED, "field", "领域是新材料", "新材料"),
        (NEED, "languages", "I speak English and French", "English and French"),
        (NEED, "degree", "I have a PhD", "PhD"),
    ],
)
def test_an_answer_is_kept_without_what_leads_to_it(form, field, said, value, in_chinese):
    assert answered(form, field, said, in_chinese) == value


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        (BOOTH, "organisation", "是"),
        (BOOTH, "organisation", "no"),
        (BOOTH, "organisation", "12345"),
        (BOOTH, "organisation", "我们公司"),
        (BOOTH, "organisation", "our university"),
        (FORUM, "host", "我们协会"),
        (BOOTH, "contact_name", "13800138000"),
        (BOOTH, "contact_name", "wang@ocean.cn"),
        (FORUM, "title", "x"),
        (FORUM, "title", "好的"),
    ],
)
def test_what_is_no_answer_is_a_trouble(form, field, said, in_chinese):
    assert answered(form, field, said, in_chinese) == Trouble("trouble_text", {"field": field})


def test_what_is_too_long_is_a_trouble_that_says_by_how_much(in_chinese):
    assert Text("title", longest=120).answer(heard("题" * 121), {}, in_chinese) == Trouble("trouble_long", {"limit": 120, "length": 121})
    assert Account("description").answer(heard("述" * 801), {}, in_chinese) == Trouble("trouble_long", {"limit": 800, "length": 801})


@pytest.mark.parametrize(
    ("form", "field", "said", "value"),
    [
        (BOOTH, "organisation", "单位：青岛蓝鲸研究所，18平", "青岛蓝鲸研究所"),
        (BOOTH, "organisation", "我们是无锡太湖物联网有限公司，想参展", "无锡太湖物联网有限公司"),
        (BOOTH, "organisation", "Organisation: Tallinn Timber AS, based in Estonia", "Tallinn Timber AS"),
        (BOOTH, "organisation", "I represent Cork Pharma Ltd and want a booth", "Cork Pharma Ltd"),
        (BOOTH, "organisation", "我们公司是做激光雷达的", None),
        (BOOTH, "organisation", "our company is based in Norway", None),
        (BOOTH, "organisation", "our company is a startup", None),
        (BOOTH, "organisation", "the company name is wrong", None),
        (BOOTH, "organisation", "公司名称是错的", None),
        (BOOTH, "organisation", "我们公司想申请一个展位", None),
        (BOOTH, "exhibits", "展品是水下机器人，光地", "水下机器人"),
        (BOOTH, "exhibits", "想要个36平的展位，做工业视觉的", "工业视觉"),
        (BOOTH, "exhibits", "we want to show underwater cameras", "underwater cameras"),
        (BOOTH, "exhibits", "we would like to exhibit at the fair", None),
        (BOOTH, "exhibits", "please show me the halls", None),
        (BOOTH, "contact_name", "联系人：高远 电话13567891234", "高远"),
        (BOOTH, "contact_name", "Contact: Eva Huber, +43 1 5880 1234", "Eva Huber"),
        (BOOTH, "contact_name", "who is the contact?", None),
        (FORUM, "host", "主办单位：华南智造学会，题目：柔性制造", "华南智造学会"),
        (FORUM, "host", "中部茶业协会想办一场论坛", "中部茶业协会"),
        (FORUM, "host", "我们协会想办一场论坛", None),
        (FORUM, "host", "We would like to host a forum during the conference", None),
        (FORUM, "host", "the host is wrong", None),
        (FORUM, "title", "办一场“青年科学家与AI制药”专题会议", "青年科学家与AI制药"),
        (FORUM, "title", "a forum on AI safety for 200 people", "AI safety"),
        (NEED, "title", "标题：寻求高镍材料，领域：新能源", "寻求高镍材料"),
        (NEED, "title", "单位名称：绍兴越城印染有限公司", None),
        (NEED, "field", "a post-doc position in materials science", "materials science"),
    ],
)
def test_a_value_counts_unasked_beside_the_words_that_name_it(form, field, said, value):
    found = form.field(field).reader.volunteered(heard(said))
    assert (found and found.value) == value


def test_where_it_stands_is_told():
    assert BOOTH.field("organisation").reader.volunteered(heard("单位：青岛蓝鲸研究所，18平")) == Found("青岛蓝鲸研究所", 0, 10)


def test_a_description_is_all_of_what_is_written_and_never_found_elsewhere(in_chinese):
    said = heard("需要工艺：低能耗,  无水(印染)\n可联合开发。")
    assert Account("description").answer(said, {}, in_chinese) == "需要工艺：低能耗， 无水（印染） 可联合开发。"
    assert Account("description").volunteered(said) is None


@pytest.mark.parametrize(
    ("words", "set_"),
    [
        ("急需专家,越快越好", "急需专家，越快越好"),
        ("深圳(罗湖)研究院", "深圳（罗湖）研究院"),
        ("AI制药:靶点", "AI制药：靶点"),
        ("Acme (UK), Ltd.", "Acme (UK), Ltd."),
        ("pilot data, 300 °C", "pilot data, 300 °C"),
    ],
)
def test_punctuation_beside_chinese_is_as_wide_as_it(words, set_):
    assert set_full(words) == set_


def test_a_name_of_a_person_is_a_name():
    assert (PersonName().is_prose, Text("title").is_prose) == (False, True)
