"""Writes a winmail.dat as Outlook does (MS-OXTNEF), for tests."""

from __future__ import annotations

import struct

TITLE, DATA, BEGIN, PROPERTIES, MESSAGE, BODY, CODEPAGE = 0x18010, 0x6800F, 0x69002, 0x69005, 0x69003, 0x2800C, 0x69007


def attribute(name: int, value: bytes, level: int = 2) -> bytes:
    return struct.pack("<BII", level, name, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def stream(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def properties(**named: tuple[int, bytes]) -> bytes:
    """Variable properties, each a type and bytes, under `p` and its identifier in hexadecimal."""
    out = struct.pack("<I", len(named))
    for name, (kind, value) in named.items():
        out += struct.pack("<HHII", kind, int(name[1:], 16), 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return out


def file(title: str, data: bytes, long_name: str = "") -> bytes:
    """One attachment with its short and, where given, its long name."""
    named = attribute(PROPERTIES, properties(p3707=(0x1F, (long_name + "\0").encode("utf-16-le")))) if long_name else b""
    return attribute(BEGIN, b"\0" * 14) + attribute(TITLE, title.encode("cp1252") + b"\0") + attribute(DATA, data) + named
