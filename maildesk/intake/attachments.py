"""The parts that are neither text nor HTML, as attachments: what Outlook and old programs packed together is taken apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from maildesk.config.schema import Limits
from maildesk.intake.filenames import default_name, given_names, numbered, safe_name
from maildesk.intake.mime import Part
from maildesk.intake.packed import PackedFile
from maildesk.intake.tnef import TYPES, unpack
from maildesk.intake.words import decode_words
from maildesk.mail import Attachment


@dataclass(frozen=True, slots=True)
class Files:
    """The attachments of a mail in order, and the text that stood in none but one of them."""

    attachments: tuple[Attachment, ...]
    text: str = ""


def read_files(others: Iterable[tuple[Part, bool]], packed: Sequence[PackedFile], limits: Limits) -> Files:
    """`others` are parts, each with whether the HTML may show it; `packed` are files found inside the text."""
    found: list[Attachment] = []
    texts: list[str] = []
    for part, related in others:
        opened = unpack(part.content, limits) if _is_tnef(part) else None
        if opened is not None and (opened.files or opened.text):
            found += [_packed(file, limits) for file in opened.files]
            texts.append(opened.text)
        else:
            found.append(_attachment(part, related, limits))
    found += [_packed(file, limits) for file in packed]
    return Files(_named(found), "\n\n".join(filter(None, texts)))


def _is_tnef(part: Part) -> bool:
    named = (part.disposition.get("filename") or part.type.get("name")).lower()
    return part.content_type in TYPES or named == "winmail.dat"


def _attachment(part: Part, related: bool, limits: Limits) -> Attachment:
    content_id = decode_words(part.fields.first("content-id")).strip().strip("<>").strip()
    disposition = part.disposition.value
    name, other_name = given_names(part, limits)
    return Attachment(
        filename=name,
        content_type=part.content_type,
        content=part.content,
        inline=disposition == "inline" or (disposition != "attachment" and bool(content_id) and (related or part.content_type.startswith("image/"))),
        content_id=content_id,
        charset=part.type.get("charset"),
        other_name=other_name,
    )


def _packed(file: PackedFile, limits: Limits) -> Attachment:
    content_type = file.content_type if file.content_type.count("/") == 1 else "application/octet-stream"
    return Attachment(safe_name(file.name, limits.filename), content_type, file.content, bool(file.content_id), file.content_id)


def _named(found: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Each with a name: those without one are called after their kind, and no two of these alike."""
    taken = {one.filename for one in found}
    out: list[Attachment] = []
    for one in found:
        if not one.filename:
            name = plain = default_name(one.content_type)
            number = 1
            while name in taken:
                number += 1
                name = numbered(plain, number)
            taken.add(name)
            one = replace(one, filename=name)  # noqa: PLW2901 - the same attachment, named
        out.append(one)
    return tuple(out)
