"""Where the file of an SQLite desk is, from its URL alone."""

from __future__ import annotations

from pathlib import Path

DEFAULT = "sqlite:///maildesk.db"
_SQLITE = "sqlite:///"


def database_url(url: str, folder: Path) -> str:
    """The URL with an absolute path: it has three slashes before a relative one, and a fourth as the root of an absolute one."""
    path = file_of(url)
    return url if path is None else url.replace(path, str(folder / path), 1)


def file_of(url: str) -> str | None:
    """The file that the URL names, as it is written there; None where it names none."""
    path = url.removeprefix(_SQLITE).partition("?")[0] if url.startswith(_SQLITE) else ""
    return path if path not in ("", ":memory:") else None
