"""The kinds of failure, each with the exit code a command ends with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from maildesk.language import Said

DONE, REFUSED, USAGE, BAD_MAIL, TRY_LATER, BAD_CONFIGURATION = 0, 1, 2, 65, 75, 78

NOTHING = Said.joined("", ())


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
    wrong: Said
    right: Said = NOTHING

    @property
    def said(self) -> Said:
        """The whole of it, in one line."""
        return Said("{place}: {words}", place=self.place, words=self.words)

    @property
    def words(self) -> Said:
        """All but the place."""
        return _both(self.wrong, self.right)

    def __str__(self) -> str:
        return self.said

    def plain(self) -> dict[str, Any]:
        """The problem for JSON, where another process of ours shall tell it; `from_plain` reads it."""
        return {"place": asdict(self.place), "wrong": self.wrong.plain(), "right": self.right.plain()}

    @classmethod
    def from_plain(cls, found: Mapping[str, Any]) -> Problem:
        return cls(Place(**found["place"]), Said.from_plain(found["wrong"]), Said.from_plain(found["right"]))


def _both(wrong: Said, right: Said) -> Said:
    return Said("{wrong}; {right}", wrong=wrong, right=right) if right else wrong


class Wrong(ValueError):
    """A value that somebody wrote cannot be used: what is wrong with it, and what would be right."""

    def __init__(self, wrong: Said, right: Said = NOTHING) -> None:
        self.wrong, self.right = wrong, right
        super().__init__(self.said)

    @property
    def said(self) -> Said:
        """Both in one line."""
        return _both(self.wrong, self.right)


class MaildeskError(Exception):
    """A failure a person can act on: its text is shown without a traceback."""

    exit_code = REFUSED

    def __init__(self, text: Said) -> None:
        super().__init__(text)
        self.text = text


class Refused(MaildeskError):
    """What was asked is not possible or not allowed; asking again gives the same answer."""


class Unproven(Refused):
    """A server that does not prove itself by the authorities we were told of: no use to ask again before a setting or the server is mended."""

    exit_code = BAD_CONFIGURATION


class Overtaken(Refused):
    """Somebody else claimed the mail or the letter meanwhile: what this claim came to must not be kept."""


class TryLater(MaildeskError):
    """A condition that may pass by itself: a locked database, a full disk, a silent relay."""

    exit_code = TRY_LATER


class BadConfiguration(MaildeskError):
    """The desk's files cannot be used; carries every problem found, not only the first."""

    exit_code = BAD_CONFIGURATION

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(Said.joined("\n", (problem.said for problem in problems)))
        self.problems = tuple(problems)
