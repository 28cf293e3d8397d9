"""What a page's own style sheets say of its classes: which of them nobody sees, and which keep the breaks of their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from maildesk.html.styles import is_hidden, keeps_breaks
from maildesk.html.wellformed import Attributes

_MATTERS = re.compile(r"(?:display|mso-hide|visibility|opacity|white-space|height)\s{0,9}:\s{0,9}(?:none|all|hidden|0|pre|break)", re.IGNORECASE)
_BEGIN, _END = re.compile(r"<!--|<style(?:\s([^<>]{0,500}))?>", re.IGNORECASE), re.compile(r"</style", re.IGNORECASE)
_MEDIA = re.compile(r"\bmedia\s{0,9}=\s{0,9}(?:\"([^\"]*+)\"|'([^']*+)'|(\S++))", re.IGNORECASE)
_BRACES = re.compile(r"([{}])")
_SELECTOR = re.compile(r"([a-zA-Z][a-zA-Z0-9]{0,20}|\*)?([.#][\w-]{1,100})")
_SAID = re.compile(r"(?<![\w-])(?:display|visibility|opacity|mso-hide|white-space|overflow|(?:max-)?height)\s{0,9}:[^;]{1,40}", re.IGNORECASE)
# A screen of that width in pixels is asked; what else a condition wants of it nobody knows.
_SCREEN = 1024
_WIDTH = re.compile(r"(min|max)-(?:device-)?width\s{0,9}:\s{0,9}(\d{1,6})(?:\.\d{1,9})?\s{0,9}(px|em|rem)\s{0,9}\)")
_ANY = frozenset({"", "all", "screen", "only screen"})
_MOST = 200  # rules that matter; newsletters have a few


class Sheet:
    """The rules of one page whose selector is a class or an id alone, as far as they say whether it is seen."""

    def __init__(self, markup: str) -> None:
        self._rules: dict[str, list[tuple[int, str, str]]] = {}
        self._told: dict[tuple[str, frozenset[str]], str] = {}
        if not _END.search(markup):
            return
        rules = list(islice((rule for css in _sheets(markup) if _MATTERS.search(css) for rule in _rules(css)), _MOST))
        if any(is_hidden(said) or keeps_breaks(said) for _, _, said in rules):
            for order, (tag, name, said) in enumerate(rules):
                self._rules.setdefault(name, []).append((order, tag, said))

    def __bool__(self) -> bool:
        return bool(self._rules)

    def says(self, tag: str, given: Attributes) -> str:
        """What its classes and its id say of an element, "" for nothing that matters; its own style stands above it."""
        named = self._rules.keys() & {*(f".{name}" for name in given.get("class", "").split()), f"#{given.get('id', '')}"}
        asked = (tag, frozenset(named))
        if asked not in self._told:
            found = sorted(rule for name in named for rule in self._rules[name] if rule[1] in ("", "*", tag))
            self._told[asked] = _which_counts(one for _, _, said in found for one in said.split(";"))
        return self._told[asked]


def _sheets(markup: str) -> Iterator[str]:
    """The style sheets that are meant for a screen and stand in no comment."""
    at = 0
    while begin := _BEGIN.search(markup, at):
        if begin[0] == "<!--":
            at = markup.find("-->", begin.end())
            if at < 0:
                return
            continue
        end = _END.search(markup, begin.end())
        if end is None:
            return
        media = _MEDIA.search(begin[1] or "")
        if media is None or _holds((media[1] or media[2] or media[3] or "").lower()):
            yield markup[begin.end() : end.start()]
        at = end.end()


def _rules(css: str) -> Iterator[tuple[str, str, str]]:
    """Each element's name, the class or id, and what is said of it as far as it matters."""
    first, *others = css.split("/*")
    open_: list[tuple[str, bool]] = []
    pieces = _BRACES.split(first + "".join(one.partition("*/")[2] for one in others))
    for text, sign in zip(pieces[::2], pieces[1::2], strict=False):
        if sign == "{":
            prelude = text.rpartition(";")[2].replace("<!--", "").replace("-->", "").strip()
            open_.append((prelude, (not open_ or open_[-1][1]) and (not prelude.startswith("@") or _is_met(prelude.lower()))))
        elif open_:
            selectors, counts = open_.pop()
            said = _which_counts(_SAID.findall(text)) if counts and not selectors.startswith("@") else ""
            if said:
                found = (_SELECTOR.fullmatch(one.strip()) for one in selectors.split(","))
                yield from (((one[1] or "").lower(), one[2], said) for one in found if one)


def _which_counts(said: Iterable[str]) -> str:
    """Of each property the last that is said of it, an important one before others: as much as every element of a page may be asked for."""
    kept: dict[str, str] = {}
    for one in said:
        name = one.partition(":")[0].strip().lower()
        if "!" in one or "!" not in kept.get(name, ""):
            kept[name] = one
    return ";".join(kept.values())


def _is_met(prelude: str) -> bool:
    name, _, condition = prelude.partition(" ")
    return name == "@media" and _holds(condition)


def _holds(condition: str) -> bool:
    """Whether a condition is that of a screen on a desk: newsletters have words for small ones, too."""
    return any(_is_wide_enough(one.strip()) for one in condition[:500].split(","))


def _is_wide_enough(condition: str) -> bool:
    kind, *features = condition.replace(" and", "").split("(")
    return kind.strip() in _ANY and all(map(_is_met_by_width, features))


def _is_met_by_width(feature: str) -> bool:
    found = _WIDTH.fullmatch(feature.strip())
    return found is not None and (found[1] == "min") == (int(found[2]) * (1 if found[3] == "px" else 16) <= _SCREEN)
