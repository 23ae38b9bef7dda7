"""Entries that are not IPv4: domain names and IPv6 networks, each with its first line."""

from typing import Final


#: Most names that are kept for comparison, and most characters in them, so that memory is bounded.
_MOST: Final = 262_144
_MOST_CHARACTERS: Final = 12_000_000


class Names:
    """Distinct names in the order of their lines, up to a limit of memory."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}
        self.overflowed = False
        self._characters = 0

    def add(self, name: str, line: int) -> int | None:
        """Remember `name`; the line of an equal one that came before, else None."""
        if (first := self.lines.get(name)) is not None:
            return first
        if len(self.lines) >= _MOST or self._characters > _MOST_CHARACTERS:
            self.overflowed = True
            return None
        self.lines[name] = line
        self._characters += len(name)
        return None
