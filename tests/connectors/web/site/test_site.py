"""The demonstration page says what the pack says, in both languages, and loads nothing from elsewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
SITE = ROOT / "connectors" / "web" / "site"
PACK = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "knowledge" / "packs" / "ciep-21-2023").rglob("*.yml"))
PAGES = sorted(SITE.glob("*.html"))
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """The elements of a page, and its texts by language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"zh": [], "en": []}
        self._open: list[str | None] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        classes = (attributes.get("class") or "").split()
        language = next((name for name in ("zh", "en") if name in classes), None)
        if language:
            self.texts[language].append("")
        if tag not in EMPTY:
            self._open.append(language)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        self._open.pop()

    def handle_data(self, data):
        language = next((name for name in reversed(self._open) if name), None)
        if language:
            self.texts[language][-1] += data

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.elements if name in attributes]


@pytest.fixture(params=PAGES, ids=lambda path: path.name)
def page(request):
    return Page(request.param.read_text(encoding="utf-8"))


@pytest.fixture
def front():
    return Page((SITE / "index.html").read_text(encoding="utf-8"))


def test_every_text_is_there_in_both_languages(page):
    assert len(page.texts["zh"]) == len(page.texts["en"])
    assert all(text.strip() for texts in page.texts.values() for text in texts)


def test_chinese_texts_are_chinese_and_english_ones_english(front):
    han = re.compile("[\u3400-\u9fff]")
    assert [text for text in front.texts["zh"] if not han.search(text) and text.strip() != "English"] == []
    names = {"中文", "深圳会展中心", "五洲宾馆"}
    assert [text for text in front.texts["en"] if han.search(re.sub("|".join(names), "", text))] == []


def test_every_telephone_number_and_address_is_of_the_pack(page):
    text = "\n".join(word for texts in page.texts.values() for word in texts)
    links = [href for href in page.attributes("href") if href.startswith(("tel:", "mailto:"))]
    numbers = {"0" + href.removeprefix("tel:+86") for href in links if href.startswith("tel:")}
    known = {number.replace("-", "") for number in re.findall(r"0\d{2,3}-\d{7,8}", PACK)}
    assert numbers <= known
    assert {href.removeprefix("mailto:") for href in links if href.startswith("mailto:")} <= set(re.findall(r"[\w.]+@[\w.]+", PACK))
    assert {number.replace("-", "") for number in re.findall(r"0\d{2,3}-\d{7,8}", text)} <= known


def test_every_date_is_of_the_pack(front):
    days = front.attributes("data-until")
    assert days == ["2023-03-10", "2023-03-24", "2023-04-14", "2023-04-16"]
    assert [day for day in days if day not in PACK] == []


def test_every_question_is_asked_in_both_languages(front):
    asked = front.attributes("data-chat-ask")
    chinese = [question for question in asked if re.search("[\u3400-\u9fff]", question)]
    assert len(chinese) * 2 == len(asked)


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(page):
    assert [tag for tag, attributes in page.elements if tag == "style" or "style" in attributes] == []
    assert [name for _, attributes in page.elements for name in attributes if name.startswith("on")] == []
    assert [attributes for tag, attributes in page.elements if tag == "script" and not (attributes.get("src") or "").startswith("/")] == []
    assert [attributes["href"] for tag, attributes in page.elements if tag == "link" and not attributes["href"].startswith("/")] == []


@pytest.mark.parametrize("name", ["style.css", "page.js", "icon.svg"])
def test_what_the_pages_load_names_no_other_server(name):
    text = (SITE / name).read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|@import|url\(", text)
