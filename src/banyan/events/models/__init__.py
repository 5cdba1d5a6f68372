"""The tables of events."""

from .event import Appearance, Event, EventOrganiser

__all__ = ["Appearance", "Event", "EventOrganiser"]
