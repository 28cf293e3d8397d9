"""What is wrong with a template, and what would be right: Jinja2's words, and a remedy for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from maildesk.config.nearest import did_you_mean
from maildesk.errors import Place, Problem
from maildesk.language import Said
from maildesk.outbound.happening import Facts

LANGUAGES = ("en", "zh_CN")
_LIKE = 0.85  # of two names, one of which is the other misspelt
_MAY = Said("it may use")
_REMEDIES = (
    ("end of template, expected 'end of print statement", Said("close it with }}}}")),
    ("end of template, expected 'end of statement block", Said("close it with %}}")),
    ("end of comment tag", Said("close it with #}}")),
    ("unknown tag", Said("tags are if, for, set, block, extends and include")),
    ("unsafe", Said("a template shows what it is given, and calls nothing: {{{{ number }}}}")),
    ("not safely callable", Said("a template shows what it is given, and calls nothing: {{{{ number }}}}")),
)


def amiss(words: str, facts: Facts, filters: Sequence[str]) -> tuple[Said, Said]:
    """What Jinja2's words say to whoever writes the template, and what would be right."""
    return Said("the template fails: {error}", error=words), _remedy(words, facts, filters)


def unfound(name: str) -> tuple[Said, Said]:
    """The same for a template that another names."""
    return Said("there is no template {name}", name=name), Said("name a file by its path in the folder of templates, as layout.html or en/lines.txt")


def _remedy(words: str, facts: Facts, filters: Sequence[str]) -> Said:
    if block := re.search(r"innermost block that needs to be closed is '(\w+)'", words):
        return Said("close it with {{% end{block} %}}", block=block[1])
    if name := re.search(r"No filter named '([^']+)'", words):
        return did_you_mean(name[1], filters)
    if name := re.search(r"has no attribute '([^']+)'", words):
        return did_you_mean(name[1], _of_rows(facts), _MAY)
    if name := re.match(r"'([^']+)' is undefined", words):
        return did_you_mean(name[1], facts, _MAY)
    return next((remedy for known, remedy in _REMEDIES if known in words), _may(facts))


def _of_rows(facts: Facts) -> set[str]:
    """What an entry of a list has, as `{{ one.when }}`."""
    return {key for rows in facts.values() if isinstance(rows, tuple) for row in rows for key in row}


def _may(facts: Facts) -> Said:
    return Said("it may use {names}", names=", ".join(sorted(facts)))


def misplaced(paths: Mapping[str, Path], letters: frozenset[str]) -> Iterator[Problem]:
    """Files that no letter is ever made of: `paths` are those of the desk's own folder by their name in it, `letters` are the names of shipped ones."""
    for name, path in paths.items():
        language, _, file = name.rpartition("/")
        if not language and Path(file).stem in letters:
            yield Problem(
                Place(str(path)),
                Said("no letter is made of a template that lies here"),
                Said("put it into the folder of its language: en/{file}", file=file),
            )
        elif language and language not in LANGUAGES:
            yield Problem(
                Place(str(path)),
                Said("no letter is written in {language}", language=language),
                did_you_mean(language, LANGUAGES, Said("languages are")),
            )


def unsent(paths: Mapping[str, Path], sent: frozenset[str], letters: frozenset[str]) -> Iterator[Problem]:
    """Templates that no rule sends, and whose name is a shipped one's misspelt."""
    for name, path in paths.items():
        if "/" not in name:
            continue
        stem = Path(name).stem
        near = [] if stem in letters | sent else get_close_matches(stem, sorted(letters), n=1, cutoff=_LIKE)
        if near:
            yield Problem(
                Place(str(path)),
                Said("no letter is made of the template {name}, and no rule sends it", name=stem),
                Said("did you mean {word}?", word=near[0]),
            )


def halves(own: Iterable[str], shipped: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Texts of the desk's own, as `en/reply.txt`, and the HTML of each where that is still the shipped one: nearly everybody reads that."""
    mine = frozenset(own)
    for name in sorted(mine):
        markup = f"{name.removesuffix('.txt')}.html"
        if name.endswith(".txt") and markup in shipped - mine:
            yield name, markup
