"""Houses as agents work in them: what each does to an agent's mail on its way to the desk, and what its desk.yaml says of proof."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from maildesk.mail import RawMail
from tests.signing import HEADERS, Signer, signer

_MX = "Received: from {host} ({host} [198.51.100.7]) by mx.example.com (Postfix) with ESMTPS id 3"
_LOGIN = (
    "Received: from [192.168.1.5] (dsl.isp.example [203.0.113.9]) (Authenticated sender: {sender}) by mail.example.com (Postfix) with ESMTPSA id 5"
)
_OUTLOOK = "AM6PR05MB1.eurprd05.prod.outlook.com"
_MARK = (
    f"Received: from {_OUTLOOK} (2603:10a6::1) by VI1PR05MB2.eurprd05.prod.outlook.com with HTTPS",
    f"Received: from {_OUTLOOK} ([fe80::1]) by {_OUTLOOK} ([fe80::1%5]) with mapi id 15.20.1.1",
    "X-MS-Exchange-Organization-AuthAs: Internal",
    f"X-MS-Exchange-Organization-AuthSource: {_OUTLOOK}",
    "X-MS-Exchange-CrossTenant-AuthAs: Internal",
    "Authentication-Results: dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=example.com;",
)
_UPSTREAM = {"upstream": {"authserv_id": "mx.example.com", "servers": ["mx.example.com"]}}
_POSTFIX = {"internal": {"system": "postfix", "servers": ["mail.example.com"]}}
_DNS = {"dns": True}


@dataclass(frozen=True)
class House:
    """`proof` stands in its desk.yaml: what it does not give up is asked of every mail; `carried` is an agent's mail as the desk gets it."""

    proof: Mapping[str, Any]
    carried: Callable[[RawMail, str], RawMail]
    others: Callable[[RawMail, str], RawMail] | None = None  # … and what is done to the mail of whoever is no agent, if something else
    otherwise: frozenset[str] = frozenset()  # how conversations begin that go on in another way here, as they should
    also: Mapping[str, str] = field(default_factory=dict)  # domain → another one where its agents have addresses too


# A server's word is for From, and not for the subject: commands there are corrected (SECURITY: never from the subject where nobody signed it).
_SUBJECT = frozenset({"142-commands-in-the-subject", "146-questions"})
# A list's copy gets no robot's answer (RFC 3834), and is no answering machine's; what stands at the end of it is the list's, perhaps, and is not
# learned as its author's; the address for agents takes no commands from a list.
_LIST = frozenset(
    {
        "42-mail-from-our-own-domain",
        "045-answers-that-confirm-nothing",
        "120-a-signature",
        "149-several-tickets",
        "178-a-disclaimer",
        "188-inside-of-a-notification",
    }
)


def _on_top(raw: RawMail, *lines: str) -> RawMail:
    return replace(raw, data="".join(f"{line}\r\n" for line in lines).encode() + raw.data)


def _signed(raw: RawMail, by: Signer | None = None, headers: tuple[str, ...] = HEADERS) -> RawMail:
    return replace(raw, data=(by or signer("example.com")).sign(raw.data, headers))


def _fetched(raw: RawMail) -> RawMail:
    """By IMAP: no envelope is left, and the recipient stands in a header where the provider is kind."""
    kind = [f"Delivered-To: {address}" for address in raw.envelope.rcpt_to[:1]]
    envelope = replace(raw.envelope, mail_from=None, rcpt_to=(), via="imap", peer="support@imap.example.com", tls=True)
    return replace(_on_top(raw, *kind), envelope=envelope)


def _through_gateway(raw: RawMail, *results: str) -> RawMail:
    """The house's gateway checks the signature, writes what it found, and alters the mail so that no signature is left."""
    return _on_top(raw, f"Authentication-Results: mx.example.com; {'; '.join(results)}", _MX.format(host="mail.example.com"))


def _by_list(raw: RawMail, sender: str) -> RawMail:
    """A list of the house alters the mail, and a signature breaks; its server took the mail from whoever logged in."""
    inner = "Received: from mail.example.com (mail.example.com [10.0.0.5]) by mail.example.com (Postfix) with ESMTP id 7"
    broken = "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=one; h=from:subject:date:message-id; bh=AAAA; b=AAAA"
    return _on_top(raw, "List-Id: <team.lists.example.com>", inner, _LOGIN.format(sender=sender), broken)


def _by_strangers(raw: RawMail, _: str) -> RawMail:
    """A list of other people alters what its author's domain signed, and seals what it saw; nothing is left that proves the author."""
    data = (
        _signed(raw).data.rstrip(b"\r\n") + b"\r\n_______________________________________________\r\nteam mailing list -- team@lists.example.org\r\n"
    )
    head = ("ARC-Seal: i=1; a=rsa-sha256; d=lists.example.org; s=arc; cv=none; b=AAAA", "List-Id: <team.lists.example.org>")
    envelope = replace(raw.envelope, mail_from="team-bounces@lists.example.org")
    return replace(_on_top(replace(raw, data=data), *head, _MX.format(host="lists.example.org")), envelope=envelope)


def _forwarded(raw: RawMail, _: str) -> RawMail:
    """The provider of the desk's address passes everything on, under an envelope of its own."""
    head = (
        "X-Forwarded-To: desk@elsewhere.example",
        "ARC-Seal: i=1; a=rsa-sha256; d=provider.example; s=arc; cv=none; b=AAAA",
        _MX.format(host="out.provider.example"),
    )
    envelope = replace(raw.envelope, mail_from="SRS0=x=y=example.com=anna@provider.example")
    return replace(_on_top(_signed(raw), *head), envelope=envelope)


def _from_phone(raw: RawMail, _: str) -> RawMail:
    """A phone drops References, and names nobody beside the address."""
    data = re.sub(rb"References: .*\r\n", b"", raw.data)
    return _signed(
        replace(raw, data=re.sub(rb"From: .*?<?([^<>\s]+@[^<>\s]+?)>?\r\n", rb"From: \1\r\n", data, count=1)),
        headers=("from", "date", "subject", "message-id", "content-type"),
    )


def _from_home(raw: RawMail, sender: str) -> RawMail:
    """The agent answers from an address at home."""
    there = sender.replace("@example.com", "@flat.example").encode()
    return _signed(replace(raw, data=re.sub(rb"(?m)^From: .*?\r\n", b"From: " + there + b"\r\n", raw.data, count=1)), signer("flat.example"))


HOUSES: dict[str, House] = {
    "a domain that signs": House(_DNS, lambda raw, _: _signed(raw)),
    "… with Ed25519, below a broken signature": House(_DNS, lambda raw, _: _on_top(_signed(raw, signer("example.com", "ed", 0)), "DKIM-Signature: v=1; a=rsa-sha256; d=list.example; s=x; h=from; bh=AAAA; b=AAAA")),
    "a phone": House(_DNS, _from_phone),
    "an address at home": House(_DNS, _from_home, lambda raw, _: _signed(raw), also={"example.com": "flat.example"}),
    "a provider that forwards": House(_DNS, _forwarded),
    "a domain that signs, fetched by IMAP": House(_DNS, lambda raw, _: _fetched(_signed(raw))),
    "one Microsoft tenant, unsigned, fetched by IMAP": House(
        {"internal": {"system": "exchange", "servers": ["*.prod.outlook.com"]}}, lambda raw, _: _fetched(_on_top(raw, *_MARK))
    ),
    "a gateway that alters mail": House(_UPSTREAM, lambda raw, _: _through_gateway(raw, "dkim=pass header.d=example.com", "dmarc=pass (p=REJECT) header.from=example.com"), otherwise=_SUBJECT),
    "Google, unsigned within one domain": House(
        {"upstream": {"authserv_id": "mx.google.com", "servers": ["mx.google.com"], "counts": "anywhere"}},
        lambda raw, _: _fetched(_on_top(raw, "Received: from mail-sor-f41.google.com ([209.85.220.41]) by mx.google.com with SMTPS id 1", "Authentication-Results: mx.google.com; spf=pass smtp.mailfrom=example.com; dmarc=pass (p=NONE) header.from=example.com")),
        otherwise=_SUBJECT,
    ),
    "a Postfix of the house, unsigned": House(_POSTFIX, lambda raw, sender: _on_top(raw, _LOGIN.format(sender=sender))),
    "the default, a list of other people in between": House({"gives_up": ["signature", "confirmation"]}, _by_strangers, otherwise=_LIST),
    "a list of the house": House({**_DNS, **_POSTFIX}, _by_list, otherwise=_LIST),
}  # fmt: skip
