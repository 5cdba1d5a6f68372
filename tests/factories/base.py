"""A factory that calls a function of the domain instead of writing a row."""

from __future__ import annotations

import datetime
from typing import Any

import factory

NOW = datetime.datetime(2026, 11, 21, 9, 0, tzinfo=datetime.UTC)


class DomainFactory(factory.Factory):
    """Calls ``make`` with what was declared; ``by`` and ``now`` are given unless said otherwise."""

    class Meta:
        abstract = True

    by = None
    now = NOW

    @staticmethod
    def make(**values: Any) -> Any:
        """Make the record. Subclasses say how."""
        raise NotImplementedError

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **values: Any) -> Any:
        return cls.make(**values)

    @classmethod
    def _build(cls, model_class: type[Any], *args: Any, **values: Any) -> Any:
        raise NotImplementedError("The domain always writes; there is nothing to build without a database.")
