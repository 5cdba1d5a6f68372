"""
PDF through typst: tagged, with its language, title and bookmarks, by PDF/A-2a (archives) and PDF/UA-1
(readers).

A document goes to the template as data: strings of JSON, which typst never reads as markup. Whatever people
wrote, ``#``, ``$`` or ``//``, is printed as it stands.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import unicodedata
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from banyan.paper.adapters import fonts
from banyan.paper.adapters.lettering import MISSING, named, set_in_type
from banyan.paper.blocks import Block, Paper

_PRESS: Final = Path(__file__).with_name("press.py")
_TEMPLATE: Final = Path(__file__).parents[1] / "data" / "paper.typ"
_STANDARDS: Final = ["a-2a", "ua-1"]
#: Seconds a document may take, and for which another waits its turn: one is printed at a time.
_LONGEST: Final = 90
_PATIENCE: Final = 3.0
_ONE_AT_A_TIME: Final = threading.BoundedSemaphore(1)
#: Width in points and pixels per inch of a picture for Word: sharp on paper across an A4 page.
_PICTURE: Final = (
    "#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 480pt)"
)
_PIXELS: Final = 220
_FAMILY: Final = re.compile(r'font-family="[^"]*"')


class PressIsBusy(Exception):
    """Another document is being printed: ask again in a moment."""


class CannotBePrinted(Exception):
    """The engine refused a document. What it said is for the log, not for a reader."""


@cache
def _template() -> str:
    return _TEMPLATE.read_text()


def _print(**asked: Any) -> bytes:
    """Have the press make one file."""
    if not _ONE_AT_A_TIME.acquire(timeout=_PATIENCE):
        raise PressIsBusy
    try:
        done = subprocess.run(  # noqa: S603 – our own script, no shell
            [sys.executable, "-I", str(_PRESS)],
            input=json.dumps({**asked, "fonts": [str(folder) for folder in fonts.folders()]}).encode(),
            capture_output=True,
            timeout=_LONGEST,
            check=False,
            env={"PATH": os.environ.get("PATH", ""), "RAYON_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired as late:
        raise CannotBePrinted(str(late)) from late
    finally:
        _ONE_AT_A_TIME.release()
    if done.returncode:
        raise CannotBePrinted(done.stderr.decode(errors="replace")[:2000] or f"code {done.returncode}")
    return done.stdout


def drawing(svg: str) -> str:
    """
    Return a drawing as the engine can keep its words readable.

    In drawings it takes several glyphs for one letter for a fault: Noto Sans draws ẹ, ị, ọ and ụ so, Noto
    Sans CJK does not. Its weight has to be another than the normal one, or the thinnest is taken. An accent
    that no letter holds is left out; the table beside a drawing has it.
    """
    bare = "".join(character for character in svg if not unicodedata.combining(character))
    heavier = bare.replace(' font-weight="400"', "")
    return _FAMILY.sub('font-family="Noto Sans CJK SC" font-weight="500"', heavier)


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _as_data(value: Any, missing: dict[str, None]) -> Any:
    """Return a part of a document as JSON knows it, every text fit to be printed."""
    if is_dataclass(value) and not isinstance(value, type):
        data = {name: _verbatim(name, getattr(value, name), missing) for name in value.__dataclass_fields__}
        return {"kind": _kind(value), **data}  # type: ignore[arg-type]
    if isinstance(value, tuple):
        return [_as_data(item, missing) for item in value]
    if isinstance(value, str):
        return set_in_type(value, missing)
    return value


def _verbatim(name: str, value: Any, missing: dict[str, None]) -> Any:
    """Return a field as data; an address is no text that is read."""
    if name == "url":
        return value
    if name == "svg":
        return drawing(set_in_type(value, missing))
    if name == "made_at":
        return value.isoformat()
    return _as_data(value, missing)


def data_of(paper: Paper) -> dict[str, Any]:
    """Return a document as the template reads it."""
    missing: dict[str, None] = {}
    data = _as_data(paper, missing)
    data["missing"] = paper.missing_words.format(sign=MISSING, characters=named(missing)) if missing else ""
    return dict(data)


def pdf(paper: Paper) -> bytes:
    """
    Return a document as PDF.

    :raises PressIsBusy: if another one is being printed and takes long
    :raises CannotBePrinted: if the engine refuses it, which no text can bring about
    """
    return _print(
        template=_template(),
        sys_inputs={"paper": json.dumps(data_of(paper), ensure_ascii=False)},
        format="pdf",
        pdf_standards=_STANDARDS,
        timestamp=int(paper.made_at.timestamp()),
    )


def png(svg: str) -> bytes:
    """
    Return a drawing as a picture, for programs that cannot show SVG.

    :raises PressIsBusy: if a document is being printed and takes long
    :raises CannotBePrinted: if it is no drawing
    """
    return _print(
        template=_PICTURE, sys_inputs={"svg": drawing(set_in_type(svg, {}))}, format="png", ppi=_PIXELS
    )
