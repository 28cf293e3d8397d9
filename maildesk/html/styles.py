"""What a style says about text: whether it is seen, how large it is, whether its line breaks count; and the signs of small figures and of lists."""

from __future__ import annotations

import re

_HIDES = re.compile(
    r"visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?<![\w-])opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
# Without height, and what is beyond it is cut off: in either order, each asked by itself, so that a long style costs its length.
_FLAT = re.compile(r"(?<![\w-])(?:max-)?height\s*:\s*0(?:px)?\s*(?:;|!|$)", re.IGNORECASE)
_CUT_OFF = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
# What a style that hides has in it: asked first, because most have none of them.
_HIDING = ("display", "overflow", "visibility", "opacity", "mso-hide")
_DISPLAY = re.compile(r"(?<![\w-])display\s*:\s*([a-z-]+)\s*(!?)", re.IGNORECASE)
_SIZE = re.compile(r"(?<![\w-])font-size\s*:\s*([\d.]*)", re.IGNORECASE)
_SPACE = re.compile(r"(?<![\w-])white-space\s*:\s*([a-z-]+)", re.IGNORECASE)
RAISED, LOWERED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"), str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def is_hidden(style: str) -> bool:
    """Whether nobody sees what is in such an element. Of two ways to display it the important one counts, else the last."""
    if not any(map(style.lower().__contains__, _HIDING)):
        return False
    shown = _DISPLAY.findall(style)
    display = next((value for value, important in reversed(shown) if important), shown[-1][0] if shown else "")
    flat = _FLAT.search(style) and _CUT_OFF.search(style)
    return display.lower() == "none" or bool(flat or _HIDES.search(style))


def size_is_nothing(style: str) -> bool | None:
    """Whether text has no size there, None where the style does not say: another size inside is seen, as newsletters are built."""
    found = _SIZE.findall(style)
    return found[-1] != "" and not found[-1].strip("0.") if found else None


def keeps_breaks(style: str) -> bool | None:
    found = _SPACE.search(style)
    return found[1].lower().startswith(("pre", "break")) if found else None


def numbered(number: int, kind: str) -> str:
    """A number as a list of that kind counts (HTML, 4.4.5)."""
    if kind in ("a", "A") and 0 < number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 0 < number < 90:
        return _roman(number) if kind == "I" else _roman(number).lower()
    return str(number)


_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _roman(number: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        out += sign * (number // value)
        number %= value
    return out
