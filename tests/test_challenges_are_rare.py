"""Genuine agents are hardly ever asked who they are: the conversations once more, in houses whose desks ask for more than a letter's token."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from maildesk.config.proving import Proving
from maildesk.intake import spool
from maildesk.mail import RawMail
from maildesk.resolver import NameServer, Resolver
from tests.houses import HOUSES, House
from tests.nameserver import Zone, nameserver
from tests.signing import signer
from tests.talk import CONVERSATIONS, Block, Talk, make_desk

# Those in which an agent is held as unproven are about forgeries, or about what follows; a desk with a proof of its own is a house already.
_TOKEN_ALONE = "proof: {gives_up: [signature, confirmation]}"
_ABOUT_PROOF = re.compile(r"^<<< unproven|^--- held builtin:unproven|^<<< challenge|^@@@|^zone:|^\S+ .* submits ", re.MULTILINE)
MOST = 0.01  # of genuine agents' mails


def suited(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    desk = re.search(r"^desk: (\S+)$", text, re.MULTILINE)
    yaml = (path.parent / (desk[1] if desk else "desk.yaml")).read_text(encoding="utf-8")
    return (
        not _ABOUT_PROOF.search(text)
        and "rules: rules" not in yaml
        and "proof:" not in yaml.replace(_TOKEN_ALONE, "")
        and bool(re.search(r"^>>> \S+@example\.com answers", text, re.MULTILINE))
    )


PLAYED = [path for path in CONVERSATIONS if suited(path)]


@dataclass
class Count:
    """Mails of agents, those of them that were held as nobody's, and the conversations that went on otherwise than they are written."""

    mails: int = 0
    held: list[str] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)


class Housed(Talk):
    """A conversation whose agents work in a house."""

    house: House
    count: Count

    def composed(self, block: Block) -> RawMail:
        raw = super().composed(block)
        sender = block.rest.partition(" ")[0]
        if self.desk.config.agent(sender) is None or raw.envelope.submitted_as or re.search(rb"(?m)^From: (?!.*" + sender.encode() + b")", raw.data):
            return raw
        self.raw = self.house.carried(raw, sender)
        return self.raw

    def step(self, block: Block) -> None:
        super().step(block)
        if block.mark == ">>>" and self.desk.config.agent(block.rest.partition(" ")[0]):
            with self.desk.database.read() as session:
                row, _ = spool.shown(session, self.mail)
            self.count.mails += 1
            if row.rule in ("builtin:unproven-agent", "builtin:unconfirmed"):
                self.count.held.append(f"line {block.line}")


@pytest.fixture(name="servers", scope="module")
def _servers() -> Iterator[tuple[NameServer, ...]]:
    with name_servers() as servers:
        yield servers


@contextmanager
def name_servers() -> Iterator[tuple[NameServer, ...]]:
    """A name server that knows the keys of the houses."""
    zone = Zone()
    for one in (signer("example.com"), signer("example.com", "ed", 0), signer("home.example")):
        zone.add(one.name, "TXT", one.record)
        zone.records.setdefault((f"_dmarc.{one.domain}", "TXT"), ['"v=DMARC1; p=reject"'])
    with nameserver(zone):
        yield (zone.server,)


@pytest.mark.parametrize("name", HOUSES)
def test_the_conversations_in_each_house(name: str, servers: tuple[NameServer, ...], tmp_path: Path) -> None:
    """They play as they are written, and of the agents' mails in them no more are held as unproven than one in a hundred.

    Every house has its share of them: together they are all played once, and `make torture` plays all of them in each.
    """
    lived_in(name, [PLAYED[0], *PLAYED[list(HOUSES).index(name) :: len(HOUSES)]], servers, tmp_path)


def lived_in(name: str, paths: Sequence[Path], servers: tuple[NameServer, ...], folder: Path) -> Count:
    """Plays conversations in a house; a house may alter what one is about, so that it goes on otherwise."""
    count = Count()
    for number, path in enumerate(paths):
        place = folder / str(number)
        place.mkdir()
        _played(path, HOUSES[name], servers, place, count)
    assert count.mails >= 5
    assert len(count.held) <= MOST * count.mails, count.held
    assert len(count.astray) <= len(paths) / 2, count.astray
    return count


def _played(path: Path, house: House, servers: tuple[NameServer, ...], folder: Path, count: Count) -> None:
    words = path.read_text(encoding="utf-8")
    named = re.search(r"^desk: (\S+)$", words, re.MULTILINE)
    desk = make_desk(path.parent / (named[1] if named else "desk.yaml"), folder)
    agents = tuple(one.model_copy(update={"also": tuple(one.address.replace(*pair) for pair in house.also.items())}) for one in desk.config.agents)
    config = desk.config.model_copy(
        update={
            "proof": Proving.model_validate({"gives_up": ["confirmation"], **house.proof}),
            "agents": agents,
            "trusted_networks": ("10.0.0.0/24",),
        }
    )
    talk = Housed(replace(desk, config=config, resolver=Resolver(servers) if config.proof.asks_dns else None), path.parent, folder)
    talk.house, talk.count = house, count
    try:
        talk.play(path.name, words)
    except AssertionError as error:
        count.astray.append(str(error))
    finally:
        talk.desk.database.close()


def test_there_is_enough_to_count() -> None:
    """All kinds of houses, and conversations enough for each."""
    assert len(HOUSES) >= 10
    assert len(PLAYED) >= 3 * len(HOUSES)
