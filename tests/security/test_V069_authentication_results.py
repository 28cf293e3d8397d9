"""V069, V077, V078: Authentication-Results prove nobody but where the server of desk.yaml alone can have written them, and by their grammar."""

from __future__ import annotations

from typing import Any

import pytest

from maildesk.intake.trust.results import read_results
from maildesk.mail import Envelope
from tests.proving import ANNA, FETCHED, HANDED_ON, STRAIGHT, proof_of

UPSTREAM: dict[str, Any] = {"authserv_id": "mx.example.com", "servers": ["mx.example.com"]}
ANYWHERE = UPSTREAM | {"counts": "anywhere"}
OUTSIDE = "Received: from mail.evil.example (mail.evil.example [192.0.2.66]) by mx.example.com (Postfix) with ESMTPS id 1"
INSIDE = "Received: from mx.example.com (mx.example.com [10.0.0.5]) by inner.example.com (Postfix) with ESMTP id 2"
PRETENDED = "Received: from localhost (localhost [127.0.0.1]) by mx.example.com (amavisd-new) with ESMTP id 3"
PASS = "Authentication-Results: mx.example.com; dmarc=pass (p=REJECT) header.from=example.com"
FAIL = "Authentication-Results: mx.example.com; dmarc=fail (p=REJECT) header.from=example.com"
DKIM = "Authentication-Results: mx.example.com; dkim=pass header.d=example.com header.s=one"


def above(value: str) -> str:
    """The field at the place where it would count, if its words did."""
    return f"Authentication-Results: {value}\n{OUTSIDE}"


# Where a stranger may put it: he writes all that stands below the line by which our server took the mail.
PLACES = {
    "no server is named": (None, f"{PASS}\n{OUTSIDE}"),
    "below our line": (UPSTREAM, f"{OUTSIDE}\n{PASS}"),
    "five of them": (UPSTREAM, f"{OUTSIDE}\n{PASS}\n{PASS}\n{PASS}\n{PASS}\n{PASS}"),
    "below, and a line that pretends to be ours below it": (UPSTREAM, f"{OUTSIDE}\n{PASS}\n{PRETENDED}"),
    "between two such lines": (UPSTREAM, f"{OUTSIDE}\n{PRETENDED}\n{PASS}\n{PRETENDED}"),
    "below the true one, which says no": (UPSTREAM, f"{FAIL}\n{OUTSIDE}\n{PASS}"),
    "below the true one of a mail through an inner server": (UPSTREAM, f"{INSIDE}\n{FAIL}\n{OUTSIDE}\n{PASS}"),
    "second of those above": (UPSTREAM, f"{FAIL}\n{PASS}\n{OUTSIDE}"),
    "below another server's": (UPSTREAM, f"Authentication-Results: inner.example.com; auth=pass\n{PASS}\n{OUTSIDE}"),
    "our address as HELO": (UPSTREAM, f"{OUTSIDE.replace('mail.evil.example (', '[127.0.0.1] (')}\n{PASS}\n{PRETENDED}"),
    "the end of our line as HELO": (UPSTREAM, f"{OUTSIDE.replace('from mail.evil.example', 'from localhost by mx.example.com')}\n{PASS}"),
    "in by another server of ours": (UPSTREAM, f"{PASS}\n{OUTSIDE.replace('by mx.', 'by mx2.')}\n{PRETENDED}"),
    "in by a name that ends alike": (UPSTREAM, f"{PASS}\n{OUTSIDE.replace('by mx.', 'by evil-mx.')}"),
    "no line of any server": (UPSTREAM, PASS),
    "as an ARC set": (UPSTREAM, f"ARC-Authentication-Results: i=1; mx.example.com; dmarc=pass header.from=example.com\nARC-Seal: i=1; cv=none; d=example.com; b=AAAA\n{OUTSIDE}"),
    "as an older set of a list's": (UPSTREAM, f"X-Original-Authentication-Results: mx.example.com; dmarc=pass header.from=example.com\n{OUTSIDE}"),
    "as SPF's own header": (UPSTREAM, f"Received-SPF: pass (mx.example.com: domain of anna@example.com) client-ip=192.0.2.66\n{OUTSIDE}"),
    "twice, where place does not count": (ANYWHERE, f"{OUTSIDE}\n{FAIL}\n{PASS}"),
    "twice in another case": (ANYWHERE, f"{OUTSIDE}\n{PASS.replace('Authentication-Results: mx', 'AUTHENTICATION-RESULTS: MX')}\n{FAIL}"),
    "once, but not ours, where place does not count": (ANYWHERE, f"{OUTSIDE}\n{PASS.replace('mx.', 'mx2.')}"),
}  # fmt: skip


@pytest.mark.parametrize("case", PLACES)
def test_results_at_a_strangers_place_prove_nothing(case: str) -> None:
    """Whatever they say."""
    upstream, headers = PLACES[case]
    found = proof_of(headers, {"upstream": upstream} if upstream else {})
    assert (found.upstream, found.aligned) == (False, False)


@pytest.mark.parametrize("envelope", [STRAIGHT, Envelope("ben@example.com", via="submission", peer="10.0.0.5", submitted_as="ben@example.com")])
def test_who_comes_past_the_server_cannot_speak_for_it(envelope: Envelope) -> None:
    """A stranger who finds the desk's own port writes every line himself; a colleague's password is his own alone."""
    assert not proof_of(f"{PASS}\n{OUTSIDE}", {"upstream": UPSTREAM}, envelope).upstream


# What a stranger may bring our server, or another program on the way, to write: at the right place, and nevertheless no proof.
WORDS = {
    "another id": "mx.evil.example; dmarc=pass header.from=example.com",
    "an id that begins alike": "mx.example.com.evil.example; dmarc=pass header.from=example.com",
    "an id that ends alike": "evil-mx.example.com; dmarc=pass header.from=example.com",
    "the id in another case": "MX.example.com; dmarc=pass header.from=example.com",
    "the id in a comment": "(mx.example.com) mx.evil.example; dmarc=pass header.from=example.com",
    "a comment against the id": "mx.example.com(x); dmarc=pass header.from=example.com",
    "the id as an encoded word": "=?utf-8?q?mx.example.com?=; dmarc=pass header.from=example.com",
    "two ids": "mx.example.com mx.evil.example; dmarc=pass header.from=example.com",
    "no id": "dmarc=pass header.from=example.com",
    "no id, as Microsoft writes it": "spf=pass smtp.mailfrom=example.com; dmarc=pass action=none header.from=example.com;compauth=pass reason=100",
    "version 2": "mx.example.com 2; dmarc=pass header.from=example.com",
    "a method of version 2": "mx.example.com; dmarc/2=pass header.from=example.com",
    "nothing was done": "mx.example.com; none",
    "nothing is said": "mx.example.com",
    "it is in a comment": "mx.example.com; (dmarc=pass header.from=example.com) spf=pass smtp.mailfrom=example.com",
    "it is in a quoted string": 'mx.example.com; spf=pass smtp.mailfrom="; dmarc=pass header.from=example.com"',
    "it is in a reason": 'mx.example.com; spf=pass reason="dmarc=pass header.from=example.com"',
    "SPF alone": "mx.example.com; spf=pass smtp.mailfrom=anna@example.com smtp.helo=mail.example.com",
    "DKIM of another domain": "mx.example.com; dkim=pass header.d=evil.example header.i=@example.com",
    "DKIM of a domain below": "mx.example.com; dkim=pass header.d=mail.example.com",
    "DKIM whose domain holds a comment": "mx.example.com; dkim=pass header.d=example.com(.evil.example header.s=one",
    "… that is closed": "mx.example.com; dkim=pass header.d=example.com(.evil.example) header.s=one; dmarc=pass header.from=example.com(.evil.example)",
    "DKIM whose domain holds a NUL": "mx.example.com; dkim=pass header.d=example.com\0.evil.example",
    "DKIM by i= alone": "mx.example.com; dkim=pass header.i=@example.com",
    "DKIM failed": "mx.example.com; dkim=fail header.d=example.com",
    "DKIM passed, DMARC did not": "mx.example.com; dkim=pass header.d=example.com; dmarc=fail header.from=example.com",
    "DMARC of another From": "mx.example.com; dmarc=pass header.from=evil.example",
    "DMARC of a From below": "mx.example.com; dmarc=pass header.from=mail.example.com",
    "DMARC of no From": "mx.example.com; dmarc=pass",
    "DMARC of the envelope": "mx.example.com; dmarc=pass smtp.mailfrom=example.com",
    "DMARC twice": "mx.example.com; dmarc=pass header.from=example.com; dmarc=fail header.from=example.com",
    "two Froms": "mx.example.com; dmarc=pass header.from=evil.example header.from=example.com",
    "a best guess": "mx.example.com; dmarc=bestguesspass header.from=example.com",
    "a temporary error": "mx.example.com; dmarc=temperror header.from=example.com",
    "a word that begins alike": "mx.example.com; dmarc=passed header.from=example.com",
    "an ARC chain": "mx.example.com; arc=pass header.oldest-pass=1 smtp.remote-ip=192.0.2.66",
    "a comment without an end": "mx.example.com; spf=pass (sender; dmarc=pass header.from=example.com",
    "a string without an end": 'mx.example.com; spf=pass smtp.mailfrom="x; dmarc=pass header.from=example.com',
    "a local part that breaks out": 'mx.example.com; spf=pass smtp.mailfrom="a";dmarc=pass header.from=example.com"@evil.example',
    "a sender with a semicolon": "mx.example.com; spf=pass smtp.mailfrom=a;dmarc=pass header.from=example.com@evil.example",
    "wide letters": "mx.example.com; dmarc=ｐａｓｓ header.from=example.com",
    "a Cyrillic From": "mx.example.com; dmarc=pass header.from=ex\u0430mple.com",
    "comments within comments": f"mx.example.com; spf=none {'(' * 99}x{')' * 99}; dmarc=pass header.from=example.com",
    "no end of it": f"mx.example.com; {'spf=none; ' * 2000}dmarc=pass header.from=example.com",
}  # fmt: skip


@pytest.mark.parametrize("case", WORDS)
@pytest.mark.parametrize("counts", [UPSTREAM, ANYWHERE], ids=["above", "anywhere"])
def test_words_that_say_something_else_prove_nothing(counts: dict[str, Any], case: str) -> None:
    """The very place of the true ones, and nothing in them to be taken for a proof."""
    found = proof_of(above(WORDS[case]), {"upstream": counts, "agent_domains": ("example.com",)})
    assert (found.upstream, found.aligned) == (False, False)


def test_there_are_enough_of_them() -> None:
    """Thirty forged ones were asked for; each stands at another place or says something else, and none is what a server of ours writes."""
    forged = {f"{upstream}{headers}" for upstream, headers in PLACES.values()} | {above(value) for value in WORDS.values()}
    assert len(forged) == len(PLACES) + len(WORDS) >= 63
    assert not {above(value) for value, _ in TRUE.values()} & forged


TRUE = {
    "as it is usually written": ("mx.example.com; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=example.com", ()),
    "beside all else": (
        'mx.example.com; dkim=pass (2048-bit key; unprotected) header.d=example.com header.i=@example.com header.s=one header.b="aB/+c="; '
        "spf=pass (mx.example.com: domain of anna@example.com designates 192.0.2.66 as permitted sender) smtp.mailfrom=anna@example.com; "
        "dmarc=pass (p=NONE) header.from=example.com", ()),
    "folded, with comments everywhere": ("(a (nested) one)\r\n mx.example.com 1\r\n (b) ;\r\n\t(c) dmarc (d) = (e) pass (f)\r\n header.from (g) = (h) example.com (i)", ()),
    "quoted": ('"mx.example.com"; dmarc=pass reason="all is well; so" header.from="example.com"', ()),
    "another case": ("mx.example.com; DMARC=Pass Header.From=Example.COM;", ()),
    "a null sender": ("mx.example.com; spf=none smtp.mailfrom=; dmarc=pass header.from=example.com", ()),
    "a signature, where the domain signs all it sends": ("mx.example.com; dkim=pass header.d=example.com header.s=one", ("example.com",)),
    "… beside a list's": ("mx.example.com; dkim=fail header.d=list.example; dkim=pass header.d=example.com; dmarc=none header.from=example.com", ("example.com",)),
}  # fmt: skip


@pytest.mark.parametrize("case", TRUE)
@pytest.mark.parametrize("envelope", [HANDED_ON, FETCHED], ids=["handed on", "fetched"])
def test_the_servers_own_words_prove(envelope: Envelope, case: str) -> None:
    """The same words where our server alone can have written them; those of strangers stand below and do no harm."""
    value, domains = TRUE[case]
    found = proof_of(f"{above(value)}\n{FAIL}", {"upstream": UPSTREAM, "agent_domains": domains}, envelope)
    assert (found.upstream, found.aligned) == (True, True)
    assert found.evidence == ("mx.example.com says that example.com sent it: yes",)


def test_through_an_inner_server() -> None:
    """What stands between lines of ours is ours."""
    assert proof_of(f"{INSIDE}\n{PASS}\n{OUTSIDE}", {"upstream": UPSTREAM}).upstream


def test_of_a_server_that_writes_it_elsewhere() -> None:
    """Google puts it below its own line; desk.yaml has to say that the place does not count."""
    google = {"authserv_id": "mx.google.com", "servers": ["mx.google.com"]}
    headers = (
        "Received: by 2002:a05:6a10:0:0:0:0:0 with SMTP id y1\n"
        "ARC-Authentication-Results: i=1; mx.google.com; dmarc=pass header.from=example.com\n"
        "Received: from mail.example.com ([192.0.2.66]) by mx.google.com with ESMTPS id 1\n"
        "Authentication-Results: mx.google.com; dkim=pass header.i=@example.com header.s=one header.b=a/b+c; dmarc=pass (p=NONE) header.from=example.com"
    )
    assert proof_of(headers, {"upstream": google | {"counts": "anywhere"}}, FETCHED).upstream
    assert not proof_of(headers, {"upstream": google}, FETCHED).upstream


def test_a_signature_alone_needs_a_domain_that_signs_all() -> None:
    """The same that is asked of a signature which the desk verifies itself (V076)."""
    assert not proof_of(f"{DKIM}\n{OUTSIDE}", {"upstream": UPSTREAM}).upstream


def test_any_byte_altered_makes_it_fail() -> None:
    """But for the comment, for case where it means nothing, and for what is said of other things."""
    line = "mx.example.com; dmarc=pass header.from=example.com"
    survived = []
    for at, letter in enumerate(line):
        for other in (chr(ord(letter) ^ 1), chr(ord(letter) ^ 2), chr(ord(letter) ^ 16), "x", ";", "(", '"', "\0"):
            altered = line[:at] + other + line[at + 1 :]
            if other != letter and proof_of(above(altered), {"upstream": UPSTREAM}).upstream:
                survived.append((at, other))
    assert [(line[at], other) for at, other in survived if not line[at].isspace()] == []


SIGNED = "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=one; bh=AAAA; b=AAAA; h="


@pytest.mark.parametrize(
    ("signatures", "added"),
    [
        ((), set()),
        ((f"{SIGNED}from:subject:date:message-id",), set()),
        ((f"{SIGNED}from:to:subject:date",), {"cc"}),
        ((f"{SIGNED}From : To :\n CC : Subject",), set()),
        ((f"{SIGNED}from:to:subject", f"{SIGNED}from:to:cc:subject"), {"cc"}),
        ((f"{SIGNED.replace('example.com', 'evil.example')}from:to",), set()),
    ],
)
def test_what_the_signatures_leave_open_is_known(signatures: tuple[str, ...], added: set[str]) -> None:
    """V072: a genuine mail to somebody else that is passed on with our address in Cc passes DMARC; one of its signatures is right, and covers To."""
    headers = "\n".join((PASS, OUTSIDE, *signatures))
    found = proof_of(headers, {"upstream": UPSTREAM})
    assert found.upstream
    assert found.added == added


@pytest.mark.parametrize("author", [f"{ANNA}, eve@evil.example", f"{ANNA}\nFrom: eve@evil.example", f"eve@evil.example ({ANNA})", ""])
def test_an_odd_from_is_vouched_for_by_nobody(author: str) -> None:
    """The server may have read another From than we (V070)."""
    assert not proof_of(f"{PASS}\n{OUTSIDE}\nFrom: {author}", {"upstream": UPSTREAM}).upstream


@pytest.mark.parametrize(
    "value", ["", ";", "(", ")", '"', "a" * 9000, "x;" * 4000, "(" * 8000, "x; y" * 999, '"' * 7999, "=" * 7999, "a; b=c " + "d.e=f " * 999]
)
def test_any_value_is_read_to_its_end(value: str) -> None:
    """Total and bounded."""
    assert read_results(value) is None or len(value) < 8000


@pytest.mark.parametrize(
    ("value", "login"),
    [
        ("auth=pass smtp.auth=anna@example.com smtp.mailfrom=anna@example.com", True),
        ("auth=pass (plain) smtp.auth=Anna@Example.com; dkim=none", True),
        ("auth=pass smtp.auth=ben@example.com smtp.mailfrom=anna@example.com", False),
        ("auth=fail smtp.auth=anna@example.com", False),
        ("auth=pass smtp.auth=anna", False),
        ("auth=pass smtp.mailfrom=anna@example.com", False),
        ("auth=pass smtp.auth=ben@example.com; auth=pass smtp.auth=anna@example.com", False),
        ('spf=pass smtp.mailfrom="auth=pass smtp.auth=anna@example.com"', False),
        ("dmarc=pass smtp.auth=anna@example.com", False),
    ],
)
def test_who_logged_in_to_the_server(value: str, login: bool) -> None:
    """A server where agents log in may say so by the same field; the place where it counts is the same, too."""
    assert proof_of(above(f"mx.example.com; {value}"), {"upstream": UPSTREAM}).login == login
    assert not proof_of(f"{OUTSIDE}\nAuthentication-Results: mx.example.com; {value}", {"upstream": UPSTREAM}).login
