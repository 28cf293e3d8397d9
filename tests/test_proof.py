"""An agent's mail waits for a name server that keeps silent, and is held when it never answers (F23)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from maildesk.errors import TryLater
from maildesk.intake import spool
from maildesk.pipeline import process_one
from maildesk.resolver import Resolver
from tests.nameserver import Zone, nameserver
from tests.signing import signer
from tests.talk import Talk, make_desk, read_blocks

CONVERSATIONS = Path(__file__).parent / "conversations"
QUESTION = """\
>>> bob@customer.example
Subject: Refund

I want my money back.
<<< acknowledgement to bob@customer.example
<<< notification to anna@example.com
<<< notification to ben@example.com
"""
ANSWER = """\
>>> anna@example.com signed by example.com answers notification
It is on its way.
"""


@pytest.fixture(name="zone")
def _zone() -> Iterator[Zone]:
    """Anna's domain, whose key nobody can ask for now."""
    zone = Zone()
    zone.add("_dmarc.example.com", "TXT", "v=DMARC1; p=reject")
    zone.broken.add(signer("example.com").name)
    with nameserver(zone):
        yield zone


@pytest.fixture(name="talk")
def _talk(zone: Zone, tmp_path: Path) -> Iterator[Talk]:
    """A desk with a question, and Anna's signed answer that was put off."""
    desk = make_desk(CONVERSATIONS / "signed.yaml", tmp_path)
    talk = Talk(replace(desk, resolver=Resolver((zone.server,))), CONVERSATIONS, tmp_path)
    for block in read_blocks(QUESTION):
        talk.step(block)
    with pytest.raises(TryLater, match=r"whether anna@example\.com wrote it"):
        talk.step(read_blocks(ANSWER)[0])
    yield talk
    desk.database.close()


def test_a_silent_name_server_is_waited_for(talk: Talk) -> None:
    """Two hours; then the mail is held, and nobody has taken its words for Anna's."""
    assert _tried_again(talk, after=timedelta(minutes=5)) == "put off"
    assert _tried_again(talk, after=timedelta(hours=3)) == "held builtin:unproven-agent"


def test_it_is_carried_out_when_the_name_server_is_back(zone: Zone, talk: Talk) -> None:
    """Nobody hears of the delay."""
    zone.broken.clear()
    zone.add(signer("example.com").name, "TXT", signer("example.com").record)
    assert _tried_again(talk, after=timedelta(minutes=5)) == "ticketed"


def _tried_again(talk: Talk, after: timedelta) -> str:
    """What becomes of the waiting mail when it is tried again."""
    now = talk.now + after
    with talk.desk.database.write() as session:
        claimed = spool.claim(session, "again", now, timedelta(minutes=1))
    assert claimed is not None
    try:
        outcome = process_one(talk.desk, claimed, now)
    except TryLater:
        return "put off"
    return " ".join(filter(None, (str(outcome.state), outcome.rule)))
