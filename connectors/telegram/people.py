"""Who writes and where: one conversation for each person in each chat, by ids alone. Names are what people make up; none is kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A person in a chat; in a private chat both ids are the same."""

    user: int
    chat: int

    @property
    def group(self) -> bool:
        """Whether others read along."""
        return self.chat != self.user

    @property
    def key(self) -> str:
        """What the records call the visitor."""
        return f"{self.user}@{self.chat}" if self.group else str(self.user)

    @classmethod
    def of(cls, key: str) -> "Place":
        """The place that a key stands for."""
        user, _, chat = key.partition("@")
        return cls(int(user), int(chat or user))
