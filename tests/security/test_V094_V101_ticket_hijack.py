"""Nobody comes into another's ticket by what can be guessed, copied or overheard (V094 to V097, V099, V101)."""

from __future__ import annotations

import pytest

from maildesk.store.kinship import Kin
from maildesk.threading.candidates import Candidates
from maildesk.threading.clues import Clues
from maildesk.threading.decision import Append, LinkedTicket, NewTicket
from maildesk.ticket import Standing
from tests.test_decide import KIM, STRANGER, SUPPORT, TO_KIM, decide, known


@pytest.mark.parametrize("sender", [STRANGER, None])
def test_a_token_joins_a_stranger_as_third_party(sender: str | None) -> None:
    """V095, V099: agents see the mail, flagged; its sender becomes no participant."""
    decision = decide(sender, known(letters=(TO_KIM,)))

    assert isinstance(decision, Append)
    assert (decision.standing, decision.flags) == (Standing.THIRD_PARTY, ("third-party",))


def test_an_id_joins_a_participant_flagged_unproven() -> None:
    """V097: nothing but From and an id that others know: it is shown as unproven."""
    decision = decide(KIM, known(standing=Standing.PARTICIPANT, kin=Kin(shared=(12,), seen=(12,))))

    assert isinstance(decision, Append)
    assert (decision.flags, decision.letter, decision.reopen) == (("unproven",), None, False)


def test_an_id_joins_no_stranger() -> None:
    """V097, case 4: the stranger's mail is a ticket of its own, possibly related."""
    assert decide(STRANGER, known(kin=Kin(seen=(12,)))) == LinkedTicket(12, "it refers to a mail of #12, where the sender takes no part")


def test_a_third_party_is_joined_by_a_token_only() -> None:
    """Having been on a ticket as a third party gives no right to come back by an id."""
    assert isinstance(decide(STRANGER, known(standing=Standing.THIRD_PARTY, kin=Kin(seen=(12,)))), LinkedTicket)


@pytest.mark.parametrize(("sender", "standing", "expected"), [(KIM, Standing.REQUESTER, Append), (STRANGER, None, LinkedTicket)])
def test_a_label_is_a_hint(sender: str, standing: Standing | None, expected: type) -> None:
    """V096, cases 5 and 14: a number joins a participant, unproven, and nobody else."""
    decision = decide(sender, known(standing=standing), Clues(SUPPORT, label=12))

    assert isinstance(decision, expected)
    assert not isinstance(decision, Append) or decision.flags == ("unproven",)


@pytest.mark.parametrize(
    "found", [Candidates(kin=Kin(namesake=5)), known(letters=(TO_KIM,), kin=Kin(namesake=5)), known(kin=Kin(namesake=5, seen=(12,)))]
)
def test_another_mail_with_the_same_id_is_kept(found: Candidates) -> None:
    """V101, case 29: the id is worth nothing then, the mail stays what it is, and people are told."""
    decision = decide(STRANGER, found)

    assert isinstance(decision, NewTicket | Append | LinkedTicket)
    assert "msgid-collision" in decision.flags


def test_v094_v096_a_spoofed_requester_without_a_token_changes_nobody() -> None:
    """A guessed number and the requester's From: an entry flagged unproven; a stranger's is a ticket of its own."""
    assert isinstance(decide(STRANGER, known(), Clues(SUPPORT, label=12)), LinkedTicket)
