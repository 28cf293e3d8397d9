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
    "cs": ("napsal", "napsala", "napsal(a)", "píše"),
    "sk": ("napísal", "napísala", "napísal(a)", "píše"),
    "sl": ("napisal", "napisala", "napisal/-a", "napisal(a)", "zapisal", "zapisala"),
    "hsb": ("pisaše",),
    "hr, bs": ("je napisao", "je napisala", "je napisao/la", "napisao/la je", "napisao je", "napisala je"),
    "sr": ("је написао", "је написала", "је написао/ла", "написао је", "написала је"),
    "mk": ("напиша",),
    "be": ("напісаў", "напісала", "піша"),
    "bg": ("написа",),
    "ru": ("написал", "написала", "пишет", "написал(а)", "писал", "писал(а)", "вы писали"),
    "uk": ("написав", "написала", "пише", "написав(ла)", "пише(ться)", "писав", "писала", "написано"),
    "el": ("έγραψε",),
    "ro": ("a scris",),
    "hu": ("írta", "ezt írta"),
    "tr": ("yazdı", "şunları yazdı", "şunu yazdı"),
    "he": ("כתב", "כתבה", "\u200fכתב"),
    "ar": ("كتب", "كتبت"),
    "fa": ("نوشت",),
    "ur": ("نے لکھا",),
    "bn": ("লিখেছেন",),
    "ta": ("எழுதியது", "எழுதினார்"),
    "te": ("రాశారు", "వ్రాసారు"),
    "kn": ("ಬರೆದಿದ್ದಾರೆ",),
    "ml": ("എഴുതി",),
    "mr": ("ने लिहिले", "यांनी लिहिले"),
    "gu": ("એ લખ્યું",),
    "pa": ("ਨੇ ਲਿਖਿਆ",),
    "ne": ("ले लेख्नुभयो",),
    "si": ("ලිව්වේය", "ලියා ඇත"),
    "km": ("បានសរសេរ",),
    "lo": ("ຂຽນວ່າ", "ຂຽນ"),
    "my": ("ရေးခဲ့သည်",),
    "am": ("ጽፏል", "ጽፈዋል"),
    "mn": ("бичсэн", "бичив"),
    "uz": ("yozdi", "yozgan"),
    "az": ("yazdı", "yazıb"),
    "cy": ("ysgrifennodd",),
    "ga": ("scríobh",),
    "br": ("he deus skrivet", "en deus skrivet"),
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
    "ja": ("のメッセージ", "書きました", "のメール", "書かれました", "書き込みました", "書いた", "からの引用"),
    "ko": ("님이 작성", "작성", "썼습니다", "쓴 글", "보낸 메일"),
}

# What programs put before the address of whom they quote, without a verb.
QUOTING = {
    "en": ("quoting", "message from", "in reply to", "excerpts from", "quoth", "thus spake", "also sprach"),
    "cs": ("cituji", "citát", "citace"),
    "da": ("citat", "citerer"),
    "el": ("παράθεση από",),
    "fi": ("lainaus",),
    "hu": ("idézet",),
    "nb": ("siterer", "sitat"),
    "ro": ("citat din", "citat de la"),
    "sk": ("citujem", "citát"),
    "sl": ("navajam", "citiram"),
    "zh": ("引用", "引述"),
    "ca": ("missatge de",),
    "de": ("zitat von", "zitiere"),
    "es": ("citando a", "cita de", "mensaje de"),
    "fr": ("citation de", "message de", "selon"),
    "it": ("citazione da", "citando", "quotando", "messaggio di"),
    "nl": ("citeren van", "citeren", "bericht van"),
    "pl": ("cytowanie", "cytat z"),
    "pt": ("citando", "citação de", "mensagem de"),
    "ru": ("цитирую", "сообщение от"),
    "sv": ("citerar", "citat från"),
    "tr": ("alıntı",),
}

# What other desks' mails say, between signs, where the answer shall end.
ANSWER_ABOVE = (
    "(?:reply|respond|write|answer|type)[^\\n]{0,20} above this line", "above this line to reply", "add your reply above", "oberhalb dieser (?:linie|zeile)", "über dieser (?:linie|zeile)", "(?:au-dessus|ci-dessus) de cette ligne",
    "encima de esta línea", "acima desta linha", "sopra questa (?:riga|linea)", "boven deze (?:lijn|regel)", "ovanför den(?:na|här) (?:rad|linje)",
    "over denne linj", "tämän (?:rivin|viivan) yläpuol", "powyżej tej lini", "nad (?:tento|touto|tuto) (?:řád|čár)", "выше этой (?:строки|линии|черты)", "вище цього рядка",
    "deasupra acestei linii", "a vonal fölé", "bu (?:satırın|çizginin) üst", "この行より上", "この線より上", "此[行线線](?:之上|以上|上方)", "이 (?:줄|선) 위에",
)  # fmt: skip

# The words for “message” between two rows of dashes: a separator in any language.
MESSAGE_WORDS = r"""message|messaggio|mensaje|mensagem|missatge|nachricht|bericht|besked|meddelelse|meddelande|melding|viesti|wiadomość|wiadomości|zpráva|zprávy|správa|správy|üzenet|levél
|mesaj|mesajul|ileti|mail|e-mail|email|mejl|сообщение|сообщения|письмо|повідомлення|лист|съобщение|poruka|poruku|sporočilo|laiškas|μήνυμα|הודעה|رسالة|الرسالة|邮件|郵件|信件|信息|メッセージ|メール
|메시지|메일|ข้อความ|thư|pesan|tin nhắn|پیام|порук|žinut|ziņojum|sõnum|mesej|संदेश|বার্তা|訊息|讯息|mensaxe|mezua|neges|boodskap|mensahe|хабар|писмо|메세지|mesazh|mensatge|skilaboð|appointment|termin|original\Z|原文|原信""".replace(
    "\n", ""
)

# Stems of the words for “original” and “reply”, which programs write between dashes where no header block follows.
ORIGINAL = """origin|ursprünglich|oorspronkelijk|oprindelig|opprinnelig|ursprunglig|upphafleg|alkuperäi|oryginaln|původn|pôvodn|eredeti|orijinal|özgün|iniţial|inițial
|исходн|оригинал|вихідн|изходн|першопочатк|зыходн|izvor|izvirn|isvorn|originaal|algne|sākotnēj|pradin|αρχικ|πρωτότυπ|מקורי|أصلي|اصلی|原始|原邮件|原郵件|原文|原信|元の|オリジナル|원본|ต้นฉบับ|gốc|asli|asal|मूल
|оригіналь|jatorriz|orixinal|uppruna|oorspronklik|algs|เดิม|原件
|reply|replied|antwort|antwoord|réponse|respuesta|risposta|resposta|svar|vastaus|odpowied|odpověd|odpoveď|válasz|yanıt|ответ|відповід|回复|回覆|返信|답장"""
ORIGINAL = ORIGINAL.replace("\n", "")

# Stems of the words for “forwarded”.
FORWARDED = """forwarded|fwd|weitergeleitet|transféré|transfere|réexpédié|faire suivre|reenvia|encaminhad|reencaminhad|inoltrat|doorgestuurd|videresendt|vidarebefordra|välitetty|välitetyn|edelleenlähet
|przekazan|przekazywan|přepos|předáv|předan|prepos|továbbít|iletil|iletim|ileti başlangıcı|yönlendiril|пересила|пересыла|переслан|переадрес|перенаправ|перенапр|redirecționat|redirectionat|transmis|proslij|prosled|prosleđ|posredovan
|转发|轉寄|轉發|転送|전달|ส่งต่อ|chuyển tiếp|terusan|diteruskan|προωθη|הועבר|توجيه|препрат|edastat|áframsen|berbidali|eteenpäin|ارسال شده|هدایت شده|अग्रेषित|dimajukan|проследен|пренасоч|persiųst|persiunč|pārsūt|прослеђ|birbidal|framsen|ফরোয়ার্ড|përcjell|перасла|yönləndir|қайта жібер|aangestuur|ymlaen|გადაგზავნილ|ipinasa""".replace(
    "\n", ""
)

_VERB = "|".join(map(re.escape, sorted({verb for verbs in WROTE.values() for verb in verbs}, key=len, reverse=True)))
# The verb ends the line, or a few words follow it as other languages order them (“schrieb Anna Beispiel <a@b>:”).
_WROTE = re.compile(rf"(?<![^\W_])(?:{_VERB})(?P<after>[^\n]{{0,200}})\Z", re.IGNORECASE)
# Scripts that leave no blank before the verb.
_WROTE_CJK = re.compile(rf"(?:{'|'.join((*WROTE['zh'], *WROTE['ja'], *WROTE['ko']))})[^\n]{{0,20}}\Z")
_QUOTING = re.compile(rf"(?:{'|'.join(phrase for phrases in QUOTING.values() for phrase in phrases)})\s", re.IGNORECASE)
_ENDS_WROTE = re.compile(rf"\s(?:{_VERB})\Z", re.IGNORECASE)
# “As I wrote on 3 May 2026:” is said by a person.
_MYSELF = re.compile(r"\b(?:I|we|ich|wir|ik|wij|nous|j'ai|я|мы)\b|我", re.IGNORECASE)
# A name and the verb, nothing else: one to five words in capitals (or of a script without them).
_NAMED = re.compile(
    rf"(?:[\"“'*]?(?:[^\W\d_a-zà-ÿ][\w.'’-]{{0,30}}[\"”'*]{{0,2}},? ){{1,5}}(?:\([^\W\d_a-zà-ÿ][^()\n]{{0,40}}\) |via \S{{2,30}} )?|you )(?:{_VERB}):\Z"
)
_NAMED_JA = re.compile(r"[^\n:：。、]{1,40}?\s?(?:さん|様|氏)[はが]?\s?(?:書きました|wrote|writes)\s?[:：]\Z")
_NAMED_JA_BARE = re.compile(r"[^\n。、]{1,60}(?:さん|様|氏)の?[^\n。、]{0,80}(?:から|より|書きました)\Z")
# A verb of everyday speech: an attribution only beside both a date and an address.
_SENT = re.compile(r"\bsent\s*[:：]\Z", re.IGNORECASE)
# Day and time, and an address without brackets at the end.
_BY = re.compile(r"[^\n]*\b(?:19|20)\d\d\b[^\n]{0,20}\b\d{1,2}[:.]\d\d\b[^\n]{0,40}\s[^\s<>\"(),;:@]{1,64}@[^\s<>\"(),;:@]{2,}\s?[:：]\Z")
_BARE = re.compile(r"[\s>]*\d[^<>\n]{5,120}<[^<>\s@]{1,64}@[^<>\s]{2,250}>\s*\Z")
_BRACKETED = re.compile(r"[<(\[][^\s<>@]{1,64}@[^\s<>]{2,250}[>)\]]")
_SECOND_SENTENCE = re.compile(r"[^\W\d_]{2}(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bSr)(?<!\bSt)(?<!\bIng)(?<!\bMrs)(?<!\bProf)[.!?] [^\W\d_a-z]")
# A program's clock and zone, then a name, in languages that need no verb.
_CLOCK = re.compile(r"[^\n]{4,60}\b\d{1,2}[:.]\d\d[:.]\d\d (?:UTC|GMT)[+-]\d{1,2},?\s[^\n]{2,80}[:：]\Z")
# A day with its time on a line of its own, which some programs put above the name.
_MOMENT = re.compile(
    r"[^\n:：]{0,14}\b\d{1,4}\b[^\n:：]{0,30}\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s?(?:[AP]M)?\s?(?:[+-]\d{4}|[A-Z]{2,5}(?:[+-]\d{1,2}(?::?\d\d)?)?)?,?\Z",
    re.IGNORECASE,
)
# How the first of two lines begins, where the second would say enough: a day or an hour after at most four words, or a name and its address.
_DAY_FIRST = re.compile(r"\W*(?:[^\s\d]{1,16}\s{1,2}){0,4}[^\s\d]{0,6}\d")
# What begins with the hour and names no day goes on with the line above it: “at 10:00 AM, Ruth Weber wrote:”.
_HOUR_FIRST = re.compile(r"\W*(?:[^\W\d_]{1,7}\.?\s){0,2}\d{1,2}[:.]\d\d")
_NAME = re.compile(
    r"[\W_]*(?:[^\s<>@]{1,64}@[^\s<>@]{2,250}|[^\W\d_a-zà-ÿ][^\s<>@]*(?:\s(?:[^\W\d_a-zà-ÿ]|[(\d]|de\b|van\b|von\b|d[aeiu]\b)[^\s<>@]*){1,8})"
)
_WHOM = re.compile(rf"{_NAME.pattern}\s?[<(]{{1,2}}[^\s<>@]{{1,64}}@[^\s<>]{{2,250}}[>)]{{1,2}}(?:,?\s\S+){{0,5}},?\Z")
_BROKEN = re.compile(r"<[^\s<>@]{1,64}@[^\s<>]{2,250}\Z")  # an address that goes on in the next line
_ABOUT = re.compile(r"In (?:message|article)\b.{0,120}", re.IGNORECASE)
_OPENS = re.compile(r"\d{1,4}[./:年-]\d|\b(?:19|20)\d\d\b|@")
# What ends an attribution: colons of any script, and the dot that Armenian has for one.
_COLONS = ":：︰﹕։․፡፦៖"
_COLON_ENDS = tuple(_COLONS)
# What stands behind the verb where a name does (“Am 02.02.26 um 10:00 schrieb Ruth Weber”), and a name, its address and when.
_NAMES = re.compile(r"(?:,?\s(?!\d)[^\Wa-zà-ÿ][\w.'’-]{0,30}){1,5}\Z")
_DASHED = re.compile(r"[^\n@]{1,80}\s<?[^\s<>@]{1,64}@[^\s<>]{2,250}>?\s[-–—]\s[^\n]{4,60}\Z")
_YEAR = re.compile(r"(?<!\w)\d{4}(?!\w)|\d{4}年|\d[./-]\d{1,2}[./-]\d\d")
_TIME = re.compile(r"\d{1,2}[:.]\d\d")
_HOUR = re.compile(r"\d{1,2}[:.]\d\d|(?:上午|下午|오전|오후)\d")
_WHEN = re.compile(r"(?<!\w)\d{4}(?!\w)|\d{4}年|\d{1,2}[:.]\d\d(?!\d)|\d[./-]\d{1,2}[./-]\d\d")
_SENTENCE_ENDS, _BRACKETS = (".", "!", "?", "。", "！", "？"), ("<", "[", "(")
_DATED = re.compile(r"\d{1,4}\s?[./年월월日-]\s?\d{1,2}|\d{1,2}[:.h]\d{2}|\b(?:19|20)\d\d\b|\b\d{1,2}\.? \w{3,}")
_DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_BIDI, _AROUND = str.maketrans("", "", _DIRECTIONS), f" \t*_\u00a0>{_DIRECTIONS}"
_ADDRESS = re.compile(r"[^\s<>\"(),;:@]{1,64}@[^\s<>\"(),;:@]{2,}")
_DATE_AND_ADDRESS = re.compile(rf"[>)\]\"]\s*[{_COLONS}]\s*\Z")
_DECORATED = re.compile(r"[\s>*]*([-_—–=─‐‑]{2,})\s*(\S.{0,160}?)\s*([-_—–=─‐‑]{2,})[:：]?[\s*]*\Z")
_MESSAGE = re.compile(rf"(?:{MESSAGE_WORDS})", re.IGNORECASE)
_ORIGINAL = re.compile(rf"(?:{ORIGINAL})", re.IGNORECASE)
_FORWARDED = re.compile(rf"(?:{FORWARDED})", re.IGNORECASE)
# “>>> Anna 2/2/2026 10:00 >>>” and “Anna---02/02/2026 10:00:00---”.
_EDGE = re.compile(
    r"[\s*_]*>{2,4}\s?[^\s>][^\n>]{0,100}(?:>{1,2}[^\n>]{0,60})?\d{1,2}[:.]\d\d[^\n>]{0,20}>{2,4}[\s*_]*\Z"
    r"|[^\n-]{2,80}---+\s?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s\d{1,2}[:.]\d\d[^\n-]{0,20}---"
)
_ABOVE = re.compile(
    rf"(?:(?:[^\w\s]|_)\s?(?:[^\w\s]|_)(?:[^\w\n]|_){{0,18}}[^\n]{{0,60}}|\[[^\n\]]{{0,60}})(?:{'|'.join(ANSWER_ABOVE)})[^\n]{{0,60}}\Z"
    r"|\*?(?-i:(?:(?:To reply, please|Please) (?:reply|respond|write|type|enter|answer)|Reply|Respond|Write|Type|Enter)(?: your (?:reply|response|answer|message|comment|text))? above this line)[.!]?\*?\Z"
    r"|(?-i:(?:Please )?(?:[Rr]eply|[Rr]espond|[Ww]rite|[Tt]ype|REPLY|WRITE) ABOVE THIS LINE\b)[^\n]{0,80}\Z",
    re.IGNORECASE,
)
_TAG = re.compile(r"\s*\[[^\]]{1,60}\]\s*")
# What a forward begins with in one language and an answer in another; the header block below it decides.
_EITHER = re.compile(r"\s*vs\s*[:：]", re.IGNORECASE)
_RULE = re.compile(r"[\s>]*(?:[_─]{8,}|[-‐]{15,}|={20,})\s*\Z")
_LINE = re.compile(r"(?:[-_=~*•·‐‑–—─━] ?){3,200}")
_DASHES = tuple("-_—–=─‐‑")
_LONGEST_SAID, _LONGEST_DRAWN = 90, 240  # characters of a line that says a mail is passed on; between dashes stands a name with its address, too
LONGEST_ATTRIBUTION, LONGEST_BARE = 400, 250


def ends_with_colon(line: str) -> bool:
    """Whether a line may be the last of an attribution: of all that one must have, this costs least to ask."""
    return line.rstrip().rstrip(_AROUND).endswith(_COLON_ENDS)


def is_attribution(text: str) -> bool:
    """Whether a line (or a folded one, joined) introduces a quote."""
    text = text.strip(_AROUND)
    if not 6 <= len(text) <= LONGEST_ATTRIBUTION or text[-1] not in _COLONS or text.count(":") > 12:
        return False
    text = text.translate(_BIDI)
    address, dated = _ADDRESS.search(text) is not None, _DATED.search(text) is not None
    if address and dated and (_DATE_AND_ADDRESS.search(text) or _SENT.search(text) or _BY.match(text)):
        return True
    if not (address or dated):
        return False
    if (address and _QUOTING.match(text)) or (dated and _CLOCK.match(text)):
        return True
    found = _WROTE.search(text) or _WROTE_CJK.search(text)
    return found is not None and (address or _MYSELF.search(text, 0, found.start()) is None)


def has_address(text: str) -> bool:
    return _ADDRESS.search(text) is not None


def has_hour(text: str) -> bool:
    return _HOUR.search(text) is not None


def has_year(text: str) -> bool:
    return _YEAR.search(text) is not None


def is_quoting(text: str) -> bool:
    """Whether an attribution begins with the words of programs that name nobody but whom they quote."""
    return _QUOTING.match(text) is not None


def is_moment(line: str) -> bool:
    """Whether a line holds a day and a time and little else, as the first of a folded attribution may."""
    return len(line) < 80 and _MOMENT.match(line.strip(" \t>*\u00a0")) is not None


def goes_on(first: str, rest: str) -> bool:
    """Whether an attribution that says enough by itself (`rest`) only goes on with what the line above it began: the day, or the name with its address."""
    if is_moment(first) or _ABOUT.fullmatch(first):
        return True
    if first.endswith("<") or _BROKEN.search(first) or (rest.startswith(_BRACKETS) and (_NAME.fullmatch(first) or _OPENS.search(first))):
        return True
    if _HOUR_FIRST.match(rest) and _YEAR.search(rest) is None and (_DAY_FIRST.match(first) or _ADDRESS.search(first)) and _WHEN.search(first):
        return True
    if _dated_first(first) and (not _WHEN.search(rest) or _HOUR.match(rest)):
        return True
    return _WHOM.match(first) is not None and _ADDRESS.search(rest) is None


def opens(line: str) -> bool:
    """Whether a line may be the first of an attribution that only marks below it prove: a day, or a name with its address."""
    return _dated_first(line) or _WHOM.match(line) is not None


def _dated_first(line: str) -> bool:
    """Whether a line begins with a day, as attributions do; one that ends with it, and names no hour, may be a person's."""
    if line.endswith(_SENTENCE_ENDS) or not _DAY_FIRST.match(line) or not _WHEN.search(line):
        return False
    return _TIME.search(line) is not None or not line[-1].isdigit()


def is_bare_attribution(line: str) -> bool:
    """What only the marks of a quote below it prove: a name with a verb, a day and a name in any language, or a program's words without their colon."""
    text = line.lstrip(_AROUND).rstrip(" \t*_\u00a0")
    if len(text) > LONGEST_BARE or not text:
        return False
    if text[-1] in _COLONS:
        return (
            _NAMED.match(text) is not None
            or _NAMED_JA.match(text) is not None
            or (_SECOND_SENTENCE.search(text) is None and _says_whom_or_when(text))
        )
    if text[-1] == ">":
        return _BARE.match(line) is not None
    if _NAMED_JA_BARE.match(text):
        return True
    return _QUOTING.match(text.lstrip("([")) is not None if text[-1] in ")]" else _says_whom_or_when(text) and _ends_as_introduction(text)


def _ends_as_introduction(text: str) -> bool:
    """With the verb, with the verb and a name, or with the day behind a dash."""
    found = _WROTE.search(text)
    return _ENDS_WROTE.search(text) is not None or (found is not None and _NAMES.match(found["after"]) is not None) or _DASHED.match(text) is not None


def _says_whom_or_when(text: str) -> bool:
    """A bracketed address, or a whole day with an hour or a bracketed name."""
    return _BRACKETED.search(text) is not None or (
        _WHEN.search(text) is not None and _TIME.search(text) is not None and _YEAR.search(text) is not None
    )


def is_separator(line: str) -> bool:
    """A line of its own like “-----Original Message-----” or “---- Anna wrote ----”."""
    found = _DECORATED.match(line) if len(line) < 240 else None
    if found is None:
        return len(line) < 240 and (">>" in line or "---" in line) and _EDGE.match(line) is not None
    if _FORWARDED.search(found[2]):
        return False
    return _MESSAGE.search(found[2]) is not None or _WROTE.search(found[2]) is not None


def separates_alone(text: str) -> bool:
    """Whether a separator needs nothing below it: people write “--- Error message ---” over what they paste, too."""
    return _MESSAGE.search(text) is None or _ORIGINAL.search(text) is not None or _WROTE.search(text.rstrip("-_—–=─‐‑:： ")) is not None


def is_answer_line(line: str) -> bool:
    """The line of another desk's mail that asks for the answer above it."""
    return 10 < len(line) < 160 and _ABOVE.match(line.lstrip(" \t>").rstrip()) is not None


def is_forward_separator(line: str) -> bool:
    """A line that says a forwarded mail follows; the header block below it must prove it."""
    text = line.strip(" \t>*\u00a0\ufeff")
    # The shape is asked first: it is cheap, and the words of thirty languages are not.
    drawn = text[:1] in _DASHES
    shaped = 4 <= len(text) <= (_LONGEST_DRAWN if drawn else _LONGEST_SAID) and (drawn or text[-1] in ":：")
    return shaped and _FORWARDED.search(text) is not None


def is_forward_subject(subject: str) -> bool:
    subject = _TAG.sub("", subject, count=1) if _TAG.match(subject) else subject
    return read_subject(subject).forward or _EITHER.match(subject) is not None


def is_drawn(line: str) -> bool:
    """Whether a line is drawn, however short: it counts only where an introduction stands below it."""
    return _LINE.fullmatch(line.strip(" \t>")) is not None


def is_rule(line: str) -> bool:
    """The line that Outlook and others draw over a header block."""
    return _RULE.match(line) is not None
