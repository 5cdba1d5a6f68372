"""
Which encoding the bytes of a table are in, by evidence, and reading text in it line by line.

A list of names has few of the little words that running text has, so syllables decide for Vietnamese and
common characters for Chinese. The guess is shown to a person, who may choose another of the candidates.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from banyan.ingest.adapters.decoding import TCVN3, VISCII

from . import vni
from .shapes import TableIsUnreadable

#: What a person may choose from; the legacy ones in the order that settles a draw.
ENCODINGS: Final = (
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "gb18030",
    "big5hkscs",
    "tcvn3",
    "viscii",
    "vni",
    "cp1258",
    "cp1252",
)
_LEGACY: Final = ENCODINGS[3:]
_CHUNK: Final = 1 << 20
_EVIDENCE_BYTES: Final = 120_000
#: A line of text longer than this is no line of a table.
LONGEST_LINE: Final = 4_000_000

_VIETNAMESE_VOWELS: Final = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
_SYLLABLE: Final = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    rf"[{_VIETNAMESE_VOWELS}]{{1,3}}(?:ch|ng|nh|[cmnpt])?$"
)
#: Syllables closed by a stop bear the acute or the dot below, no other mark of tone.
_STOPPED: Final = re.compile(r"(?:ch|[cpt])$")
_OPEN_TONES: Final = frozenset("\u0300\u0303\u0309")
#: Syllables that lists of organisations are full of.
_FREQUENT_SYLLABLES: Final = frozenset(
    re.findall(
        r"\w+",
        "hội tổ chức quỹ tâm tỉnh phố huyện xã phường tên địa chỉ số điện thoại năm lập việt hà nội đồng bảo "
        "trợ người phát triển khoa học kỹ thuật nghèo trẻ phụ nữ nông dân liên hiệp ủy và của các vì mã "
        "thuế loại hình lĩnh vực thành ngày quốc viện hợp tác thể đoàn môi trường giáo dục cộng",
    )
)
_BEYOND_LATIN1: Final = re.compile(r"[ăđĩũơưạ-ỹ]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_COMMON_HAN: Final = frozenset(
    "的一是在不了有和人这中大为上个国会社团体组织中心协学基金公益服务工作机构联合名称登记编号地址电话日期成立统信用代码"
    "省市区县北京上海广东南江苏浙山川民政教育文化发展促进研究院所志愿者慈善法业务单位负责住年月日类型状态正常"
    "國會團體組織協學業務機構聯稱記編號電話統碼區縣廣東蘇發進願慈善單負責類狀態臺灣"
)


def guesses(path: Path) -> tuple[str, ...]:
    """
    Return the encodings the bytes of a file may be in, the likeliest first.

    :raises TableIsUnreadable: ``not_text`` for bytes that are no text in any of them
    """
    with path.open("rb") as handle:
        head = handle.read(4096)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return (name, *(other for other in ENCODINGS if other != name))
    if wide := _wide(head):
        return (wide, *(other for other in ENCODINGS if other != wide))
    if _is_binary(head):
        raise TableIsUnreadable("not_text")
    is_utf8, evidence = _evidence(path)
    if is_utf8:
        return ("utf-8", *_LEGACY)
    ranked = sorted(_LEGACY, key=lambda name: (-_worth(decoded(evidence, name), name), _LEGACY.index(name)))
    if _mostly_utf8(evidence):
        return ("utf-8", *ranked)
    return (*ranked, "utf-8")


def check(encoding: str) -> None:
    """
    See that an encoding is one of :data:`ENCODINGS`.

    :raises TableIsUnreadable: ``encoding_unknown``
    """
    if encoding not in ENCODINGS:
        raise TableIsUnreadable("encoding_unknown", {"encoding": encoding[:40]})


def decoded(raw: bytes, encoding: str) -> str:
    """Return bytes as composed text; what cannot be read becomes U+FFFD."""
    if encoding in ("tcvn3", "viscii", "vni"):
        return _legacy(raw.decode("cp1252" if encoding == "vni" else "latin-1", "replace"), encoding)
    text = raw.decode(encoding, "replace")
    return unicodedata.normalize("NFC", text) if encoding == "cp1258" else text


def lines(path: Path, encoding: str) -> Iterator[str]:
    """
    Yield the lines of a file with their ends, one at a time, composed and without a byte order mark.

    :raises TableIsUnreadable: ``line_too_long``
    """
    raw_name = {"tcvn3": "latin-1", "viscii": "latin-1", "vni": "cp1252"}.get(encoding, encoding)
    with path.open("r", encoding=raw_name, errors="replace", newline="") as handle:
        is_first = True
        while line := handle.readline(LONGEST_LINE):
            if len(line) >= LONGEST_LINE:
                raise TableIsUnreadable("line_too_long", {"limit": LONGEST_LINE})
            if is_first:
                line = line.removeprefix("\ufeff")
                is_first = False
            if encoding in ("tcvn3", "viscii", "vni"):
                line = _legacy(line, encoding)
            elif encoding == "cp1258":
                line = unicodedata.normalize("NFC", line)
            yield line


def _legacy(text: str, encoding: str) -> str:
    if text.isascii() and encoding != "viscii":
        return text
    if encoding == "vni":
        return vni.composed(text)
    return text.translate(TCVN3 if encoding == "tcvn3" else VISCII)


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: separators, digits and line ends have their zero byte on one side only."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    name = "utf-16-le" if odd > 8 * even else "utf-16-be" if even > 8 * odd else ""
    if not name or max(odd, even) * 50 < len(head):
        return ""
    try:
        text = codecs.getincrementaldecoder(name)().decode(head)
    except UnicodeDecodeError:
        return ""
    # A few stray zero bytes in a plain file do not make line ends and commas when taken in pairs.
    return name if set("\n,;\t{[") & set(text) else ""


def _is_binary(head: bytes) -> bool:
    """Many control bytes, which no text has (VISCII letters use six of them, rarely)."""
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
    return controls * 20 > len(head)


def _evidence(path: Path) -> tuple[bool, bytes]:
    """Whether the whole file is UTF-8, and lines of it that are not plain ASCII."""
    check = codecs.getincrementaldecoder("utf-8")()
    is_utf8, kept, size = True, [], 0
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            if is_utf8:
                try:
                    check.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
            if size < _EVIDENCE_BYTES and not chunk.isascii():
                for line in chunk.split(b"\n"):
                    if not line.isascii() and size < _EVIDENCE_BYTES:
                        kept.append(line[:20_000])
                        size += len(kept[-1])
            if not is_utf8 and size >= _EVIDENCE_BYTES:
                break
    if is_utf8:
        try:
            check.decode(b"", final=True)
        except UnicodeDecodeError:
            # Cut in the middle of its last letter: a half-written file, still UTF-8.
            is_utf8 = size > 0
    return is_utf8, b"\n".join(kept)


def _mostly_utf8(evidence: bytes) -> bool:
    text = evidence.decode("utf-8", "replace")
    beyond = sum(not char.isascii() for char in text)
    return beyond > 0 and text.count("\ufffd") * 4 < beyond


def _worth(text: str, encoding: str) -> float:
    """How much the text looks like rightly decoded Vietnamese or Chinese (higher is better)."""
    beyond = [char for char in text if not char.isascii()]
    if not beyond:
        return 0.0
    wrong = sum(
        char == "\ufffd" or "\x80" <= char <= "\x9f" or "\ue000" <= char <= "\uf8ff" for char in beyond
    )
    if encoding in ("gb18030", "big5hkscs"):
        good = sum(char in _COMMON_HAN for char in beyond) + 0.5 * sum(
            _is_everyday(char, encoding) for char in beyond
        )
    else:
        found = [word for word in _WORD.findall(text) if not word.isascii()]
        good = len(beyond) * sum(map(_is_vietnamese, found)) / max(len(found), 1)
        if encoding == "cp1252":
            # The last resort: western names, which no other of these encodings explains.
            good = max(good, len(beyond) * 0.25)
    return (good - 2 * wrong) / len(beyond)


def _is_vietnamese(word: str) -> float:
    if not (word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower())):
        return 0.0
    syllable = word.lower()
    if syllable in _FREQUENT_SYLLABLES:
        return 1.5
    if not is_vietnamese_syllable(syllable):
        return 0.0
    return 1.0 if _BEYOND_LATIN1.search(syllable) else 0.7


def is_vietnamese_syllable(word: str) -> bool:
    """Whether a word in lower case could be one Vietnamese syllable, marks or no marks."""
    if not _SYLLABLE.match(word):
        return False
    return not (_STOPPED.search(word) and _OPEN_TONES & set(unicodedata.normalize("NFD", word)))


def _is_everyday(char: str, encoding: str) -> bool:
    """Whether a Han character is in the first level of GB 2312 or Big5, or is its punctuation."""
    try:
        lead = char.encode("gb2312" if encoding == "gb18030" else "big5")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xD7 if encoding == "gb18030" else 0xA4 <= lead <= 0xC6
