"""What a prompt needs to know of a desk.yaml, in a few milliseconds: no schema is loaded, and nothing is checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from maildesk.config.sqlitefile import DEFAULT, database_url, file_of
from maildesk.config.yamlfile import Data, read_yaml
from maildesk.errors import BadConfiguration


@dataclass(frozen=True, slots=True)
class Glance:
    """`agents` and `mailboxes` are addresses with their names; `file` is the database's, None where it is not SQLite's."""

    agents: tuple[tuple[str, str], ...]
    teams: tuple[str, ...]
    mailboxes: tuple[tuple[str, str], ...]
    file: Path | None


def glance(path: Path) -> Glance:
    """The same as a whole reading of a right desk.yaml gives. What is wrong in it is left out; raises BadConfiguration where it cannot be read."""
    document = read_yaml(path)
    desk = document.data
    if not isinstance(desk, dict):
        raise BadConfiguration(document.problems)
    teams, url = desk.get("teams"), desk.get("database", DEFAULT)
    file = file_of(database_url(url, path.parent)) if isinstance(url, str) else None
    return Glance(
        tuple(_people(desk.get("agents"))),
        tuple(teams) if isinstance(teams, dict) else (),
        tuple(_people(desk.get("mailboxes"))),
        Path(file) if file else None,
    )


def _people(entries: Data) -> Iterator[tuple[str, str]]:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("address"), str):
            yield str(entry["address"]).lower(), str(entry.get("name") or "")
