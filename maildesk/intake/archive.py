"""Finds the mails in files of an archive: `.eml`, mbox and Maildir, and folders of them. Nothing there is altered."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from maildesk.errors import Refused
from maildesk.language import Said

_MAILDIR = ("cur", "new")  # what is in tmp was never delivered whole
_ONE_MAIL = ".eml"
# RFC 4155: a line of its own after an empty one. The time of day keeps a sentence that begins with "From" out.
_FROM_LINE = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
# A header's name and its colon, or the line an mbox or a server put over the first one; a mail without any is somebody's notes.
_FIRST_LINE = re.compile(rb"\s*(?:>?From |[!-9;-~]+[ \t]*:)")
_UNSENT = frozenset("DT")  # Maildir's flags of a draft and of what was thrown away


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies. `name` is the file, with the mail's number in it where it is an mbox; `end` None is the file's."""

    name: str
    path: Path
    start: int = 0
    end: int | None = None
    mbox: bool = False

    def read(self) -> bytes:
        """The mail's bytes; of an mbox without what it put around and before the lines. Raises `Refused`."""
        with _readable(self.path), self.path.open("rb") as file:
            file.seek(self.start)
            data = file.read() if self.end is None else file.read(self.end - self.start)
        return _QUOTED_FROM.sub(rb"\1", data) if self.mbox else data

    @property
    def size(self) -> int:
        return (self.path.stat().st_size if self.end is None else self.end) - self.start


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not taken for a mail, and why; `fault` where it may be one all the same."""

    name: str
    why: Said
    fault: bool = False


def find_mails(paths: Sequence[Path]) -> Iterator[Place | Skipped]:
    """Every mail under these paths, in the order of their names. Raises `Refused` for a path that cannot be read."""
    for path in paths:
        if not path.exists():
            raise Refused(Said("{path} is not there", path=path))
    for path in paths:
        yield from _in_folder(path) if path.is_dir() else _in_file(path, named=True)


def _in_folder(folder: Path) -> Iterator[Place | Skipped]:
    """A Maildir's mails, then what its folders hold; elsewhere every file that is a mail or an mbox."""
    with _readable(folder):
        entries = sorted(folder.iterdir())
    maildir = any(entry.name in _MAILDIR for entry in entries if entry.is_dir())
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink() and entry.name != "tmp":
            yield from _in_maildir(entry) if entry.name in _MAILDIR else _in_folder(entry)
        elif entry.is_file() and not maildir and not entry.name.startswith("."):
            yield from _in_file(entry, named=False)


def _in_maildir(folder: Path) -> Iterator[Place | Skipped]:
    with _readable(folder):
        entries = sorted(folder.iterdir())
    for entry in entries:
        flags = frozenset(entry.name.rpartition(":2,")[2]) if ":2," in entry.name else frozenset()
        if flags & _UNSENT:
            yield Skipped(str(entry), Said("a draft") if "D" in flags else Said("it was thrown away"))
        elif entry.is_file():
            yield Place(str(entry), entry)
        else:
            yield from _in_folder(entry) if entry.is_dir() else ()


def _in_file(path: Path, named: bool) -> Iterator[Place | Skipped]:
    """`named`: the file itself was asked for, so it is a mail whatever its name is, as long as it begins like one."""
    if path.name.lower().endswith(_ONE_MAIL):
        yield Place(str(path), path)
        return
    with _readable(path), path.open("rb") as file:
        beginning = file.read(1000)
    if _FROM_LINE.match(beginning):
        yield from _in_mbox(path)
    elif named and _FIRST_LINE.match(beginning):
        yield Place(str(path), path)
    else:
        yield Skipped(str(path), Said("neither a mail nor an mbox"), fault=named)


def _in_mbox(path: Path) -> Iterator[Place]:
    """The mails between the From lines; the empty line before each belongs to it, not to the mail."""
    with _readable(path), path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        lines = [found.span() for found in _FROM_LINE.finditer(data)]
        ends = [_without_separator(data, start) for start, _ in lines[1:]] + [_without_separator(data, len(data))]
    for number, ((_, start), end) in enumerate(zip(lines, ends, strict=True), 1):
        yield Place(f"{path}:{number}", path, start, max(start, end), mbox=True)


def _without_separator(data: mmap.mmap, end: int) -> int:
    for empty in (b"\r\n\r\n", b"\n\n"):
        if data[end - len(empty) : end] == empty:
            return end - len(empty) // 2
    return end


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Tells of a path that cannot be read in one clear line."""
    try:
        yield
    except OSError as error:
        raise Refused(Said("{path} cannot be read: {why}", path=path, why=error.strerror or error)) from None
