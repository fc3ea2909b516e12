"""The gateway that all channels share. `Gateway` is the whole of it; each part has a module of its own."""

from connectors.gateway.attendance import Attendance
from connectors.gateway.brain import Brain, Heard, Thought, TurnFailed
from connectors.gateway.channel import Channel, DeliveryFailed, DeliveryRefused, Inbound, Shows
from connectors.gateway.cleaning import sanitize
from connectors.gateway.clock import conference_day
from connectors.gateway.gateway import Gateway
from connectors.gateway.limits import Limits, Rate, TooMany
from connectors.gateway.scribe import Scribe, in_memory

__all__ = [
    "Attendance", "Brain", "Channel", "DeliveryFailed", "DeliveryRefused", "Gateway", "Heard", "Inbound", "Limits", "Rate", "Scribe",
    "Shows", "Thought", "TooMany", "TurnFailed", "conference_day", "in_memory", "sanitize",
]  # fmt: skip
