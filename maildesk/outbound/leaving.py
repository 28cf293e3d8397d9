"""When what a person writes leaves: at the hour they name, else after the time that the desk gives to think again. Pure."""

from __future__ import annotations

from datetime import datetime

from maildesk.changes import Dispatch
from maildesk.config.schema import DeskConfig
from maildesk.letter import AT_ONCE, Leaving
from maildesk.outbound.happening import Happening


def by_person(happening: Happening) -> bool:
    """Whether somebody decided this now: an agent or the operator, not a rule, a timer or the desk itself."""
    return not happening.act.automatic and happening.act.actor.is_person


def leaving_of(happening: Happening, config: DeskConfig) -> Leaving:
    """When its letter to a customer or to somebody outside leaves; there is nothing to think again where nobody decided it."""
    if not by_person(happening):
        return AT_ONCE
    asked = next((effect for effect in happening.effects if isinstance(effect, Dispatch) and not effect.letters), None)
    if asked is None:
        return Leaving(after=config.hold_of(happening.mailbox))
    return Leaving(at=datetime.fromisoformat(asked.at) if asked.at else None, kept=asked.way == "hold")
