"""The register as plain values, to compare before and after."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from banyan.core.models import TranslationMark
from banyan.registry.models import (
    Citation,
    Identifier,
    Organisation,
    OrganisationName,
    ProposedChange,
    RetiredPublicId,
    Tie,
)


def every_row() -> dict[str, list[dict[str, Any]]]:
    """Every row of the register, with keys and times; not the log, and not the ids given up."""
    models = [*apps.get_app_config("registry").get_models(include_auto_created=True), TranslationMark]
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in models
        if model is not RetiredPublicId
    }


def what_it_says() -> dict[str, Any]:
    """What the register says, without keys, ids, times and persons: two runs that did the same are equal."""
    names = {row.pk: (row.title_en, row.title_vi) for row in Organisation.objects.all()}
    volatile = {"id", "public_id", "created_at", "updated_at", "created_by_id", "updated_by_id"}

    def plain(row: Any) -> tuple[Any, ...]:
        return tuple(
            (field.attname, getattr(row, field.attname))
            for field in row._meta.concrete_fields
            if field.attname not in volatile
        )

    organisations = [
        (
            plain(row),
            sorted(OrganisationName.objects.filter(organisation=row).values_list("text", "language", "kind")),
            sorted(Identifier.objects.filter(organisation=row).values_list("scheme", "value")),
            sorted(
                Citation.objects.filter(subject_type="registry.organisation", subject_id=row.pk).values_list(
                    "field", "quote"
                )
            ),
        )
        for row in Organisation.objects.order_by("pk")
    ]
    ties = sorted((names[t.subject_id], names[t.object_id], t.kind) for t in Tie.objects.all())
    suggested = [
        (row.kind, row.payload["name"], row.payload["row"], row.state)
        for row in ProposedChange.objects.order_by("pk")
    ]
    return {"organisations": organisations, "ties": ties, "suggested": suggested}
