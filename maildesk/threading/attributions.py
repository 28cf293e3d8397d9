"""How mail programs introduce a quote or a forwarded mail, as data: the verbs, the separators and the prefixes of a subject."""

from __future__ import annotations

import re

from maildesk.subject import read_subject

# What stands where English has “wrote”. A line is an attribution only where it also names a date or an address, so that a
# person's sentence with such a verb stays a sentence.
WROTE = {
    "en": ("wrote", "writes", "said", "has written"),
    "de": ("schrieb", "schreibt", "hat geschrieben", "geschrieben"),
    "fr": ("a écrit", "écrit", "a ecrit", "vous a écrit"),
    "es": ("escribió", "escribio", "ha escrito", "escribe"),
    "pt": ("escreveu", "escreve"),
    "it": ("ha scritto", "scrive"),
    "ca": ("va escriure", "ha escrit", "escrigué"),
    "eu": ("idatzi zuen", "idatzi du"),
    "gl": ("escribiu",),
    "nl": ("schreef", "geschreven"),
    "af": ("geskryf", "skryf"),
    "da": ("skrev", "skrevet"),
    "is": ("skrifaði",),
    "fi": ("kirjoitti",),
    "et": ("kirjutas",),
    "lv": ("rakstīja",),
    "lt": ("rašė",),
    "pl": ("napisał", "napisała", "napisał(a)", "napisał/a", "napisali", "pisze", "napisana przez"),
    "cs": ("napsal", "napsala", "napsal(a)"),
    "sk": ("napísal", "napísala", "napísal(a)"),
    "sl": ("napisal", "napisala", "napisal/-a", "napisal(a)"),
    "hr, bs": ("je napisao", "je napisala", "je napisao/la", "napisao/la je", "napisao je", "napisala je"),
    "sr": ("је написао", "је написала", "је написао/ла", "написао је", "написала је"),
    "mk": ("напиша",),
    "be": ("напісаў", "напісала", "піша"),
    "bg": ("написа",),
    "ru": ("написал", "написала", "пишет", "написал(а)", "писал", "писал(а)", "вы писали"),
    "uk": ("написав", "написала", "пише", "написав(ла)", "пише(ться)"),
    "el": ("έγραψε",),
    "ro": ("a scris",),
    "hu": ("írta", "ezt írta"),
    "tr": ("yazdı", "şunları yazdı", "şunu yazdı"),
    "he": ("כתב", "כתבה", "\u200fכתב"),
    "ar": ("كتب", "كتبت"),
    "fa": ("نوشت",),
    "ur": ("نے لکھا",),
    "bn": ("লিখেছেন",),
    "sq": ("shkroi", "ka shkruar"),
    "hy": ("գրել է", "գրեց"),
    "ka": ("წერს", "დაწერა"),
    "kk": ("жазды",),
    "fil": ("sinulat ni", "sumulat"),
    "sw": ("aliandika",),
    "hi": ("ने लिखा",),
    "th": ("เขียนว่า", "เขียน"),
    "vi": ("đã viết", "viết"),
    "id": ("menulis",),
    "zh": ("写道", "寫道", "写到", "寫到", "撰写", "編寫", "编写", "提到", "來信", "来信"),
    "ja": ("のメッセージ", "書きました", "のメール", "書かれました"),
    "ko": ("님이 작성", "작성", "썼습니다", "쓴 글", "보낸 메일"),
}

# What programs put before the address of whom they quote, without a verb.
QUOTING = {
    "en": ("quoting", "message from", "in reply to"),
    "ca": ("missatge de",),
    "de": ("zitat von", "zitiere"),
    "es": ("citando a", "mensaje de"),
    "fr": ("citation de", "message de", "selon"),
    "it": ("citazione da", "citando", "messaggio di"),
    "nl": ("citeren van", "bericht van"),
    "pl": ("cytowanie", "cytat z"),
    "pt": ("citando", "citação de", "mensagem de"),
    "ru": ("цитирую", "сообщение от"),
    "sv": ("citerar", "citat från"),
    "tr": ("alıntı",),
}

# The words for “message” between two rows of dashes: a separator in any language.
MESSAGE_WORDS = r"""message|messaggio|mensaje|mensagem|missatge|nachricht|bericht|besked|meddelelse|meddelande|melding|viesti|wiadomość|wiadomości|zpráva|zprávy|správa|správy|üzenet|levél
|mesaj|mesajul|ileti|mail|e-mail|email|mejl|сообщение|сообщения|письмо|повідомлення|лист|съобщение|poruka|poruku|sporočilo|laiškas|μήνυμα|הודעה|رسالة|الرسالة|邮件|郵件|信件|信息|メッセージ|メール
|메시지|메일|ข้อความ|thư|pesan|appointment|termin|original\Z|原文|原信""".replace("\n", "")

# Stems of the words for “forwarded”.
FORWARDED = """forwarded|fwd|weitergeleitet|transféré|transfere|réexpédié|faire suivre|reenvia|encaminhad|reencaminhad|inoltrat|doorgestuurd|videresendt|vidarebefordra|välitetty|välitetyn|edelleenlähet
|przekazan|przekazywan|přepos|předáv|předan|prepos|továbbít|iletil|iletim|ileti başlangıcı|yönlendiril|пересила|пересыла|переслан|переадрес|перенаправ|перенапр|redirecționat|redirectionat|transmis|proslij|prosled|prosleđ|posredovan
|转发|轉寄|轉發|転送|전달|ส่งต่อ|chuyển tiếp|terusan|diteruskan|προωθη|הועבר|توجيه|препрат|edastat|áframsen|berbidali|eteenpäin|ارسال شده|هدایت شده|अग्रेषित|dimajukan|проследен|пренасоч|persiųst|pārsūt""".replace(
    "\n", ""
)

_VERB = "|".join(map(re.escape, sorted({verb for verbs in WROTE.values() for verb in verbs}, key=len, reverse=True)))
# The verb ends the line, or a few words follow it as other languages order them (“schrieb Anna Beispiel <a@b>:”).
_WROTE = re.compile(rf"(?<![^\W_])(?:{_VERB})(?P<after>[^\n]{{0,200}})\Z", re.IGNORECASE)
# Scripts that leave no blank before the verb.
_WROTE_CJK = re.compile(rf"(?:{'|'.join((*WROTE['zh'], *WROTE['ja'], *WROTE['ko']))})[^\n]{{0,20}}\Z")
_QUOTING = re.compile(rf"(?:{'|'.join(phrase for phrases in QUOTING.values() for phrase in phrases)})\s", re.IGNORECASE)
# “As I wrote on 3 May 2026:” is said by a person.
_MYSELF = re.compile(r"\b(?:I|we|ich|wir|ik|wij|nous|j'ai|я|мы)\b|我", re.IGNORECASE)
# A name and the verb, nothing else: one to five words in capitals (or of a script without them).
_NAMED = re.compile(rf"(?:(?:[^\W\d_a-zà-ÿ][\w.'’-]{{0,30}},? ){{1,5}}|you )(?:{_VERB}):\Z")
# A verb of everyday speech: an attribution only beside both a date and an address.
_SENT = re.compile(r"\bsent\s*[:：]\Z", re.IGNORECASE)
# Day and time, and an address without brackets at the end.
_BY = re.compile(r"[^\n]*\b(?:19|20)\d\d\b[^\n]{0,20}\b\d{1,2}[:.]\d\d\b[^\n]{0,40}\s[^\s<>\"(),;:@]{1,64}@[^\s<>\"(),;:@]{2,}\s?[:：]\Z")
_BARE = re.compile(r"[\s>]*\d[^<>\n]{5,120}<[^<>\s@]{1,64}@[^<>\s]{2,250}>\s*\Z")
# A day with its time on a line of its own, which some programs put above the name.
_MOMENT = re.compile(
    r"[^\n:：]{0,14}\b\d{1,4}\b[^\n:：]{0,30}\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s?(?:[AP]M)?\s?(?:[+-]\d{4}|[A-Z]{2,5})?,?\Z", re.IGNORECASE
)
# How the first of two lines begins, where the second would say enough: a day or an hour after at most four words, or a name and its address.
_DAY_FIRST = re.compile(r"[\W_]*(?:[^\W\d]{1,14}[\W_]{1,3}){0,4}[^\W\d]{0,6}\d")
_NAME = re.compile(
    r"[\W_]*(?:[^\s<>@]{1,64}@[^\s<>@]{2,250}|[^\W\d_a-zà-ÿ][^\s<>@]*(?:\s(?:[^\W\d_a-zà-ÿ]|[(\d]|de\b|van\b|von\b|d[aeiu]\b)[^\s<>@]*){1,8})"
)
_WHOM = re.compile(rf"{_NAME.pattern}\s?[<(]{{1,2}}[^\s<>@]{{1,64}}@[^\s<>]{{2,250}}[>)]{{1,2}}(?:,?\s\S+){{0,5}},?\Z")
_OPENS = re.compile(r"\d{1,4}[./:年-]\d|\b(?:19|20)\d\d\b|@")
_TIME = re.compile(r"\d{1,2}[:.]\d\d")
_HOUR = re.compile(r"\d{1,2}[:.]\d\d|(?:上午|下午|오전|오후)\d")
_WHEN = re.compile(r"(?<!\w)\d{4}(?!\w)|\d{4}年|\d{1,2}[:.]\d\d(?!\d)|\d[./-]\d{1,2}[./-]\d\d")
_SENTENCE_ENDS, _BRACKETS = (".", "!", "?", "。", "！", "？"), ("<", "[", "(")
_DATED = re.compile(r"\d{1,4}\s?[./年월월日-]\s?\d{1,2}|\d{1,2}[:.h]\d{2}|\b(?:19|20)\d\d\b|\b\d{1,2}\.? \w{3,}")
_DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_BIDI, _AROUND = str.maketrans("", "", _DIRECTIONS), f" \t*_\u00a0>{_DIRECTIONS}"
_ADDRESS = re.compile(r"[^\s<>\"(),;:@]{1,64}@[^\s<>\"(),;:@]{2,}")
_DATE_AND_ADDRESS = re.compile(r"[>)\]\"]\s*[:：]\s*\Z")
_DECORATED = re.compile(r"[\s>*]*([-_—–=─]{2,})\s*(\S.{0,160}?)\s*([-_—–=─]{2,})[:：]?\s*\Z")
_MESSAGE = re.compile(rf"(?:{MESSAGE_WORDS})", re.IGNORECASE)
_FORWARDED = re.compile(rf"(?:{FORWARDED})", re.IGNORECASE)
_TAG = re.compile(r"\s*\[[^\]]{1,60}\]\s*")
# What a forward begins with in one language and an answer in another; the header block below it decides.
_EITHER = re.compile(r"\s*vs\s*[:：]", re.IGNORECASE)
_RULE = re.compile(r"[\s>]*(?:[_─]{8,}|-{15,}|={20,})\s*\Z")
LONGEST_ATTRIBUTION = 400


def is_attribution(text: str) -> bool:
    """Whether a line (or a folded one, joined) introduces a quote."""
    text = text.strip(_AROUND)
    if not 6 <= len(text) <= LONGEST_ATTRIBUTION or text[-1] not in ":：" or text.count(":") > 12:
        return False
    text = text.translate(_BIDI)
    address, dated = _ADDRESS.search(text) is not None, _DATED.search(text) is not None
    if address and dated and (_DATE_AND_ADDRESS.search(text) or _SENT.search(text) or _BY.match(text)):
        return True
    if not (address or dated):
        return False
    if address and _QUOTING.match(text):
        return True
    found = _WROTE.search(text) or _WROTE_CJK.search(text)
    return found is not None and (address or _MYSELF.search(text, 0, found.start()) is None)


def is_moment(line: str) -> bool:
    """Whether a line holds a day and a time and little else, as the first of a folded attribution may."""
    return len(line) < 80 and _MOMENT.match(line.strip(" \t>*\u00a0")) is not None


def goes_on(first: str, rest: str) -> bool:
    """Whether an attribution that says enough by itself (`rest`) only goes on with what the line above it began: the day, or the name with its address."""
    if is_moment(first):
        return True
    if first.endswith("<") or (rest.startswith(_BRACKETS) and (_NAME.fullmatch(first) or _OPENS.search(first))):
        return True
    if _dated_first(first) and (not _WHEN.search(rest) or _HOUR.match(rest)):
        return True
    return _WHOM.match(first) is not None and _ADDRESS.search(rest) is None


def _dated_first(line: str) -> bool:
    """Whether a line begins with a day, as attributions do; one that ends with it, and names no hour, may be a person's."""
    if line.endswith(_SENTENCE_ENDS) or not _DAY_FIRST.match(line) or not _WHEN.search(line):
        return False
    return _TIME.search(line) is not None or not line[-1].isdigit()


def is_bare_attribution(line: str) -> bool:
    """A date, a name and an address without a verb, or a name with a verb alone; only marks of a quote below it prove it."""
    text = line.strip(" \t\u00a0")
    if text.endswith(":"):
        return len(text) < 100 and _NAMED.match(text) is not None
    return text.endswith(">") and _BARE.match(line) is not None


def is_separator(line: str) -> bool:
    """A line of its own like “-----Original Message-----” or “---- Anna wrote ----”."""
    found = _DECORATED.match(line) if len(line) < 240 else None
    if found is None or _FORWARDED.search(found[2]):
        return False
    return _MESSAGE.search(found[2]) is not None or _WROTE.search(found[2]) is not None


def is_forward_separator(line: str) -> bool:
    """A line that says a forwarded mail follows; the header block below it must prove it."""
    text = line.strip(" \t>*\u00a0\ufeff")
    # The shape is asked first: it is cheap, and the words of thirty languages are not.
    shaped = 4 <= len(text) <= 90 and (text[-1] in ":：" or text[0] in "-_—–=─")
    return shaped and _FORWARDED.search(text) is not None


def is_forward_subject(subject: str) -> bool:
    subject = _TAG.sub("", subject, count=1) if _TAG.match(subject) else subject
    return read_subject(subject).forward or _EITHER.match(subject) is not None


def is_rule(line: str) -> bool:
    """The line that Outlook and others draw over a header block."""
    return _RULE.match(line) is not None
