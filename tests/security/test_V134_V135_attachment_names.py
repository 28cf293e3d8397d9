"""V044, V134, V135: no name of an attachment disguises, escapes or grows. One that pretends to another kind is told: `tests/test_names_of_files.py`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maildesk.intake.mime.filenames import safe_name


@given(st.text())
def test_any_name_is_safe(name: str) -> None:
    """One path part, bounded, without controls, direction marks, or an end a file system drops."""
    safe = safe_name(name, 100)
    assert len(safe) <= 100
    assert not set(safe) & set('/\\:\x00\r\n\u202e\u2066\u200b"<>|?*')
    assert safe == safe.rstrip(". ")
    assert not safe.startswith(".")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../x", "x"),
        ("/etc/x", "x"),
        ("..\\x", "x"),
        ("C:\\a\\b.txt", "b.txt"),
        ("....", ""),
        ("exe.\u202efdp", "exe.fdp"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        (".htaccess", "_htaccess"),
        ("a.pdf. . ", "a.pdf"),
        ("a." + "x" * 300, "a." + "x" * 98),
        ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_known_tricks(name: str, safe: str) -> None:
    """Each of them becomes a plain name, or none."""
    assert safe_name(name, 100) == safe
