"""What organisations do, and what sources say in numbers."""

from __future__ import annotations

from decimal import Decimal

from django.db import models

from banyan.core.i18n import Trilingual
from banyan.core.ids import new_public_id
from banyan.core.models import Tracked
from banyan.registry.enums import PartyRole
from banyan.registry.validators import validate_partial_date

from .organisation import Organisation


class Activity(Tracked):
    """
    Something organisations do or did, as a source reports it. Changed by `registry.domain.activities`.

    A reported grant is an activity with parties and an amount, never an award of this centre.
    ``amount`` is the budget in ``currency`` (ISO 4217); ``people_reached`` counts people, as stated.
    ``folded`` is the title in its languages as it is compared: a list finds it without accents.
    """

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id)
    title = Trilingual(models.CharField, max_length=300)
    start_date = models.CharField(max_length=10, blank=True, default="", validators=[validate_partial_date])
    end_date = models.CharField(max_length=10, blank=True, default="", validators=[validate_partial_date])
    place = models.ForeignKey(
        "taxonomy.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    topics = models.ManyToManyField("taxonomy.Concept", blank=True, related_name="+")
    people_reached = models.PositiveBigIntegerField(null=True, blank=True)
    folded = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title_vi="", title_zh="", title_en=""), name="activity_has_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | (models.Q(amount__gte=0) & ~models.Q(currency="")),
                name="activity_amount_has_a_currency",
            ),
        ]
        indexes = [models.Index(fields=["-updated_at"], name="activity_updated")]

    def __str__(self) -> str:
        return str(self.title)


class ActivityParty(models.Model):
    """An organisation's part in an activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=30, choices=PartyRole)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "organisation", "role"], name="activity_party_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=PartyRole.values), name="activity_party_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.role}"


class StatedFigure(Tracked):
    """
    What a source says in numbers: 193 partners, 8,000 lawyers. Changed by `registry.domain.figures`.

    Shown beside what is listed, never mixed with it. The subject is named by its public id, since it may
    be an organisation, an activity or, from above this package, an event. ``measure`` is the thing
    counted in the words of the source, ``unit`` what it is measured in (hectares, per cent) where that is
    not the thing itself; ``currency`` is set for money only. ``folded``: as for :class:`Activity`.
    """

    subject_type = models.CharField(max_length=20)
    subject_key = models.CharField(max_length=14)
    measure = Trilingual(models.CharField, max_length=200)
    unit = Trilingual(models.CharField, max_length=60)
    value = models.DecimalField(max_digits=20, decimal_places=2)
    qualifier = models.CharField(max_length=20, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    stated_date = models.CharField(max_length=10, blank=True, default="", validators=[validate_partial_date])
    folded = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_key"], name="figure_subject"),
            models.Index(fields=["-updated_at"], name="figure_updated"),
        ]

    def __str__(self) -> str:
        return f"{Decimal(self.value).normalize():f} {self.unit} {self.measure}".replace("  ", " ")
