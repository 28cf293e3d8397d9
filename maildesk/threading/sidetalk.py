"""What comes back from somebody outside whom an agent asked: kept beside the customer's conversation. A step of the decision."""

from __future__ import annotations

from maildesk.language import Said
from maildesk.letter import LetterKind
from maildesk.threading.decision import Decision, Question, SideAnswer


def outside_answers(asked: Question) -> Decision | None:
    """A token of such a letter outweighs every other clue: what it brings is never the customer's to read."""
    letters = (*asked.live, *((one for one in asked.candidates.reported if one.expires > asked.now) if asked.robot else ()))
    for letter in letters:
        ticket = asked.candidates.home(letter.ticket)
        if letter.kind is LetterKind.ASK and ticket is not None:
            found = {"robot": asked.robot, "side-stranger": asked.mail.sender != letter.person}
            flags = tuple(name for name, there in found.items() if there) + asked.collision()
            why = Said("it answers what {person} was asked about #{number}", person=letter.person, number=ticket.number)
            return SideAnswer(ticket, letter, flags, why)
    return None
