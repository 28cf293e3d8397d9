"""What a desk.yaml names and refers to, read off the text as far as it can be: a mistake in one key hides no other mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from maildesk.config.anchor import IMAP_FILES, LISTEN_FILES, RELAY_FILES
from maildesk.config.nearest import nearest
from maildesk.config.schema import DeskConfig
from maildesk.config.yamlfile import Data, Document, Route
from maildesk.plainaddress import is_plain_address


@dataclass(frozen=True, slots=True)
class Name:
    """A word and where it stands."""

    word: str
    route: Route


@dataclass(frozen=True)
class Written:
    """The names of a desk. `unsure` holds those of mailboxes, agents, teams and relays that were not all read: nothing is said to be missing there."""

    document: Document
    unsure: frozenset[str]

    def mailboxes(self) -> Iterator[Name]:
        """The addresses of mailboxes that can be read."""
        return (Name(address, (*route, "address")) for route, box in self.entries("mailboxes") if (address := _address(box.get("address"))))

    def agents(self) -> Iterator[Name]:
        """The first address of each agent."""
        return (Name(address, (*route, "address")) for route, agent in self.entries("agents") if (address := _address(agent.get("address"))))

    def also(self) -> Iterator[Name]:
        """The other addresses of agents."""
        for route, agent in self.entries("agents"):
            yield from addresses((*route, "also"), agent.get("also"))

    def team_names(self) -> tuple[str, ...]:
        return tuple(_mapping(self.desk.get("teams")))

    def relay_names(self) -> tuple[str, ...]:
        return tuple(_mapping(self.desk.get("relays")))

    @property
    def desk(self) -> Mapping[str, Data]:
        return _mapping(self.document.data)

    def entries(self, key: str) -> Iterator[tuple[Route, Mapping[str, Data]]]:
        """Those of a list, or of a mapping of names, that are mappings themselves."""
        found = self.desk.get(key)
        pairs = enumerate(found) if isinstance(found, list) else _mapping(found).items()
        return (((key, step), value) for step, value in pairs if isinstance(value, dict))

    def accounts(self) -> Iterator[tuple[Route, Mapping[str, Data]]]:
        """The accounts that mail is fetched from."""
        return (((*route, "imap"), _mapping(listen["imap"])) for route, listen in self.entries("listen") if isinstance(listen.get("imap"), dict))

    def files(self, folder: Path) -> Iterator[tuple[Route, Path]]:
        """Every file or folder that must be there already, with the key that names it. A token that a login gets is not, before the first."""
        named: list[tuple[Route, Mapping[str, Data], tuple[str, ...]]] = [((), self.desk, ("rules", "templates"))]
        named += [(route, relay, RELAY_FILES) for route, relay in self.entries("relays")]
        named += [(route, listen, LISTEN_FILES) for route, listen in self.entries("listen")]
        named += [(route, account, IMAP_FILES) for route, account in self.accounts()]
        there = (
            ((*route, key), folder / path, "oauth" in found)
            for route, found, keys in named
            for key in keys
            if isinstance(path := found.get(key), str)
        )
        return ((route, path) for route, path, got in there if not (got and route[-1] == "password_file" and not path.exists()))


def read_written(document: Document) -> Written:
    """The names of a file; total."""
    desk = _mapping(document.data)
    unsure = {key for key in ("mailboxes", "agents", "teams", "relays") if not _whole(desk, key)}
    return Written(document, frozenset(unsure))


def addresses(route: Route, value: Data) -> Iterator[Name]:
    """Those of a list that can be read."""
    items = value if isinstance(value, list) else []
    return (Name(address, (*route, number)) for number, item in enumerate(items) if (address := _address(item)))


def _whole(desk: Mapping[str, Data], key: str) -> bool:
    """Whether all names that stand under a key can be read; under a misspelt one none can."""
    if key not in desk:
        return not any(nearest(word, DeskConfig.model_fields) == key for word in desk if word not in DeskConfig.model_fields)
    found = desk[key]
    if key in ("teams", "relays"):
        return isinstance(found, dict)
    return isinstance(found, list) and all(isinstance(one, dict) and _address(one.get("address")) for one in found)


def _address(value: Data) -> str:
    """As the schema takes it; "" where it is none."""
    return value.lower() if isinstance(value, str) and is_plain_address(value) else ""


def _mapping(value: Data) -> Mapping[str, Data]:
    return value if isinstance(value, dict) else {}
