"""Each clue of a mail has a verdict: which one won, and why each of the others lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from maildesk.directory import Directory
from maildesk.intake.trust.judge import Presented, judge_trust
from maildesk.judged import Nature, NatureKind
from maildesk.mail import Envelope, ParsedMail
from maildesk.store.kinship import MOST_KIN, Kin
from maildesk.threading.candidates import Candidates
from maildesk.threading.clues import Clues, TokenClue, Where
from maildesk.threading.decision import Question
from maildesk.threading.weighing.clues import weigh
from maildesk.ticket import Standing
from maildesk.tokens import TokenKind
from tests.proving import TOKEN_ALONE
from tests.test_decide import KIM, NOW, OTHER, SUPPORT, TICKET, TO_KIM, known

TOKEN = TokenClue(TokenKind.REPLY, TO_KIM.id, Where.RECIPIENT)
BOTH = {12: TICKET, 13: OTHER}


def weighed(clues: Clues, found: Candidates, kind: NatureKind = NatureKind.HUMAN) -> list[str]:
    mail = ParsedMail(sender=KIM)
    trust = judge_trust(Presented(mail, Envelope(), found.letters), Directory(), NOW, TOKEN_ALONE)
    return [str(one.said) for one in weigh(Question(clues, found, mail, Nature(kind, True), trust, NOW))]


def on_both(standing: Standing | None = Standing.REQUESTER, **facts: object) -> Candidates:
    return replace(known(TICKET, OTHER, standing=standing), **facts)  # type: ignore[arg-type] - facts are its fields


CASES = {
    "a token outweighs a number": (
        Clues(SUPPORT, tokens=(TOKEN,), label=13),
        on_both(letters=(TO_KIM,)),
        [
            f"a token of ours in recipient address to #12, won: a letter to {KIM}",
            "number in the subject to #13, lost: the sender is requester there; something stronger decided: it carries a valid token of our letter about #12",
        ],
    ),
    "a number beside one that counts, and one of no ticket": (
        Clues(SUPPORT, label=13, further=(12, 99)),
        on_both(standings={12: Standing.REQUESTER, 13: None}),
        [
            "number in the subject to #12, won: the sender is requester there",
            "number in the subject to #13, lost: the sender takes no part there; another number of the subject comes before it",
            "number in the subject, lost: there is no ticket 99",
        ],
    ),
    "ids that nobody has seen": (
        Clues(SUPPORT, ids=("<n@a>", "<p@a>", "<q@a>"), parents=("<p@a>", "<q@a>")),
        on_both(),
        ["reference to <p@a>, and 1 more, lost: nothing that it refers to has been seen before"],
    ),
    "the newer of two tickets": (
        Clues(SUPPORT, ids=("<n@a>", "<p@a>"), parents=("<p@a>",)),
        on_both(kin=Kin(seen=(13, 12))),
        [
            "reference to #13, won: the sender is requester there",
            "reference to #12, lost: the sender is requester there; #13 comes before it: it is of the mailbox that was written to, or something happened on it later",
        ],
    ),
    "the ticket where the sender takes part": (
        Clues(SUPPORT, ids=("<n@a>", "<p@a>"), parents=("<p@a>",)),
        on_both(kin=Kin(seen=(13, 12)), standings={12: Standing.REQUESTER, 13: None}),
        [
            "reference to #13, lost: the sender takes no part there; #12 comes before it: the sender takes part in it",
            "reference to #12, won: the sender is requester there",
        ],
    ),
    "an expired token": (
        Clues(SUPPORT, tokens=(TOKEN,), ids=("<n@a>", "<p@a>"), parents=("<p@a>",)),
        on_both(letters=(replace(TO_KIM, expires=NOW - timedelta(days=200)),), kin=Kin(seen=(13,))),
        [
            f"a token of ours in recipient address to #12, won: a letter to {KIM}",
            "reference to #13, lost: the sender is requester there; something stronger decided: its token of a letter about #12 expired",
        ],
    ),
    "another mail of the same id": (
        Clues(SUPPORT, ids=("<n@a>",)),
        Candidates(kin=Kin(namesake=5)),
        ["Message-ID, lost: mail 5 bears it, too, with other words, so it leads nowhere"],
    ),
    "a copy": (
        Clues(SUPPORT, ids=("<n@a>",)),
        Candidates(kin=Kin(namesake=5, copy=True)),
        ["Message-ID, won: mail 5 bears it, too, with the same words"],
    ),
    "a newsletter": (
        Clues(SUPPORT, ids=("<n@a>", "<p@a>"), parents=("<p@a>",)),
        Candidates(kin=Kin(seen=tuple(range(12, 12 + MOST_KIN)))),
        [f"reference, lost: its ids stand on {MOST_KIN} tickets or more, as a newsletter's do: they lead to the sender's own alone"],
    ),
    "nothing that is known": (
        Clues(SUPPORT, ids=("<n@a>", "<p@a>"), parents=("<p@a>",), label=99),
        Candidates(),
        ["reference to <p@a>, lost: nothing that it refers to has been seen before", "number in the subject, lost: there is no ticket 99"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_won_and_why_the_others_lost(case: str) -> None:
    """In the words that `explain` and the trace of a mail show."""
    clues, found, expected = CASES[case]
    assert weighed(clues, found) == expected
