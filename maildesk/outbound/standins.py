"""Whom a letter to staff reaches while agents are away. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from maildesk.absence import Absence, Absent
from maildesk.config.roles import Right, role_of, staff_who_see, team_of, who_run
from maildesk.config.schema import DeskConfig
from maildesk.ticket import Ticket


def reached(meant: Iterable[str], ticket: Ticket, config: DeskConfig, absent: Absent) -> dict[str, tuple[Absence, ...]]:
    """Who of those meant is there, and who stands in where nobody who could answer is: each with the absences that are the reason.

    The ticket's team stands in, else its mailbox's, else those who run the desk. Where all of them are away the letter goes to whom it
    was meant for: one that waits for a return is better than one to nobody.
    """
    everybody = tuple(dict.fromkeys(meant))
    there = tuple(address for address in everybody if address not in absent)
    team = team_of(config, ticket)
    missed = tuple(absent[address] for address in everybody if address in absent)
    found: dict[str, tuple[Absence, ...]] = dict.fromkeys(there, ())
    if not missed or any(_answers(address, team, config) for address in there):
        return found
    others = _stand_ins(ticket, team, config, absent)
    if not others:
        return dict.fromkeys(everybody, ())
    return found | {address: missed for address in others if address not in found}


def there_of(addresses: Iterable[str], absent: Absent) -> tuple[str, ...]:
    """Those of them who are there; all of them where nobody is."""
    everybody = tuple(addresses)
    return tuple(address for address in everybody if address not in absent) or everybody


def _stand_ins(ticket: Ticket, team: str | None, config: DeskConfig, absent: Absent) -> tuple[str, ...]:
    for people in (staff_who_see(config, team, team), staff_who_see(config, team, config.home(ticket.mailbox).team), who_run(config)):
        able = tuple(address for address in people if address not in absent and _answers(address, team, config))
        if able:
            return able
    return ()


def _answers(address: str, team: str | None, config: DeskConfig) -> bool:
    return Right(role_of(config, address, team)).answers_customers
