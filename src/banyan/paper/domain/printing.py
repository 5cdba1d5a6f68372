"""A document as a file."""

from __future__ import annotations

from banyan.paper.adapters import typesetting, word
from banyan.paper.adapters.typesetting import CannotBePrinted, PressIsBusy
from banyan.paper.blocks import Paper
from banyan.paper.enums import Form

__all__ = ["CannotBePrinted", "PressIsBusy", "as_file"]


def as_file(*, paper: Paper, form: Form) -> bytes:
    """
    Return a document as PDF or Word.

    :raises PressIsBusy: if another document is being printed and takes long
    :raises CannotBePrinted: if the engine refuses it; its text cannot bring that about
    """
    if form is Form.PDF:
        return typesetting.pdf(paper)
    return word.docx(paper, drawn=typesetting.png)
