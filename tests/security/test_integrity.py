"""What is hidden stays hidden, what an editor wrote stays written, and one bad row stops nothing else."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.urls import reverse
from tests.factories import (
    AppearanceFactory,
    CitationFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    SourceFactory,
    UserFactory,
)

from banyan.core.models import AuditEntry
from banyan.events.domain import events
from banyan.events.models import Appearance, Event
from banyan.ingest.documents import article_documents
from banyan.registry.domain import (
    corrections,
    organisations,
    people,
    posts,
    proposals,
    sources,
    ties,
)
from banyan.registry.domain.appliers import ProposalIsIncomplete
from banyan.registry.domain.effects import DecisionIsBuiltUpon
from banyan.registry.domain.organisations import NewName
from banyan.registry.models import Organisation, Person, Post, StatedFigure, Tie
from banyan.search.models import IndexChange

pytestmark = pytest.mark.django_db

needs_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="the file database lets one transaction write at a time"
)


def suggest(source, kind, payload, now, **values):
    return proposals.suggest(source=source, kind=kind, payload=payload, by=None, now=now, **values)


def accepted(source, kind, payload, editor, now, **values):
    proposal = suggest(source, kind, payload, now, **values)
    return proposals.accept(proposal_id=proposal.pk, by=editor, now=now).proposal


def noted() -> set[tuple[str, str]]:
    return set(IndexChange.objects.values_list("kind", "key"))


# What is hidden


def test_hidden_person_is_not_found_through_a_quote(client, index, now):
    source = SourceFactory()
    person = PersonFactory(name="Trinh Hidden Person")
    CitationFactory(source=source, subject=OrganisationFactory(), quote="Something about water.")
    CitationFactory(source=source, subject=person, quote="Trinh Hidden Person was beaten by the police.")
    people.edit(person=person, by=UserFactory(), now=now, values={"is_hidden": True})
    index()
    page = client.get("/en/search/", {"q": "beaten police Trinh"}).content.decode()
    assert "beaten by the" not in page
    assert source.get_absolute_url() not in page
    assert source.get_absolute_url() in client.get("/en/search/", {"q": "about water"}).content.decode()


def test_words_about_a_hidden_person_are_in_no_document(now, django_assert_num_queries):
    hidden = PersonFactory()
    people.edit(person=hidden, by=UserFactory(), now=now, values={"is_hidden": True})
    pages = SourceFactory.create_batch(3)
    for page in pages:
        CitationFactory(source=page, subject=PersonFactory(), quote="Shown.")
        CitationFactory(source=page, subject=PostFactory(person=hidden), quote="Not shown: a post.")
        CitationFactory(source=page, subject=AppearanceFactory(person=hidden), quote="Not shown: a talk.")
    keys = [page.public_id for page in pages]
    with django_assert_num_queries(5):  # sources, citations, people, posts, appearances
        documents = list(article_documents(keys))
    assert [document.text["en"] for document in documents] == ["Shown."] * 3


@pytest.mark.parametrize("cited", ["person", "post", "appearance"])
def test_hiding_somebody_indexes_the_pages_that_name_them(now, cited):
    source, person = SourceFactory(), PersonFactory()
    makers = {
        "person": lambda: person,
        "post": lambda: PostFactory(person=person),
        "appearance": lambda: AppearanceFactory(person=person),
    }
    CitationFactory(source=source, subject=makers[cited]())
    CitationFactory(subject=PersonFactory())
    IndexChange.objects.all().delete()
    people.edit(person=person, by=UserFactory(), now=now, values={"is_hidden": True})
    assert noted() == {("person", person.public_id), ("article", source.public_id)}


def test_citing_somebody_and_taking_it_back_index_them(now):
    editor, person = UserFactory(), PersonFactory(name="Le Van Unseen")
    payload = {"name": "Le Van Unseen", "language": "en"}
    proposal = suggest(
        SourceFactory(), "person", payload, now, linked_key=person.public_id, quote="He spoke."
    )
    IndexChange.objects.all().delete()
    proposals.accept(proposal_id=proposal.pk, by=editor, now=now)
    assert ("person", person.public_id) in noted()
    IndexChange.objects.all().delete()
    proposals.undo(proposal_id=proposal.pk, by=editor, now=now)
    assert ("person", person.public_id) in noted()


def test_citing_a_post_that_is_there_and_taking_it_back_index_both_ends(now):
    editor, post = UserFactory(), PostFactory(titles={"en": "director"})
    ends = {("person", post.person.public_id), ("organisation", post.organisation.public_id)}
    payload = {
        "person": {"type": "person", "key": post.person.public_id},
        "organisation": {"type": "organisation", "key": post.organisation.public_id},
        "title": "Director",
        "language": "en",
    }
    proposal = suggest(SourceFactory(), "post", payload, now, quote="The director said so.")
    IndexChange.objects.all().delete()
    proposals.accept(proposal_id=proposal.pk, by=editor, now=now)
    assert ends <= noted()
    IndexChange.objects.all().delete()
    proposals.undo(proposal_id=proposal.pk, by=editor, now=now)
    assert ends <= noted()


def test_how_to_reach_a_visitor_is_not_in_the_log(now):
    proposal = corrections.report(
        subject_type="organisation",
        subject_key=OrganisationFactory().public_id,
        subject_name="River Club",
        message="The year is wrong.",
        language="en",
        contact="visitor@example.org",
        now=now,
    )
    proposals.accept(proposal_id=proposal.pk, by=UserFactory(), now=now)
    said = [f"{entry.before} {entry.after}" for entry in AuditEntry.objects.all()]
    assert any("The year is wrong." in words for words in said)
    assert not any("visitor@example.org" in words for words in said)


# One bad row


def test_bad_certain_rows_stay_waiting_and_the_others_are_accepted(client, now):
    client.force_login(UserFactory())
    one, source = OrganisationFactory(), SourceFactory()
    end = {"type": "organisation", "key": one.public_id, "name": "x", "group": ""}
    bad = [
        suggest(source, "tie", {"subject": end, "object": end, "kind": "member_of"}, now, is_certain=True),
        suggest(source, "organisation", {"name": "…", "language": "en"}, now, is_certain=True),
        suggest(source, "activity", {"name": "A", "start_date": "soon"}, now, is_certain=True),
        suggest(
            source, "organisation", {"name": "B", "language": "en"}, now, is_certain=True, linked_key="gone"
        ),
    ]
    good = suggest(
        source, "organisation", {"name": "Lotus Pond Association", "language": "en"}, now, is_certain=True
    )
    answer = client.post(reverse("web:desk-accept-certain", args=[source.public_id]))
    good.refresh_from_db()
    assert (answer.status_code, good.state) == (302, "accepted")
    for row in bad:
        row.refresh_from_db()
    assert [row.state for row in bad] == ["waiting"] * 4
    assert Organisation.objects.count() == 2


def test_unknown_role_post_and_kind_of_name_are_refused_by_name(now):
    person = {"type": "person", "key": PersonFactory().public_id}
    event = {"type": "event", "key": EventFactory().public_id}
    organisation = {"type": "organisation", "key": OrganisationFactory().public_id}
    wanted = {
        "role": ("appearance", {"event": event, "person": person, "role": "nobody"}),
        "kind": ("post", {"organisation": organisation, "person": person, "kind": "nobody"}),
        "names": ("person", {"name": "Le An", "names": [{"text": "An", "kind": "nobody"}]}),
    }
    for field, (kind, payload) in wanted.items():
        proposal = suggest(SourceFactory(), kind, payload, now)
        with pytest.raises(ProposalIsIncomplete) as caught:
            proposals.accept(proposal_id=proposal.pk, by=None, now=now)
        assert caught.value.field == field


# Undo


def test_undo_keeps_a_name_that_was_added_by_hand_since(now):
    editor, organisation = UserFactory(), OrganisationFactory(name="River Club")
    payload = {"name": "河流俱乐部", "language": "zh"}
    decided = accepted(
        SourceFactory(), "organisation", payload, editor, now, linked_key=organisation.public_id
    )
    organisation.refresh_from_db()
    name = NewName(text="河会", language="zh", kind="short")
    organisations.add_name(organisation=organisation, name=name, by=editor, now=now)
    proposals.undo(proposal_id=decided.pk, by=editor, now=now)
    organisation.refresh_from_db()
    assert (organisation.title_zh, organisation.title_en) == ("河会", "River Club")


def test_undo_for_a_person_shows_the_names_left(now):
    editor, person = UserFactory(), PersonFactory(name="Le An")
    payload = {"name": "黎安", "language": "zh"}
    decided = accepted(SourceFactory(), "person", payload, editor, now, linked_key=person.public_id)
    person.refresh_from_db()
    assert person.title_zh == "黎安"
    proposals.undo(proposal_id=decided.pk, by=editor, now=now)
    person.refresh_from_db()
    assert (person.title_zh, person.title_en) == ("", "Le An")


def test_undo_that_would_leave_no_name_is_refused(now):
    editor, organisation = UserFactory(), OrganisationFactory(name="River Club")
    payload = {"name": "河流俱乐部", "language": "zh"}
    decided = accepted(
        SourceFactory(), "organisation", payload, editor, now, linked_key=organisation.public_id
    )
    organisations.remove_name(name=organisation.names.get(language="en"), by=editor, now=now)
    with pytest.raises(DecisionIsBuiltUpon):
        proposals.undo(proposal_id=decided.pk, by=editor, now=now)
    assert [name.text for name in organisation.names.all()] == ["河流俱乐部"]


def test_undo_of_a_name_indexes_people_and_events(now):
    editor, post = UserFactory(), PostFactory()
    event = EventFactory(organisers=[post.organisation])
    payload = {"name": "河流俱乐部", "language": "zh"}
    key = post.organisation.public_id
    decided = accepted(SourceFactory(), "organisation", payload, editor, now, linked_key=key)
    IndexChange.objects.all().delete()
    proposals.undo(proposal_id=decided.pk, by=editor, now=now)
    wanted = {("person", post.person.public_id), ("event", event.public_id), ("organisation", key)}
    assert wanted <= noted()


def test_undo_does_not_leave_a_figure_without_its_subject(now):
    editor, source = UserFactory(), SourceFactory()
    maker = accepted(
        source, "organisation", {"name": "River Club", "language": "en"}, editor, now, group="o1"
    )
    subject = {"type": "organisation", "group": "o1", "name": "River Club"}
    figure = accepted(
        source, "figure", {"subject": subject, "value": "12", "measure": "members"}, editor, now
    )
    with pytest.raises(DecisionIsBuiltUpon) as caught:
        proposals.undo(proposal_id=maker.pk, by=editor, now=now)
    assert caught.value.rows == [str(StatedFigure.objects.get())]
    proposals.undo(proposal_id=figure.pk, by=editor, now=now)
    proposals.undo(proposal_id=maker.pk, by=editor, now=now)
    assert (Organisation.objects.count(), StatedFigure.objects.count()) == (0, 0)


def test_undo_does_not_throw_away_what_an_editor_wrote_about_a_person(now):
    editor = UserFactory()
    decided = accepted(SourceFactory(), "person", {"name": "Le An", "language": "en"}, editor, now)
    written = {"private_email": "a@example.org", "consented_at": now}
    people.edit(person=Person.objects.get(), by=editor, now=now, values=written)
    with pytest.raises(DecisionIsBuiltUpon) as caught:
        proposals.undo(proposal_id=decided.pk, by=editor, now=now)
    assert caught.value.rows == ["Le An"]
    assert Person.objects.get().private_email == "a@example.org"


def test_undo_does_not_throw_away_what_an_editor_wrote_about_an_organisation(now):
    editor = UserFactory()
    decided = accepted(SourceFactory(), "organisation", {"name": "River Club", "language": "en"}, editor, now)
    organisation = Organisation.objects.get()
    organisations.edit(
        organisation=organisation, by=editor, now=now, values={}, summary={"en": "Cleans the river."}
    )
    with pytest.raises(DecisionIsBuiltUpon):
        proposals.undo(proposal_id=decided.pk, by=editor, now=now)
    assert Organisation.objects.get().summary_en == "Cleans the river."


def test_decision_that_was_taken_back_itself_is_not_built_upon(now):
    editor, minute = UserFactory(), datetime.timedelta(minutes=1)
    first = accepted(SourceFactory(), "organisation", {"name": "River Club", "language": "en"}, editor, now)
    second = accepted(
        SourceFactory(),
        "organisation",
        {"name": "河流俱乐部", "language": "zh"},
        editor,
        now + minute,
        linked_key=first.result_key,
    )
    proposals.undo(proposal_id=second.pk, by=editor, now=now + 2 * minute)
    proposals.undo(proposal_id=first.pk, by=editor, now=now + 3 * minute)
    assert not Organisation.objects.exists()


# Events that are there already


def told_again(event: Event, organisation: Organisation, editor, now):
    payload = {
        "name": "农村水圆桌",
        "language": "zh",
        "start_date": "2026-12-03",
        "end_date": "2026-12-04",
        "venue": "顺化",
        "organisers": [{"type": "organisation", "key": organisation.public_id, "name": "x"}],
    }
    return accepted(SourceFactory(), "event", payload, editor, now, linked_key=event.public_id)


def test_event_takes_over_what_it_lacks_and_gives_it_back(now):
    editor, organisation = UserFactory(), OrganisationFactory()
    event = EventFactory(titles={"en": "Round table"}, start_date="2026-12-03", venue="")
    decided = told_again(event, organisation, editor, now)
    event.refresh_from_db()
    assert (event.title_zh, event.title_en) == ("农村水圆桌", "Round table")
    assert (event.start_date, event.end_date, event.venue) == ("2026-12-03", "2026-12-04", "顺化")
    lines = AuditEntry.objects.filter(key="events.event.edited", object_id=str(event.pk)).order_by("pk")
    assert [line.after for line in lines] == [
        {"title_zh": "农村水圆桌", "end_date": "2026-12-04", "venue": "顺化"},
        {"organisers": [str(organisation)]},
    ]
    proposals.undo(proposal_id=decided.pk, by=editor, now=now)
    event.refresh_from_db()
    assert (event.title_zh, event.end_date, event.venue, event.organisers.count()) == ("", "", "", 0)


def test_event_keeps_its_own_dates_and_venue(now):
    event = EventFactory(titles={"zh": "圆桌"}, start_date="2026-11-30", venue="Hue")
    told_again(event, OrganisationFactory(), UserFactory(), now)
    event.refresh_from_db()
    assert (event.title_zh, event.start_date, event.end_date, event.venue) == (
        "圆桌",
        "2026-11-30",
        "",
        "Hue",
    )


def test_undo_keeps_what_an_editor_changed_in_an_event_since(now):
    editor, event = UserFactory(), EventFactory(venue="")
    decided = told_again(event, OrganisationFactory(), editor, now)
    events.edit(event=event, by=editor, now=now, titles={"zh": "水圆桌"}, values={})
    proposals.undo(proposal_id=decided.pk, by=editor, now=now)
    event.refresh_from_db()
    assert (event.title_zh, event.venue) == ("水圆桌", "")


# Two people at once


def test_saving_one_thing_keeps_what_another_editor_saved(now):
    editor, organisation, source, person = (
        UserFactory(),
        OrganisationFactory(),
        SourceFactory(),
        PersonFactory(),
    )
    Organisation.objects.update(website="https://river.example.org")
    type(source).objects.update(title="Mended title")
    Person.objects.update(is_hidden=True)
    organisations.add_name(
        organisation=organisation, name=NewName(text="河会", language="zh"), by=editor, now=now
    )
    sources.take_down(source=source, by=editor, now=now)
    sources.restore(source=source, by=editor, now=now)
    people.add_name(person=person, name=NewName(text="黎安", language="zh"), by=editor, now=now)
    for row in (organisation, source, person):
        row.refresh_from_db()
    assert (organisation.website, organisation.title_zh) == ("https://river.example.org", "河会")
    assert (source.title, source.taken_down_at) == ("Mended title", None)
    assert (person.is_hidden, person.title_zh) == (True, "黎安")


def race(first: Callable[[], object], second: Callable[[], object]) -> list[BaseException]:
    """Do two things in two transactions; the first is done but not yet committed when the second begins."""
    done, failed = threading.Event(), []

    def late() -> None:
        try:
            done.wait(10)
            second()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    with transaction.atomic():
        first()
        done.set()
        thread.join(1)  # it waits for us, or is through already
    thread.join(10)
    return failed


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_new_organisation_accepted_from_two_pages_at_once_is_made_once(now):
    payload = {"name": "River Club", "language": "en"}
    pair = [suggest(SourceFactory(), "organisation", payload, now).pk for _ in range(2)]
    calls = [lambda pk=pk: proposals.accept(proposal_id=pk, by=None, now=now) for pk in pair]
    assert race(*calls) == []
    assert Organisation.objects.count() == 1


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_pages_that_share_no_name_do_not_wait_for_each_other(now):
    names = ("River Club", "Hill Club")
    pair = [
        suggest(SourceFactory(), "organisation", {"name": name, "language": "en"}, now).pk for name in names
    ]

    @transaction.atomic
    def second() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
        proposals.accept(proposal_id=pair[1], by=None, now=now)

    assert race(lambda: proposals.accept(proposal_id=pair[0], by=None, now=now), second) == []
    assert Organisation.objects.count() == 2


@needs_postgresql
@pytest.mark.django_db(transaction=True)
def test_same_tie_post_and_appearance_added_twice_at_once_are_kept_once(now):
    one, other, person, event = OrganisationFactory(), OrganisationFactory(), PersonFactory(), EventFactory()
    given = {"by": None, "now": now}

    def tie() -> object:
        return ties.add(subject=one, object=other, kind="member_of", **given)

    def post() -> object:
        return posts.add(person=person, organisation=one, titles={"en": "director"}, **given)

    def appearance() -> object:
        return events.add_appearance(event=event, person=person, role="speaker", talks={}, **given)

    for add in (tie, post, appearance):
        assert race(add, add) == []
    assert (Tie.objects.count(), Post.objects.count(), Appearance.objects.count()) == (1, 1, 1)
