"""V121: a template is given words and rows of words, and finds no way from them to anything else of the desk."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from jinja2 import TemplateError

from maildesk.changes import Notify
from maildesk.config.limits import Limits
from maildesk.outbound.happening import Facts, Happening
from maildesk.outbound.recipients import plan_letters
from maildesk.outbound.render import Templates
from maildesk.outbound.samples import SAMPLES
from tests.letters import DESK, answered, asked

WAYS_OUT = [
    "{{ subject.__class__ }}",
    "{{ subject['__class__'] }}",
    "{{ exchange[0].items() }}",
    "{{ exchange|join(attribute='__class__') }}",
    "{{ exchange|join(',', '__class__.__mro__') }}",
    "{{ subject.format(self) }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.blocks }}",
    "{% for row in exchange %}{{ loop._iterable }}{% endfor %}",
    "{% for row in exchange %}{{ loop.cycle.__globals__ }}{% endfor %}",
    "{% macro m() %}{{ varargs }}{% endmacro %}{{ m(subject) }}",
    "{% macro m() %}{% endmacro %}{{ m._func }}",
    "{% include '../state/keys' %}",
    "{% include '/etc/passwd' %}",
    "{% import 'en/reply.txt' as other %}{{ other.__class__ }}",
    *(f"{{{{ {name} }}}}" for name in ("ticket", "config", "mail", "request", "environment", "lipsum", "cycler", "namespace", "range", "dict")),
]


@pytest.mark.parametrize("way", WAYS_OUT)
def test_no_way_leads_out(way: str) -> None:
    """Each of them is an error of the template, never an answer."""
    facts = SAMPLES["notification"]
    templates = Templates({"en/mine.txt": (f"Subject: x\n\n{way}", "mine.txt")}, Limits())

    with pytest.raises((TemplateError, AttributeError, TypeError)):
        templates.rendered("mine", "en", facts)
    assert templates.render("mine", "en", facts).problem


@pytest.mark.parametrize("happening", [answered(), asked(effects=(Notify("team"),))], ids=["an answer", "a question"])
def test_facts_are_words_and_rows_of_words(happening: Happening) -> None:
    """What letters are really made from, not what their types promise: no object stands in it."""
    drafts = plan_letters(happening, DESK)

    assert drafts
    assert [draft.kind for draft in drafts if not flat(draft.facts)] == []


@pytest.mark.parametrize("kind", SAMPLES)
def test_samples_are_flat(kind: str) -> None:
    """The facts that `config check` tries templates with promise no more than the real ones."""
    assert flat(SAMPLES[kind])


def flat(facts: Facts) -> bool:
    """Whether there is nothing but str, by its very type, in it."""
    values = [*facts.values()]
    rows = [row for value in values if isinstance(value, tuple) for row in value]
    words = [value for value in values if not isinstance(value, tuple)] + [word for row in rows if isinstance(row, Mapping) for word in row.values()]
    return all(type(row) is dict for row in rows) and all(type(word) is str for word in words)
