"""V073: a genuine mail of an agent that somebody kept does nothing when it comes again, whatever was altered that its signature does not cover."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from maildesk.intake import spool
from maildesk.mail import Envelope, ParsedMail, RawMail
from maildesk.outbound import outbox
from maildesk.resolver import Resolver
from maildesk.threading.decision import Answer, Ignore
from maildesk.threading.seals import seals_of
from tests.nameserver import Zone, nameserver
from tests.signing import signer
from tests.talk import Talk, make_desk, read_blocks
from tests.test_decide import ANNA, TO_ANNA, decide, known

CONVERSATIONS = Path(__file__).parent.parent / "conversations"
# Two tickets; Anna answers on the newer one, in a mail that her domain signs: what must be signed, and no header more.
STORY = """\
>>> bob@customer.example
Subject: Refund

I want my money back.
>>> eve@evil.example
Subject: Another matter

Please help.
"""
ANSWER = """\
>>> anna@example.com answers notification of anna@example.com
#close
#reply
It is on its way.
"""
SIGNED = ("from", "subject", "date", "message-id")


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Iterator[Talk]:
    zone = Zone()
    zone.add("_dmarc.example.com", "TXT", "v=DMARC1; p=reject")
    zone.add(signer("example.com").name, "TXT", signer("example.com").record)
    with nameserver(zone):
        desk = make_desk(CONVERSATIONS / "signed.yaml", tmp_path)
        talk = Talk(replace(desk, resolver=Resolver((zone.server,))), CONVERSATIONS, tmp_path)
        for block in read_blocks(STORY):
            talk.fresh.clear()
            talk.step(block)
        talk.fresh.clear()
        raw = talk.composed(read_blocks(ANSWER)[0])
        talk.raw = replace(raw, data=signer("example.com").sign(raw.data, SIGNED))
        assert sent_again(talk, talk.raw)[0] == "ticketed"
        talk.fresh.clear()
        yield talk
        desk.database.close()


def outcome(talk: Talk, mail: int) -> str:
    with talk.desk.database.read() as session:
        row = spool.shown(session, mail)[0]
    return " ".join(filter(None, (row.state, row.rule)))


def sent_again(talk: Talk, raw: RawMail, later: timedelta = timedelta(minutes=5)) -> tuple[str, list[str]]:
    """What becomes of a mail that comes now, and the letters that are written about it."""
    talk.now += later
    with talk.desk.database.write() as session:
        known = {row.letter for row in outbox.listed(session, None, 1000)}
        [mail] = spool.accept(session, [replace(raw, received=talk.now)])
    talk.work()
    with talk.desk.database.read() as session:
        return outcome(talk, mail), [row.kind for row in outbox.listed(session, None, 1000) if row.letter not in known]


def elsewhere(talk: Talk, raw: RawMail) -> RawMail:
    """The mail as an answer to another letter that went to Anna: the headers that say so are not signed."""
    other = [row.letter for row, _ in talk.letters if row.kind == "notification" and row.person == "anna@example.com" and row.ticket == 1]
    assert other
    letter = next(data for row, data in talk.letters if row.letter == other[0])
    [message_id], [address] = (re.findall(rb"^%s: .*?<?([^\s<>]+)>?\r?$" % name, letter, re.MULTILINE) for name in (b"Message-ID", b"Reply-To"))
    data = re.sub(rb"^In-Reply-To: .*", b"In-Reply-To: <" + message_id + b">", raw.data, flags=re.MULTILINE)
    data = re.sub(rb"^To: .*", b"To: " + address, data, flags=re.MULTILINE)
    assert data != raw.data
    return replace(raw, data=data, envelope=replace(raw.envelope, rcpt_to=(address.decode(),)))


def test_what_was_written_to_others_is_no_answer(talk: Talk) -> None:
    """V072: Anna wrote to Eve, who has a letter to Anna; neither what she adds to the header nor the envelope makes an answer of that mail.

    The desk's address in Bcc, which a signature cannot show, is asked about by the same letter.
    """
    words = talk.composed(read_blocks(">>> anna@example.com to eve@evil.example\nMessage-ID: <lunch@example.com>\nSubject: Lunch\n\nOf course.\n")[0])
    letter = next(data for row, data in talk.letters if row.kind == "notification" and row.person == "anna@example.com" and row.ticket == 1)
    [message_id], [address] = (re.findall(rb"^%s: .*?<?([^\s<>]+)>?\r?$" % name, letter, re.MULTILINE) for name in (b"Message-ID", b"Reply-To"))
    added = (
        b"",
        b"Cc: " + address + b"\r\n",
        b"In-Reply-To: <" + message_id + b">\r\nCc: support@example.com\r\n",
        b"Resent-To: " + address + b"\r\n",
    )
    for number, line in enumerate(added):
        data = words.data.replace(b"<lunch@", b"<lunch%d@" % number)
        envelope = replace(words.envelope, mail_from="eve@evil.example", rcpt_to=(address.decode(),))
        kept = replace(words, data=line + signer("example.com").sign(data), envelope=envelope)
        assert sent_again(talk, kept) == ("held builtin:unproven-agent", ["unproven"] * (number < 3))


def test_a_copy_that_is_signed_is_meant(talk: Talk) -> None:
    """Anna answers another person, with the address of the desk's letter in Cc."""
    words = talk.composed(read_blocks(">>> anna@example.com answers notification\n#note\nSo that all know.\n")[0])
    data = words.data.replace(b"To: ", b"To: ben@example.com\r\nCc: ", 1).replace(b"Message-ID: <", b"Message-ID: <one-")

    assert sent_again(talk, replace(words, data=signer("example.com").sign(data, (*SIGNED, "to"))))[0] == "held builtin:unproven-agent"
    data = data.replace(b"Message-ID: <one-", b"Message-ID: <two-")
    assert sent_again(talk, replace(words, data=signer("example.com").sign(data, (*SIGNED, "to", "cc"))))[0] == "ticketed"


def test_the_same_bytes_do_nothing(talk: Talk) -> None:
    """By whoever, and however often."""
    assert sent_again(talk, talk.raw) == ("ignored builtin:duplicate", [])
    assert sent_again(talk, replace(talk.raw, envelope=replace(talk.raw.envelope, mail_from="eve@evil.example"))) == ("ignored builtin:duplicate", [])


def test_it_does_nothing_on_another_ticket(talk: Talk) -> None:
    """The attacker has a letter to Anna about that ticket, too, and its token proves her together with the signature she made."""
    assert sent_again(talk, elsewhere(talk, talk.raw)) == ("ignored builtin:replayed", [])


@pytest.mark.parametrize(
    "alter",
    [
        lambda data: b"Received: from evil.example by mx.example.net; Mon, 2 Mar 2026 10:00:00 +0000\r\n" + data,
        lambda data: data.replace(b"\r\n\r\n", b"\r\nX-More: 1\r\n\r\n", 1),
        lambda data: re.sub(rb"\bb=(...)", rb"b=\1 ", data, count=1),
        lambda data: re.sub(rb"(\bb=[^;]*?)(=*)(\r\n[^ \t])", rb"\1\2==\3", data, count=1),
    ],
    ids=["one server more", "one header more", "a space in the signature", "its end padded"],
)
def test_other_marks_make_no_other_mail(alter: Callable[[bytes], bytes], talk: Talk) -> None:
    """Neither new headers nor another way to write the same signature."""
    assert sent_again(talk, replace(elsewhere(talk, talk.raw), data=alter(elsewhere(talk, talk.raw).data)))[0] in (
        "ignored builtin:replayed",
        "held builtin:unproven-agent",  # where the signature is not right any more
    )


def test_the_first_copy_counts_for_three_days(talk: Talk) -> None:
    """A mail that was kept back before it came here: what a signature said so long ago is asked about."""
    for block in read_blocks(">>> eve@evil.example answers reply\nOnce more, please.\n"):
        talk.step(block)
    talk.fresh.clear()
    fresh = talk.composed(read_blocks(">>> anna@example.com signed by example.com answers notification\n#prio high\n")[0])

    assert sent_again(talk, fresh, timedelta(hours=73)) == ("held builtin:unproven-agent", ["unproven"])


def test_within_three_days_it_counts(talk: Talk) -> None:
    """A telephone that was in no network over the weekend."""
    for block in read_blocks(">>> eve@evil.example answers reply\nOnce more, please.\n"):
        talk.step(block)
    talk.fresh.clear()
    fresh = talk.composed(read_blocks(">>> anna@example.com signed by example.com answers notification\n#prio high\n")[0])

    assert sent_again(talk, fresh, timedelta(hours=71))[0] == "answered builtin:commands"


def test_other_words_under_the_same_id_are_asked_about(talk: Talk) -> None:
    """Where the id is all that is the same, it is perhaps a program that gives each mail the same: nothing is done, and its agent hears why."""
    data = talk.raw.data.partition(b"\r\n\r\n")[0].replace(b"#close", b"#open") + b"\r\n\r\n#note\r\nSomething else.\r\n"
    unsigned = re.sub(rb"\ADKIM-Signature:.*?\r\n(?=[^ \t])", b"", data, flags=re.DOTALL)
    resigned = replace(talk.raw, data=signer("example.com").sign(unsigned))

    assert sent_again(talk, resigned) == ("held builtin:replayed", ["correction"])


@pytest.mark.parametrize("written", ["b=QUJDREVG", "b = QUJD\r\n\t REVG", "a=x; bh=AAAA; b=QUJDREVG==", "b=QUJD!REVG; z=1", "b=AEFCQ0RFRg"])
def test_a_signature_is_known_however_it_is_written(written: str) -> None:
    """As loosely as a verifier reads it: spaces, padding, letters that are passed over, leading zeros."""
    assert seals_of(ParsedMail(headers=(("DKIM-Signature", written),))) == seals_of(ParsedMail(headers=(("dkim-signature", "b=QUJDREVG"),)))
    assert seals_of(ParsedMail(headers=(("DKIM-Signature", "b=QUJDREVH"),))) != seals_of(ParsedMail(headers=(("DKIM-Signature", written),)))


def test_a_mail_under_another_id_is_known_by_its_signature() -> None:
    """Where a server of the house vouches for a signature that leaves the Message-ID out; who has a password needs no old mail."""
    seen = known(letters=(TO_ANNA,), sealed=5)

    assert decide(ANNA, seen) == Ignore("builtin:replayed", "it bears a signature of mail 5: it is that mail once more")
    assert isinstance(decide(ANNA, seen, envelope=Envelope(submitted_as=ANNA)), Answer)
