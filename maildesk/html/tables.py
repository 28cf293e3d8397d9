"""What is known about HTML elements, attributes and styles, as data for the sanitiser, the guard and the text reader."""

from __future__ import annotations

from collections.abc import Mapping


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


VOID = _set("br hr img input meta link area base col embed source track wbr")
# Void elements, and those a reader closes by itself: they do not make it deeper.
FLAT = VOID | _set("p li dt dd td th tr option")
# What stands inside these is no text anybody should read.
SWALLOWED = _set("script style title template noscript iframe object applet math svg select textarea xmp noembed noframes")
# A formula and a drawing are never shown, but their words are read; what is for programs inside them is not.
FORMULAS = _set("math mrow mi mo mn ms mtext mfrac msqrt mroot msup msub mtable mtr mtd mstyle semantics annotation svg g text tspan desc")
HIDDEN = (SWALLOWED - FORMULAS) | _set("head audio video canvas annotation desc")
PARAGRAPHS = _set("p h1 h2 h3 h4 h5 h6 ul ol dl table pre blockquote figure fieldset")
LINES = _set(
    "div tr li dt dd address article aside section header footer main nav form center caption tbody thead tfoot html body hr summary details legend figcaption optgroup"
)

# What may be shown or sent on.
TAGS = _set(
    """a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn dir div dl dt em figcaption
    figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub
    sup table tbody td tfoot th thead time tr tt u ul var wbr"""
)
_CELL = _set("colspan rowspan width height bgcolor nowrap")
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "*": _set("align dir lang style title valign"),
    "a": _set("href name"),
    "img": _set("src alt width height border"),
    "table": _set("border cellpadding cellspacing width height bgcolor"),
    "td": _CELL,
    "th": _CELL | {"scope"},
    "tr": _set("height bgcolor"),
    "col": _set("span width"),
    "colgroup": _set("span width"),
    "ol": _set("start type reversed"),
    "ul": _set("type"),
    "li": _set("value"),
    "font": _set("color face size"),
    "hr": _set("width size noshade"),
    "div": _set("class"),
}
# What tells a quote, a hidden element or a link.
READ_ATTRIBUTES = _set("id class name type cite style hidden href src alt start value reversed")
LINK_SCHEMES = _set("http https mailto tel ftp sip")
PICTURE_SCHEMES = _set("cid")
# The one class our own letters need to be found again in an answer to them.
KEPT_CLASS = "maildesk-letter"
# Colours, type and boxes; nothing that loads, moves or covers (position, background images, content).
CSS = _set(
    """background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse border-color border-left
    border-left-color border-left-style border-left-width border-radius border-right border-right-color border-right-style border-right-width
    border-spacing border-style border-top border-top-color border-top-style border-top-width border-width caption-side clear color direction display
    empty-cells float font font-family font-size font-style font-variant font-weight height letter-spacing line-height list-style list-style-position
    list-style-type margin margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width padding padding-bottom
    padding-left padding-right padding-top table-layout text-align text-decoration text-indent text-transform vertical-align white-space width
    word-break word-spacing word-wrap overflow-wrap"""
)
