"""V126, V128: what is cleaned stays clean: cleaning it again changes nothing, and no trick of nesting brings a tag back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.html.clean import clean

LIMITS = Limits()
_DANGEROUS = re.compile(
    r"<\s*(?:script|svg|math|style|iframe|object|embed|form|noscript|textarea|xmp|title|base|meta|link)\b|\son\w+\s*=|<!--", re.IGNORECASE
)
TRICKS = [
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<!--><img src=x onerror=alert(1)>-->",
    "<textarea></p><xmp></textarea><img src=x onerror=alert(1)>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<title><a href='</title><img src=x onerror=alert(1)>'>",
    "<a><table><a><div></a></table><p style='color:url(x)'>",
    "<p style='color:red;background:url(x)'><hr noshade>",
    "<p style='COLOR: red;background:url(x)'>",
    "<p style='font-family:\"a<b;color:url(x)'>",
]
_PIECES = [
    "<b>",
    "</b>",
    "<p",
    ">",
    "<!--",
    "-->",
    "<svg>",
    "</svg>",
    "<style>",
    "</style>",
    '"',
    "'",
    "<img src=x ",
    "onerror=a",
    "</p>",
    "&lt;",
    "words",
    "<a>",
    "</a>",
    "<table>",
    "<td>",
    "<div>",
    "</div>",
    "<hr noshade>",
    "<p style='COLOR:red;background:url(x)'>",
    "<p style='color:url(x)'>",
]


@pytest.mark.parametrize("html", TRICKS)
def test_a_known_trick_leaves_no_tag(html: str) -> None:
    """Nothing that acts is left, neither at once nor after another cleaning."""
    once = clean(html, frozenset(), LIMITS)
    assert not _DANGEROUS.search(re.sub(r"&lt;.*?&gt;", "", once))
    assert clean(once, frozenset(), LIMITS) == once


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join))
def test_cleaning_is_a_fixed_point(html: str) -> None:
    """What a browser would repair is repaired before it is judged, so a second cleaning finds nothing to do."""
    once = clean(html, frozenset(), LIMITS)
    assert clean(once, frozenset(), LIMITS) == once
