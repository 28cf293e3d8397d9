"""What repeats under a sender's mails, a signature or a disclaimer, is learned from them; no word of theirs is kept for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from itertools import combinations, islice

from maildesk.mail import Address
from maildesk.threading.signature.disclaimers import is_disclaimer, paragraph

# A mail's last lines, the last one first, each as a short hash: enough to know a line again, and nothing to read.
Closing = tuple[str, ...]

LONGEST = 40  # lines of a closing that are compared
KEPT = 4  # closings of one sender
_NEEDED = 2  # earlier mails, each another one, that must have ended alike: twice may be chance
_FEWEST_KNOWN = 2  # lines of a signature that is known so well that what stands below it is none of it
_SHORTEST_WORD = 3  # letters of a name that say whose signature it is
_LONGEST_LINE = 2000  # characters of one that are compared: a mail may be a single line of 25 MB
_LONGEST_NAME = 80  # characters of the line that names the sender
_SENTENCE_ENDS = tuple(".!?:,;。！？：，；")
_PICTURE = re.compile(r"\[(?:cid|image):[^\]\s]*\]|<mailto:[^>\s]*>", re.IGNORECASE)
# Words that people close a letter with, and none that a sentence of it would begin with.
_GREETING = re.compile(
    r"(?:(?:best|kind|warm|many|with)\s+)*(?:regards|wishes|cheers|sincerely|yours|thanks|thank you)\b.{0,20}\Z"
    r"|(?:mit\s+)?(?:freundliche[nr]?|liebe[nr]?|beste[nr]?|viele[nr]?|schöne[nr]?|herzliche[nr]?)\s+gr(?:ü|ue)(?:ß|ss)e?n?\b|mfg\b|hochachtungsvoll"
    r"|(?:bien\s+)?cordialement|(?:meilleures|sincères)\s+salutations|bien à vous|cdt\b"
    r"|(?:un\s+)?(?:cordial\s+)?saludos?\b|atentamente|atenciosamente|cumprimentos|abraços?\b|cordiali saluti|distinti saluti|saluti\b"
    r"|met vriendelijke groet|groeten\b|med vänlig hälsning|vänliga hälsningar|med venlig hilsen|med vennlig hilsen|ystävällisin terveisin|terveisin"
    r"|z poważaniem|pozdrawiam|s pozdravem|s úctou|üdvözlettel|cu stimă|lep pozdrav|saygılarımla|με εκτίμηση"
    r"|с уважением|с наилучшими пожеланиями|з повагою|此致|敬礼|敬禮|顺祝商祺|順頌商祺|祝好|谢谢|謝謝|敬上|以上、?よろしく|よろしくお願い|敬具|감사합니다|드림\Z|trân trọng|kính thư",
    re.IGNORECASE,
)
_TWICE = re.compile(r" [/|] ")  # “Best regards / Mit freundlichen Grüßen”
_DISCLAIMER = re.compile(
    r"confidential|privileged|intended (?:only|solely)|intended recipient|disclaimer|vertraulich|rechtlich geschützt|confidentiel|destinataire|confidencial|destinatari"
    r"|riservat|vertrouwelijk|uitsluitend bestemd|konfidentiell|fortrolig|luottamuksellinen|poufn|důvěrn|конфиденциальн|конфіденційн|gizli|保密|机密|機密|免责声明|免責聲明|기밀"
    r"|consider the environment|an die umwelt|avant d'imprimer"
    # What the law and the house want below each letter: registers, taxes, terms, warnings.
    r"|\bregistered (?:in (?:england|scotland|wales|ireland)|office|number|company)|\bcompany (?:number|registration)|\bvat (?:no|number|id|reg)|general terms|terms (?:and conditions|of (?:business|delivery|trade|sale|service))"
    r"|\bcalls? (?:may|are|can) be (?:recorded|monitored)|(?:never|(?:do|will) not) (?:\w+ ){0,3}(?:change|accept changes to) (?:\w+ ){0,3}bank details|privacy (?:policy|notice|statement)"
    r"|sitz der gesellschaft|amtsgericht|handelsregister|\bust-?id|\bHR[AB] ?\d|geschäftsbedingungen|unsere agb|datenschutz(?:erklärung|hinweise)"
    r"|au capital (?:social )?de|\brcs [a-z]|\bsiren\b|\bsiret\b|conditions générales|registro mercantil|condiciones generales|protección de datos|partita iva|\bp\. ?iva\b|registro (?:delle )?imprese"
    r"|condizioni generali|condições gerais|proteção de dados|\bkvk\b|algemene voorwaarden|kapitał zakładowy|\bregon\b|obchodním rejstříku|\borg\.? ?nr\b|\bcvr\b|\bогрн\b|юридический адрес"
    r"|统一社会信用代码|統一編號|(?:付款|汇款|轉帳|转账)前.{0,12}(?:确认|確認|核实)|谨防(?:诈骗|受骗)|隐私政策|個人情報保護|ウイルス(?:チェック|スキャン|対策)|사업자등록번호|개인정보",
    re.IGNORECASE,
)


def closing_of(text: str) -> Closing:
    """The closing of a mail's new words, its signature with them; () where they are too short to tell one from the other."""
    written = (bare for line in reversed(text.split("\n")) if (bare := _bare(line)))
    return tuple(map(_hashed, islice(written, LONGEST)))


def remembered(closings: Sequence[Closing], closing: Closing) -> tuple[Closing, ...]:
    """What is known of a sender after one more mail; the same where it says nothing new."""
    known = tuple(closings)
    if not closing or closing in known or (len(known) == KEPT and _repeated(known, closing) >= max(_repeated(known, one) for one in known) > 0):
        return known
    return (*known, closing)[-KEPT:]


def learned_start(lines: Sequence[str], closings: Sequence[Closing], author: Address | None) -> int:
    """The index of the first line of what this sender's earlier mails ended with, too; the number of lines where there is nothing.

    What repeats is a signature from where it looks like one: a greeting, the sender's or the house's name, a disclaimer. A
    sentence that somebody likes to write at the end stays among the words.
    """
    known = repeated(closings, lines)
    places = [index for index, line in enumerate(lines) if _bare(line)]
    within = places[len(places) - known :]
    names = _names(author)
    return next((index for index in within if _begins(lines, index, names)), len(lines))


def repeated(closings: Sequence[Closing], lines: Sequence[str]) -> int:
    """How many of the last lines that say something stood under enough earlier mails, whatever they look like."""
    return _repeated(closings, closing_of("\n".join(lines)))


def added_below(lines: Sequence[str], start: int, closings: Sequence[Closing]) -> int:
    """Where, below the signature that begins at `start` and that two earlier mails ended with, stands what none of them had: it is said this time."""
    known = max((one[: _alike(one, other)] for one, other in combinations(closings, 2)), key=len, default=())
    places = [index for index in range(start, len(lines)) if _bare(lines[index])]
    if len(known) < _FEWEST_KNOWN or len(places) <= len(known):
        return len(lines)
    hashed = [_hashed(_bare(lines[index])) for index in places]
    end = next((end for end in range(len(known), len(hashed)) if hashed[end - len(known) : end] == [*reversed(known)]), None)
    return len(lines) if end is None else places[end]


def _repeated(closings: Sequence[Closing], closing: Closing) -> int:
    """How many of the last lines stood under enough earlier mails; a mail that only came again is none."""
    alike = sorted((_alike(one, closing) for one in closings if one != closing), reverse=True)
    return alike[_NEEDED - 1] if len(alike) >= _NEEDED else 0


def _alike(one: Closing, other: Closing) -> int:
    pairs = zip(one, other, strict=False)
    return next((count for count, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))


def is_greeting(line: str) -> bool:
    """Whether a line closes a letter, as “Best regards” does."""
    return _GREETING.match(_TWICE.split(_bare(line), maxsplit=1)[0]) is not None


def _begins(lines: Sequence[str], index: int, names: frozenset[str]) -> bool:
    line = _bare(lines[index])
    if is_greeting(line):
        return True
    if index and _bare(lines[index - 1]):
        return False  # in the middle of a paragraph
    named = len(line) <= _LONGEST_NAME and not line.endswith(_SENTENCE_ENDS) and names & set(re.findall(r"\w+", line.casefold()))
    return bool(named or _DISCLAIMER.search(line)) or is_disclaimer(paragraph(lines, index))


def _names(author: Address | None) -> frozenset[str]:
    """The words that name the sender or the house it writes from: of the name, the local part, and the domain but its last label."""
    if author is None:
        return frozenset()
    local, _, domain = author.address.casefold().rpartition("@")
    words = re.findall(r"\w+", f"{author.name.casefold()} {local.replace('_', ' ')} {domain.rpartition('.')[0]}")
    return frozenset(word for word in words if len(word) >= _SHORTEST_WORD or not word.isascii())


def _bare(line: str) -> str:
    """A line as it is compared: pictures have another id in each mail."""
    line = line[:_LONGEST_LINE]
    return " ".join((_PICTURE.sub(" ", line) if "[" in line or "<" in line else line).split())


def _hashed(line: str) -> str:
    return blake2b(line.encode("utf-8", "replace"), digest_size=8).hexdigest()
