"""An explained mail as a person reads it: the steps of its path, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from maildesk.cli.conversation import ailment_words, left_words, size
from maildesk.cli.visible import fact, visible
from maildesk.cli.wording import said, trust_words
from maildesk.language import Said, _, told
from maildesk.recording.reasons import DECISIONS
from maildesk.ticket import named

_NAME = 11  # columns of a fact's name

Answer = Mapping[str, Any]


def reason_lines(answer: Answer) -> Iterator[str]:
    """One mail's answer, a line a fact."""
    mail, nature, trust, thread, evidence = (answer[name] for name in ("mail", "nature", "trust", "thread", "evidence"))
    yield visible(answer["file"])
    yield from _said(_("from"), _address(mail["from"]) + ("" if mail["sender"] else "  " + _("(who it is from is not certain)")))
    yield from _weighed(_("author"), evidence["author"])
    yield from _weighed(_("identity"), evidence["sender"])
    yield from _said(_("subject"), mail["subject"])
    yield from (
        _line(_("attachment"), f"{one['filename']} ({one['content_type']}, {size(one['size'])}){left_words(one['left'])}")
        for one in mail["attachments"]
    )
    yield from (_line(_("defect"), told(one)) for one in mail["defects"])
    yield from _weighed(_("part"), evidence["parts"])
    yield from _weighed(_("charset"), evidence["charset"])
    yield from _weighed(_("quote"), evidence["quote"])
    yield from _weighed(_("signature"), evidence["signature"])
    yield from _weighed(_("passed on"), evidence["forwarded"])
    yield _line(
        _("nature"),
        said(nature["kind"]) if nature["may_answer"] else _("{nature}, not to be answered by a robot").format(nature=said(nature["kind"])),
    )
    yield from _because(nature["evidence"])
    yield from _weighed(_("mark"), evidence["nature"])
    yield from _weighed(_("may answer"), evidence["may_answer"])
    yield from _said(_("away until"), nature["away_until"] or "")
    yield _line(_("trust"), trust_words(trust["word"]))
    yield from _because(trust["evidence"])
    yield from _weighed(_("proof"), evidence["trust"])
    if answer["junk"]["evidence"]:
        yield _line(_("junk"), _("yes") if answer["junk"]["found"] else _("no"))
        yield from _because(answer["junk"]["evidence"])
    yield from (_line(_("clue"), _clue(one)) for one in thread["evidence"])
    yield _line(_("thread"), _place(thread))
    yield from _because([thread["why"]])
    for one in answer["also"]:
        yield _line(_("also"), f"{one['mailbox']}: {_place(one)}")
        yield from _because([one["why"]])
    yield from _said(_("outcome"), " ".join(filter(None, (said(thread.get("outcome", "")), thread.get("rule")))))
    yield from _weighed(_("command"), evidence["commands"])
    yield from _said(_("event"), answer["event"])
    yield from (_line(_("rule"), _rule(one)) for one in answer["rules"])
    yield from (_line(_("change"), _("{change}  by {actor}").format(change=_change(one), actor=one["by"])) for one in answer["changes"])
    yield from (_line(_("health"), ailment_words(one)) for one in answer["health"])
    yield from (_line(_("letter"), _letter(one)) for one in answer["letters"])
    if nature["no_answer"] and any(one["verb"] == "reply" for one in answer["changes"]):
        yield _line("", told(Said("no automatic answer: {why}", why=nature["no_answer"])))


def _line(name: str, value: object) -> str:
    return fact(name, value, _NAME)


def _said(name: str, value: str) -> Iterator[str]:
    if value:
        yield _line(name, value)


def _because(evidence: list[str]) -> Iterator[str]:
    yield from (fact("", _("because {reason}").format(reason=told(one)), _NAME) for one in evidence if one)


def _weighed(name: str, found: list[Answer]) -> Iterator[str]:
    for one in found:
        text = _("{clue}, won: {why}") if one["won"] else _("{clue}, lost: {why}")
        yield _line(name, text.format(clue=told(one["of"]), why=told(one["why"])))


def _place(thread: Answer) -> str:
    return told(DECISIONS[thread["decision"]]) + (f" #{thread['ticket']}" if thread["ticket"] else "")


def _clue(one: Answer) -> str:
    text = _("{clue}, won: {why}") if one["won"] else _("{clue}, lost: {why}")
    return text.format(clue=told(one["clue"]) + (f" #{one['ticket']}" if one["ticket"] else ""), why=told(one["why"]))


def _letter(one: Answer) -> str:
    words = _("{template} to {people}: {subject}").format(template=said(one["template"]), people=", ".join(one["to"]), subject=one["subject"])
    return words + "  " + _("not written: {reason}").format(reason=told(one["suppressed"])) if one["suppressed"] else words


def _address(one: Answer | None) -> str:
    if one is None:
        return _("nobody")
    return named(one["name"], one["address"])


def _change(one: Answer) -> str:
    value = one["value"]
    return f"#{one['verb']} {' '.join(value) if isinstance(value, list) else value or ''}".rstrip()


def _rule(one: Answer) -> str:
    return f"{one['file']}:{one['line']} {one['rule']}: " + (_("hit") if one["hit"] else _("missed, {why}").format(why=one["missed"]))
