"""Names of files in any script, safe for every system, and how a response gives them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote

#: What Windows, which is the strictest, refuses in a name; and what would turn it round or hide its end.
_NOT_IN_A_NAME: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*%\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+'
)
#: Bytes of a name without its end: file systems end at 255, and a copy wants room for " (1)".
_LONGEST: Final = 150


def file_name(title: str, *, day: str, form: str) -> str:
    """
    Return a name such as ``Tổ chức 2026-11-22.xlsx``: readable in its script, harmless everywhere.

    :param day: an ISO day
    """
    bare = _NOT_IN_A_NAME.sub(" ", unicodedata.normalize("NFC", title))
    bare = bare.encode("utf-8", "ignore").decode()
    words = " ".join(bare.split()).strip(". ")
    short = words.encode()[:_LONGEST].decode("utf-8", "ignore").rstrip(". ")
    return f"{f'{short} ' if short else ''}{day}.{form}"


def disposition(name: str, *, plain: str) -> str:
    """
    Return the value of ``Content-Disposition`` for a file to be saved (RFC 6266, RFC 5987).

    :param name: the name in any script
    :param plain: what a program is given that reads ASCII only; letters, digits, hyphens and points
    """
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
