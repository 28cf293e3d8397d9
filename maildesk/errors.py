"""The kinds of failure, each with the exit code a command ends with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DONE, REFUSED, USAGE, BAD_MAIL, TRY_LATER, BAD_CONFIGURATION = 0, 1, 2, 65, 75, 78


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands; lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and what would be right."""

    place: Place
    wrong: str
    right: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.wrong}" + (f"; {self.right}" if self.right else "")


class MaildeskError(Exception):
    """A failure a person can act on: its text is shown without a traceback."""

    exit_code = REFUSED


class Refused(MaildeskError):
    """What was asked is not possible or not allowed; asking again gives the same answer."""


class Overtaken(Refused):
    """Somebody else claimed the mail or the letter meanwhile: what this claim came to must not be kept."""


class TryLater(MaildeskError):
    """A condition that may pass by itself: a locked database, a full disk, a silent relay."""

    exit_code = TRY_LATER


class BadConfiguration(MaildeskError):
    """The desk's files cannot be used; carries every problem found, not only the first."""

    exit_code = BAD_CONFIGURATION

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
