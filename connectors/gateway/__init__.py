"""The gateway that all channels share. `Gateway` is the whole of it; each part has a module of its own."""

from connectors.gateway.attendance import Attendance
from connectors.gateway.brain import Brain, Heard, Thought, TurnFailed
from connectors.gateway.channel import (
    Attachment,
    Channel,
    DeliveryFailed,
    DeliveryKept,
    DeliveryPostponed,
    DeliveryRefused,
    Inbound,
    Shows,
    TogetherChannel,
    VisitorGone,
    Went,
)
from connectors.gateway.cleaning import sanitize
from connectors.gateway.clock import conference_day
from connectors.gateway.gateway import Gateway
from connectors.gateway.limits import Limits, Rate, TooMany
from connectors.gateway.scribe import Scribe, in_memory

__all__ = [
    "Attachment", "Attendance", "Brain", "Channel", "DeliveryFailed", "DeliveryKept", "DeliveryPostponed", "DeliveryRefused",
    "Gateway", "Heard", "Inbound", "Limits", "Rate", "Scribe", "Shows", "Thought", "TogetherChannel", "TooMany", "TurnFailed",
    "VisitorGone", "Went", "conference_day", "in_memory", "sanitize",
]  # fmt: skip
