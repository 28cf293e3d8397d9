"""Where a signature begins: the standard delimiter (RFC 3676 §4.3) and what phones and programs add by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maildesk.mail import Address

LONGEST_SIGNATURE = 30
_LONGEST_CARD, _LONGEST_LINE = 10, 60  # lines, characters
_RULE = re.compile(r"[-_=*]{4,60}")
_DELIMITERS = frozenset({"--", "—", "__", "-- ", "---"})
# What stands before the device or program in such a line, and what stands behind it in other languages.
_BEFORE = """get (?=outlook|bluemail)|von meinem|gesendet (?:von|mit)|diese nachricht wurde von meinem|holen sie sich|envoyé (?:de|depuis|à partir)|télécharger|obtenir|enviado (?:desde|de|do|a partir)|obtener|obter o|inviato da|ottieni|enviat des d|verzonden (?:vanaf|met|van)|verstuurd vanaf
|sendt fra|hent|skickat från|skaffa|hämta|lähetetty|hanki|wysłane z|pobierz aplikację|odesláno z|odoslané z|získat|elküldve az?|trimis de pe|poslano (?:z|s)|изпратено от|отправлено (?:с|из)|скачать|надіслано з|στάλθηκε από|נשלח מ|أُ?رسلت من|تم الإرسال من|ส่งจาก|đã gửi từ|dikirim dari
|发自|發自|获取|取得|從我的|从我的|나의|내""".replace("\n", "")
_BEHIND = "gesendet|beziehen|downloaden|gönderildi|edinin|から送信|を入手|에서 보냄|다운로드|傳送|传送|发送|送信"
_DEVICES = (
    "iphon", "ipad", "ios", "android", "galaxy", "samsung", "huawei", "华为", "xiaomi", "小米", "oppo", "vivo", "pixel",
    "motorola", "nokia", "smartphone", "handy", "mobil", "phone", "手机", "手機", "outlook", "bluemail", "k-9", "mail", "почт",
)  # fmt: skip
# Begun so, it is one whatever it names.
_SENT_FROM = re.compile(
    r"(?:sent (?:from|with|via|by|using) (?:my |the )?\S|get outlook for|gesendet (?:von|mit)|envoyé (?:de|depuis|à partir)|enviado (?:desde|de|do|a partir)|inviato da|verzonden (?:vanaf|met|van)|verstuurd vanaf|skickat från|sendt fra|lähetetty|wysłane z|odesláno z"
    r"|отправлено (?:с|из)|надіслано з|发自|從我的|我的.{1,20}发送|.{0,20}から送信|.{1,20}에서 보냄|yahoo mail)",
    re.IGNORECASE,
)
_BESIDE = re.compile(rf"(?:{_BEFORE}).{{0,40}}(?:{'|'.join(_DEVICES)})|.{{0,60}}(?:{_BEHIND})\W*\Z", re.IGNORECASE)


def signature_start(lines: Sequence[str], author: Address | None = None) -> int:
    """The index of the first line of the signature; the number of lines where there is none.

    Without a delimiter it is the last paragraph, where the author's own name or address says whose it is.
    """
    end = len(lines)
    for index in range(end - 1, max(-1, end - LONGEST_SIGNATURE - 1), -1):
        line = lines[index].strip()
        if line in _DELIMITERS and _worth(lines[index + 1 :]):
            return index
        if 0 < len(line) < 80 and _is_footer(line) and index * 2 >= _last_text(lines) - 10:
            return index
        if _RULE.fullmatch(line) and author and _names(lines[index + 1 :], author):
            return index
    return _card_start(lines, author) if author and any(line.strip() for line in lines) else end


def _is_footer(line: str) -> bool:
    """Whether a device or a program wrote the line; whether it names one is asked first, which costs least."""
    low = line.casefold()
    return _SENT_FROM.match(line) is not None or (any(device in low for device in _DEVICES) and _BESIDE.match(line) is not None)


def _card_start(lines: Sequence[str], author: Address) -> int:
    """The last paragraph as a card: short lines, the author's name the first of them or the author's address one of them."""
    last = _last_text(lines)
    first = next((index + 1 for index in range(last, -1, -1) if not lines[index].strip()), 0)
    card = [line.strip() for line in lines[first : last + 1]]
    short = 2 <= len(card) <= _LONGEST_CARD and all(len(line) <= _LONGEST_LINE and not line.endswith((".", "?", "!", ":", ",")) for line in card)
    mine = short and (_is_name(card[0], author) or any(author.address and line.casefold() == author.address.casefold() for line in card))
    return first if mine and any(line.strip() for line in lines[:first]) else len(lines)


def _names(lines: Sequence[str], author: Address) -> bool:
    return any(len(line) <= _LONGEST_LINE and author.name.casefold() in line.casefold() for line in lines) if " " in author.name else False


def _is_name(line: str, author: Address) -> bool:
    return " " in author.name and line.casefold() == author.name.strip().casefold()


def _worth(rest: Sequence[str]) -> bool:
    return any(line.strip() for line in rest)


def _last_text(lines: Sequence[str]) -> int:
    return max((index for index, line in enumerate(lines) if line.strip()), default=0)
