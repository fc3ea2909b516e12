"""E-mail addresses, by the rules of email-validator; no network is asked."""

from __future__ import annotations

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email

from actions.forms.readers.reader import Found, Reader, Trouble, Values
from actions.forms.said import Said
from knowledge.service import Service

_SIGN = r"[^\s,;，；、。！？:：()（）<>《》\"'“”@\u4e00-\u9fff]"
_LOOKS = re.compile(rf"{_SIGN}+@{_SIGN}+")
_SPOKEN = re.compile(r"(?<=[\w.])\s*(?:\(at\)|\[at\])\s*(?=\w)", re.I)


class Email(Reader):
    """Kept as it is normalised: the domain in lower case."""

    def answer(self, said: Said, values: Values, service: Service) -> Any:  # noqa: ARG002 (a reader's signature)
        """The address, or what is wrong with it."""
        found = self.volunteered(said)
        return found.value if found else Trouble("trouble_email")

    def volunteered(self, said: Said) -> Found | None:
        """The first valid address."""
        plain = _SPOKEN.sub("@", said.plain)
        for match in _LOOKS.finditer(plain):
            written = match.group().rstrip(".!?")
            try:
                address = validate_email(written, check_deliverability=False).normalized
            except EmailNotValidError:
                continue
            shift = len(said.plain) - len(plain)
            return Found(address, match.start(), match.start() + len(written) + shift)
        return None
