"""The fact ranker: how likely each fact of a pack is what a message asks for."""

from knowledge.index.index import FactIndex, Query

__all__ = ["FactIndex", "Query"]
