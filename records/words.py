"""What both databases can keep of a text."""

from __future__ import annotations

from records.errors import Unstorable


def check(*texts: str) -> None:
    """Nothing, if all texts can be stored.

    Raises:
        Unstorable: one has NUL characters or halves of surrogate pairs, which SQLite or PostgreSQL refuse.
    """
    for text in texts:
        if "\0" in text:
            raise Unstorable("The text has a NUL character.")
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Unstorable("The text has half of a surrogate pair.") from None
