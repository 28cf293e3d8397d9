"""Which parts of a mail are its text and its HTML, read as the sender's program meant them, and which are attachments."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from maildesk.config.limits import Limits
from maildesk.html.clean import text_to_html
from maildesk.html.text import to_text
from maildesk.intake.charset.chain import charset_of_html, decode, reads
from maildesk.intake.charset.names import names_ascii
from maildesk.intake.header.words import charset_of_words
from maildesk.intake.mime.alternatives import differ, is_blank, same_words
from maildesk.intake.mime.binhex import take_converted
from maildesk.intake.mime.flowed import unflowed
from maildesk.intake.mime.packed import PackedFile, take_files, take_files_on_page, take_pictures
from maildesk.intake.mime.pages import as_markup, is_page
from maildesk.intake.mime.rtf import rtf_text, without_commands
from maildesk.intake.mime.tree import Part

_SHOWN = ("text/plain", "text/html")
_FOR_PROGRAMS = frozenset(
    {
        *("text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/css", "text/csv", "text/tab-separated-values", "text/xml"),
        *("text/javascript", "text/x-amp-html", "text/rfc822-headers", "text/x-uuencode"),
    }
)
# Alternatives that say to programs what the others say to people: nobody's file.
REACTION = "text/vnd.google.email-reaction+json"
_SAID_TO_PROGRAMS = frozenset({REACTION, "text/x-amp-html", "text/watch-html"})
_RTF = frozenset({"text/rtf", "application/rtf", "application/x-rtf", "application/msrtf"})
_ARMOUR = re.compile(rb"\s{0,99}-----BEGIN PGP (?:SIGNED )?MESSAGE-----")
_NOTICE = re.compile(rb"\bmime\b|multi-?part", re.IGNORECASE)  # for programs that cannot show the parts
_LINE_END = re.compile(r"\r++\n")  # gateways that do not look double the first half


@dataclass(frozen=True)
class Piece:
    """One stretch of what a person reads: as plain text, as HTML, or the same in both."""

    plain: str | None
    html: str
    limits: Limits
    parts: tuple[Part, ...] = ()  # that it was read from
    differs: bool = False  # its text is that of two alternatives that say different things

    @cached_property
    def text(self) -> str:
        """The text; read from the HTML only where it came with no other."""
        return to_text(self.html, self.limits) if self.plain is None else self.plain


@dataclass(frozen=True, slots=True)
class Other:
    """A part that is an attachment: whether the HTML may show it, and whether it is a text that was too long to be read whole."""

    part: Part
    related: bool
    is_body: bool = False


@dataclass(slots=True)
class Bodies:
    """The pieces in order and the parts that are neither."""

    hint: str  # the charset of the mail's header, for parts that name none
    languages: Collection[str]  # of the desk, for those where that is none either
    pieces: list[Piece] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    packed: list[PackedFile] = field(default_factory=list)  # files that stood in a text
    unsaid: list[Part] = field(default_factory=list)  # alternatives that speak to programs

    @property
    def text(self) -> str:
        return "\n\n".join(piece.text.strip("\n") for piece in self.pieces if piece.text.strip())

    @property
    def calendars(self) -> Iterator[tuple[bytes, str]]:
        """The bytes and the charset of each calendar. A file of that type counts too: some programs attach the invite."""
        found = (other.part for other in self.others if _is_calendar(other.part))
        return ((part.content, part.type.get("charset")) for part in found)

    @property
    def html(self) -> str:
        """The HTML of the whole, "" where nothing of it came as HTML."""
        if not any(piece.html for piece in self.pieces):
            return ""
        return "\n".join(piece.html or text_to_html(piece.text) for piece in self.pieces)


def _is_calendar(part: Part) -> bool:
    kind = part.content_type
    return kind in ("text/calendar", "application/ics") or (kind == "application/octet-stream" and part.name.lower().endswith(".ics"))


def text_of_files(bodies: Bodies, limits: Limits) -> str:
    """What the texts say that nobody attached, for a mail that says nothing else: some programs give the letter itself a name, or a kind of their own."""
    parts = [other.part for other in bodies.others if may_be_read(other.part)]
    texts = (_words_of(part, bodies, limits).replace("\r", "\n").strip("\n") for part in parts)
    return "\n\n".join(filter(str.strip, texts))[: limits.text]


def words_above(root: Part, bodies: Bodies, limits: Limits) -> str:
    """What stands above a container's first part, for a mail that says nothing else: somebody's words, and not what programs write there."""
    above = (_above(part) for part in (root, *root.children) if part.children and part.is_multipart)
    texts = (decode(data, charset_of_words(root.fields), bodies.languages).replace("\r\n", "\n").strip("\n") for data in above if data.strip())
    return "\n\n".join(texts)[: limits.text]


def _above(container: Part) -> bytes:
    """The bytes above its first delimiter line (RFC 2046 §5.1.1), b"" where they speak of what a program cannot show."""
    data = bytes(container.raw)
    end = 0 if data.startswith(b"--") else data.find(b"\n--") + 1
    return b"" if _NOTICE.search(data, 0, end) else data[:end]


def may_be_read(part: Part) -> bool:
    """A text of any kind that nobody attached, and that is written for people (RFC 2046 §4.1.4)."""
    if part.disposition.value == "attachment":
        return False
    return _is_rich(part) if part.content_type in _RTF else part.content_type.startswith("text/") and part.content_type not in _FOR_PROGRAMS


def _is_rich(part: Part) -> bool:
    """Whether it is RTF that is no file: such files have names."""
    return part.content_type == "text/rtf" or not part.name


def _words_of(part: Part, bodies: Bodies, limits: Limits) -> str:
    data = part.content[: limits.text]
    if part.content_type in _RTF:
        return rtf_text(data, part.type.get("charset"))
    text = _text_of(part, data, bodies)
    match part.content_type:
        case "text/html":
            return to_text(text, limits)
        case "text/enriched" | "text/richtext":
            return without_commands(text)
        case _:
            return text


def read_bodies(root: Part, limits: Limits, languages: Collection[str] = ()) -> Bodies:
    bodies = Bodies(charset_of_words(root.fields), languages)
    _walk(root, False, bodies, limits)
    if any(is_page(piece.plain) for piece in bodies.pieces if piece.plain) and not any(piece.html for piece in bodies.pieces):
        bodies.pieces = [_as_page(piece) for piece in bodies.pieces]
    return bodies


def _as_page(piece: Piece) -> Piece:
    """HTML that came as plain text, or under no type at all."""
    return Piece(None, piece.plain, piece.limits, piece.parts) if piece.plain and is_page(piece.plain) else piece


def _walk(part: Part, related: bool, bodies: Bodies, limits: Limits) -> None:
    if not part.children:
        # A container without its boundary is read as the text it holds (RFC 2046 §5.1).
        if is_shown(part) or part.is_multipart:
            _show(part, related, bodies, limits)
        else:
            bodies.others.append(Other(part, related))
        return
    match part.content_type:
        case "multipart/alternative":
            _alternative(part.children, related, bodies, limits)
        case "multipart/related":
            _related(part, bodies, limits)
        case _:
            _in_order(part, related, bodies, limits)


def _in_order(part: Part, related: bool, bodies: Bodies, limits: Limits) -> None:
    """Each part; a text and HTML side by side that say the same words are one letter in two forms, as scripts write them."""
    waiting = list(part.children)
    while waiting:
        child = waiting.pop(0)
        if waiting and _may_be_one(child, waiting[0]):
            found = _inner((child, waiting.pop(0)), related, bodies, limits)
            same = len(found.pieces) == 2 and same_words(*(piece.text for piece in found.pieces))
            _take(found, bodies, _one_letter(found, limits) if same else found.pieces)
        else:
            _walk(child, related, bodies, limits)


def _may_be_one(first: Part, second: Part) -> bool:
    return {first.content_type, second.content_type} == set(_SHOWN) and is_shown(first) and is_shown(second)


def _related(part: Part, bodies: Bodies, limits: Limits) -> None:
    """What is shown first, and the files it refers to; more HTML among them is a file too (RFC 2387 §3), but for a letter in two forms."""
    before, children = len(bodies.pieces), part.children
    if [child.content_type for child in children[:2]] == list(_SHOWN) and all(map(is_shown, children[:2])):
        _alternative(children[:2], True, bodies, limits)
        children = children[2:]
    for child in children:
        if child.content_type == "text/html" and len(bodies.pieces) > before:
            bodies.others.append(Other(child, related=True))
        else:
            _walk(child, True, bodies, limits)


def _alternative(parts: Sequence[Part], related: bool, bodies: Bodies, limits: Limits) -> None:
    unsaid = [len(parts) > 1 and part.content_type in _SAID_TO_PROGRAMS for part in parts]
    found = _inner([part for part, dumb in zip(parts, unsaid, strict=True) if not dumb], related, bodies, limits)
    found.unsaid += [part for part, dumb in zip(parts, unsaid, strict=True) if dumb]
    _take(found, bodies, _one_letter(found, limits))


def _inner(parts: Iterable[Part], related: bool, bodies: Bodies, limits: Limits) -> Bodies:
    found = Bodies(bodies.hint, bodies.languages)
    for part in parts:
        _walk(part, related, found, limits)
    return found


def _take(found: Bodies, bodies: Bodies, pieces: Iterable[Piece]) -> None:
    bodies.pieces += pieces
    bodies.others += found.others
    bodies.packed += found.packed
    bodies.unsaid += found.unsaid


def _one_letter(found: Bodies, limits: Limits) -> list[Piece]:
    """One piece: the first plain alternative beside the last HTML one (RFC 2046 §5.1.4); the rest of both is kept.

    Where the two say different things, the text is both: “your program cannot show this” beside a letter, or a trick on one of two readers.
    """
    plain = [piece for piece in found.pieces if not piece.html]
    rich = [piece for piece in found.pieces if piece.html and not (plain and is_blank(piece.html))]
    if rich:  # what is the source of a page is no text
        found.unsaid += [part for piece in plain if is_page(piece.text) for part in piece.parts]
        plain = [piece for piece in plain if not is_page(piece.text)]
    text = "\n\n".join(piece.text for piece in plain if piece.text.strip()) or "\n\n".join(piece.text for piece in rich)
    html = "\n".join(piece.html for piece in rich)
    differs = bool(plain) and differ(text, html)
    if differs:
        text = "\n\n".join((text.strip("\n"), *(piece.text for piece in rich)))
    read = tuple(part for piece in (*plain, *rich) for part in piece.parts)
    return [Piece(text, html, limits, read, differs)] if text or html else []


def is_shown(part: Part) -> bool:
    """A text without a name that nobody attached."""
    if part.disposition.value == "attachment" or part.name:
        return False
    return part.content_type in _SHOWN or _is_old_pgp(part)


def _is_old_pgp(part: Part) -> bool:
    """A letter that OpenPGP signed or encrypted, under the type of the days before RFC 2015."""
    return part.content_type == "application/pgp" and (part.type.get("format").lower() == "text" or _ARMOUR.match(part.content) is not None)


def _show(part: Part, related: bool, bodies: Bodies, limits: Limits) -> None:
    """Takes what a part shows, and the files that stood in its text. What nobody reads to its end is read at its beginning, and kept as a file too."""
    html = part.content_type == "text/html"
    data, packed = _unpacked(part, limits.message - sum(len(file.content) for file in bodies.packed))
    bodies.packed += packed
    if len(data) > limits.text:
        bodies.others.append(Other(part, related, is_body=True))
        data = data[: data.rfind(b"\n", 0, limits.text) + 1 or limits.text]
    text = _text_of(part, data, bodies)
    bodies.pieces.append(
        Piece(None, as_markup(text), limits, (part,)) if html else Piece(_as_lines(part, text.replace("\r", "\n")), "", limits, (part,))
    )


def _unpacked(part: Part, room: int) -> tuple[bytes, tuple[PackedFile, ...]]:
    """The text of a part without the files that stand in it, and the files; `room` is for those that grow."""
    if part.content_type == "text/html":
        page, pictures = take_pictures(part.content)
        page, files = take_files_on_page(page)
        return page, pictures + files
    text, files = take_files(_without_delimiters(part) if part.is_multipart else part.content)
    if b"BinHex" not in text:
        return text, files
    text, converted = take_converted(text, room)
    return text, files + converted


def _text_of(part: Part, data: bytes, bodies: Bodies) -> str:
    """The letters of a part: as it names them, as its HTML does, as the mail's header is written."""
    named = next(filter(None, charsets_named(part, data, bodies.hint)), "")
    text = decode(data, named, bodies.languages).replace("\r\n", "\n")
    return _LINE_END.sub("\n", text) if "\r\n" in text else text


def charsets_named(part: Part, data: bytes, hint: str) -> Iterator[str]:
    """What names the charset of a part, the surest first, "" where it does not: its type, its HTML, the words of the mail's header."""
    named = part.type.get("charset")
    believed = data.isascii() or not named or (reads(data, named) and not (names_ascii(named) and _hinted(data, named)))
    others = (charset_of_html(data) if part.content_type == "text/html" else "", _hinted(data, hint))
    yield named if believed or not any(others) else ""  # who names what the bytes are not did not look
    yield from others


def _without_delimiters(part: Part) -> bytes:
    """The text of a container that holds no parts."""
    boundary = part.type.get("boundary").rstrip().encode("utf-8", "surrogateescape")
    if not boundary:
        return part.content
    line = b"--" + boundary
    return b"\n".join(one for one in part.content.split(b"\n") if one.rstrip() not in (line, line + b"--"))


def _as_lines(part: Part, text: str) -> str:
    if part.type.get("format").lower() == "flowed":
        text = "\n".join(unflowed(text, part.type.get("delsp").lower() == "yes"))
    return _without_half_a_character(text)


def _without_half_a_character(text: str) -> str:
    """What was cut in the middle of its last character, without the half that is left."""
    shown = text.rstrip()
    cut = len(shown) > 1 and shown[-1] == "\ufffd" != shown[-2]
    return shown[:-1] + text[len(shown) :] if cut else text


def _hinted(data: bytes, hint: str) -> str:
    """The hint for bytes that do not already say what they are: ASCII and UTF-8 do."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return hint
    return ""
