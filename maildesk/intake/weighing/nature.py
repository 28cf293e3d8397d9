"""What spoke for each nature a mail might have had, and what was passed over; `explain` asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from maildesk.evidence import Evidence, lost, winners_first, won
from maildesk.intake.nature.bounces import read_report
from maildesk.intake.nature.bouncesigns import ENOUGH, signs_of_a_report
from maildesk.intake.nature.judge import (
    AUTO_REPLIES,
    SILENCERS,
    Facts,
    Likely,
    bare_subjects,
    begins,
    facts_of,
    is_persons_answer,
    judgements,
    said_to_be_away,
)
from maildesk.intake.nature.ourlist import LIST_HEADERS, as_it_was_sent, our_list
from maildesk.intake.nature.robotwords import AUTO_REPLY_SUBJECTS, CHALLENGES, OUT_OF_OFFICE_SUBJECTS
from maildesk.judged import Nature, NatureKind
from maildesk.language import Said
from maildesk.mail import Envelope, ParsedMail

_SHOWN = 60  # characters of a header's value
# Headers that every mail may bear, whatever wrote it.
_EVERYDAY = frozenset({"delivered-to"})
_MACHINES = frozenset(name for name, _ in AUTO_REPLIES) - _EVERYDAY - {name for name, _ in SILENCERS}


def weigh_nature(mail: ParsedMail, envelope: Envelope, nature: Nature, own_addresses: frozenset[str]) -> tuple[Evidence, ...]:
    """Every mark with its verdict; `nature` is what they came to."""
    ours = our_list(mail, envelope, own_addresses)
    mail, envelope = as_it_was_sent(mail, envelope, own_addresses)
    if nature.kind is NatureKind.OWN:
        return (won(Said("its Message-ID"), Said("it is one of ours")),)
    facts, report = facts_of(mail), read_report(mail, envelope)
    judged = dict.fromkeys((kind, why) for kind, why in judgements(mail, facts, envelope, report) if why)
    found = [
        won(why, Said("it stands for {nature}", nature=kind))
        if place == 0
        else lost(why, Said("it would stand for {nature}, but a surer mark decided", nature=kind))
        for place, (kind, why) in enumerate(judged)
    ]
    if not found:
        found.append(won(Said("a person"), Said("no mark of a machine, a list or a report counts")))
    said = {one.of for one in found}
    lists = (lost(Said.as_is("list-id"), Said("{mailbox} is that list: its author wrote to us", mailbox=one)) for one in sorted(ours))
    passed_over = chain(lists, _headers(facts), _subject(mail, said, nature), _words(mail, nature), () if report else _signs(mail, envelope))
    return winners_first((*found, *(one for one in passed_over if one.of not in said)))


def weigh_silence(mail: ParsedMail) -> Iterator[Evidence]:
    """The headers that ask machines to be silent, in a value that does not ask for it."""
    facts = facts_of(mail)
    for name, pattern in SILENCERS:
        for value in facts.get(name, ()):
            if pattern.fullmatch(value.strip()[:500]) is None:
                yield lost(_header(name, value), Said("that value asks for no silence"))


def _headers(facts: Facts) -> Iterator[Evidence]:
    for name in sorted(_MACHINES & facts.keys()):
        yield from (lost(_header(name, value), Said("a person's mail may say so, too")) for value in facts[name])
    for name, pattern in SILENCERS:
        for value in facts.get(name, ()) if name.endswith("precedence") else ():
            if pattern.fullmatch(value.strip()[:500]):
                yield lost(_header(name, value), Said("it asks for silence, and makes no machine of the sender"))
    if [name for name in LIST_HEADERS if name in facts] == ["list-unsubscribe"]:
        yield lost(Said.as_is("list-unsubscribe"), Said("ordinary senders offer it; a list names itself, too"))


def _subject(mail: ParsedMail, said: set[Said], nature: Nature) -> Iterator[Evidence]:
    """A machine's words at the start of a subject that did not count."""
    subjects, anything = bare_subjects(mail.subject), Likely(answering=True, shaped=True, text="")
    by_machine = nature.kind not in (NatureKind.HUMAN, NatureKind.LIST)
    why = Said("a surer mark decided") if by_machine else Said("nothing else speaks for a machine")
    if is_persons_answer(mail.subject):
        why = Said("a “Re:” or “Fwd:” before it is a person's")
    for table in (AUTO_REPLY_SUBJECTS, OUT_OF_OFFICE_SUBJECTS):
        phrase = begins(subjects, table, anything, lambda: True)
        if phrase and phrase not in said:
            yield lost(phrase, why)


def _words(mail: ParsedMail, nature: Nature) -> Iterator[Evidence]:
    away = said_to_be_away(mail)
    if away and nature.kind is not NatureKind.OUT_OF_OFFICE:
        yield lost(away, Said("people write so, too, and no machine's mark stands beside it"))
    guard = CHALLENGES.search(mail.text[:2000])
    if guard and nature.kind is not NatureKind.CHALLENGE:
        yield lost(Said("says “{words}”", words=guard[0]), Said("people write so, too, and no machine's mark stands beside it"))


def _signs(mail: ParsedMail, envelope: Envelope) -> Iterator[Evidence]:
    signs = signs_of_a_report(mail, envelope)
    if signs:
        what = Said("the signs of a report: {signs}", signs=Said.joined(", ", (name for name, _ in signs)))
        weight = sum(weight for _, weight in signs)
        why = Said("they weigh {weight}, and {enough} are needed", weight=weight, enough=ENOUGH)
        yield lost(what, why if weight < ENOUGH else Said("who forwards or tells of a report is no mail server"))


def _header(name: str, value: str) -> Said:
    return Said.as_is(f"{name}: {value[:_SHOWN]}".rstrip(": "))
