"""The block of header lines that mail programs put over a quoted or forwarded mail, in the words of many languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# What a field's name is in the languages of mail programs; phrases are divided by bars.
FIELDS = {
    "from": """from|de|von|da|van|fra|från|frå|od|od koho|lähettäjä|nadawca|feladó|gönderen|kimden|от|от кого|від|від кого|expéditeur|remitente|mittente|remetente
        |afzender|avsändare|pošiljatelj|šalje|frá|nork|از|فرستنده|प्रेषक|daripada|发信人|寄信人|自|發信人|발신|발신자|보낸이|odesílatel|odosielateľ|expeditor|de la|αποστολέας|από|מאת|من|发件人|發件人|寄件者|寄件人|差出人|送信元|送信者|보낸 사람|보낸사람
        |จาก|từ|người gửi|dari|pengirim|saatja|nuo|no|sõnumi saatja|expeditorul|отправитель|відправник|pošiljalac|pošiljaoc|mensaje de|avsender|geadresseerd door|feladta
        |од|шаље|nga|ад|প্রেরক|kimdən|кімнен|გამომგზავნი|由|寄件|發件|పంపినవారు|அனுப்புநர்|sender""",
    "date": """date|sent|sent on|date sent|datum|gesendet|gesendet am|envoyé|envoyé le|enviado|enviado el|enviada|enviada em|enviado em|inviato|inviata|data|data invio|verzonden|sendt|skickat
        |lähetetty|lähetysaika|päivämäärä|päiväys|pvm|dato|poslato|изпратено|isprateno|εστάλη|enviat|enviat el|bidaltze-data|bidalia|تاريخ الإرسال|ارسال شده|भेजा गया|दिनांक|ส่ง|วันที่ส่ง|terkirim|dihantar|tarikh|已傳送|已发送|已傳送日期|寄送时间|보낸시간|보낸 시간|일시|dagsetning|sent at|date/time|wysłano|wysłane|data wysłania|dátum|elküldve|küldve|küldés dátuma|odesláno|odoslané|poslané|posláno|poslano|gönderildi|tarih|gönderilme tarihi
        |дата|отправлено|дата отправки|надіслано|fecha|fecha de envío|trimis|στάλθηκε|ημερομηνία|תאריך|נשלח|التاريخ|تم الإرسال|تاريخ|日期|发送时间|發送時間|发送日期|發送日期|寄件日期|傳送時間
        |传送时间|時間|时间|傳送日期|日付|日時|送信日時|送信日|날짜|보낸 날짜|보낸날짜|วันที่|ส่งเมื่อ|ngày|đã gửi|tanggal|dikirim|saadetud|kuupäev|išsiųsta|nosūtīts|dată|data e hora|datum i vrijeme|dátum odoslania|data mesajului
        |датум|послато|испратено|dërguar|gestuur|адпраўлена|পাঠানো হয়েছে|তারিখ|göndərilib|tarix|жіберілді|გაგზავნის დრო|تاریخ|enviados|enviadas|отправленные|надіслані|elküldött üzenetek|datums|dags|dags.|odesláno dne|verzonden op""",
    "to": """to|an|à|a|para|aan|til|till|vastaanottaja|do|dla|címzett|kime|alıcı|кому|pentru|către|catre|προς|אל|إلى|收件人|宛先|送信先|받는 사람|받는사람|ถึง|đến|tới|kepada|komu|za|prima
        |pro|destinataire|destinatario|destinatário|saaja|kam|dest|til-adresse|mottagare|mottaker|modtager|geadresseerde|empfänger|odbiorca|adresát|príjemca|primatelj|prejemnik|до|per a|nori|به|گیرنده|प्रति|ke|收件者|收信人|寄给|受信者|수신|수신자|받는이|adressaat|adresat|adresaci|pour|à|pre|destinatarul|per|címzettek|получатель|одержувач|adressat|destinatari|за|至|për|каму|প্রাপক|kimə|кімге|ადრესატი""",
    "cc": """cc|副本抄送|副本（cc）|afrit|amb còpia|رونوشت|प्रतिलिपि|salinan|kopie|copie|copie à|copia|con copia|cópia|com cópia|kopia|kópia|kópie|kopija|kopi|kopi til|kopio|копия|копія|копие|копија|kp|másolat|másolatot kap|bilgi|dw|do wiadomości|kopie komu|抄送|副本
        |참조|สำเนา|สำเนาถึง|tembusan|koopia|κοιν|κοινοποίηση|עותק|نسخة|نسخة إلى|tk|cópia de|kk|v kopii|на копию|cc.|kopie (cc)|copie (cc)|cc (copie)|másolat (cc)|kopia (cc)|cópia (cc)""",
    "subject": """subject|betreff|objet|asunto|assunto|oggetto|onderwerp|emne|ämne|aihe|otsikko|temat|tárgy|předmět|předmet|predmet|konu|тема|subiect|θέμα|נושא|الموضوع|موضوع
        |主题|主旨|主題|件名|题目|제목|เรื่อง|หัวเรื่อง|chủ đề|subjek|perihal|teema|naslov|efni|assumpte|gaia|विषय|tēma|tajuk|rubrik|主旨|標題|标题|題名|tema|zadeva|относно|sujet|subiectul|sujeto|predmet správy
        |temats|subjekti|тэма|বিষয়|mövzu|тақырып|თემა|предмет|ogg|ogg.|dotyczy|наслов|naslov|betr|betr.|thema|ärende""",
    "other": """reply-to|reply to|antwort an|répondre à|responder a|rispondi a|bcc|importance|priority|attachments|anlagen|wichtigkeit|pièces jointes|mailed-by|list-id|organization|organisation
        |sent by|gesendet von|envoyé par|bcc|cci|cco|ccn|blind copy|blindkopie|copie cachée|copia oculta|skrytá kopie|ukryte do wiadomości|udw|titkos másolat|dold kopia|piilokopio|скрытая копия|прихована копія|密送|密件抄送|密件副本|숨은 참조|attachment|anhänge|anhang|adjuntos|archivos adjuntos|anexos|allegati|bijlagen|bifogade filer|vedlagte filer|załączniki|přílohy|вложения
        |priorität|priorité|prioridad|prioridade|priorità|importancia|importância|urgentie|ważność|důležitost|важность|categories|kategorien|sensitivity|vertraulichkeit|重要性|返信先|附件|添付ファイル|첨부|vastaus|svar til|responder para|odpověď|odpovědět""",
}  # fmt: skip
FIELD_OF: Mapping[str, str] = {phrase.strip(): name for name, phrases in FIELDS.items() for phrase in phrases.split("|")}

# A block is short; the bounds also keep the reading of any text linear.
MOST_FIELDS, MOST_LINES = 12, 40
_ROW = re.compile(r"\s*\|\s*([^|]{1,40}?)\s*\|\s*([^|]*?)\s*\|?\s*\Z")
# Below a line that says a mail follows, some programs leave out the colons.
_BARE = re.compile(r"\s*(\w{1,16}) +(\S.*)")
_LINE = re.compile(r"[\s*_|\u200e\u200f\u202a-\u202e\ufeff]*([^\s:：*_|][^:：]{0,40}?)[\s*_\u00a0]*[:：][\s*_\u00a0]*(.*)")
# A day as programs write it: with its year or its hour.
_WHOLE_DAY = re.compile(r"\d{1,4}[./-] ?\d{1,2}[./-] ?\d{2,4}")
_HOUR = re.compile(r"\d\s?[:.h時时点시]\s?\d")
_DAY = re.compile(rf"\d.*{_HOUR.pattern}|\d{{4}}|\d{{1,2}}[/.-]\d\d|['’]\d\d\b")
_DIRECTIONS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff"))
# Labels of a day that say of no mail that it was sent.
_DAYS = frozenset(
    ("date", "datum", "data", "dato", "fecha", "дата", "tarih", "日期", "日付", "日時", "날짜", "ngày", "tanggal", "dátum", "ημερομηνία")
)
_LONGEST_NAME, _AROUND = 80, " \t*_|>\u00a0\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff"
_STAMP = re.compile(r"\d{4} \d\d:\d\d:\d\d [+-]\d{4}")
_CAPITALS = sorted({phrase[0].upper() + phrase[1:] for phrase, name in FIELD_OF.items() if name != "other"} | {"CC"}, key=len, reverse=True)
_SUBJECTS = "|".join(re.escape(phrase.strip().capitalize()) for phrase in FIELDS["subject"].split("|"))
_SPACED_LABEL = re.compile(rf"\s+(?=(?:{'|'.join(map(re.escape, _CAPITALS))})\s?[:：]\s)")
# A label inside a line: some programs lose the line ends between the fields, and “Dw Walter <w@…” its colon too, as a subject may.
_LABEL = re.compile(rf"(?<!\w )(?=(?:{'|'.join(map(re.escape, _CAPITALS))})\s?[:：])|(?<=>)(?=(?:Dw|Cc|CC) \S+)|(?<=[A-Z0-9])(?=(?:{_SUBJECTS}) \S)")

# Header lines that no person reads; programs that leave nothing out show them in the block.
_MACHINES = re.compile(
    r"(?:message-id|mime-version|user-agent|received|return-path|delivered-to|references|in-reply-to|sender|lines|precedence|auto-submitted"
    r"|content-[\w-]+|x-[\w-]+|list-[\w-]+|thread-[\w-]+|arc-[\w-]+|dkim-[\w-]+|received-[\w-]+|authentication-[\w-]+):(?:\s|\Z)",
    re.IGNORECASE,
)

_MOST_SOURCE = 20  # lines above a header block that are looked at
_HOPS = re.compile(
    r"From \S+ +\w{3} \w{3} +\d|(?:received|return-path|delivered-to|arc-[\w-]+|dkim-signature|received-spf|authentication-results):\s", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Block:
    """The fields of a header block and how many lines it takes; no fields where there is none."""

    height: int = 0
    fields: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        return next((value for key, value in self.fields if key == name), "")


def read_block(lines: Sequence[str], index: int, end: int, led_in: bool = False) -> Block:
    """The block that begins at a line, blank lines before it allowed after an introduction (`led_in`), which may vouch for a short one."""
    start = index
    while led_in and index < end and index - start < 4 and not lines[index].strip(" \t*_\u00a0"):
        index += 1
    fields: list[tuple[str, str]] = []
    limit = min(end, index + MOST_LINES)
    while index < limit and len(fields) < MOST_FIELDS:
        if fields and _gap_inside(lines, index, end, fields):
            index += 1
        taken = _take(lines[index], fields, led_in)
        if not taken and not _continues(lines, index, end, fields):
            break
        index += 1
    if fields and not led_in and "a" <= lines[start].strip(_AROUND)[:1] <= "z" and not _HOUR.search(dict(fields).get("date", "")):
        return Block()  # what a file is set by; a program that begins labels small names the hour
    if fields and not led_in and _is_journey(lines[start:index], dict(fields)):
        return Block()
    return Block(index - start, tuple(fields)) if _is_block(fields, led_in) else Block()


def _is_journey(lines: Sequence[str], values: Mapping[str, str]) -> bool:
    """Whether somebody is from somewhere to somewhere on some “date”: no address and no subject, and nothing says that it was “sent”."""
    if "subject" in values or "@" in "".join(values.values()):
        return False
    dated = next((line for line in lines if field_of(line)[0] == "date"), "")
    return dated.replace("：", ":").partition(":")[0].strip(_AROUND).lower() in _DAYS


def is_header(lines: Sequence[str], index: int) -> bool:
    """Whether the next lines with words are a header block."""
    first = next((place for place in range(index, len(lines)) if any(map(str.isalnum, lines[place]))), len(lines))
    return read_block(lines, first, len(lines)).height > 0


def is_machines(line: str) -> bool:
    """Whether a line is of a mail's source."""
    return ":" in line and _MACHINES.match(line) is not None


def is_source(lines: Sequence[str], index: int, height: int) -> bool:
    """Whether a header block stands among lines of a mail's source, as a person shows it; no program quotes so."""
    above = range(index - 1, max(0, index - _MOST_SOURCE) - 1, -1)
    first = next((place for place in above if not lines[place].strip()), -1)
    return any(_HOPS.match(lines[place]) for place in above if place > first) or (
        index + height < len(lines) and _HOPS.match(lines[index + height]) is not None
    )


def _gap_inside(lines: Sequence[str], index: int, end: int, fields: list[tuple[str, str]]) -> bool:
    """Whether a blank line only parts two fields, as where each of them was a paragraph."""
    if index + 1 >= end or lines[index].strip(" \t*_\u00a0>"):
        return False
    below = field_of(lines[index + 1])[0]
    return bool(below) and below != "other" and all(below != name for name, _ in fields)


def field_of(line: str, bare: bool = False) -> tuple[str, str]:
    """What a line's label stands for and its value; ("", "") for an ordinary line. `bare` labels may stand without their colon."""
    line = line[:2000]
    if not bare and ":" not in line and "：" not in line and "|" not in line:
        return "", ""
    rows, bares = (_ROW,) if "|" in line else (), (_BARE,) if bare else ()
    for pattern in (_LINE, *rows, *bares):
        found = pattern.match(line)
        label = " ".join(found[1].strip(" *_\u00a0").split()).lower() if found else ""
        # Chinese programs stretch a short label: “主　题”.
        name = FIELD_OF.get(label) or FIELD_OF.get(label.replace(" ", "")) or FIELD_OF.get(label.rstrip("."))
        if found and name:
            return name, found[2].replace("&nbsp;", " ").strip(" \t*_\u00a0")
    return "", ""


def cut_at_labels(line: str, spaced: bool = False) -> list[str]:
    """A header block that lost its line ends, one line a field again; `spaced` where a blank stands for each of them."""
    label = _SPACED_LABEL if spaced else _LABEL
    return [part.strip() for part in label.split(line[:4000]) if part.strip()] + ([line[4000:]] if len(line) > 4000 else [])


def _take(line: str, fields: list[tuple[str, str]], bare: bool) -> bool:
    """Adds the field of a line, unless it has none or one that was there already."""
    name, value = field_of(line, bare)
    if not name or any(name == taken for taken, _ in fields if name != "other"):
        return False
    fields.append((name, value))
    return True


def _continues(lines: Sequence[str], index: int, end: int, fields: list[tuple[str, str]]) -> bool:
    """A long list of recipients goes on in the next line; so does a folded subject with another field right below it."""
    line = lines[index].strip()
    if not fields or not line or field_of(line)[0]:
        return False
    name, value = fields[-1]
    below = field_of(lines[index + 1])[0] if index + 1 < end else ""
    goes_on = (name in ("to", "cc", "from") and ("@" in line or value.endswith((",", ";")) or not value) and len(line) < 1000) or bool(
        below and len(fields) < 5
    )
    if goes_on:
        fields[-1] = (name, f"{value} {line}".strip())
    return goes_on


def _is_block(fields: list[tuple[str, str]], led_in: bool) -> bool:
    values = dict(fields)
    names = values.keys() - {"other"}
    if "from" not in names and not led_in:
        # No person writes the second of the minute and the zone.
        return "@" in values.get("to", "") and _STAMP.search(values.get("date", "")) is not None
    if led_in or len(names) < 3:
        return (led_in and len(names) >= 2) or (len(names) == 2 and "@" in values["from"] and any(char.isdigit() for char in values.get("date", "")))
    if "@" in values["from"]:
        return True
    return _is_name(values["from"]) and ("@" in values.get("to", "") + values.get("cc", "") or _is_dated([name for name, _ in fields], values))


def _is_dated(names: list[str], values: Mapping[str, str]) -> bool:
    """Whether the day is written as programs do, and where they write it: a journey is from somewhere, to somewhere and on some day, too."""
    date = _WHOLE_DAY.sub(" ", values.get("date", "").translate(_DIRECTIONS))
    if "date" not in names or _HOUR.search(date) is None:
        return False
    if "to" not in names or "/" in values["from"]:  # Notes names people by their houses
        return "subject" in names
    return names.index("date") < names.index("to")


def _is_name(value: str) -> bool:
    """Whether a value may be somebody's name: a word, or a few, half of which at least are no small ones. Prose begins small."""
    words = value.split()
    small = sum(word.lstrip("\"'(“").islower() for word in words)
    return len(value) <= _LONGEST_NAME and any(map(str.isalpha, value)) and (len(words) == 1 or (len(words) > 1 and 2 * small <= len(words)))
