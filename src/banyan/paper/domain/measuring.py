"""
How much room words take in a drawing, and where they break. No font is asked: it is not known who draws.
"""

from __future__ import annotations

from typing import Final

LINE: Final = 26  # letters of a name on one line; a Chinese character counts as two


def width_of(text: str) -> int:
    """Return how wide a text is, in Latin letters."""
    return sum(
        2 if "\u2e80" <= character <= "\uffef" or character >= "\U00020000" else 1 for character in text
    )


def wrapped(text: str, *, most: int = LINE, lines: int = 2) -> list[str]:
    """Break a name at spaces, or between Chinese characters, into a few lines; what is left ends in …"""
    pieces = text.split(" ") if " " in text and width_of(text) == len(text) else list(text)
    glue = " " if len(pieces) != len(text) else ""
    rows = [""]
    for piece in pieces:
        longer = f"{rows[-1]}{glue}{piece}" if rows[-1] else piece
        if rows[-1] and width_of(longer) > most:
            rows.append(piece)
        else:
            rows[-1] = longer
    if len(rows) > lines:
        rows = [*rows[: lines - 1], rows[lines - 1].rstrip() + "…"]
    return [row if width_of(row) <= most + 2 else row[:most] + "…" for row in rows]
