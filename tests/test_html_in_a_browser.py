"""What is made of strangers' HTML, in a real browser: no script runs, no request leaves, and nothing edits it after the gate."""

from __future__ import annotations

import ast
import html
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from maildesk.config.limits import Limits
from maildesk.html.clean import clean
from maildesk.html.tables import LINK_SCHEMES, TAGS
from maildesk.letter import LetterKind
from maildesk.outbound.compose import compose
from maildesk.outbound.samples import SAMPLES as SAMPLE_FACTS
from tests.browser import Browser, Seen, View, browsing, chromium
from tests.hostile import ELSEWHERE, SAMPLES, corpus
from tests.letters import NOW, PRESS, TEMPLATES, a_draft, markup
from tests.test_house import SOURCES

LIMITS = Limits()
CIDS = frozenset({"kept@home"})
KEPT = '<p>Look: <img src="cid:kept@home" alt="kept"></p>'
VIEW = View("screen")
# A script may do nothing that anybody sees: the browser's own policy tells of each that wanted to run.
PAGE = "<!doctype html><meta charset=utf-8><meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><title>x</title>"
LOOK = """[...document.querySelectorAll('iframe, body > section')].map(one => {
  const root = one.contentDocument ?? one;
  const all = [...root.querySelectorAll('*')];
  return [
    all.map(one => one.localName),
    all.flatMap(one => [...one.attributes].map(a => a.name)).filter(name => name.startsWith('on') || name.includes('src') && name != 'src'),
    all.filter(one => one.href).map(link => link.protocol),
    all.filter(one => getComputedStyle(one).position == 'fixed').length,
  ];
})"""


def framed(document: str) -> str:
    return f'<iframe srcdoc="{html.escape(document)}"></iframe>'


def placed(piece: str) -> str:
    return f"<section>{piece}</section>"


async def test_nothing_runs_and_nothing_is_loaded(tmp_path: Path) -> None:
    """Neither of what the gate lets through, nor of whole letters as they are sent; the harness itself sees both where nobody cleans."""
    program = chromium()
    if program is None:
        pytest.skip("chromium is not installed: no browser was asked")
    letters = [markup(compose(a_draft(html=one), PRESS, 1, NOW).data) for one in SAMPLES]
    pieces = [clean(one, CIDS, LIMITS) for one in (*SAMPLES, *corpus())]
    async with browsing(program, tmp_path / "profile") as browser:
        raw = await _visited(browser, tmp_path, framed(f"<script>ran()</script><img src='{ELSEWHERE}a.gif' onerror='ran()'>"))
        assert (len(raw.complaints) >= 2, raw.requests[1:]) == (True, [f"{ELSEWHERE}a.gif"])
        await _looked_at(browser, tmp_path, letters, framed, TAGS | {"html", "head", "body", "meta", "title", "style"})
        await _looked_at(browser, tmp_path, pieces, placed, TAGS)
        await _fits_a_phone(browser, tmp_path)


def test_the_makers_samples_were_there() -> None:
    """What others try their sanitisers with stands beside the project, never in it."""
    if not any(corpus()):
        pytest.skip("../shared/corpus is not here: the browser saw our own samples alone")


async def _fits_a_phone(browser: Browser, folder: Path) -> None:
    """No letter of ours has to be pushed aside to be read: neither a link nor a command is wider than the screen."""
    shown = [(kind, language, TEMPLATES.rendered(kind, language, SAMPLE_FACTS[kind]).html) for kind in LetterKind for language in ("en", "zh_CN")]
    await _visited(browser, folder, "".join(framed(one).replace("<iframe", '<iframe style="width:320px;border:0"') for _, _, one in shown))
    widths = await browser.ask("[...document.querySelectorAll('iframe')].map(one => one.contentDocument.documentElement.scrollWidth)")
    assert [(kind, language, width) for (kind, language, _), width in zip(shown, widths, strict=True) if width > 320] == []


async def _visited(browser: Browser, folder: Path, body: str) -> Seen:
    page = folder / "page.html"
    page.write_text(f"{PAGE}<body>{body}", encoding="utf-8", errors="replace")
    return await browser.visit(page.as_uri(), VIEW)


async def _looked_at(browser: Browser, folder: Path, documents: Sequence[str], shown: Callable[[str], str], known: frozenset[str]) -> None:
    """Fails with what the browser did, and with the first document that holds what it must not."""
    seen = await _visited(browser, folder, "".join(map(shown, documents)))
    assert [one for one in seen.complaints if "QuirksMode" not in one] == []
    assert [one for one in seen.requests if not one.startswith(("file:", "cid:"))] == []
    for document, (tags, attributes, schemes, covering) in zip(documents, await browser.ask(LOOK), strict=True):
        assert not set(tags) - known, document
        assert not attributes, document
        assert {scheme.rstrip(":") for scheme in schemes} <= LINK_SCHEMES | {"file", "about"}, document
        assert not covering, document


def test_nothing_is_lost_that_may_be_shown() -> None:
    """Words and pictures of the mail itself stay; those from elsewhere do not."""
    assert clean(KEPT, CIDS, LIMITS) == KEPT
    assert "cid:" not in clean(KEPT, frozenset(), LIMITS)
    read = [one for one in SAMPLES if one.startswith(("<p ", "<a ", "<div ", "<table ", "<details "))]
    assert [one for one in read if "words" not in clean(one, CIDS, LIMITS)] == [one for one in read if "words" not in one]


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_the_gate_made_is_what_is_sent(sample: str) -> None:
    """A letter holds the cleaned HTML letter by letter."""
    cleaned = clean(f"{KEPT}{sample}", frozenset(), LIMITS)
    assert cleaned in markup(compose(a_draft(html=f"{KEPT}{sample}"), PRESS, 1, NOW).data)


def test_there_is_one_gate() -> None:
    """Only the gate's own callers may turn text into markup, and each of them is known here: a new one is to be thought about."""
    called = {path: _called(path) for path in SOURCES}
    assert {path.stem for path, names in called.items() if "clean" in names} == {"compose", "explain"}
    # The status page shows nothing of a mail but words, which it escapes (V153).
    assert {path.stem for path, names in called.items() if "Markup" in names and "statuspage" not in path.parts} == {"render"}


def _called(path: Path) -> set[str]:
    """The bare names of functions that a module calls."""
    text = path.read_text("utf-8")
    tree = ast.parse(text if "clean(" in text or "Markup(" in text else "")
    return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
