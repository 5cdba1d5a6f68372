"""The types of a survey sheet: how they are written, and what they ask for."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Final

from banyan.questionnaires.enums import QuestionType as Type

_SELECT: Final = {
    "select_one": Type.ONE, "select1": Type.ONE, "select one": Type.ONE, "select one from": Type.ONE,
    "add select one prompt using": Type.ONE, "select_multiple": Type.MANY,
    "select all that apply": Type.MANY, "select all that apply from": Type.MANY,
    "add select multiple prompt using": Type.MANY, "rank": Type.RANKING,
    "select_one_from_file": Type.ONE, "select one from file": Type.ONE,
    "select_multiple_from_file": Type.MANY, "select multiple from file": Type.MANY,
}  # fmt: skip
_PLAIN: Final = {
    **dict.fromkeys(("text", "string", "q string", "add text prompt"), Type.TEXT),
    **dict.fromkeys(("integer", "int", "q int", "add integer prompt"), Type.INTEGER),
    **dict.fromkeys(("decimal", "q decimal", "add decimal prompt"), Type.DECIMAL),
    **dict.fromkeys(("date", "q date", "add date prompt"), Type.DATE),
    **dict.fromkeys(("time", "q time"), Type.TIME),
    **dict.fromkeys(("datetime", "q date time", "add date time prompt"), Type.DATE_TIME),
    **dict.fromkeys(("file", "add file prompt"), Type.FILE),
    **dict.fromkeys(("image", "photo", "q image", "add image prompt", "add photo prompt"), Type.FILE),
    **dict.fromkeys(("audio", "q audio", "add audio prompt"), Type.FILE),
    **dict.fromkeys(("video", "q video", "add video prompt"), Type.FILE),
    **dict.fromkeys(("geopoint", "gps", "location", "q geopoint", "q location"), Type.POINT),
    **dict.fromkeys(("acknowledge", "trigger", "q acknowledge", "add acknowledge prompt"), Type.CONSENT),
    **dict.fromkeys(("note", "q note", "add note prompt"), Type.NOTE),
    **dict.fromkeys(("calculate", "q calculate", "add calculate prompt"), Type.CALCULATION),
    "hidden": Type.HIDDEN,
}
_METADATA: Final = frozenset(
    {"start", "end", "today", "deviceid", "phonenumber", "username", "email", "simserial", "subscriberid"}
    | {"audit", "start-geopoint"}
)
#: Types of the standard that we do not ask; told as such, not as misspelt.
_ELSEWHERE: Final = frozenset(
    {"range", "barcode", "geotrace", "geoshape", "select_one_external", "osm", "xml-external", "csv-external"}
    | {"background-audio", "background-geopoint", "begin loop", "begin_loop", "cascading_select"}
)
#: What files the types that mean one kind of file accept.
ACCEPTS: Final = {"image": ("image/*",), "audio": ("audio/*",), "video": ("video/*",)}
_FILES: Final = re.compile(r"image|photo|audio|video")
_GROUP: Final = re.compile(r"(begin|end)[ _](group|repeat|lgroup|looped group)")
_OTHER: Final = re.compile(r" (?:or specify other|or_other|or other)$")
_FILE_NAME: Final = re.compile(r"\.(?:csv|xml|geojson)$", re.I)
#: Types that a word of the appearance tells from a plain text, so that other programs ask for a text.
BY_APPEARANCE: Final = {
    "multiline": Type.LONG_TEXT,
    "organisation": Type.ORGANISATION,
    "person": Type.PERSON,
    "place": Type.PLACE,
}
#: How we write each type that is one word.
WRITTEN: Final = {
    Type.TEXT: "text", Type.LONG_TEXT: "text", Type.ORGANISATION: "text", Type.PERSON: "text",
    Type.PLACE: "text", Type.INTEGER: "integer", Type.DECIMAL: "decimal", Type.MONEY: "decimal",
    Type.DATE: "date", Type.TIME: "time", Type.DATE_TIME: "dateTime", Type.FILE: "file",
    Type.POINT: "geopoint", Type.CONSENT: "acknowledge", Type.NOTE: "note", Type.CALCULATION: "calculate",
    Type.HIDDEN: "hidden",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """
    What a cell of the column ``type`` says.

    :ivar opens: ``group`` or ``repeat`` where one begins, and likewise ``closes``
    :ivar problem: code of what is wrong with it, and ``like``: the type that may be meant
    """

    type: Type | None = None
    list_name: str = ""
    code_list: str = ""
    or_other: bool = False
    accepts: tuple[str, ...] = ()
    metadata: str = ""
    opens: str = ""
    closes: str = ""
    problem: str = ""
    like: str = ""


def kind_of(written: str) -> Kind:
    """Return what a cell of the column ``type`` says."""
    text = " ".join(written.split())
    lower = text.lower()
    if (group := _GROUP.fullmatch(lower)) is not None:
        kind = "group" if group[2] == "group" else "repeat"
        return Kind(opens=kind) if group[1] == "begin" else Kind(closes=kind)
    if lower in _PLAIN:
        files = _FILES.search(lower)
        name = {"photo": "image"}.get(files[0], files[0]) if files else ""
        return Kind(type=_PLAIN[lower], accepts=ACCEPTS.get(name, ()))
    if lower in _METADATA:
        return Kind(type=Type.METADATA, metadata=lower)
    if lower.split(" ")[0] in _ELSEWHERE or lower in _ELSEWHERE:
        return Kind(problem="unsupported_type")
    return _select(text) or _strange(lower)


def _select(text: str) -> Kind | None:
    other = _OTHER.search(text)
    text = _OTHER.sub("", text)
    for command in sorted(_SELECT, key=len, reverse=True):
        if text.lower() == command:
            return Kind(problem="no_list_named")
        if text.lower().startswith(command + " "):
            name = text[len(command) + 1 :].strip()
            if " " in name:
                return None
            if "file" in command:
                return Kind(type=_SELECT[command], code_list=_FILE_NAME.sub("", name))
            return Kind(type=_SELECT[command], list_name=name, or_other=other is not None)
    return None


def _strange(lower: str) -> Kind:
    words = [*_PLAIN, *_METADATA, "begin_group", "end_group", "begin_repeat", "end_repeat", *_SELECT]
    like = difflib.get_close_matches(lower, words, n=1, cutoff=0.7) or difflib.get_close_matches(
        lower.split(" ")[0], words, n=1, cutoff=0.8
    )
    return Kind(problem="unknown_type_like" if like else "unknown_type", like=like[0] if like else "")
