"""Who counts as an agent: nobody by headers, nobody by a token alone, nobody by From alone (V059 to V068)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from maildesk.directory import Directory
from maildesk.intake.trust.judge import Presented, judge_trust
from maildesk.judged import TrustLevel
from maildesk.letter import Letter
from maildesk.mail import Address, Envelope, ParsedMail
from maildesk.threading.decision import Answer, Append, Hold, NewTicket
from tests.proving import TOKEN_ALONE
from tests.test_decide import ANNA, DIRECTORY, NOW, STRANGER, TICKET, TO_ANNA, TO_KIM, decide, known

SUBMITTED = Envelope(submitted_as=ANNA)


def test_an_agent_with_the_letters_token_answers() -> None:
    """The token of a letter to Anna and a strict From of Anna: that is Anna."""
    decision = decide(ANNA, known(letters=(TO_ANNA,)))

    assert isinstance(decision, Answer)
    assert (decision.ticket, decision.letter, decision.agent) == (TICKET, TO_ANNA, ANNA)


def test_submission_alone_proves_an_agent() -> None:
    """SMTP AUTH as the address in From; without a letter there is nothing to answer, so it is a ticket."""
    trust = judge_trust(Presented(ParsedMail(sender=ANNA), SUBMITTED, ()), DIRECTORY, NOW, TOKEN_ALONE)

    assert (trust.level, trust.agent) == (TrustLevel.SUBMITTED, ANNA)
    assert isinstance(decide(ANNA, envelope=SUBMITTED), NewTicket)
    assert isinstance(decide(ANNA, known(letters=(TO_ANNA,)), envelope=SUBMITTED), Answer)


@pytest.mark.parametrize(
    ("case", "letters"),
    [
        ("no token at all", ()),
        ("the token of a letter to a customer", (TO_KIM,)),
        ("the token of a letter to another agent", (replace(TO_ANNA, person="bo@example.com"),)),
        ("a token that expired", (replace(TO_ANNA, expires=NOW - timedelta(seconds=1)),)),
    ],
)
def test_v061_v062_an_agents_from_without_her_own_live_token_is_held(case: str, letters: tuple[Letter, ...]) -> None:
    """V061, V062, V065: From is anybody's to write. Nothing is executed, relayed or shown as hers."""
    decision = decide(ANNA, known(letters=letters))

    assert isinstance(decision, Hold), case
    assert (decision.rule, decision.ticket) == ("builtin:unproven-agent", 12 if letters else None)


def test_v061_submission_as_somebody_else_proves_nothing() -> None:
    """One agent's password does not make another agent."""
    assert isinstance(decide(ANNA, known(), envelope=Envelope(submitted_as="bo@example.com")), Hold)


def test_v062_a_bounce_token_proves_no_agent() -> None:
    """Kinds never stand for each other: what is in an envelope sender is seen by every relay."""
    assert isinstance(decide(ANNA, known(reported=(TO_ANNA,))), Hold)


@pytest.mark.parametrize("shown", [f"{ANNA})bob@evil.example", f"{ANNA} <bob@evil.example>"])
def test_v059_v060_a_from_that_is_read_in_two_ways_is_nobody(shown: str) -> None:
    """V059, V060: where the strict reading has a doubt, a token of her letter makes a third party at most."""
    decision = decide(None, known(letters=(TO_ANNA,)), shown=shown)

    assert isinstance(decision, Append)
    assert decision.flags == ("third-party",)


def test_v060_a_doubtful_from_that_shows_an_agent_is_held() -> None:
    """The best-effort reading is what a person would see: it may claim, it never proves."""
    assert isinstance(decide(None, known(letters=(TO_ANNA,)), shown=ANNA), Hold)


def test_v064_a_former_agents_token_answers_nothing() -> None:
    """A disabled agent is in no directory: from then on the letters in her mailbox make her nobody's voice."""
    trust = judge_trust(Presented(ParsedMail(sender=ANNA), SUBMITTED, (TO_ANNA,)), Directory(), NOW, TOKEN_ALONE)

    assert (trust.agent, trust.claims_agent) == (None, None)


@pytest.mark.parametrize("sender", [STRANGER, None])
def test_v067_v068_other_headers_identify_nobody(sender: str | None) -> None:
    """Reply-To, Sender, Resent-From and a display name with an agent's address in it prove and claim nothing."""
    mail = ParsedMail(
        sender=sender,
        from_=Address(ANNA, STRANGER),
        reply_to=(Address("", ANNA),),
        headers=(("Sender", ANNA), ("Resent-From", ANNA), ("X-Maildesk-Agent", ANNA)),
    )
    trust = judge_trust(Presented(mail, Envelope(mail_from=ANNA), (TO_ANNA,)), DIRECTORY, NOW, TOKEN_ALONE)

    assert (trust.agent, trust.claims_agent) == (None, None)


def test_evidence_says_who_was_proven_by_what() -> None:
    """Agents read why a mail counted as whose."""
    evidence = judge_trust(
        Presented(ParsedMail(sender=ANNA), SUBMITTED, (TO_ANNA, replace(TO_KIM, expires=NOW))), DIRECTORY, NOW, TOKEN_ALONE
    ).evidence

    assert evidence == (
        "From is anna@example.com",
        "submitted with the password of anna@example.com",
        "a valid token of a letter to anna@example.com about #12",
        "a token that expired of a letter to kim@customer.example about #12",
    )
