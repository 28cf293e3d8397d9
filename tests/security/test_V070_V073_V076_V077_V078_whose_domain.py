"""V070, V073, V076, V077, V078: a domain speaks for its agents by its own, present signature alone, whatever other headers say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from maildesk.config.limits import Limits
from maildesk.config.proving import Proving
from maildesk.config.schema import DeskConfig, Mailbox
from maildesk.intake.mime.parse import parse
from maildesk.intake.trust.proof import prove
from maildesk.judged import Proof
from maildesk.mail import Envelope, RawMail
from maildesk.resolver import Questions, Resolver
from tests.nameserver import Zone, nameserver
from tests.signing import HEADERS, signer

MAIL = b"""To: support@example.com\r
Subject: Re: [#1] Printer\r
Date: Mon, 02 Mar 2026 09:00:00 +0000\r
Message-ID: <1@corp.example>\r
\r
It is on its way.\r
"""
ANNA = b"From: Anna <anna@corp.example>\r\n"


@pytest.fixture(name="zone", scope="module")
def _zone() -> Iterator[Zone]:
    zone = Zone()
    for domain in ("corp.example", "evil.corp.example", "corp.co.example", "co.example", "example", "quiet.example", "open.example"):
        zone.add(signer(domain).name, "TXT", signer(domain).record)
    for domain, wish in (("corp.example", "reject"), ("corp.co.example", "quarantine"), ("co.example", "reject; psd=y"), ("open.example", "none")):
        zone.add(f"_dmarc.{domain}", "TXT", f"v=DMARC1; p={wish}")
    with nameserver(zone):
        yield zone


def proven(zone: Zone, mail: bytes, *agent_domains: str) -> Proof:
    config = DeskConfig(mailboxes=(Mailbox(address="support@example.com", name="Support"),), proof=Proving(dns=True, agent_domains=agent_domains))
    raw, txt = RawMail(mail, Envelope(via="smtp"), datetime.now(UTC)), Questions(Resolver((zone.server,))).txt
    return prove(raw, parse(mail, Limits()), config, txt, datetime.now(UTC))


def test_the_domain_itself_speaks_for_its_agents(zone: Zone) -> None:
    """This is what a genuine answer looks like."""
    found = proven(zone, signer("corp.example").sign(ANNA + MAIL))
    assert (found.own, found.aligned, found.refused, found.later) == (True, True, False, False)


@pytest.mark.parametrize(("domain", "aligned"), [("evil.corp.example", True), ("example", False), ("co.example", False), ("corp.co.example", False)])
def test_no_other_domain_does(zone: Zone, domain: str, aligned: bool) -> None:
    """Not one below it, nor above, nor beside (V076): its own customers may be signed for from below, its agents may not."""
    found = proven(zone, signer(domain).sign(ANNA + MAIL))
    assert (found.own, found.aligned) == (False, aligned)


def test_a_registry_speaks_for_nobody_below_it(zone: Zone) -> None:
    """co.example has a key and a policy, and is no owner of corp.co.example (V076)."""
    found = proven(zone, signer("co.example").sign(b"From: kim@corp.co.example\r\n" + MAIL))
    assert (found.own, found.aligned, found.refused) == (False, False, True)


def test_a_domain_that_does_not_ask_to_be_guarded_proves_no_agent(zone: Zone) -> None:
    """Else whoever may sign one mail of it may write as each of its people; desk.yaml can name it."""
    for domain in ("quiet.example", "open.example"):
        mail = signer(domain).sign(f"From: kim@{domain}\r\n".encode() + MAIL)
        assert not proven(zone, mail).own
        assert proven(zone, mail).aligned
        assert proven(zone, mail, domain).own


@pytest.mark.parametrize(
    "author",
    [
        ANNA + b"From: eve@evil.example\r\n",
        b"From: anna@corp.example, eve@evil.example\r\n",
        b"From: staff: anna@corp.example;\r\n",
        b"From: <@evil.example:anna@corp.example>\r\n",
        b"From: anna@corp.example (eve@evil.example)\r\n",
        b'From: "anna@corp.example\r\n',
        b"From:\r\n",
        b"",
    ],
)
def test_an_odd_from_is_signed_by_nobody(zone: Zone, author: bytes) -> None:
    """A signature over a From that two programs read as two people proves neither (V070)."""
    found = proven(zone, signer("corp.example").sign(author + MAIL, ("from", "from", *HEADERS[1:])))
    assert (found.own, found.aligned, found.evidence) == (False, False, ())


@pytest.mark.parametrize(
    "claim",
    [
        b"Received-SPF: pass (mx.example.com: domain of anna@corp.example designates 192.0.2.1) client-ip=192.0.2.1\r\n",
        b"Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=corp.example; dkim=pass header.d=corp.example; dmarc=pass\r\n",
        b"ARC-Authentication-Results: i=1; mx.example.com; dmarc=pass header.from=corp.example\r\n"
        b"ARC-Message-Signature: i=1; a=rsa-sha256; d=corp.example; s=one; h=from; bh=AAAA; b=AAAA\r\nARC-Seal: i=1; a=rsa-sha256; d=corp.example; s=one; cv=none; b=AAAA\r\n",
        b"X-Google-DKIM-Signature: v=1; a=rsa-sha256; d=corp.example; s=one; h=from; bh=AAAA; b=AAAA\r\n",
        b"DomainKey-Signature: a=rsa-sha1; d=corp.example; s=one; c=nofws; q=dns; b=AAAA\r\n",
    ],
    ids=["SPF", "Authentication-Results", "ARC", "Google", "DomainKeys"],
)
def test_what_headers_claim_proves_nothing(zone: Zone, claim: bytes) -> None:
    """Anybody can write them; SPF and ARC would not do for an agent even if they were right (V077, V078)."""
    found = proven(zone, claim + ANNA + MAIL)
    assert (found.own, found.aligned, found.refused) == (False, False, True)


def test_a_signature_of_another_mail_proves_nothing(zone: Zone) -> None:
    """One that is taken along to other words, or to another moment, is not right for them (V073)."""
    signature = signer("corp.example").sign(ANNA + MAIL).partition(b"From:")[0]
    for altered in (MAIL.replace(b"its way", b"hold"), MAIL.replace(b"02 Mar", b"03 Mar"), MAIL.replace(b"<1@", b"<2@")):
        assert not proven(zone, signature + ANNA + altered).own
