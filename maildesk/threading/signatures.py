"""Where a signature begins: the standard delimiter (RFC 3676 §4.3) and what phones and programs add by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST_SIGNATURE = 30
_DELIMITERS = frozenset({"--", "—", "__", "-- ", "---"})
_SENT_FROM = re.compile(
    r"(?:sent (?:from|with|via|by|using) (?:my |the )?\S|get outlook for|von meinem .{1,40} gesendet|gesendet (?:von|mit)|envoyé (?:de|depuis|à partir)|enviado (?:desde|de|do|a partir)"
    r"|inviato da|verzonden (?:vanaf|met|van)|verstuurd vanaf|skickat från|sendt fra|lähetetty|wysłane z|odesláno z|отправлено (?:с|из)|надіслано з|发自我的|從我的|发自|我的.{1,20}发送"
    r"|iphoneから送信|.{0,20}から送信|나의 .{1,20}에서 보냄|.{1,20}에서 보냄|yahoo mail)",
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
