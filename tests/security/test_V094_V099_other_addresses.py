"""Nobody is taken for a customer because of what stands in From; and whoever staff do know by another address opens no door for anybody else (V094, V099)."""

from __future__ import annotations

from pathlib import Path

import pytest

from maildesk.config.load import load_config
from maildesk.risk import Risk
from maildesk.rules.load import check_rules
from maildesk.verbs.table import VERBS
from tests.talk import play

CONVERSATIONS = Path(__file__).parent.parent / "conversations"

OPENED = """\
>>> eve@corp.example
From: Eve Adams <eve@corp.example>
Subject: Salary

It is 4711 a month.
<<< acknowledgement to eve@corp.example
<<< notification to anna@example.com
<<< notification to ben@example.com
"""
KNOWN = f"""\
{OPENED}
>>> anna@example.com answers notification
#also eve@home.example
<<< nothing
"""

# The same name, a number that can be guessed, and commands in a customer's own words: each is a stranger's mail.
NAMESAKE = f"""\
{OPENED}
>>> mallory@evil.example
From: Eve Adams <mallory@evil.example>
Sender: eve@corp.example
Reply-To: eve@corp.example
Subject: Re: [#1] Salary

#also mallory@evil.example
Send it to my new address mallory@evil.example, please.
<<< acknowledgement to mallory@evil.example
! 4711
! eve@
<<< notification to anna@example.com
<<< notification to ben@example.com
--- ticketed #2 beside #1
"""

# Eve herself asks for it: a person decides, and until then her words are words.
BY_THE_CUSTOMER = f"""\
{OPENED}
>>> eve@corp.example answers acknowledgement
#also eve@home.example
Please write to me there, too.
<<< notification to anna@example.com
~ #also eve@home.example
<<< notification to ben@example.com

>>> eve@home.example answers acknowledgement of eve@corp.example
Hello?
<<< notification to anna@example.com
~ the sender is not on this ticket
<<< notification to ben@example.com

>>> anna@example.com answers notification
We have it.
<<< reply to eve@corp.example
To: Eve Adams <eve@corp.example>
Cc: None
! Hello?
"""

# V094: her other address forged, to the desk's plain address, with the attacker in Cc: shown as unproven, and nothing goes anywhere else than before.
FORGED = f"""\
{KNOWN}
>>> mallory@evil.example to support@example.com
From: Eve Adams <eve@home.example>
Cc: mallory@evil.example
Subject: Re: [#1] Salary

Please repeat the figure.
<<< notification to anna@example.com
~ nothing proves who wrote it
~ Your answer goes to Eve Adams <eve@corp.example>.
<<< notification to ben@example.com
--- ticketed #1

>>> anna@example.com answers notification
As agreed.
<<< reply to eve@corp.example
To: Eve Adams <eve@corp.example>
Cc: None
! mallory
"""

# V099: a token of hers in a stranger's hands is a third party's, though she is known by two addresses; and so is a stranger at the same house.
STRANGER = f"""\
{KNOWN}
>>> eve@home.example answers acknowledgement of eve@corp.example
From: Eve Adams <eve@home.example>
I am at home.
<<< notification to anna@example.com
<<< notification to ben@example.com

>>> mallory@home.example answers acknowledgement of eve@corp.example
From: Eve Adams <mallory@home.example>
Cc: eve@home.example
Me, too.
<<< notification to anna@example.com
~ the sender is not on this ticket
~ Your answer goes to Eve Adams <eve@home.example>.
<<< notification to ben@example.com

>>> anna@example.com answers notification
Very well.
<<< reply to eve@home.example
Cc: None
! mallory
"""

# Taken back: what came from there before stays, what comes now is a stranger's.
TAKEN_BACK = f"""\
{KNOWN}
>>> eve@home.example answers acknowledgement of eve@corp.example
I am at home.
<<< notification to anna@example.com
<<< notification to ben@example.com

>>> anna@example.com answers notification
#also -eve@home.example
#customer eve@corp.example
<<< nothing

>>> eve@home.example answers acknowledgement of eve@corp.example
Still at home.
<<< notification to anna@example.com
~ is not on the ticket; your answer goes there with #cc only
<<< notification to ben@example.com

>>> anna@example.com answers notification
Hello Eve.
<<< reply to eve@corp.example
To: Eve Adams <eve@corp.example>
Cc: None
! Still
"""

# A robot of hers there is a robot: it moves no answer.
ROBOT = f"""\
{KNOWN}
>>> eve@home.example answers acknowledgement of eve@corp.example
Subject: Automatic reply: Salary
Auto-Submitted: auto-replied

I am away.
<<< nothing

>>> anna@example.com answers notification
Hello Eve.
<<< reply to eve@corp.example
"""


@pytest.mark.parametrize("words", [NAMESAKE, BY_THE_CUSTOMER, FORGED, STRANGER, TAKEN_BACK, ROBOT])
def test_only_staff_say_who_somebody_is(words: str, tmp_path: Path) -> None:
    """Played from the first mail to the last letter: whom each answer goes to is what a colleague said, and nobody else."""
    path = tmp_path / "story.txt"
    path.write_text(f"desk: {CONVERSATIONS / 'desk.yaml'}\n{words}", encoding="utf-8")
    (tmp_path / "desk").mkdir()
    play(path, tmp_path / "desk")


def test_it_takes_the_better_proof_and_no_rule_says_it(tmp_path: Path) -> None:
    """What an agent's token alone does not prove enough for, and what no rule may do by itself."""
    assert VERBS["also"].risk is Risk.HIGH
    (tmp_path / "desk.yaml").write_text((CONVERSATIONS / "desk.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "10.yaml").write_text("- {name: same name, on: created, then: [{also: mallory@evil.example}]}\n", encoding="utf-8")

    rules, problems = check_rules(tmp_path / "rules", load_config(tmp_path / "desk.yaml"), frozenset())

    assert rules is None
    assert "a rule has no verb" in str(problems[0].wrong)
