"""Activities written down by hand: what is kept, what is logged, and what removing takes along."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.factories import (
    ActivityFactory,
    CitationFactory,
    OrganisationFactory,
    ProposedChangeFactory,
    SourceFactory,
    StatedFigureFactory,
    UserFactory,
)

from banyan.core.models import AuditEntry
from banyan.registry.domain import activities, proposals
from banyan.registry.domain.effects import DecisionIsBuiltUpon
from banyan.registry.domain.staff_facts import Quoted
from banyan.registry.models import Activity, ActivityParty, Citation, StatedFigure
from banyan.search.models import IndexChange
from banyan.taxonomy.models import Concept, Scheme

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(now: datetime.datetime) -> Concept:
    scheme = Scheme.objects.create(
        code="icnptso", title_vi="Lĩnh vực", title_zh="领域", title_en="Fields of work", source="test",
        edition="1", licence="CC0-1.0", confidence="our_wording", sha256="0" * 64, loaded_at=now,
    )  # fmt: skip
    return Concept.objects.create(
        scheme=scheme, code="E", label_vi="Môi trường", label_zh="环境", label_en="Environment",
        confidence="our_wording", position=1,
    )  # fmt: skip


def test_activity_keeps_everything_and_names_staff_as_its_source(
    now: datetime.datetime, topic: Concept
) -> None:
    by, operator = UserFactory(), OrganisationFactory()
    made = activities.add(
        titles={"vi": "  Nước sạch cho bản ", "en": "Clean water"},
        parties=[("operator", operator)],
        start_date="2024-05",
        people_reached=1200,
        amount=Decimal(1650000),
        currency="CNY",
        topics=[topic],
        basis="Report of 2024, page 4",
        by=by,
        now=now,
    )
    made.refresh_from_db()
    assert (made.title_vi, made.people_reached, made.amount, made.currency) == (
        "Nước sạch cho bản",
        1200,
        Decimal(1650000),
        "CNY",
    )
    assert list(made.topics.all()) == [topic]
    cited = Citation.objects.get(subject_type="registry.activity", subject_id=made.pk)
    assert (cited.source.kind, cited.quote) == ("staff", "Report of 2024, page 4")
    lines = AuditEntry.objects.filter(object_type="registry.activity").order_by("id")
    assert list(lines.values_list("key", "after")) == [
        (
            "registry.activity.added",
            {
                "titles": {"vi": "  Nước sạch cho bản ", "en": "Clean water"},
                "amount": "1650000",
                "currency": "CNY",
            },
        ),
        ("registry.activity.party_added", {"organisation": operator.public_id, "role": "operator"}),
    ]


def test_activity_without_a_title_is_refused_by_domain_and_database(now: datetime.datetime) -> None:
    with pytest.raises(activities.ActivityHasNoTitle):
        activities.add(titles={"en": "  "}, parties=[], by=None, now=now)
    made = ActivityFactory()
    with pytest.raises(activities.ActivityHasNoTitle):
        activities.edit(activity=made, titles={"en": ""}, values={}, by=UserFactory(), now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=made.pk).update(title_en="")


def test_editing_logs_only_what_changed_and_drops_the_currency_with_the_amount(
    now: datetime.datetime, topic: Concept
) -> None:
    made = ActivityFactory(titles={"en": "Clean water"}, amount=Decimal(5), currency="USD")
    activities.edit(
        activity=made,
        titles={"en": "Clean water"},
        values={"amount": None, "currency": "USD", "end_date": "2025"},
        topics=[topic],
        by=UserFactory(),
        now=now,
    )
    entry = AuditEntry.objects.get(key="registry.activity.edited")
    assert entry.before == {"amount": "5.00", "currency": "USD", "end_date": "", "topics": []}
    assert entry.after == {"amount": None, "currency": "", "end_date": "2025", "topics": ["icnptso:E"]}


def test_malformed_value_changes_nothing(now: datetime.datetime) -> None:
    made = ActivityFactory(titles={"en": "Clean water"})
    with pytest.raises(ValidationError):
        activities.edit(
            activity=made,
            titles={"en": "Other"},
            values={"start_date": "soon"},
            by=UserFactory(),
            now=now,
        )
    made.refresh_from_db()
    assert (made.title_en, made.start_date) == ("Clean water", "")


def test_party_is_named_once_per_role_and_its_organisation_indexed_anew(now: datetime.datetime) -> None:
    made, organisation, by = ActivityFactory(), OrganisationFactory(), UserFactory()
    IndexChange.objects.all().delete()
    row, is_new = activities.add_party(
        activity=made, organisation=organisation, role="funder", by=by, now=now
    )
    again, is_new_again = activities.add_party(
        activity=made, organisation=organisation, role="funder", by=by, now=now
    )
    assert (is_new, is_new_again, again) == (True, False, row)
    assert list(IndexChange.objects.values_list("key", flat=True)) == [organisation.public_id]
    activities.remove_party(party=row, by=by, now=now)
    assert ActivityParty.objects.count() == 0
    assert AuditEntry.objects.get(key="registry.activity.party_removed").before == {
        "organisation": organisation.public_id,
        "role": "funder",
    }


def test_removing_takes_figures_and_quotes_along_and_leaves_all_words_in_the_log(
    now: datetime.datetime, topic: Concept
) -> None:
    first, second = OrganisationFactory(), OrganisationFactory()
    made = ActivityFactory(
        titles={"en": "Clean water"}, parties=[("operator", first), ("funder", second)], start_date="2024",
        topics=[topic],
    )  # fmt: skip
    CitationFactory(subject=made)
    figure = StatedFigureFactory(subject=made, measures={"en": "wells"}, value=Decimal(12))
    CitationFactory(subject=figure)
    CitationFactory(subject=made.parties.first())
    activities.remove(activity=made, by=UserFactory(), now=now)
    assert (Activity.objects.count(), StatedFigure.objects.count(), Citation.objects.count()) == (0, 0, 0)
    words = {
        "titles": {"vi": "", "zh": "", "en": "Clean water"},
        "start_date": "2024",
        "topics": ["icnptso:E"],
    }
    removed = AuditEntry.objects.filter(key="registry.activity.removed").order_by("id")
    assert [entry.before for entry in removed] == [
        {"organisation": first.public_id, "role": "operator", **words},
        {"organisation": second.public_id, "role": "funder", **words},
    ]


def test_activity_is_found_without_accents_by_its_title_and_by_its_parties() -> None:
    made = ActivityFactory(
        titles={"vi": "Nước sạch cho bản Đông"},
        parties=[("operator", OrganisationFactory(name="Quỹ Sông Trong", language="vi"))],
    )
    ActivityFactory(titles={"en": "Round table"})
    assert list(activities.found_by("nuoc dong")) == [made]
    assert list(activities.found_by("nuoc song")) == [made]
    assert list(activities.found_by("quy mat")) == []


def test_activity_from_the_inbox_edited_since_is_not_taken_back(now: datetime.datetime) -> None:
    by = UserFactory()
    change = ProposedChangeFactory(kind="activity", payload={"name": "Clean water", "language": "en"})
    proposals.accept(proposal_id=change.pk, by=by, now=now)
    made = Activity.objects.get()
    activities.edit(
        activity=made,
        titles={"vi": "Nước sạch"},
        values={},
        by=by,
        now=now + datetime.timedelta(minutes=1),
    )
    with pytest.raises(DecisionIsBuiltUpon):
        proposals.undo(proposal_id=change.pk, by=by, now=now + datetime.timedelta(minutes=2))


def test_words_of_a_page_are_named_once(now: datetime.datetime) -> None:
    source = SourceFactory()
    made = activities.add(
        titles={"en": "Clean water"},
        parties=[],
        basis=Quoted(source=source, quote="Clean water for ten villages.", start=3, end=32),
        by=UserFactory(),
        now=now,
    )
    cited = Citation.objects.get(subject_type="registry.activity")
    assert (cited.subject_id, cited.source, cited.start, cited.end) == (made.pk, source, 3, 32)
