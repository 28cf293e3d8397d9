"""That an agent is away, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """`until` is the moment from which the agent is back, None where nobody knows it yet; `note` is for colleagues; `by` said so."""

    address: str
    since: datetime
    until: datetime | None = None
    note: str = ""
    by: str = ""


BY_MACHINE = "builtin:agent-away"  # an agent's answering machine said so: the agent's next word undoes it


Absent = Mapping[str, Absence]  # by address
