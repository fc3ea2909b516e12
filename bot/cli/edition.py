"""What commands need to know of the conference without answering: its time zone, and what its topics are called."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.cli import UserError
from bot.settings import Settings
from knowledge.pack import Pack, PackError, load_pack


@dataclass(frozen=True)
class Edition:
    """The conference of the pack in use."""

    pack: Pack

    @property
    def zone(self) -> ZoneInfo:
        """The conference's time zone."""
        return ZoneInfo(self.pack.event.timezone)

    def topic(self, topic: str) -> str:
        """What a topic is called in both languages; its id where this pack has none such, as of another edition."""
        found = self.pack.topics.get(topic)
        return f"{found.name.zh} / {found.name.en}" if found else topic


def the_edition(settings: Settings) -> Edition:
    """The edition of the pack in use; the pack is read, not indexed."""
    try:
        return Edition(load_pack(settings.pack_folder))
    except PackError as error:
        raise UserError(f"the pack {settings.pack} cannot be used:\n{error}") from None
