"""The lists of the register, adding with a warning, editing, and what is kept when something is refused."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from openpyxl import load_workbook
from tests.factories import (
    ActivityFactory,
    EventFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    StatedFigureFactory,
    TieFactory,
    UserFactory,
)
from tests.factories.base import NOW

from banyan.core.models import AuditEntry, TranslationMark
from banyan.registry.domain import merges
from banyan.registry.models import Citation, Organisation, Person
from banyan.taxonomy.domain import schemes
from banyan.taxonomy.models import Place
from banyan.web.views.desk import exports

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(UserFactory(name="Ms Pham"))
    return client


def _add(editor: Client, **fields: Any) -> Any:
    return editor.post("/en/desk/organisations/add/", {"registration_state": "unknown", **fields})


def _edit(editor: Client, record: Organisation, **fields: Any) -> Any:
    values = {
        "seen": record.updated_at.isoformat(),
        "registration_state": record.registration_state,
        "state": record.state,
        "verification": record.verification,
        "new_name_language": "en",
        "new_name_kind": "official",
        "summary_language": "en",
    }
    return editor.post(f"/en/desk/organisations/{record.public_id}/edit/", {**values, **fields})


@pytest.mark.parametrize(
    ("kind", "factory", "queries"),
    [
        ("organisations", OrganisationFactory, 8),
        ("people", PersonFactory, 6),
        ("events", EventFactory, 5),
        ("activities", ActivityFactory, 6),
        ("figures", StatedFigureFactory, 6),
    ],
)
@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_database_the_same_number_of_times(
    editor: Client, django_assert_num_queries: Any, kind: str, factory: Any, queries: int, number: int
) -> None:
    records = [factory() for _ in range(number)]
    if kind == "people":
        for person in records:
            PostFactory(person=person)
    if kind == "activities":
        for activity in records:
            activity.parties.create(organisation=OrganisationFactory(), role="operator")
    with django_assert_num_queries(queries):
        page = editor.get(f"/en/desk/{kind}/")
    shown = page.content.decode()
    assert all(
        str(getattr(record, "title", record.measure_en if kind == "figures" else "")) in shown
        for record in records
    )


def test_list_is_searched_by_any_way_of_typing(editor: Client, index: Any) -> None:
    wanted = OrganisationFactory(name="Liên hiệp các hội Hà Đông", language="vi")
    OrganisationFactory(name="Clear River Foundation")
    index()
    page = editor.get("/en/desk/organisations/?q=lien+hiep+cac+hoi").content.decode()
    assert wanted.public_id in page
    assert "Clear River" not in page


def test_list_finds_people_hidden_from_the_public(editor: Client, index: Any) -> None:
    person = PersonFactory(name="Le Thu An")
    Person.objects.filter(pk=person.pk).update(is_hidden=True)
    index()
    assert person.public_id in editor.get("/en/desk/people/?q=thu+an").content.decode()


def test_adding_makes_the_record_with_its_names_and_source(editor: Client) -> None:
    answer = _add(editor, name_vi="Quỹ Sông Trong", name_en="Clear River Fund", acronym="QST")
    made = Organisation.objects.get()
    assert answer["Location"] == f"/en/desk/organisations/{made.public_id}/"
    assert sorted(made.names.values_list("text", "language", "kind")) == [
        ("Clear River Fund", "en", "official"),
        ("QST", "vi", "acronym"),
        ("Quỹ Sông Trong", "vi", "official"),
    ]
    assert Citation.objects.get(subject_type="registry.organisation").source.kind == "staff"


def test_adding_warns_of_the_same_name_and_adds_only_when_told_again(editor: Client) -> None:
    there = OrganisationFactory(name="Clear River Fund")
    answer = _add(editor, name_en="clear river fund")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Is it one of these?" in page
    assert there.public_id in page
    assert 'value="clear river fund"' in page
    assert Organisation.objects.count() == 1
    assert _add(editor, name_en="clear river fund", anyway="bn-some-thing").status_code == 422
    assert f'name="anyway" value="{there.public_id}"' in page
    assert _add(editor, name_en="clear river fund", anyway=there.public_id).status_code == 302
    assert Organisation.objects.count() == 2


def test_adding_without_a_name_gives_everything_back(editor: Client) -> None:
    answer = _add(editor, acronym="QST", website="https://river.example.org")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write the name in at least one language." in page
    assert 'value="QST"' in page
    assert 'value="https://river.example.org"' in page
    assert Organisation.objects.count() == 0


def test_editing_writes_names_facts_and_summary_in_one_step(editor: Client) -> None:
    record = OrganisationFactory(name="Clear River Fund")
    answer = _edit(
        editor,
        record,
        new_name="Quỹ Sông Trong",
        new_name_language="vi",
        summary_en="Clean water for villages.",
        founded_date="2009-05",
        website="river.example.org",
    )
    assert answer.status_code == 302
    record.refresh_from_db()
    assert (record.title_vi, record.title_en) == ("Quỹ Sông Trong", "Clear River Fund")
    assert (record.founded_date, record.website) == ("2009-05", "https://river.example.org")
    assert record.summary_en == "Clean water for villages."
    fields = Citation.objects.filter(subject_type="registry.organisation").values_list("field", flat=True)
    assert sorted(fields) == ["founded_date", "website"]


def test_editing_the_original_marks_the_translation_older(editor: Client) -> None:
    record = OrganisationFactory()
    _edit(editor, record, summary_en="Water.", summary_vi="Nước.")
    record.refresh_from_db()
    _edit(editor, record, summary_en="Clean water.", summary_vi="Nước.")
    mark = TranslationMark.objects.get(field="summary")
    assert (mark.source_language, mark.is_stale_vi, mark.is_stale_zh) == ("en", True, False)
    page = editor.get("/en/desk/translations/?into=vi").content.decode()
    assert page.count("older than the original") == 1
    page = editor.get(f"/en/desk/organisations/{record.public_id}/").content.decode()
    assert page.count("older than the original") == 1


def test_editing_with_a_wrong_date_keeps_what_was_typed_and_writes_nothing(editor: Client) -> None:
    record = OrganisationFactory()
    answer = _edit(editor, record, founded_date="spring 2009", summary_en="Typed for ten minutes.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Typed for ten minutes." in page
    assert 'value="spring 2009"' in page
    record.refresh_from_db()
    assert record.summary_en == ""


def test_last_name_cannot_be_removed(editor: Client) -> None:
    record = OrganisationFactory()
    answer = _edit(editor, record, remove=[record.names.get().pk])
    assert answer.status_code == 422
    assert "One name has to stay." in answer.content.decode()
    assert record.names.count() == 1


def test_a_change_somebody_else_made_meanwhile_is_not_overwritten_unseen(editor: Client) -> None:
    record = OrganisationFactory()
    other = Client()
    other.force_login(UserFactory())
    _edit(other, record, website="https://theirs.example.org")
    answer = _edit(editor, record, website="https://mine.example.org")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody changed this record while you were writing." in page
    assert 'value="https://mine.example.org"' in page
    record.refresh_from_db()
    assert record.website == "https://theirs.example.org"
    assert _edit(editor, record, website="https://mine.example.org").status_code == 302
    record.refresh_from_db()
    assert record.website == "https://mine.example.org"


def test_what_was_typed_comes_back_after_the_session_ran_out() -> None:
    password = "a long one 123"
    user = UserFactory(password=password)
    record = OrganisationFactory()
    client = Client()
    path = f"/en/desk/organisations/{record.public_id}/edit/"
    answer = client.post(
        path,
        {"summary_en": "Typed for an hour.", "summary_language": "en"},
        HTTP_REFERER=f"http://testserver{path}",
    )
    assert answer["Location"] == f"/en/accounts/login/?next={path}"
    answer = client.post(answer["Location"], {"login": user.email, "password": password, "next": path})
    assert answer["Location"] == path
    page = client.get(path).content.decode()
    assert "Typed for an hour." in page
    assert "What you typed is back" in page
    assert "Typed for an hour." not in client.get(path).content.decode()


def test_private_details_are_in_no_export_and_no_history(editor: Client) -> None:
    person = PersonFactory(name="Le Thu An")
    values = {
        "seen": person.updated_at.isoformat(),
        "private_email": "an@example.org",
        "private_phone": "0912 345",
    }
    assert editor.post(f"/en/desk/people/{person.public_id}/edit/", values).status_code == 302
    assert "an@example.org" in editor.get(f"/en/desk/people/{person.public_id}/").content.decode()
    export = b"".join(editor.get("/en/desk/export/person.csv").streaming_content).decode()
    history = editor.get(f"/en/desk/history/person/{person.public_id}/").content.decode()
    assert "Le Thu An" in export
    for text in (export, history):
        assert "an@example.org" not in text
        assert "0912" not in text


def test_history_says_who_changed_what_in_words(editor: Client) -> None:
    record = OrganisationFactory(name="Clear River Fund")
    _edit(editor, record, state="dormant")
    TieFactory(subject=record, object=OrganisationFactory(name="Delta Network"))
    page = editor.get(f"/en/desk/history/organisation/{record.public_id}/").content.decode()
    assert "Ms Pham" in page
    assert ">Active<" in page
    assert ">Dormant<" in page
    assert "Clear River Fund – Member of – Delta Network" in page
    assert "registry." not in page


def test_export_is_what_is_seen_with_a_mark_and_no_formulas(editor: Client, index: Any) -> None:
    OrganisationFactory(name="=HYPERLINK(evil)")
    OrganisationFactory(name="Clear River Fund")
    answer = editor.get("/en/desk/export/organisation.csv")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeffNumber,Name (Tiếng Việt)")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert sorted(row[3] for row in rows[1:]) == ["'=HYPERLINK(evil)", "Clear River Fund"]
    assert answer["Content-Disposition"].startswith('attachment; filename="banyan-organisation-')
    book = load_workbook(
        io.BytesIO(b"".join(editor.get("/en/desk/export/organisation.xlsx").streaming_content))
    )
    cells = [row[3] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert sorted(cell.value for cell in cells) == ["=HYPERLINK(evil)", "Clear River Fund"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert editor.get("/en/desk/export/organisation.exe").status_code == 404
    index()
    found = b"".join(editor.get("/en/desk/export/organisation.csv?q=clear+river").streaming_content).decode()
    assert [row[3] for row in csv.reader(io.StringIO(found))][1:] == ["Clear River Fund"]


def test_export_asks_the_database_the_same_number_of_times(
    editor: Client, django_assert_num_queries: Any
) -> None:
    for number in (1, 3):
        while Organisation.objects.count() < number:
            OrganisationFactory()
        with django_assert_num_queries(4):
            b"".join(editor.get("/en/desk/export/organisation.csv").streaming_content)
        with django_assert_num_queries(4):
            b"".join(editor.get("/en/desk/export/organisation.xlsx").streaming_content)


def test_a_workbook_of_the_desk_ends_politely(editor: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(exports, "_MOST_IN_A_WORKBOOK", 1)
    OrganisationFactory()
    OrganisationFactory()
    book = load_workbook(
        io.BytesIO(b"".join(editor.get("/vi/desk/export/organisation.xlsx").streaming_content))
    )
    assert book.worksheets[0].max_row == 1 + 1
    assert str(book.worksheets[1]["B1"].value).startswith("Bảng tính này chỉ có 1 dòng đầu")
    assert len(b"".join(editor.get("/vi/desk/export/organisation.csv").streaming_content).splitlines()) == 3


def test_event_is_added_once_and_edited(editor: Client) -> None:
    values = {"title_en": "Round table on water", "start_date": "2026-12-03", "end_date": "2026-12-04"}
    made = editor.post("/en/desk/events/add/", values)
    assert made.status_code == 302
    again = editor.post("/en/desk/events/add/", values)
    assert again.status_code == 422
    assert "Is it one of these?" in again.content.decode()
    wrong = editor.post("/en/desk/events/add/", {**values, "end_date": "2026-12-01"})
    assert "The last day is before the first." in wrong.content.decode()
    page = editor.get(made["Location"]).content.decode()
    assert "3–4 Dec 2026" in page
    assert AuditEntry.objects.filter(key="events.event.added").count() == 1


@pytest.mark.parametrize(("members", "queries"), [(1, 11), (3, 11), (61, 12)])
def test_a_network_shows_its_members_page_by_page(
    editor: Client, django_assert_num_queries: Any, members: int, queries: int
) -> None:
    network = OrganisationFactory()
    ties = [TieFactory(object=network) for _ in range(members)]
    address = f"/en/desk/organisations/{network.public_id}/"
    assert connection.features.supports_json_field  # asked of the database once per process
    with django_assert_num_queries(queries):
        first = editor.get(address).content.decode()
    assert first.count("/relationships/") - first.count("relationships/add") == 2 * min(members, 60)
    if members > 60:
        assert f'href="{address}?relationships=2#relationships"' in first
        second = editor.get(f"{address}?relationships=2").content.decode()
        assert str(ties[-1].subject.title) in second
        assert str(ties[0].subject.title) not in second


@pytest.mark.parametrize("number", [1, 3])
def test_editing_asks_the_database_the_same_number_of_times(
    editor: Client, django_assert_num_queries: Any, number: int
) -> None:
    organisation = OrganisationFactory()
    for place in range(number):
        organisation.names.create(text=f"Reed {place}", folded=f"reed {place}", language="en", kind="alias")
        organisation.identifiers.create(scheme="XX-REG", value=str(place))
    assert connection.features.supports_json_field  # asked of the database once per process
    with django_assert_num_queries(8):
        page = editor.get(f"/en/desk/organisations/{organisation.public_id}/edit/").content.decode()
    assert page.count('name="remove_number"') == number
    assert page.count('name="remove"') == number + 1


def test_page_of_a_record_that_was_merged_leads_on_and_keeps_what_was_typed(editor: Client) -> None:
    kept, folded = OrganisationFactory(name="Clear River Fund"), OrganisationFactory(name="Clear River Fnd")
    merges.merge(kept=kept, folded=folded, choices={}, by=None, now=NOW)
    page = editor.get(f"/en/desk/organisations/{folded.public_id}/", follow=True)
    assert page.redirect_chain == [(f"/en/desk/organisations/{kept.public_id}/", 302)]
    assert "The record you asked for was merged with this one." in page.content.decode()
    answer = _edit(editor, folded, website="river.example.org")
    address = f"/en/desk/organisations/{kept.public_id}/edit/"
    assert (answer.status_code, answer["Location"]) == (302, address)
    html = editor.get(address).content.decode()
    assert 'value="river.example.org"' in html
    assert "This record was merged with another one meanwhile." in html
    assert "Your session had ended." not in html
    kept.refresh_from_db()
    assert kept.website == ""


def test_adding_warns_by_website_and_not_where_the_country_differs(editor: Client) -> None:
    schemes.load_code_lists(now=NOW)
    vn = Place.objects.get(code="VN")
    there = OrganisationFactory(name="Clear River Fund", country=vn, website="https://www.river.example.org/")
    elsewhere = {"name_en": "Clear River Fund", "country": Place.objects.get(code="TH").pk}
    page = _add(editor, name_vi="Hội Rừng Xanh", website="http://river.example.org").content.decode()
    assert "the same website" in page
    assert there.public_id in page
    assert _add(editor, name_en="Clear River Fund", country=vn.pk).status_code == 422
    assert _add(editor, **elsewhere).status_code == 302
