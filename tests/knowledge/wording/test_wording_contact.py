import pytest

from knowledge.answering.outcome import EMAILS, PEOPLE, PHONES, Found
from knowledge.wording.contact import contact_brief, contact_lines


def lines(small, fact, language, *asked, person=None):
    found = small.facts[fact]
    return contact_lines(Found(found, found.topic, asked, person), small, language).splitlines()


def test_a_contact_in_full(small):
    assert lines(small, "booth.contact", "zh") == [
        "展位申请的联系人：李晓华、王敏",
        "电话：0755-10000002、0755-10000003",
        "邮箱：wangmin@harbour.example.cn",
    ]
    assert lines(small, "booth.contact", "en") == [
        "Contact for the booth application: Li Xiaohua / 李晓华, Wang Min / 王敏",
        "Phone: 0755-10000002, 0755-10000003",
        "E-mail: wangmin@harbour.example.cn",
    ]


def test_what_was_asked_for_comes_first_and_a_number_has_its_people(small):
    assert lines(small, "booth.contact", "zh", PHONES) == ["展位申请的电话：0755-10000002、0755-10000003", "联系人：李晓华、王敏"]
    assert lines(small, "booth.contact", "zh", EMAILS) == ["展位申请的邮箱：wangmin@harbour.example.cn", "联系人：李晓华、王敏"]


@pytest.mark.parametrize(
    ("fact", "zh"),
    [
        ("fair.contact", "李晓华（海港交流会）：电话：0755-10000001；邮箱：lixiaohua@harbour.example.cn"),
        ("booth.contact", "李晓华（展位申请）：电话：0755-10000002"),  # the first of two numbers; the address is another's
    ],
)
def test_a_person_in_two_sections_has_the_number_of_each(small, fact, zh):
    assert lines(small, fact, "zh", PHONES, EMAILS, person="li_xiaohua") == [zh]


def test_a_contact_in_one_line(small):
    assert (
        contact_brief(small.facts["booth.contact"], small, "zh") == "李晓华、王敏、0755-10000002、0755-10000003、wangmin@harbour.example.cn"
    )
    assert (
        contact_brief(small.facts["booth.contact"], small, "en")
        == "Li Xiaohua / 李晓华, Wang Min / 王敏, 0755-10000002, 0755-10000003, wangmin@harbour.example.cn"
    )


def test_people_alone_may_be_asked_for(small):
    assert lines(small, "booth.contact", "en", PEOPLE) == ["Contact for the booth application: Li Xiaohua / 李晓华, Wang Min / 王敏"]
