"""Records for tests, made through the domain functions that a person's click calls."""

from tests.factories.accounts import UserFactory
from tests.factories.events import AppearanceFactory, EventFactory
from tests.factories.imports import DatasetFactory, ImportRunFactory
from tests.factories.letters import LetterFactory
from tests.factories.registry import (
    ActivityFactory,
    CitationFactory,
    DuplicatePairFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    ProposedChangeFactory,
    SourceFactory,
    StatedFigureFactory,
    TieFactory,
)
from tests.factories.taxonomy import ConceptFactory, SchemeFactory

__all__ = [
    "ActivityFactory",
    "AppearanceFactory",
    "CitationFactory",
    "ConceptFactory",
    "DatasetFactory",
    "DuplicatePairFactory",
    "EventFactory",
    "ImportRunFactory",
    "LetterFactory",
    "OrganisationFactory",
    "PersonFactory",
    "PostFactory",
    "ProposedChangeFactory",
    "SchemeFactory",
    "SourceFactory",
    "StatedFigureFactory",
    "TieFactory",
    "UserFactory",
]
