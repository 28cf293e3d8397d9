"""V069: what a stranger writes in the name of our spam filter is worth nothing, wherever it stands and whatever it pretends."""

from __future__ import annotations

from typing import Any

import pytest

from maildesk.config.limits import Limits
from maildesk.config.schema import DeskConfig, JunkFilter, Mailbox
from maildesk.intake.mime.parse import parse
from maildesk.intake.nature.junk import judge_junk
from maildesk.judged import Junk
from maildesk.mail import Envelope

OUTSIDE = "Received: from spam.example (spam.example [192.0.2.66]) by mx.example.com (Postfix) with ESMTPS id 1"
INSIDE = "Received: from mx.example.com (mx.example.com [10.0.0.5]) by inner.example.com (Postfix) with ESMTP id 2"
PRETENDED = "Received: from localhost (localhost [127.0.0.1]) by mx.example.com (amavisd-new) with ESMTP id 3"
OUTLOOK = "Received: from AM6PR05.eurprd05.prod.outlook.com (2603:10a6::1) by VI1PR05.eurprd05.prod.outlook.com with HTTPS"
GMAIL = "Received: by 2002:a05:6a10:0:0:0:0:0 with SMTP id y1\nReceived: from spam.example ([192.0.2.66]) by mx.google.com with ESMTPS id 1"


def judged(headers: str, junk: dict[str, Any], envelope: Envelope | None = None) -> Junk:
    """What is made of a mail with these headers on top."""
    mailboxes = (Mailbox(address="support@example.com", name="Support"),)
    config = DeskConfig(mailboxes=mailboxes, junk=JunkFilter(**junk), trusted_networks=("127.0.0.0/8", "10.0.0.0/24"))
    mail = parse(f"{headers}\nFrom: a@spam.example\nTo: support@example.com\n\nBuy.\n".encode(), Limits())
    return judge_junk(mail, envelope or Envelope("a@spam.example", via="smtp", peer="10.0.0.5"), config)


SPAMASSASSIN = {"filter": "spamassassin", "servers": ["mx.example.com"]}
RSPAMD = {"filter": "rspamd", "servers": ["MX.example.com"]}
APPENDING = RSPAMD | {"counts": "anywhere"}
YES = "X-Spam-Status: Yes, score=7.3 required=5.0 tests=BAYES_99"
NO = "X-Spam-Status: No, score=-9.0 required=5.0 tests=none"
SCL, FOREFRONT = "X-MS-Exchange-Organization-SCL: 9", "X-Forefront-Antispam-Report: CIP:192.0.2.66;CTRY:;LANG:en;SCL:9;SFV:SPM;CAT:SPM;"

FORGED = {
    "no filter is named": ({}, f"{YES}\nX-Spam-Flag: YES\nX-Spam: Yes\n{OUTSIDE}", "desk.yaml names no filter"),
    "below the line of our server": (SPAMASSASSIN, f"{OUTSIDE}\n{YES}", "does not stand above"),
    "all of SpamAssassin's": (SPAMASSASSIN, f"{OUTSIDE}\nX-Spam-Flag: YES\n{YES}", "does not stand above"),
    "below, with a line that pretends to be ours": (SPAMASSASSIN, f"{OUTSIDE}\n{YES}\n{PRETENDED}", "does not stand above"),
    "between two such lines": (SPAMASSASSIN, f"{OUTSIDE}\n{PRETENDED}\n{YES}\n{PRETENDED}", "does not stand above"),
    "an address of ours as HELO": (
        SPAMASSASSIN,
        f"{OUTSIDE.replace('spam.example (', '[127.0.0.1] (')}\n{YES}\n{PRETENDED}",
        "does not stand above",
    ),
    "the end of the line as HELO": (
        SPAMASSASSIN,
        f"{OUTSIDE.replace('from spam.example', 'from localhost by mx.example.com')}\n{YES}\n{PRETENDED}",
        "cannot be read without doubt",
    ),
    "another server of ours, without a filter": (SPAMASSASSIN, f"{YES}\n{OUTSIDE.replace('mx.', 'mx2.')}\n{PRETENDED}", "came in by mx2.example.com"),
    "another name that ends alike": (SPAMASSASSIN, f"{YES}\n{OUTSIDE.replace('mx.', 'evil-mx.')}", "came in by evil-mx.example.com"),
    "no line of any server": (SPAMASSASSIN, YES, "no Received line"),
    "another filter's dialect": (SPAMASSASSIN, f"X-Spamd-Result: default: True [99.00 / 15.00];\n{FOREFRONT}\n{SCL}\nX-Gm-Spam: 1\n{OUTSIDE}", "spamassassin does not write it"),
    "rspamd's": (RSPAMD, f"{OUTSIDE}\nX-Spamd-Result: default: True [99.00 / 15.00];\nX-Rspamd-Action: reject", "does not stand above"),
    "beside the true one, where headers are appended": (APPENDING, f"{OUTSIDE}\nX-Spam: Yes\nX-Spam: No", "stands twice"),
    "Microsoft's, from another server": ({"filter": "microsoft"}, f"{OUTSIDE}\n{SCL}\n{FOREFRONT}", "came in by mx.example.com"),
    "Google's": ({"filter": "google"}, f"{GMAIL}\nX-Gm-Spam: 1\nX-Gm-Phishy: 1", "does not stand above"),
}  # fmt: skip


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_header_is_worth_nothing(case: str) -> None:
    """Nothing is found in it, and `explain` can say what was not believed and why."""
    junk, headers, why = FORGED[case]
    found = judged(headers, junk)
    assert (found.found, found.by, found.score) == (False, "", None)
    assert found.disbelieved
    assert all(why in line for line in found.disbelieved)


@pytest.mark.parametrize(
    ("envelope", "who"),
    [
        (Envelope("a@spam.example", via="smtp", peer="192.0.2.66"), "192.0.2.66"),
        (Envelope("anna@example.com", via="submission", peer="10.0.0.5", submitted_as="anna@example.com"), "anna@example.com"),
    ],
)
def test_who_comes_past_the_filter_cannot_speak_for_it(envelope: Envelope, who: str) -> None:
    """A stranger who finds the desk's own port writes every line himself, the Received lines too."""
    found = judged(f"{NO}\n{OUTSIDE}", SPAMASSASSIN, envelope)
    assert (found.by, found.found) == ("", False)
    assert f"it came straight from {who}" in found.disbelieved[0]


BELIEVED = {
    "SpamAssassin's on top": (SPAMASSASSIN, f"{YES}\nX-Spam-Flag: YES\n{OUTSIDE}\n{NO}", (True, 7.3, 5.0)),
    "what it lets pass": (SPAMASSASSIN, f"{NO}\n{OUTSIDE}\n{YES}", (False, -9.0, 5.0)),
    "through an inner server": (SPAMASSASSIN, f"{INSIDE}\n{YES}\n{OUTSIDE}\n{NO}", (True, 7.3, 5.0)),
    "of amavis, between two lines of one host": (SPAMASSASSIN, f"{PRETENDED}\nX-Spam-Status: Yes, score=9.2 tagged_above=2 required=6.2\n{OUTSIDE}", (True, 9.2, 6.2)),
    "an old one's": (SPAMASSASSIN, f"X-Spam-Status: Yes, hits=6.1 required=5.0\n{OUTSIDE}", (True, 6.1, 5.0)),
    "delivered by LMTP": (SPAMASSASSIN, f"Received: from mx.example.com by mx.example.com with LMTP id 7\n{YES}\n{OUTSIDE}", (True, 7.3, 5.0)),
    "rspamd below what it refuses": (RSPAMD, f"X-Spamd-Result: default: False [7.10 / 15.00];\nX-Spam: Yes\n{OUTSIDE}", (True, 7.1, 15.0)),
    "rspamd's score alone": (RSPAMD, f"X-Spamd-Result: default: False [7.10 / 15.00];\n{OUTSIDE}", (False, 7.1, 15.0)),
    "rspamd with a threshold of ours": (RSPAMD | {"threshold": "6"}, f"X-Spamd-Result: default: False [7.10 / 15.00];\n{OUTSIDE}", (True, 7.1, 6.0)),
    "a threshold above it": (RSPAMD | {"threshold": "8.5"}, f"X-Spam: Yes\nX-Spamd-Result: default: False [7.10 / 15.00];\n{OUTSIDE}", (False, 7.1, 8.5)),
    "appended, where no stranger's is left": (APPENDING, f"{OUTSIDE}\nSubject: x\nX-Spam: Yes", (True, None, None)),
    "Exchange's, at the end": ({"filter": "microsoft"}, f"{OUTLOOK}\n{OUTSIDE}\n{FOREFRONT}", (True, 9.0, 5.0)),
    "Exchange's level": ({"filter": "microsoft"}, f"{OUTLOOK}\nX-MS-Exchange-Organization-SCL: 5", (True, 5.0, 5.0)),
    "Exchange lets pass": ({"filter": "microsoft"}, f"{OUTLOOK}\nX-MS-Exchange-Organization-SCL: 1\nX-Forefront-Antispam-Report: SCL:1;SFV:NSPM;", (False, 1.0, 5.0)),
    "Google's": ({"filter": "google"}, f"X-Gm-Phishy: 1\nX-Gm-Spam: 0\n{GMAIL}", (True, None, None)),
}  # fmt: skip


@pytest.mark.parametrize("case", BELIEVED)
def test_the_filters_own_header_counts(case: str) -> None:
    """The same headers where only our server can have put them."""
    junk, headers, expected = BELIEVED[case]
    found = judged(headers, junk)
    assert (found.found, found.score, found.threshold) == expected
    assert found.by


def test_what_others_say_of_the_sender_is_no_judgement() -> None:
    """Authentication-Results proves no junk and no innocence, whoever wrote it."""
    results = "Authentication-Results: mx.example.com; spf=fail; dmarc=fail; x-spam=yes"
    assert judged(f"{results}\n{OUTSIDE}\n{results}", SPAMASSASSIN) == Junk()


@pytest.mark.parametrize(
    "value",
    ["", "Yes" * 9999, "score=" * 9999, "Yes, score=1e999 required=nan", "default: True [" + "9" * 9999, "SCL:" * 9999, "\N{FULLWIDTH DIGIT NINE}"],
)
@pytest.mark.parametrize("kind", ["rspamd", "spamassassin", "microsoft", "google"])
def test_any_value_is_read_to_its_end(kind: str, value: str) -> None:
    """Total and bounded, whatever stands in the header."""
    names = (
        "X-Spamd-Result",
        "X-Rspamd-Action",
        "X-Spam",
        "X-Spam-Status",
        "X-Spam-Flag",
        "X-Forefront-Antispam-Report",
        "X-MS-Exchange-Organization-SCL",
        "X-Gm-Spam",
    )
    headers = "\n".join(f"{name}: {value}" for name in names)
    assert judged(f"{headers}\n{OUTSIDE}", {"filter": kind, "servers": ["mx.example.com"]}).score is None
