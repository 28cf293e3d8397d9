"""What a gateway writes above or below every mail that came from outside, “CAUTION: …”, whatever stands beside it: nobody's words to anybody. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MOST_LINES, _LONGEST = 10, 900  # of a banner: lines with words, characters
_SHORTEST = 8  # letters of what is worth a look

# What such a banner calls itself, in front of a sentence or alone.
_CALLS = {
    "en": "caution|warning|attention|notice|alert|important|security (?:notice|warning|alert)|be careful|external",
    "de": "achtung|vorsicht|warnung|hinweis|wichtig(?:er hinweis)?|sicherheitshinweis|extern",
    "fr": "attention|avertissement|mise en garde|prudence|important|avis|externe",
    "es": "precaución|atención|advertencia|cuidado|aviso|externo",
    "it": "attenzione|avviso|avvertenza|importante|esterno",
    "pt": "atenção|cuidado|aviso|alerta|externo",
    "nl": "let op|pas op|waarschuwing|voorzichtig|opgelet|extern",
    "sv, da, no": "obs|varning|viktigt|advarsel|bemærk|vigtigt|forsiktig|merk|externt?|ekstern",
    "fi": "huomio|varoitus|ulkoinen",
    "pl": "uwaga|ostrzeżenie|zewnętrzn[aey]",
    "cs, sk": "pozor|upozornění|varování|upozornenie|externí|externý",
    "hu": "figyelem|figyelmeztetés|külső",
    "ro": "atenție|avertisment|extern",
    "ru, uk": "внимание|осторожно|предупреждение|увага|обережно|внешн(?:ее|яя)|зовнішн(?:ій|ня)",
    "tr": "dikkat|uyarı|harici",
    "el": "προσοχή|προειδοποίηση|εξωτερικό",
    "zh": "注意|警告|提醒|提示|小心|安全提示|外部|外来|外來",
    "ja": "注意|警告|ご注意|重要|社外|外部",
    "ko": "주의|경고|알림|외부",
}  # fmt: skip
# What it calls the mail: such a word beside it, in capitals or brackets, is a whole banner.
_MAILS = (
    "e-?mails?|messages?|mails?|senders?|nachricht|absender|courriel|mél|expéditeur|correo(?: electrónico)?|mensaje|remitente|messaggio|mittente|posta|mensagem|remetente|bericht|afzender"
    "|mejl|meddelande|avsändare|besked|e-?post|avsender|viesti|sähköposti|lähettäjä|wiadomość|nadawca|zpráva|odesílatel|správa|üzenet|levél|feladó|mesaj|expeditor|письмо|сообщение|отправитель|лист"
    "|e-?posta|ileti|gönderen|μήνυμα|邮件|郵件|来信|來信|发件人|寄件人|メール|送信者|메일|이메일|발신자"
)
# From outside: of what is said, wherever it stands in the sentence.
_OUTSIDE = {
    "en": r"\b(?:e-?mail|message|mail|sender)\b.{0,60}\b(?:outside|external|not (?:from )?(?:within|inside)|unknown sender|internet)\b|\b(?:external|outside) (?:e-?mail|sender|source|message)\b",
    "de": r"\b(?:e-?mail|nachricht|mail|absender)\w*\b.{0,60}\b(?:außerhalb|ausserhalb|extern\w*|unbekannten absender)\b|\bextern\w* (?:e-?mail|nachricht|absender|quelle)\w*\b",
    "fr": r"\b(?:e-?mail|courriel|message|mail|expéditeur)\b.{0,60}\b(?:extérieur\w*|externe|hors de|en dehors)\b",
    "es": r"\b(?:correo|mensaje|e-?mail|remitente)\b.{0,60}\b(?:fuera de|extern[oa]|exterior)\b",
    "it": r"\b(?:e-?mail|messaggio|mail|posta|mittente)\b.{0,60}\b(?:estern[oa]|al di fuori|dall['’]esterno|fuori dall)",
    "pt": r"\b(?:e-?mail|mensagem|correio|remetente)\b.{0,60}\b(?:fora d[aoe]|extern[oa]|exterior)\b",
    "nl": r"\b(?:e-?mail|bericht|mail|afzender)\b.{0,60}\b(?:buiten|externe?|onbekende)\b",
    "sv, da, no": r"\b(?:e-?post\w*|mejl\w*|meddelande\w*|mail|besked|melding\w*|avsändare\w*|afsender\w*|avsender\w*)\b.{0,60}\b(?:utanför|uden for|udenfor|utenfor|extern\w*|ekstern\w*|utifrån|udefra|utenfra)\b",
    "fi": r"\b(?:viesti|sähköposti)\b.{0,60}\b(?:ulkopuol\w+|ulkoi\w+)\b",
    "pl": r"\b(?:wiadomość|e-?mail|nadawca)\b.{0,60}\b(?:spoza|zewnątrz|zewnętrzn\w+)\b",
    "cs, sk": r"\b(?:zpráva|správa|e-?mail|odesílatel)\b.{0,60}\b(?:mimo|extern\w+|zvenčí|zvonka)\b",
    "hu": r"\b(?:üzenet|e-?mail|levél)\b.{0,60}\b(?:kívülről|külső)\b",
    "ro": r"\b(?:mesaj|e-?mail)\w*\b.{0,60}\b(?:afara|extern\w*|din afara|exterior\w*)\b",
    "ru, uk": r"\b(?:письмо|сообщение|лист|повідомлення)\b.{0,60}\b(?:извне|внешн\w+|вне|за пределами|ззовні|зовнішн\w+|поза)\b",
    "tr": r"\b(?:e-?posta|mesaj|ileti)\b.{0,60}\b(?:dışından|dışarıdan|harici|dış)\b",
    "el": r"(?:μήνυμα|e-?mail).{0,60}(?:εκτός|εξωτερικ\w+)",
    "zh": r"(?:邮件|郵件|电邮|信件|发件人|寄件人).{0,30}(?:外部|外网|外網|组织外|組織外|公司外|以外|陌生)|(?:外部|陌生|公司外|组织外).{0,8}(?:邮件|郵件|发件人|寄件人)",
    "ja": r"(?:メール|送信者).{0,30}(?:社外|外部|組織外)|(?:社外|外部|組織外).{0,12}(?:メール|送信)",
    "ko": r"(?:메일|이메일|발신자).{0,30}(?:외부)|외부.{0,12}(?:메일|이메일|발신자)",
}  # fmt: skip
# That who wrote it is hardly known: what Outlook says above a first mail.
_SELDOM = (
    r"\b(?:don['’]t often get e-?mail|first time you)|\bnicht (?:häufig|oft) e-?mails? von\b|\bpas souvent (?:d['’]e-?mails?|de courriers?|de courriels?|de messages?)\b|\bno suele recibir correo|\bnon si ricevono spesso"
    r"|\bnon ricevi spesso|\bnão (?:costuma receber|recebe) (?:e-?mails?|muitas vezes)|\bniet vaak e-?mail|\bfår (?:inte|ikke) (?:ofte|ofta)|\bett inte ofta|\bnie otrzymujesz często|\bnedostáváte často|\bне часто получаете"
    r"|通常不会收到|不常收到|不經常收到|通常不會收到|からのメールを受け取る(?:ことはあまり|頻度)|자주 받지 않"
)
# What it advises: not to open, and whom to ask.
_ADVICE = {
    "en": r"\b(?:do not|don['’]t|never|avoid|before|when|please) .{0,80}\b(?:click|clicking|open|opening|links?|attachments?|reply|replying|respond)\b|\b(?:be|use|exercise|take|act with) (?:extra |additional |particularly )?(?:careful|caution|cautious|vigilant|care)\b"
    r"|\b(?:recogni[sz]e|verify|trust|know) (?:the|this|who).{0,20}\bsender\b|\bcontent is safe\b|\b(?:report|forward) (?:any |it|this|suspicious|phishing).{0,80}|\blearn (?:why|more)\b|\bif (?:you are )?(?:in doubt|unsure|suspicious)\b",
    "de": r"\b(?:klicken|öffnen|links?|anhänge?n?|anlagen)\b.{0,100}\b(?:nicht|keine|nur|vertrau\w+|kennen|erkennen|sicher|vorsicht\w*)\b|\b(?:nicht|keine|nur|niemals|vorsicht\w*)\b.{0,100}\b(?:klicken|öffnen|links?|anhänge?n?|anlagen)\b|\bseien sie vorsichtig\b|\berfahren sie, warum\b|\bmelden sie\b",
    "fr": r"\b(?:ne (?:cliquez|ouvrez|pas)|évitez|avant de cliquer|n['’]ouvrez)\b|\b(?:soyez|restez) (?:prudent|vigilant)|\b(?:liens?|pièces? jointes?)\b.{0,80}\b(?:expéditeur|sûr|confiance)\b|\bpourquoi c(?:['’]|ela )est important",
    "es": r"\bno (?:haga|abra|pulse|responda)\b.{0,100}|\b(?:enlaces?|archivos adjuntos|adjuntos)\b.{0,80}\b(?:remitente|seguro|confía)\b|\btenga (?:cuidado|precaución)\b|\bpor qué es(?:to es)? importante",
    "it": r"\bnon (?:cliccare|aprire|fare clic|rispondere)\b.{0,100}|\b(?:prestare|fare|usare) (?:la massima )?attenzione\b|\bperché è importante",
    "pt": r"\bnão (?:clique|abra|responda)\b.{0,100}|\b(?:tenha|tome) (?:cuidado|atenção)\b|\bpor que isso é importante",
    "nl": r"\b(?:klik|open)\b.{0,100}\b(?:niet|geen|alleen|tenzij)\b|\bwees (?:voorzichtig|alert)\b|\bwaarom dit belangrijk is",
    "sv, da, no": r"\b(?:klicka|öppna|klik|åbn|åbn|klikk|åpne)\b.{0,100}\b(?:inte|ikke|endast|länkar|links|lenker|bilagor|vedhæftede|vedlegg)\b|\b(?:var|vær) (?:försiktig|forsigtig|forsiktig)\b|\bvarför (?:det|detta) är viktigt|\bhvorfor (?:det|dette) er vi[gk]tig",
    "fi": r"\bälä (?:avaa|klikkaa|napsauta)\b.{0,100}|\bole varovainen\b",
    "pl": r"\bnie (?:klikaj|otwieraj)\b.{0,100}|\b(?:zachowaj|zachować) ostrożność\b|\bdlaczego (?:jest )?to (?:jest )?ważne",
    "cs, sk": r"\b(?:neklikejte|neotevírejte|neklikajte|neotvárajte)\b.{0,100}|\bbuďte (?:opatrní|obozretní)\b",
    "hu": r"\bne (?:kattintson|nyissa|nyisson)\b.{0,100}|\blegyen óvatos\b",
    "ro": r"\bnu (?:accesați|deschideți|faceți clic)\b.{0,100}|\bfiți (?:atenți|precauți)\b",
    "ru, uk": r"\bне (?:переходите|открывайте|нажимайте|переходьте|відкривайте|натискайте)\b.{0,100}|\bбудьте (?:осторожны|внимательны|обережні|уважні)\b|\bпочему это важно",
    "tr": r"\b(?:tıklamayın|açmayın|tıklamayınız|açmayınız)\b|\bdikkatli olun",
    "el": r"\bμην (?:κάνετε κλικ|ανοίγετε|ανοίξετε)\b.{0,100}",
    "zh": r"(?:请勿|請勿|不要|切勿|谨慎|謹慎).{0,40}(?:点击|點擊|打开|開啟|链接|連結|附件|回复|回覆)|(?:链接|連結|附件).{0,20}(?:谨慎|謹慎|安全)|为什么很?重要|為什麼很?重要",
    "ja": r"(?:リンク|添付|ファイル|URL).{0,60}(?:しないで|開かない|注意|ください|ないよう)|重要な理由|ご注意ください",
    "ko": r"(?:링크|첨부).{0,60}(?:마십시오|마세요|주의)|중요한 이유",
}  # fmt: skip


_RULE = re.compile(r"[-_=*~#─━—]{4,}")
_ENDS = ".!?:。！？："


def _any(table: dict[str, str]) -> str:
    return "|".join(table.values())


_CALLED = re.compile(rf"\W*(?:{_any(_CALLS)})(?:[ -]?(?:{_MAILS}))?\s*(?:[:：!！.。\-–—\]】)*⚠️|]+\s*|\Z)", re.IGNORECASE)
# “[EXTERNAL]”, “*** EXTERNE E-MAIL ***”, “EXTERNAL EMAIL”: alone, between signs or in capitals.
_OUTER = "external|extern|externe|externt|externo|externa|esterno|esterna|ekstern|ulkoinen|zewnętrzna|zewnętrzny|externí|külső|внешнее|внешний|harici|外部|社外|외부|ext"
_TAG = re.compile(rf"\W*(?:(?:{_OUTER})[ -]?(?:{_MAILS})?|(?:{_MAILS}) ?(?:{_OUTER}))\W*", re.IGNORECASE)
_SIGNED = re.compile(r"\A\W*[\[【*#⚠<{!=]|\A\W*[^a-zà-ÿа-я]+\Z")
_SAYS = re.compile(rf"(?:{_any(_OUTSIDE)})|{_SELDOM}", re.IGNORECASE)
# One of these stands in every banner: asked first, because it costs least.
_STEMS = (
    *("outside", "extern", "within", "unknown", "internet", "often", "first time", "[ext]", "außerhalb", "ausserhalb", "extér", "hors de", "dehors", "fuera"),
    *("estern", "fuori", "fora d", "buiten", "utanför", "udenfor", "uden for", "utenfor", "utifrån", "udefra", "utenfra", "ulko", "spoza", "zewn", "mimo", "zvenčí", "zvonka"),
    *("kívül", "külső", "afara", "вне", "за предел", "зовн", "поза", "dış", "harici", "εκτός", "εξωτερ", "外", "陌生", "以外", "외부", "ofte", "ofta"),
    *("häufig", "oft ", "souvent", "no suele", "spesso", "não ", "vaak", "często", "často", "часто", "通常", "不常", "不經常", "受け取る", "자주"),
)  # fmt: skip
_ADVISES = re.compile(_any(_ADVICE), re.IGNORECASE)
_LINK = re.compile(r"<?\b(?:https?://|mailto:)[^\s<>\]]*>?", re.IGNORECASE)
_ADDRESS = re.compile(r"\S+@\S+?(?=[.,;:!?]*(?:\s|\Z))")
_SENTENCE = re.compile(r"[^.!?。！？]+[.!?。！？]*|[.!?。！？]+")
# What no gateway says: it speaks of no first person, and asks nothing.
_PERSONS = re.compile(
    r"\b(?:(?-i:I)|i['’]m|my|me|we|ich|mein\w*|mir|wir|je|j['’]\w+|mon|nous|yo|mi|nosotros|io|mio|noi|eu|meu|nós|ik|mijn|wij|jag|jeg|мы|я)\b|[?？]|我们?|私|저는",
    re.IGNORECASE,
)


def banner_end(lines: Sequence[str]) -> int:
    """How many lines on top are such a banner, with the rule below it; 0 where none is, or nothing but one."""
    places = _places(lines, range(len(lines)))
    last = next((place for place in reversed(places) if _is_all(lines, places[0], place) and _says(lines[place + 1 :])), -1)
    return next((place for place in range(last + 1, len(lines)) if lines[place].strip() and not _is_rule(lines[place])), last + 1) if last >= 0 else 0


def banner_start(lines: Sequence[str]) -> int:
    """The first line of such a banner at the very end, with the rule above it; the number of lines where none is, or nothing but one."""
    places = _places(lines, range(len(lines) - 1, -1, -1))
    start = next((place for place in reversed(places) if _is_all(lines, place, places[0]) and _says(lines[:place])), -1)
    if start < 0:
        return len(lines)
    above = next((place for place in range(start - 1, -1, -1) if lines[place].strip() and not _is_rule(lines[place])), start - 1)
    return next((place for place in range(above + 1, start) if lines[place].strip()), start)


def _places(lines: Sequence[str], order: range) -> list[int]:
    """The places of the first lines with words, in this order, as far as none has a mark; none where nothing there speaks of what is outside."""
    found: list[int] = []
    for place in order:
        line = lines[place].strip()
        if line.startswith((">", "|")) or len(found) == _MOST_LINES or len(line) > _LONGEST:
            break
        if _has_letters(line):
            found.append(place)
    low = " ".join(lines[place] for place in found).lower()
    return found if any(stem in low for stem in _STEMS) else []


def _is_all(lines: Sequence[str], first: int, last: int) -> bool:
    """Whether all from one line to another is a banner. A line ends a sentence unless the next one goes on in small letters."""
    text = ""
    for place in range(first, last + 1):
        line = lines[place].strip()
        if _has_letters(line):
            text += line if not text or line[0].islower() or text.rstrip()[-1] in _ENDS else f". {line}"
            text += " "
    return is_banner(text)


def _says(lines: Sequence[str]) -> bool:
    return any(map(_has_letters, lines))


def _has_letters(line: str) -> bool:
    return any(map(str.isalnum, line))


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line.strip()) is not None


def is_banner(words: str) -> bool:
    """Whether some words are a banner and nothing else: each sentence says that the mail is from outside, or what is to be done about it."""
    said = _LINK.sub(" ", words).strip()
    if not said or len(said) > _LONGEST:
        return False
    if _TAG.fullmatch(said) and _SIGNED.match(said):
        return True
    said = _ADDRESS.sub("x", said)
    called = _CALLED.match(said)
    rest = said[called.end() :] if called else said
    if _PERSONS.search(rest):
        return False
    sentences = [one for one in _SENTENCE.findall(rest) if any(map(str.isalnum, one))]
    says = [_SAYS.search(one) is not None or _TAG.fullmatch(one) is not None for one in sentences]
    advises = [_ADVISES.search(one) is not None for one in sentences]
    if not sentences or not all(one or other for one, other in zip(says, advises, strict=True)):
        return False
    return any(says) and (called is not None or any(advises) or len(sentences) > 1)
