"""Mails in the name of somebody else, each by another disagreement between the parts of mail systems; written here, and made for any target."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

from tests.signing import HEADERS, Signer, signer

EVE, EVIL = "eve@evil.example", "evil.example"
BODY = "#close\r\n#assign ben@example.com\r\nSend the money to Eve.\r\n"


@dataclass(frozen=True)
class Target:
    """Whom a mail pretends to be from: a genuine signed mail of that person was seen, and `to` is what is known of the desk's addresses."""

    address: str
    name: str
    to: str
    number: int = 0

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def local(self) -> str:
        return self.address.partition("@")[0]


@dataclass(frozen=True)
class Spoof:
    """The bytes of a mail, and its envelope sender as MAIL FROM says it."""

    data: bytes
    mail_from: str = EVE


def mail(target: Target, *head: str, body: str = BODY) -> bytes:
    """A mail with these headers first, and what else belongs to it."""
    rest = (f"To: {target.to}", "Subject: Re: [#1] Refund", "Date: Mon, 02 Mar 2026 09:00:00 +0000", f"Message-ID: <{target.number}@evil.example>")
    return "\r\n".join((*(line for line in head if line), *rest, "", body)).encode()


def _signed(data: bytes, by: str = EVIL, headers: tuple[str, ...] = HEADERS, **tags: str | None) -> bytes:
    return signer(by).sign(data, headers, tags)


def _domain(target: Target, written: str, **tags: str | None) -> bytes:
    """Signed by Eve's key under a domain that some program may take for the target's."""
    return Signer(EVIL, "one", signer(EVIL).key).sign(mail(target, f"From: {target.address}"), HEADERS, {"d": written, **tags})


def _word(text: str, coding: str = "utf-8") -> str:
    return f"=?{coding}?b?{base64.b64encode(text.encode(coding)).decode()}?="


def _genuine(target: Target) -> bytes:
    """What the target once sent, signed by its own domain: seen on a list, in an archive, in an answer."""
    words = mail(target, f"From: {target.name} <{target.address}>", body="Thank you.\r\n")
    return signer(target.domain).sign(words.replace(b"To: " + target.to.encode(), b"To: list@lists.example"))


def _padded(target: Target) -> bytes:
    return mail(target, f"From: {target.address}", *(f"X-{number}: x" for number in range(1100)), f"From: {EVE}")


ODD = f"From: Eve <{EVE}>"
SHAPES: dict[str, Callable[[Target], Spoof]] = {
    # -- the envelope, HELO and From disagree
    "From alone": lambda t: Spoof(mail(t, f"From: {t.address}")),
    "From with a name": lambda t: Spoof(mail(t, f"From: {t.name} <{t.address}>")),
    "an envelope of the target's": lambda t: Spoof(mail(t, f"From: {t.address}"), t.address),
    "an envelope of a name below the target's": lambda t: Spoof(mail(t, f"From: {t.address}"), f"x@none.{t.domain}"),
    "no envelope sender": lambda t: Spoof(mail(t, f"From: {t.address}"), ""),
    "Eve's own signature": lambda t: Spoof(_signed(mail(t, f"From: {t.address}"))),
    # -- a signature whose domain is read in two ways
    "a domain cut by NUL": lambda t: Spoof(_domain(t, f"{t.domain}\0.{EVIL}")),
    "a domain cut by a quote": lambda t: Spoof(_domain(t, f"{t.domain}'x.{EVIL}")),
    "a domain cut by a comment": lambda t: Spoof(_domain(t, f"{t.domain}(.{EVIL}")),
    "a domain cut by a blank": lambda t: Spoof(_domain(t, f"{t.domain} .{EVIL}")),
    "the target's domain, Eve's key": lambda t: Spoof(_domain(t, t.domain)),
    "the target's domain, a selector that leads to Eve": lambda t: Spoof(_domain(t, t.domain, s=f"one._domainkey.{EVIL}.")),
    "the target's domain as i=": lambda t: Spoof(_signed(mail(t, f"From: {t.address}"), i=f"@{t.domain}")),
    "a subdomain's key": lambda t: Spoof(_signed(mail(t, f"From: {t.address}"), by=f"mail.{t.domain}")),
    "two signatures, both Eve's": lambda t: Spoof(_signed(_domain(t, t.domain))),
    # -- several Froms, or one that is read in two ways
    "two Froms, the target's first": lambda t: Spoof(_signed(mail(t, f"From: {t.address}", ODD), headers=("from", *HEADERS))),
    "two Froms, the target's last": lambda t: Spoof(_signed(mail(t, ODD, f"From: {t.address}"))),
    "a From with a blank before the colon": lambda t: Spoof(_signed(mail(t, f"From : {t.address}", ODD))),
    "a first line that is folded": lambda t: Spoof(mail(t, f" From: {t.address}", ODD)),
    "From as the first word of an mbox": lambda t: Spoof(mail(t, f"From {t.address} Mon Mar  2 09:00:00 2026", ODD)),
    "two addresses, the target's first": lambda t: Spoof(_signed(mail(t, f"From: {t.address}, {EVE}"))),
    "two addresses, the target's last": lambda t: Spoof(_signed(mail(t, f"From: {EVE}, {t.address}"))),
    "two in brackets without a comma": lambda t: Spoof(_signed(mail(t, f"From: <{t.address}> <{EVE}>"))),
    "two, the comma escaped": lambda t: Spoof(_signed(mail(t, f"From: <{t.address}>\\,<{EVE}>"))),
    "an address as a name": lambda t: Spoof(_signed(mail(t, f"From: {t.address} <{EVE}>"))),
    "an address as a quoted name": lambda t: Spoof(_signed(mail(t, f'From: "{t.name} <{t.address}>" <{EVE}>'))),
    "an address behind a parenthesis": lambda t: Spoof(_signed(mail(t, f"From: {t.address}){EVE}"))),
    "an address and a comment": lambda t: Spoof(_signed(mail(t, f"From: {t.address} ({EVE})"))),
    "a source route": lambda t: Spoof(_signed(mail(t, f"From: <@{EVIL},@b.example:{t.address}>"))),
    "a group": lambda t: Spoof(_signed(mail(t, f"From: {t.name}: {t.address};"))),
    "a quoted local part": lambda t: Spoof(_signed(mail(t, f'From: "{t.address}"@{EVIL}'))),
    "a local part with a NUL": lambda t: Spoof(_signed(mail(t, f"From: <{t.address}\0@{EVIL}>"))),
    "a bare CR": lambda t: Spoof(_signed(mail(t, f"{ODD}\rFrom: {t.address}"))),
    "a From beyond the headers that are read": lambda t: Spoof(_padded(t)),
    # -- encodings
    "an encoded name that is an address": lambda t: Spoof(_signed(mail(t, f"From: {_word(t.address)} <{EVE}>"))),
    "an encoded name with brackets": lambda t: Spoof(_signed(mail(t, f"From: {_word(f'{t.name} <{t.address}>')} <{EVE}>"))),
    "an encoded address alone": lambda t: Spoof(_signed(mail(t, f"From: {_word(t.address)}"))),
    "an encoded address in brackets": lambda t: Spoof(_signed(mail(t, f"From: <{_word(t.address)}>"))),
    "an encoded address that ends with NUL": lambda t: Spoof(_signed(mail(t, f"From: {_word(f'<{t.address}>' + chr(0))}@{EVIL}"))),
    "another coding": lambda t: Spoof(_signed(mail(t, f"From: {_word(t.address, 'utf-16')} <{EVE}>"))),
    "a letter that looks alike": lambda t: Spoof(mail(t, f"From: {t.address.replace('a', chr(0x430), 1).replace('o', chr(0x43E), 1)}")),
    "a letter nobody sees": lambda t: Spoof(mail(t, f"From: {t.local[0]}\u00ad{t.address[1:]}")),
    "a wide sign": lambda t: Spoof(mail(t, f"From: {t.address.replace('@', chr(0xFF20))}")),
    "letters from right to left": lambda t: Spoof(mail(t, f"From: \u202e{t.address[::-1]}")),
    # -- other headers
    "Sender": lambda t: Spoof(_signed(mail(t, ODD, f"Sender: {t.address}"))),
    "Sender without From": lambda t: Spoof(mail(t, f"Sender: {t.address}")),
    "Resent-From": lambda t: Spoof(_signed(mail(t, f"Resent-From: {t.address}", f"Resent-Sender: {t.address}", ODD))),
    "Resent-From without From": lambda t: Spoof(mail(t, f"Resent-From: {t.address}")),
    "Reply-To": lambda t: Spoof(_signed(mail(t, ODD, f"Reply-To: {t.name} <{t.address}>"))),
    "by way of a list": lambda t: Spoof(_signed(mail(t, f"From: {t.name} via Desk <list@{EVIL}>", f"X-Original-From: {t.address}", f"Reply-To: {t.address}"))),
    "an empty From": lambda t: Spoof(mail(t, "From:", f"Sender: {t.address}")),
    "Authentication-Results": lambda t: Spoof(mail(t, f"Authentication-Results: mx.example.com; dkim=pass header.d={t.domain}; dmarc=pass header.from={t.domain}", f"From: {t.address}")),
    "an ARC set": lambda t: Spoof(mail(t, "ARC-Seal: i=1; cv=none; a=rsa-sha256; d=evil.example; s=one; b=AAAA", f"ARC-Authentication-Results: i=1; mx.example.com; dmarc=pass header.from={t.domain}", f"From: {t.address}")),
    "a login in Received": lambda t: Spoof(mail(t, f"Received: from [127.0.0.1] (localhost [127.0.0.1]) (Authenticated sender: {t.address}) by mail.example.com (Postfix) with ESMTPSA id 1", f"From: {t.address}")),
    "Exchange's mark": lambda t: Spoof(mail(t, "X-MS-Exchange-Organization-AuthAs: Internal", "X-MS-Exchange-Organization-AuthSource: ex.example.com", f"From: {t.address}")),
    # -- inside
    "an attached mail of the target's": lambda t: Spoof(_signed(mail(t, ODD, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"', body=f"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: {t.address}\r\nSubject: x\r\n\r\n{BODY}\r\n--b--\r\n"))),
    "a part with headers of its own": lambda t: Spoof(_signed(mail(t, ODD, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"', body=f"--b\r\nFrom: {t.address}\r\nContent-Type: text/plain\r\n\r\n{BODY}\r\n--b--\r\n"))),
    "headers below the first blank line": lambda t: Spoof(_signed(mail(t, ODD, body=f"From: {t.address}\r\n\r\n{BODY}"))),
    # -- a genuine mail of the target's, bent
    "a genuine mail with another text": lambda t: Spoof(_genuine(t).partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + BODY.encode()),
    "a genuine mail with words added": lambda t: Spoof(_genuine(t) + BODY.encode()),
    "a genuine mail with a From on top": lambda t: Spoof(f"From: {t.address}\r\n".encode() + _genuine(t)),
    "a genuine mail with a Content-Type on top": lambda t: Spoof(b'Content-Type: multipart/mixed; boundary="b"\r\n' + _genuine(t) + f"--b\r\n\r\n{BODY}\r\n--b--\r\n".encode()),
    "a genuine mail to the desk": lambda t: Spoof(_genuine(t).replace(b"To: list@lists.example", b"To: " + t.to.encode())),
    "a genuine signature, and nothing else of it": lambda t: Spoof(_genuine(t).partition(b"From:")[0] + mail(t, f"From: {t.name} <{t.address}>")),
}  # fmt: skip
