"""Japanese as it is really sent: with the signs NEC and IBM added to it, which no standard codec reads, or Shift-JIS under another name."""

from __future__ import annotations

import re

# Escape sequences to two-byte kanji, to ASCII or Roman, and to half-width katakana (RFC 1468 and what came after it).
_SHIFT = re.compile(rb"\x1b(\$[@B]|\([BJI])")


def decoded_as_sent(data: bytes) -> str | None:
    """The text, None where the bytes are neither form."""
    if max(data, default=0) > 0x7F:
        return _as_cp932(data)
    pieces = _SHIFT.split(data)
    out = [pieces[0]]
    for mode, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if mode.startswith(b"$"):
            out.append(_shifted(piece))
        else:
            out.append(bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in piece) if mode == b"(I" else piece)
    return _as_cp932(b"".join(out))


_TWO_BYTES = re.compile(rb"((?:[\xa1-\xfe]{2})++)|\x8e([\xa1-\xdf])")


def euc_as_sent(data: bytes) -> str | None:
    """EUC-JP with the signs of NEC and IBM, the way Windows sends it; None where it is none."""
    return _as_cp932(_TWO_BYTES.sub(lambda found: found[2] or _shifted(bytes(byte & 0x7F for byte in found[1])), data))


def _as_cp932(data: bytes) -> str | None:
    try:
        return data.decode("cp932")
    except UnicodeDecodeError:
        return None


def _shifted(piece: bytes) -> bytes:
    """Two-byte JIS as Shift-JIS (JIS X 0208 annex 1); what is no pair stays as it is."""
    out = bytearray()
    index = 0
    while index + 1 < len(piece):
        row, cell = piece[index], piece[index + 1]
        if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):
            out.append(row)
            index += 1
            continue
        lead = (row - 0x21) // 2 + 0x81
        out.append(lead if lead < 0xA0 else lead + 0x40)
        if row % 2:
            out.append(cell + (0x1F if cell < 0x60 else 0x20))
        else:
            out.append(cell + 0x7E)
        index += 2
    return bytes(out) + piece[index:]
