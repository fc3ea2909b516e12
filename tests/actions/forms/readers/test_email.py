import pytest

from actions.forms.readers.email import Email
from actions.forms.readers.reader import Found, Trouble
from tests.actions.forms.heard import heard


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("name@example.com", "name@example.com"),
        ("Anna.Berg@Norrland.SE", "Anna.Berg@norrland.se"),
        ("邮箱是wang@ocean.cn。", "wang@ocean.cn"),
        ("我的邮箱wang_li+x@qq.com，谢谢", "wang_li+x@qq.com"),
        ("it's jo@where.example.", "jo@where.example"),
        ("<max.weber@uni.de>", "max.weber@uni.de"),
        ("ｗａｎｇ＠ocean.cn", "wang@ocean.cn"),
        ("anna (at) norrland.se", "anna@norrland.se"),
        ("bad@ then good@example.org", "good@example.org"),
        ("李娜 13800138000 lina@xin.cn", "lina@xin.cn"),
    ],
)
def test_an_address_is_found_in_what_is_written(said, address, in_chinese):
    assert Email().answer(heard(said), {}, in_chinese) == address


@pytest.mark.parametrize("said", ["anna@norrland", "@example.com", "a@b@c.com", "name at example", "13800138000", "没有", "a@.com"])
def test_what_is_no_address_is_a_trouble(said, in_chinese):
    assert Email().answer(heard(said), {}, in_chinese) == Trouble("trouble_email")


def test_where_it_stands_is_told():
    said = heard("电话13800138000，邮箱wang@ocean.cn，谢谢")
    found = Email().volunteered(said)
    assert found == Found("wang@ocean.cn", 16, 29)
    assert said.plain[found.start : found.end] == "wang@ocean.cn"
