"""What the assistant has just asked about a case, kept until the next message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Mapping


class Asked(str, Enum):
    """REACH: how staff can reach the visitor. CONTACT: the contact that the case was filed with. WITHDRAW: whether to withdraw it.
    ADD: what to add to it. WHICH_TO_WITHDRAW, WHICH_TO_ADD: which one. RESUME: whether to go on with a form that was set aside.
    """

    REACH = "reach"
    CONTACT = "contact"
    WITHDRAW = "withdraw"
    ADD = "add"
    WHICH_TO_WITHDRAW = "which_to_withdraw"
    WHICH_TO_ADD = "which_to_add"
    RESUME = "resume"


@dataclass(frozen=True)
class Pending:
    """number: of the case, "" where it was asked which one; of RESUME the name of the form."""

    asked: Asked
    number: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"asked": self.asked.value, "number": self.number}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Pending":
        """What `as_dict` gave."""
        return cls(Asked(data["asked"]), data["number"])
