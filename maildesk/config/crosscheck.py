"""What no single key can tell: names that must exist elsewhere in the desk, and addresses that must not meet twice."""

from __future__ import annotations

from collections.abc import Iterator

from maildesk.config.database import fault_of
from maildesk.config.nearest import did_you_mean
from maildesk.config.schema import DeskConfig
from maildesk.config.yamlfile import Document, Route
from maildesk.errors import Problem
from maildesk.language import Said
from maildesk.verbs.arguments import NOBODY


def crosscheck(config: DeskConfig, document: Document) -> tuple[Problem, ...]:
    """Every broken reference of a desk whose keys are right."""
    checks = (_teams, _members, _relays, _addresses, _accounts, _desk_mailboxes, _database)
    return tuple(problem for check in checks for problem in check(config, document))


def _teams(config: DeskConfig, document: Document) -> Iterator[Problem]:
    for number, box in enumerate(config.mailboxes):
        if box.team is not None and box.team not in config.teams:
            place = document.place(("mailboxes", number, "team"))
            yield Problem(place, Said("there is no team {team!r}", team=box.team), did_you_mean(box.team, config.teams, Said("teams are")))
    if NOBODY in config.teams:
        wrong = Said("a team cannot be called {name!r}: that word says that no agent has a ticket", name=NOBODY)
        yield Problem(document.place(("teams", NOBODY)), wrong, Said("give it another name"))


def _members(config: DeskConfig, document: Document) -> Iterator[Problem]:
    known = {agent.address for agent in config.agents}
    for name, team in config.teams.items():
        first: dict[str, str] = {}
        lists = ((kind, getattr(team, kind)) for kind in ("members", "supervisors", "observers"))
        for kind, number, address in ((kind, number, address) for kind, people in lists for number, address in enumerate(people)):
            place = document.place(("teams", name, kind, number))
            if address not in known:
                yield Problem(place, Said("{address} is no agent", address=address), did_you_mean(address, known, Said("agents are")))
            elif first.setdefault(address, kind) != kind:
                yield Problem(
                    place,
                    Said("{address} stands in two lists of the team {name}", address=address, name=name),
                    Said("{one} or {other}: keep one of them", one=first[address], other=kind),
                )


def _relays(config: DeskConfig, document: Document) -> Iterator[Problem]:
    """A mailbox that captures needs no relay: its letters never leave."""
    for number, box in enumerate(config.mailboxes):
        if box.relay in config.relays or (box.deliver == "capture" and "relay" not in box.model_fields_set):
            continue
        place = document.place(("mailboxes", number, "relay"))
        right = did_you_mean(box.relay, config.relays) if config.relays else Said("add relays: {{default: {{host: localhost}}}}, or deliver: capture")
        yield Problem(place, Said("{address} has no way out: there is no relay {relay!r}", address=box.address, relay=box.relay), right)


def _addresses(config: DeskConfig, document: Document) -> Iterator[Problem]:
    """An agent with a mailbox's address would mail the desk with its own voice: a loop; of one with another agent's nobody knew who it is."""
    places: list[tuple[str, Route]] = [(box.address, ("mailboxes", number, "address")) for number, box in enumerate(config.mailboxes)]
    places += [(agent.address, ("agents", number, "address")) for number, agent in enumerate(config.agents)]
    places += [(config.control, ("control",))] if config.control else []
    places += [(address, ("agents", number, "also", at)) for number, agent in enumerate(config.agents) for at, address in enumerate(agent.also)]
    first: dict[str, Route] = {}
    for address, route in places:
        if address in first:
            where = document.place(first[address])
            yield Problem(
                document.place(route),
                Said("{address} stands twice", address=address),
                Said("the first is in line {line}; give each mailbox and agent its own", line=where.line),
            )
        first.setdefault(address, route)


def _accounts(config: DeskConfig, document: Document) -> Iterator[Problem]:
    """Two who fetch from one account would take turns at failing."""
    first: dict[str, int] = {}
    for number, listen in enumerate(config.listen):
        if listen.imap is not None and first.setdefault(listen.imap.account, number) != number:
            where = document.place(("listen", first[listen.imap.account])).line
            wrong = Said("the account {account} stands twice", account=listen.imap.account)
            yield Problem(document.place(("listen", number)), wrong, Said("the first is in line {line}; name all its folders there", line=where))


def _desk_mailboxes(config: DeskConfig, document: Document) -> Iterator[Problem]:
    known = [box.address for box in config.mailboxes]
    for number, listen in enumerate(config.listen):
        named = listen.imap.desk_mailbox if listen.imap else None
        if named is not None and named not in known:
            place = document.place(("listen", number, "imap", "desk_mailbox"))
            yield Problem(place, Said("this desk has no mailbox {named}", named=named), did_you_mean(named, known, Said("mailboxes are")))


def _database(config: DeskConfig, document: Document) -> Iterator[Problem]:
    fault = fault_of(config.database)
    if fault is not None:
        yield Problem(document.place(("database",)), *fault)
