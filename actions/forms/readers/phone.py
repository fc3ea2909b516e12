"""Phone numbers of the world, by the rules of libphonenumber."""

from __future__ import annotations

import re
from typing import Any

import phonenumbers

from actions.forms.readers.reader import Found, Reader, Trouble, Values
from actions.forms.said import Said
from knowledge.service import Service

_HOME = "CN"
_LEAST_DIGITS = 7
_DIGITS = str.maketrans("零〇一幺二两三四五六七八九", "0011223456789")
_EXTENSION = re.compile(r"(?<=\d)\s*(?:转分机|分机|转)\s*(?=\d)")
_SPELT = re.compile(r"[零〇一幺二两三四五六七八九]{7,}")


class Phone(Reader):
    """Kept as E.164 ("+8613800138000"), with ";ext=…" for an extension; a number without a country is one of China."""

    def answer(self, said: Said, values: Values, service: Service) -> Any:  # noqa: ARG002 (a reader's signature)
        """The number, or what is wrong with it."""
        found = self.volunteered(said)
        if found:
            return found.value
        digits = sum(character.isdigit() for character in said.plain)
        return Trouble("trouble_phone_short" if 0 < digits < _LEAST_DIGITS else "trouble_phone")

    def volunteered(self, said: Said) -> Found | None:
        """The first valid number, in whichever digits."""
        plain = _SPELT.sub(lambda match: match.group().translate(_DIGITS), said.plain)
        plain = _EXTENSION.sub(lambda match: "x".ljust(len(match.group())), plain)  # as long as it was: places stay the same
        for match in phonenumbers.PhoneNumberMatcher(plain, _HOME):
            kept = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            return Found(f"{kept};ext={match.number.extension}" if match.number.extension else kept, match.start, match.end)
        return None

    def shown(self, value: Any, service: Service) -> str:  # noqa: ARG002 (a reader's signature)
        """As it is written between countries."""
        number, _, extension = str(value).partition(";ext=")
        parsed = phonenumbers.parse(number)
        if extension:
            parsed.extension = extension
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
