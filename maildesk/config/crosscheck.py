"""What no single key can tell: names that must exist elsewhere in the desk, and addresses that must not meet twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from maildesk.config.database import fault_of
from maildesk.config.nearest import did_you_mean
from maildesk.config.written import Name, Written, addresses
from maildesk.config.yamlfile import Data, Route
from maildesk.errors import Problem
from maildesk.language import Said
from maildesk.verbs.arguments import NOBODY


def crosscheck(written: Written) -> tuple[Problem, ...]:
    """Every broken reference of a desk, also where some of its keys are wrong."""
    checks = (_teams, _members, _relays, _addresses, _accounts, _desk_mailboxes, _agent_domains, _database)
    return tuple(problem for check in checks for problem in check(written))


def _teams(written: Written) -> Iterator[Problem]:
    known = written.team_names()
    for route, box in written.entries("mailboxes"):
        team = box.get("team")
        if isinstance(team, str) and team not in known and "teams" not in written.unsure:
            place = written.document.place((*route, "team"))
            yield Problem(place, Said("there is no team {team!r}", team=team), did_you_mean(team, known, Said("teams are")))
    if NOBODY in known:
        wrong = Said("a team cannot be called {name!r}: that word says that no agent has a ticket", name=NOBODY)
        yield Problem(written.document.place(("teams", NOBODY)), wrong, Said("give it another name"))


def _members(written: Written) -> Iterator[Problem]:
    known = {agent.word for agent in written.agents()}
    for route, team in written.entries("teams"):
        first: dict[str, str] = {}
        for kind, member in _people(route, team):
            place = written.document.place(member.route)
            if member.word not in known:
                if "agents" not in written.unsure:
                    yield Problem(place, Said("{address} is no agent", address=member.word), did_you_mean(member.word, known, Said("agents are")))
            elif first.setdefault(member.word, kind) != kind:
                yield Problem(
                    place,
                    Said("{address} stands in two lists of the team {name}", address=member.word, name=route[-1]),
                    Said("{one} or {other}: keep one of them", one=first[member.word], other=kind),
                )


def _people(route: Route, team: Mapping[str, Data]) -> Iterator[tuple[str, Name]]:
    return ((kind, member) for kind in ("members", "supervisors", "observers") for member in addresses((*route, kind), team.get(kind)))


def _relays(written: Written) -> Iterator[Problem]:
    """A mailbox that captures needs no relay: its letters never leave."""
    known = written.relay_names()
    for route, box in written.entries("mailboxes"):
        relay, address = box.get("relay", "default"), box.get("address")
        captures = box.get("deliver", "live") != "live" and "relay" not in box
        if relay in known or captures or not isinstance(relay, str) or not isinstance(address, str) or "relays" in written.unsure:
            continue
        right = did_you_mean(relay, known) if known else Said("add relays: {{default: {{host: localhost}}}}, or deliver: capture")
        place = written.document.place((*route, "relay"))
        yield Problem(place, Said("{address} has no way out: there is no relay {relay!r}", address=address.lower(), relay=relay), right)


def _addresses(written: Written) -> Iterator[Problem]:
    """An agent with a mailbox's address would mail the desk with its own voice: a loop; of one with another agent's nobody knew who it is."""
    control = addresses((), [written.desk.get("control")])
    names = (*written.mailboxes(), *written.agents(), *(Name(one.word, ("control",)) for one in control), *written.also())
    first: dict[str, Route] = {}
    for name in names:
        if name.word in first:
            where = written.document.place(first[name.word])
            yield Problem(
                written.document.place(name.route),
                Said("{address} stands twice", address=name.word),
                Said("the first is in line {line}; give each mailbox and agent its own", line=where.line),
            )
        first.setdefault(name.word, name.route)


def _accounts(written: Written) -> Iterator[Problem]:
    """Two who fetch from one account would take turns at failing."""
    first: dict[str, Route] = {}
    for (*listen, _), imap in written.accounts():
        user, host = imap.get("mailbox") or imap.get("user"), imap.get("host")
        route = tuple(listen)
        if isinstance(user, str) and isinstance(host, str) and first.setdefault(f"{user}@{host}", route) != route:
            where = written.document.place(first[f"{user}@{host}"]).line
            wrong = Said("the account {account} stands twice", account=f"{user}@{host}")
            yield Problem(written.document.place(route), wrong, Said("the first is in line {line}; name all its folders there", line=where))


def _desk_mailboxes(written: Written) -> Iterator[Problem]:
    known = [box.word for box in written.mailboxes()]
    for route, imap in written.accounts():
        for named in addresses((), [imap.get("desk_mailbox")]):
            if named.word not in known and "mailboxes" not in written.unsure:
                place = written.document.place((*route, "desk_mailbox"))
                yield Problem(
                    place, Said("this desk has no mailbox {named}", named=named.word), did_you_mean(named.word, known, Said("mailboxes are"))
                )


def _agent_domains(written: Written) -> Iterator[Problem]:
    """A signature proves agents alone: of a domain where none of them is, somebody mistyped the name, and all their mail would be held."""
    proof = written.desk.get("proof")
    named = proof.get("agent_domains") if isinstance(proof, Mapping) else None
    known = {name.word.rpartition("@")[2] for name in (*written.agents(), *written.also())}
    for at, domain in enumerate(named if isinstance(named, list) and "agents" not in written.unsure else ()):
        if isinstance(domain, str) and domain.replace(".", "").replace("-", "").isalnum() and domain.lower() not in known:
            place = written.document.place(("proof", "agent_domains", at))
            yield Problem(
                place, Said("no agent has an address at {domain}", domain=domain), did_you_mean(domain.lower(), known, Said("agents are at"))
            )


def _database(written: Written) -> Iterator[Problem]:
    url = written.desk.get("database")
    fault = fault_of(url) if isinstance(url, str) else None
    if fault is not None:
        yield Problem(written.document.place(("database",)), *fault)
