"""
Every address, walked as four people, against one table.

A route that is not in the table fails the first test. A letter stands for what each of the four gets: a visitor,
somebody signed in without a role, an editor, an administrator.

``.`` the page · ``>`` led elsewhere · ``s`` led to the sign-in page · ``x`` refused (403) · ``0`` not there (404)
· ``m`` the method is refused (405) · ``?`` a bad request (400, 422)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from django.utils.translation import override
from tests.factories import (
    ActivityFactory,
    AppearanceFactory,
    CitationFactory,
    ConceptFactory,
    DuplicatePairFactory,
    EventFactory,
    ImportRunFactory,
    LetterFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    ProposedChangeFactory,
    SchemeFactory,
    SourceFactory,
    StatedFigureFactory,
    TieFactory,
    UserFactory,
)
from tests.factories.base import NOW

from banyan.registry.domain import merges, splits
from banyan.registry.models import Post, Source

pytestmark = pytest.mark.django_db

#: GET by route: visitor, no role, editor, administrator.
SEEN = {
    # Addresses without a language, and what only leads on.
    "root": ">>>>",
    "desk-in-language": ">>>>",
    "health": "....",
    "robots": "....",
    "media/<path:path>": "0000",
    "^editor/password_reset/.*$": ">>>>",
    "wagtaildocs_serve": "0000",
    "wagtaildocs_authenticate_with_password": ">>>>",
    "wagtailcore_authenticate_with_password": "0000",
    "wagtailcore_login": "ssss",
    "web:instead-of-wagtail-login": "ssss",
    "wagtail_serve": "0000",
    # Public pages.
    "web:home": "....",
    "web:about": "....",
    "web:search": "....",
    "web:suggest": "....",
    "web:search-file": "....",
    "web:organisations": "....",
    "web:organisation": "....",
    "web:ties-picture": "....",
    "web:organisation-paper": "....",
    "web:organisation-people": "....",
    "web:organisation-relationships": "....",
    "web:people": "....",
    "web:person": "....",
    "web:events": "....",
    "web:event": "....",
    "web:sources": "....",
    "web:source": "....",
    "web:takedown": "....",
    "web:uploads": "mmmm",
    "web:desk-letters": "sxx.",
    "web:desk-letter": "sxx.",
    "web:desk-wordings": "sxx.",
    "web:desk-wording": "sxx.",
    "web:upload": "mmmm",
    "web:correction": "....",
    "web:correction-state": "0000",
    "web:sitemap": "....",
    "web:sitemap-part": "....",
    # The desk.
    "web:desk-home": "sx..",
    "web:desk-dashboard": "sx..",
    "web:desk-charts": "sx..",
    "web:desk-chart": "sx..",
    "web:desk-report": "sx..",
    "web:desk-clip": "sx..",
    "web:desk-clipping": "sx00",
    "web:desk-inbox": "sx..",
    "web:desk-inbox-source": "sx..",
    "web:desk-accept-certain": "sx>>",
    "web:desk-decide": "sx>>",
    "web:desk-choose": "sx..",
    "web:desk-organisations": "sx..",
    "web:desk-organisation-add": "sx..",
    "web:desk-organisation": "sx..",
    "web:desk-organisation-edit": "sx..",
    "web:desk-tie-add": "sx..",
    "web:desk-compare": "sx..",
    "web:desk-merges": "sx..",
    "web:desk-merge": "sx..",
    "web:desk-split": "sx..",
    "web:desk-splits": "sx..",
    "web:desk-split-undo": "sx>>",
    "web:desk-people": "sx..",
    "web:desk-person-add": "sx..",
    "web:desk-person": "sx..",
    "web:desk-person-edit": "sx..",
    "web:desk-imports": "sx..",
    "web:desk-import-add": "sx..",
    "web:desk-import-file": "sx..",
    "web:desk-import-columns": "sx..",
    "web:desk-import-run": "sx..",
    "web:desk-import-rows": "sx..",
    "web:desk-import-problems": "sx..",
    "web:desk-import-problems-file": "sx..",
    "web:desk-import-doubts": "sx..",
    "web:desk-import-undo": "sx..",
    "web:desk-duplicates": "sx..",
    "web:desk-duplicates-find": "sx>>",
    "web:desk-duplicates-search": "sx>>",
    "web:desk-duplicates-pair": "sx..",
    "web:desk-duplicates-certain": "sx..",
    "web:desk-duplicates-batch": "sx00",
    "web:desk-events": "sx..",
    "web:desk-event-add": "sx..",
    "web:desk-event": "sx..",
    "web:desk-event-edit": "sx..",
    "web:desk-organiser-add": "sx..",
    "web:desk-organiser-remove": "sx..",
    "web:desk-appearance-add": "sx..",
    "web:desk-appearance-edit": "sx..",
    "web:desk-appearance-remove": "sx..",
    "web:desk-activities": "sx..",
    "web:desk-activity-add": "sx..",
    "web:desk-activity": "sx..",
    "web:desk-activity-edit": "sx..",
    "web:desk-activity-remove": "sx..",
    "web:desk-party-add": "sx..",
    "web:desk-party-remove": "sx..",
    "web:desk-figures": "sx..",
    "web:desk-figure-add": "sx..",
    "web:desk-figure": "sx..",
    "web:desk-figure-edit": "sx..",
    "web:desk-figure-remove": "sx..",
    "web:desk-citation-add": "sx..",
    "web:desk-citation-remove": "sx..",
    "web:desk-post-add": "sx..",
    "web:desk-post-end": "sx..",
    "web:desk-post-remove": "sx..",
    "web:desk-tie-end": "sx..",
    "web:desk-tie-remove": "sx..",
    "web:desk-history": "sx..",
    "web:desk-export": "sx..",
    "web:desk-chooser": "sx..",
    "web:desk-chooser-suggest": "sx..",
    "web:desk-sources": "sx..",
    "web:desk-source-takedown": "sxx.",
    "web:desk-source-restore": "sxx.",
    "web:desk-translations": "sx..",
    "web:desk-lists": "sx..",
    "web:desk-list": "sx..",
    "web:desk-list-add": "sxx.",
    "web:desk-list-entry": "sxx.",
    "web:desk-jobs": "sx..",
    "web:desk-backups": "sxx.",
    "web:desk-users": "sxx.",
    "web:desk-user-add": "sxx.",
    "web:desk-user-roles": "sxx.",
    # Signing in, and one's own security: the same for everybody with an account.
    "account_login": ".>>>",
    "account_logout": ">...",
    "account_inactive": "....",
    "account_signup": ".>>>",
    "account_reauthenticate": "s...",
    "account_email": "s...",
    "account_email_verification_sent": "....",
    "account_change_password": "s...",
    "account_set_password": "s>>>",
    "account_reset_password": "....",
    "account_reset_password_done": "....",
    "account_reset_password_from_key": "....",
    "account_reset_password_from_key_done": "....",
    "account_confirm_email": "....",
    "account_confirm_login_code": "s>>>",
    "mfa_index": "s...",
    "mfa_authenticate": "s>>>",
    "mfa_reauthenticate": "s>>>",
    "mfa_activate_totp": "s>>>",
    "mfa_deactivate_totp": "s000",
    "mfa_view_recovery_codes": "s000",
    "mfa_generate_recovery_codes": "s>>>",
    "mfa_download_recovery_codes": "s000",
    "mfa_list_webauthn": "s...",
    "mfa_add_webauthn": "s>>>",
    "mfa_reauthenticate_webauthn": "s>>>",
    "mfa_remove_webauthn": "s>>>",
    "mfa_edit_webauthn": "s>>>",
    "mfa_login_webauthn": "s>>>",
}

#: POST without any field, by route; only where something would be written. CSRF is enforced in its own test.
WRITTEN = {
    "web:uploads": "s???",
    "web:desk-letter": "sxx>",
    "web:desk-wording": "sxx?",
    "web:desk-import-add": "sx??",
    "web:desk-import-file": "sx>>",
    "web:desk-import-columns": "sx??",
    "web:desk-import-run": "sx>>",
    "web:desk-import-doubts": "sx00",
    "web:desk-import-undo": "sx>>",
    "web:desk-clip": "sx??",
    "web:desk-accept-certain": "sx>>",
    "web:desk-decide": "sx>>",
    "web:desk-duplicates-find": "sx>>",
    "web:desk-duplicates-search": "sx>>",
    "web:desk-duplicates-pair": "sx>>",
    "web:desk-duplicates-certain": "sx>>",
    "web:desk-duplicates-batch": "sx00",
    "web:desk-organisation-add": "sx??",
    "web:desk-organisation-edit": "sx??",
    "web:desk-tie-add": "sx??",
    "web:desk-compare": "sx..",
    "web:desk-merge": "sx.>",
    "web:desk-split": "sx??",
    "web:desk-split-undo": "sx>>",
    "web:desk-person-add": "sx??",
    "web:desk-person-edit": "sx??",
    "web:desk-event-add": "sx??",
    "web:desk-event-edit": "sx??",
    "web:desk-organiser-add": "sx??",
    "web:desk-organiser-remove": "sx>0",
    "web:desk-appearance-add": "sx??",
    "web:desk-appearance-edit": "sx??",
    "web:desk-appearance-remove": "sx>0",
    "web:desk-activity-add": "sx??",
    "web:desk-activity-edit": "sx??",
    "web:desk-activity-remove": "sx>0",
    "web:desk-party-add": "sx00",
    "web:desk-party-remove": "sx00",
    "web:desk-figure-add": "sx??",
    "web:desk-figure-edit": "sx??",
    "web:desk-figure-remove": "sx>0",
    "web:desk-citation-add": "sx00",
    "web:desk-citation-remove": "sx00",
    "web:desk-post-add": "sx??",
    "web:desk-post-end": "sx??",
    "web:desk-tie-end": "sx??",
    "web:desk-post-remove": "sx>0",
    "web:desk-tie-remove": "sx>0",
    "web:desk-source-takedown": "sxx>",
    "web:desk-source-restore": "sxx>",
    "web:desk-list-add": "sxx?",
    "web:desk-list-entry": "sxx?",
    "web:desk-jobs": "sx>>",
    "web:desk-backups": "sxx>",
    "web:desk-user-add": "sxx?",
    "web:desk-user-roles": "sxx>",
}


def _walk(resolver: Any, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, path, inner)
        else:
            name = namespace + (pattern.name or "")
            yield (name if pattern.name and pattern.name != "picture" else path), path


def _routes() -> dict[str, str]:
    """Return every route outside Wagtail's editor, by name, with its pattern."""
    with override("vi"):
        return {name: path for name, path in _walk(get_resolver()) if not path.startswith("editor/")}


@pytest.fixture
def filled() -> dict[str, str]:
    """Records for every route, and the values to put into its address."""
    call_command("make_first_pages", verbosity=0)
    scheme = SchemeFactory(code="organisation")
    organisation, person = OrganisationFactory(), PersonFactory()
    post = PostFactory(organisation=organisation, person=person)
    CitationFactory(subject=post)
    tie = TieFactory(subject=organisation)
    source = SourceFactory()
    event = EventFactory(organisers=[organisation])
    activity = ActivityFactory(parties=[("operator", organisation)])
    proposal = ProposedChangeFactory(source=source)
    pair = DuplicatePairFactory()
    twins = OrganisationFactory(), OrganisationFactory()
    merged = merges.merge(kept=twins[0], folded=twins[1], choices={}, by=None, now=NOW)
    moving = TieFactory(subject=twins[0])
    parted = splits.split(
        organisation=twins[0],
        rows=[("registry.tie", moving.pk)],
        reason="two",
        into=OrganisationFactory(),
        by=None,
        now=NOW,
    )
    CitationFactory(source=source, subject=organisation)
    run = ImportRunFactory()
    return {
        "dataset": run.dataset.public_id,
        "run": run.public_id,
        "organisation": organisation.public_id,
        "person": person.public_id,
        "event": event.public_id,
        "source": source.public_id,
        "activity": activity.public_id,
        "figure": str(StatedFigureFactory(subject=organisation).pk),
        "organiser": str(event.organisers.get().pk),
        "appearance": str(AppearanceFactory(event=event, person=person).pk),
        "party": str(activity.parties.get().pk),
        "citation": str(CitationFactory(subject=activity).pk),
        "post": str(post.pk),
        "tie": str(tie.pk),
        "proposal": str(proposal.pk),
        "merge": str(merged.pk),
        "split": str(parted.pk),
        "first": pair.first_key,
        "second": pair.second_key,
        "letter": str(LetterFactory().pk),
        "duplicates-search": str(pair.run_id),
        "list-entry": str(ConceptFactory(scheme=scheme).pk),
    }


def _address(name: str, filled: dict[str, str]) -> str:
    """Return an address of a route with real records in it."""
    bare = name.removeprefix("web:")
    with override("vi"):
        path = _routes()[name]
    kind = next(
        (word for word in ("organisation", "person", "event", "activity", "source") if word in bare),
        "organisation",
    )
    kind = {"desk-tie-add": "organisation", "ties-picture": "organisation", "takedown": "source"}.get(
        bare, kind
    )
    kind = {"desk-inbox-source": "source", "desk-accept-certain": "source"}.get(bare, kind)
    kind = {
        "desk-party-add": "activity",
        "desk-citation-add": "activity",
        "desk-organiser-add": "event",
        "desk-appearance-add": "event",
    }.get(bare, kind)
    if bare.startswith("desk-import-"):
        kind = "dataset" if bare in ("desk-import-file", "desk-import-columns") else "run"
    numbered = ("post", "tie", "party", "citation", "figure", "organiser", "appearance", "list-entry")
    number = next((filled[word] for word in numbered if f"desk-{word}-" in f"{bare}-"), filled["proposal"])
    number = "1" if bare == "desk-clipping" else number
    number = filled["letter"] if bare == "desk-letter" else number
    number = filled["duplicates-search"] if bare == "desk-duplicates-search" else number
    number = "1" if bare == "desk-duplicates-batch" else number
    number = filled["merge"] if bare == "desk-merge" else number
    number = filled["split"] if bare == "desk-split-undo" else number
    number = filled.get("user", number) if bare == "desk-user-roles" else number
    values = {
        "<str:public_id>": filled[kind],
        "<slug:scheme>": "organisation",
        "<slug:key>": "country",
        "<slug:kind>": "activity" if bare == "desk-citation-add" else "organisation",
        "<slug:form>": "docx" if bare.endswith(("-paper", "-report")) else "csv",
        "<str:kind>": "accounts.invitation" if bare == "desk-wording" else "organisation",
        "<slug:language>": "vi",
        "<int:pk>": number,
        "<int:number>": "1",
        "<str:first>": filled["first"],
        "<str:second>": filled["second"],
        "<str:reference>": "abc",
        "<str:token>": "abc",
        "<path:path>": "secret.sqlite3",
        "<int:restriction_id>": "1",
        "<int:page_view_restriction_id>": "1",
        "<int:page_id>": "1",
        "(?P<rest>.*)": "inbox/",
        "(?P<key>[-:\\w]+)": "abc",
        "(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)": "1-abc",
        "(\\d+)/(.*)": "1/x.pdf",
        "((?:[\\w\\-]+/)*)": "no-such-page/",
        ".*": "",
    }
    for placeholder, value in values.items():
        path = path.replace(placeholder, value)
    return "/" + path.replace("^", "").replace("$", "") + ("?kind=organisation" if "chooser" in bare else "")


def _letter(response: Any) -> str:
    if response.status_code in (301, 302):
        return "s" if "/accounts/login/" in response["Location"] else ">"
    return {200: ".", 400: "?", 422: "?", 403: "x", 404: "0", 405: "m"}[response.status_code]


def _people() -> list[Client]:
    people = [Client()]
    for roles in ((), ("editor",), ("administrator",)):
        client = Client()
        client.force_login(UserFactory(roles=roles, password="a long one 123"))
        people.append(client)
    return people


def _differing(found: dict[str, str], table: dict[str, str]) -> list[str]:
    return [f"{name}: {row}, not {table[name]}" for name, row in found.items() if row != table[name]]


def test_every_route_is_in_the_table() -> None:
    assert sorted(set(_routes()) - set(SEEN)) == []
    assert sorted(set(SEEN) - set(_routes())) == []


@pytest.mark.filterwarnings("ignore")
def test_every_page_opens_for_whom_the_table_says(filled: dict[str, str]) -> None:
    people = _people()
    filled["user"] = str(UserFactory().pk)
    found = {name: "".join(_letter(client.get(_address(name, filled))) for client in people) for name in SEEN}
    assert "\n".join(_differing(found, SEEN)) == ""


def test_every_form_is_taken_from_whom_the_table_says(filled: dict[str, str]) -> None:
    people = _people()
    filled["user"] = str(UserFactory().pk)
    found = {
        name: "".join(_letter(client.post(_address(name, filled))) for client in people) for name in WRITTEN
    }
    assert "\n".join(_differing(found, WRITTEN)) == ""


def test_every_page_that_takes_a_form_at_the_desk_is_in_the_second_table(filled: dict[str, str]) -> None:
    client = Client()
    client.force_login(UserFactory(roles=("administrator",)))
    filled["user"] = str(UserFactory().pk)
    taking = {
        name
        for name in SEEN
        if name.startswith("web:desk-")
        and name not in WRITTEN
        and client.post(_address(name, filled)).status_code != 405
    }
    assert taking == set()


def test_no_form_is_taken_from_another_site(filled: dict[str, str]) -> None:
    """An administrator's browser sends the session along; without the token nothing is written."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(roles=("administrator",)))
    filled["user"] = str(UserFactory().pk)
    answers = {name: client.post(_address(name, filled)).status_code for name in WRITTEN}
    assert set(answers.values()) == {403}
    assert Post.objects.count() == 1
    assert Source.objects.filter(taken_down_at__isnull=False).count() == 0


@pytest.mark.parametrize(
    "path", ["", "pages/", "images/", "documents/", "users/", "settings/", "account/", "api/main/"]
)
def test_editor_asks_visitors_to_sign_in_and_keeps_those_without_a_role_out(path: str) -> None:
    visitor, nobody, _editor, _administrator = _people()
    answer = visitor.get(f"/editor/{path}")
    assert answer.status_code in (302, 401, 403, 404)
    if answer.status_code == 302:
        led = visitor.get(answer["Location"], follow=True)  # Wagtail's own sign-in leads on to ours
        assert led.request["PATH_INFO"].endswith("/accounts/login/")
    assert nobody.get(f"/editor/{path}").status_code in (302, 401, 403, 404)


def test_every_view_of_the_desk_names_its_permission() -> None:
    """A view without `needs` has no attribute, and would be open."""
    open_doors = []
    with override("vi"):
        for pattern in _patterns(get_resolver()):
            if (pattern.name or "").startswith("desk-") and pattern.name != "desk-in-language":
                view = pattern.callback
                if not hasattr(view, "permission"):
                    open_doors.append(pattern.name)
    assert open_doors == []


def _patterns(resolver: Any) -> Iterator[Any]:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern)
        else:
            yield pattern
