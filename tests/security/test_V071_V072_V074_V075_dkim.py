"""V071, V072, V074, V075: a DKIM signature counts only where it leaves nothing open; keys come from a real name server."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from maildesk.intake.trust.dkim import Signature, signatures
from maildesk.resolver import Questions, Resolver
from tests.nameserver import Zone, nameserver
from tests.signing import HEADERS, Signer, signer

MAIL = b"""From: Anna <anna@corp.example>\r
To: support@example.com\r
Subject: Re: [#1] Printer\r
Date: Mon, 02 Mar 2026 09:00:00 +0000\r
Message-ID: <1@corp.example>\r
Content-Type: text/plain\r
\r
The new one is on its way.\r
"""
CORP = signer("corp.example")
NOW = int(time.time())


@pytest.fixture(name="zone", scope="module")
def _zone() -> Iterator[Zone]:
    zone = Zone()
    keys = (
        CORP,
        signer("corp.example", "ed", 0),
        signer("corp.example", "weak", 768),
        signer("corp.example", "tiny", 512),
        signer("evil.example"),
        signer("mail.corp.example"),
    )
    for one in keys:
        zone.add(one.name, "TXT", one.record)
    zone.add("testing._domainkey.corp.example", "TXT", CORP.record + "; t=y")
    zone.add("revoked._domainkey.corp.example", "TXT", "v=DKIM1; p=")
    zone.add("other._domainkey.corp.example", "TXT", CORP.record + "; s=tlsrpt")
    zone.add("sha1._domainkey.corp.example", "TXT", CORP.record + "; h=sha1")
    zone.add("strict._domainkey.corp.example", "TXT", CORP.record + "; t=s")
    zone.add("granted._domainkey.corp.example", "TXT", CORP.record + "; g=ben")
    zone.add("granted-nobody._domainkey.corp.example", "TXT", CORP.record + "; g=")
    zone.add("other-kind._domainkey.corp.example", "TXT", CORP.record.replace("k=rsa", "k=dsa"))
    zone.add("twice._domainkey.corp.example", "TXT", CORP.record, signer("evil.example").record)
    zone.add("odd._domainkey.corp.example", "TXT", "v=DKIM2; p=AAAA")
    zone.add("junk._domainkey.corp.example", "TXT", "v=DKIM1; p=AAAA")
    zone.broken.add("broken._domainkey.corp.example")
    with nameserver(zone):
        yield zone


def read(zone: Zone, mail: bytes, *must_sign: str) -> tuple[Signature, ...]:
    return signatures(mail, Questions(Resolver((zone.server,))).txt, datetime.now(UTC), must_sign)


def counting(zone: Zone, mail: bytes) -> list[str]:
    return [one.domain for one in read(zone, mail) if one.counts]


@pytest.mark.parametrize("one", [CORP, signer("corp.example", "ed", 0)], ids=["rsa", "ed25519"])
def test_a_right_signature_counts(zone: Zone, one: Signer) -> None:
    """Both algorithms of today, and with every header more than asked for."""
    assert counting(zone, one.sign(MAIL)) == ["corp.example"]
    assert counting(zone, one.sign(MAIL, (*HEADERS, "from", "content-type", "reply-to"), {"t": str(NOW), "x": str(NOW + 900)})) == ["corp.example"]
    assert read(zone, one.sign(MAIL, (*HEADERS, "content-type")), "Content-Type", "In-Reply-To")[0].counts


def test_any_byte_altered_makes_it_fail(zone: Zone) -> None:
    """Whatever byte of what is signed, or of the signature, becomes another; only white space may fold, and base64 ends in bits that mean nothing."""
    mail = CORP.sign(MAIL)
    questions = Questions(Resolver((zone.server,)), most=10_000, seconds=1000)
    survived = []
    for at, byte in enumerate(mail):
        altered = mail[:at] + bytes((byte ^ 1,)) + mail[at + 1 :]
        if any(one.counts for one in signatures(altered, questions.txt, datetime.now(UTC))):
            survived.append(at)
    unsigned = {
        *range(mail.index(b"Content-Type:"), mail.index(b"\r\n\r\n")),
        *(match.start() for match in re.finditer(rb"[ \t\r\n;]|[^=](?==)", mail)),
    }
    assert [mail[at - 20 : at + 3] for at in survived if at not in unsigned] == []


def sign(name: str = "one", headers: tuple[str, ...] = HEADERS, mail: bytes = MAIL, **tags: str | None) -> bytes:
    return Signer("corp.example", name, CORP.key).sign(mail, headers, tags)


def without(*names: str) -> tuple[str, ...]:
    return tuple(name for name in HEADERS if name not in names)


def header(line: bytes) -> bytes:
    return CORP.sign(MAIL).replace(b"Subject:", line + b"\r\nSubject:", 1)


BENT: dict[str, Callable[[], bytes]] = {
    "V071 a part of the body": lambda: sign(l=str(len(MAIL.partition(b"\r\n\r\n")[2]))) + b"Send the money elsewhere.\r\n",
    "V071 no body at all": lambda: sign(l="0"),
    "V071 words added": lambda: sign() + b"Send the money elsewhere.\r\n",
    "V072 subject not signed": lambda: sign(headers=without("subject")),
    "V072 from not signed": lambda: sign(headers=without("from")),
    "V072 date not signed": lambda: sign(headers=without("date")),
    "V072 message-id not signed": lambda: sign(headers=without("message-id")),
    "V072 nothing signed": lambda: sign(headers=()),
    "V072 second from": lambda: header(b"From: Eve <eve@evil.example>"),
    "V072 second from of another case": lambda: header(b"FROM: Eve <eve@evil.example>"),
    "V072 second from folded": lambda: header(b"From:\r\n Eve <eve@evil.example>"),
    "V072 second from with a blank": lambda: header(b"From : Eve <eve@evil.example>"),
    "V072 second subject": lambda: header(b"Subject: Another matter"),
    "V072 second subject below": lambda: sign().replace(b"\r\n\r\n", b"\r\nSubject: Another matter\r\n\r\n", 1),
    "V072 second date": lambda: header(b"Date: Tue, 03 Mar 2026 09:00:00 +0000"),
    "V072 second message-id": lambda: header(b"Message-ID: <2@evil.example>"),
    "V072 second to": lambda: header(b"To: accounting@example.com"),
    "V072 second content-type": lambda: header(b"Content-Type: text/html"),
    "V072 message-id nowhere": lambda: sign(mail=MAIL.replace(b"Message-ID: <1@corp.example>\r\n", b"")),
    "V072 from replaced": lambda: sign().replace(b"Anna <anna@", b"Ben <ben@"),
    "V072 second from at the end": lambda: sign().replace(b"\r\n\r\n", b"\r\nFrom: Eve <eve@evil.example>\r\n\r\n", 1),
    "V072 second from folded at the end": lambda: sign().replace(b"\r\n\r\n", b"\r\nFrom:\r\n Eve\r\n <eve@evil.example>\r\n\r\n", 1),
    "V072 two froms, one signed": lambda: sign(mail=b"From: Eve <eve@evil.example>\r\n" + MAIL),
    "V072 two froms, both signed": lambda: sign(headers=("from", *HEADERS), mail=b"From: Eve <eve@evil.example>\r\n" + MAIL),
    "V072 a line of an mbox": lambda: b"From anna@corp.example Mon Mar  2 09:00:00 2026\r\n" + sign(),
    "V072 second reply-to": lambda: sign(mail=MAIL.replace(b"To:", b"Reply-To: anna@corp.example\r\nTo:", 1)).replace(
        b"Subject:", b"Reply-To: eve@evil.example\r\nSubject:", 1
    ),
    "V072 second sender": lambda: sign(mail=b"Sender: anna@corp.example\r\n" + MAIL).replace(b"Subject:", b"Sender: eve@evil.example\r\nSubject:", 1),
    "V072 second in-reply-to": lambda: sign(mail=b"In-Reply-To: <1@example.com>\r\n" + MAIL).replace(
        b"Subject:", b"In-Reply-To: <2@example.com>\r\nSubject:", 1
    ),
    "V072 subject folded into a second line": lambda: sign().replace(b"Printer\r\n", b"Printer\r\n and the money\r\n", 1),
    "V072 to replaced": lambda: sign().replace(b"To: support@", b"To: accounting@", 1),
    "V072 date replaced": lambda: sign().replace(b"Mon, 02 Mar", b"Tue, 03 Mar", 1),
    "V072 message-id replaced": lambda: sign().replace(b"<1@corp", b"<2@corp", 1),
    "V072 a header named with a NUL": lambda: sign(headers=("from\0", *HEADERS[1:])),
    "V074 no value": lambda: sign().replace(b"b=", b"b=; z=", 1),
    "V074 the signature of another mail": lambda: sign(mail=MAIL.replace(b"Printer", b"Money")).partition(b"From:")[0] + MAIL,
    "V074 the hash of another body": lambda: sign(bh="47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    "V074 half a hash": lambda: sign(bh="47DEQpj8HBSa"),
    "V074 no hash": lambda: sign(bh=None),
    "V074 a canonicalisation of nobody's": lambda: sign(c="nofws/nofws"),
    "V074 as ARC": lambda: sign().replace(b"DKIM-Signature:", b"ARC-Message-Signature:", 1),
    "V074 junk signature": lambda: b"DKIM-Signature: v=1; nothing\r\n" + MAIL,
    "V074 empty signature": lambda: b"DKIM-Signature:\r\n" + MAIL,
    "V074 a tag twice": lambda: sign(z="1; d=evil.example"),
    "V075 rsa-sha1": lambda: sign(a="rsa-sha1"),
    "V075 no algorithm": lambda: sign(a=None),
    "V075 algorithm none": lambda: sign(a="none"),
    "V075 another algorithm's name": lambda: sign(a="ed25519-sha256"),
    "V075 weak key": lambda: signer("corp.example", "weak", 768).sign(MAIL),
    "V075 key of 512 bits": lambda: signer("corp.example", "tiny", 512).sign(MAIL),
    "V075 key for another person": lambda: sign("granted", i="anna@corp.example"),
    "V075 key for no person": lambda: sign("granted-nobody"),
    "V075 key of another kind": lambda: sign("other-kind"),
    "V075 rsa-sha512": lambda: sign(a="rsa-sha512"),
    "V075 rsa with ed25519": lambda: Signer("corp.example", "ed", CORP.key).sign(MAIL),
    "V075 testing": lambda: sign("testing"),
    "V075 revoked": lambda: sign("revoked"),
    "V075 key for something else": lambda: sign("other"),
    "V075 key for sha1": lambda: sign("sha1"),
    "V075 key of another version": lambda: sign("odd"),
    "V075 key that is none": lambda: sign("junk"),
    "V075 two keys": lambda: sign("twice"),
    "V075 no key": lambda: sign("nobody"),
    "V075 expired": lambda: sign(x=str(NOW - 3600)),
    "V075 made tomorrow": lambda: sign(t=str(NOW + 86400)),
    "V075 expired before it was made": lambda: sign(t=str(NOW), x=str(NOW - 900)),
    "V075 a time in words": lambda: sign(t="now"),
    "V075 for a subdomain of a strict key": lambda: sign("strict", i="@sub.corp.example"),
    "V075 version 2": lambda: sign(v="2"),
    "V075 key by http": lambda: sign(q="https"),
    "V076 no domain": lambda: sign(d=""),
    "V076 a domain with a path": lambda: sign(d="corp.example/x"),
    "V076 another's key": lambda: Signer("corp.example", "one", signer("evil.example").key).sign(MAIL),
    "V076 a domain alone": lambda: sign(d="example"),
    "V076 a domain with a NUL": lambda: sign(d="corp.example\0.evil.example"),
    "V076 a domain and a blank": lambda: sign(d="corp.example .evil.example"),
    "V076 a domain with a dot at its end": lambda: sign(d="corp.example."),
    "V076 a domain in wide letters": lambda: sign(d="corp\u3002example"),
    "V076 a selector that leads elsewhere": lambda: sign("one._domainkey.evil.example."),
    "V076 a selector with a NUL": lambda: sign("one\0"),
    "V076 for one whose name ends alike": lambda: sign(i="anna@evilcorp.example"),
    "V076 for one whose name begins alike": lambda: sign(i="anna@corp.example.evil.example"),
    "V076 for another's subdomain": lambda: sign(i="anna@evil.example"),
}


def test_there_are_enough_of_them() -> None:
    """Forty were asked for; none is another one over again."""
    assert len(BENT) >= 80
    assert len({make() for make in BENT.values()}) == len(BENT)


@pytest.mark.parametrize("name", BENT)
def test_what_is_bent_does_not_count(zone: Zone, name: str) -> None:
    """Each way is a known one; the why is said in words."""
    found = read(zone, BENT[name]())
    assert not any(one.counts for one in found)
    assert all(one.why and not one.later for one in found)


def test_a_subdomain_speaks_for_itself(zone: Zone) -> None:
    """Whose signature it is, is told as it stands; who may speak for whom is judged elsewhere (V076)."""
    assert counting(zone, signer("mail.corp.example").sign(MAIL)) == ["mail.corp.example"]


def test_a_good_signature_below_a_bad_one_counts(zone: Zone) -> None:
    """Lists and gateways put theirs on top (V074)."""
    assert counting(zone, Signer("list.example", "none", CORP.key).sign(CORP.sign(MAIL))) == ["corp.example"]


def test_a_thousand_signatures_are_five(zone: Zone) -> None:
    """And ask for five keys at most (V074)."""
    mail = MAIL
    for number in range(1000):
        mail = b"DKIM-Signature: v=1; a=rsa-sha256; d=corp.example; s=n%d; h=from:subject:date:message-id; bh=AAAA; b=AAAA\r\n" % number + mail
    before = len(zone.asked)
    assert len(read(zone, mail)) == 5
    assert len(zone.asked) - before <= 5


def test_no_answer_is_for_later(zone: Zone) -> None:
    """A name server that is ill proves nothing against anybody."""
    assert [(one.counts, one.later) for one in read(zone, sign("broken"))] == [(False, True)]


def test_headers_may_be_asked_for(zone: Zone) -> None:
    """Where a provider signs more, no less is taken for its agents."""
    assert read(zone, sign(), "Content-Type")[0].why == "it does not cover content-type"
