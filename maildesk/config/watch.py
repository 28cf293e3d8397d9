"""Tells from sizes and times alone that files were changed, and that whoever changes them is done."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from stat import S_ISDIR

# Entries of one folder with all that is in it. Who names one with more, as `/`, is told so; until then it is not gone through at each look.
MOST_ENTRIES = 5000

# Of each file its name, inode, size and time: an editor that writes a new file and renames it changes the inode.
Look = frozenset[tuple[str, int, int, int]]


def look(paths: Iterable[Path]) -> Look:
    """What stands there now; of a folder all that is in it, as far as it is looked at. What is missing or may not be looked at has no part in it."""
    return frozenset(entry for path in paths for entry in islice(_entries(path, None), MOST_ENTRIES))


def _entries(path: Path, folder: bool | None) -> Iterator[tuple[str, int, int, int]]:
    try:
        found = path.stat()
        yield str(path), found.st_ino, found.st_size, found.st_mtime_ns
        inside = _inside(path) if (S_ISDIR(found.st_mode) if folder is None else folder) else []
    except OSError:
        return
    for entry in inside:
        if not entry.name.startswith("."):  # an editor's own files; no rule and no template begins with a dot
            yield from _entries(Path(entry.path), entry.is_dir(follow_symlinks=False))


def _inside(path: Path) -> list[os.DirEntry[str]]:
    with os.scandir(path) as entries:
        return list(islice(entries, MOST_ENTRIES))


class Watch:
    """Whether the files changed since they were read. A change counts when two looks in a row see the same: before, it may be half written."""

    def __init__(self, read: Look) -> None:
        self._read = self._last = read

    @property
    def unsettled(self) -> bool:
        """A change was seen, and it is not yet known whether that was all."""
        return self._last != self._read

    def changed(self, now: Look) -> bool:
        """Takes one more look; true once for each change that is over."""
        settled = now == self._last != self._read
        self._last = now
        if settled:
            self._read = now
        return settled

    def was_read(self, look: Look) -> None:
        """They were read, as they were at this look or later."""
        self._read = self._last = look
