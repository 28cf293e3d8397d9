"""Texts of lines as mail programs and people write them, in any order and in every language of the tables: each is made from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from maildesk.letter import ANSWER_LINES
from maildesk.mail import Address, ParsedMail
from maildesk.threading.quoting.blocks import FIELD_OF
from maildesk.threading.quoting.words import FORWARDED, MESSAGE_WORDS, ORIGINAL, QUOTING, WROTE

CARLA = Address("Carla Kunde", "carla@customer.example")
# Marks without a letter: those with somebody's initials go with what they mark.
MARKS = (">", "> ", ">> ", "> > ", "| ", ": ", "} ", "» ", "＞", "\t> ", "  ")
_WHEN = ("2026-02-02 10:00", "Mon, 2 Feb 2026 at 10:00", "02.02.2026 um 10:00", "2026年2月2日 10:00", "Feb 2", "10:00")
_WHO = ("Anna <anna@desk.example>", "Ruth Weber", "<ruth@weber.example>", "carla@customer.example", "[mailto:ruth@weber.example]", "山田さん")
_VERBS = tuple(word for words in (*WROTE.values(), *QUOTING.values()) for word in words)
_SEPARATED = tuple(word for words in (ORIGINAL, MESSAGE_WORDS, FORWARDED) for word in words.split("|"))
_NOTHING = ("", "", " ", "\u200b", "\u00a0", ">", "|", ":", "--", "\u2028", "[", "]")
_LEADS = ("I ran:", "The log says:", "$ ls", "```", "~~~", "< a", "---", "1,2c3", "> File > Edit > View", ">>> look here <<<")
_SIGNED = (
    *("-- ", "—", "__", "Best regards", "Mit freundlichen Grüßen", "此致", "Carla Kunde", "Carla", "[Carla]", "Tel. +43 1 2345678"),
    *("Carla Kunde | Purchase | +43 1 234567", "Sent from my iPhone", "发自我的iPhone", "P.S. one more thing", "[cid:image001.png@01D]"),
    *("This e-mail is confidential.", "Diese Nachricht ist vertraulich.", "To unsubscribe from this list go to https://lists.example", "=" * 30),
)  # fmt: skip
_SAID = ("Hello,", "The big one.", "Yes.", "See below, in red.", "My colleague Otto <otto@other.example> wrote:", "#close", "42", "? ! …", "好的")
_OURS = ("It prints again.", "We have sent you two new cartridges of black ink.", "Anna", "Since when has it been broken?", *ANSWER_LINES.values())


def _attribution(chance: random.Random) -> str:
    parts = [chance.choice(("On ", "Am ", "Le ", "")) + chance.choice(_WHEN), chance.choice(_WHO), chance.choice(_VERBS)]
    chance.shuffle(parts)
    return chance.choice((" ", ", ", "\n")).join(parts) + chance.choice((":", "：", "", ">", "."))


def _header(chance: random.Random) -> str:
    label = chance.choice(("from", "sent", "to", "subject", "发件人", "主题", *FIELD_OF))
    value = chance.choice((*_WHEN, *_WHO, "Printer"))
    return chance.choice(("{}: {}", "*{}:* {}", "{}： {}", "| {} | {} |", "{}:\n{}")).format(chance.choice((label, label.title())), value)


def _separator(chance: random.Random) -> str:
    dashes = chance.choice(("-----", "--", "____", "—", "----------"))
    return f"{dashes} {chance.choice(_SEPARATED)} {chance.choice(_SEPARATED)} {dashes}"


def _block(chance: random.Random) -> str:
    return "\n".join(_header(chance) for _ in range(chance.randint(2, 5)))


_KINDS: Sequence[Callable[[random.Random], str]] = (
    _attribution,
    _attribution,
    _header,
    _block,
    _separator,
    lambda chance: chance.choice("_-=") * chance.choice((8, 20, 40)),
    *(lambda chance, words=words: chance.choice(words) for words in (_NOTHING, _NOTHING, _LEADS, _SIGNED, _SIGNED, _SAID, _SAID, _OURS)),
    lambda chance: chance.choice(MARKS) + chance.choice((*_SAID, *_OURS, *_SIGNED)),
)  # fmt: skip


def text(chance: random.Random) -> str:
    """Up to thirty lines of all kinds, or of a few, some of them cut, doubled, marked or broken."""
    few = ["\n".join(_varied(chance.choice(_KINDS)(chance), chance)) for _ in range(chance.randint(2, 8))] if chance.random() < 0.4 else []
    lines = range(chance.choice((1, 2, 4, 8, 30)))
    return "\n".join(chance.choice(few) if few else "\n".join(_varied(chance.choice(_KINDS)(chance), chance)) for _ in lines)


def _varied(line: str, chance: random.Random) -> list[str]:
    cut, mark = chance.randint(0, len(line)), chance.choice(MARKS)
    ways = ([line], [line], [line], [line], [line[:cut], line[cut:]], [line[:cut]], [line, line], [mark + line], [mark + line[:cut], line[cut:]])
    return chance.choice(ways)


def answer(chance: random.Random) -> tuple[ParsedMail, ParsedMail | None]:
    """A mail of such a text, and the letter of ours that it may answer."""
    letter = chance.choice((None, ParsedMail(text="\n".join(_OURS[:4])), ParsedMail(text="\n".join(reversed(_OURS)))))
    mail = ParsedMail(
        chance.choice((None, CARLA)),
        subject=chance.choice(("Printer", "Re: Printer", "Fwd: Printer")),
        text=text(chance),
        in_reply_to=chance.choice(((), ("<a@b>",))),
    )
    if letter is not None and chance.random() < 0.5:
        mark = chance.choice(("", "> ", "| "))
        mail = replace(mail, text="\n".join([mail.text, *(mark + line for line in letter.text.split("\n"))]))
    return mail, letter


_INTERNAL = (
    *(
        "secret words that only staff may read",
        "secret",
        "- secret item",
        "1. secret",
        "",
        "",
        "secret 这是一行中文",
        "<https://desk.example/secret>",
    ),
    *("On Mon, 2 Feb 2026, Bob secret wrote:", "> secret of old", "--- Before that, secret", "From: secret@customer.example", "-- ", "Yes."),
    *("This e-mail is confidential, secret.", "Diese Nachricht ist vertraulich.", "Sent from my iPhone", "Kind regards", "Bob Secret", "Anna Berg"),
    *(
        "=" * 30,
        "[cid:secret@01D]",
        "To unsubscribe from this secret list go to https://lists.example",
        "CAUTION: This email came from outside, secret.",
    ),
)
# What a letter may end with that has no letters of its own, or none that a program leaves as they are.
_ENDS = ((), ("-- ", "<https://desk.example/secret>"), ("<https://desk.example/secret>",), ("--",), ("___", "[cid:secret@01D]"), ("-- ", "secret"))
# An agent's own words say `MEANT`; the other lines may count as signature, or as anything.
MEANT = "meant"
_WRITTEN = ("This is what I meant here", "No, not so meant", "meant.", "ok meant", "  meant and moved in", "- meant")
_BESIDE = (*_WRITTEN, "Yes.", "#close", "Best regards", "Anna Berg", "Sent from my iPhone")


def quoted_letter(chance: random.Random) -> tuple[ParsedMail, ParsedMail]:
    """An agent's answer among the lines of a letter to staff, which a program broke and marked, or did not mark; and that letter."""
    said = (chance.choice(_INTERNAL) for _ in range(chance.randint(3, 25)))
    ours = [chance.choice(tuple(ANSWER_LINES.values())), "", *said, *chance.choice(_ENDS)]
    mark = chance.choice(("", "", "> ", "| ", ": ", "» ", "} ", "AB> ", "Anna> "))
    lines = [f"{mark}{line}".rstrip() for line in ours]
    for _ in range(chance.randint(0, 4)):
        place = chance.choice((len(lines), chance.randint(1, len(lines))))
        lines.insert(place, chance.choice((chance.choice(_WRITTEN), f"\n{chance.choice(_BESIDE)}\n")))
    intro = chance.choice(("", "On Mon, 2 Feb 2026, Support <support@desk.example> wrote:", "-----Original Message-----", _HEAD))
    above = [line for _ in range(chance.randint(0, 2)) for line in ("", chance.choice(_BESIDE))]
    mail = ParsedMail(Address("Anna Berg", "anna@desk.example"), text="\n".join([*above, "", intro, "", *lines]), in_reply_to=("<a@b>",))
    return mail, ParsedMail(Address("Support", "support@desk.example"), text="\n".join(ours))


_HEAD = "From: Support <support@desk.example>\nSent: Monday, 2 Feb 2026 10:00\nTo: anna@desk.example\nSubject: x"
