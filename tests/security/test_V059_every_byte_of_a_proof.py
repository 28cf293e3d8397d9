"""V059, V062, V069, V071: a genuine agent's mail is believed, and with any one byte of its proof altered it is nobody's."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from maildesk.config.secret import Secret
from maildesk.intake.smtp import passwords
from maildesk.intake.smtp.logins import Logins, Pauses
from maildesk.intake.smtp.sasl import Credentials
from maildesk.intake.trust.judge import PROVES
from maildesk.mail import RawMail
from maildesk.pipeline import consider, read
from maildesk.resolver import NameServer, Resolver
from maildesk.threading.decision import Answer
from tests.nameserver import Zone, nameserver
from tests.signing import signer
from tests.talk import Talk, make_desk, read_blocks

CONVERSATIONS = Path(__file__).parent.parent / "conversations"
OPENING = """\
>>> bob@customer.example
Subject: Refund

I want my money back.
"""
ANSWER = """\
>>> anna@example.com answers notification
{head}
#take
It is on its way.
"""
RESULTS = "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com"
ENTERED = "Authentication-Results: mx.example.com; auth=pass smtp.auth=anna@example.com"
GATEWAY = "Received: from mail.example.com (mail.example.com [198.51.100.7]) by mx.example.com (Postfix) with ESMTPS id 3"
LOGIN = "Received: from [192.168.1.5] (dsl.isp.example [203.0.113.9]) (Authenticated sender: anna@example.com) by mail.example.com (Postfix) with ESMTPSA id 5"
WAY = "Received: from AM6.prod.outlook.com ([fe80::1]) by AM6.prod.outlook.com ([fe80::1%5]) with mapi id 15.20"
MARK = "X-MS-Exchange-Organization-AuthAs: Internal\nX-MS-Exchange-Organization-AuthSource: AM6.prod.outlook.com"
EXCHANGE = '  internal: {system: exchange, servers: ["*.prod.outlook.com"]}\n'


@dataclass(frozen=True)
class Evidence:
    """A way to be proven: the desk, what stands on top of the mail, which of its bytes are the proof, and those whose change means nothing."""

    desk: str
    head: str
    proof: str  # a pattern, each of whose matches counts
    means_nothing: str = r"[^\s\S]"
    signed: bool = False
    by: str = "the address"  # what carries the token
    of: tuple[str, ...] = ("own letter",)  # what of the table of proofs it is


AUTHOR = r"From(?=: )|(?<=From: )anna@example\.com"
# White space that a relaxed canonicalisation folds (RFC 6376 §3.4.2), and the last bits of base64 that stand for nothing.
FOLDS = r"[ \t\r\n;]|[^=](?==+(?:;|\r\n))"
EVIDENCE = {
    "a signature": Evidence("signed.yaml", "", r"(?s)DKIM-Signature:.*?(?=MIME-Version)|(?<=\r\n\r\n).*", FOLDS, signed=True, of=("own letter", "own domain")),
    "a token in the address": Evidence("desk.yaml", "", rf"(?<=\+)[a-z2-7]\w{{30}}(?=@example\.com\r\nDate)|{AUTHOR}"),
    "a token in In-Reply-To": Evidence("desk.yaml", "", rf"(?<=In-Reply-To: <)\w{{31}}|{AUTHOR}", by="the id"),
    "a token in References": Evidence("desk.yaml", "", rf"\w{{31}}(?=@example\.com>\r\nSubject)|{AUTHOR}", by="the thread"),
    "results of the gateway": Evidence("vouched.yaml", f"{RESULTS}\n{GATEWAY}\n", rf"(?<=Results: ).*from=example.com|(?<= by )mx\S+|{AUTHOR}", r"[ ;]", of=("own letter", "upstream")),
    "a login": Evidence("vouched.yaml", f"{LOGIN}\n", rf"\(Authenticated[^)]*\)|(?<= by )mail\S+|ESMTP(?=SA)|(?<=ESMTPS)A|{AUTHOR}", of=("login",)),
    "a login in the gateway's results": Evidence("vouched.yaml", f"{ENTERED}\n{GATEWAY}\n", rf"(?<=Results: ).*auth=anna@\S+|(?<= by )mx\S+|{AUTHOR}", r"[ ;]", of=("login",)),
    "another address of hers": Evidence("elsewhere.yaml", "From: Anna <a.berg@phone.example>\n", rf"(?<=\+)[a-z2-7]\w{{30}}(?=@example\.com\r\n)|(?<=<)a\.berg@phone\.example|{AUTHOR}"),
    "the mark of Exchange": Evidence("exchange.yaml", f"{WAY}\n{MARK}\n", rf"(?<=AuthAs: ).*|(?<=AuthSource: ).*prod.*com|(?<= by )AM6\S+|{AUTHOR}", r"AM6|\s", of=("own letter", "internal")),
}  # fmt: skip


@pytest.fixture(name="servers", scope="module")
def _servers() -> Iterator[tuple[NameServer, ...]]:
    zone = Zone()
    zone.add(signer("example.com").name, "TXT", signer("example.com").record)
    zone.add("_dmarc.example.com", "TXT", "v=DMARC1; p=reject")
    with nameserver(zone):
        yield (zone.server,)


@pytest.fixture(name="stage")
def _stage(servers: tuple[NameServer, ...], tmp_path: Path) -> Iterator[Callable[[Evidence], tuple[Talk, RawMail]]]:
    """A desk with a question, and the agent's answer to it, not yet sent."""
    opened = []

    def make(evidence: Evidence) -> tuple[Talk, RawMail]:
        desk = make_desk(_yaml(evidence.desk, tmp_path), tmp_path)
        opened.append(desk)
        talk = Talk(replace(desk, resolver=Resolver(servers) if desk.resolver else None), CONVERSATIONS, tmp_path)
        talk.step(read_blocks(OPENING)[0])
        words = ANSWER.replace("{head}\n", evidence.head)
        if evidence.signed:
            words = words.replace("answers", "signed by example.com answers")
        raw = talk.composed(read_blocks(words)[0])
        return talk, _carried(raw, evidence.by)

    yield make
    for desk in opened:
        desk.database.close()


def _yaml(name: str, folder: Path) -> Path:
    if name == "elsewhere.yaml":
        text = (CONVERSATIONS / "desk.yaml").read_text(encoding="utf-8")
        (folder / name).write_text(text.replace("name: Anna", "name: Anna, also: [a.berg@phone.example]", 1))
        return folder / name
    if name != "exchange.yaml":
        return CONVERSATIONS / name
    text = (CONVERSATIONS / "vouched.yaml").read_text(encoding="utf-8")
    (folder / name).write_text(re.sub(r"  upstream.*\n  internal.*\n", EXCHANGE, text))
    return folder / name


OTHER_CARRIERS = {"the id": b"References", "the thread": b"In-Reply-To"}  # and what is taken out, so that it carries the token alone


def _carried(raw: RawMail, by: str) -> RawMail:
    """The mail with the letter's token in one place alone; the envelope says what To says."""
    if by in OTHER_CARRIERS:
        data = re.sub(rb"(?<=References: ).* (?=<\S+>\r\n)", b"", re.sub(rb"\+\w{31}(?=@)", b"", raw.data))  # once, as programs write it
        return replace(
            raw, data=re.sub(OTHER_CARRIERS[by] + rb":.*\r\n", b"", data), envelope=replace(raw.envelope, rcpt_to=("support@example.com",))
        )
    return replace(raw, data=re.sub(rb"(?:In-Reply-To|References):.*\r\n", b"", raw.data), envelope=replace(raw.envelope, rcpt_to=()))


def proven(talk: Talk, raw: RawMail) -> str | None:
    with talk.desk.database.read() as session:
        return consider(talk.desk, read(talk.desk, raw, talk.now), session).seen.trust.agent


@pytest.mark.parametrize("name", EVIDENCE)
def test_any_byte_of_it_altered_makes_it_fail(stage: Callable[[Evidence], tuple[Talk, RawMail]], name: str) -> None:
    """Each by one bit, and each taken out but of a signature (all of its bits take long enough); what survives has no meaning for who checks it."""
    evidence = EVIDENCE[name]
    talk, raw = stage(evidence)
    assert proven(talk, raw) == "anna@example.com"

    text = raw.data.decode("latin-1")
    places = [place for found in re.finditer(evidence.proof, text) for place in range(found.start(), found.end())]
    harmless = {place for found in re.finditer(evidence.means_nothing, text) for place in range(found.start(), found.end())}
    assert len(places) > 30
    survived = [
        text[max(0, place - 10) : place] + f"[{text[place]}]" + text[place + 1 : place + 10]
        for place in places
        for data in _altered(raw.data, place, taken_out=not evidence.signed)
        if place not in harmless and proven(talk, replace(raw, data=data))
    ]
    assert survived == []


def test_every_proof_there_is_is_tried() -> None:
    """What is new in the table of proofs has to be altered here, too; a word by letter, a password and links have tests of their own below."""
    tried = {one for evidence in EVIDENCE.values() for one in evidence.of} | {"word", "password"}
    assert tried | {"lately"} == {one for row in PROVES for one in row.evidence}  # a word by letter of another day
    assert len({(one.desk, one.head, one.proof, one.by) for one in EVIDENCE.values()}) == len(EVIDENCE) >= 9


@pytest.mark.parametrize("link", ["close", "take", "snooze", "spam"])
def test_any_byte_of_a_link_altered_makes_it_fail(stage: Callable[[Evidence], tuple[Talk, RawMail]], link: str) -> None:
    """The address behind a link of the notification, from whomever it comes; with each of its bytes altered or taken out nothing is done by it."""
    talk, _ = stage(EVIDENCE["a token in the address"])
    raw = replace(talk.composed(read_blocks(f">>> anna@example.com taps {link} bare\n")[0]), vouched="")
    raw = replace(raw, envelope=replace(raw.envelope, rcpt_to=()))
    assert tapped(talk, raw)

    found = re.search(rb"(?<=\+)[a-z]1[a-z2-7]{29}(?=@example\.com\r\n)", raw.data)
    assert found is not None
    places = range(found.start(), found.end())
    assert [place for place in places for data in _altered(raw.data, place, taken_out=True) if tapped(talk, replace(raw, data=data))] == []


def tapped(talk: Talk, raw: RawMail) -> bool:
    """Whether the mail does what a link is for."""
    with talk.desk.database.read() as session:
        decision = consider(talk.desk, read(talk.desk, raw, talk.now), session).decision
    return isinstance(decision, Answer) and decision.tap is not None


def test_any_byte_of_a_confirmation_altered_makes_it_fail(stage: Callable[[Evidence], tuple[Talk, RawMail]]) -> None:
    """The address of the letter that asks, whose it is, and the word itself: with each byte of them altered or taken out the held mail stays where it is."""
    talk, _ = stage(EVIDENCE["a token in the address"])
    talk.fresh = []
    talk.step(read_blocks(">>> anna@example.com to support@example.com\nSubject: Chairs\n\nPlease order two.\n")[0])
    answer = talk.composed(read_blocks(">>> anna@example.com answers unproven\nyes\n")[0])
    raw = replace(answer, data=re.sub(rb"(?:In-Reply-To|References):.*\r\n", b"", answer.data), envelope=replace(answer.envelope, rcpt_to=()))
    assert confirmed(talk, raw)

    found = list(re.finditer(rb"(?<=\+)c1[a-z2-7]{29}(?=@example\.com\r\n)|(?<=\r\n\r\n)yes|From(?=: )|(?<=From: )anna@example\.com", raw.data))
    places = [place for one in found for place in range(one.start(), one.end())]
    assert len(places) == 31 + 3 + 4 + 16
    survived = [place for place in places for data in _altered(raw.data, place, taken_out=True) if confirmed(talk, replace(raw, data=data))]
    assert [raw.data[place - 9 : place + 9] for place in survived] == []


def confirmed(talk: Talk, raw: RawMail) -> bool:
    """Whether the mail that is held would be carried out by it."""
    with talk.desk.database.read() as session:
        verdict = consider(talk.desk, read(talk.desk, raw, talk.now), session)
    return verdict.consequence.outcome.rule == "builtin:confirmed"


def test_any_byte_of_a_name_to_log_in_altered_makes_it_fail(stage: Callable[[Evidence], tuple[Talk, RawMail]]) -> None:
    """Whoever knows the password alone, or whose it is alone, is nobody; the name is compared as addresses are, whatever its case."""
    talk, _ = stage(EVIDENCE["a token in the address"])
    cost = passwords.Cost(ln=1, r=1, p=1)
    with talk.desk.database.write() as session:
        passwords.keep(session, "anna@example.com", passwords.hashed("correct horse battery", b"salt", cost), talk.now)
    logins = Logins(talk.desk.database, ("anna@example.com", "ben@example.com"), talk.desk.config.limits, cost, Pauses(0, 0))

    def enters(name: bytes, password: str = "correct horse battery") -> bool:
        return asyncio.run(logins.check("", Credentials(name.decode(), Secret(password)))) == "anna@example.com"

    name = b"anna@example.com"
    assert enters(name)
    assert not enters(b"ben@example.com")
    assert not any(enters(data) for place in range(len(name)) for data in _altered(name, place, taken_out=True))


def test_any_byte_of_a_password_altered_makes_it_fail() -> None:
    """Or taken out; the proof that stands alone."""
    password = b"correct horse battery"
    kept = passwords.hashed(password.decode(), b"salt", passwords.Cost(ln=1, r=1, p=1))
    assert passwords.matches(password.decode(), kept)
    assert not any(passwords.matches(data.decode(), kept) for place in range(len(password)) for data in _altered(password, place, taken_out=True))


def _altered(data: bytes, place: int, taken_out: bool) -> Iterator[bytes]:
    yield data[:place] + bytes((data[place] ^ 1,)) + data[place + 1 :]
    if taken_out:
        yield data[:place] + data[place + 1 :]
