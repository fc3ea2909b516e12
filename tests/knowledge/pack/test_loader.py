"""What a pack's errors say: file, line, field."""

import datetime as dt
import re

import pytest

from knowledge.pack import Contact, PackError, load_pack


def spoil(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder):
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return caught.value.problems


def line_of(folder, file, text):
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_a_sound_pack_loads(small):
    assert list(small.topics) == ["fair", "booth", "summit", "jobs"]
    assert small.children == {"fair": ("booth", "summit", "jobs"), "booth": (), "summit": (), "jobs": ()}
    assert small.line("booth") == ["booth", "fair"]
    assert small.below("fair") == ["booth", "summit", "jobs"]
    assert [fact.id for fact in small.facts_of["booth"]] == ["booth.deadline", "booth.procedure", "booth.contact"]
    assert small.facts["fair.time"].last_day == dt.date(2030, 5, 11)
    assert small.facts["fair.contact"].contact == Contact(
        people=("li_xiaohua",), phones=("0755-10000001",), emails=("lixiaohua@harbour.example.cn",)
    )
    assert small.facts["fair.venue"].contact is None
    assert small.facts["fair.host"].source == ("通知 二", "总体方案 三")


def test_the_fingerprint_follows_the_files(folder):
    before = load_pack(folder).fingerprint
    assert load_pack(folder).fingerprint == before
    spoil(folder, "facts/all.yml", "峰会谈城市与海港。", "峰会谈海港。")
    assert load_pack(folder).fingerprint != before


def test_broken_yaml(folder):
    spoil(folder, "topics/all.yml", "name: {zh: 城市峰会, en: Cities Summit}", "name: {zh: 城市峰会, en: Cities Summit")
    first, *_ = problems(folder)
    assert re.fullmatch(r"topics/all\.yml:\d+: file: no valid YAML: .+", first)


def test_an_unknown_field(folder):
    spoil(folder, "facts/all.yml", "  next: booth.procedure", "  nxet: booth.procedure")
    number = line_of(folder, "facts/all.yml", "nxet")
    assert problems(folder) == [f"facts/all.yml:{number}: 4.nxet: extra fields not permitted"]


def test_a_missing_translation(folder):
    spoil(folder, "facts/all.yml", "{zh: 峰会谈城市与海港。, en: The summit is about cities and harbours.}", "{zh: 峰会谈城市与海港。}")
    number = line_of(folder, "facts/all.yml", "峰会谈城市与海港")
    assert problems(folder) == [f"facts/all.yml:{number}: 7.say.en: field required"]


def test_an_empty_translation(folder):
    spoil(folder, "facts/all.yml", "en: The summit is about cities and harbours.", 'en: ""')
    assert [p.split(": ", 1)[1] for p in problems(folder)] == ["7.say.en: ensure this value has at least 1 characters"]


def test_an_unknown_kind_of_question(folder):
    spoil(folder, "facts/all.yml", "question: deadline", "question: deadlne")
    number = line_of(folder, "facts/all.yml", "deadlne")
    (problem,) = problems(folder)
    assert problem.startswith(f"facts/all.yml:{number}: 4.question: value is not a valid enumeration member")


def test_an_unknown_topic(folder):
    spoil(folder, "facts/all.yml", "topic: summit", "topic: submit")
    number = line_of(folder, "facts/all.yml", "topic: submit")
    assert problems(folder) == [f"facts/all.yml:{number}: 7.topic: there is no topic submit"]


def test_an_unknown_parent(folder):
    spoil(folder, "topics/all.yml", "parent: fair", "parent: fiar")
    number = line_of(folder, "topics/all.yml", "fiar")
    assert problems(folder) == [f"topics/all.yml:{number}: 1.parent: there is no topic fiar"]


def test_a_second_root(folder):
    spoil(folder, "topics/all.yml", "- id: summit\n  parent: fair\n", "- id: summit\n")
    number = line_of(folder, "topics/all.yml", "id: summit")
    assert problems(folder) == [f"topics/all.yml:{number}: 2.id: only the root has no parent"]


def test_a_double_id(folder):
    spoil(folder, "facts/all.yml", "id: booth.procedure", "id: booth.deadline")
    spoil(folder, "facts/all.yml", "  next: booth.procedure\n", "")
    assert [p.split(": ", 1)[1] for p in problems(folder)] == ["5.id: booth.deadline is used twice"]


def test_a_name_in_two_files(folder):
    (folder / "names-2.yml").write_text("places:\n  port: {zh: 港口, en: Port}\n", encoding="utf-8")
    (problem,) = problems(folder)
    assert problem.endswith("port: this id is used twice")


def test_an_unknown_name_in_a_wording(folder):
    spoil(folder, "facts/all.yml", "交流会在{dock}举办", "交流会在{deck}举办")
    number = line_of(folder, "facts/all.yml", "deck")
    assert problems(folder) == [f"facts/all.yml:{number}: 1.say.zh: no such name: 'deck'"]


def test_an_unknown_person(folder):
    spoil(folder, "facts/all.yml", "people: [li_xiaohua]", "people: [li_xiaohau]")
    number = line_of(folder, "facts/all.yml", "li_xiaohau")
    assert problems(folder) == [f"facts/all.yml:{number}: 3.value.people: no such person: li_xiaohau"]


def test_an_unknown_next_fact(folder):
    spoil(folder, "facts/all.yml", "next: booth.procedure", "next: booth.proceed")
    number = line_of(folder, "facts/all.yml", "booth.proceed")
    assert problems(folder) == [f"facts/all.yml:{number}: 4.next: there is no fact booth.proceed"]


def test_a_fact_that_says_nothing(folder):
    spoil(folder, "facts/all.yml", "  say: {zh: 展位在官网申请。, en: Apply for a booth on the website.}\n", "")
    number = line_of(folder, "facts/all.yml", "id: booth.procedure")
    assert problems(folder) == [f"facts/all.yml:{number}: 5: say is missing"]


def test_a_source_that_is_no_section(folder):
    spoil(folder, "facts/all.yml", "source: 附件2 四", "source: Annex 2")
    number = line_of(folder, "facts/all.yml", "source: Annex 2")
    (problem,) = problems(folder)
    assert problem.startswith(f"facts/all.yml:{number}: 6.source")
    assert "'Annex 2' is not a section" in problem


def test_a_missing_file(folder):
    (folder / "event.yml").unlink()
    assert problems(folder) == ["small_pack/event.yml:1: file: it is missing"]


def test_a_list_is_expected(folder):
    (folder / "gaps.yml").write_text("id: gap.hotel\n", encoding="utf-8")
    assert problems(folder) == ["small_pack/gaps.yml:1: file: a list is expected here"]


def test_all_errors_are_told_at_once(folder):
    spoil(folder, "facts/all.yml", "topic: summit", "topic: submit")
    spoil(folder, "topics/all.yml", "- id: summit\n  parent: fair\n", "- id: summit\n")
    assert len(problems(folder)) == 2
