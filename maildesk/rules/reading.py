"""What the readers of a rule file share: the document, the desk's names, and the problems found so far."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from maildesk.changes import Change
from maildesk.config.schema import DeskConfig
from maildesk.config.yamlfile import Data, Document, Route
from maildesk.errors import NOTHING, Problem, Wrong
from maildesk.language import Said


@dataclass
class Reading:
    """One rule file being read. Readers note a problem and go on, so that all problems are told together."""

    document: Document
    config: DeskConfig
    templates: frozenset[str]
    macros: Mapping[str, tuple[Change, ...]]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, route: Route, wrong: Said, right: Said = NOTHING) -> None:
        """The value at that route cannot stay as it is."""
        self.problems.append(Problem(self.document.place(route), wrong, right))

    def wrong_key(self, route: Route, wrong: Said, right: Said = NOTHING) -> None:
        self.problems.append(Problem(self.document.key_place(route), wrong, right))

    def note(self, route: Route, wrong: Wrong) -> None:
        self.wrong(route, wrong.wrong, wrong.right)

    def flag(self, route: Route, value: Data) -> bool:
        """true or false; a missing key is false."""
        if value is not None and not isinstance(value, bool):
            self.wrong(route, Said("{key} is neither true nor false", key=route[-1]), Said("write true or false"))
        return value is True


def shown(value: Data) -> str:
    """A value of a rule file in one short line, for traces."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:79] + "…"
