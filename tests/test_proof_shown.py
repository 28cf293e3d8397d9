"""How well a sender is proven is kept with each mail, and shown with its evidence: by `explain` before, by `spool show` and on the ticket afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from maildesk.cli.wording import proof_words
from maildesk.judged import TrustLevel
from maildesk.replay import Sample, explain_one
from maildesk.resolver import Resolver
from maildesk.store.tickets import messages_of
from tests.desks import said
from tests.nameserver import Zone, nameserver
from tests.signing import signer
from tests.talk import Talk, make_desk, read_blocks

CONVERSATIONS = Path(__file__).parent / "conversations"
LOGIN = "Received: from [192.168.1.5] (dsl.isp.example [203.0.113.9]) (Authenticated sender: anna@example.com) by mail.example.com (Postfix) with ESMTPSA id 5"
# What is done, the word that is kept of it, and the piece of evidence that speaks for it.
MAILS = (
    (">>> eve@unsigned.example\nSubject: Lamp\n\nIt is dark.\n", "none", "unsigned.example publishes no DMARC policy"),
    (">>> eve@unsigned.example answers acknowledgement\nStill.\n", "token", "a valid token of a letter to eve@unsigned.example about #1"),
    (">>> eve@unsigned.example signed by evil.example\nSubject: Roof\n\nIt leaks.\n", "none", "DKIM signature of evil.example: valid, 1024 bits"),
    (">>> bob@customer.example signed by customer.example\nSubject: Ink\n\nBlue.\n", "dmarc", "DKIM signature of customer.example: valid, 1024 bits"),
    (">>> bob@customer.example signed by customer.example answers acknowledgement\nGreen.\n", "dmarc + token", "DMARC policy of customer.example: reject"),
    (">>> anna@example.com submits answers notification\nWe come.\n", "submitted + token", "submitted with the password of anna@example.com"),
    (f">>> anna@example.com answers notification\n{LOGIN}\n\nWe come soon.\n", "internal + token", "anna@example.com logged in to mail.example.com and sent it"),
    (">>> anna@example.com signed by example.com answers notification\nAnd now.\n", "dmarc + token", "From is anna@example.com"),
)  # fmt: skip


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Iterator[Talk]:
    zone = Zone()
    for domain in ("example.com", "customer.example", "evil.example"):
        zone.add(signer(domain).name, "TXT", signer(domain).record)
        zone.add(f"_dmarc.{domain}", "TXT", "v=DMARC1; p=reject")
    with nameserver(zone):
        desk = make_desk(CONVERSATIONS / "by-list.yaml", tmp_path)
        yield Talk(replace(desk, resolver=Resolver((zone.server,))), CONVERSATIONS, tmp_path)
        desk.database.close()


def step(talk: Talk, words: str) -> None:
    talk.fresh = []
    talk.step(read_blocks(words)[0])


def shown(talk: Talk, mail: int) -> tuple[str, str, str]:
    """What is kept of a mail's proof with its message, in the mail's trace, and told beside it on the ticket."""
    with talk.desk.database.read() as session:
        [message] = [one for number in range(1, 6) for one in messages_of(session, number) if one.mail == mail]
    trace = said("spool", "show", str(mail), desk=talk.folder / "desk.yaml").out
    ticket = said("ticket", "show", str(message.ticket), desk=talk.folder / "desk.yaml").out
    line = next(line for line in reversed(ticket.splitlines()) if "(sender proven" in line or "(nothing proves" in line)  # the newest
    return message.trust, trace, line


def test_it_is_shown_where_one_looks(talk: Talk) -> None:
    """Mail by mail: foretold with its evidence, kept, and told in words beside what was written."""
    for number, (words, word, evidence) in enumerate(MAILS, 1):
        talk.fresh = []
        [block] = read_blocks(words)
        foretold = explain_one(talk.desk, Sample("next.eml", talk.composed(block).data, talk.now))["trust"]
        step(talk, words)
        kept, trace, line = shown(talk, number)
        assert kept == word
        assert (
            "why: trust: " + word.replace(" + token", ", with a valid token").replace("token", "none, with a valid token", word == "token") + " ("
            in trace
        )
        assert evidence in trace
        assert f"({proof_words(word)})" in line
        if "submits" not in words:  # which a file cannot say
            assert foretold["word"] == word
            assert any(evidence in one for one in foretold["evidence"])


@pytest.mark.parametrize(
    ("release", "word", "evidence"),
    [
        (">>> anna@example.com answers unproven\nyes\n", "challenge", "anna@example.com confirmed it"),
        ("$$$ release 1\n", "released", "released by operator:root"),
    ],
)
def test_a_word_that_released_it_is_shown(talk: Talk, release: str, word: str, evidence: str) -> None:
    """The agent's by letter, or an operator's."""
    step(talk, ">>> anna@example.com\nSubject: Chairs\n\nTwo, please.\n")
    step(talk, release)

    kept, trace, line = shown(talk, 1)
    assert (kept, f"({proof_words(word)})" in line) == (word, True)
    assert evidence in trace


def test_a_token_of_a_former_agents_is_told_apart(talk: Talk) -> None:
    """From one whose time is over: who reads it knows what to look for (V064)."""
    step(talk, ">>> bob@customer.example signed by customer.example\nSubject: Ink\n\nBlue.\n")
    step(talk, ">>> anna@example.com\nSubject: Chairs\n\nTwo, please.\n")
    [anna] = talk.desk.config.agents
    config = talk.desk.config.model_copy(update={"agents": (anna.model_copy(update={"disabled": True}),)})
    talk.desk = replace(talk.desk, config=config)
    step(talk, ">>> anna@example.com signed by example.com answers notification\n#close\n")

    step(talk, ">>> anna@example.com answers unproven\nyes\n")

    assert "mail 2 is not confirmed: anna@example.com is no agent any more" in said("spool", "show", "4", desk=talk.folder / "desk.yaml").out
    trace = shown(talk, 3)[1]
    assert "a token, no agent's any more, of a letter to anna@example.com about #1" in trace


def test_every_level_is_there() -> None:
    """But for S/MIME and OpenPGP, which no code gives yet."""
    levels = {one for _, word, _ in MAILS for one in word.split(" + ")}
    assert {*TrustLevel} - levels == {TrustLevel.SIGNED}
