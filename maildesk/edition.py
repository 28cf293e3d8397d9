"""One state of the admin's files that is whole and right: what a running daemon works by, and takes up anew when they change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from maildesk.config.schema import DeskConfig
from maildesk.config.watch import Look
from maildesk.config.yamlfile import Document
from maildesk.desk import Desk
from maildesk.errors import BadConfiguration, Problem
from maildesk.tokens import KeyRing


@dataclass(frozen=True)
class Files:
    """What the files said when they were read together, as values that another process can be handed.

    A worker that starts later must not read them again: they may be half an edit on by then. `templates` maps
    `en/reply.txt` to its text and path; `document` is desk.yaml as written, for the places in it.
    """

    config: DeskConfig
    ring: KeyRing
    templates: Mapping[str, tuple[str, str]]
    rules: tuple[Document, ...]
    document: Document = field(compare=False)


@dataclass(frozen=True)
class Edition:
    """`desk` is the desk of these files; `build` makes the same one in another process."""

    files: Files
    desk: Desk
    build: Callable[[], Desk]


@dataclass(frozen=True)
class Reading:
    """What one look at the files gave: an edition, or the problems that keep them from being one.

    `watched` are the files and folders it came from, `seen` is how they stood before they were read.
    """

    edition: Edition | None
    problems: tuple[Problem, ...]
    watched: tuple[Path, ...]
    seen: Look

    def right(self) -> Edition:
        """The edition; raises BadConfiguration with the problems where there is none."""
        if self.edition is None:
            raise BadConfiguration(self.problems)
        return self.edition
