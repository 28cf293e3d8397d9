"""What proves an agent, and for which actions: the decision table row by row, and the class of each verb."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest

from maildesk.changes import Change
from maildesk.commands.dispatch import NOTHING_TO_RECALL, Recall, needed
from maildesk.config.proving import Proving
from maildesk.intake.trust.judge import PROVES, Presented, good_for, judge_trust
from maildesk.judged import NO_PROOF, Proof, Trust, TrustLevel, level_of
from maildesk.mail import Envelope, ParsedMail
from maildesk.risk import Risk
from maildesk.verbs.deed import Deed
from maildesk.verbs.table import VERBS
from tests.proving import TOKEN_ALONE
from tests.test_decide import ANNA, DIRECTORY, NOW, TO_ANNA

OWN_DOMAIN = Proof(own=True, aligned=True)


@pytest.mark.parametrize(
    ("given_up", "letter", "proof", "up_to"),
    [
        (frozenset(), True, NO_PROOF, None),
        (frozenset(), False, OWN_DOMAIN, None),
        (frozenset(), True, OWN_DOMAIN, Risk.USUAL),
        ({"confirmation"}, True, NO_PROOF, None),
        ({"confirmation"}, False, OWN_DOMAIN, None),
        ({"confirmation"}, True, OWN_DOMAIN, Risk.HIGH),
        ({"signature"}, True, NO_PROOF, Risk.USUAL),
        ({"signature"}, False, OWN_DOMAIN, None),
        ({"signature"}, True, OWN_DOMAIN, Risk.USUAL),
        (frozenset(), True, Proof(upstream=True), Risk.USUAL),
        (frozenset(), False, Proof(upstream=True), None),
        (frozenset(), True, Proof(internal=True), Risk.USUAL),
        (TOKEN_ALONE, False, Proof(internal=True), None),
        (frozenset(), False, Proof(login=True), Risk.USUAL),
        ({"confirmation"}, False, Proof(login=True), Risk.HIGH),
        (TOKEN_ALONE, True, NO_PROOF, Risk.HIGH),
        (TOKEN_ALONE, False, OWN_DOMAIN, None),
        (TOKEN_ALONE, False, NO_PROOF, None),
    ],
)
def test_what_a_mail_proves_an_agent_for(given_up: frozenset[str], letter: bool, proof: Proof, up_to: Risk | None) -> None:
    """Each line is one desk and one mail: what is given up, whether the agent's own letter is answered, what the domain says."""
    mail = Presented(ParsedMail(sender=ANNA), Envelope(), (TO_ANNA,) if letter else (), proof)
    trust = judge_trust(mail, DIRECTORY, NOW, given_up)

    assert trust.up_to == up_to
    assert trust.agent == (ANNA if up_to else None)


@pytest.mark.parametrize("proof", [OWN_DOMAIN, Proof(upstream=True), Proof(login=True), Proof(internal=True)])
@pytest.mark.parametrize("hours", [-73, 73])
def test_what_was_kept_for_days_proves_nobody(proof: Proof, hours: int) -> None:
    """Whoever got hold of a mail, and brings it back by a way that the house trusts, comes too late with it; and nothing is dated ahead."""
    mail = ParsedMail(sender=ANNA, date=NOW + timedelta(hours=hours))
    fresh = replace(mail, date=NOW - timedelta(hours=71))

    assert judge_trust(Presented(mail, Envelope(), (TO_ANNA,), proof), DIRECTORY, NOW, frozenset()).agent is None
    assert judge_trust(Presented(fresh, Envelope(), (TO_ANNA,), proof), DIRECTORY, NOW, frozenset()).agent == ANNA
    assert judge_trust(Presented(mail, Envelope(submitted_as=ANNA), (), proof), DIRECTORY, NOW, frozenset()).up_to is Risk.HIGH


@pytest.mark.parametrize("given_up", [frozenset(), TOKEN_ALONE])
def test_a_password_is_good_for_everything(given_up: frozenset[str]) -> None:
    """Who submits with a password is asked nothing more, whatever the desk wants of others."""
    assert judge_trust(Presented(ParsedMail(sender=ANNA), Envelope(submitted_as=ANNA)), DIRECTORY, NOW, given_up).up_to is Risk.HIGH


def test_what_proves_a_sender_proves_no_agent_without_the_from() -> None:
    """A customer who got hold of an agent's letter and password stays who stands in From."""
    mail = Presented(ParsedMail(sender="kim@customer.example"), Envelope(submitted_as=ANNA), (TO_ANNA,), OWN_DOMAIN)

    assert judge_trust(mail, DIRECTORY, NOW, TOKEN_ALONE).up_to is None


@pytest.mark.parametrize(
    ("said", "given_up", "asks"),
    [
        ({}, set(), True),
        ({"gives_up": []}, set(), True),
        ({"gives_up": ["confirmation"]}, {"confirmation"}, True),
        ({"gives_up": ["signature", "confirmation"]}, {"signature", "confirmation"}, False),
        ({"gives_up": ["signature"], "dns": True}, {"signature"}, True),
        ({"internal": {"system": "postfix", "servers": ["mail.example.com"]}}, set(), False),
    ],
)
def test_a_desk_gives_up_only_what_it_says(said: dict[str, Any], given_up: set[str], asks: bool) -> None:
    """Where desk.yaml is silent the whole table counts, and name servers are asked if nothing else could prove an agent."""
    proof = Proving.model_validate(said)

    assert (proof.given_up, proof.asks_dns) == (given_up, asks)


EVIDENCE = sorted({one for row in PROVES for one in row.evidence})
SUBSETS = [frozenset(one) for many in range(len(EVIDENCE) + 1) for one in combinations(EVIDENCE, many)]
GIVEN_UP = [frozenset(one) for many in range(3) for one in combinations(sorted(TOKEN_ALONE), many)]


@pytest.mark.parametrize("given_up", GIVEN_UP)
def test_more_proof_and_more_given_up_never_count_for_less(given_up: frozenset[str]) -> None:
    """Whatever is added to a mail's proof, or given up, it is good for as much as before at least; nothing at all proves nobody."""

    def good(there: frozenset[str], without: frozenset[str]) -> int:
        return good_for({one: one in there for one in EVIDENCE}, without) or 0

    for there in SUBSETS:
        assert all(good(there | {one}, given_up) >= good(there, given_up) for one in EVIDENCE)
        assert all(good(there, given_up | {one}) >= good(there, given_up) for one in TOKEN_ALONE)
    assert good(frozenset(), given_up) == 0


@pytest.mark.parametrize(
    ("trust", "word"),
    [
        (Trust(), "none"),
        (Trust(token=True), "token"),
        (Trust(TrustLevel.DMARC), "dmarc"),
        (Trust(TrustLevel.DMARC, token=True), "dmarc + token"),
        (Trust(TrustLevel.SUBMITTED, token=True), "submitted + token"),
        (Trust(TrustLevel.SIGNED), "signed"),
        (Trust(vouched="challenge:anna@example.com"), "challenge"),
        (Trust(TrustLevel.DMARC, vouched="operator:root"), "dmarc + released"),
    ],
)
def test_the_proof_is_kept_in_a_word(trust: Trust, word: str) -> None:
    """What stands with each message; the level can be read from it again."""
    assert trust.word == word
    assert level_of(word) is trust.level


# Every verb there is, by what §5.2 of the security model says of it. A verb that is new, or has another name, has to be put where it belongs.
RISKY = {
    "add or remove a participant": ("cc", "bcc", "mute", "customer", "also"),
    "forward outside": ("ask", "forward"),
    "merge or split": ("merge", "split"),
    "delete": ("redact",),
    "change a queue or a rule": ("queue", "block", "unblock"),
    "more than one ticket": ("link", "dup"),
}
USUAL = {
    "a public reply": ("reply", "from", "canned", "kb", "send", "hold", "silent"),
    "status": ("open", "close", "wait", "status", "junk", "notjunk", "snooze", "due", "remind"),
    "assign": ("assign", "unassign", "take", "notify", "watch", "unwatch"),
    "tag": ("priority", "type", "tag", "untag", "set", "subject", "time", "bill"),
    "what it stands for is asked for itself": ("macro", "undo"),
}
NOTE = ("note",)


def test_each_verb_needs_what_the_model_says() -> None:
    """A stranger who wrote in an agent's name could do lasting harm with a risky one; agents are not asked to confirm what they do all day."""
    written = [
        *((verb, Risk.HIGH) for verbs in RISKY.values() for verb in verbs),
        *((verb, Risk.USUAL) for verbs in USUAL.values() for verb in verbs),
        *((verb, Risk.NOTE) for verb in NOTE),
    ]

    assert dict(written) == {name: verb.risk for name, verb in VERBS.items()}
    assert len(written) == len(VERBS)


@pytest.mark.parametrize("verb", [verb for verbs in RISKY.values() for verb in verbs])
def test_to_take_something_back_is_as_risky_as_to_do_it(verb: str) -> None:
    """Else whoever may not put himself on a ticket would wait until he is taken off, and take that back."""
    own = Deed(1, 1, f"agent:{ANNA}", "mail 1", NOW, ((verb, ""), ("close", "")))

    assert needed((Change("undo"),), Recall(own)) is Risk.HIGH
    assert needed((Change("undo"),), Recall(replace(own, did=(("close", ""),)))) is Risk.USUAL
    assert needed((Change("note"),), Recall(own)) is Risk.NOTE


def test_what_a_colleague_did_is_taken_back_by_confirmation_only() -> None:
    """Whatever it was: it is not known what the colleague had in mind."""
    assert needed((Change("undo", "ben@example.com"),), NOTHING_TO_RECALL) is Risk.HIGH
