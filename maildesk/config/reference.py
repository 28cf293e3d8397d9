"""The manual's tables of desk.yaml, read off the schema, so that docs/configuration.md cannot fall behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from maildesk.config.example import as_written, is_size
from maildesk.config.keys import item_of, model_in
from maildesk.config.limits import Limits
from maildesk.config.meanings import MEANINGS
from maildesk.config.prepared import Article, Canned
from maildesk.config.proving import Internal, Proving, Upstream
from maildesk.config.schema import Agent, DeskConfig, JunkFilter, Mailbox, Partner, StatusPage, Team
from maildesk.config.ways import Imap, Listen, Oauth, Relay

SECTIONS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("The desk", DeskConfig),
    ("mailboxes", Mailbox),
    ("teams", Team),
    ("agents", Agent),
    ("listen", Listen),
    ("partners", Partner),
    ("imap", Imap),
    ("relays", Relay),
    ("oauth", Oauth),
    ("status_page", StatusPage),
    ("proof", Proving),
    ("upstream", Upstream),
    ("internal", Internal),
    ("junk", JunkFilter),
    ("canned", Canned),
    ("articles", Article),
    ("limits", Limits),
)


def configuration_tables() -> str:
    """A Markdown section a part of desk.yaml, each with its keys."""
    return "\n\n".join(f"### {title}\n\n{_table(title, model)}" for title, model in SECTIONS)


def _table(title: str, model: type[BaseModel]) -> str:
    meanings = MEANINGS[title]
    rows = (f"| `{name}` | {_takes(info)} | {_default(info)} | {meanings[name]} |" for name, info in model.model_fields.items())
    return "\n".join(["| key | takes | without it | meaning |", "| --- | --- | --- | --- |", *rows])


def _takes(info: FieldInfo) -> str:
    return "a size like 25 MiB" if is_size(info) else " or ".join(dict.fromkeys(_kinds(info.annotation)))


def _kinds(kind: Any) -> Iterator[str]:
    """What a person writes for a type."""
    origin = get_origin(kind)
    if origin in (Union, UnionType, Annotated):
        parts = get_args(kind)[:1] if origin is Annotated else get_args(kind)
        for part in parts:
            yield from _kinds(part)
    elif origin is Literal:
        yield from (f"`{word}`" for word in get_args(kind))
    elif origin is tuple:
        yield "a list of " + _plural(item_of(kind))
    elif origin is dict:
        yield "names with " + _plural(item_of(kind))
    elif isinstance(kind, type) and issubclass(kind, Enum):
        yield from (f"`{word.value}`" for word in kind)
    elif kind is not type(None):
        yield _WORDS.get(kind) or _keys_of(kind)


def _plural(kind: Any) -> str:
    return "the mappings below" if model_in(kind) else " or ".join(_kinds(kind))


def _keys_of(kind: Any) -> str:
    model = model_in(kind)
    names = ", ".join(model.model_fields) if model else str(kind)
    return f"a mapping of {names}" if model and len(model.model_fields) < 3 else "a mapping, see below"


_WORDS: dict[Any, str] = {
    str: "text",
    Path: "a path",
    int: "a number",
    float: "a number like 6 or 7.5",
    bool: "`true` or `false`",
    timedelta: "a span like 90s, 15m, 8h, 14d, 2w",
    date: "a day like 2026-01-31",
    time: "a time like 07:30",
}


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "required"
    value = info.get_default(call_default_factory=True)
    if value is None or value in ((), {}, "") or isinstance(value, BaseModel):
        return "–"
    return f"`{as_written(value, is_size(info))}`"
