"""A value as a person writes it in desk.yaml, and one such for each key: what a hint and the manual show."""

from __future__ import annotations

import json
from datetime import time, timedelta
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from maildesk.config.values import SIZES, size_of

_SPANS = (("d", 86400), ("h", 3600), ("m", 60))


def example_of(info: FieldInfo | None) -> str:
    """What stands behind a key in an example; "" where nothing typical can be said."""
    if info is None:
        return ""
    value = info.examples[0] if info.examples else None if info.is_required() else info.get_default(call_default_factory=True)
    if value is None or value in ((), {}, "") or isinstance(value, BaseModel):
        return ""
    return json.dumps(value) if isinstance(value, str) and ":" in value else as_written(value, is_size(info))


def is_size(info: FieldInfo) -> bool:
    """Whether a key takes bytes, which may be written with their unit."""
    return any(getattr(one, "func", None) is size_of for one in info.metadata)


def as_written(value: Any, size: bool = False) -> str:
    """A value of the schema in the words of the file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return _span(value)
    return _size(value) if size else str(value)


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    return next((f"{seconds // length}{unit}" for unit, length in _SPANS if seconds and seconds % length == 0), f"{seconds}s")


def _size(count: int) -> str:
    return next((f"{count // length} {unit}" for unit, length in reversed(SIZES.items()) if count and count % length == 0), str(count))
