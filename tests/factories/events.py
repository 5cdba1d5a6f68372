"""Events and who took part."""

from __future__ import annotations

from typing import Any

import factory
from tests.factories.base import DomainFactory
from tests.factories.registry import PersonFactory

from banyan.events.domain import events
from banyan.events.enums import AppearanceRole
from banyan.events.models import Appearance, Event


class EventFactory(DomainFactory):
    """A dated event without organisers."""

    class Meta:
        model = Event

    titles = factory.Sequence(lambda number: {"en": f"Round table on rural water {number}"})
    organisers = factory.LazyFunction(list)
    start_date = "2026-12-03"
    venue = "Hue"

    @staticmethod
    def make(**values: Any) -> Event:
        return events.add(**values)


class AppearanceFactory(DomainFactory):
    """Somebody's part in an event."""

    class Meta:
        model = Appearance

    event = factory.SubFactory(EventFactory)
    person = factory.SubFactory(PersonFactory)
    role = AppearanceRole.SPEAKER
    talks = factory.LazyFunction(dict)

    @staticmethod
    def make(**values: Any) -> Appearance:
        return events.add_appearance(**values)[0]
