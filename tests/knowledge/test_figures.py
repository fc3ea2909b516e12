import pytest

from knowledge.figures import figures_in, month_days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2023年4月15—16日", {"2023-04-15", "2023-04-16"}),
        ("2023 年 3 月 24 日", {"2023-03-24"}),
        ("4月13—14日", {"04-13", "04-14"}),
        ("3月10日之前", {"03-10"}),
        ("4月30日至5月2日", {"04-30", "05-02"}),
        ("15–16 April 2023", {"2023-04-15", "2023-04-16"}),
        ("by 10 March", {"03-10"}),
        ("2023-03-24", {"2023-03-24"}),
        ("20万元, 10家, 500强", set()),
    ],
)
def test_days(text, days):
    assert figures_in(text).days == days


def test_numbers_and_addresses():
    found = figures_in("电话0755-81773047、13128927952，邮箱gg.min@jobshaigui.com，见www.CIEP.gov.cn。")
    assert (found.phones, found.emails, found.websites) == (
        {"0755-81773047", "13128927952"},
        {"gg.min@jobshaigui.com"},
        {"www.ciep.gov.cn"},
    )
    assert (found.days, found.years) == (set(), set())


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("（2012—2022）", {"2012", "2022"}),
        ("（2021-2035年）", {"2021", "2035"}),
        ("2012–2022", {"2012", "2022"}),
        ("ciep2001@ciep.gov.cn", set()),
    ],
)
def test_years(text, years):
    assert figures_in(text).years == years


def test_month_days():
    assert month_days(frozenset({"2023-04-15", "03-10"})) == {"04-15", "03-10"}
