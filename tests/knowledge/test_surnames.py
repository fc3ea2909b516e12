import pytest

from knowledge.surnames import Surnames
from knowledge.text.folding import fold


@pytest.fixture(scope="module")
def surnames(real):
    return Surnames(real)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("郭老师的邮箱", {"郭妍", "郭渭榆"}),
        ("有个姓叶的", {"叶秀雯"}),
        ("王女士在吗", {"王琪", "王泱", "王晓东"}),
        ("Ms Guo's e-mail", {"郭妍", "郭渭榆"}),
        ("somebody named Ye", {"叶秀雯"}),
        ("ask for Guo", {"郭妍", "郭渭榆"}),
        ("Lin laoshi", {"林淑凤"}),
        ("number of Ye please", {"叶秀雯"}),
        ("Lin's phone number", {"林淑凤"}),
        ("Ye number please", {"叶秀雯"}),
    ],
)
def test_a_surname_with_a_title_stands_for_all_who_have_it(surnames, real, text, names):
    found = {real.names.people[id_].zh for surname in surnames.find(fold(text)) for id_ in surname.people}
    assert found == names


@pytest.mark.parametrize("text", ["王者荣耀", "林总体方案", "叶子", "ms office", "is it called online fair", "number of links", "郭"])
def test_a_character_alone_is_no_surname(surnames, text):
    assert list(surnames.find(fold(text))) == []


def test_a_pack_without_contacts_has_no_surnames(small):
    nobody = small.copy(update={"facts": {}})
    assert list(Surnames(nobody).find("王老师")) == []
