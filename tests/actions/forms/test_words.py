"""The patterns of `words.yml`: they compile, are used, and say what they stand for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from actions.forms import words
from actions.forms.all import CASE_FORMS
from actions.forms.readers.choice import Choice
from actions.forms.words import changed_to, cue, field_named, lead, only_changes, only_introduces, wholly
from tests.actions.forms.heard import heard

ROOT = Path(__file__).parents[3]
WORDS = words._words()
FIELDS = {field.name: field for form in CASE_FORMS.values() for field in form.fields}


def paths():
    """Where patterns stand in the file."""
    for section, entries in WORDS.items():
        for name, found in {} if section == "parts" else entries.items():
            if isinstance(found, dict):
                yield from ((section, name, key) for key in found)
            else:
                yield section, name


@pytest.mark.parametrize("path", paths(), ids=".".join)
def test_every_pattern_compiles_and_says_something(path):
    patterns = words._patterns(*path)
    assert patterns
    assert [pattern.pattern for pattern in patterns if pattern.fullmatch("") and path[0] != "leads"] == []


@pytest.mark.parametrize("path", [path for path in paths() if path[0] == "labels" or path == ("changes", "to")], ids=".".join)
def test_a_label_has_the_value_as_its_group(path):
    assert all("v" in pattern.groupindex for pattern in words._patterns(*path))


def test_every_part_is_put_in_somewhere():
    written = str({section: entries for section, entries in WORDS.items()})
    assert [part for part in WORDS["parts"] if f"<{part}>" not in written] == []


def strings():
    """Every string in the Python of the room."""
    for path in (ROOT / "actions").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_no_command_or_cue_is_left_over():
    used = set(strings())
    assert [name for section in ("commands", "cues", "changes") for name in WORDS[section] if name not in used] == []


def test_every_field_can_be_named_and_every_choice_be_taken():
    assert set(WORDS["fields"]) == set(FIELDS)
    assert set(WORDS["choices"]) - {"yes_no"} == {name for name, field in FIELDS.items() if isinstance(field.reader, Choice)}
    assert set(WORDS["labels"]) | set(WORDS["leads"]) <= set(FIELDS)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("改一下公司名", {"organisation", "host"}),
        ("the phone number", {"phone"}),
        ("邮箱", {"email"}),
        ("the contact person", {"contact_name"}),
        ("面积", {"size"}),
        ("日期", {"preferred_date"}),
        ("hello", set()),
        ("hotel", set()),
        ("telephoto lenses", set()),
    ],
)
def test_a_field_is_named_by_what_visitors_call_it(said, named):
    assert {name for name in FIELDS if field_named(name, heard(said).folded)} == named


COMMANDS = {
    "cancel": ["取消", "算了", "算了吧", "不填了", "我不想办了", "先不填了", "麻烦取消登记", "撤回", "cancel", "please cancel", "cancel this", "stop"]
    + ["never mind", "forget it", "I changed my mind", "drop it", "I don't want to", "quit", "放棄", "不弄了"],
    "change": ["修改", "改一下", "更改内容", "change", "change something", "I want to edit", "please correct it"],
    "back": ["上一步", "返回", "返回上一步", "上一个问题", "退一步", "back", "go back", "go back one step", "previous question", "undo"],
    "skip": ["跳过", "略过", "下一题", "没有", "暂无", "还没定", "不方便透露", "不知道", "随便", "没有特别要求", "不填邮箱了", "算了，不填邮箱了", "skip"]
    + ["skip this one", "next", "none", "n/a", "I don't know", "not sure", "no idea", "no email", "I don't have an e-mail", "no special wishes"]
    + ["rather not say", "whatever", "不確定"],
    "why": ["为什么", "为什么要问这个？", "为什么要电话", "干嘛要这个", "要邮箱干什么", "必须填吗？", "必填吗", "why?", "why", "what for"]
    + ["why do you need that?", "why do you need my phone number?", "is that necessary?", "do I have to?", "為什麼要填這個"],
    "show": ["看看我填了什么", "目前填了哪些？", "汇总", "show me the summary", "what have you got so far?", "review", "show me what I have"],
    "restart": ["重新开始", "从头来", "重填", "start over", "start again", "restart", "begin again please"],
    "same": ["同上", "跟上次一样", "和刚才一样", "还是上次那个", "same as before", "the same", "as before", "ditto", "same contact"],
    "go_on": ["继续", "继续填", "接着填吧", "不，继续", "go on", "let's continue", "no, go on", "keep going", "yes, continue"],
    "yes": ["是", "是的", "好的", "对", "没问题", "确认提交", "可以了，提交", "对，提交吧", "好，谢谢", "嗯嗯", "係", "冇問題", "確認", "yes", "Yes!", "yep", "ok"]
    + ["yes, please submit", "looks good", "that's correct", "all good", "file it", "go ahead", "yes, that's right, file it", "submit", "y"],
    "no": ["不", "不是", "不对", "不用了", "否", "有误", "先别", "唔使", "no", "nope", "not yet", "no thanks", "that's wrong", "don't"],
    "keep": ["先留着", "保留", "以后再说", "keep it", "keep it for later", "save it"],
    "drop": ["不要了", "放弃它", "drop it", "discard", "delete that one"],
    "stay": ["先填完这个", "继续这个", "finish this one first", "go on with this", "stay here"],
    "status": ["查询", "查一下", "我的登记", "status", "check my status"],
    "withdraw": ["撤回", "撤回登记", "我想撤回", "withdraw", "withdraw it", "please withdraw my request", "撤銷"],
    "add": ["补充", "补充一下", "我要补充信息", "add something", "I want to add information"],
}
CASES = [(command, said) for command, examples in COMMANDS.items() for said in examples]


@pytest.mark.parametrize(("command", "said"), CASES, ids=lambda value: value)
def test_a_command_is_said_in_these_words(command, said):
    assert wholly(command, heard(said).folded)


def test_every_command_has_examples():
    assert set(COMMANDS) == set(WORDS["commands"])


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("cancel", "取消订单系统有限公司"),
        ("cancel", "noise cancelling headphones"),
        ("cancel", "stop motion studio"),
        ("back", "background music"),
        ("back", "返回式卫星"),
        ("skip", "没有水的海水淡化"),
        ("skip", "Nothing Technology Ltd"),
        ("why", "why not use lasers in mines"),
        ("why", "为什么石墨烯重要"),
        ("show", "show robots"),
        ("change", "climate change adaptation"),
        ("restart", "重新开始的人生"),
        ("same", "same-day delivery drones"),
        ("yes", "好的科技有限公司"),
        ("yes", "OK Robotics"),
        ("yes", "yes but change the phone"),
        ("yes", "不行"),
        ("yes", "确认一下电话"),
        ("yes", "继续填"),
        ("yes", "go on"),
        ("yes", "thanks"),
        ("yes", "谢谢"),
        ("yes", "好，取消"),
        ("yes", "no, that's good but wrong"),
        ("no", "不锈钢"),
        ("no", "没有问题"),
        ("no", "Norway"),
        ("no", "no problem"),
        ("go_on", "继续教育学院"),
        ("withdraw", "撤回上一步"),
        ("withdraw", "cash withdrawal machines"),
        ("add", "补充医疗保险"),
        ("status", "状态监测系统"),
    ],
)
def test_other_words_are_no_command(command, said):
    assert not wholly(command, heard(said).folded)


CUES = {
    "question": [("在哪里举办？", True), ("where is it", True), ("多少钱", True), ("哪天开始呢", True), ("深圳", False), ("Where Food Comes From Inc", True)],
    "interrogative": [("标准展位和光地有什么区别", True), ("how big is a booth", True), ("什么都行", False), ("could we have 40 sqm?", False)],
    "correction": [("电话改成123", True), ("写错了", True), ("actually it's Berg", True), ("深圳", False), ("Berg", False)],
    "unsure": [("不确定", True), ("由组委会安排", True), ("any is fine", True), ("you choose", True), ("36平", False), ("company", False)],
    "wish": [("我还想办一个论坛", True), ("帮我登记一个", True), ("I'd like to book a booth", True), ("I want to propose a forum", True), ("论坛", False)],
    "talk": [("谢谢", True), ("在吗", True), ("hello there", True), ("speak English", True), ("你真笨", True), ("谢霆锋", False), ("Hilti AG", False)],
    "person": [("转人工", True), ("I want a human", True), ("投诉", True), ("人工智能", False), ("humanoid robots", False), ("人工晶体", False)],
    "case_number": [("BR-21-0042", True), ("查询eo 21 7", True), ("FP—21—0001", True), ("BR-21", False), ("ABR-21-0042", False), ("21-0042", False)],
    "my_cases": [("我的登记到哪了", True), ("status of my request", True), ("my cases", True), ("我的公司", False), ("my company", False)],
    "erase": [("删除我的数据", True), ("please delete all my personal data", True), ("刪除我的資料", True), ("删除这一项", False), ("delete it", False)],
    "withdraws": [("撤回BR-21-0001", True), ("withdraw it", True), ("查询", False)],
    "adds": [("补充：三相电", True), ("change the phone", True), ("状态", False)],
    "recruits": [("要招聘台", True), ("a recruiting desk", True), ("招聘会", False)],
    "recruits_not": [("不要招聘台", True), ("no recruiting desk", True), ("要招聘台", False)],
    "specific": [("急需懂外延的专家", True), ("raising 5 million", True), ("在EO系统发布一个技术需求", False), ("list an offer in the EO system", False)],
    "body": [("苏州芯海公司", True), ("Acme GmbH", True), ("University of Ghent", False), ("Munich", False), ("江苏苏州", False)],
    "nameless": [("我们公司", True), ("our university", True), ("本会", True), ("敝校", True), ("深圳大学", False), ("Our World Foundation", False)],
}


@pytest.mark.parametrize(("name", "said", "so"), [(name, *example) for name, examples in CUES.items() for example in examples])
def test_a_cue_is_heard_where_it_is_meant(name, said, so):
    assert cue(name, heard(said).folded) is so


def test_every_cue_has_examples():
    assert set(CUES) == set(WORDS["cues"])


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("标题改成新材料", "新材料"),
        ("电话不对，是13912345678", "13912345678"),
        ("change the title to How to live", "How to live"),
        ("the date should be April 16", "April 16"),
        ("the host is wrong, it is Rhine Academy", "Rhine Academy"),
        ("change it, it is for myself", "for myself"),
        ("actually it's a seminar", "a seminar"),
        ("Rhine Academy", None),
        ("修改标题", None),
        ("change the phone number", None),
    ],
)
def test_what_follows_the_words_of_a_change_is_the_new_value(said, value):
    match = changed_to(heard(said).plain)
    assert (match and match["v"]) == value


@pytest.mark.parametrize(
    ("said", "so"), [("改成 吧", True), ("不对，应该是 ，抱歉", True), ("sorry, make it , not ", True), ("change it to seminar", False), ("改成公司", False)]
)
def test_a_message_may_say_no_more_than_that_something_changes(said, so):
    assert only_changes(said) is so


@pytest.mark.parametrize(
    ("said", "so"), [("about", True), ("my phone number is", True), ("我们的电话是", True), ("大概", True), ("Phone Ltd", False), ("大约冬季", False)]
)
def test_a_message_may_say_no_more_than_what_leads_to_values(said, so):
    assert only_introduces(said) is so


def test_a_word_ends_where_chinese_begins():
    assert [name for name in ("talent", "funding") if any(p.search("发布一个funding需求") for p in words.choices("subject")[name])] == ["funding"]


def test_what_leads_to_a_value_is_taken_away_once():
    assert lead("organisation", "我们公司叫我们公司") == "我们公司"
    assert re.search("x", lead("no such field", "x"))
