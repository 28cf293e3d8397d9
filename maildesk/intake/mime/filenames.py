"""What an attachment is called: the names a mail gives it, made safe to show and to store, and one of its kind where it gives none."""

from __future__ import annotations

import mimetypes
import re
from unicodedata import normalize
from urllib.parse import unquote

from maildesk.config.limits import Limits
from maildesk.intake.header.fields import read_fields
from maildesk.intake.header.words import decode_words
from maildesk.intake.mime.contentlines import card_name
from maildesk.intake.mime.tree import Part

# Controls, marks that turn the direction of writing, and signs without width (V134).
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_BACKWARDS = re.compile("[\u202d\u202e]")
_UNSAFE = re.compile(r' ?[<>:"|?*\\/][ <>:"|?*\\/]*')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?\Z", re.IGNORECASE)
_LONGEST_EXTENSION = 20
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
# Where the mail says nothing: what a person would call it. Of other types the first half is the name. What only programs read is a “file”.
_DEFAULTS = {
    "message/rfc822": "message.eml",
    "message/global": "message.eml",
    "message/news": "message.eml",
    "message/partial": "message.eml",
    "message/delivery-status": "delivery-status.txt",
    "message/global-delivery-status": "delivery-status.txt",
    "message/disposition-notification": "disposition-notification.txt",
    "message/feedback-report": "feedback-report.txt",
    "text/rfc822-headers": "file",
    "message/rfc822-headers": "file",
    "application/pgp-encrypted": "file",
    "text/calendar": "invite.ics",
    "text/vcard": "contact.vcf",
    "text/x-vcard": "contact.vcf",
    "text/directory": "contact.vcf",
    "text/plain": "document.txt",
    "text/html": "document.html",
    "image/jpeg": "image.jpg",
    "image/jpg": "image.jpg",
    "image/pjpeg": "image.jpg",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pgp-signature": "signature.asc",
    "application/ms-tnef": "winmail.dat",
    "application/x-zip-compressed": "file.zip",
    "application/x-pdf": "file.pdf",
    "image/x-png": "image.png",
    "image/tif": "image.tif",
}
_PATH_SIGNS = re.compile(r"[/\\]")  # in words that are no path
_QUOTED = re.compile(r"(?:%[C-F][0-9A-F])(?:%[89AB][0-9A-F])", re.IGNORECASE)
_GENERIC = ("image", "audio", "video")


def given_names(part: Part, limits: Limits) -> tuple[str, str]:
    """The name a part bears, and another one its headers give where they disagree; both are safe, either may be "".

    Of several others that of another kind of file: it is what a person must hear of.
    """
    first, second, *besides = part.names
    shown, typed, *others = (safe_name(_unquoted(name), limits.filename) for name in (*_better_first(first, second), *besides))
    name = shown or typed or safe_name(_described(part, limits), limits.filename)
    others = [other for other in (typed if shown else "", *others) if other not in ("", name)]
    return name, next((other for other in others if kinds_differ(name, other)), (*others, "")[0])


def kinds_differ(one: str, other: str) -> bool:
    """Whether two names of a file say that it is of one kind and of another: a program that opens it goes by the name it reads."""
    ends = [name.rpartition(".")[2].lower() if "." in name else "" for name in (one, other)]
    types = [mimetypes.guess_type(f"x.{end}")[0] for end in ends]
    return all(ends) and ends[0] != ends[1] and (types[0] is None or types[0] != types[1])


def is_disguised(part: Part) -> bool:
    """Whether a name of it is written backwards, so that it seems to end as another does (V134)."""
    return any(_BACKWARDS.search(decode_words(name)) for name in part.names)


def _better_first(shown: str, typed: str) -> tuple[str, str]:
    """The two as they stand, but for one that lost its letters beyond ASCII on the way: the other has them still."""
    if len(shown) != len(typed) or shown == typed:
        return shown, typed
    lost = all(one == other or (one in "?_" and other > "\x7f") for one, other in zip(shown, typed, strict=True))
    return (typed, shown) if lost else (shown, typed)


def _unquoted(name: str) -> str:
    """A name that was written as in a link: without a blank, and with letters beyond ASCII that UTF-8 spells."""
    if not _QUOTED.search(name) or " " in name:
        return name
    try:
        return unquote(name, errors="strict")
    except UnicodeDecodeError:
        return name


def default_name(content_type: str) -> str:
    """A name for a part of that type that bears none."""
    kind = content_type.partition("/")[0]
    return _DEFAULTS.get(content_type) or (kind if kind in _GENERIC else "file") + (mimetypes.guess_extension(content_type) or "")


def numbered(name: str, number: int) -> str:
    """The same name for one more of its kind."""
    stem, dot, extension = name.rpartition(".")
    return f"{stem}{number}.{extension}" if dot else f"{name}{number}"


def safe_name(name: str, longest: int) -> str:
    """The last path part of a decoded name without what disguises it or what a file system treats in a way of its own; "" if nothing is left."""
    name = _UNSEEN.sub("", normalize("NFC", name)).replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = _UNSAFE.sub("_", name).strip().rstrip(". ")
    name = name.lstrip(".") if not name.strip("._") else re.sub(r"^\.+", "_", name)
    if _RESERVED.match(name):
        name = "_" + name
    return _shortened(name, longest)


def _shortened(name: str, longest: int) -> str:
    if len(name) <= longest:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _LONGEST_EXTENSION:
        return name[:longest]
    return stem[: longest - len(extension) - 1] + dot + extension


def _described(part: Part, limits: Limits) -> str:
    """A name from the part itself, from its description, or from an id that is one: Outlook calls pictures `image001.jpg@…`."""
    inner = _inner_name(part, limits)
    if inner:
        return inner
    described = _PATH_SIGNS.sub("_", decode_words(part.fields.first("content-description"))[:200])
    extension = _EXTENSION.search(default_name(part.content_type))
    if described and (extension or _EXTENSION.search(described)):
        return described if _EXTENSION.search(described) else described + (extension[0] if extension else "")
    named = (part.fields.first("content-id").strip().strip("<>").partition("@")[0], unquote(part.fields.first("content-location").rpartition("/")[2]))
    fitting = next((name for name in named if mimetypes.guess_type(name)[0] == part.content_type), "")
    # An id tells more than “file”, and nothing more than a kind.
    return fitting or ("" if extension or part.content_type in _DEFAULTS else named[0])


def _inner_name(part: Part, limits: Limits) -> str:
    """A nested mail is called by its subject, a visiting card by its person."""
    if default_name(part.content_type) == "message.eml":
        head = part.content[: limits.headers]
        subject = decode_words(read_fields(head, 0, len(head), limits)[0].first("subject"))
        return f"{_PATH_SIGNS.sub('_', subject)}.eml" if subject else ""
    if default_name(part.content_type) == "contact.vcf":
        person = _PATH_SIGNS.sub("_", card_name(part.content[: limits.headers]))
        return f"{person}.vcf" if person else ""
    return ""
