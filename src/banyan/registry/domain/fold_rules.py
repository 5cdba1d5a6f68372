"""What becomes of the register's own rows when a record is folded into another."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

from banyan.core.i18n import LANGUAGES
from banyan.registry.domain import posts
from banyan.registry.domain.folding import Moves, Stays, register_fold_handler
from banyan.registry.enums import SYMMETRIC_TIES
from banyan.registry.models import Post, StatedFigure, Tie


def _tie(end: str) -> Any:
    def identity(tie: Tie) -> Hashable:
        other = tie.object_id if end == "subject" else tie.subject_id
        side = "either" if tie.kind in SYMMETRIC_TIES else end
        return (side, other, tie.kind, tie.grade, tie.from_date)

    return identity


def _figure(figure: StatedFigure) -> Hashable:
    return (
        *(getattr(figure, f"{text}_{language}") for text in ("measure", "unit") for language in LANGUAGES),
        figure.value,
        figure.qualifier,
        figure.currency,
        figure.stated_date,
    )


def _held_at(post: Post) -> Hashable:
    return (post.organisation_id, post.kind)


def _held_by(post: Post) -> Hashable:
    return (post.person_id, post.kind)


_THROUGH_REDIRECTS: Final = "whoever reads it follows the redirects, so it leads to the kept record by itself"
_HISTORY: Final = "history: what was decided of that very record"
_TO_JUDGE: Final = "a question about that very record; one about a folded record is asked no more"
_BY_ROW: Final = "moved with the row it points at, column by column"

_MOVES: Final = (
    Moves(kind="organisation", column="registry.organisationname.organisation"),
    Moves(kind="organisation", column="registry.identifier.organisation"),
    Moves(kind="organisation", column="registry.organisation_topics.organisation"),
    Moves(
        kind="organisation",
        column="registry.post.organisation",
        identity=_held_by,
        is_same=posts.is_same,
    ),
    Moves(kind="organisation", column="registry.tie.subject", identity=_tie("subject"), other="object_id"),
    Moves(kind="organisation", column="registry.tie.object", identity=_tie("object"), other="subject_id"),
    Moves(kind="organisation", column="registry.activityparty.organisation"),
    Moves(
        kind="organisation",
        column="registry.statedfigure.subject_key",
        keyed=True,
        where={"subject_type": "organisation"},
        identity=_figure,
    ),
    Moves(kind="person", column="registry.personname.person"),
    Moves(kind="person", column="registry.post.person", identity=_held_at, is_same=posts.is_same),
    Moves(
        kind="person",
        column="registry.statedfigure.subject_key",
        keyed=True,
        where={"subject_type": "person"},
        identity=_figure,
    ),
)
_STAY: Final = {
    "registry.proposedchange.linked_key": _THROUGH_REDIRECTS,
    "registry.proposedchange.result_key": _THROUGH_REDIRECTS,
    "registry.publicidredirect.old_public_id": "the redirects themselves",
    "registry.publicidredirect.new_public_id": "the redirects themselves",
    "registry.merge.kept_key": _HISTORY,
    "registry.merge.folded_key": _HISTORY,
    "registry.split.from_key": _HISTORY,
    "registry.split.to_key": _HISTORY,
    "registry.movedrow.row_id": _HISTORY,
    "registry.movedrow.joined_id": _HISTORY,
    "registry.duplicatepair.first_key": _TO_JUDGE,
    "registry.duplicatepair.second_key": _TO_JUDGE,
    "registry.judgement.first_key": _HISTORY,
    "registry.judgement.second_key": _HISTORY,
    "registry.citation.subject_id": _BY_ROW,
    "core.translationmark.object_id": _BY_ROW,
    "core.auditentry.object_id": _HISTORY,
    "letters.letter.about_id": _HISTORY,
}


def register() -> None:
    """Say what becomes of our rows; called once when the application starts."""
    for rule in _MOVES:
        register_fold_handler(rule)
    for kind in ("organisation", "person"):
        for column, why in _STAY.items():
            register_fold_handler(Stays(kind=kind, column=column, why=why))
