"""The lines of a text as they were before a program flowed them (RFC 3676)."""

from __future__ import annotations

from collections.abc import Iterator


def unflowed(text: str, delsp: bool) -> Iterator[str]:
    """Lines as they were before they were flowed, quote marks normalised to `> ` (RFC 3676 §4)."""
    depth, line = 0, list[str]()  # of a line that goes on
    for raw in text.split("\n"):
        stripped = raw.lstrip(">")
        marks, content = len(raw) - len(stripped), stripped.removeprefix(" ")
        flowing = content.endswith(" ") and content != "-- "
        if line and (marks != depth or content == "-- "):
            yield _quoted(depth, line)
        depth = marks
        line.append(content[:-1] if flowing and delsp else content)
        if not flowing:
            yield _quoted(depth, line)
    if line:
        yield _quoted(depth, line)


def _quoted(depth: int, line: list[str]) -> str:
    """The whole line, which is empty afterwards."""
    whole = "".join(line)
    line.clear()
    return f"{'>' * depth} {whole}" if depth else whole
