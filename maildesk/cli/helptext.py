"""How helps are laid out: whole sentences, as wide as the terminal, wrapped where East Asian text may be wrapped too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from maildesk.cli.output import styled
from maildesk.cli.visible import columns_of

# A piece that no line is broken within: a word, or one wide character with the punctuation that must not begin or end a line (UAX #14).
_WIDE = "\u2e80-\u303f\u3041-\u9fff\uf900-\ufaff\uff00-\uffef"
_CLOSING = "、。，．：；！？）」』】〉》”’"
_OPENING = "（「『【〈《“‘"
_PIECE = re.compile(rf"\s+|[{_OPENING}]*[{_WIDE}][{_CLOSING}]*|[^\s{_WIDE}]+[{_CLOSING}]*")
_LINE_END = re.compile(rf"(?<=[{_WIDE}])\s+(?=[{_WIDE}])")  # in Chinese a line ends where no blank stands
_KEPT = "\b"  # click's mark of a paragraph whose lines stay as they are
_WIDEST = 32  # columns of the left side of a list


def pieces(text: str) -> list[str]:
    """The words of a paragraph and the blanks between them; a line may end between any two pieces."""
    return _PIECE.findall(" ".join(_LINE_END.sub("", text).split()))


def wrapped(text: str, columns: int) -> Iterator[str]:
    """The text in lines of at most so many columns; a word longer than that stands alone."""
    line, used = "", 0
    for piece in pieces(text):
        width = columns_of(piece)
        if used + width > columns and line.strip():
            yield line.rstrip()
            line, used = "", 0
        if line or not piece.isspace():
            line, used = line + piece, used + width
    if line.strip():
        yield line.rstrip()


class Formatter(click.HelpFormatter):
    """click's layout with our wrapping."""

    def write_heading(self, heading: str) -> None:
        self.write(f"{' ' * self.current_indent}{styled(heading, bold=True)}\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
            self.write("\n" if number else "")
            kept = paragraph.lstrip("\n").startswith(_KEPT)
            lines = paragraph.split("\n")[1:] if kept else wrapped(paragraph, max(self.width - self.current_indent, 20))
            self.write("".join(f"{indent}{line}\n" for line in lines))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST, col_spacing: int = 2) -> None:
        rows = list(rows)
        left = min(max((columns_of(name) for name, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for name, text in rows:
            room = " " * (left - columns_of(name)) if columns_of(name) <= left - col_spacing else f"\n{indent}{' ' * left}"
            lines = list(wrapped(text, max(self.width - left - self.current_indent, 20)))
            self.write(f"{indent}{name}{room}".rstrip(" ") if not lines else f"{indent}{name}{room}{lines[0]}")
            self.write("".join(f"\n{indent}{' ' * left}{line}" for line in lines[1:]) + "\n")


class Context(click.Context):
    """Lays helps out by the formatter above."""

    formatter_class = Formatter
