"""Contact details in a message: an e-mail address or a telephone number, and the name that stands beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}")
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)?\(?\d[\d\s().-]{5,22}\d(?!\w)")
_DIGITS = range(7, 16)
_LABELS = re.compile(
    r"(?:我叫|我是|姓名|名字|电话|手机|号码|邮箱|邮件|联系方式|my name is|i am|i'm|name|tel|phone|mobile|e-?mail|call me at)\s*[:：是]?",
    re.I,
)
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Contact:
    """name, phone, email: "" for what was not said; phone or email is there."""

    name: str
    phone: str
    email: str

    @property
    def shown(self) -> str:
        """Where to reach the person."""
        return " / ".join(filter(None, (self.phone, self.email)))


def contact_in(text: str) -> Contact | None:
    """The contact details in a message; None where it has none."""
    email, rest = _taken(_EMAIL, text)
    phone, rest = _taken(_PHONE, rest)
    if phone and sum(c.isdigit() for c in phone) not in _DIGITS:
        phone = ""
    if not (email or phone):
        return None
    name = " ".join(re.sub(r"[,，;；:：、/|。\n]+", " ", _LABELS.sub(" ", rest)).split()).strip(" .-")
    return Contact(name[:_LONGEST_NAME], " ".join(phone.split()), email)


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    return (found[0], text[: found.start()] + " " + text[found.end() :]) if found else ("", text)
