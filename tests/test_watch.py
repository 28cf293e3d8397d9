"""A change of files is seen from the outside, and only when whoever makes it is done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from maildesk.config.watch import Watch, look


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk.yaml, two rules and a file outside."""
    (tmp_path / "rules.d").mkdir()
    for name in ("desk.yaml", "rules.d/10.yaml", "rules.d/20.yaml", "outside"):
        (tmp_path / name).write_text("old\n")
    (tmp_path / "link").symlink_to("outside")
    return tmp_path


def _renamed(folder: Path) -> None:
    (folder / "new").write_text("new\n")
    (folder / "new").replace(folder / "desk.yaml")


def _swapped(folder: Path) -> None:
    (folder / "other").write_text("old\n")
    (folder / "link").unlink()
    (folder / "link").symlink_to("other")


CHANGES: dict[str, Callable[[Path], object]] = {
    "written": lambda folder: (folder / "desk.yaml").write_text("a longer one\n"),
    "renamed over it": _renamed,
    "added": lambda folder: (folder / "rules.d" / "30.yaml").write_text("new\n"),
    "taken away": lambda folder: (folder / "rules.d" / "20.yaml").unlink(),
    "moved": lambda folder: (folder / "rules.d" / "20.yaml").rename(folder / "rules.d" / "05.yaml"),
    "the folder itself": lambda folder: (folder / "rules.d").rename(folder / "gone"),
    "a link elsewhere": _swapped,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_each_kind_of_change_is_seen_once(folder: Path, change: Callable[[Path], object]) -> None:
    """Two looks after it say so, and no look after those."""
    paths = (folder / "desk.yaml", folder / "rules.d", folder / "link")
    watch = Watch(look(paths))
    assert not watch.changed(look(paths))
    change(folder)
    assert [watch.changed(look(paths)) for _ in range(4)] == [False, True, False, False]


def test_a_file_that_still_grows_is_waited_for(folder: Path) -> None:
    """As long as two looks differ nothing is read; what is undone meanwhile was no change."""
    path = folder / "desk.yaml"
    watch = Watch(look((path,)))
    for size in range(1, 5):
        path.write_text("x" * 100 * size)
        assert not watch.changed(look((path,)))
        assert watch.unsettled
    assert watch.changed(look((path,)))
    assert not watch.unsettled


def test_what_was_changed_and_put_back_was_no_change(folder: Path) -> None:
    """A file that is gone for a moment, as some editors save, is there again at the next look."""
    path, aside = folder / "desk.yaml", folder / "aside"
    watch = Watch(look((path,)))
    path.rename(aside)
    assert not watch.changed(look((path,)))
    aside.rename(path)
    assert not watch.changed(look((path,)))
    assert not watch.changed(look((path,)))
