"""Organisations, their names, and their numbers in other registers."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from banyan.core.i18n import Trilingual
from banyan.core.ids import new_public_id
from banyan.core.models import Tracked
from banyan.registry.enums import NameKind, OrganisationState, RegistrationState, Verification
from banyan.registry.validators import validate_partial_date


class Organisation(Tracked):
    """
    Somebody who acts together with others, registered or not. Changed by `registry.domain.organisations`.

    ``title`` is the name to show per language, kept in step with :class:`OrganisationName`; dates are
    ISO days, months or years.
    """

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id)
    title = Trilingual(models.CharField, max_length=300)
    summary = Trilingual(models.TextField)
    legal_form = models.ForeignKey(
        "taxonomy.Concept", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    country = models.ForeignKey(
        "taxonomy.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place = models.ForeignKey(
        "taxonomy.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    topics = models.ManyToManyField("taxonomy.Concept", blank=True, related_name="+")
    founded_date = models.CharField(max_length=10, blank=True, default="", validators=[validate_partial_date])
    ended_date = models.CharField(max_length=10, blank=True, default="", validators=[validate_partial_date])
    state = models.CharField(max_length=20, choices=OrganisationState, default=OrganisationState.ACTIVE)
    registration_state = models.CharField(
        max_length=20, choices=RegistrationState, default=RegistrationState.UNKNOWN
    )
    verification = models.CharField(max_length=20, choices=Verification, default=Verification.UNVERIFIED)
    is_network = models.BooleanField(default=False)
    website = models.URLField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=OrganisationState.values), name="organisation_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(title_vi="", title_zh="", title_en=""), name="organisation_has_a_name"
            ),
        ]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="organisation_changed"),
            models.Index(fields=["-created_at", "-id"], name="organisation_created"),
            # By the website somebody types for a new record: most records have none.
            models.Index(fields=["website"], name="organisation_website", condition=~models.Q(website="")),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """The public page, in the language of the reader."""
        return reverse("web:organisation", args=[self.public_id])


class OrganisationName(models.Model):
    """
    One name of an organisation. Changed by `registry.domain.organisations`.

    ``language`` is a tag such as vi, zh, zh-hant, en or fr; ``folded`` is the name as compared.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, db_index=True)
    language = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=NameKind)
    valid_from_date = models.CharField(
        max_length=10, blank=True, default="", validators=[validate_partial_date]
    )
    valid_to_date = models.CharField(
        max_length=10, blank=True, default="", validators=[validate_partial_date]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "text", "language", "kind"], name="organisation_name_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=NameKind.values), name="organisation_name_kind_is_known"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="organisation_name_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class Identifier(models.Model):
    """A number in another register: an org-id.guide list code and a value, held by one organisation only."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=30)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="identifier_is_unique")]

    def __str__(self) -> str:
        return f"{self.scheme}-{self.value}"
