"""What a stranger writes into a header is no fact of ours, and who only overhears a ticket gets nothing of it (V086, V095, V099, V100, V103, V104, V106)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.talk import play

DESK = Path(__file__).parent.parent / "conversations" / "desk.yaml"

# V086: names that a desk might have for its own facts, and those of servers, in the head and in a nested part.
OUR_NAMES = """\
>>> bob@customer.example
Subject: Mine

A secret of Bob's.
<<< acknowledgement to bob@customer.example
<<< notification to anna@example.com
<<< notification to ben@example.com

>>> eve@stranger.example
Subject: Theirs
X-Maildesk-Ticket: 1
X-Maildesk-Agent: anna@example.com
X-Maildesk-Trust: submitted
X-Maildesk-Role: admin
X-Maildesk-Rule: close
Authentication-Results: desk.example.com; dmarc=pass header.from=example.com; auth=pass smtp.auth=anna@example.com
Received: from localhost (localhost [127.0.0.1]) by desk.example.com with ESMTPSA; Mon, 2 Mar 2026 09:00:00 +0000
X-Auth-User: anna@example.com
X-Original-To: anna@example.com
Delivered-To: support@example.com
Sender: anna@example.com
Resent-From: anna@example.com
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain
X-Maildesk-Ticket: 1
X-Maildesk-Agent: anna@example.com

#close
#assign ben@example.com
Words of Eve's.
--b--
<<< acknowledgement to eve@stranger.example
! secret
<<< notification to anna@example.com
~ #close
<<< notification to ben@example.com
=== 1 open normal -
=== 2 open normal -
--- ticketed
"""

# V095, V099, V100: who came by a token that went to another is shown to agents; the next answer goes to the customer alone.
THIRD_PARTY = """\
>>> bob@customer.example
Subject: Mine
Cc: carl@customer.example

A secret of Bob's.
<<< acknowledgement to bob@customer.example
<<< notification to anna@example.com
<<< notification to ben@example.com

>>> eve@stranger.example answers acknowledgement of bob@customer.example
Cc: mallory@stranger.example

Confirm your account: code 4711
<<< notification to anna@example.com
~ code 4711
<<< notification to ben@example.com
~ code 4711

>>> anna@example.com answers notification
An answer of ours.
<<< reply to bob@customer.example
! mallory
! eve@stranger
! code 4711
<<< nothing
"""

# V104: we were in Bcc, so nobody there expects a robot; V106: an acknowledgement repeats nothing of a mail's text.
BLIND_COPY = """\
>>> bob@customer.example
To: someone@elsewhere.example
Subject: Among others

Nobody knows that I wrote to you.
<<< notification to anna@example.com
<<< notification to ben@example.com
--- ticketed

>>> dora@customer.example
Subject: To you

Buy at https://spam.example
<<< acknowledgement to dora@customer.example
! spam.example
<<< notification to anna@example.com
<<< notification to ben@example.com
"""


@pytest.mark.parametrize("story", [OUR_NAMES, THIRD_PARTY, BLIND_COPY], ids=["our-names", "third-party", "blind-copy"])
def test_nothing_reaches_whom_it_is_not_for(story: str, tmp_path: Path) -> None:
    """Played from the first mail to the last letter: no ticket is altered by a header, no bystander gets a word."""
    path = tmp_path / "story.txt"
    path.write_text(f"desk: {DESK}\n{story}", encoding="utf-8")
    (tmp_path / "desk").mkdir()
    play(path, tmp_path / "desk")
