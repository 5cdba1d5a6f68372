"""Every kind of page in every language: usable with help of a reader, fitting a phone, and asking nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import translation
from tests.browser.conftest import DESK, PAGES, PHONE, Visit
from tests.factories import (
    ActivityFactory,
    AppearanceFactory,
    CitationFactory,
    ConceptFactory,
    DuplicatePairFactory,
    ImportRunFactory,
    LetterFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    ProposedChangeFactory,
    StatedFigureFactory,
    UserFactory,
)
from tests.factories.jobs import failed_job
from wagtail.models import Locale, Page, Site

from banyan.accounts.models import User
from banyan.events.models import Event
from banyan.ingest.domain import clippings
from banyan.ingest.models import Clipping
from banyan.knowledge.domain import pages
from banyan.registry.domain import corrections, merges, organisations, proposals
from banyan.registry.models import Person, Post, ProposedChange, Tie
from banyan.upkeep.domain import backups
from banyan.web.visitors import reference_of

LANGUAGES = ("vi", "zh-hans", "en")
#: Bytes over the wire of the first load of a public page.
MOST_BYTES = 150_000
#: An address that leads to no record.
NOWHERE = "bn-0000-0000"


@pytest.fixture
def administrator() -> User:
    """Somebody who may see every page of the desk."""
    return UserFactory(email="administrator@example.org", roles=("administrator", "editor"))


@pytest.fixture
def world(index, administrator: User, now, settings, tmp_path) -> dict[str, Any]:
    """Two pages read: one accepted whole but for one suggestion, one waiting; a note; a page that failed."""
    settings.MEDIA_ROOT = tmp_path / "media"
    index()
    if not Site.objects.exists():
        Locale.objects.get_or_create(language_code="en")
        root = Page.add_root(title="Root", slug="root")
        home = root.add_child(instance=Page(title="Welcome", slug="home"))
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    pages.make_first_pages(by=administrator, now=now)
    read = []
    for name in ("thu-ky.txt", "lv-an.html"):
        clipping = clippings.save_page(
            raw=(PAGES / name).read_bytes(), by=administrator, now=now, title=name, read_later=False
        )
        read.append(clippings.read(clipping_id=clipping.pk, now=now))
    vietnamese, chinese = (clipping.source for clipping in read)
    proposals.accept_certain(source=chinese, by=administrator, now=now)
    event = ProposedChange.objects.get(source=chinese, kind="event")
    proposals.accept(proposal_id=event.pk, by=administrator, now=now)
    done = ProposedChangeFactory()
    proposals.accept(proposal_id=done.pk, by=administrator, now=now)
    organisation = Tie.objects.filter(kind="operated_by").get().subject
    note = corrections.report(
        subject_type="organisation",
        subject_key=organisation.public_id,
        subject_name=str(organisation),
        message="它成立于2008年。",
        language="zh",
        now=now,
    )
    empty = clippings.save_page(raw=b"%PDF-1.4 nothing", by=administrator, now=now, read_later=False)
    clippings.read(clipping_id=empty.pk, now=now)
    waiting = ProposedChange.objects.filter(source=vietnamese, kind="organisation").first()
    failed_job(by=administrator)
    ImportRunFactory(by=administrator)
    backups.make(by=administrator, now=now)
    index()
    return {
        "concept": ConceptFactory(),
        "organisation": organisation,
        "person": Person.objects.first(),
        "event": Event.objects.get(),
        "vietnamese": vietnamese,
        "chinese": chinese,
        "done": done.source,
        "note": note,
        "failed": Clipping.objects.get(state="failed"),
        "waiting": waiting,
        "post": Post.objects.first(),
        "tie": Tie.objects.first(),
        "activity": ActivityFactory(parties=[("operator", organisation)]),
        "figure": StatedFigureFactory(subject=organisation),
        "pair": DuplicatePairFactory(),
        "letter": LetterFactory(),
        "appearance": AppearanceFactory(),
        "twin": OrganisationFactory(others={"vi": "Quỹ Sông Trong"}, website="https://twin.example.org"),
        "merge": merges.merge(
            kept=OrganisationFactory(), folded=OrganisationFactory(), choices={}, by=administrator, now=now
        ),
    }


def public_paths(world: dict[str, Any]) -> list[str]:
    """Return the address of each public page in the language that is active."""
    organisation, source = world["organisation"].public_id, world["chinese"].public_id
    plain = ("home", "about", "search", "organisations", "people", "events", "sources")
    return [
        *(reverse(f"web:{name}") for name in plain),
        reverse("web:search") + "?q=tongzhou",
        reverse("web:search") + "?q=qqqqzzzz",
        reverse("web:organisation", args=[organisation]),
        reverse("web:organisation-people", args=[organisation]),
        reverse("web:organisation-relationships", args=[organisation]),
        reverse("web:person", args=[world["person"].public_id]),
        reverse("web:event", args=[world["event"].public_id]),
        reverse("web:source", args=[source]),
        reverse("web:takedown", args=[source]),
        reverse("web:correction", args=["organisation", organisation]),
        reverse("web:correction-state", args=[reference_of(world["note"].pk)]),
        reverse("web:organisation", args=[NOWHERE]),
        reverse("account_login"),
        reverse("account_reset_password"),
    ]


def desk_paths(world: dict[str, Any], user: User) -> list[str]:
    """Return the address of each page of the desk in the language that is active."""
    lists = ("home", "clip", "inbox", "organisations", "people", "events", "activities", "figures", "sources")
    adds = ("translations", "users", "organisation-add", "person-add", "event-add", "user-add")
    organisation, activity = world["organisation"].public_id, world["activity"].public_id
    return [
        reverse("web:desk-dashboard"),
        reverse("web:desk-charts"),
        reverse("web:desk-imports"),
        reverse("web:desk-import-add"),
        reverse("web:desk-organisations") + "?lacks=source&country=VN",
        *(reverse(f"web:desk-{name}") for name in (*lists, *adds)),
        reverse("web:desk-jobs"),
        reverse("web:desk-backups"),
        reverse("web:desk-letters"),
        reverse("web:desk-letter", args=[world["letter"].pk]),
        reverse("web:desk-wordings"),
        reverse("web:desk-wording", args=["accounts.invitation", "vi"]),
        reverse("web:desk-lists"),
        reverse("web:desk-list", args=[world["concept"].scheme.code]),
        reverse("web:desk-list-add", args=[world["concept"].scheme.code]),
        reverse("web:desk-list-entry", args=[world["concept"].scheme.code, world["concept"].pk]),
        *(
            reverse("web:desk-inbox-source", args=[source.public_id])
            for source in (world["vietnamese"], world["chinese"], world["done"], world["note"].source)
        ),
        reverse("web:desk-choose", args=[world["waiting"].pk]),
        reverse("web:desk-clipping", args=[world["failed"].pk]),
        reverse("web:desk-organisation", args=[organisation]),
        reverse("web:desk-organisation-edit", args=[organisation]),
        reverse("web:desk-tie-add", args=[organisation]),
        reverse("web:desk-post-add", args=["organisation", organisation]),
        reverse("web:desk-history", args=["organisation", organisation]),
        reverse("web:desk-compare", args=["organisation", organisation]),
        reverse("web:desk-compare", args=["organisation", organisation])
        + f"?chosen={world['twin'].public_id}",
        reverse("web:desk-merges"),
        reverse("web:desk-merge", args=[world["merge"].pk]),
        reverse("web:desk-split", args=[organisation]),
        reverse("web:desk-split", args=[organisation]) + f"?chosen={world['twin'].public_id}",
        reverse("web:desk-splits"),
        reverse("web:desk-person", args=[world["person"].public_id]),
        reverse("web:desk-person-edit", args=[world["person"].public_id]),
        reverse("web:desk-event", args=[world["event"].public_id]),
        reverse("web:desk-event-edit", args=[world["event"].public_id]),
        reverse("web:desk-organiser-add", args=[world["event"].public_id]) + f"?chosen={organisation}",
        reverse("web:desk-appearance-add", args=[world["event"].public_id])
        + f"?chosen={world['person'].public_id}",
        reverse("web:desk-appearance-edit", args=[world["appearance"].pk]),
        reverse("web:desk-appearance-remove", args=[world["appearance"].pk]),
        reverse("web:desk-post-end", args=[world["post"].pk]),
        reverse("web:desk-post-remove", args=[world["post"].pk]),
        reverse("web:desk-tie-end", args=[world["tie"].pk]),
        reverse("web:desk-tie-remove", args=[world["tie"].pk]),
        reverse("web:desk-duplicates"),
        reverse("web:desk-duplicates-pair", args=[world["pair"].first_key, world["pair"].second_key]),
        reverse("web:desk-activity-add") + f"?chosen={organisation}",
        reverse("web:desk-figure-add"),
        reverse("web:desk-figure-add") + f"?kind=organisation&chosen={organisation}",
        reverse("web:desk-figure", args=[world["figure"].pk]),
        reverse("web:desk-figure-edit", args=[world["figure"].pk]),
        reverse("web:desk-figure-remove", args=[world["figure"].pk]),
        reverse("web:desk-activity", args=[activity]),
        reverse("web:desk-activity-edit", args=[activity]),
        reverse("web:desk-activity-remove", args=[activity]),
        reverse("web:desk-party-add", args=[activity]) + f"?chosen={organisation}",
        reverse("web:desk-citation-add", args=["activity", activity]),
        reverse("web:desk-citation-add", args=["activity", activity])
        + f"?chosen={world['chinese'].public_id}",
        reverse("web:desk-source-takedown", args=[world["chinese"].public_id]),
        reverse("web:desk-user-roles", args=[user.pk]),
        reverse("account_change_password"),
        reverse("account_email"),
        reverse("account_logout"),
        reverse("mfa_index"),
    ]


def findings(visit: Visit, path: str) -> list[str]:
    """Return what is seriously wrong with a page on a phone."""
    page = visit.page
    response = page.goto(f"{visit.server}{path}")
    expected = 404 if NOWHERE in path else 200
    wrong = (
        [] if response and response.status == expected else [f"{path}: status {response and response.status}"]
    )
    for violation in Axe().run(page).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            where = "; ".join(node["html"][:160] for node in violation["nodes"][:2])
            wrong.append(f"{path}: {violation['id']}: {where}")
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if beyond > 0:
        wrong.append(f"{path}: {beyond} px wider than the phone")
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_are_accessible_fit_a_phone_and_ask_no_other_host(visit, world, language: str):
    one = visit(viewport=PHONE)
    with translation.override(language):
        paths = public_paths(world)
    assert [finding for path in paths for finding in findings(one, path)] == []
    assert one.hosts == {"localhost"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_desk_pages_are_accessible_fit_a_phone_and_ask_no_other_host(
    visit, world, administrator: User, language: str
):
    one = visit(viewport=PHONE, user=administrator)
    with translation.override(language):
        paths = desk_paths(world, administrator)
    assert [finding for path in paths for finding in findings(one, path)] == []
    assert one.hosts == {"localhost"}


def test_the_inbox_is_accessible_on_a_wide_screen_too(visit, world, administrator: User):
    one = visit(viewport=DESK, user=administrator)
    path = f"/en/desk/inbox/{world['vietnamese'].public_id}/"
    assert findings(one, path) == []
    one.page.click("summary[data-key=E]")
    assert [item["id"] for item in Axe().run(one.page).response["violations"]] == []


@pytest.mark.parametrize("name", ["home", "search", "organisation"])
def test_the_first_load_is_small(visit, world, name: str):
    one = visit(viewport=PHONE)
    with translation.override("vi"):
        path = {
            "home": reverse("web:home"),
            "search": reverse("web:search") + "?q=tongzhou",
            "organisation": reverse("web:organisation", args=[world["organisation"].public_id]),
        }[name]
    watch = one.context.new_cdp_session(one.page)
    watch.send("Network.enable")
    sizes: list[float] = []
    watch.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    one.open(path)
    one.page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) <= MOST_BYTES


def test_what_has_no_translation_shows_the_original_with_its_language(visit, index, now):
    organisation = OrganisationFactory(name="武汉市白鹭读书会", language="zh")
    organisations.edit(
        organisation=organisation,
        summary={"zh": "在社区里办读书会。"},
        summary_language="zh",
        values={},
        by=None,
        now=now,
    )
    post = PostFactory(organisation=organisation, titles={"zh": "会长"}, person=PersonFactory(name="陈小溪"))
    CitationFactory(subject=post, quote="会长陈小溪说，读书会每周一次。")
    index()
    page = visit().open(f"/vi/organisations/{organisation.public_id}/")
    assert page.locator("h1").inner_text() == "武汉市白鹭读书会"
    original = page.locator(".original")
    assert original.locator("[lang=zh-Hans]").inner_text() == "在社区里办读书会。"
    assert original.locator(".original-note .tag").inner_text() == "Tiếng Trung"
    position = page.locator("main [lang=zh-Hans]", has_text="会长").first
    assert position.inner_text() == "会长"
    assert position.locator("xpath=following-sibling::*[1]").inner_text() == "Tiếng Trung"
