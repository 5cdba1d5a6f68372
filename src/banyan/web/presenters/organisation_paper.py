"""
The public page of an organisation as a document: the same facts, the same sources, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.paper.blocks import (
    Block,
    Fact,
    Facts,
    Heading,
    Note,
    Notes,
    Paper,
    Paragraph,
    Picture,
    Run,
    Runs,
    Style,
    Table,
    TableColumn,
)
from banyan.registry.enums import Verification
from banyan.web.pictures import ties as picture
from banyan.web.presenters import facts, formats, paper_words
from banyan.web.presenters.organisation_rows import Gathered, neighbours
from banyan.web.presenters.paper_words import text


def _values(fact: facts.Fact) -> tuple[Runs, ...]:
    """Return the values of a fact; its own sources stand after the last of them."""
    rows = []
    for place, part in enumerate(fact.parts, start=1):
        refs = (*part.refs, *(fact.refs if place == len(fact.parts) else ()))
        numbers = tuple(dict.fromkeys(ref.number for ref in refs))
        run = Run(part.text, language=part.lang, url=part.url if part.is_outside else "", refs=numbers)
        rows.append((run, Run(f"  {part.note}", is_small=True)) if part.note else (run,))
    return tuple(rows)


def _table(heading: str, columns: Iterable[TableColumn], rows: list[tuple[Runs, ...]]) -> Iterator[Block]:
    if rows:
        yield Heading(heading)
        yield Table(columns=tuple(columns), rows=tuple(rows))


def _beyond(number: int) -> Iterator[Block]:
    if number > 0:
        said = _("and %(number)s more on the page of the organisation") % {"number": formats.number(number)}
        yield Paragraph((Run(said),), Style.SMALL)


def _figures(found: Gathered) -> Iterator[Block]:
    rows = [
        (text(row["value"], refs=row["refs"]), text(row["measure"]), text(row["when"]))
        for row in facts.figure_rows(found.profile.figures, found.proof)
    ]
    heads = (pgettext("of a figure", "Number"), pgettext("what a figure counts", "About"), _("As of"))
    columns = (TableColumn(label, share=share) for label, share in zip(heads, (3, 5, 2), strict=True))
    yield from _table(_("What sources state in figures"), columns, rows)


def _people(found: Gathered) -> Iterator[Block]:
    rows = [
        (
            text(row["post"].person.title, refs=row["refs"]),
            text(row["post"].title or str(row["post"].get_kind_display())),
            text(
                row["period"]
                or (_("reported %(when)s") % {"when": row["reported"]} if row["reported"] else "")
            ),
        )
        for row in facts.post_rows(found.profile.posts, found.proof)
    ]
    columns = (
        TableColumn(_("Name"), share=4),
        TableColumn(pgettext("held by a person", "Position"), share=4),
        TableColumn(_("When"), share=3),
    )
    yield from _table(_("People"), columns, rows)
    yield from _beyond(found.profile.posts_total - len(rows))


def _ties(found: Gathered) -> Iterator[Block]:
    profile = found.profile
    rows = []
    for row in facts.tie_rows(profile.ties, found.proof):
        note = ", ".join(
            item for item in (str(row["cooperation"]), _("ended") if row["ended"] else "") if item
        )
        rows.append(
            (text(row["kind"]), text(row["other"].title, refs=row["refs"], note=note), text(row["period"]))
        )
    columns = (
        TableColumn(_("Relationship"), share=3),
        TableColumn(_("Organisation"), share=5),
        TableColumn(_("When"), share=3),
    )
    yield from _table(_("Relationships"), columns, rows)
    if rows:
        name = str(profile.organisation.title)
        label = _("Relationships of %(name)s") % {"name": name}
        drawing = picture.draw(name=name, neighbours=neighbours(profile), label=label, is_standalone=True)
        yield Picture(svg=str(drawing), described=label, caption=_("Who this organisation works with"))
    yield from _beyond(profile.ties_total - len(rows))


def _activities(found: Gathered) -> Iterator[Block]:
    rows = [
        (
            text(row["activity"].title, refs=row["refs"], note=row["amount"]),
            text(row["roles"]),
            text(row["period"]),
        )
        for row in found.activities
    ]
    columns = (
        TableColumn(_("Activity"), share=5),
        TableColumn(pgettext("in an activity", "Part"), share=3),
        TableColumn(_("When"), share=3),
    )
    yield from _table(_("Activities"), columns, rows)


def _events(found: Gathered) -> Iterator[Block]:
    rows = []
    for row in found.events:
        people = formats.listed(part.person.title for part in row["people"])
        part = _("Organiser") if row["is_organiser"] else _("Took part")
        rows.append((text(row["event"].title, refs=row["refs"], note=people), text(part), text(row["when"])))
    columns = (
        TableColumn(_("Event"), share=5),
        TableColumn(pgettext("in an activity", "Part"), share=3),
        TableColumn(_("When"), share=3),
    )
    yield from _table(_("Events"), columns, rows)


def _source(row: dict[str, Any], request: HttpRequest) -> Note:
    accepted = _("Accepted by a person on %(date)s") % {"date": row["accepted"]}
    address = request.build_absolute_uri(row["source"].get_absolute_url())
    if row["is_taken_down"]:
        said = [Paragraph((Run(_("A source that was taken down"), url=address),))]
    else:
        said = [Paragraph((Run(str(row["source"]), language=row["lang"], url=address),))]
        if row["meta"]:
            said.append(Paragraph((Run(row["meta"]),), Style.SMALL))
        said += [Paragraph((Run(quote, language=row["lang"]),), Style.QUOTE) for quote in row["quotes"]]
    return Note(row["number"], (*said, Paragraph((Run(accepted),), Style.SMALL)))


def _sources(found: Gathered, request: HttpRequest) -> Iterator[Block]:
    names = [*(name.text for name in found.profile.names), *found.titles()]
    rows = facts.source_rows(found.proof.sources, names)
    if rows:
        yield Heading(_("Sources"))
        yield Notes(tuple(_source(row, request) for row in rows))


def _blocks(found: Gathered, request: HttpRequest) -> Iterator[Block]:
    record = found.profile.organisation
    if record.summary:
        yield Paragraph(text(record.summary), Style.LEDE)
    rows = [Fact(fact.label, _values(fact)) for fact in facts.organisation_facts(found.profile, found.proof)]
    rows += [
        Fact(_("Record"), ((Run(str(Verification(record.verification).label)),),)),
        Fact(_("Permanent id"), ((Run(record.public_id),),)),
        Fact(_("Last changed"), ((Run(formats.day(record.updated_at)),),)),
    ]
    yield Facts(tuple(rows))
    for part in (_figures, _people, _ties, _activities, _events):
        yield from part(found)
    yield from _sources(found, request)


def paper(found: Gathered, request: HttpRequest) -> Paper:
    """Return the document about an organisation."""
    record = found.profile.organisation
    others = facts.other_names(found.profile.names, str(record.title))
    return paper_words.document(
        request,
        title=record.title,
        page=record.get_absolute_url(),
        kicker=facts.place_line(record),
        names=tuple(Run(name["text"], language=name["lang"]) for name in others),
        blocks=_blocks(found, request),
    )
