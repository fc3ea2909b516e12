"""What is exported: rows under columns. Cases, statistics and the desk's views all take this form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Sequence, Union

Cell = Union[str, int, float, Decimal, dt.date, dt.datetime, None]
"""A value: dates and numbers stay what they are. Moments have the time zone in which they are to be shown."""


@dataclass(frozen=True)
class Sheet:
    """name: of the sheet. keys: what programs call the columns; headings: what people call them. rows: a cell for each column."""

    name: str
    keys: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
