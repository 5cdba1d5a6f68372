"""Stated figures written down by hand: what is kept, logged and taken along."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from tests.factories import (
    ActivityFactory,
    CitationFactory,
    OrganisationFactory,
    SourceFactory,
    StatedFigureFactory,
    UserFactory,
)

from banyan.core.models import AuditEntry
from banyan.registry.domain import figures
from banyan.registry.domain.staff_facts import Quoted
from banyan.registry.models import Citation, StatedFigure

pytestmark = pytest.mark.django_db


def test_figure_rests_on_the_words_of_a_page(now: datetime.datetime) -> None:
    subject, source = OrganisationFactory(), SourceFactory()
    made = figures.state(
        subject_type="organisation",
        subject_key=subject.public_id,
        measures={"en": "land restored"},
        units={"en": "hectares", "vi": "ha"},
        value=Decimal("12.5"),
        basis=Quoted(source=source, quote="12.5 hectares were restored", start=4, end=31),
        by=UserFactory(),
        now=now,
    )
    made.refresh_from_db()
    assert (made.unit_en, made.unit_vi, made.unit_zh, made.value) == ("hectares", "ha", "", Decimal("12.5"))
    cited = Citation.objects.get(subject_type="registry.statedfigure", subject_id=made.pk)
    assert (cited.source, cited.start, cited.end) == (source, 4, 31)


def test_editing_logs_what_changed_with_what_it_is_about(now: datetime.datetime) -> None:
    row = StatedFigureFactory(value=Decimal(193), measures={"en": "partners"})
    figures.edit(
        figure=row,
        values={"value": Decimal(200), "qualifier": "over", "stated_date": "2024-05"},
        measures={"en": "partners", "vi": " đối tác "},
        units={},
        evidence="Yearbook 2024",
        by=UserFactory(),
        now=now,
    )
    row.refresh_from_db()
    assert (row.value, row.qualifier, row.measure_vi) == (Decimal(200), "over", "đối tác")
    entry = AuditEntry.objects.get(key="registry.figure.edited")
    assert entry.before == {
        "of": row.subject_key,
        "measure_vi": "",
        "value": "193.00",
        "qualifier": "",
        "stated_date": "",
    }
    assert entry.after["of"] == row.subject_key
    assert Citation.objects.get(subject_type="registry.statedfigure").quote == "Yearbook 2024"


def test_malformed_figure_changes_nothing(now: datetime.datetime) -> None:
    row = StatedFigureFactory()
    with pytest.raises(ValidationError):
        figures.edit(
            figure=row,
            values={"stated_date": "soon"},
            measures={"en": "x"},
            units={},
            by=UserFactory(),
            now=now,
        )
    row.refresh_from_db()
    assert row.measure_en == "partners"


def test_removing_leaves_all_words_in_the_log(now: datetime.datetime) -> None:
    row = StatedFigureFactory(
        value=Decimal("12.5"), measures={"en": "land restored"}, units={"en": "hectares"}, qualifier="about"
    )
    CitationFactory(subject=row)
    figures.remove(figure=row, by=UserFactory(), now=now)
    assert (StatedFigure.objects.count(), Citation.objects.count()) == (0, 0)
    assert AuditEntry.objects.get(key="registry.figure.removed").before == {
        "of": row.subject_key,
        "measures": {"vi": "", "zh": "", "en": "land restored"},
        "units": {"vi": "", "zh": "", "en": "hectares"},
        "value": "12.5",
        "qualifier": "about",
    }


def test_figure_is_found_by_what_is_counted_by_its_subject_and_by_its_number() -> None:
    fund = OrganisationFactory(name="Quỹ Sông Trong", language="vi")
    row = StatedFigureFactory(subject=fund, measures={"vi": "đối tác"}, value=Decimal(193))
    done = StatedFigureFactory(
        subject=ActivityFactory(titles={"zh": "十村清洁饮水"}), measures={"en": "wells"}, value=Decimal(12)
    )
    assert list(figures.found_by("doi tac")) == [row]
    assert list(figures.found_by("quy song")) == [row]
    assert list(figures.found_by("193")) == [row]
    assert list(figures.found_by("饮水")) == [done]
    assert list(figures.found_by("quy 12")) == []
