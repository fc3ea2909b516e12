"""Slips of the tongue: "sorry, I meant the returnee fair", "不好意思说错了，是海归那场". What is meant is what stands after them."""

from __future__ import annotations

import re

_SORRY = r"(?:不好意思|抱歉|对不起|sorry|oops|等等|等下|等一下|慢着|不是|不对|哎)"
_WRONG = r"(?:刚才|刚刚|上面|前面)?(?:我)?(?:刚才|刚刚)?(?:说|搞|打|发|写|问|弄|讲|记|点)错(?:了|人了|字了)?"
_MEANT_ZH = r"(?:我)?(?:其实)?(?:想|要|是)?(?:问|说|指)的?(?:其实)?是|我(?:其实)?是(?:想|要)?(?:问|说|指)"
_MARK = r"[\s,，.。…!！~:：、;；-]+"
_MARKS = rf"(?:{_MARK})?"
_IT_IS = rf"{_MEANT_ZH}|应该是|是"
_BEFORE_ZH = re.compile(
    rf"^(?:{_SORRY}{_MARKS})*"
    rf"(?:(?:{_WRONG}(?:{_MARK}|(?={_IT_IS})))+(?:{_IT_IS})?|(?:{_SORRY}{_MARKS})+(?:{_MEANT_ZH})|我(?:说|问|指)的是){_MARKS}"
)
_OH = r"(?:oh|ah|oops|whoops|hm+|er+m?|no|nope|wait|hang on|hold on|sorry|apologies|pardon(?: me)?|my bad|my mistake|actually)"
_MEANT_EN = (
    r"(?:i (?:meant|mean|did mean|was asking about|am asking about|wanted to ask about)(?: to (?:say|ask|write))?(?: about)?"
    r"|make that|make it(?= the\b)|scratch that|correction(?=\s*[:,;-])|wrong one"
    r"|wrong (?:fair|forum|hall|board|zone|section|name)|not that one|that was wrong|i got that wrong)"
)
_BEFORE_EN = re.compile(rf"^(?:{_OH}\b{_MARKS})*(?:{_MEANT_EN}\b{_MARKS})+(?:{_OH}\b{_MARKS})*(?:it's |it is )?")
_BEFORE_AFTER_EN = re.compile(rf"^(?:{_OH}\b{_MARKS})+")
_AFTER_EN = re.compile(r"[\s,.…;-]+(?:is what )?i (?:mean|meant)[\s.!]*$")
_AFTER_ZH = re.compile(rf"(?:才对|{_MARK}(?:不好意思|抱歉|刚才|我)+{_WRONG}){_MARKS}$")


def meant(folded: str) -> str:
    """A folded text without the words that take back what was said before; the text itself where they are all there is."""
    left = _BEFORE_EN.sub("", _BEFORE_ZH.sub("", folded))
    if _AFTER_EN.search(left):
        left = _AFTER_EN.sub("", _BEFORE_AFTER_EN.sub("", left))
    left = _AFTER_ZH.sub("", left).strip()
    return left if any(character.isalnum() for character in left) else folded
