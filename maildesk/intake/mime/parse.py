"""Bytes to a ParsedMail: total, bounded, and the one place where mail-parser is used.

mail-parser reads addresses and dates of the few headers that hold them, where it is right; bodies and attachments are
read from our own tree, because its reading of them can be made to raise, to recurse and to leak nested mails.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from mailparser.dates import parse_mail_date
from mailparser.utils import get_addresses

from maildesk.config.limits import Limits
from maildesk.html.guard import unfit
from maildesk.intake.header import reading as headers
from maildesk.intake.header.addresses import read_addresses, unquoted, without_links, without_marks
from maildesk.intake.header.author import read_author
from maildesk.intake.header.fields import Fields
from maildesk.intake.header.when import read_date, with_plain_offset
from maildesk.intake.header.words import decode_words
from maildesk.intake.mime.attachments import read_files
from maildesk.intake.mime.bodies import REACTION, read_bodies, text_of_files, words_above
from maildesk.intake.mime.calendars import event_ids, event_words, read_events, said_events
from maildesk.intake.mime.elsewhere import with_elsewhere
from maildesk.intake.mime.enclosed import enclosed_mail
from maildesk.intake.mime.filenames import is_disguised, kinds_differ
from maildesk.intake.mime.reportparts import delivery_status, returned_headers, unwrapped
from maildesk.intake.mime.sealed import is_encrypted, is_enveloped, may_be_signed, without_armour
from maildesk.intake.mime.tree import Part, TreeReader
from maildesk.intake.mime.wrapped import as_written, original_of
from maildesk.mail import SIGNED_UNCHECKED, TOO_MANY_HOPS, Address, Attachment, ParsedMail

# One line a strange part: what a stranger sends must not fill the log (V043).
logging.getLogger("mailparser").setLevel(logging.CRITICAL)

_ADDRESSED = ("from", "to", "cc", "reply-to")


def parse(data: bytes, limits: Limits, languages: Collection[str] = (), *, through: bool = False) -> ParsedMail:
    """What stands in a mail; any bytes give a value, and what was wrong with them stands in `defects`.

    `languages` are those of the desk's mailboxes: they help to guess at text that no charset is named for.
    `through`: a mail inside a spam filter's report is read in its place.
    """
    mail, original = _read(data, limits, languages)
    return mail if original is None or not through else as_written(mail, _read(original, limits, languages)[0])


def _read(data: bytes, limits: Limits, languages: Collection[str]) -> tuple[ParsedMail, bytes | None]:
    """What stands in a mail, and the bytes of the one that a spam filter put into it."""
    reader = TreeReader(data, limits, languages)
    root = reader.read()
    bodies = read_bodies(root, limits, languages)
    files = read_files(bodies.others, bodies.packed, limits)
    fields, events = root.fields, read_events(bodies.calendars)
    armoured = bodies.text or text_of_files(bodies, limits) or files.text
    text = without_armour(armoured)
    html = bodies.html
    beside = with_elsewhere(said_events(events, text), root)
    report = unwrapped(root, limits)
    doubled = headers.doubled_fields(fields)
    addresses, date = _library_reading(fields, limits)
    ids = headers.identifiers(fields.first("message-id"))
    mail = ParsedMail(
        from_=read_author(fields, addresses["from"]),
        sender=headers.strict_sender(fields),
        to=addresses["to"],
        cc=addresses["cc"],
        reply_to=addresses["reply-to"],
        subject=decode_words(fields.first("subject")),
        date=date,
        message_id=ids[0] if ids else None,
        in_reply_to=headers.identifiers(fields.first("in-reply-to"))[: limits.references],
        references=_root_and_newest(headers.identifiers(fields.first("references")), limits.references),
        text=text or str(beside) or words_above(root, bodies, limits),
        html=html,
        headers=headers.decoded(fields),
        attachments=files.attachments,
        calendar=beside,
        invite=event_words(events),
        events=event_ids(events),
        content_type=_whole_type(root),
        delivery_status=delivery_status(report),
        returned_headers=returned_headers(report),
        enclosed=enclosed_mail(root, limits),
        reaction=any(part.content_type == REACTION for part in bodies.unsaid),
        defects=(
            *reader.defects,
            *_defects(root, text, doubled, text is not armoured),
            *_disguises(root, files.attachments),
            *_unshown(html, limits),
            *_size_defects(fields, limits),
            *_hops(fields, limits),
        ),
    )
    return mail, original_of(root)


_ROOT = 5  # of a conversation's references, those it began with


def _root_and_newest(references: tuple[str, ...], most: int) -> tuple[str, ...]:
    """Of references without end the first few and the last: what lies between leads to the same ticket."""
    return references if len(references) <= most or most <= _ROOT else (*references[:_ROOT], *references[_ROOT - most :])


def _library_reading(fields: Fields, limits: Limits) -> tuple[dict[str, tuple[Address, ...]], datetime | None]:
    """mail-parser's reading of addresses and date, ours where it has doubts or fails."""
    values = {name: ", ".join(filter(None, fields.all(name))) if name != "from" else fields.first(name) for name in _ADDRESSED}
    found = {name: _addresses(value[: limits.header], limits) for name, value in values.items() if value}
    return {name: found.get(name, ()) for name in _ADDRESSED}, _moment(with_plain_offset(decode_words(fields.first("date")[:200])))


def _addresses(value: str, limits: Limits) -> tuple[Address, ...]:
    value = without_links(value)
    strict = _strict_addresses(value) if value.count("@") <= limits.addresses and not _TOLD_BEHIND.search(value) else ()
    return (strict or read_addresses(value, limits.addresses))[: limits.addresses]


_TOLD_BEHIND = re.compile(r">\s*\(")  # which the library leaves out
_HOST = re.compile(r"[\w.-]+|\[[^\[\]]+\]")


# Both are called by themselves: a whole MailParser reads a dozen headers more for every mail, and throws them away.
def _strict_addresses(value: str) -> tuple[Address, ...]:
    doubts: list[object] = []
    try:
        pairs = get_addresses(value, defects=doubts, decode_names=False)
    except Exception:  # noqa: BLE001 - a library that reads hostile text; the reading of our own follows
        return ()
    if doubts or not all(
        spec.isprintable() and without_marks(spec) == spec and _HOST.fullmatch(spec.rpartition("@")[2]) for _, spec in pairs if spec
    ):
        return ()
    return tuple(Address("" if shown == spec else unquoted(decode_words(shown)), spec) for shown, spec in pairs if spec)


def _moment(value: str) -> datetime | None:
    when: datetime | None = None
    try:
        when = parse_mail_date(value).value
    except Exception:  # noqa: BLE001 - as above
        return read_date(value)
    if when is None:
        return read_date(value)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _whole_type(root: Part) -> str:
    report = root.type.get("report-type").lower()
    return f"{root.content_type}; report-type={report}" if report else root.content_type


def _defects(root: Part, text: str, doubled: tuple[str, ...], signed: bool) -> tuple[str, ...]:
    encrypted = is_encrypted(root.content_type, root.type.get("smime-type"), text) or any(map(_is_sealed, root.leaves()))
    found = {"ambiguous-headers": doubled, "encrypted": encrypted, SIGNED_UNCHECKED: signed}
    return tuple(name for name, there in found.items() if there)


def _disguises(root: Part, files: Iterable[Attachment]) -> tuple[str, ...]:
    two_kinds = any(one.other_name and kinds_differ(one.filename, one.other_name) for one in files)
    return ("disguised-file",) if two_kinds or any(map(is_disguised, root.leaves())) else ()


def _is_sealed(part: Part) -> bool:
    """Whether it holds what somebody encrypted, also where a gateway took its container apart."""
    kind = part.content_type
    return kind == "application/pgp-encrypted" or (kind.startswith("application/") and may_be_signed(kind, part.name) and is_enveloped(part.content))


def _hops(fields: Fields, limits: Limits) -> tuple[str, ...]:
    return (TOO_MANY_HOPS,) if len(fields.all("received")) > limits.hops else ()


def _unshown(html: str, limits: Limits) -> tuple[str, ...]:
    """Why its markup is shown to nobody; what it says is read all the same."""
    why = unfit(html, limits) if html else None
    return (str(why),) if why else ()


def _size_defects(fields: Fields, limits: Limits) -> tuple[str, ...]:
    crowded = any(fields.first(name).count("@") > limits.addresses for name in _ADDRESSED)
    flooded = any(value.count("=?") > limits.encoded_words for _, value in fields.items)
    return (*(("too-many-addresses",) if crowded else ()), *(("too-many-encoded-words",) if flooded else ()))
