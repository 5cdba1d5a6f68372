"""The inbox: accepting, linking, rejecting, undoing, each exactly and in one transaction."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from banyan.accounts.domain import users
from banyan.accounts.models import User
from banyan.core.models import AuditEntry
from banyan.registry.domain import organisations, people, posts, proposals, sources
from banyan.registry.domain.appliers import ProposalIsIncomplete
from banyan.registry.domain.effects import DecisionIsBuiltUpon
from banyan.registry.domain.organisations import NewName
from banyan.registry.models import (
    Activity,
    Citation,
    Organisation,
    OrganisationName,
    Person,
    Post,
    ProposedChange,
    Source,
    StatedFigure,
    Tie,
)
from banyan.search.models import IndexChange

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(minutes=1)


@pytest.fixture
def editor() -> User:
    return users.create(
        email="editor@example.org", name="Editor", language="vi", roles=("editor",), by=None, now=NOW
    )


@pytest.fixture
def source() -> Source:
    return sources.add(kind="clipping", by=None, now=NOW, title="Lễ ký kết", language="vi")


def suggest(source: Source, kind: str, payload: dict, **values) -> ProposedChange:
    return proposals.suggest(source=source, kind=kind, payload=payload, by=None, now=NOW, **values)


def reference(kind: str, group: str, name: str, key: str = "") -> dict[str, str]:
    return {"type": kind, "group": group, "name": name, "key": key}


@pytest.fixture
def page(source: Source) -> dict[str, ProposedChange]:
    """A page that names an organisation, its director, a figure, and a second organisation it belongs to."""
    return {
        "fund": suggest(
            source,
            "organisation",
            {"name": "Quỹ Hạt Giống", "language": "vi", "names": [{"text": "QHG", "kind": "acronym"}]},
            group="organisation-1",
            quote="Quỹ Hạt Giống (QHG) tổ chức hội thảo",
            start=0,
            end=13,
        ),
        "union": suggest(
            source,
            "organisation",
            {"name": "Liên minh Bông Lúa", "language": "vi"},
            group="organisation-2",
        ),
        "director": suggest(source, "person", {"name": "Đỗ Thị Mận", "language": "vi"}, group="person-1"),
        "post": suggest(
            source,
            "post",
            {
                "person": reference("person", "person-1", "Đỗ Thị Mận"),
                "organisation": reference("organisation", "organisation-1", "Quỹ Hạt Giống"),
                "title": "Giám đốc",
                "language": "vi",
            },
            quote="bà Đỗ Thị Mận, Giám đốc Quỹ Hạt Giống",
        ),
        "tie": suggest(
            source,
            "tie",
            {
                "subject": reference("organisation", "organisation-1", "Quỹ Hạt Giống"),
                "object": reference("organisation", "organisation-2", "Liên minh Bông Lúa"),
                "kind": "member_of",
            },
        ),
        "figure": suggest(
            source,
            "figure",
            {
                "subject": reference("organisation", "organisation-1", "Quỹ Hạt Giống"),
                "value": "1200",
                "measure": "hội viên",
                "language": "vi",
            },
        ),
    }


def test_accept_writes_record_names_citation_log_and_index_note(page, editor) -> None:
    accepted = proposals.accept(proposal_id=page["fund"].pk, by=editor, now=NOW)

    fund = Organisation.objects.get()
    assert fund.title_vi == "Quỹ Hạt Giống"
    assert sorted(fund.names.values_list("text", "language", "kind")) == [
        ("QHG", "vi", "acronym"),
        ("Quỹ Hạt Giống", "vi", "official"),
    ]
    citation = Citation.objects.get()
    assert (citation.subject_type, citation.subject_id) == ("registry.organisation", fund.pk)
    assert (citation.quote, citation.start, citation.end) == ("Quỹ Hạt Giống (QHG) tổ chức hội thảo", 0, 13)
    decided = accepted.proposal
    assert (decided.state, decided.decided_by, decided.decided_at) == ("accepted", editor, NOW)
    assert decided.result_key == fund.public_id
    entry = AuditEntry.objects.get(key="registry.proposal.accepted")
    assert (entry.actor_label, entry.object_id, entry.at) == ("Editor", str(decided.pk), NOW)
    assert IndexChange.objects.filter(kind="organisation", key=fund.public_id).exists()


def test_accept_of_post_accepts_what_it_rests_on(page, editor) -> None:
    accepted = proposals.accept(proposal_id=page["post"].pk, by=editor, now=NOW)

    assert [row.pk for row in accepted.also] == [page["director"].pk, page["fund"].pk]
    post = Post.objects.get()
    assert (str(post.person.title_vi), str(post.organisation.title_vi)) == ("Đỗ Thị Mận", "Quỹ Hạt Giống")
    assert (post.title_vi, post.title_en) == ("Giám đốc", "")


def test_accept_with_changes_keeps_the_mended_words_and_logs_the_old(page, editor) -> None:
    proposals.accept(proposal_id=page["post"].pk, by=editor, now=NOW, changes={"title": "Phó Giám đốc"})

    assert Post.objects.get().title_vi == "Phó Giám đốc"
    entry = AuditEntry.objects.get(key="registry.proposal.accepted", object_id=str(page["post"].pk))
    assert entry.before["payload"]["title"] == "Giám đốc"
    assert entry.after["payload"]["title"] == "Phó Giám đốc"


def test_accept_linked_adds_only_new_names(page, editor) -> None:
    held = organisations.create(
        names=[NewName("Seed Fund", "en"), NewName("Quỹ Hạt Giống", "vi")], by=None, now=NOW
    )

    proposals.accept(proposal_id=page["fund"].pk, by=editor, now=NOW, link_to=held.public_id)

    assert Organisation.objects.count() == 1
    assert sorted(held.names.values_list("text", "kind")) == [
        ("QHG", "acronym"),
        ("Quỹ Hạt Giống", "official"),
        ("Seed Fund", "official"),
    ]


def test_accept_linked_keeps_one_official_name_per_language(page, editor) -> None:
    held = organisations.create(names=[NewName("Quỹ Hạt Giống Việt", "vi")], by=None, now=NOW)

    proposals.accept(proposal_id=page["fund"].pk, by=editor, now=NOW, link_to=held.public_id)

    assert sorted(held.names.values_list("text", "kind")) == [
        ("QHG", "acronym"),
        ("Quỹ Hạt Giống", "alias"),
        ("Quỹ Hạt Giống Việt", "official"),
    ]


def test_accept_finds_the_record_another_page_made_meanwhile(page, editor) -> None:
    other = sources.add(kind="clipping", by=None, now=NOW, title="Tin khác", language="vi")
    again = suggest(
        other, "organisation", {"name": "QUỸ HẠT GIỐNG", "language": "vi"}, group="organisation-1"
    )
    proposals.accept(proposal_id=page["fund"].pk, by=editor, now=NOW)

    accepted = proposals.accept(proposal_id=again.pk, by=editor, now=NOW)

    assert Organisation.objects.count() == 1
    assert accepted.proposal.result_key == Organisation.objects.get().public_id


def test_accept_as_new_record_after_all_makes_a_second_one(page, editor) -> None:
    organisations.create(names=[NewName("Quỹ Hạt Giống", "vi")], by=None, now=NOW)

    proposals.accept(proposal_id=page["fund"].pk, by=editor, now=NOW, link_to="")

    assert Organisation.objects.count() == 2


def test_same_name_is_the_same_person_only_in_one_organisation(page, editor) -> None:
    elsewhere = organisations.create(names=[NewName("Hội Cỏ Non", "vi")], by=None, now=NOW)
    namesake = people.create(names=[NewName("Đỗ Thị Mận", "vi")], by=None, now=NOW)
    posts.add(person=namesake, organisation=elsewhere, titles={"vi": "Kế toán"}, by=None, now=NOW)

    proposals.accept(proposal_id=page["post"].pk, by=editor, now=NOW)

    assert Person.objects.count() == 2
    assert set(namesake.posts.values_list("title_vi", flat=True)) == {"Kế toán"}


def test_accept_twice_is_refused(page, editor) -> None:
    proposals.accept(proposal_id=page["fund"].pk, by=editor, now=NOW)

    with pytest.raises(proposals.ProposalIsDecided):
        proposals.accept(proposal_id=page["fund"].pk, by=editor, now=NOW)
    assert Organisation.objects.count() == 1


def test_reject_keeps_nothing_but_the_decision(page, editor) -> None:
    proposals.reject(proposal_id=page["fund"].pk, by=editor, now=NOW)

    page["fund"].refresh_from_db()
    assert (page["fund"].state, page["fund"].decided_by) == ("rejected", editor)
    assert Organisation.objects.count() == 0
    assert Citation.objects.count() == 0


def test_post_of_a_rejected_person_is_refused_and_nothing_stays(page, editor) -> None:
    proposals.reject(proposal_id=page["director"].pk, by=editor, now=NOW)

    with pytest.raises(proposals.ProposalNeedsRecord) as caught:
        proposals.accept(proposal_id=page["post"].pk, by=editor, now=NOW)
    assert caught.value.name == "Đỗ Thị Mận"
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize("value", ["", "many", "NaN", "Infinity", "1e999"])
def test_figure_that_is_no_number_is_refused(page, editor, value) -> None:
    with pytest.raises(ProposalIsIncomplete) as caught:
        proposals.accept(proposal_id=page["figure"].pk, by=editor, now=NOW, changes={"value": value})
    assert caught.value.field == "value"
    assert StatedFigure.objects.count() == 0
    assert Organisation.objects.count() == 0


def test_figure_is_kept_beside_its_subject(page, editor) -> None:
    proposals.accept(proposal_id=page["figure"].pk, by=editor, now=NOW)

    figure = StatedFigure.objects.get()
    fund = Organisation.objects.get()
    assert (figure.subject_type, figure.subject_key) == ("organisation", fund.public_id)
    assert (figure.value, figure.measure_vi) == (Decimal("1200.00"), "hội viên")


def test_activity_is_kept_with_parties_and_amount(source, page, editor) -> None:
    grant = suggest(
        source,
        "activity",
        {
            "name": "Kế hoạch Vườn Rừng",
            "language": "vi",
            "amount": "165000000",
            "currency": "VND",
            "parties": [
                {
                    "role": "funder",
                    "organisation": reference("organisation", "organisation-1", "Quỹ Hạt Giống"),
                }
            ],
        },
        group="activity-1",
    )

    proposals.accept(proposal_id=grant.pk, by=editor, now=NOW)

    activity = Activity.objects.get()
    assert (activity.title_vi, activity.amount, activity.currency) == (
        "Kế hoạch Vườn Rừng",
        Decimal("165000000.00"),
        "VND",
    )
    assert list(activity.parties.values_list("organisation__title_vi", "role")) == [
        ("Quỹ Hạt Giống", "funder")
    ]


def test_undo_takes_back_the_whole_step(page, editor) -> None:
    proposals.accept(proposal_id=page["post"].pk, by=editor, now=NOW, changes={"title": "Phó Giám đốc"})

    reopened = proposals.undo(proposal_id=page["post"].pk, by=editor, now=LATER)

    assert {row.pk for row in reopened} == {page["post"].pk, page["director"].pk, page["fund"].pk}
    for model in (Organisation, OrganisationName, Person, Post, Citation):
        assert model.objects.count() == 0, model
    page["post"].refresh_from_db()
    assert (page["post"].state, page["post"].payload["title"]) == ("waiting", "Giám đốc")
    assert AuditEntry.objects.filter(key="registry.proposal.reopened").count() == 3


def test_undo_of_a_link_gives_back_the_names_as_they_were(page, editor) -> None:
    held = organisations.create(names=[NewName("Seed Fund", "en")], by=None, now=NOW)
    proposals.accept(proposal_id=page["fund"].pk, by=editor, now=NOW, link_to=held.public_id)
    held.refresh_from_db()
    assert held.title_vi == "Quỹ Hạt Giống"

    proposals.undo(proposal_id=page["fund"].pk, by=editor, now=LATER)

    held.refresh_from_db()
    assert (held.title_vi, held.title_en) == ("", "Seed Fund")
    assert list(held.names.values_list("text", flat=True)) == ["Seed Fund"]
    page["fund"].refresh_from_db()
    assert page["fund"].linked_key == ""


def test_undo_of_what_others_rest_on_is_refused_and_changes_nothing(page, editor) -> None:
    proposals.accept(proposal_id=page["fund"].pk, by=editor, now=NOW)
    proposals.accept(proposal_id=page["tie"].pk, by=editor, now=NOW)

    with pytest.raises(DecisionIsBuiltUpon) as caught:
        proposals.undo(proposal_id=page["fund"].pk, by=editor, now=LATER)
    assert len(caught.value.rows) >= 1
    assert Organisation.objects.count() == 2
    assert Tie.objects.count() == 1
    page["fund"].refresh_from_db()
    assert page["fund"].state == "accepted"


def test_undo_of_a_rejection_lets_it_wait_again(page, editor) -> None:
    proposals.reject(proposal_id=page["union"].pk, by=editor, now=NOW)

    proposals.undo(proposal_id=page["union"].pk, by=editor, now=LATER)

    page["union"].refresh_from_db()
    assert (page["union"].state, page["union"].decided_by, page["union"].decided_at) == (
        "waiting",
        None,
        None,
    )


def test_undo_without_a_decision_is_refused(page, editor) -> None:
    with pytest.raises(proposals.ProposalIsWaiting):
        proposals.undo(proposal_id=page["fund"].pk, by=editor, now=NOW)


def test_accept_certain_takes_only_the_certain_ones_as_one_step(source, page, editor) -> None:
    ProposedChange.objects.filter(pk__in=[page["fund"].pk, page["figure"].pk]).update(is_certain=True)

    accepted = proposals.accept_certain(source=source, by=editor, now=NOW)

    assert {row.pk for row in accepted} == {page["fund"].pk, page["figure"].pk}
    assert ProposedChange.objects.filter(state="waiting").count() == 4
    proposals.undo(proposal_id=page["fund"].pk, by=editor, now=LATER)
    assert Organisation.objects.count() == 0
    assert StatedFigure.objects.count() == 0


def test_new_name_of_an_organisation_reaches_the_documents_of_its_people_and_events(page, editor) -> None:
    from banyan.events.domain import events

    fund = organisations.create(names=[NewName("Seed Fund", "en")], by=None, now=NOW)
    director = people.create(names=[NewName("Đỗ Thị Mận", "vi")], by=None, now=NOW)
    posts.add(person=director, organisation=fund, titles={"en": "Director"}, by=None, now=NOW)
    event = events.add(titles={"en": "Open day"}, organisers=[fund], by=None, now=NOW)
    IndexChange.objects.all().delete()

    organisations.add_name(organisation=fund, name=NewName("Quỹ Hạt Giống", "vi"), by=editor, now=NOW)

    assert set(IndexChange.objects.values_list("kind", "key")) == {
        ("organisation", fund.public_id),
        ("person", director.public_id),
        ("event", event.public_id),
    }


@pytest.mark.parametrize(
    ("kind", "form"), [("government", "authority"), ("foundation", "foundation"), ("ngo", "")]
)
def test_kind_seen_on_the_page_becomes_the_kind_of_the_record(source, editor, kind, form) -> None:
    from banyan.taxonomy.domain import schemes

    schemes.load_code_lists(now=NOW)
    row = suggest(source, "organisation", {"name": "Sở Gió Mát", "language": "vi", "type": kind}, group="o")

    proposals.accept(proposal_id=row.pk, by=editor, now=NOW)

    made = Organisation.objects.get()
    assert (made.legal_form.code if made.legal_form else "") == form
