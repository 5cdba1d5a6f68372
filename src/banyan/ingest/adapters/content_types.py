"""What kind of file some bytes are, judged by the bytes first and by what was said of them second."""

from __future__ import annotations

HTML = "text/html"
TEXT = "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM\x00", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "a rich text file"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"SQLite format 3", "a database"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00\x20ftyp", "a film"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"\xca\xfe\xba\xbe", "a program"),
)
_HTML_STARTS = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<!doctype",
    b"<meta",
    b"<title",
    b"<div",
    b"<article",
    b"<p>",
    b"<p ",
    b"<h1",
)
_ACCEPTED_DECLARED = ("text/", "application/xhtml", "application/xml", "application/octet-stream", PDF, DOCX)


class PageError(Exception):
    """Something about a page or file keeps us from reading it. ``code`` is stable; the desk words it."""

    code = "unreadable"


class ContentTypeIsNotReadable(PageError):
    """The bytes are neither HTML, text, DOCX nor PDF."""

    code = "content_type_not_readable"


class FileIsEmpty(PageError):
    """There is nothing in the file."""

    code = "file_empty"


def media_type(*, raw: bytes, content_type: str = "", address: str = "") -> str:
    """
    Return HTML, TEXT, DOCX or PDF for the bytes.

    Raises FileIsEmpty, and ContentTypeIsNotReadable for programs, pictures, archives and other binaries
    whatever their name or declared type says.
    """
    head = raw[:2048]
    if not raw.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise FileIsEmpty("the file is empty")
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04"):
        if b"word/" in raw or b"[Content_Types].xml" in raw:
            return DOCX
        raise ContentTypeIsNotReadable("the file is an archive")
    for signature, what in _SIGNATURES:
        if head.startswith(signature) and not (signature == b"BM\x00" and head.isascii()):
            if signature in (b"MZ", b"ID3") and _looks_like_text(head):
                continue
            raise ContentTypeIsNotReadable(f"the file is {what}")
    declared = content_type.split(";")[0].strip().lower()
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and not _looks_like_text(head) and not _is_utf16(head):
        raise ContentTypeIsNotReadable("the file is not text")
    squeezed = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if squeezed.startswith(b"<?xml") and b"<html" in squeezed:
        return HTML
    if squeezed.startswith(_HTML_STARTS) or b"<html" in squeezed or b"<body" in squeezed:
        return HTML
    if declared in {"text/html", "application/xhtml+xml"} and b"<" in head:
        return HTML
    if squeezed.startswith(b"<!--") and b"</" in raw:
        return HTML
    path = address.lower().split("?")[0].split("#")[0]
    if path.endswith((".html", ".htm", ".xhtml")) and b"</" in raw:
        return HTML
    return TEXT


def is_accepted_declared_type(content_type: str) -> bool:
    """Tell whether a server's declared type is worth downloading at all; no declaration is accepted."""
    declared = content_type.split(";")[0].strip().lower()
    return not declared or declared.startswith(_ACCEPTED_DECLARED)


def _looks_like_text(head: bytes) -> bool:
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return controls * 20 <= len(head)


def _is_utf16(head: bytes) -> bool:
    half = max(len(head) // 2, 1)
    return head[0::2].count(0) * 10 > half * 4 or head[1::2].count(0) * 10 > half * 4
