"""HTML written from code: whatever is not markup of ours is escaped, so that no caller has to remember it (V130)."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

_VOID = frozenset({"link", "meta", "wbr"})


def tag(name: str, /, *inside: str, **attributes: str | None) -> Markup:
    """An element. An attribute of None is left out; `class_` and `data_x` stand for `class` and `data-x`."""
    shown = "".join(f' {_named(key)}="{escape(value)}"' for key, value in attributes.items() if value is not None)
    return Markup(f"<{name}{shown}>" if name in _VOID else f"<{name}{shown}>{together(inside)}</{name}>")  # noqa: S704 - all of it was escaped above


def together(pieces: Iterable[str]) -> Markup:
    """Pieces in a row; those that are plain text are escaped."""
    return Markup("").join(pieces)


def filled(words: str, **pieces: str) -> Markup:
    """Words with pieces in the places `{name}`; a piece may be markup."""
    return escape(words).format(**pieces)


def _named(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")


def document(head: Iterable[str], body: Iterable[str], language: str, kind: str | None = None) -> str:
    """A whole page in one of our languages; `kind` is the class of its body."""
    fixed = (
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
    )
    page = tag("html", tag("head", *fixed, *head), "\n", tag("body", *body, class_=kind), "\n", lang=language.replace("_", "-"))
    return together((Markup("<!doctype html>\n"), page, "\n"))
