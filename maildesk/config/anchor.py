"""The paths of a desk: relative ones are meant from the folder of its desk.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from maildesk.config.schema import DeskConfig
from maildesk.config.sqlitefile import database_url
from maildesk.config.ways import Imap, Listen, Relay
from maildesk.config.yamlfile import Route

# The keys that name files which must be there already, of a relay, of a way in and of an account.
RELAY_FILES = IMAP_FILES = ("ca_file", "password_file")
LISTEN_FILES = ("tls_certificate", "tls_key")


def anchored(config: DeskConfig, folder: Path) -> DeskConfig:
    """The same desk with absolute paths."""
    return config.model_copy(
        update={
            "rules": _inside(folder, config.rules),
            "templates": _inside(folder, config.templates),
            "state": folder / config.state,
            "database": database_url(config.database, folder),
            "relays": {name: _relay(relay, folder) for name, relay in config.relays.items()},
            "listen": tuple(_listen(listen, folder) for listen in config.listen),
        }
    )


def files_named(config: DeskConfig) -> Iterator[tuple[Route, Path]]:
    """Every file or folder of an anchored desk that must be there already, with the key that names it."""
    named: list[tuple[Route, Path | None]] = [(("rules",), config.rules), (("templates",), config.templates)]
    for name, relay in config.relays.items():
        named += [(("relays", name, key), getattr(relay, key)) for key in RELAY_FILES]
    for number, listen in enumerate(config.listen):
        named += [(("listen", number, key), getattr(listen, key)) for key in LISTEN_FILES]
        if listen.imap is not None:
            named += [(("listen", number, "imap", key), getattr(listen.imap, key)) for key in IMAP_FILES]
    return ((route, path) for route, path in named if path is not None)


def _inside(folder: Path, path: Path | None) -> Path | None:
    return None if path is None else folder / path


def _relay(relay: Relay, folder: Path) -> Relay:
    paths = {key: _inside(folder, getattr(relay, key)) for key in (*RELAY_FILES, "capture")}
    return relay.model_copy(update=paths)


def _listen(listen: Listen, folder: Path) -> Listen:
    paths: dict[str, object] = {key: _inside(folder, getattr(listen, key)) for key in LISTEN_FILES}
    sockets = {
        key: f"unix:{folder / value.removeprefix('unix:')}" for key in ("smtp", "lmtp") if (value := getattr(listen, key) or "").startswith("unix:")
    }
    return listen.model_copy(update=paths | sockets | {"imap": _imap(listen.imap, folder)})


def _imap(imap: Imap | None, folder: Path) -> Imap | None:
    paths = {key: _inside(folder, getattr(imap, key)) for key in IMAP_FILES} if imap else {}
    return imap and imap.model_copy(update=paths)
