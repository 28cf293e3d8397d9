"""What each clue of a mail came to: which one won, and why each of the others lost. Pure; `explain` and the trace show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maildesk.language import Said
from maildesk.letter import ENDED, Challenge, Letter
from maildesk.store.kinship import MOST_KIN
from maildesk.threading import joining, machines, sentcopies, sidetalk, staffmail
from maildesk.threading.clues import TokenClue, Where
from maildesk.threading.decide import STEPS, Step, deciding
from maildesk.threading.decision import (
    Answer,
    AnsweredOutside,
    Append,
    Archived,
    Confirmed,
    Decision,
    Hold,
    LinkedTicket,
    Question,
    Reported,
    SideAnswer,
)
from maildesk.ticket import ON_THE_TICKET, Ticket
from maildesk.tokens import TokenKind


@dataclass(frozen=True, slots=True)
class Weighed:
    """One clue: what it is, the ticket it leads to (None: to none), whether it won, and why or why not."""

    clue: Said
    ticket: int | None
    won: bool
    why: Said

    @property
    def said(self) -> Said:
        """All of it in one line."""
        clue = Said("{clue} to #{number}", clue=self.clue, number=self.ticket) if self.ticket is not None else self.clue
        return Said("{clue}, won: {why}", clue=clue, why=self.why) if self.won else Said("{clue}, lost: {why}", clue=clue, why=self.why)


_SHOWN = 80  # characters of an id

_BY_TOKEN: tuple[Step, ...] = (
    joining.archived,
    staffmail.agent_answers,
    sidetalk.outside_answers,
    joining.by_token,
    joining.expired_token,
    sentcopies.agent_answered_outside,
)
_BY_REPORT: tuple[Step, ...] = (machines.report, sidetalk.outside_answers, joining.robot_on_return_path)
_BY_REFERENCE: tuple[Step, ...] = (joining.archived, sentcopies.agent_answered_outside, staffmail.agent_answers, joining.by_reference)


def weigh(asked: Question) -> tuple[Weighed, ...]:
    """Every clue with its verdict, the strongest kind first."""
    scales = _Scales(asked, *deciding(asked))
    return (*scales.copies(), *scales.tokens(), *scales.references(), *scales.label(), *scales.likenesses())


@dataclass(frozen=True, slots=True)
class _Scales:
    asked: Question
    place: int  # of the step that decided
    decision: Decision

    def copies(self) -> Iterator[Weighed]:
        kin = self.asked.candidates.kin
        if kin.twin is not None:
            yield Weighed(Said("the bytes"), None, self._by((machines.duplicate,)), Said("mail {mail} is the same to the byte", mail=kin.twin))
        if kin.namesake is not None:
            text = Said("mail {mail} bears it, too, with the same words", mail=kin.namesake)
            why = text if kin.copy or kin.unheard else Said("mail {mail} bears it, too, with other words, so it leads nowhere", mail=kin.namesake)
            yield Weighed(Said("Message-ID"), None, kin.copy and self._by((machines.duplicate,)), why)

    def tokens(self) -> Iterator[Weighed]:
        letters = {letter.id: letter for letter in (*self.asked.candidates.letters, *self.asked.candidates.reported)}
        questions = {one.letter: one for one in self.asked.candidates.challenges}
        for token in self.asked.clues.tokens:
            letter = letters.get(token.letter)
            home = self.asked.candidates.home(letter.ticket) if letter else None
            if token.kind is TokenKind.CONFIRM and token.letter in questions:
                yield self._question(token, questions[token.letter])
                continue
            won, why = self._token(token, letter, home)
            yield Weighed(Said("a token of ours in {where}", where=token.where), home.number if home else None, won, why)

    def _question(self, token: TokenClue, question: Challenge) -> Weighed:
        """A challenge's token leads to no ticket: what it won is the agent's word about the mail."""
        why = Said("it asks {person} about mail {mail}", person=question.agent, mail=question.mail)
        return Weighed(Said("a token of ours in {where}", where=token.where), None, isinstance(self.decision, Confirmed), why)

    def _token(self, token: TokenClue, letter: Letter | None, home: Ticket | None) -> tuple[bool, Said]:
        if letter is None or home is None:
            return False, Said("it names no letter about a ticket that is here")
        to = Said("a letter to {person}", person=letter.person)
        if token.kind is TokenKind.BOUNCE or token.where is Where.RETURNED:
            won = self._by(_BY_REPORT) and self._target == home.number
            return won, to if won else Said("{about}: it tells where a report belongs, and joins nobody", about=to)
        if letter.expires <= self.asked.now and not self._by((joining.expired_token, joining.archived)):
            if letter.expires == ENDED:
                return False, Said("{about}: who got it is no agent any more", about=to)
            return False, Said("{about}: it expired on {day}", about=to, day=f"{letter.expires:%Y-%m-%d}")
        return self._outcome(_BY_TOKEN, home, to)

    def references(self) -> Iterator[Weighed]:
        kin = self.asked.candidates.kin
        for home in joining.homes(self.asked, (*kin.shared, *kin.seen)):
            yield Weighed(Said("reference"), home.number, *self._outcome(_BY_REFERENCE, home, self._part(home)))
        if len(kin.seen) >= MOST_KIN:
            why = Said("its ids stand on {count} tickets or more, as a newsletter's do: they lead to the sender's own alone", count=MOST_KIN)
            yield Weighed(Said("reference"), None, False, why)
        # What answers our letter refers to it, and that is a token: the ids beside it are told of where they are all there is.
        if self.asked.clues.parents and not kin.seen and not self.asked.clues.tokens:
            first, *more = self.asked.clues.parents
            text = Said("reference to {id}", id=first[:_SHOWN])
            if more:
                text = Said("reference to {id}, and {count} more", id=first[:_SHOWN], count=len(more))
            yield Weighed(text, None, False, Said("nothing that it refers to has been seen before"))

    def label(self) -> Iterator[Weighed]:
        """Each number of the subject, the one that counts first."""
        chosen = self.asked.labelled
        if chosen is not None:
            yield Weighed(Said("number in the subject"), chosen.number, *self._outcome((joining.by_label,), chosen, self._part(chosen)))
        for number in self.asked.clues.labels:
            home = self.asked.candidates.home(number)
            if home is None:
                yield Weighed(Said("number in the subject"), None, False, Said("there is no ticket {number}", number=number))
            elif home != chosen:
                why = Said("{about}; another number of the subject comes before it", about=self._part(home))
                yield Weighed(Said("number in the subject"), home.number, False, why)

    def likenesses(self) -> Iterator[Weighed]:
        """What looks alike never wins a mail: at most people are asked."""
        similar = getattr(self.decision, "similar", ())
        yield from (Weighed(Said("likeness"), one.number, False, Said("agents are asked whether the two are one")) for one in similar)

    def _outcome(self, steps: tuple[Step, ...], home: Ticket, about: Said) -> tuple[bool, Said]:
        """Whether a clue of these steps that leads here won, and how it stands to what did."""
        if self._by(steps):
            if self._target == home.number:
                return True, about
            return False, Said("{about}; #{number} comes before it: {why}", about=about, number=self._target or 0, why=self._rank_of(home))
        if self.place < max(map(STEPS.index, steps)):
            return False, Said("{about}; something stronger decided: {why}", about=about, why=self.decision.why)
        return False, Said("{about}; that is not enough", about=about)

    def _rank_of(self, home: Ticket) -> Said:
        target = self.asked.candidates.tickets.get(self._target or 0)
        if target is not None and (self.asked.standing(target) in ON_THE_TICKET) > (self.asked.standing(home) in ON_THE_TICKET):
            return Said("the sender takes part in it")
        if target is not None and target == joining.gone_on(self.asked, home):
            return Said("it began beside the older one, and the mail goes on with it")
        return Said("it is of the mailbox that was written to, or something happened on it later")

    def _part(self, home: Ticket) -> Said:
        if self.asked.trust.named is not None:
            return Said("the sender is an agent")
        standing = self.asked.standing(home)
        if standing is None and joining.is_colleague(self.asked, home):
            return Said("the sender is of the customer's organisation")
        return Said("the sender is {standing} there", standing=standing) if standing else Said("the sender takes no part there")

    def _by(self, steps: tuple[Step, ...]) -> bool:
        return self.place < len(STEPS) and STEPS[self.place] in steps

    @property
    def _target(self) -> int | None:
        """The ticket that the mail came to, or that its own is linked to."""
        match self.decision:
            case Append(ticket=ticket) | Answer(ticket=ticket) | Reported(ticket=ticket) | SideAnswer(ticket=ticket):
                return ticket.number
            case Archived(ticket=there) | AnsweredOutside(ticket=there):
                return there.number if there else None
            case LinkedTicket(related=number):
                return number
            case Hold(ticket=number):
                return number
        return None
