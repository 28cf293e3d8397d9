"""Where a mail belongs: every rule of the decision, and who is believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from maildesk.config.schema import ClosedAfter, Mailbox
from maildesk.directory import AgentEntry, Directory
from maildesk.intake.trust.judge import Presented, judge_trust
from maildesk.judged import Nature, NatureKind, Trust, TrustLevel
from maildesk.letter import Letter, LetterKind
from maildesk.mail import Address, Envelope, ParsedMail
from maildesk.store.kinship import MOST_KIN, Kin
from maildesk.threading.candidates import Candidates
from maildesk.threading.clues import Clues, TokenClue, Where
from maildesk.threading.decide import decide_thread
from maildesk.threading.decision import Answer, Append, Decision, Hold, Ignore, LinkedTicket, NewTicket, Reported
from maildesk.ticket import MessageKind, Role, Standing, Status, Ticket
from maildesk.tokens import TokenKind
from tests.proving import TOKEN_ALONE

NOW = datetime(2026, 1, 5, 10, tzinfo=UTC)
SUPPORT = Mailbox(address="support@example.com", name="Support")
ANNA, KIM, STRANGER = "anna@example.com", "kim@customer.example", "mallory@evil.example"
DIRECTORY = Directory((AgentEntry(ANNA, "Anna", Role.AGENT),))
TICKET = Ticket(12, SUPPORT.address, "Printer", KIM, NOW, NOW)
OTHER = replace(TICKET, number=13, updated=NOW + timedelta(hours=1))
CLOSED = replace(TICKET, status=Status.CLOSED, closed=NOW - timedelta(days=20))
TO_KIM = Letter(
    1,
    LetterKind.REPLY,
    12,
    SUPPORT.address,
    KIM,
    (KIM,),
    "<1@example.com>",
    0,
    MessageKind.INBOUND,
    False,
    NOW - timedelta(days=1),
    NOW + timedelta(days=90),
)
TO_ANNA = replace(TO_KIM, id=2, kind=LetterKind.NOTIFICATION, person=ANNA, answer=MessageKind.REPLY)


def decide(
    sender: str | None,
    candidates: Candidates = Candidates(),  # noqa: B008 - frozen and empty
    clues: Clues | None = None,
    kind: NatureKind = NatureKind.HUMAN,
    *,
    envelope: Envelope = Envelope(),  # noqa: B008 - frozen and empty
    shown: str = "",
) -> Decision:
    """The decision about a mail of this sender, whose trust is judged by the same letters as in the daemon."""
    mail = ParsedMail(sender=sender, from_=Address("", shown or sender or ""))
    trust = judge_trust(Presented(mail, envelope, candidates.letters), DIRECTORY, NOW, TOKEN_ALONE)
    return decide_thread(clues or Clues(SUPPORT), candidates, mail, Nature(kind, True), trust, NOW)


def known(*tickets: Ticket, standing: Standing | None = None, **facts: object) -> Candidates:
    """Candidates with these tickets, on all of which the sender stands alike."""
    numbers = {ticket.number: ticket for ticket in tickets or (TICKET,)}
    return Candidates(tickets=numbers, standings=dict.fromkeys(numbers, standing), **facts)  # type: ignore[arg-type] - facts are its fields


# -- nothing known


def test_a_mail_without_clues_is_a_new_ticket() -> None:
    """Most mails are."""
    assert isinstance(decide(KIM), NewTicket)
    assert isinstance(decide(None), NewTicket)


# -- tokens


def test_a_token_joins_a_participant_as_such() -> None:
    """The requester answers our letter: an entry of the ticket, proven, with nothing to tell agents about."""
    decision = decide(KIM, known(letters=(TO_KIM,), standing=Standing.REQUESTER))

    assert decision == Append(TICKET, Standing.REQUESTER, TO_KIM, False, (), "it carries a valid token of our letter about #12")


def test_an_expired_token_links_only() -> None:
    """Whoever writes after the letter's time opens a ticket of their own."""
    late = replace(TO_KIM, expires=NOW)

    assert isinstance(decide(KIM, known(letters=(late,), standing=Standing.REQUESTER)), LinkedTicket)


def test_of_several_tickets_the_senders_own_wins() -> None:
    """Case 19: where the sender takes part, then where something happened last."""
    letters = (replace(TO_KIM, ticket=13), TO_KIM)
    tickets = {12: TICKET, 13: OTHER}
    mine = decide(KIM, Candidates(letters=letters, tickets=tickets, standings={12: Standing.REQUESTER, 13: None}))
    nobodys = decide(KIM, Candidates(letters=letters, tickets=tickets, standings={12: None, 13: None}))

    assert isinstance(mine, Append)
    assert isinstance(nobodys, Append)
    assert (mine.ticket.number, nobodys.ticket.number) == (12, 13)
    assert mine.letter == TO_KIM


@pytest.mark.parametrize(("part_of", "asked"), [(None, "it went to the address of ticket 13, but answers a letter about ticket 12: "), (12, "")])
def test_an_address_and_a_letter_of_two_tickets_are_asked_about(part_of: int | None, asked: str) -> None:
    """An agent's answer goes to neither customer before that; tickets that became one are one."""
    other = replace(TO_ANNA, id=3, ticket=13)
    tokens = (TokenClue(TokenKind.REPLY, 3, Where.RECIPIENT), TokenClue(TokenKind.MESSAGE_ID, 2, Where.IN_REPLY_TO))
    candidates = known(TICKET, replace(OTHER, merged_into=part_of), letters=(other, TO_ANNA))

    decision = decide(ANNA, candidates, Clues(SUPPORT, addressed_in=frozenset({"to"}), tokens=tokens))

    assert isinstance(decision, Answer)
    assert decision.ticket == TICKET
    assert str(decision.unclear or "").partition("answer this mail")[0] == asked


# -- ids and labels


def test_a_newsletters_id_relates_nothing() -> None:
    """An id that stands on many tickets says nothing about any of them."""
    assert isinstance(decide(STRANGER, known(kin=Kin(seen=tuple(range(12, 12 + MOST_KIN))))), NewTicket)


def test_a_label_of_no_ticket_is_no_clue() -> None:
    """Anybody's system writes numbers into subjects."""
    assert isinstance(decide(KIM, known(standing=Standing.REQUESTER), Clues(SUPPORT, label=99)), NewTicket)


@pytest.mark.parametrize("clues", [Clues(SUPPORT, forward=True, label=12), Clues(Mailbox(address="sales@example.com", name="Sales"), label=12)])
def test_a_forward_or_another_mailbox_links_unless_signed(clues: Clues) -> None:
    """Case 6: a participant's forward is another matter; a token outweighs it."""
    unsigned = known(standing=Standing.REQUESTER, kin=Kin(shared=(12,)))

    assert isinstance(decide(KIM, unsigned, clues), LinkedTicket)
    assert isinstance(decide(KIM, replace(unsigned, letters=(TO_KIM,)), clues), Append)


def test_an_internal_server_proves_a_participant() -> None:
    """With better trust than none, an id joins without a flag, and may reopen."""
    mail = ParsedMail(sender=KIM)
    trust = Trust(TrustLevel.INTERNAL)
    found = decide_thread(
        Clues(SUPPORT), known(CLOSED, standing=Standing.REQUESTER, kin=Kin(shared=(12,))), mail, Nature(NatureKind.HUMAN, True), trust, NOW
    )

    assert isinstance(found, Append)
    assert (found.flags, found.reopen) == ((), True)


# -- closed tickets


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("reopen", Append), ("new", LinkedTicket), (ClosedAfter(new_after="14d"), LinkedTicket), (ClosedAfter(new_after="30d"), Append)],
)
def test_a_closed_ticket_follows_its_mailboxs_policy(policy: object, expected: type) -> None:
    """The ticket was closed twenty days ago; a token comes."""
    clues = Clues(SUPPORT.model_copy(update={"closed": policy}))
    decision = decide(KIM, known(CLOSED, letters=(TO_KIM,), standing=Standing.REQUESTER), clues)

    assert isinstance(decision, expected)
    assert not isinstance(decision, Append) or decision.reopen


def test_without_proof_nothing_is_reopened() -> None:
    """From is anybody's to write: a closed ticket stays closed."""
    decision = decide(KIM, known(CLOSED, standing=Standing.REQUESTER, kin=Kin(shared=(12,))))

    assert isinstance(decision, Append)
    assert not decision.reopen


# -- machines


@pytest.mark.parametrize("kind", [NatureKind.OUT_OF_OFFICE, NatureKind.AUTO_REPLY, NatureKind.CHALLENGE])
@pytest.mark.parametrize("policy", ["reopen", "new"])
def test_a_robots_answer_never_reopens(kind: NatureKind, policy: str) -> None:
    """Case 57: it is kept on its ticket, changes nothing and opens nothing, whatever the policy."""
    clues = Clues(SUPPORT.model_copy(update={"closed": policy}))
    decision = decide(KIM, known(CLOSED, letters=(TO_KIM,), standing=Standing.REQUESTER), clues, kind)

    assert isinstance(decision, Append)
    assert (decision.reopen, decision.flags) == (False, ("robot",))


def test_a_robot_answers_to_the_return_path() -> None:
    """RFC 3834 §4: a bounce token brings an automatic answer home, and a person nowhere."""
    found = known(reported=(TO_KIM,), standing=Standing.REQUESTER)

    assert isinstance(decide(KIM, found, kind=NatureKind.OUT_OF_OFFICE), Append)
    assert isinstance(decide(KIM, found), NewTicket)


def test_out_of_office_that_belongs_nowhere_is_ignored() -> None:
    """Nobody wants a ticket about a stranger's holidays; a monitoring mail is one."""
    assert decide(STRANGER, known(kin=Kin(seen=(12,))), kind=NatureKind.OUT_OF_OFFICE) == Ignore(
        "builtin:out-of-office", "an out-of-office notice that belongs to no ticket"
    )
    assert isinstance(decide(STRANGER, kind=NatureKind.AUTO_REPLY), NewTicket)


@pytest.mark.parametrize("kind", [NatureKind.BOUNCE, NatureKind.DELAY, NatureKind.COMPLAINT])
@pytest.mark.parametrize("place", ["letters", "reported"])
def test_a_report_is_told_on_the_ticket_of_its_letter(kind: NatureKind, place: str) -> None:
    """Case 53: a bounce belongs to the letter it is about, by its token or by the mail it gives back."""
    decision = decide("mailer-daemon@relay.example", known(**{place: (TO_KIM,)}, left={1: frozenset({KIM})}), kind=kind)

    assert isinstance(decision, Reported)
    assert (decision.ticket, decision.letter, decision.believed) == (TICKET, TO_KIM, True)


def test_a_report_about_nothing_of_ours_is_ignored() -> None:
    """V066: a forged bounce that names a person and no letter has no effect, even with a label and known ids."""
    decision = decide(STRANGER, known(standing=Standing.REQUESTER, kin=Kin(shared=(12,))), Clues(SUPPORT, label=12), NatureKind.BOUNCE)

    assert isinstance(decision, Ignore)
    assert decision.rule == "builtin:unmatched-report"


# -- our own, twice


def test_our_own_letter_is_ignored() -> None:
    """Case 30: a copy of what we sent is never a ticket."""
    decision = decide(SUPPORT.address, known(letters=(TO_KIM,)), Clues(SUPPORT, own_id=True, from_ourselves=True))

    assert isinstance(decision, Ignore)
    assert decision.rule == "builtin:own-mail"


def test_a_mail_in_our_name_is_held() -> None:
    """Case 64: our address in From without our id is a loop or a forgery."""
    decision = decide(SUPPORT.address, known(letters=(TO_KIM,)), Clues(SUPPORT, from_ourselves=True))

    assert isinstance(decision, Hold)
    assert decision.rule == "builtin:from-ourselves"


def test_the_same_mail_again_is_ignored() -> None:
    """A client that did not hear our 250 sends the same bytes again."""
    decision = decide(KIM, known(letters=(TO_KIM,), kin=Kin(twin=5, namesake=5)))

    assert isinstance(decision, Ignore)
    assert decision.rule == "builtin:duplicate"
