"""Who a mail is from: which header was believed for showing and which not, and whether identity may be read from From; `explain` asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from maildesk.evidence import Evidence, lost, winners_first, won
from maildesk.intake.header.addresses import read_addresses
from maildesk.intake.header.author import ORIGINALS, OTHERS, as_written_first, read_author, through_a_list
from maildesk.intake.header.fields import Fields
from maildesk.intake.header.reading import IDENTITY, one_address, strict_sender
from maildesk.language import Said
from maildesk.mail import Address
from maildesk.ticket import named

_MOST = 20  # fields of one name, people of one field


def weigh_author(fields: Fields) -> tuple[Evidence, ...]:
    """Each header that names a person, with its verdict; who is named again says nothing new."""
    found = list(_candidates(fields))
    shown = read_author(fields, read_addresses(fields.first("from"), _MOST))
    if shown is None or not found:
        return (lost(Said.as_is("From"), Said("no header names an address")),)
    if not any(entry.address.lower() == shown.address.lower() for _, entry in found):
        found += [("cc", entry) for entry in read_addresses(fields.first("cc"), _MOST) if entry.address.lower() == shown.address.lower()][:1]
    same = [as_written_first(entry.address).lower() == shown.address.lower() for _, entry in found]
    place = same.index(True) if any(same) else len(found)
    verdicts = []
    for index, (field, entry) in enumerate(found):
        of = Said.as_is(f"{_NAMES[field]}: {named(entry.name, entry.address)}")
        if index == place:
            verdicts.append(won(of, _why(field, entry, found)))
        elif not same[index]:
            verdicts.append(lost(of, _why_not(field, index, place, found)))
    return winners_first(verdicts)


def _candidates(fields: Fields) -> Iterator[tuple[str, Address]]:
    """The person of each field of a name that may say who wrote it."""
    for name in dict.fromkeys(("from", *ORIGINALS, *OTHERS)):
        for value in fields.all(name)[:_MOST]:
            entries = [entry for entry in read_addresses(value, _MOST) if entry.address or entry.name]
            yield from ((name, entry) for entry in sorted(entries, key=lambda entry: "@" not in entry.address)[: 2 if name in ORIGINALS else 1])


def _why(field: str, shown: Address, found: list[tuple[str, Address]]) -> Said:
    if "@" not in shown.address:
        return Said("no header names an address")
    if field == "from":
        return Said("the first From that names an address")
    stands = _in_from(found)
    if stands is None:
        return Said("From names nobody")
    if through_a_list(stands):
        return Said("a list stands in From, and it names whom the list took the place of")
    return Said("a forwarder stands in From, and it names whom the forwarder took the place of")


def _in_from(found: list[tuple[str, Address]]) -> Address | None:
    """Whom From names, where it names anybody."""
    return next((entry for name, entry in found if name == "from" and "@" in entry.address), None)


def _why_not(field: str, index: int, place: int, found: list[tuple[str, Address]]) -> Said:
    _, entry = found[index]
    if "@" not in entry.address:
        return Said("it holds no address")
    if index > place:
        return Said("an answer goes there; who wrote it stands in From") if field == "reply-to" else Said("a surer header says who wrote it")
    stands = _in_from(found)
    if stands is None or through_a_list(stands):
        return Said("a list put itself in the author's place") if field == "from" else Said("it names the list again")
    return Said("a forwarder put itself in the author's place") if field == "from" else Said("the way that the mail came names another")


_NAMES = {
    "from": "From",
    "x-original-from": "X-Original-From",
    "x-google-original-from": "X-Google-Original-From",
    "x-original-sender": "X-Original-Sender",
    "x-mailfrom": "X-MailFrom",
    "reply-to": "Reply-To",
    "sender": "Sender",
    "return-path": "Return-Path",
    "cc": "Cc",
}


def weigh_sender(fields: Fields) -> tuple[Evidence, ...]:
    """Whether one address stands for its author's identity."""
    sender = strict_sender(fields)
    if sender is not None:
        return (won(Said.as_is(f"From: {sender}"), Said("one From with one plain address, which every program reads alike")),)
    doubled = [name for name in IDENTITY if len(fields.all(name)) > 1]
    verdicts = [lost(Said.as_is(name), Said("it stands more than once, and programs read different ones")) for name in doubled]
    if one_address(fields.first("from")) is None:
        what = Said.as_is(f"From: {fields.first('from')[:200]}".rstrip())
        verdicts.append(lost(what, Said("it does not hold exactly one plain address, which every program reads alike")))
    return tuple(verdicts)
