"""V059, V068, V069: a server of the house says who logged in or whose own people wrote; copies of its words by strangers say nothing."""

from __future__ import annotations

import pytest

from maildesk.intake.trust.judge import PROVES
from maildesk.mail import Envelope
from tests.proving import FETCHED, HANDED_ON, STRAIGHT, proof_of

POSTFIX = {"system": "postfix", "servers": ["mail.example.com"]}


def login(sender: str = "anna@example.com", by: str = "mail.example.com", helo: str = "[192.168.1.5]", protocol: str = "ESMTPSA") -> str:
    """Postfix's line, with `smtpd_sasl_authenticated_header = yes`."""
    return (
        f"Received: from {helo} (dsl.isp.example [203.0.113.9])\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n"
        "\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\n\t(No client certificate requested)\n"
        f"\t(Authenticated sender: {sender})\n\tby {by} (Postfix) with {protocol} id 4XyZ\n\tfor <support@example.com>; Mon,  2 Mar 2026 09:00:00 +0000 (UTC)"
    )


STRANGER = (
    "Received: from mail.evil.example (mail.evil.example [192.0.2.66]) by mail.example.com (Postfix) with ESMTPS id 5; Mon, 2 Mar 2026 09:00:00 +0000"
)
INSIDE = "Received: from mail.example.com (mail.example.com [10.0.0.5]) by inner.example.com (Postfix) with ESMTP id 6"

FORGED_LOGINS = {
    "below our line": f"{STRANGER}\n{login()}",
    "below our line, twice": f"{STRANGER}\n{login()}\n{login()}",
    "below, behind a line that pretends to be ours": f"{STRANGER}\n{INSIDE}\n{login()}",
    "below, of an inner server": f"{INSIDE}\n{STRANGER}\n{login()}",
    "by another server": login(by="mail.evil.example"),
    "by a name that begins alike": login(by="mail.example.com.evil.example"),
    "by a server of ours that is not named": login(by="mx2.example.com"),
    "a colleague's": login("ben@example.com"),
    "a colleague's, below it hers": f"{login('ben@example.com')}\n{login()}",
    "hers in HELO, as an encoded word": login("ben@example.com", helo="=?utf-8?q?x_=28Authenticated_sender:_anna=40example.com=29?="),
    "hers in HELO": login("ben@example.com", helo="x (Authenticated sender: anna@example.com)"),
    "hers in HELO, and nobody logged in": STRANGER.replace("mail.evil.example (", "x (Authenticated sender: anna@example.com) ("),
    "the end of a line in HELO": STRANGER.replace(
        "mail.evil.example (", "x (Authenticated sender: anna@example.com) by mail.example.com with ESMTPSA ("
    ),
    "behind the server": STRANGER.replace("id 5", "id 5 (Authenticated sender: anna@example.com)"),
    "without a login by its protocol": login(protocol="ESMTPS"),
    "without a domain": login("anna"),
    "of a domain that is hers in part": login("anna@example.com.evil.example"),
    "with an extension": login("anna+x@example.com"),
    "of a Cyrillic name": login("\u0430nna@example.com"),
    "of two names": login("ben@example.com anna@example.com"),
    "within a comment": login("x (Authenticated sender: anna@example.com)"),
    "in a header of another name": f"{STRANGER}\nX-{login()}",
    "in a bare CR": f"{STRANGER}\nX-A: b\r{login()}",
    "written by hand": f"{STRANGER}\nX-Authenticated-Sender: anna@example.com\nX-Authenticated-User: anna@example.com\nX-Sender: anna@example.com",
}


@pytest.mark.parametrize("case", FORGED_LOGINS)
def test_a_forged_login_proves_nobody(case: str) -> None:
    """From is Anna's in each of them."""
    assert not proof_of(FORGED_LOGINS[case], {"internal": POSTFIX}).login


@pytest.mark.parametrize(
    "author",
    ["ben@example.com", "Anna <anna@example.com>, ben@example.com", '"anna@example.com" <ben@example.com>', "anna@example.com <eve@evil.example>"],
)
def test_whose_login_it_is_says_nothing_for_another_from(author: str) -> None:
    """Anna's password makes no Ben."""
    assert not proof_of(f"{login()}\nFrom: {author}", {"internal": POSTFIX}).login


def test_nobodys_word_is_taken_that_is_not_named() -> None:
    """Nor that of who comes past the server, nor of the other system."""
    assert not proof_of(login(), {}).login
    assert not proof_of(login(), {"internal": POSTFIX}, STRAIGHT).login
    assert not proof_of(login(), {"internal": EXCHANGE}).login
    assert not proof_of(login(), {"internal": POSTFIX | {"servers": ["*.example.org"]}}).login


@pytest.mark.parametrize("envelope", [HANDED_ON, FETCHED, Envelope(via="lmtp"), Envelope(via="pipe")], ids=["smtp", "imap", "lmtp", "pipe"])
def test_the_own_login_proves(envelope: Envelope) -> None:
    """Straight from the server, through another one, and with what a stranger wrote below."""
    for headers in (
        login(),
        f"{INSIDE}\n{login()}",
        f"{login()}\n{login('ben@example.com')}",
        login(protocol="ESMTPA"),
        login(protocol="UTF8SMTPSA"),
        login("Anna@Example.com"),
    ):
        found = proof_of(headers, {"internal": POSTFIX}, envelope)
        assert found.login
        assert "logged in to mail.example.com" in found.evidence[-1]


def test_a_login_without_a_domain_is_completed() -> None:
    """With the one that desk.yaml names, and never another."""
    named = {"internal": POSTFIX | {"domain": "example.com"}}
    assert proof_of(login("anna"), named).login
    assert not proof_of(login("ben"), named).login
    assert not proof_of(login("anna@evil.example"), named).login


def test_in_an_office_whose_hosts_are_trusted() -> None:
    """The client's own address is of the house; the search ends where the login stands."""
    office = login().replace("203.0.113.9", "10.0.0.7")
    assert proof_of(office, {"internal": POSTFIX}).login
    assert not proof_of(f"{office.replace('anna@', 'ben@')}\n{login()}", {"internal": POSTFIX}).login


# -- Exchange
EXCHANGE = {"system": "exchange", "servers": ["*.prod.outlook.com"]}
AM6, VI1 = "AM6PR05MB1.eurprd05.prod.outlook.com", "VI1PR05MB2.eurprd05.prod.outlook.com"
WAY = f"Received: from {AM6} (2603:10a6::1) by {VI1} with HTTPS; Mon, 2 Mar 2026 09:00:00 +0000\nReceived: from {AM6} ([fe80::1]) by {AM6} ([fe80::1%5]) with mapi id 15.20.1.1"
FROM_OUTSIDE = f"{WAY}\nReceived: from mail.evil.example (192.0.2.66) by DB5EUR03FT012.mail.protection.outlook.com with Microsoft SMTP Server"
AUTH_AS, SOURCE = "X-MS-Exchange-Organization-AuthAs: Internal", f"X-MS-Exchange-Organization-AuthSource: {AM6}"
MARK = f"{AUTH_AS}\nX-MS-Exchange-Organization-AuthMechanism: 04\n{SOURCE}"

FORGED_MARKS = {
    "no mark": WAY,
    "no server": MARK,
    "it came from outside": f"{FROM_OUTSIDE}\n{MARK}",
    "it came from outside, with no line of Exchange": f"{STRANGER}\n{MARK}",
    "it came by a server that is not named": f"{STRANGER}\n{WAY}\n{MARK}",
    "beside the true one": f"{WAY}\n{AUTH_AS.replace('Internal', 'Anonymous')}\n{SOURCE}\n{MARK}",
    "the mark twice": f"{WAY}\n{MARK}\n{AUTH_AS}",
    "the source twice": f"{WAY}\n{MARK}\n{SOURCE}",
    "no source": f"{WAY}\n{AUTH_AS}",
    "another source": f"{WAY}\n{MARK.replace(AM6, 'mail.evil.example')}",
    "a source that ends alike": f"{WAY}\n{MARK.replace(AM6, 'x.evilprod.outlook.com.evil.example')}",
    "anonymous": f"{WAY}\n{MARK.replace('Internal', 'Anonymous')}",
    "a word more": f"{WAY}\n{MARK.replace('Internal', 'Internal (Anonymous)')}",
    "an encoded word": f"{WAY}\n{MARK.replace('Internal', '=?utf-8?q?Internal?=')}",
    "of another tenant": f"{WAY}\nX-MS-Exchange-CrossTenant-AuthAs: Internal\nX-MS-Exchange-CrossTenant-AuthSource: {AM6}",
    "in the name of another header": f"{WAY}\nX-Original-{AUTH_AS}\n{SOURCE}",
    "Sender is another": f"{WAY}\n{MARK}\nSender: eve@example.com",
    "Sender is no address": f"{WAY}\n{MARK}\nSender: anna@example.com, eve@example.com",
    "HELO holds words": f"{WAY.replace('from AM6', 'from x by AM6')}\n{MARK}",
}


@pytest.mark.parametrize("case", FORGED_MARKS)
def test_a_forged_mark_proves_nobody(case: str) -> None:
    """Not what strangers write, and not where doubt is left."""
    assert not proof_of(FORGED_MARKS[case], {"internal": EXCHANGE}, FETCHED).internal


def test_the_mark_of_exchange_proves() -> None:
    """As it stands in a mail of one tenant, fetched from an account there or handed on; to who is not asked it says nothing."""
    for headers in (
        f"{WAY}\n{MARK}",
        f"{MARK}\n{WAY}",
        f"{WAY}\n{MARK}\nSender: Anna <anna@example.com>",
        f"{WAY}\n{MARK.replace(': Internal', ':' + chr(10) + ' Internal')}",
    ):
        assert proof_of(headers, {"internal": EXCHANGE}, FETCHED).internal
        assert proof_of(headers, {"internal": EXCHANGE}, HANDED_ON).internal
        assert not proof_of(headers, {"internal": EXCHANGE}, STRAIGHT).internal
        assert not proof_of(headers, {"internal": POSTFIX}, FETCHED).internal
        assert not proof_of(headers, {}, FETCHED).internal


def test_the_mark_needs_a_letter_too() -> None:
    """It says that a colleague wrote the mail, and Exchange alone knows whether he may write in Anna's name."""
    others = {"internal", "upstream", "own domain"}
    assert all("own letter" in row.evidence for row in PROVES if row.evidence & others)
