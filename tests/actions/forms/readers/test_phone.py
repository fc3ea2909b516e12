import pytest

from actions.forms.readers.phone import Phone
from actions.forms.readers.reader import Found, Trouble
from tests.actions.forms.heard import heard


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("13800138000", "+8613800138000"),
        ("138 0013 8000", "+8613800138000"),
        ("138-0013-8000", "+8613800138000"),
        ("+86 138 0013 8000", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("一三八零零一三八零零零", "+8613800138000"),
        ("手机幺三八零零幺三八零零零", "+8613800138000"),
        ("0755-81773205", "+8675581773205"),
        ("(0755) 8177 3205", "+8675581773205"),
        ("010-62345678", "+861062345678"),
        ("400-820-8820", "+864008208820"),
        ("0755-81773205转8012", "+8675581773205;ext=8012"),
        ("+86 755 8177 3205 ext. 12", "+8675581773205;ext=12"),
        ("+49 30 1234567", "+49301234567"),
        ("0049 30 1234567", "+49301234567"),
        ("+1 (650) 253-0000", "+16502530000"),
        ("+44 (0)20 7946 0018", "+442079460018"),
        ("+65 6123 4567", "+6561234567"),
        ("+852 2345 6789", "+85223456789"),
        ("+853 2833 1234", "+85328331234"),
        ("+886 2 3366 3366", "+886233663366"),
        ("+81 3-1234-5678", "+81312345678"),
        ("+82 2 312 3456", "+8223123456"),
        ("+971 4 331 1111", "+97143311111"),
        ("+7 495 123-45-67", "+74951234567"),
        ("+55 11 91234-5678", "+5511912345678"),
        ("+234 802 123 4567", "+2348021234567"),
        ("我的电话是13800138000，谢谢", "+8613800138000"),
        ("call +46 8 123 456 78 please", "+46812345678"),
    ],
)
def test_numbers_of_the_world_are_read(said, number, in_chinese):
    assert Phone().answer(heard(said), {}, in_chinese) == number


@pytest.mark.parametrize(
    ("said", "key"), [("12345", "trouble_phone_short"), ("138", "trouble_phone_short"), ("11111111111", "trouble_phone")]
)
def test_a_number_that_cannot_be_is_a_trouble_that_says_why(said, key, in_chinese):
    assert Phone().answer(heard(said), {}, in_chinese) == Trouble(key)


@pytest.mark.parametrize("said", ["没有", "my number", "name@example.com", "999999999999999999", "2023-04-15"])
def test_what_is_no_number_is_a_trouble(said, in_chinese):
    assert isinstance(Phone().answer(heard(said), {}, in_chinese), Trouble)


@pytest.mark.parametrize("said", ["36平", "120人", "2023年4月15日", "BR-21-0042", "A轮融资3000万", "30000000元", "ISO 9001:2015"])
def test_other_figures_are_no_phone_numbers(said):
    assert Phone().volunteered(heard(said)) is None


def test_where_it_stands_is_told():
    assert Phone().volunteered(heard("王工 0532-88888888 谢谢")) == Found("+8653288888888", 3, 16)
    assert Phone().volunteered(heard("手机一三八零零一三八零零零，谢谢")) == Found("+8613800138000", 2, 13)


@pytest.mark.parametrize(
    ("value", "shown"), [("+8613800138000", "+86 138 0013 8000"), ("+8675581773205;ext=8012", "+86 755 8177 3205 ext. 8012")]
)
def test_it_is_shown_as_between_countries(value, shown, in_english):
    assert Phone().shown(value, in_english) == shown
