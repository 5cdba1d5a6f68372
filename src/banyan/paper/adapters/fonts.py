"""
The fonts that documents are set in, and which characters they have.

They come with packages of the lock, so that a document looks the same on every machine: Noto Sans and Noto
Serif for Latin letters with every Vietnamese accent, Noto Sans CJK for Chinese (all of GB 18030 level 1 to 2
and Extension A, part of B to G). No font of the system is used.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

#: Packages that ship fonts.
_PACKAGES: Final = ("fontpkg_noto_sans", "fontpkg_noto_serif", "manimgx_fonts_cjk")
_ENDS: Final = (".ttf", ".otf", ".ttc")
_LAST: Final = 0x10FFFF


class FontsAreMissing(RuntimeError):
    """A package of fonts is not installed: the lock was not followed."""


@cache
def folders() -> tuple[Path, ...]:
    """
    Return the folders of the fonts.

    :raises FontsAreMissing: if a package is not there
    """
    found = []
    for name in _PACKAGES:
        spec = find_spec(name)
        if spec is None or not spec.submodule_search_locations:
            raise FontsAreMissing(name)
        found.append(Path(next(iter(spec.submodule_search_locations))))
    return tuple(found)


def _files() -> Iterator[Path]:
    for folder in folders():
        yield from sorted(path for path in folder.rglob("*") if path.suffix in _ENDS)


def _faces(raw: bytes) -> tuple[int, ...]:
    """Return where the faces of a file begin: one, or several in a collection (OpenType 1.9, otff)."""
    if raw[:4] != b"ttcf":
        return (0,)
    (number,) = struct.unpack_from(">I", raw, 8)
    return struct.unpack_from(f">{number}I", raw, 12)


def _character_maps(raw: bytes) -> Iterator[int]:
    """Yield where the subtables begin that say which characters a file has (OpenType 1.9, cmap)."""
    tables = set()
    for face in _faces(raw):
        (number,) = struct.unpack_from(">H", raw, face + 4)
        for place in range(number):
            tag, _, offset, _ = struct.unpack_from(">4sIII", raw, face + 12 + 16 * place)
            if tag == b"cmap":
                tables.add(offset)
    for table in tables:
        (number,) = struct.unpack_from(">H", raw, table + 2)
        for place in range(number):
            platform, encoding, offset = struct.unpack_from(">HHI", raw, table + 4 + 8 * place)
            if (platform == 0 and encoding <= 4) or (platform == 3 and encoding in (1, 10)):
                yield table + offset


def _ranges(raw: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a subtable of format 12, or of format 4 with what it maps to something."""
    (form,) = struct.unpack_from(">H", raw, start)
    if form == 12:
        (number,) = struct.unpack_from(">I", raw, start + 12)
        for place in range(number):
            first, last, _ = struct.unpack_from(">III", raw, start + 16 + 12 * place)
            yield first, min(last, _LAST)
    elif form == 4:
        count = struct.unpack_from(">H", raw, start + 6)[0] // 2
        ends = struct.unpack_from(f">{count}H", raw, start + 14)
        begins = struct.unpack_from(f">{count}H", raw, start + 16 + 2 * count)
        yield from ((first, last) for first, last in zip(begins, ends, strict=True) if last != 0xFFFF)


@cache
def _coverage() -> bytes:
    """Return one bit per character: read once, in some milliseconds, kept in 140 kilobytes."""
    bits = bytearray(_LAST // 8 + 1)
    for path in _files():
        raw = path.read_bytes()
        for start in set(_character_maps(raw)):
            for first, last in _ranges(raw, start):
                for character in range(first, last + 1):
                    bits[character >> 3] |= 1 << (character & 7)
    return bytes(bits)


def has(character: str) -> bool:
    """Say whether one of the fonts has a character."""
    number = ord(character)
    return bool(_coverage()[number >> 3] & (1 << (number & 7)))
