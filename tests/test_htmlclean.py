"""HTML of strangers: what may be shown, what is read from it, and where the guard stands."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import Cleaner
from hypothesis import given
from hypothesis import strategies as st

from maildesk.config.limits import Limits
from maildesk.html.clean import clean, text_to_html
from maildesk.html.plain import is_plain
from maildesk.html.tables import ATTRIBUTES, CSS, LINK_SCHEMES, PICTURE_SCHEMES, TAGS
from maildesk.html.text import to_text

LIMITS = Limits()
NO_CIDS: frozenset[str] = frozenset()

HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='javascript:1'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:1'>x</a>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<div style='background:url(https://t.example/p.gif)'>x</div>",
    "<div style='position:fixed;top:0'>x</div>",
    "<div style='width:expression(alert(1))'>x</div>",
    "<div style='list-style:url(https://t.example/p.gif)'>x</div>",
    "<form action=https://evil.example><input name=password></form>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<base href=https://evil.example><meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<img src='https://t.example/pixel.gif' width=1>",
    "<table background='https://t.example/p.gif'><tr><td>x</table>",
    "<![><img src=']><img/onerror=alert(1)//'>",
]


class Danger(HTMLParser):
    """Finds whatever could run, load or send."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name == "src" and not (value or "").startswith("cid:")):
                self.found.append(f"{tag} {name}={value}")
            if name == "href" and not re.match(r"(https?|mailto|tel|ftp|sip):|#", value or ""):
                self.found.append(f"{tag} {name}={value}")
            if name == "style" and re.search(r"url|expression|position|import", value or ""):
                self.found.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("markup", HOSTILE)
def test_nothing_runs_loads_or_sends(markup: str) -> None:
    """What is left holds no element, attribute or style that acts."""
    assert Danger(clean(markup, NO_CIDS, LIMITS)).found == []


@given(
    st.lists(
        st.sampled_from([*HOSTILE, "<b>", "</b>", "<!--", "-->", "<p", ">", "'", '"', "text", "<style>", "</style>", "<select>", "&lt;script&gt;"]),
        max_size=8,
    ).map("".join)
)
def test_cleaning_again_changes_nothing(markup: str) -> None:
    """A fixed point: what a reader makes of the result is the result (V126)."""
    once = clean(markup, NO_CIDS, LIMITS)
    assert Danger(once).found == []
    assert clean(once, NO_CIDS, LIMITS) == once


PIECES = ["<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "<td nowrap>", "</table>", "<a href=https://x.example/?a=1&b>", "<a href='#x'>", "</a>", "<img src=cid:a@x>", "&copy;", "&amp;", "<br>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<pre>", "</pre>", "<ruby>", "<rt>", "<main>", "<center>", "<button>", "</button>", "<form>", "<dd>", "<dt>", "<caption>", "<col>", "<tbody>", '<p title="">', "[", "é"]  # fmt: skip
STYLES = st.lists(
    st.tuples(
        st.sampled_from(["color", " padding", "mso-x", "font-family", "position", "Border"]),
        st.sampled_from([":", " : ", ": "]),
        st.sampled_from(
            ["red", "1px", "1e-x", "#fff", "rgb(1, 2,3)", "'Segoe UI',Arial", "1px solid #ccc", "x!important", "a.0", "url(x)", "x", "\\", "-", ""]
        )
        | st.text(alphabet="abe1-.%#, 09()'", max_size=8),
    ),
    max_size=3,
).map(lambda given: '<span style="' + ";".join(map("".join, given)) + '">')


@given(st.lists(st.sampled_from(PIECES) | STYLES | st.text(max_size=3), max_size=8).map("".join))
def test_what_is_plain_bleach_would_leave_as_it_is(markup: str) -> None:
    """The second barrier is only left out where it has nothing to do."""
    bleach = Cleaner(
        tags=TAGS,
        attributes={tag: list(names) for tag, names in ATTRIBUTES.items()},
        protocols=LINK_SCHEMES | PICTURE_SCHEMES,
        css_sanitizer=CSSSanitizer(allowed_css_properties=CSS, allowed_svg_properties=()),
    )
    once = clean(markup, frozenset({"a@x"}), LIMITS)
    assert not is_plain(once) or bleach.clean(once) == once


def test_an_ordinary_newsletter_is_plain() -> None:
    """Nested tables, styles with fonts in quotes and links with parameters need no second sanitiser."""
    row = '<tr><td style="padding: 8px;font-family:\'Segoe UI\', Arial, sans-serif;mso-line-height-rule:exactly;color:#333" width="50%">'
    cleaned = clean(f'<table border="0">{row}<a href="https://shop.example/?a=1&amp;b=2" title="News">look</a></td></tr></table>', NO_CIDS, LIMITS)
    assert is_plain(cleaned)
    assert 'style="padding: 8px;font-family:Segoe UI, Arial, sans-serif;color:#333;"' in cleaned


@pytest.mark.parametrize("markup", [markup for markup in HOSTILE if "<form" not in markup])
def test_what_is_hostile_is_not_plain(markup: str) -> None:
    """The grammar alone, without a sanitiser before it, stops all of them."""
    assert not is_plain(markup)


def test_pictures_of_the_mail_stay_and_others_lose_their_source() -> None:
    """A cid in the set is kept; an unknown cid and a remote picture are not fetched, their words stay."""
    markup = '<img src="cid:a@x" alt="one"><img src="cid:b@x" alt="two"><img src="https://t.example/p" alt="three">'
    assert clean(markup, frozenset({"a@x"}), LIMITS) == '<img src="cid:a@x" alt="one"><img alt="two"><img alt="three">'


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("background:#003;color:#fff", "background-color:#003;color:#fff;"),
        ("color:white;background:url(https://t.example/a.gif) #036 no-repeat", "color:white;background-color:#036;"),
        ("color:#333;width:calc(100% - 3px);padding:1px", "color:#333;padding:1px;"),
        ("color:#333;filter:alpha(opacity=50);background:ur\\l(https://t.example/a.gif)", "color:#333;"),
        ("color:#333;/*;background:url(x)*/;padding:1px", "color:#333;padding:1px;"),
        ("font-family:'a;background:url(x)';color:#333", "color:#333;"),
        ("position:fixed;background:var(--x)", ""),
    ],
)
def test_of_a_style_only_what_acts_is_left_out(style: str, shown: str) -> None:
    """Words stay as they are coloured: light ones on a dark ground whose picture is gone would be seen by nobody."""
    assert clean(f'<p style="{style}">words</p>', NO_CIDS, LIMITS) == (f'<p style="{shown}">words</p>' if shown else "<p>words</p>")


def test_a_style_without_end_is_left_out_alone() -> None:
    """A value that nobody writes is no reason to show nothing of the mail."""
    markup = f"""<p style="font-family:{"'" * 100_000};color:red">Words</p>"""
    assert clean(markup, frozenset(), LIMITS) == '<p style="color:red;">Words</p>'


def test_an_address_in_brackets_is_shown() -> None:
    """Programs write it without escaping it; no element has such a name (case 49)."""
    shown = clean("<p>to <eva@desk.example></p>", frozenset(), LIMITS)
    assert shown == "<p>to &lt;eva@desk.example&gt;</p>"


def test_words_and_plain_formatting_stay() -> None:
    """What agents and customers write arrives as they wrote it."""
    markup = '<p style="color: red;">Grüße &amp; <b>danke</b> <a href="https://shop.example/?a=1&amp;b=2">shop</a></p><ul><li>one</li></ul>'
    assert clean(markup, NO_CIDS, LIMITS) == markup


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 200 + "x", "<b>" * 6000 + "</b>" * 6000, "x" * (LIMITS.html + 1), "<p>x</p>" * 6000],
    ids=["deep", "tags", "large", "paragraphs"],
)
def test_over_the_limits_is_never_handed_to_a_sanitiser(markup: str) -> None:
    """The guard answers with nothing; the text is still read."""
    assert clean(markup, NO_CIDS, LIMITS) == ""
    assert "x" in to_text(markup, LIMITS) or "<b>" in markup


LETTER = (
    "<html><head><title>T</title><style>p > a {color: red}</style></head><body><div><p>Dear &uuml;ser,</p><p>it is <b>bro</b>ken &amp; <i>worse</i></p><!-- no > -->"
    "<ul><li>one<li>two</ul><script>if (a<b) x('</p>')</script><table><tr><td>Order<td>12</tr></table><a href='https://x.example/a' title='a > b'>here</a><br>"
    '<img alt="a picture" src=x><blockquote type="cite">old words</blockquote><select><option>nobody closed it'
)
READ = "Dear üser,\n\nit is broken & worse\n\n* one\n* two\n\nOrder 12\n\nhere <https://x.example/a>\na picture\n\n> old words"


@pytest.mark.parametrize("around", ["<div>" * 150, "<b></b>" * 6000, "<!--" + " " * LIMITS.html + "-->"], ids=["deep", "tags", "large"])
def test_words_of_markup_that_is_not_shown_keep_their_paragraphs(around: str) -> None:
    """What is over the limits is read as a letter all the same: blocks, lists, tables, links and quotes; no style, no script, no comment."""
    assert to_text(around + LETTER, LIMITS).startswith(READ)
    assert to_text(LETTER, LIMITS).startswith(READ)


def test_an_element_nobody_closed_hides_nothing() -> None:
    """Words come before what a page would hide, and those beyond the size limit are read, too."""
    assert "words" in to_text("<div>" * 150 + "<object>words", LIMITS)
    assert "words" in to_text("<div>" * 150 + "<style>words", LIMITS)
    assert to_text("<textarea>words</textarea><!--</textarea><img>-->", LIMITS) == "words"
    assert to_text("<p>" + "x" * LIMITS.html + "</p><p>last &lt;words", LIMITS).endswith("\nlast <words")


@given(st.text())
def test_plain_text_is_escaped_then_wrapped(text: str) -> None:
    """Whatever stands in a text, no element but ours comes of it (V127) (case 49)."""
    assert set(re.findall(r"<(/?\w+)", text_to_html(text))) <= {"p", "/p", "br"}
    assert "&lt;script&gt;" in text_to_html("<script>")


@given(st.text(alphabet=st.sampled_from("<>/!-'\"=&; abdiv\n[]pt")))
def test_text_of_any_html_is_read(markup: str) -> None:
    """No HTML makes the reader raise."""
    assert isinstance(to_text(markup, LIMITS), str)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<ol><li>one<li>two</ol>", "1. one\n2. two"),
        ("<table><tr><td>Name</td><td>Anna</td></tr><tr><td>Age</td><td>7</td></tr></table>", "Name Anna\nAge 7"),
        ('<a href="https://a.example">https://a.example</a> <a href="https://b.example">b</a>', "https://a.example b <https://b.example>"),
        ('new<blockquote type="cite">old<blockquote type="cite">older</blockquote></blockquote>', "new\n\n> old\n>\n>> older"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<p>to <eva@desk.example> or <b>Ivo <ivo@desk.example></b></p>", "to <eva@desk.example> or Ivo <ivo@desk.example>"),  # case 49
        ("<style>p{}</style><title>no</title><p hidden>no</p><span style='display:none'>no</span>yes", "yes"),
        ("<ul><li><p>a</p></li><li>\n<p>b</p><p>c</p></li></ul>", "* a\n* b\nc"),
        ('<ol start="5"><li>a</li><li value="9">b</li><li>c</li></ol>', "5. a\n9. b\n10. c"),
        ('<ol type="a"><li>x</li><li>y</li></ol><ol type="I" start="4"><li>x</li></ol>', "a. x\nb. y\n\nIV. x"),
        ("<table><tr><td><p>Ink</p></td><td><p>7.50</p></td></tr><tr><td><div>Pen</div></td><td>3</td></tr></table>", "Ink 7.50\nPen 3"),
        ('<a href="https://x.example/a"><div>Shop</div></a>', "Shop <https://x.example/a>"),
        ("now 19<sup>99</sup>, H<sub>2</sub>O, 1<sup>st</sup>", "now 19⁹⁹, H₂O, 1st"),
        ('<div style="white-space:pre-wrap">a\n  b</div>', "a\n  b"),
        ("<details><summary>More</summary>Inner</details>", "More\nInner"),
        (
            '<td style="font-size:0px"><div style="font-size:0">a<p style="font-size:13px">Words <b>here</b></p></div></td>',
            "Words here",
        ),  # as MJML builds
        ('<div style="max-height:0;overflow:hidden">before</div>Words', "Words"),
        ('<div style="overflow:hidden;height:0px;">before</div><div style="overflow:hidden;min-height:0">Words</div>', "Words"),
        ('<div style="opacity:0.0">before</div><div style="opacity:0.9">Words</div>', "Words"),
        ('<div style="display:none;display:block!important">Words</div>', "Words"),
        ('<style>.pre, p#y{display:none}</style><i class="a pre">before</i><p id=y>no</p><b id=y>Words</b>', "Words"),
        ("<style><!-- td.pre{display:none} --></style><div class=pre>Words</div>", "Words"),
        ("<style>.d{display:none}</style><div class=d style='display:block'>Words</div>", "Words"),
        ("<style>@media (max-width:480px){.d{display:none}}</style><div class=d>Words</div>", "Words"),
        ("<style>.d,.m{display:none}@media only screen and (min-width:600px){.d{display:block}}</style><p class=m>no<p class=d>Words", "Words"),
        ("<style media=print>.d{display:none}</style><!--<style>.d{display:none}</style>--><div class=d>Words</div>yes", "Words\nyes"),
        ("<style>/* .d{display:none} */ .d:hover, .x .d{display:none}</style><div class=d>Words</div>yes", "Words\nyes"),
        ("<style>.all{display:none}</style><div class=all>Words</div>", "Words"),
        ("<Style>.p{height:0;overflow:hidden}.d{display:none!important;display:block}</Style><i class=d>no</i><b class=p>no</b>Words", "Words"),
        ("<style>.p{height:0;overflow:hidden}.p{height:9px}</style><b class=p>Words</b>", "Words"),
        ("<style>.d{white-space:pre-wrap}</style><div class=d>a\n b</div>", "a\n b"),
        ("see <svg><title>no</title><desc>no</desc><style>p{}</style><text>Model <tspan>7</tspan></text></svg> here", "see Model 7 here"),
        ("<math><semantics><mi>x</mi><mo>=</mo><mn>5</mn><annotation>no</annotation></semantics></math>", "x=5"),
    ],
)
def test_structure_is_kept_in_the_text(markup: str, text: str) -> None:
    """Paragraphs, breaks, lists, tables, links, quotes and preformatted text read as they are shown."""
    assert to_text(markup, LIMITS) == text
