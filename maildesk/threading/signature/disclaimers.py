"""What a gateway writes below every mail that leaves a house, whatever stands above it: nobody's words to anybody. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maildesk.threading.comparable import comparable

_LONGEST = 60  # lines from the end that are looked at
_BEGINNING = 600  # characters of a paragraph in which it has to say what it is
_RULE = re.compile(r"[-_=*~#\s]{3,}\Z|[─━—]{3,}\Z")

# Sentences that lawyers and programs write, a row a language; each says what no agent writes to a customer by hand.
_SIGNS = {
    "en": r"(?:e-?mail|message|communication|transmission|attachments?|information).{0,120}\b(?:is|are|may be|contains?|may contain)\b.{0,60}\b(?:confidential|privileged)"
    r"|intended (?:only |solely |exclusively )?(?:for|to be read by) the (?:use of the )?(?:addressee|individual|named|person|recipient|intended)"
    r"|if you (?:have received|are not the (?:intended|named)).{0,60}(?:in error|by mistake|recipient)|\A(?:legal |confidentiality |e-?mail )?(?:disclaimer|notice)\s*[:.]"
    r"|(?:scanned|checked|certified|protected) (?:for|by|free of).{0,60}(?:virus|malware|mimecast|proofpoint|symantec|sophos|barracuda|avast|avg|norton)|\Avirus-free"
    r"|consider the environment before printing|registered (?:in england|office)|this email (?:was|has been) (?:sent|scanned) (?:by|from)",
    "de": r"diese (?:e-?mail|nachricht).{0,120}(?:vertraulich|rechtlich geschützt)|(?:nicht der (?:richtige|beabsichtigte|vorgesehene) (?:adressat|empfänger)|irrtümlich erhalten)"
    r"|sitz der gesellschaft|(?:amtsgericht|registergericht|handelsregister).{0,60}hrb|geschäftsführ(?:er|ung)\s*:|(?:auf viren geprüft|virenfrei)|denken sie an die umwelt",
    "fr": r"ce (?:message|courriel|mail|courrier).{0,120}(?:confidentiel|destinataire)|si vous (?:avez reçu|n'êtes pas).{0,60}(?:par erreur|destinataire)|pensez à l'environnement|avant d'imprimer",
    "es": r"este (?:mensaje|correo|e-?mail).{0,120}(?:confidencial|destinatario)|si (?:usted )?(?:ha recibido|no es).{0,60}(?:por error|destinatario)|antes de imprimir",
    "it": r"(?:questo messaggio|questa e-?mail|le informazioni).{0,120}(?:riservat|confidenzial|destinatari)|ricevuto (?:questo messaggio )?per errore",
    "pt": r"esta (?:mensagem|comunicação).{0,120}(?:confidencia|destinatári)|recebeu esta mensagem por (?:engano|erro)",
    "nl": r"(?:dit bericht|deze e-?mail).{0,120}(?:vertrouwelijk|uitsluitend bestemd|geadresseerde)|abusievelijk ontvang",
    "pl": r"(?:niniejsza|ta) (?:wiadomość|korespondencja).{0,120}(?:poufn|adresat)",
    "cs": r"(?:tato zpráva|tento e-?mail).{0,120}(?:důvěrn|určen)",
    "sv, da, no": r"(?:detta meddelande|detta mail|denne e-?mail|denne e-?post|denne meddelelse).{0,120}(?:konfidentiel|fortrolig|avsedd|bestemt)",
    "ru, uk": r"(?:это|данное|настоящее) (?:сообщение|письмо).{0,120}конфиденциальн|цей лист.{0,120}конфіденційн",
    "tr": r"bu (?:e-?posta|mesaj|ileti).{0,120}gizli",
    "zh": r"(?:本|此)(?:电子)?(?:邮件|郵件|信息|訊息|电邮).{0,60}(?:保密|机密|機密|仅供|僅供|指定收件人|收件人)|如(?:果)?您?(?:误|誤)收|免责声明|免責聲明",
    "ja": r"(?:この|本)(?:電子)?メール.{0,60}(?:機密|秘密|名宛人|受信者)|誤って受信|誤送信",
    "ko": r"(?:이|본) (?:전자)?(?:메일|우편|이메일).{0,60}(?:기밀|비밀|수신인)|잘못 (?:수신|전송)",
}
_SAYS = re.compile("|".join(f"(?:{one})" for one in _SIGNS.values()), re.IGNORECASE | re.DOTALL)


def disclaimer_start(lines: Sequence[str], ours: str = "") -> int:
    """The index of the first line of such a footer, with the rule above it; the number of lines where there is none.

    It stands at the end, below all that is quoted, and begins a paragraph: a sentence about confidence in the middle of a letter is the letter's.
    `ours` are the letters of what is quoted without marks: what stands there was written below an older mail.
    """
    first = max(0, len(lines) - _LONGEST)
    floor = next((index + 1 for index in range(len(lines) - 1, first - 1, -1) if lines[index].lstrip().startswith((">", "|"))), first)
    for index in range(floor, len(lines)):
        begins = index == floor or not lines[index - 1].strip() or _RULE.match(lines[index - 1])
        if begins and lines[index].strip() and not _RULE.match(lines[index]) and _SAYS.search(paragraph(lines, index)):
            if ours and comparable(lines[index]) in ours:
                continue
            return _above(lines, index, floor)
    return len(lines)


def is_disclaimer(words: str) -> bool:
    """Whether a paragraph says what lawyers and gateways write below mails."""
    return _SAYS.search(words) is not None


def paragraph(lines: Sequence[str], index: int) -> str:
    """The beginning of the paragraph at a line, as one line."""
    text: list[str] = []
    for line in lines[index:]:
        if not line.strip() or sum(map(len, text)) > _BEGINNING:
            break
        text.append(line.strip()[:_BEGINNING])
    return " ".join(text)[:_BEGINNING]


def _above(lines: Sequence[str], index: int, floor: int) -> int:
    """Where the rule above it begins, if there is one."""
    above = next((place for place in range(index - 1, floor - 1, -1) if lines[place].strip()), -1)
    return above if above >= 0 and _RULE.match(lines[above]) else index
