"""What the store knows of what an agent may take back, or have sent after all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maildesk.changes import Act, Change, TakeBack
from maildesk.clock import rfc3339
from maildesk.commands.dispatch import DISPATCHING, Recall
from maildesk.decision.consequence import Step
from maildesk.letter import Letter, LetterKind
from maildesk.store.deeds import by_hand, caused_by, last_of, waiting_on
from maildesk.store.engine import Session
from maildesk.ticket import Ticket
from maildesk.verbs.deed import Deed, altered_fields, is_for_good, other_addresses, shown

_BY_HISTORY = ("time", "bill")  # what counts by its line of history alone


@dataclass(frozen=True, slots=True)
class Sought:
    """Who asks, on which ticket, for what, and in answer to which letter."""

    ticket: int
    actor: str
    changes: tuple[Change, ...]
    letter: Letter | None = None


def recall_of(session: Session, sought: Sought, alone: bool = False) -> Recall:
    """What is meant; `alone`: from here on nobody claims the letters in it."""
    undo = next((change for change in sought.changes if change.verb == "undo"), None)
    deed = _meant(session, sought, undo) if undo else None
    letters = by_hand(session, deed.letters, alone) if deed else ()
    sends = any(change.verb in DISPATCHING for change in sought.changes)
    return Recall(deed, letters, waiting_on(session, sought.ticket, alone) if sends else ())


def _meant(session: Session, sought: Sought, undo: Change) -> Deed | None:
    """A receipt tells of one deed; otherwise it is the last one, of the agent who is named or of whoever asks."""
    letter = sought.letter
    if undo.value:
        return last_of(session, sought.ticket, f"agent:{undo.value}")
    if letter is not None and letter.kind is LetterKind.RECEIPT and letter.about_mail:
        return caused_by(session, sought.ticket, f"mail {letter.about_mail}")
    return last_of(session, sought.ticket, sought.actor)


def deed_of(act: Act, steps: Sequence[Step], before: Ticket, after: Ticket, others: frozenset[str] = frozenset()) -> Deed | None:
    """What a person did to a ticket by these steps, None where it was no person; `others` are the customer's other addresses before them."""
    if act.automatic or not act.actor.is_person:
        return None
    own = tuple(shown(step.change) for step in steps if not step.act.automatic)
    was, now = altered_fields(before, after)
    gone, new = other_addresses((effect for step in steps for effect in step.effects), others)
    waited = rfc3339(before.unanswered) if before.unanswered else None
    kept = [step.change for step in steps if not step.act.automatic and (is_for_good(step.effects) or step.change.verb in _BY_HISTORY)]
    stays = tuple(" ".join(filter(None, (f"#{verb}", words))) for verb, words in map(shown, kept))
    undoes = next((effect.deed for step in steps for effect in step.effects if isinstance(effect, TakeBack)), None)
    return Deed(0, after.number, act.actor.name, act.cause, act.now, own, was | gone, now | new, stays=stays, waited=waited, undoes=undoes)
