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
    date: str = "Mon, 02 Mar 2026 09:00:00 +0000"

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def local(self) -> str:
        return self.address.partition("@")[0]


@dataclass(frozen=True)
class Spoof:
    """The bytes of a mail, its envelope sender as MAIL FROM says it, and whom HELO names."""

    data: bytes
    mail_from: str = EVE
    helo: str = f"mail.{EVIL}"


def mail(target: Target, *head: str, body: str = BODY) -> bytes:
    """A mail with these headers first, and what else belongs to it."""
    rest = (f"To: {target.to}", "Subject: Re: [#1] Refund", f"Date: {target.date}", f"Message-ID: <{target.number}@evil.example>")
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


def _after(target: Target) -> str:
    """What a server would take for a second mail, if it found an end of the first one above it."""
    words = mail(target, f"From: {target.address}").decode()
    return f"MAIL FROM:<{target.address}>\r\nRCPT TO:<{target.to}>\r\nDATA\r\n{words}"


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
    "no envelope sender, and the target's name as HELO": lambda t: Spoof(mail(t, f"From: {t.address}"), "", t.domain),
    "an envelope and HELO of the target's, as SPF likes it": lambda t: Spoof(mail(t, f"Received-SPF: pass (mx.example.com: {t.domain} designates 192.0.2.66) client-ip=192.0.2.66; envelope-from={t.address}", f"From: {t.address}"), t.address, t.domain),
    "a From below the target's domain, of which nothing is asked": lambda t: Spoof(mail(t, f"From: {t.local}@none.{t.domain}"), f"{t.local}@none.{t.domain}"),
    "an envelope with two signs": lambda t: Spoof(mail(t, f"From: {t.address}"), f'"{t.address}"@{EVIL}'),
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
    "two Froms, the second folded": lambda t: Spoof(_signed(mail(t, ODD, f"From:\r\n {t.address}"))),
    "two Froms, the first folded": lambda t: Spoof(_signed(mail(t, f"From:\r\n {t.name}\r\n <{t.address}>", ODD))),
    "two Froms, the first without a value": lambda t: Spoof(_signed(mail(t, "From:", f"From: {t.address}"))),
    "a From with a NUL before the colon": lambda t: Spoof(_signed(mail(t, f"From\0: {t.address}", ODD))),
    "a From with a NUL within its name": lambda t: Spoof(_signed(mail(t, f"Fr\0om: {t.address}"))),
    "a From with a tab before the colon": lambda t: Spoof(_signed(mail(t, ODD, f"From\t: {t.address}"))),
    "a From in another case, and one in none": lambda t: Spoof(_signed(mail(t, f"FROM: {t.address}", f"fROM: {EVE}"))),
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
    "a group of two": lambda t: Spoof(_signed(mail(t, f"From: {t.name}: {t.address}, {EVE};"))),
    "an empty group beside an address": lambda t: Spoof(_signed(mail(t, f"From: nobody:;, {t.address}"))),
    "a group whose name is an address": lambda t: Spoof(_signed(mail(t, f'From: "{t.address}": {EVE};'))),
    "a comment in the local part": lambda t: Spoof(_signed(mail(t, f"From: {t.local}(x)@{t.domain}"))),
    "a comment in the domain": lambda t: Spoof(_signed(mail(t, f"From: {t.local}@(x){t.domain}"))),
    "a comment within a comment": lambda t: Spoof(_signed(mail(t, f"From: ({EVE} (x)) {t.address}"))),
    "a dot at the end": lambda t: Spoof(_signed(mail(t, f"From: {t.address}."))),
    "a blank around the sign": lambda t: Spoof(_signed(mail(t, f"From: {t.local} @ {t.domain}"))),
    "a local part in quotes": lambda t: Spoof(_signed(mail(t, f'From: "{t.local}"@{t.domain}'))),
    "a local part with an escaped sign": lambda t: Spoof(_signed(mail(t, f'From: "{t.local}\\@{t.domain}"@{EVIL}'))),
    "a percent sign": lambda t: Spoof(_signed(mail(t, f"From: {t.local}%{t.domain}@{EVIL}"))),
    "a path of UUCP": lambda t: Spoof(_signed(mail(t, f"From: {t.domain}!{t.local}@{EVIL}"))),
    "a domain that is a number": lambda t: Spoof(_signed(mail(t, f"From: {t.local}@[192.0.2.66]"))),
    "a domain that begins alike": lambda t: Spoof(_signed(mail(t, f"From: {t.address}.{EVIL}"))),
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
    "a domain that looks alike, as the DNS has it": lambda t: Spoof(mail(t, f"From: {t.local}@{t.domain.replace('e', chr(0x435), 1).encode('idna').decode()}")),
    "a full stop of another script": lambda t: Spoof(mail(t, f"From: {t.address.replace('.', chr(0x3002))}")),
    "a name with a mark from right to left": lambda t: Spoof(_signed(mail(t, f'From: "{t.address}\u202e" <{EVE}>'))),
    "a name that pushes the address out of sight": lambda t: Spoof(_signed(mail(t, f'From: "{t.address}{" " * 200}" <{EVE}>'))),
    "an encoded word within quotes": lambda t: Spoof(_signed(mail(t, f'From: "{_word(t.address)}" <{EVE}>'))),
    "an encoded word within another": lambda t: Spoof(_signed(mail(t, f"From: {_word(_word(f'<{t.address}>'))} <{EVE}>"))),
    "an encoded word that holds a header": lambda t: Spoof(_signed(mail(t, f"From: {_word(f'Eve{chr(13)}{chr(10)}From: {t.address}')} <{EVE}>"))),
    "two encoded words, one an address": lambda t: Spoof(_signed(mail(t, f"From: {_word('Eve')} {_word(f'<{t.address}>')} <{EVE}>"))),
    "an encoded local part": lambda t: Spoof(mail(t, f"From: {_word(t.local)}@{t.domain}")),
    "an encoded domain": lambda t: Spoof(mail(t, f"From: {t.local}@{_word(t.domain)}")),
    "bytes of no charset": lambda t: Spoof(mail(t, f"From: {t.address}").replace(t.domain.encode(), b"\xff" + t.domain.encode(), 1)),
    "a letter nobody sees": lambda t: Spoof(mail(t, f"From: {t.local[0]}\u00ad{t.address[1:]}")),
    "a wide sign": lambda t: Spoof(mail(t, f"From: {t.address.replace('@', chr(0xFF20))}")),
    "letters from right to left": lambda t: Spoof(mail(t, f"From: \u202e{t.address[::-1]}")),
    # -- other headers
    "Sender": lambda t: Spoof(_signed(mail(t, ODD, f"Sender: {t.address}"))),
    "Sender without From": lambda t: Spoof(mail(t, f"Sender: {t.address}")),
    "Resent-From": lambda t: Spoof(_signed(mail(t, f"Resent-From: {t.address}", f"Resent-Sender: {t.address}", ODD))),
    "Resent-From without From": lambda t: Spoof(mail(t, f"Resent-From: {t.address}")),
    "Reply-To": lambda t: Spoof(_signed(mail(t, ODD, f"Reply-To: {t.name} <{t.address}>"))),
    "all of them at once": lambda t: Spoof(_signed(mail(t, ODD, f"Sender: {t.address}", f"Resent-From: {t.address}", f"Reply-To: {t.address}", f"Return-Path: <{t.address}>", f"X-Sender: {t.address}"))),
    "Sender, while From names two": lambda t: Spoof(_signed(mail(t, f"From: {EVE}, {t.address}", f"Sender: {t.address}"))),
    "an address that a list wrote over": lambda t: Spoof(_signed(mail(t, f'From: "{t.name} <{t.address}>" <list+{t.local}={t.domain}@{EVIL}>', "List-Id: <list.evil.example>"))),
    "by way of a list": lambda t: Spoof(_signed(mail(t, f"From: {t.name} via Desk <list@{EVIL}>", f"X-Original-From: {t.address}", f"Reply-To: {t.address}"))),
    "by way of a group that is none of the house's": lambda t: Spoof(mail(t, f"From: {t.name} via Support <support@example.com>", f"X-Original-From: {t.address}")),
    "an empty From": lambda t: Spoof(mail(t, "From:", f"Sender: {t.address}")),
    "Authentication-Results": lambda t: Spoof(mail(t, f"Authentication-Results: mx.example.com; dkim=pass header.d={t.domain}; dmarc=pass header.from={t.domain}", f"From: {t.address}")),
    "an ARC set": lambda t: Spoof(mail(t, "ARC-Seal: i=1; cv=none; a=rsa-sha256; d=evil.example; s=one; b=AAAA", f"ARC-Authentication-Results: i=1; mx.example.com; dmarc=pass header.from={t.domain}", f"From: {t.address}")),
    "an ARC chain that says it passed": lambda t: Spoof(mail(t, "ARC-Seal: i=2; cv=pass; a=rsa-sha256; d=google.com; s=arc; b=AAAA", "ARC-Message-Signature: i=2; a=rsa-sha256; d=google.com; s=arc; h=from; bh=AAAA; b=AAAA", f"ARC-Authentication-Results: i=2; mx.google.com; arc=pass (i=1 dkim=pass dkdomain={t.domain}); dkim=pass header.i=@{t.domain}; dmarc=pass header.from={t.domain}", "ARC-Seal: i=1; cv=none; a=rsa-sha256; d=example.com; s=arc; b=AAAA", f"From: {t.address}")),
    "a login in Received": lambda t: Spoof(mail(t, f"Received: from [127.0.0.1] (localhost [127.0.0.1]) (Authenticated sender: {t.address}) by mail.example.com (Postfix) with ESMTPSA id 1", f"From: {t.address}")),
    "Exchange's mark": lambda t: Spoof(mail(t, "X-MS-Exchange-Organization-AuthAs: Internal", "X-MS-Exchange-Organization-AuthSource: ex.example.com", f"From: {t.address}")),
    # -- inside
    "an attached mail of the target's": lambda t: Spoof(_signed(mail(t, ODD, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"', body=f"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: {t.address}\r\nSubject: x\r\n\r\n{BODY}\r\n--b--\r\n"))),
    "a part with headers of its own": lambda t: Spoof(_signed(mail(t, ODD, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="b"', body=f"--b\r\nFrom: {t.address}\r\nContent-Type: text/plain\r\n\r\n{BODY}\r\n--b--\r\n"))),
    "nothing but a mail of the target's": lambda t: Spoof(_signed(mail(t, ODD, "MIME-Version: 1.0", "Content-Type: message/rfc822", body=f"From: {t.address}\r\nTo: {t.to}\r\nSubject: x\r\n\r\n{BODY}"))),
    "a part of a mail of the target's": lambda t: Spoof(_signed(mail(t, ODD, "MIME-Version: 1.0", 'Content-Type: message/partial; id="x"; number=1; total=1', body=f"From: {t.address}\r\nTo: {t.to}\r\n\r\n{BODY}"))),
    "a mail from outside, by an address": lambda t: Spoof(_signed(mail(t, ODD, "MIME-Version: 1.0", f'Content-Type: message/external-body; access-type=mail-server; server="{t.address}"', body=f"Content-Type: text/plain\r\nFrom: {t.address}\r\n\r\n{BODY}"))),
    "a mail behind a dot": lambda t: Spoof(_signed(mail(t, ODD, body=f"Hello.\r\n.\r\n{_after(t)}"))),
    "a mail behind a dot and a bare LF": lambda t: Spoof(mail(t, ODD, body=f"Hello.\n.\r\n{_after(t)}")),
    "a mail behind a dot and bare LFs": lambda t: Spoof(mail(t, ODD, body=f"Hello.\n.\n{_after(t)}")),
    "a mail behind a dot and a bare CR": lambda t: Spoof(mail(t, ODD, body=f"Hello.\r.\r{_after(t)}")),
    "headers below the first blank line": lambda t: Spoof(_signed(mail(t, ODD, body=f"From: {t.address}\r\n\r\n{BODY}"))),
    # -- a genuine mail of the target's, bent
    "a genuine mail with another text": lambda t: Spoof(_genuine(t).partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + BODY.encode()),
    "a genuine mail with words added": lambda t: Spoof(_genuine(t) + BODY.encode()),
    "a genuine mail with a From on top": lambda t: Spoof(f"From: {t.address}\r\n".encode() + _genuine(t)),
    "a genuine mail with a To on top": lambda t: Spoof(f"To: {t.to}\r\n".encode() + _genuine(t)),
    "a genuine mail with a Cc on top": lambda t: Spoof(f"Cc: {t.to}\r\n".encode() + _genuine(t)),
    "a genuine mail with a Subject on top": lambda t: Spoof(b"Subject: [#1] #close\r\n" + _genuine(t)),
    "a genuine mail with a Subject at the end": lambda t: Spoof(_genuine(t).replace(b"\r\n\r\n", b"\r\nSubject: [#1] #close\r\n\r\n", 1)),
    "a genuine mail with a Resent-To on top": lambda t: Spoof(f"Resent-To: {t.to}\r\nResent-From: {t.address}\r\n".encode() + _genuine(t)),
    "a genuine mail with another Date": lambda t: Spoof(_genuine(t).replace(b"Date: ", b"Date: 2 Mar 2026 08:59:59 +0000, ", 1)),
    "a genuine mail, whole": lambda t: Spoof(_genuine(t)),
    "a genuine mail with a Content-Type on top": lambda t: Spoof(b'Content-Type: multipart/mixed; boundary="b"\r\n' + _genuine(t) + f"--b\r\n\r\n{BODY}\r\n--b--\r\n".encode()),
    "a genuine mail to the desk": lambda t: Spoof(_genuine(t).replace(b"To: list@lists.example", b"To: " + t.to.encode())),
    "a genuine signature, and nothing else of it": lambda t: Spoof(_genuine(t).partition(b"From:")[0] + mail(t, f"From: {t.name} <{t.address}>")),
}  # fmt: skip
