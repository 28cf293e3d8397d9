"""Reports that only speak in prose: which recipients failed, and why, read from the notice above the mail it gives back.

No server is known by name here: an address that stands alone, before a colon or beside an error is a failed one, and the words
around it say why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from maildesk.intake.nature.bouncewords import ARRIVED, DELAY, PHRASE, RETURNED_COPY
from maildesk.judged import DeliveryReport
from maildesk.refusal import STATUS, reason_of, reason_of_status

# A notice is short; what lies beyond is the mail it gives back.
LONGEST_NOTICE, MOST_LINES, MOST_REPORTS = 64 << 10, 1500, 200
_MOST_SUGGESTED = 10
_FAILED_STATUS = re.compile(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.]\d)")
_FAILED_CODE = re.compile(r"(?<![\d.\-/])([45][0-7]\d)(?![\d.]\d|\d|/)(?=[\s\-:,;)#]|$)")
CODE = re.compile(r"(?<![\d.\-/])([245][0-7]\d)(?![\d.]\d|\d|/)(?=[\s\-:,;)#]|$)")
ADDRESS = re.compile(
    r"[^\s<>;,\"'()\[\]:=|：；，、。（）《》「」【】“”]{1,64}@[A-Za-z0-9\u0080-\uffff][A-Za-z0-9\u0080-\uffff._-]{0,250}[A-Za-z0-9\u0080-\uffff]"
)
_OURS = re.compile(r"(?:mailer-?daemon|postmaster|abuse|help ?desk|noc|hostmaster|webmaster|mail-?daemon)@", re.IGNORECASE)
_ALONE = re.compile(
    r"[\s>*\-•]*(?:(?:to|recipient|e-?mail|address|user|rcpt to|final-recipient|original-recipient|failed recipient|intended recipient|unknown (?:user|address))\s*[:：=]\s*)?(?:rfc822;\s*)?[\"']?(?:\S.{0,40} |\S.{0,80}SMTP=)?[<(\[]?\s*ADDRESS\s*[>)\]]?[\"']?[\s:：.,;…]*(?:\(.*|\.\.\..*|-.*|:.*|on \w{3}, .*)?\Z".replace(
        "ADDRESS", ADDRESS.pattern
    ),
    re.IGNORECASE,
)
# That something failed, and that it took too long: another code beside these says why.
_VAGUE = (".0.0", ".4.7")
# Its value has the shape of an address and is a mail's, not a person's.
_IDENTIFIER = re.compile(
    r"[\s>*\-•]*(?:[\w.-]{1,20}[ -])?(?:message[ -]?id(?:entifier)?|in-reply-to|references|nachrichten-?id|message-nummer)\s*[:：=#]", re.IGNORECASE
)
_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]{1,63})(?:\s*|\s*\([^()@]{1,80}\)\s*|(?: {2,}|\t+)[^@]{3,80})")
# What stands before whoever did not get it, where a sentence names him.
_TO_WHOM = re.compile(r"(?<!\w)(?:to|an|à|para|naar|till?|do|адресу|адрес|адресата)\s*:?\s*[<\"'(]?\Z", re.IGNORECASE)
# A line that copies from the mail itself, or says which host handed it over: those who stand there did not fail.
_COPIED = re.compile(r"\s*(?:>\s*)?(?:to|cc|from|sent by|an|von|de|à|para|mail from)(?:\s*:|\s)", re.IGNORECASE)
_HEADER = re.compile(
    r"(?:received|return-path|message-id|mime-version|x-[a-z-]+|dkim-signature|content-type|from|reply-to|date|subject)\s*:", re.IGNORECASE
)


def notice_of(text: str) -> list[str]:
    """The lines of a report above the mail it gives back."""
    lines = text[:LONGEST_NOTICE].split("\n")[:MOST_LINES]
    for index, line in enumerate(lines):
        if index > 1 and (RETURNED_COPY.match(line.strip()) or _is_returned_header(lines, index)):
            return lines[:index]
    return lines


@dataclass(frozen=True, slots=True)
class People:
    """Who stands in a report, in small letters: `sender` are the addresses of ourselves or the server, `written_to` those of the mail that is given back."""

    sender: frozenset[str]
    written_to: frozenset[str] = frozenset()


def prose_reports(notice: Sequence[str], failed: Sequence[str], people: People, original: str) -> tuple[DeliveryReport, ...]:
    """One report a recipient; `failed` are those a header named."""
    whole = " ".join(" ".join(notice)[:8000].split())
    delayed, arrived = DELAY.search(whole) is not None, ARRIVED.search(whole) is not None
    places = _places(notice, people)
    named = [address for address in failed if ADDRESS.fullmatch(address)]
    recipients = {address.lower(): address for address in named} or {address.lower(): address for address, _ in places}
    where: dict[str, list[int]] = {}
    for address, line in places:
        where.setdefault(address.lower(), []).append(line)
    edges = sorted({line for _, line in places})
    first = next((edge for edge in edges if _tells(_region(notice, edge, edges))), len(notice))
    said: dict[str, DeliveryReport] = {}  # what is said of several is read once
    reports = []
    for key, address in list(recipients.items())[:MOST_REPORTS]:
        words = _around(notice, where.get(key, ()), edges, first)
        if len(recipients) > 1 and not any(_tells(_region(notice, line, edges)) for line in where.get(key, ())):
            words = _own_lines(notice, key) or words
        if words not in said:
            said[words] = report_of("", words, delayed, original)
        reports.append(replace(said[words], recipient=address))
    if arrived and all(report.reason == "unknown" and not report.smtp_code for report in reports):
        return tuple(DeliveryReport(report.recipient, "delivered", permanent=False, original_message_id=original) for report in reports)
    return tuple(reports)


def only_recipient(text: str, people: People, original: str) -> tuple[DeliveryReport, ...]:
    """Where a notice names nobody, and the mail it gives back went to one person alone, he is meant."""
    others = people.written_to - people.sender
    if len(others) != 1:
        return ()
    words = text[:8000]
    return (report_of(next(iter(others)), words, DELAY.search(words) is not None, original),)


def bare_names(notice: Sequence[str], host: str) -> tuple[str, ...]:
    """Recipients that a provider names without its own host, below the line that says they failed."""
    names: list[str] = []
    below = False
    for line in notice:
        if below and (name := _NAME.fullmatch(line)) is not None:
            names.append(f"{name[1]}@{host}")
        elif line.strip():
            below = line.rstrip().endswith(":") and PHRASE.search(line[-400:]) is not None
    return tuple(dict.fromkeys(names))[:MOST_REPORTS] if host else ()


def report_of(recipient: str, words: str, delayed: bool, original: str) -> DeliveryReport:
    """What the words around a recipient say: codes first, then phrases.

    A failure is permanent for this mail; whether the address is dead is for its reason to say.
    """
    reason, by_reason = reason_of(words)
    status, code = _worst(_FAILED_STATUS, words, delayed), _worst(_FAILED_CODE, words, delayed)
    patient = delayed or (reason == "network" and "permanent" not in words.lower())
    found = status[0] if status else _of_code(by_reason, code[1] if code else "4" if patient else "5")
    if status is not None:
        reason = reason if reason != "unknown" else reason_of_status(status[0])
    return DeliveryReport(
        recipient, "delayed" if delayed else "failed", found, code[1] if code else "", is_permanent(not delayed, found), reason, original
    )


def status_report(recipient: str, action: str, status: str, diagnostic: str, original: str) -> DeliveryReport:
    """What the fields of a report say of one recipient (RFC 3464 §2.3), the server's own words in its diagnostic included."""
    status, code, reason = _exact(status, diagnostic), CODE.search(diagnostic), reason_of(diagnostic)[0]
    if action == "delivered":
        reason = "unknown"
    elif reason == "unknown":
        reason = reason_of_status(status)
    return DeliveryReport(recipient, action, status, code[1] if code else "", is_permanent(action == "failed", status), reason, original)


def _exact(status: str, diagnostic: str) -> str:
    """The more exact of the two: a server's own code in the diagnostic beats a bare x.0.0, and why the queue gave up beats x.4.7."""
    plain, said = STATUS.search(status), [found[0] for found in STATUS.finditer(diagnostic[:2000])]
    if plain is not None and not plain[0].endswith(_VAGUE):
        return plain[0]
    exact = (code for code in said if not code.endswith(_VAGUE) and (plain is None or code[0] == plain[0][0]))
    return next(exact, plain[0] if plain and plain[0].endswith(".4.7") else next(iter(said), plain[0] if plain else ""))


def is_permanent(failed: bool, status: str) -> bool:
    """Whether the same mail would fail again: a class 4 says that only patience ran out (RFC 3463 §3.1)."""
    return failed and not status.startswith("4")


def _worst(pattern: re.Pattern[str], words: str, delayed: bool) -> re.Match[str] | None:
    """The code that tells most: one that is permanent where the failure is, for what went before may only have been deferred; then an exact one."""
    found = list(pattern.finditer(words))
    exact = [one for one in found if not one[0].endswith(_VAGUE)]
    lasting = [] if delayed else [one for one in exact if one[0].startswith("5")]
    return next(iter((*lasting, *exact, *found)), None)


def _of_code(status: str, code: str) -> str:
    """A reason's status in the class that the SMTP code or the failure itself says (RFC 3463 §3.1: x.0.0 where nothing is known)."""
    return code[0] + (status[1:] or ".0.0")


def _places(notice: Sequence[str], people: People) -> list[tuple[str, int]]:
    """Each address that looks failed, with its line: those that stand alone, else those beside an error, else any."""
    found = [
        (match[0].partition("..")[0].rstrip("."), index, line)
        for index, line in enumerate(cut[:1000] for cut in notice)
        if "@" in line and not _IDENTIFIER.match(line[:200])
        for match in ADDRESS.finditer(line)
    ]
    lines = {line for _, _, line in found}  # each is judged once, however many stand in it
    lone, erring_lines = {line for line in lines if _ALONE.match(line[:400])}, {line for line in lines if _errs(line)}
    usable = [entry for entry in found if entry[0].lower() not in people.sender and not _OURS.match(entry[0])]
    if not usable and len(people.written_to - people.sender) == 1:
        return []  # he is meant
    # Mail to oneself comes back too: whoever else would be left out counts where nobody but him is named.
    alone = [entry for entry in usable or found if entry[2] in lone]
    failed = [entry for entry in alone if not _COPIED.match(entry[2])]
    erring = [entry for entry in usable if entry[2] in erring_lines]
    said = {line for line in lines if PHRASE.search(line)}
    told = [entry for entry in found if entry[2] in said]
    best = failed or erring or alone or usable[:1] or told[:1]
    if all(entry[2] in erring_lines for entry in best):
        # An alias that was written to, and the mailbox behind it that failed: both are told.
        aliases = {entry for entry in usable if entry[2] in said and _TO_WHOM.search(entry[2].partition(entry[0])[0][-40:])}
        both = aliases.union(best)
        best = [entry for entry in found if entry in both]
    chosen = [(address, index) for address, index, _ in best]
    ours = [(address, index) for address, index, _ in usable if address.lower() in people.written_to]
    # Somebody else whom a helpful server names, “perhaps you mean …”, has failed nowhere: nothing is said of him.
    edges = [index for _, index in chosen]
    if not ours or len(chosen) > _MOST_SUGGESTED or any(place in ours or _tells(_region(notice, place[1], edges)) for place in chosen):
        return chosen
    return ours[:1]


def _errs(line: str) -> bool:
    return CODE.search(line) is not None or reason_of(line)[0] != "unknown"


def _around(notice: Sequence[str], lines: Sequence[int], edges: Sequence[int], first: int) -> str:
    """The words that belong to a recipient: from each of its lines to the next one's; all of the notice where nobody has words of his own up to there."""
    words = "\n".join(_region(notice, line, edges) for line in lines)[:8000]
    return words if lines and (lines[0] > first or _tells(words)) else "\n".join(notice)[:8000]


def _own_lines(notice: Sequence[str], address: str) -> str:
    """What a dialog further down says of one of several recipients."""
    return "\n".join(line[:1000] for line in notice if address in line.lower() and _errs(line[:1000]))[:4000]


def _region(notice: Sequence[str], line: int, edges: Sequence[int]) -> str:
    end = next((edge for edge in edges if edge > line), len(notice))
    return "\n".join(notice[line:end])[:4000]


def _tells(words: str) -> bool:
    return STATUS.search(words) is not None or CODE.search(words) is not None or reason_of(words)[0] != "unknown"


def _is_returned_header(lines: Sequence[str], index: int) -> bool:
    """Three header lines in a row: the mail that is given back begins here. In an indented list nothing is folded."""
    first, *rest = lines[index : index + 3]
    folds = first[:1] not in (" ", "\t")
    return (
        len(rest) == 2
        and bool(_HEADER.match(first.strip(" >")))
        and all(_HEADER.match(line.strip(" >")) or (folds and line[:1] in (" ", "\t")) for line in rest)
    )
