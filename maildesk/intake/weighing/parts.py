"""Which parts of a mail its text is read from and which not, and how their letters are read; `explain` asks for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from maildesk.config.limits import Limits
from maildesk.errors import NOTHING
from maildesk.evidence import Evidence, lost, winners_first, won
from maildesk.intake.charset.chain import Reading, readings
from maildesk.intake.charset.names import NEIGHBOURS, codec_of
from maildesk.intake.mime.attachments import read_files
from maildesk.intake.mime.bodies import Bodies, Other, Piece, charsets_named, is_shown, read_bodies, text_of_files, words_above
from maildesk.intake.mime.calendars import read_events, said_events
from maildesk.intake.mime.tree import Part, TreeReader
from maildesk.intake.mime.wrapped import original_of
from maildesk.intake.weighing.author import weigh_author, weigh_sender
from maildesk.language import Said

_SIGNS = re.compile(r"[^a-z0-9]")
_LEAVES = 200  # looked at: nobody reads of more


@dataclass(frozen=True, slots=True)
class Weighed:
    """What spoke in each decision that the bytes of a mail alone bring about."""

    author: tuple[Evidence, ...] = ()
    sender: tuple[Evidence, ...] = ()
    parts: tuple[Evidence, ...] = ()
    charset: tuple[Evidence, ...] = ()


def weigh_bytes(data: bytes, limits: Limits, languages: Collection[str], *, through: bool = False) -> Weighed:
    """As `parse` reads them."""
    root = TreeReader(data, limits, languages).read()
    original = original_of(root) if through else None
    if original is not None:
        inside = weigh_bytes(original, limits, languages)
        report = lost(Said("the spam filter's report"), Said("the mail that it tells of stands inside, and that is read: its parts are these"))
        return replace(inside, author=weigh_author(root.fields), sender=weigh_sender(root.fields), parts=winners_first((*inside.parts, report)))
    bodies = read_bodies(root, limits, languages)
    choice = _Choice(root, bodies, limits)
    leaves = [(number, leaf) for number, leaf in enumerate(root.leaves() if root.children else [root], 1) if number <= _LEAVES]
    parts = [one for number, leaf in leaves for one in choice.of(number, leaf)]
    charset = [one for number, leaf in leaves if choice.reads(leaf) for one in _charset(number, leaf, bodies, limits)]
    return Weighed(weigh_author(root.fields), weigh_sender(root.fields), winners_first((*parts, *choice.instead())), winners_first(charset))


@dataclass(frozen=True, slots=True)
class _Choice:
    """What became of each part."""

    root: Part
    bodies: Bodies
    limits: Limits
    pieces: dict[int, Piece] = field(default_factory=dict)
    others: dict[int, Other] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pieces.update((id(part), piece) for piece in self.bodies.pieces for part in piece.parts)
        self.others.update((id(other.part), other) for other in self.bodies.others)

    def reads(self, leaf: Part) -> bool:
        return id(leaf) in self.pieces

    def of(self, number: int, leaf: Part) -> Iterator[Evidence]:
        name = leaf.name
        what = Said("part {number}, {kind}", number=number, kind=leaf.content_type)
        what = Said("{part}, “{name}”", part=what, name=name) if name else what
        piece, other = self.pieces.get(id(leaf)), self.others.get(id(leaf))
        if piece is not None:
            shown, why = _of_piece(leaf, piece)
            yield won(what, why) if shown else lost(what, why)
        if other is not None:
            yield lost(what, _of_file(leaf, other))
        if any(leaf is one for one in self.bodies.unsaid):
            yield lost(what, Said("it says to programs what the others say to people"))
        elif piece is None and other is None:
            yield lost(what, Said("it shows neither a word nor a picture"))

    def instead(self) -> Iterator[Evidence]:
        """What is read where no part has a text."""
        if self.bodies.text:
            return
        files = read_files(self.bodies.others, self.bodies.packed, self.limits)
        places = (
            (text_of_files(self.bodies, self.limits), Said("a text with a name that nobody attached")),
            (files.text, Said("the text inside of winmail.dat")),
            (said_events(read_events(self.bodies.calendars)), Said("the events of a calendar")),
            (words_above(self.root, self.bodies, self.limits), Said("the words above a container's first part")),
        )
        yield next((won(of, Said("nothing else in the mail says anything")) for text, of in places if text), lost(_NO_TEXT, _NOTHING_SAID))


_NO_TEXT, _NOTHING_SAID = Said("a text"), Said("no part of the mail has one")


def _of_piece(leaf: Part, piece: Piece) -> tuple[bool, Said]:
    if not piece.text.strip() or not leaf.content.strip():
        return False, Said("it is empty")
    if len(piece.parts) < 2:
        return True, Said("it is a text that nobody attached")
    if leaf.content_type != "text/html":
        return True, Said("of alternatives the plain one is the text")
    if piece.differs:
        return True, Said("it says something else than the plain text beside it, so both are read")
    plain = any(part.content_type != "text/html" and part.content.strip() for part in piece.parts)
    return not plain, Said("it is shown; its words are those of the plain text beside it") if plain else Said("no plain text stands beside it")


def _of_file(leaf: Part, other: Other) -> Said:
    if other.is_body:
        return Said("it is too long to be read to its end, and kept whole as a file")
    if leaf.disposition.value == "attachment":
        return Said("it is attached")
    if is_shown(leaf):
        return Said("it stands beside the HTML that is shown")
    return Said("it bears a file's name") if leaf.content_type.startswith("text/") and leaf.content_type != "text/calendar" else Said("it is no text")


def _charset(number: int, leaf: Part, bodies: Bodies, limits: Limits) -> Iterator[Evidence]:
    data = leaf.content[: limits.text]
    names = [(name, of) for name, of in zip(charsets_named(leaf, data, bodies.hint), _NAMES, strict=True) if name]
    declared = names[0][0] if names else ""
    for name, of in names[1:]:
        yield lost(Said("part {number}: {charset}, {by}", number=number, charset=name, by=of), Said("{by} is asked before", by=names[0][1]))
    if declared and not codec_of(declared):
        yield lost(Said("part {number}: {charset}, {by}", number=number, charset=declared, by=names[0][1]), Said("it is no charset's name"))
    written = leaf.type.get("charset")
    if written and declared != written:
        yield lost(
            Said("part {number}: {charset}, {by}", number=number, charset=written, by=_NAMES[0]),
            Said("the bytes are none of its, and something else names a charset"),
        )
    named = Said("{charset}, {by}", charset=declared, by=names[0][1]) if names else NOTHING
    for reading, text in readings(data, declared, bodies.languages):
        of = _READINGS.get(reading) or _under(named, declared, _codec_taken(data, codec_of(declared), reading, text))
        of = Said("part {number}: {reading}", number=number, reading=of)
        if text is not None:
            yield won(of, _WON.get(reading, Said("every byte is a letter of it")))
            return
        yield lost(of, _LOST.get(reading, Said("some bytes are none of its letters")))


def _codec_taken(data: bytes, codec: str, reading: Reading, text: str | None) -> str:
    """The declared codec, or its neighbour where the letters are that one's."""
    as_declared = reading is Reading.DECLARED and (text is None or codec not in NEIGHBOURS or text == data.decode(codec, "replace"))
    return codec if as_declared else NEIGHBOURS[codec][0]


def _under(named: Said, declared: str, codec: str) -> Said:
    same = _SIGNS.sub("", codec.lower()) == _SIGNS.sub("", declared.lower())
    return named if same else Said("{named}, read as {codec}", named=named, codec=codec)


_NAMES = (Said.as_is("Content-Type"), Said("the HTML itself"), Said("the words of the header"))


_READINGS = {
    Reading.MARK: Said("a byte order mark"),
    Reading.SEVEN_BITS: Said("seven bits"),
    Reading.JAPANESE: Said("Japanese as it is really sent"),
    Reading.UTF_8: Said.as_is("UTF-8"),
    Reading.REPAIRED: Said("what is declared, but for a few bytes"),
    Reading.MOSTLY_UTF_8: Said("UTF-8, and the West's charset between"),
    Reading.GUESSED: Said("a guess"),
    Reading.REPLACED: Said("what is declared, else UTF-8"),
}
_WON = {
    Reading.MARK: Said("the text begins with it"),
    Reading.SEVEN_BITS: Said("every byte is ASCII"),
    Reading.REPAIRED: Said("nearly every byte is a letter of it"),
    Reading.MOSTLY_UTF_8: Said("most letters are UTF-8"),
    Reading.GUESSED: Said("so its letters stand together best"),
    Reading.REPLACED: Said("nothing reads the bytes; what is no letter is replaced"),
}
_LOST = {
    Reading.JAPANESE: Said("the bytes are no such text"),
    Reading.REPAIRED: Said("too many bytes are none of its letters"),
    Reading.MOSTLY_UTF_8: Said("too few letters are UTF-8"),
    Reading.GUESSED: Said("no charset reads every byte"),
}
