"""Twenty small XLSForms that together use every type and column we support; all of our own making."""

from __future__ import annotations

from typing import Any

from tests.questionnaires.workbooks import END_G, END_R, YES_NO, choice, form, q

_COLOURS = [choice("colours", one) for one in ("red", "green", "blue")]
_CITIES = [
    choice("country", "vn"),
    choice("country", "cn"),
    choice("city", "hue", country="vn"),
    choice("city", "kunming", country="cn"),
]

FORMS: dict[str, bytes] = {
    "text": form([q("text", "name", required="yes"), q("text", "remark", default="none", readonly="yes")]),
    "long_text": form(
        [q("text", "story", appearance="multiline w4", banyan__min_words=20, banyan__max_words=300)]
    ),
    "numbers": form(
        [
            q("integer", "people", banyan__min=0, banyan__max=5000),
            q("decimal", "share", constraint=". >= 0 and . <= 100", constraint_message="0–100"),
        ]
    ),
    "money": form([q("decimal", "amount", banyan__currency="VND", banyan__min=0)]),
    "dates": form(
        [
            q("date", "born", constraint=". < today()"),
            q("time", "opens"),
            q("dateTime", "met"),
            q("calculate", "age", calculation="int((today() - ${born}) div 365.25)"),
        ]
    ),
    "period": form(
        [q("begin_group", "when", appearance="period"), q("date", "starts"), q("date", "ends"), END_G]
    ),
    "yes_no": form([q("select_one yes_no", "agree"), q("text", "why", relevant="${agree} = 'no'")], YES_NO),
    "one_and_many": form(
        [
            q("select_one colours", "best", appearance="minimal"),
            q("select_multiple colours or_other", "liked", constraint="count-selected(.) <= 2"),
            q("note", "blue", relevant="selected(${liked}, 'blue')"),
        ],
        _COLOURS,
    ),
    "cascade": form(
        [q("select_one country", "where"), q("select_one city", "town", choice_filter="country = ${where}")],
        _CITIES,
    ),
    "ranking": form([q("rank colours", "order", required="yes")], _COLOURS),
    "grid": form(
        [
            q("begin_group", "rate", appearance="table-list"),
            q("select_one yes_no", "a"),
            q("select_one yes_no", "b", required="yes"),
            END_G,
        ],
        YES_NO,
    ),
    "files": form(
        [
            q("file", "charter", body__accept=".pdf, .docx", banyan__max_size=20),
            q("image", "logo"),
            q("audio", "greeting"),
            q("video", "film"),
        ]
    ),
    "register": form(
        [
            q("text", "partner", appearance="organisation"),
            q("text", "contact", appearance="person"),
            q("text", "seat", appearance="w2 place"),
            q("geopoint", "spot"),
            q("select_one_from_file sdg.csv", "goal"),
            q("select_multiple_from_file icnptso.csv", "fields"),
        ]
    ),
    "consent": form(
        [
            q("note", "terms", guidance_hint="All of them"),
            q("acknowledge", "ok", required="yes", required_message="Please agree"),
        ]
    ),
    "sections": form(
        [
            q("begin_group", "one", "Part one", appearance="w1"),
            q("begin group", "inner", relevant="${top} != ''"),
            q("text", "deep"),
            {"type": "end group"},
            END_G,
            q("text", "top"),
        ]
    ),
    "budget": form(
        [
            q("begin_repeat", "budget", appearance="budget", banyan__min=1, banyan__max=40),
            q("text", "what"),
            q("integer", "units"),
            q("decimal", "price", banyan__currency="CNY"),
            q("decimal", "amount", banyan__currency="CNY", calculation="${units} * ${price}"),
            END_R,
            q("calculate", "total", calculation="sum(${amount})"),
            q("note", "sum", "Total: ${total}"),
        ]
    ),
    "rows": form(
        [
            q("integer", "households"),
            q("begin_repeat", "household", repeat_count="${households}"),
            q("calculate", "number", calculation="position(..)"),
            q("begin_repeat", "member"),
            q("text", "called", default="${number}"),
            END_R,
            END_R,
            q("calculate", "first", calculation="indexed-repeat(${number}, ${household}, 1)"),
        ]
    ),
    "device": form(
        [q("start", "start"), q("end", "end"), q("today", "today"), q("hidden", "code"), q("text", "seen")]
    ),
    "odd_headings": form(
        [
            {
                "Type": "text",
                "name": "a",
                "label::English": "A",
                "label::vi": "A bằng tiếng Việt",
                "label::Français (fr)": "Un",
                "relevance": "1 = 1",
                "Constraint Message": "no",
                "required": True,
                "my remark": "keep me",
            },
            {"Type": "integer", "name": "b", "label::English": "B", "default": 12, "media::image": "b.png"},
        ],
        settings=[{"form_title": "Odd", "id_string": "odd", "style": "pages", "purpose": "testing"}],
        notes=[{"a": 1, "b": "=not"}, {"b": "two"}],
    ),
    "one_language": form(
        [{"type": "text", "name": "a", "label": "Chỉ một thứ tiếng", "hint": "gợi ý"}],
        settings=[{"form_title": "Một", "form_id": "mot", "default_language": "vi"}],
    ),
}

#: Cells whose heading or text we write otherwise than their author, on purpose: by form, as (before, after).
OTHERWISE: dict[str, dict[Any, Any]] = {
    "odd_headings": {
        "Type": "type",
        "label::English": "label::English (en)",
        "label::vi": "label::Tiếng Việt (vi)",
        "relevance": "relevant",
        "Constraint Message": "constraint_message::English (en)",
        "id_string": "form_id",
        "True": "TRUE",
    },
    "one_language": {
        "label": "label::Tiếng Việt (vi)",
        "hint": "hint::Tiếng Việt (vi)",
        "vi": "Tiếng Việt (vi)",
    },
    "sections": {"begin group": "begin_group", "end group": "end_group"},
    "numbers": {"constraint_message": "constraint_message::English (en)"},
    "consent": {
        "guidance_hint": "guidance_hint::English (en)",
        "required_message": "required_message::English (en)",
    },
}
