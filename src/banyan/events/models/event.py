"""A meeting, its organisers, and who appeared at it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from banyan.core.i18n import Trilingual
from banyan.core.ids import new_public_id
from banyan.core.models import Tracked
from banyan.events.enums import AppearanceRole
from banyan.registry.validators import validate_partial_date


class Event(Tracked):
    """
    A meeting as a source reports it. Changed by `events.domain.events`.

    Dates are ISO days, months or years; ``venue`` is the place in the words of the source.
    """

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id)
    title = Trilingual(models.CharField, max_length=300)
    start_date = models.CharField(max_length=10, blank=True, default="", validators=[validate_partial_date])
    end_date = models.CharField(max_length=10, blank=True, default="", validators=[validate_partial_date])
    venue = models.CharField(max_length=200, blank=True, default="")
    place = models.ForeignKey(
        "taxonomy.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title_vi="", title_zh="", title_en=""), name="event_has_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(end_date="") | models.Q(start_date__lte=models.F("end_date")),
                name="event_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["-start_date"], name="event_start")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """The public page, in the language of the reader."""
        return reverse("web:event", args=[self.public_id])


class EventOrganiser(models.Model):
    """An organisation that held an event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, related_name="organised"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "organisation"], name="event_organiser_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.event}"


class Appearance(Tracked):
    """Somebody's part in an event. Changed by `events.domain.events`."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="appearances")
    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, related_name="appearances")
    role = models.CharField(max_length=20, choices=AppearanceRole, default=AppearanceRole.PARTICIPANT)
    talk = Trilingual(models.CharField, max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "person", "role"], name="appearance_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=AppearanceRole.values), name="appearance_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.event}"
