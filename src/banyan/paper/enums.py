"""The kinds of files an office is given."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Form(StrEnum):
    """A kind of file, by the end of its name."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    DOCX = "docx"


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
#: What a response says it is.
CONTENT_TYPES: Final = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    Form.PDF: "application/pdf",
    Form.DOCX: f"{_OFFICE}.wordprocessingml.document",
}
LISTS: Final = (Form.XLSX, Form.CSV)
DOCUMENTS: Final = (Form.PDF, Form.DOCX)
