"""What the admin prepared for agents: texts, articles and lists of commands. Wrong ones show when the desk's files are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from maildesk.changes import Change
from maildesk.commands.block import Block, read_commands
from maildesk.config.prepared import Canned
from maildesk.config.schema import DeskConfig, Mailbox
from maildesk.config.yamlfile import Document
from maildesk.errors import NOTHING, Problem, Wrong
from maildesk.language import Said
from maildesk.outbound.render import FAILURES, fill
from maildesk.ticket import Ticket
from maildesk.verbs.effects import TEXTS

_SAMPLE = {"number": "4711", "subject": "Printer", "customer": "Bob", "requester": "bob@customer.example", "agent": "Anna", "mailbox": "Support"}


def values_for(ticket: Ticket, mailbox: Mailbox, customer: str, agent: str) -> Mapping[str, str]:
    """What a text may name; `customer` and `agent` are names, "" where there is none."""
    values = (str(ticket.number), ticket.subject, customer, ticket.requester, agent, mailbox.name)
    return dict(zip(_SAMPLE, values, strict=True))


def texts_of(changes: Iterable[Change], values: Mapping[str, str], language: str, config: DeskConfig) -> str:
    """The words that these changes put in, in their order; raises `Wrong` where one cannot be filled."""
    return "\n\n".join(_text(change, values, language, config) for change in changes if change.verb in TEXTS)


def _text(change: Change, values: Mapping[str, str], language: str, config: DeskConfig) -> str:
    name = str(change.value)
    if change.verb == "kb":
        article = config.articles[name]
        return f"{article.title}: {article.url}"
    try:
        return fill(_spoken(config.canned[name], language), values, config.limits).strip()
    except FAILURES as error:
        raise _unfit(error) from None


def _spoken(text: Canned, language: str) -> str:
    """The text in the reader's language, else the one for all, else whichever there is."""
    words = {"en": text.en, "zh_CN": text.zh_CN}
    return words[language] or text.text or next(filter(None, words.values()), "")


def _unfit(error: Exception) -> Wrong:
    may = Said("it may use {names}", names=", ".join(_SAMPLE))
    return Wrong(Said("the text fails: {error}", error=str(error) or type(error).__name__), may)


def macros_of(config: DeskConfig) -> Mapping[str, tuple[Change, ...]]:
    """What each list of commands comes to, for a rule that names it; one that is wrong comes to nothing, and is told of by `check_prepared`."""
    blocks = {name: read_commands(commands, config.directory()) for name, commands in config.macros.items()}
    return {name: (*block.changes, *_said(block)) for name, block in blocks.items()}


def _said(block: Block) -> tuple[Change, ...]:
    return (Change(block.visibility.value, block.rest or None),) if block.visibility else ()


def check_prepared(config: DeskConfig, document: Document) -> tuple[Problem, ...]:
    """Each text filled with a sample's values and with none, and each list of commands read as an agent's: what is wrong, with its place."""
    return (*_wrong_texts(config, document), *_wrong_macros(config, document))


def _wrong_texts(config: DeskConfig, document: Document) -> Iterator[Problem]:
    empty = {**_SAMPLE, "customer": "", "agent": ""}
    for name, canned in config.canned.items():
        for key in ("text", "en", "zh_CN"):
            try:
                for facts in (_SAMPLE, empty):
                    fill(getattr(canned, key), facts, config.limits)
            except FAILURES as error:
                wrong = _unfit(error)
                yield Problem(document.place(("canned", name, key)), wrong.wrong, wrong.right)


def _wrong_macros(config: DeskConfig, document: Document) -> Iterator[Problem]:
    for name, commands in config.macros.items():
        block = read_commands(commands, config.directory())
        place = document.place(("macros", name))
        for problem in block.problems:
            right = Said("did you mean {word}?", word=problem.nearest[0]) if problem.nearest else NOTHING
            yield Problem(place, problem.why, right)
        for one in block.questions:
            yield Problem(place, Said("{line} asks something, and a macro only does", line=one.line))
        if not (block.problems or block.changes or block.visibility or block.questions):
            yield Problem(place, Said("there is no command in it"), Said("write commands as an agent does: '#tag vpn; #assign network'"))
