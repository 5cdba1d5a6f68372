"""Files strangers may upload: read, or refused with a plain word, in bounded time and room."""

# Pages and sentences stand unbroken, as their sites send them.

from __future__ import annotations

import contextlib
import io
import signal
import time
import zipfile

import docx
import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from banyan.ingest.adapters.clip import read
from banyan.ingest.adapters.content_types import ContentTypeIsNotReadable, FileIsEmpty, PageError
from banyan.ingest.adapters.office_files import (
    FileHasNoText,
    FileIsEncrypted,
    FileIsNotReadable,
    FileIsTooLarge,
)
from banyan.ingest.adapters.time_limit import ReadingTookTooLong, TimeLimit

# The alarm may ring inside a callback of the collector (hypothesis has one), which swallows it; it then rings again.
rings_again = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    document.core_properties.title = ""
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Đơn vị"
    table.rows[0].cells[1].text = "Quỹ Mái Ấm"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_file(*lines: str, password: str = "") -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    content = DecodedStreamObject()
    content.set_data(
        ("BT /F1 12 Tf 14 TL 50 800 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET").encode(
            "latin-1"
        )
    )
    page[NameObject("/Contents")] = writer._add_object(content)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", _CONTENT_TYPES)
        for name, part in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", part)
    return out.getvalue()


def test_a_word_file_is_read_with_its_tables() -> None:
    page = read(
        raw=word_file(
            "Khai trương phòng khám",
            "Ngày 12/6/2018, Quỹ Mái Ấm khai trương phòng khám miễn phí cho người lao động nghèo tại thành phố.",
        )
    )
    assert page.title == "Khai trương phòng khám"
    assert "Đơn vị\tQuỹ Mái Ấm" in page.clean_text
    assert page.language == "vi"
    for mention in page.mentions:
        assert page.source_text[mention.start : mention.end] == mention.text


def test_a_pdf_with_text_is_read_and_its_lines_are_joined() -> None:
    page = read(
        raw=pdf_file(
            "Food bank doubles its parcels",
            "",
            "Forty volunteers of the Marsh Lane Food Bank packed twelve hundred parcels",
            "on Saturday, twice as many as in the same week last year.",
        )
    )
    assert "parcels on Saturday, twice" in page.clean_text


def refused(raw: bytes, kind: type[PageError], **more: str) -> None:
    started = time.process_time()
    with pytest.raises(kind):
        read(raw=raw, **more)
    assert time.process_time() - started < 5


def test_bombs_are_refused() -> None:
    refused(archive(word__document=b"<w>" + b" " * 60_000_000 + b"</w>"), FileIsTooLarge)
    refused(
        archive(word__document=b"<w/>", word__a=b"0" * 29_000_000, word__b=b"0" * 29_000_000), FileIsTooLarge
    )
    laughs = (
        b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
        + b"".join(
            b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (98 + i, 97 + i, 97 + i, 97 + i, 97 + i) for i in range(20)
        )
        + b"]><w:document>&k;</w:document>"
    )
    refused(archive(word__document=laughs), FileIsNotReadable)
    refused(archive(word__document=laughs.decode().encode("utf-16")), FileIsNotReadable)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", FileIsEmpty),
        (b"  \r\n\t \x00", FileIsEmpty),
        (b"\xef\xbb\xbf", FileIsEmpty),
        (
            b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 500,
            ContentTypeIsNotReadable,
        ),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 100, ContentTypeIsNotReadable),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, ContentTypeIsNotReadable),
        (b"PK\x03\x04" + b"\x14" * 100, ContentTypeIsNotReadable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, ContentTypeIsNotReadable),
        (b"{\\rtf1 hello}", ContentTypeIsNotReadable),
        (bytes(range(1, 9)) * 200, ContentTypeIsNotReadable),
        (b"%PDF-1.7\n%broken", FileIsNotReadable),
    ],
)
def test_what_is_not_a_page_is_refused_whatever_it_is_called(raw: bytes, kind: type[PageError]) -> None:
    refused(raw, kind, content_type="text/html", address="https://site.example/page.docx")


def test_broken_and_locked_office_files_are_refused() -> None:
    whole = word_file("Một đoạn văn")
    refused(whole[: len(whole) // 2], FileIsNotReadable)
    refused(archive(word__document=b"<not xml"), FileIsNotReadable)
    refused(archive(other=b"word/ is only mentioned"), FileIsNotReadable)
    refused(word_file().replace(b"word/document.xml", b"word/documint.xml"), FileIsNotReadable)
    refused(pdf_file(), FileHasNoText)
    refused(pdf_file("secret text of the page", password="open"), FileIsEncrypted)
    pdf = pdf_file("some text of a page that is cut")
    refused(pdf[: len(pdf) // 3], FileIsNotReadable)


_HOSTILE = {
    "deep nesting": b"<html><body>"
    + b"<div>" * 100_000
    + b"<p>Hello there, this is the text of the page.</p>",
    "unclosed everything": b"<html><body><a href='" * 20_000 + b"text",
    "comments that never end": b"<html>" + b"<!--" * 100_000 + b" text",
    "angle brackets": b"<html>" + b"<" * 500_000,
    "ampersands": b"<html>" + b"&" * 500_000,
    "titles that never end": b"<html>" + b"<title>" * 50_000,
    "one line": b"word and other words, " * 60_000,
    "labels": "来源：".encode() * 100_000,
    "menus": b"Home | News\n" * 20_000,
    "blanks": b"a" + b" " * 500_000 + b"b\n" + b"\n" * 500_000,
    "selling": b"casino online bonus " * 20_000,
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_hostile_pages_are_read_in_bounded_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("banyan.ingest.adapters.engines.engine_for", lambda language: None)
    started = time.process_time()
    read(raw=_HOSTILE[name])
    assert time.process_time() - started < 12


def test_odd_characters_pass_through() -> None:
    text = "Trung tâm\x00 mở lớp \u202ehọc\u202c cho trẻ em ở xã vùng cao, với sự giúp đỡ của nhiều người dân và thầy cô trong huyện."
    page = read(raw=text.encode())
    assert len(page.source_text) == len(text)
    assert "\x00" not in page.source_text
    page = read(raw=b"abc \xed\xa0\x80 def, a page with half a letter in it")
    page.source_text.encode()
    page = read(raw="a page in wide letters \ud800 cut".encode("utf-16-le", "surrogatepass"))
    page.source_text.encode()
    assert "wide letters" in page.clean_text


def test_cell_that_claims_to_span_millions_of_columns_is_read_once() -> None:
    raw = io.BytesIO(word_file("The River Care Trust held a forum on clean water in Hanoi."))
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            part = given.read(name)
            if name == "word/document.xml":
                assert b"<w:tcPr><w:tcW " in part
                part = part.replace(b"<w:tcPr><w:tcW ", b'<w:tcPr><w:gridSpan w:val="20000000"/><w:tcW ', 1)
            made.writestr(name, part)
    started = time.monotonic()
    page = read(raw=out.getvalue())
    assert page.source_text.splitlines()[-1] == "Đơn vị\tQuỹ Mái Ấm"
    assert time.monotonic() - started < 60


@rings_again
def test_page_of_a_pdf_that_never_ends_is_given_up_in_time() -> None:
    raw = pdf_file(*["abcdefgh" * 4] * 60_000)
    started = time.monotonic()
    with pytest.raises(ReadingTookTooLong):
        read(raw=raw, seconds=0.5)
    assert time.monotonic() - started < 30


def busy(until: float) -> None:
    while time.monotonic() < until:
        pass


@rings_again
def test_alarm_that_was_swallowed_rings_again() -> None:
    def swallow(until: float) -> None:
        with contextlib.suppress(ReadingTookTooLong):
            busy(until)
        busy(until)

    started = time.monotonic()
    with pytest.raises(ReadingTookTooLong), TimeLimit(0.1):
        swallow(started + 10)
    assert 1 < time.monotonic() - started < 9.5


@rings_again
def test_database_is_asked_to_the_end_and_then_time_is_up() -> None:
    started = time.monotonic()
    asked: list[int] = []

    def ask_and_read(limit: TimeLimit) -> None:
        with limit.put_off():
            busy(started + 0.4)
            asked.append(1)
        busy(started + 10)

    with pytest.raises(ReadingTookTooLong), TimeLimit(0.1) as limit:
        ask_and_read(limit)
    assert asked == [1]
    assert time.monotonic() - started < 9.5


def test_nothing_rings_after_a_reading() -> None:
    read(raw=b"The River Care Trust held a forum.", seconds=5)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


@pytest.mark.parametrize(
    ("text", "language"),
    # Without an engine, whose time grows with the 300,000 characters alone.
    [("会" * 1_600_000, "xx"), ("Water Union of the " * 200_000, "en")],
    ids=["one character", "open names"],
)
def test_text_without_end_is_read_as_far_as_an_article_goes(text: str, language: str) -> None:
    page = read(raw=text.encode(), language=language)
    assert page.cut_at == 300_000
    assert page.source_text == text
