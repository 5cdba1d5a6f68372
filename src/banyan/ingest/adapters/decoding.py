"""From bytes to text, in the encodings pages of Viet Nam and China have used."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_DECLARED = re.compile(
    rb"""(?:charset\s*=\s*|<\?xml[^>]{0,80}encoding\s*=\s*)["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.I
)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.I)
_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "x-sjis": "cp932",
    "unicode": "utf-16",
    "tcvn": "tcvn3",
    "x-viet-tcvn5712": "tcvn3",
    "viscii": "viscii",
    "x-viet-viscii": "viscii",
    "csviscii": "viscii",
    "utf8": "utf-8",
}

# TCVN 5712:1993 as the "ABC" fonts (.Vn*) used it, lower case and the capitals with a byte of their own.
TCVN3 = dict(
    zip(
        [
            *range(0xA1, 0xAF),
            *range(0xB5, 0xBA),
            *range(0xBB, 0xBF),
            *range(0xC6, 0xCD),
            *range(0xCE, 0xD9),
            *range(0xDC, 0xE0),
            *range(0xE1, 0xF0),
            *range(0xF1, 0xFF),
        ],
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
# RFC 1456.
_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
VISCII = {0x80 + index: letter for index, letter in enumerate(_VISCII_HIGH)} | {
    0x02: "Ẳ",
    0x05: "Ẵ",
    0x06: "Ẫ",
    0x14: "Ỷ",
    0x19: "Ỹ",
    0x1E: "Ỵ",
}
_COMMON_VIETNAMESE = re.compile(
    r"\b(?:và|của|các|không|được|tổ|chức|trong|với|những|này|là|một|hội|cho|từ|đã|về|tại|người|động|công)\b"
)
_COMMON_CHINESE = re.compile(r"[的了在是和有为不国人中大会]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it was read with."""

    text: str
    encoding: str


def decode(*, raw: bytes, content_type: str = "", is_markup: bool = False) -> Decoded:
    """
    Decode bytes: byte order mark, UTF-8, what was declared, then the best of the legacy encodings.

    Line ends are kept. NUL and lone surrogates become U+FFFD, one for one, so that offsets hold and any
    database can store the text. Never raises: undecodable bytes become U+FFFD.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if raw.startswith(mark):
            # The mark stays in the text of UTF-8 files: offsets then agree with a plain UTF-8 reading.
            return _clean((raw if name == "utf-8" else raw[2:]).decode(name, "replace"), name)
    if (wide := _wide_encoding(raw[:4096])) and b"\x00" in raw[:4096]:
        return _clean(raw.decode(wide, "replace"), wide)
    try:
        return _clean(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        nearly = error.start >= len(raw) - 4
    declared = _declared(raw[:4096] if is_markup else b"", content_type)
    if nearly or declared == "utf-8" or _mostly_utf8(raw):
        return _clean(raw.decode("utf-8", "replace"), "utf-8")
    candidates = [
        name for name in (declared, "gb18030", "tcvn3", "viscii", "cp1258", "big5hkscs", "cp1252") if name
    ]
    sample = raw[:200_000]
    best = max(
        dict.fromkeys(candidates),
        key=lambda name: _worth(_in(sample, name)) + (0.02 if name == declared else 0),
    )
    return _clean(_in(raw, best), best)


def _clean(text: str, encoding: str) -> Decoded:
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    return Decoded(re.sub("[\ud800-\udfff]", "\ufffd", text), encoding)


def _declared(head: bytes, content_type: str) -> str:
    found = _HEADER.search(content_type)
    name = found.group(1).lower() if found else ""
    if not name and (inside := _DECLARED.search(head)):
        name = inside.group(1).decode("ascii").lower()
    name = _ALIASES.get(name, name)
    if name in {"", "tcvn3", "viscii"}:
        return name
    try:
        return codecs.lookup(name).name if _is_text_encoding(name) else ""
    except LookupError:
        return ""


def _is_text_encoding(name: str) -> bool:
    return bool(getattr(codecs.lookup(name), "_is_text_encoding", True))


def _wide_encoding(head: bytes) -> str:
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) * 10 > half * 4:
        return "utf-16-le"
    if head[0::2].count(0) * 10 > half * 4:
        return "utf-16-be"
    return ""


def _mostly_utf8(raw: bytes) -> bool:
    """A page in UTF-8 with a few broken bytes (a plant, a cut in the middle of a letter) is still UTF-8."""
    text = raw[:200_000].decode("utf-8", "replace")
    beyond = sum(not char.isascii() for char in text)
    return beyond > 0 and text.count("\ufffd") * 4 < beyond


def _in(raw: bytes, name: str) -> str:
    table = {"tcvn3": TCVN3, "viscii": VISCII}.get(name)
    if table is not None:
        return raw.decode("latin-1").translate(table)
    return raw.decode(name, "replace")


def _worth(text: str) -> float:
    """How much the text looks like Chinese or Vietnamese that was decoded rightly (higher is better)."""
    if not text:
        return 0.0
    beyond = [char for char in text if not char.isascii()]
    if not beyond:
        return 0.0
    han = sum("\u4e00" <= char <= "\u9fff" for char in beyond)
    chinese = 8 * len(_COMMON_CHINESE.findall(text)) / len(beyond) * han / len(beyond)
    vietnamese = 4 * len(_COMMON_VIETNAMESE.findall(text.lower())) / max(len(text.split()), 1)
    wrong = sum(
        char == "\ufffd" or "\x80" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff" for char in beyond
    ) / len(beyond)
    return max(chinese, vietnamese) - 2 * wrong
