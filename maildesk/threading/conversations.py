"""Groups the mails of an archive into conversations by the ids they bear and refer to, in whatever order they lie there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def conversations(ids: Sequence[Sequence[str]]) -> list[list[int]]:
    """The places of mails that share an id, directly or by way of others; `ids` are those of each mail.

    Each conversation's places ascend, and the conversations come in the order of their first places.
    """
    joined: dict[str, str] = {}
    for named in ids:
        for one, other in pairwise(named):
            joined[_root(joined, one)] = _root(joined, other)
    groups: dict[str | int, list[int]] = {}
    for place, named in enumerate(ids):
        groups.setdefault(_root(joined, named[0]) if named else place, []).append(place)
    return list(groups.values())


def _root(joined: dict[str, str], name: str) -> str:
    """The name that stands for all that were joined with this one; paths are halved on the way (union-find)."""
    while (above := joined.get(name, name)) != name:
        joined[name] = joined.get(above, above)
        name = above
    return name
