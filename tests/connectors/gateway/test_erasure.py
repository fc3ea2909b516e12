"""Which words are a wish to have one's data deleted, a yes and a no."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.gateway.erasure import agreed, declined, wished

WISHES = [
    "delete my data",
    "Please delete my data.",
    "DELETE MY DATA!!!",
    "erase everything you know about me",
    "please delete all my data",
    "Delete all of my personal data please!",
    "can you delete my data?",
    "Could you please remove all my information from your system?",
    "How can I delete my data?",
    "I want you to forget everything about me",
    "i'd like my data deleted",
    "forget me",
    "wipe my chat history",
    "delete everything you have stored about me",
    "I request the deletion of my personal data",
    "Hello! I asked about booths yesterday. Please delete all my data. Thanks!",
    "my data must be deleted",
    "erase all the data you have on me",
    "删除我的数据",
    "删除我的所有数据",
    "请删除我的个人信息",
    "请把我的数据删掉",
    "把我所有的信息都删了吧",
    "我要删除我的聊天记录",
    "刪除我的資料",
    "請把我的資料都刪掉",
    "刪除我的數據",
    "删掉关于我的一切",
    "把你知道的关于我的一切都删除",
    "能不能删除我的数据？",
    "怎么删除我的数据",
    "删除我的个人数据，谢谢",
    "你们保存的我的信息请删除",
    "我昨天问过展位。请删除我的数据。",
    "我不来了，请删除我的数据",
    "All my data, please delete now",
]
OTHERS = [
    "",
    "delete",
    "delete it",
    "删除",
    "delete the second exhibit",
    "delete my booth",
    "delete my account",
    "delete my registration for the forum",
    "don't delete my data",
    "please do not delete my data",
    "who deleted my data",
    "how long do you keep my data",
    "is my data deleted after the conference",
    "what data do you have about me",
    "forget it",
    "remove the last line",
    "删除第二个展品",
    "删除我的展位",
    "不要删除我的数据",
    "别删我的数据",
    "我的数据安全吗",
    "会议结束后我的数据会删除吗",
    "如何修改我的资料",
    "我想删除我的论坛申请",
]
YES = [
    "yes",
    "Yes!",
    "Yes, please.",
    "1",
    "1.",
    "ok",
    "delete it",
    "yes delete my data",
    "Yes, delete my data",
    "是",
    "是的",
    "確認刪除",
    "好的",
]
YES += ["是，删除我的数据", "是，刪除我的數據", "确认删除我的数据", "删除吧"]
NO = ["no", "No, keep it", "2", "don't", "cancel", "不", "不要", "不，保留", "算了", "取消", "别删了"]
NEITHER = [
    "",
    "yes but first tell me the date",
    "yes no",
    "no idea",
    "when is it",
    "12",
    "delete my data",
    "删除我的数据",
    "ok where is it",
    "是什么",
]


@pytest.mark.parametrize("text", WISHES)
def test_a_wish_is_known(text):
    assert wished(text)


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_wish_is_none(text):
    assert not wished(text)


@pytest.mark.parametrize("text", YES)
def test_a_yes_is_known(text):
    assert (agreed(text), declined(text)) == (True, False)


@pytest.mark.parametrize("text", NO)
def test_a_no_is_known(text):
    assert (agreed(text), declined(text)) == (False, True)


@pytest.mark.parametrize("text", NEITHER)
def test_anything_else_is_neither(text):
    assert (agreed(text), declined(text)) == (False, False)


@given(st.text(alphabet="delete my data please all 删除我的数据请把所有'.", max_size=400))
def test_no_text_takes_long(text):
    began = time.thread_time()
    found = (wished(text), agreed(text), declined(text))
    assert time.thread_time() - began < 0.1
    assert all(isinstance(one, bool) for one in found)
