"""What is missing in a language, or older than its original, with a link to where it is mended."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.core.i18n import LANGUAGES, active_language, best_text
from banyan.core.models import TranslationMark
from banyan.events.models import Event
from banyan.registry.domain import profiles
from banyan.registry.models.visibility import listed_people
from banyan.registry.permissions import Permission
from banyan.web.access import needs
from banyan.web.forms.fields import LANGUAGE_NAMES
from banyan.web.presenters import formats, words
from banyan.web.views.desk import frame, listing

MISSING, STALE = "missing", "stale"


def _has_text(field: str) -> Q:
    return ~Q(**{f"{field}_{code}": "" for code in LANGUAGES})


def _as_rows(found: QuerySet[Any], *, kind: str, field: str, state: str) -> QuerySet[Any]:
    """Return records as rows of one shape, so that several tables make one list."""
    return (
        found.annotate(
            kind=Value(kind, CharField()),
            what=Value(field, CharField()),
            lack=Value(state, CharField()),
            when=F("updated_at"),
        )
        .order_by()
        .values("public_id", "title_vi", "title_zh", "title_en", "kind", "what", "lack", "when")
    )


def _stale(field: str, label: str, language: str) -> Exists:
    return Exists(
        TranslationMark.objects.filter(
            object_type=label,
            object_id=Cast(OuterRef("pk"), CharField()),
            field=field,
            **{f"is_stale_{language}": True},
        )
    )


def lacking(language: str) -> QuerySet[Any]:
    """Return what is missing or stale in a language, the latest change first."""
    organisations = profiles.shown_organisations()
    parts = [
        _as_rows(
            organisations.filter(**{f"title_{language}": ""}),
            kind="organisation",
            field="name",
            state=MISSING,
        ),
        _as_rows(
            organisations.filter(_has_text("summary"), **{f"summary_{language}": ""}),
            kind="organisation",
            field="summary",
            state=MISSING,
        ),
        _as_rows(
            organisations.filter(_stale("summary", "registry.organisation", language)),
            kind="organisation",
            field="summary",
            state=STALE,
        ),
        _as_rows(
            listed_people().filter(**{f"title_{language}": ""}), kind="person", field="name", state=MISSING
        ),
        _as_rows(
            Event.objects.filter(**{f"title_{language}": ""}), kind="event", field="title", state=MISSING
        ),
    ]
    return parts[0].union(*parts[1:], all=True).order_by("-when", "public_id", "what")


@require_safe
@needs(Permission.EDIT_RECORDS)
def translation_list(request: HttpRequest) -> HttpResponse:
    """Show what waits to be translated into one language."""
    language = request.GET.get("into", active_language())
    if language not in LANGUAGES:
        language = active_language()
    page = Paginator(lacking(language), listing.PER_PAGE).get_page(request.GET.get("page"))
    what = {"name": _("name"), "summary": _("summary"), "title": _("title")}
    rows = []
    for row in page.object_list:
        title = best_text(
            values={code: row[f"title_{code}"] for code in LANGUAGES}, language=active_language()
        )
        rows.append(
            {
                "title": title,
                "lang": formats.html_tag(title.tag) if title.is_fallback else "",
                "kind": words.KINDS[row["kind"]],
                "what": what[row["what"]],
                "is_stale": row["lack"] == STALE,
                "url": reverse(f"web:desk-{row['kind']}-edit", args=[row["public_id"]]),
            }
        )
    return frame.page(
        request,
        "desk/translations.html",
        {
            "language": language,
            "language_name": LANGUAGE_NAMES[language],
            "choices": [
                {
                    "code": code,
                    "label": LANGUAGE_NAMES[code],
                    "url": f"?into={code}",
                    "is_current": code == language,
                }
                for code in LANGUAGES
            ],
            "page_obj": page,
            "rows": rows,
        },
    )
