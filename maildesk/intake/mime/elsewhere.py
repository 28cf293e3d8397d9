"""What a mail has only a part of, or only a pointer to, in words (RFC 2046 §5.2.2 and §5.2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from maildesk.intake.header.parameters import Parameters
from maildesk.intake.mime.tree import Part
from maildesk.language import Said

_MOST, _LONGEST = 5, 500


def with_elsewhere(told: Said, root: Part) -> Said:
    """What is told of a mail and, below it, what stands in no part of this mail, each in a line."""
    said = list(islice(_said(root), _MOST))
    return Said.joined("\n\n", filter(None, (told, Said.joined("\n", said)))) if said else told


def _said(root: Part) -> Iterator[Said]:
    if root.content_type == "message/partial":
        yield _split(root.type)
    for part in root.leaves():
        if part.content_type == "message/external-body" and (place := _place(part.type)):
            name = part.name.replace("\\", "/").rpartition("/")[2][:_LONGEST]
            if name:
                yield Said("“{name}” is not in this mail. It is said to be at: {place}", name=name, place=place)
            else:
                yield Said("A part of this mail is not in it. It is said to be at: {place}", place=place)


def _split(given: Parameters) -> Said:
    number, total = given.get("number")[:9] or "?", given.get("total")[:9] or "?"  # the last alone must know of how many (RFC 2046 §5.2.2)
    return Said(
        "This is part {number} of {total} of a mail that its sender's program split. The others come as mails of their own.",
        number=number,
        total=total,
    )


def _place(given: Parameters) -> str:
    """The address, the path or the server that is named there, "" where none is."""
    path = "/".join(filter(None, (given.get("directory").strip("/"), given.get("name").lstrip("/"))))
    match given.get("access-type").lower():
        case "ftp" | "anon-ftp" | "tftp" as kind if given.get("site"):
            place = f"{'tftp' if kind == 'tftp' else 'ftp'}://{given.get('site')}/{path}"
        case "mail-server":
            place = given.get("server")
        case "local-file" | "afs" | "x-dosfile":
            place = " ".join(filter(None, (given.get("site"), given.get("name"))))
        case _:
            place = "".join(given.get("url").split())  # a fold may stand inside one (RFC 2017 §3.1)
    return " ".join(place.split())[:_LONGEST]
