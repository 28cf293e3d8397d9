"""How often each of many names came up in the last hour: what the hourly limits of the intake count by."""

from __future__ import annotations

from collections import Counter, deque

_HOUR = 3600.0  # seconds


class LastHour:
    """Moments are seconds of the event loop's clock, which never goes back. It holds what was noted in one hour and nothing older,
    so its size is bounded by the limits of whoever notes."""

    def __init__(self) -> None:
        self._noted: deque[tuple[float, tuple[str, ...]]] = deque()
        self._many: Counter[str] = Counter()

    def note(self, names: tuple[str, ...], now: float) -> None:
        self._noted.append((now, names))
        self._many.update(names)

    def many(self, name: str, now: float) -> int:
        while self._noted and self._noted[0][0] <= now - _HOUR:
            for old in self._noted.popleft()[1]:
                self._many[old] -= 1
                if not self._many[old]:
                    del self._many[old]
        return self._many[name]
