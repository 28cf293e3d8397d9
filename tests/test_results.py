"""Authentication-Results are read as they were written, wherever blanks, folds and comments stand; and any text is read to its end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maildesk.intake.trust.results import Result, Results, read_results

_NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
_TOKENS = st.from_regex(r"[A-Za-z0-9.@_+-]{1,20}", fullmatch=True)
_QUOTED = st.from_regex(r'[A-Za-z0-9 ;()=,\\"]{0,20}', fullmatch=True)
_FOUND = st.builds(
    Result,
    _NAMES,
    st.sampled_from(["pass", "fail", "none", "temperror"]),
    st.dictionaries(st.tuples(st.sampled_from(["header", "smtp", "policy"]), _NAMES).map(".".join), st.one_of(_TOKENS, _QUOTED), max_size=4),
)
_RESULTS = st.builds(Results, st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True), st.lists(_FOUND, min_size=1, max_size=4).map(tuple))
# What may stand between two words: at least one blank, so that a comment never leans against a word.
_BETWEEN = st.sampled_from([" ", "\t", "\r\n ", " (a; dmarc=pass) ", " (a (b) \\) c)\r\n\t", "  "])


@given(_RESULTS, st.data())
def test_what_is_written_is_read(results: Results, data: st.DataObject) -> None:
    """Values that are no tokens are quoted, as servers write them."""

    def gap() -> str:
        return data.draw(_BETWEEN)

    words = [gap() + results.server + gap()]
    for one in results.found:
        properties = (f"{gap()}{name}{gap()}={gap()}{_value(value)}{gap()}" for name, value in one.of.items())
        words.append(f"{gap()}{one.method}{gap()}={gap()}{one.result}{gap()}{''.join(properties)}")
    assert read_results(";".join(words)) == results


def _value(text: str) -> str:
    if text and all(character.isalnum() or character in ".@_+-" for character in text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(st.one_of(st.text(), st.text(alphabet='ab=;."()\\ \r\n\t/1', max_size=300)))
def test_any_text_is_read(text: str) -> None:
    """It gives a value or none, and never says that nobody wrote it."""
    found = read_results(text)
    assert found is None or found.server or text.lstrip().startswith(('""', "("))
