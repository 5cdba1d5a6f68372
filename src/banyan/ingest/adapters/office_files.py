"""Text of DOCX and PDF files from strangers: size, nesting and time are limited before anything is parsed."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

from .content_types import PageError

# A DOCX of a hundred pages unpacks to a few megabytes; pictures are never unpacked.
MAX_FILE_BYTES = 20_000_000
MAX_PART_BYTES = 30_000_000
MAX_RATIO = 200
MAX_ENTRIES = 5_000
MAX_PAGES = 300
MAX_SECONDS = 20.0
MAX_CHARACTERS = 2_000_000
_DOCUMENT = "word/document.xml"


class FileIsTooLarge(PageError):
    """The file, or what it unpacks to, is larger than we read."""

    code = "file_too_large"


class FileIsEncrypted(PageError):
    """The file is locked with a password."""

    code = "file_encrypted"


class FileHasNoText(PageError):
    """The file holds pictures of text at best."""

    code = "file_has_no_text"


class FileIsNotReadable(PageError):
    """The file is broken, or is not what it says it is."""

    code = "file_not_readable"


@dataclass(frozen=True, slots=True)
class OfficeText:
    """
    Text of an office file, one paragraph a line, and what the file says of itself in the names of HTML's
    meta elements.
    """

    text: str
    properties: dict[str, str] = field(default_factory=dict)


def docx_text(raw: bytes) -> OfficeText:
    """
    Return the paragraphs and table rows of a DOCX file in order.

    Raises FileIsTooLarge for bombs, FileIsNotReadable for broken files and for XML that declares entities,
    FileHasNoText for a file without a word, FileIsEncrypted for a protected one.
    """
    _check_archive(raw)
    import docx  # noqa: PLC0415
    from docx.opc.exceptions import OpcError  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    try:
        document = docx.Document(io.BytesIO(raw))
        lines = list(_docx_lines(document))
        properties = _docx_properties(document)
    except (
        OpcError,
        KeyError,
        ValueError,
        AttributeError,
        IndexError,
        zipfile.BadZipFile,
        etree.LxmlError,
        EOFError,
        NotImplementedError,
        OSError,
        RecursionError,
    ) as error:
        raise FileIsNotReadable("the Word file is broken") from error
    text = "\n".join(lines)[:MAX_CHARACTERS].replace("\x00", "\ufffd")
    if not text.strip():
        raise FileHasNoText("the Word file holds no text")
    return OfficeText(text, properties)


def pdf_text(raw: bytes) -> OfficeText:
    """
    Return the text of a PDF, paragraphs joined where lines plainly continue.

    Raises FileIsTooLarge, FileIsEncrypted, FileIsNotReadable, FileHasNoText (scanned pages).
    """
    if len(raw) > MAX_FILE_BYTES:
        raise FileIsTooLarge("the file is too large")
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    started = time.monotonic()
    pages: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileIsEncrypted("the PDF is locked with a password")
        for index, page in enumerate(reader.pages):
            if (
                index >= MAX_PAGES
                or time.monotonic() - started > MAX_SECONDS
                or sum(map(len, pages)) > MAX_CHARACTERS
            ):
                break
            pages.append(page.extract_text() or "")
        properties = _pdf_properties(reader)
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        RecursionError,
        OSError,
        AssertionError,
        NotImplementedError,
        ArithmeticError,
        MemoryError,
    ) as error:
        raise FileIsNotReadable("the PDF is broken") from error
    except ImportError as error:
        raise FileIsEncrypted("the PDF is locked in a way that needs a further package") from error
    text = _reflowed("\n".join(pages))[:MAX_CHARACTERS].replace("\x00", "\ufffd")
    text = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    if len(text.split()) < 3 and len(text.strip()) < 8:
        raise FileHasNoText("the PDF holds no text, perhaps only pictures of it")
    return OfficeText(text, properties)


def _check_archive(raw: bytes) -> None:
    if len(raw) > MAX_FILE_BYTES:
        raise FileIsTooLarge("the file is too large")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise FileIsTooLarge("the file holds too many parts")
            if any(entry.flag_bits & 1 for entry in entries):
                raise FileIsEncrypted("the file is locked with a password")
            if sum(entry.file_size for entry in entries) > 4 * MAX_PART_BYTES:
                raise FileIsTooLarge("the file unpacks to too much")
            names = {entry.filename for entry in entries}
            if "EncryptedPackage" in names:
                raise FileIsEncrypted("the file is locked with a password")
            if _DOCUMENT not in names:
                raise FileIsNotReadable("the archive is not a Word file")
            for entry in entries:
                # The sizes in an archive's directory are claims; the bytes read are counted.
                packed = max(entry.compress_size, 1)
                if entry.file_size > 1_000_000 and entry.file_size / packed > MAX_RATIO:
                    raise FileIsTooLarge("the file unpacks to far more than its size")
                if entry.filename.endswith((".xml", ".rels")):
                    _check_xml(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise FileIsNotReadable("the archive is broken") from error


def _check_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    read = 0
    head = b""
    try:
        with archive.open(entry) as part:
            while piece := part.read(65_536):
                read += len(piece)
                if read > MAX_PART_BYTES:
                    raise FileIsTooLarge("a part of the file unpacks to too much")
                if len(head) < 1_000_000:
                    head += piece
    except (zlib.error, RuntimeError) as error:
        raise FileIsNotReadable("the archive is broken") from error
    squeezed = head.replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in squeezed or b"<!ENTITY" in squeezed:
        raise FileIsNotReadable("the file declares entities, which Word never does")


def _docx_lines(document: Any) -> Any:
    from docx.table import Table, _Cell  # noqa: PLC0415
    from docx.text.paragraph import Paragraph  # noqa: PLC0415

    for child in document.element.body.iterchildren():
        if child.tag.endswith("}p"):
            yield Paragraph(child, document).text
        elif child.tag.endswith("}tbl"):
            table = Table(child, document)
            for row in child.tr_lst:
                cells: list[str] = []
                # As they stand in the file: `row.cells` repeats a cell for every column it claims to span.
                for cell in row.tc_lst:
                    text = " ".join(_Cell(cell, table).text.split())
                    if text and (not cells or cells[-1] != text):
                        cells.append(text)
                yield "\t".join(cells)


def _docx_properties(document: Any) -> dict[str, str]:
    core = document.core_properties
    found = {
        "dc.title": core.title or "",
        "dcterms.created": core.created.date().isoformat() if core.created else "",
    }
    return {name: value for name, value in found.items() if value}


def _pdf_properties(reader: Any) -> dict[str, str]:
    about = reader.metadata
    if not about:
        return {}
    try:
        created = about.creation_date
    except (ValueError, TypeError):
        created = None
    found = {
        "dc.title": str(about.title or ""),
        "dcterms.created": created.date().isoformat() if created else "",
    }
    return {name: value for name, value in found.items() if value.strip()}


def _reflowed(text: str) -> str:
    """Join the printed lines of a paragraph: one as long as its neighbours that ends no sentence goes on."""
    lines = [line.strip() for line in text.split("\n")]
    longest = sorted(len(line) for line in lines if line)
    full = longest[int(len(longest) * 0.75)] * 0.8 if longest else 0
    out: list[str] = []
    goes_on = False
    for line in lines:
        if not line:
            goes_on = False
            out.append("")
            continue
        if goes_on and out:
            han = "\u3000" <= out[-1][-1] <= "\uffef" or "\u3000" <= line[0] <= "\uffef"
            out[-1] = out[-1] + ("" if han else " ") + line
        else:
            out.append(line)
        goes_on = len(line) >= max(full, 20) and not line.endswith(
            (".", "。", "!", "！", "?", "？", ":", "：", ";", "；")
        )
    return "\n".join(out)
