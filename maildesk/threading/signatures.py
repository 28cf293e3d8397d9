"""Where a signature begins: the standard delimiter (RFC 3676 §4.3) and what phones and programs add by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST_SIGNATURE = 30
_DELIMITERS = frozenset({"--", "—", "__", "-- ", "---"})
# What stands before the device or program in such a line, and what stands behind it in other languages.
_BEFORE = """get (?=outlook|bluemail)|von meinem|gesendet (?:von|mit)|diese nachricht wurde von meinem|holen sie sich|envoyé (?:de|depuis|à partir)|télécharger|obtenir|enviado (?:desde|de|do|a partir)|obtener|obter o|inviato da|ottieni|enviat des d|verzonden (?:vanaf|met|van)|verstuurd vanaf
|sendt fra|hent|skickat från|skaffa|hämta|lähetetty|hanki|wysłane z|pobierz aplikację|odesláno z|odoslané z|získat|elküldve az?|trimis de pe|poslano (?:z|s)|изпратено от|отправлено (?:с|из)|скачать|надіслано з|στάλθηκε από|נשלח מ|أُ?رسلت من|تم الإرسال من|ส่งจาก|đã gửi từ|dikirim dari
|发自|發自|获取|取得|從我的|从我的|나의|내""".replace("\n", "")
_BEHIND = "gesendet|beziehen|downloaden|gönderildi|edinin|から送信|を入手|에서 보냄|다운로드|傳送|传送|发送|送信"
_DEVICES = "iphon|ipad|ios|android|galaxy|samsung|huawei|华为|xiaomi|小米|oppo|vivo|pixel|motorola|nokia|smartphone|handy|mobil|phone|手机|手機|outlook|bluemail|k-9|mail|почт"
# Begun so, it is one whatever it names.
_SENT_FROM = re.compile(
    r"(?:sent (?:from|with|via|by|using) (?:my |the )?\S|get outlook for|gesendet (?:von|mit)|envoyé (?:de|depuis|à partir)|enviado (?:desde|de|do|a partir)|inviato da|verzonden (?:vanaf|met|van)|verstuurd vanaf|skickat från|sendt fra|lähetetty|wysłane z|odesláno z"
    r"|отправлено (?:с|из)|надіслано з|发自|從我的|我的.{1,20}发送|.{0,20}から送信|.{1,20}에서 보냄|yahoo mail)"
    rf"|(?:{_BEFORE}).{{0,40}}(?:{_DEVICES})|(?=.{{0,40}}(?:{_DEVICES})).{{0,60}}(?:{_BEHIND})\W*\Z",
    re.IGNORECASE,
)


def signature_start(lines: Sequence[str]) -> int:
    """The index of the first line of the signature; the number of lines where there is none."""
    end = len(lines)
    for index in range(end - 1, max(-1, end - LONGEST_SIGNATURE - 1), -1):
        line = lines[index].strip()
        if line in _DELIMITERS and _worth(lines[index + 1 :]):
            return index
        if len(line) < 80 and _SENT_FROM.match(line) and index * 2 >= _last_text(lines) - 10:
            return index
    return end


def _worth(rest: Sequence[str]) -> bool:
    return any(line.strip() for line in rest)


def _last_text(lines: Sequence[str]) -> int:
    return max((index for index, line in enumerate(lines) if line.strip()), default=0)
