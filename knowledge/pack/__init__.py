"""Packs: the reviewed YAML of one edition's notice, read and checked (docs/packs.md)."""

from knowledge.pack.loader import PackError, load_pack
from knowledge.pack.schema import Contact, Event, Fact, Gap, Pack, Phrases, Topic, Wording

__all__ = ["Contact", "Event", "Fact", "Gap", "Pack", "PackError", "Phrases", "Topic", "Wording", "load_pack"]
