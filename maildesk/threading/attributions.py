"""How mail programs introduce a quote, as data: attribution lines, header blocks and separators by language.

The verbs of “… wrote:” come from the programs' own translations. A line is an attribution only where it ends in a colon and
also names a date or an address, so that a person's sentence with such a verb stays a sentence.
"""

from __future__ import annotations

import re

# Language → what stands where English has “wrote”, in lower case. A line holds one of them, and ends with it or begins with its partner.
WROTE = {
    "en": ("wrote", "writes", "said", "has written", "sent"),
    "de": ("schrieb", "schreibt", "hat geschrieben", "geschrieben"),
    "fr": ("a écrit", "écrit", "a ecrit", "vous a écrit"),
    "es": ("escribió", "escribio", "ha escrito", "escribe"),
    "pt": ("escreveu", "escreve"),
    "it": ("ha scritto", "scrive"),
    "ca": ("va escriure", "ha escrit"),
    "gl": ("escribiu",),
    "nl": ("schreef", "heeft geschreven", "geschreven"),
    "da": ("skrev", "skrevet"),
    "is": ("skrifaði",),
    "fi": ("kirjoitti",),
    "et": ("kirjutas",),
    "lv": ("rakstīja",),
    "lt": ("rašė",),
    "pl": ("napisał", "napisała", "napisał(a)", "napisał/a", "pisze"),
    "cs": ("napsal", "napsala", "napsal(a)"),
    "sk": ("napísal", "napísala", "napísal(a)"),
    "sl": ("je napisal", "je napisala", "je napisal/-a"),
    "hr": ("je napisao", "je napisala", "je napisao/la"),
    "sr": ("је написао", "је написала"),
    "bg": ("написа",),
    "ru": ("написал", "написала", "пишет", "написал(а)", "писал", "писал(а)"),
    "uk": ("написав", "написала", "пише", "написав(ла)"),
    "el": ("έγραψε",),
    "ro": ("a scris",),
    "hu": ("írta", "ezt írta"),
    "tr": ("yazdı", "şunları yazdı", "şunu yazdı", "tarihinde yazdı"),
    "he": ("כתב", "כתבה", "\u200fכתב"),
    "ar": ("كتب", "كتبت"),
    "fa": ("نوشت",),
    "hi": ("ने लिखा",),
    "th": ("เขียนว่า", "เขียน"),
    "vi": ("đã viết", "viết"),
    "id": ("menulis", "wrote"),
    "zh": ("写道", "寫道", "写到", "撰写", "的邮件中写道", "编写"),
    "ja": ("のメッセージ", "書きました", "のメール", "書かれました", "さんは書きました", "wrote"),
    "ko": ("님이 작성", "작성", "님이 쓴 글", "썼습니다"),
}

# Field names of the header block some programs put over a quote: what they stand for, by every language's word.
FIELDS = {
    "from": "from de von da van fra från lähettäjä od nadawca feladó gönderen kimden kimden: от від expéditeur remitente mittente remetente afzender avsändare pošiljatelj odesílatel odosielateľ expeditor αποστολέας από מאת من 发件人 發件人 寄件者 寄件人 差出人 送信者 보낸사람 보낸 จาก từ dari saatja nuo no frá sender",
    "date": "date sent datum gesendet envoyé enviado enviada el inviato data verzonden sendt skickat lähetetty päivämäärä päiväys dato wysłano wysłane dátum elküldve odesláno odoslané poslané posláno gönderildi tarih gönderilme дата отправлено надіслано fecha trimis надіслано στάλθηκε ημερομηνία תאריך נשלח التاريخ تم 日期 发送时间 發送時間 发送日期 寄件日期 時間 时间 傳送日期 日時 送信日時 送信日 日付 날짜 보낸날짜 วันที่ ngày gửi tanggal dikirim saadetud kuupäev poslano",
    "to": "to an à a para aan til till vastaanottaja do dla címzett kime alıcı кому pentru către προς אל إلى 收件人 宛先 받는사람 받는 ถึง đến kepada komu za saaja kam",
    "cc": "cc kopie copie kopia kópia kopija копия копія másolatot bilgi dw udw 抄送 副本 참조 สำเนา tembusan cópia copia cópia: kopio koopia",
    "subject": "subject betreff objet asunto assunto oggetto onderwerp emne ämne aihe otsikko temat tárgy předmět predmet predmět konu тема subiect θέμα נושא הנדון الموضوع 主题 主旨 主題 件名 제목 เรื่อง chủ subjek perihal teema",
}

# Lines that stand alone over a quoted or forwarded mail.
SEPARATOR_WORDS = (
    "original message",
    "original appointment",
    "reply message",
    "replied message",
    "reply above this line",
    "ursprüngliche nachricht",
    "originalnachricht",
    "original-nachricht",
    "message d'origine",
    "message original",
    "message d’origine",
    "mensaje original",
    "mensagem original",
    "messaggio originale",
    "messaggio originario",
    "oorspronkelijk bericht",
    "originele bericht",
    "origineel bericht",
    "oprindelig meddelelse",
    "original meddelelse",
    "opprinnelig melding",
    "ursprungligt meddelande",
    "originalmeddelande",
    "alkuperäinen viesti",
    "oryginalna wiadomość",
    "wiadomość oryginalna",
    "wiadomość pierwotna",
    "původní zpráva",
    "pôvodná správa",
    "eredeti üzenet",
    "orijinal mesaj",
    "özgün ileti",
    "исходное сообщение",
    "исходное письмо",
    "оригінальне повідомлення",
    "mesaj original",
    "mesajul original",
    "αρχικό μήνυμα",
    "הודעה מקורית",
    "الرسالة الأصلية",
    "原始邮件",
    "原始郵件",
    "原始信件",
    "原邮件",
    "原郵件",
    "邮件原件",
    "回复的原邮件",
    "元のメッセージ",
    "元のメール",
    "원본 메시지",
    "원본 메일",
    "ข้อความต้นฉบับ",
    "thư gốc",
    "pesan asli",
    "izvorna poruka",
    "prvotno sporočilo",
)

_DATE_OR_ADDRESS = re.compile(r"@|\d{1,4}[./年月일日-]\s?\d{1,2}|\d{1,2}[:.h]\d{2}|\b(?:19|20)\d\d\b")
_VERBS = sorted({verb for verbs in WROTE.values() for verb in verbs}, key=len, reverse=True)
_ENDS = re.compile(rf"(?:{'|'.join(map(re.escape, _VERBS))})(?:[\s\u00a0]*[^\s:：]{{0,40}}){{0,3}}[\s\u00a0]*[:：][\s\u00a0>_*]*\Z", re.IGNORECASE)
_ON = re.compile(
    r"(?:on|am|le|el|em|il|op|den|på|dne|dňa|dnia|dana|w dniu|pe|în|στις|в|у|на|a|på|ons|ma|ti|ke|to|pe|la|su|vào|pada|於|在|于|le|il giorno|el día|quinta|segunda|ter|qua|qui|sex|sáb|dom)\b",
    re.IGNORECASE,
)
_FIELD_LINE = re.compile(r"[\s>|*_\u200e\u200f]*([^\s:：][^:：]{0,30}?)[\s*_\u00a0]*[:：][\s*_\u00a0]*(.*)")
FIELD_OF = {word: name for name, words in FIELDS.items() for word in words.split()}
_SEPARATOR = re.compile(r"[-_—–=*\s>]*([^-_—–=*\s].*?)[-_—–=*:：\s]*\Z")
_RULE = re.compile(r"\s*(?:_{10,}|-{20,}|={20,})\s*\Z")
LONGEST_ATTRIBUTION = 400


def is_attribution(line: str) -> bool:
    """Whether a line (or two joined) introduces a quote."""
    text = line.strip()
    if not 8 <= len(text) <= LONGEST_ATTRIBUTION or text[-1] not in ":：*_>":
        return False
    return _ENDS.search(text) is not None and _DATE_OR_ADDRESS.search(text) is not None


def field_of(line: str) -> str:
    """The header a line of a block stands for (from, date, to, cc, subject), "" for none."""
    found = _FIELD_LINE.match(line[:200])
    if found is None:
        return ""
    words = found[1].strip(" *_").lower()
    return FIELD_OF.get(words) or FIELD_OF.get(words.replace(" ", "")) or FIELD_OF.get(words.split()[0] if words.split() else "", "")


def is_separator(line: str) -> bool:
    """A line of its own like “-----Original Message-----”."""
    text = line.strip(" \t>-_—–=*:：\u00a0").lower()
    return 0 < len(text) <= 60 and text in _SEPARATORS and line.strip(" >")[:1] in "-_—–=*"


def is_rule(line: str) -> bool:
    """The line Outlook on the web draws over its header block."""
    return _RULE.match(line) is not None


_SEPARATORS = frozenset(SEPARATOR_WORDS)
