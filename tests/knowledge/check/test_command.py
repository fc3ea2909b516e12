"""`assistant knowledge check`."""

import shutil

import pytest

from bot.cli import knowledge, main
from knowledge import library


@pytest.fixture
def packs(folder, monkeypatch):
    """The small pack as the only one, and no notice beside the checkout."""
    monkeypatch.setattr(library, "PACKS", folder.parent)
    monkeypatch.setattr(knowledge, "ROOT", folder.parent / "project")
    return folder.parent


def run(capsys, *arguments):
    code = main(["knowledge", "check", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_sound_pack_without_its_notice(packs, capsys):
    assert run(capsys, "--pack", "small_pack") == (
        0,
        (
            "0 warnings.\n0 errors.\n4 topics, 9 facts, 1 gaps, 4 names.\n"
            "There is no text of the notice here, so the pack was not compared with it, and coverage was not counted.\n"
        ),
        "",
    )


def test_errors_are_counted_and_told_to_the_shell(packs, capsys):
    names = packs / "small_pack" / "names.yml"
    names.write_text(names.read_text(encoding="utf-8") + "  quay: {zh: 二号码头, en: Dock Two}\n", encoding="utf-8")
    code, out, _ = run(capsys, "--pack", "small_pack")
    assert (code, out.splitlines()[:3]) == (1, ["0 warnings.", "error: name quay: no fact uses it", "1 errors."])


def test_a_pack_that_cannot_be_loaded_says_where(packs, capsys):
    facts = packs / "small_pack" / "facts" / "all.yml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("topic: summit", "topic: submit"), encoding="utf-8")
    code, out, _ = run(capsys, "--pack", "small_pack")
    assert code == 1
    assert out.splitlines()[0] == "The pack small_pack cannot be used:"
    assert out.splitlines()[1].endswith("7.topic: there is no topic submit")
    assert out.splitlines()[2] == "1 errors."


def test_coverage_is_drawn(packs, capsys):
    notice = packs / "notice.txt"
    notice.write_text("第三届海港交流会通知\n\n一、时间\n\n（一）时间：5月10日\n\n二、主办\n\n三、网站\n", encoding="utf-8")
    code, out, _ = run(capsys, "--pack", "small_pack", "--notice", str(notice))
    rows = [[cell.strip() for cell in line.strip("│").split("│")] for line in out.splitlines() if line.startswith("│")]
    assert rows == [
        ["通知 一", "时间", "0", "2"],
        ["通知 一（一）", "时间：5月10日", "1", "1"],
        ["通知 二", "主办", "1", "1"],
        ["通知 三", "网站", "0", "none"],
    ]
    assert "3 of 4 numbered sections have facts." in out.splitlines()
    assert code == 1  # the pack has more than this notice


def test_the_notice_is_found_beside_the_checkout(packs, capsys):
    notices = packs / "shared" / "notices"
    notices.mkdir(parents=True)
    (notices / "small_pack.zh.txt").write_text("一、时间\n", encoding="utf-8")
    assert "1 of 1 numbered sections have facts." in run(capsys, "--pack", "small_pack")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--pack", "none"], "assistant: there is no folder knowledge/packs/none.\n"),
        (["--pack", "small_pack", "--notice", "none.txt"], "assistant: the notice none.txt cannot be read"),
    ],
)
def test_what_the_user_can_mend(packs, capsys, arguments, said):
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert err.startswith(said)


def test_a_pack_may_have_several_files_of_names(packs, capsys):
    shutil.copy(packs / "small_pack" / "names.yml", packs / "small_pack" / "names-2.yml")
    code, out, _ = run(capsys, "--pack", "small_pack")
    assert code == 1
    assert "used twice" in out
