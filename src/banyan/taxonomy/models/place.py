"""Places: countries and areas, provinces, cities."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from banyan.core.i18n import Trilingual
from banyan.taxonomy.enums import PlaceKind

from .concept import Scheme


class Place(models.Model):
    """
    A point with names, never a shape: Banyan draws no borders.

    Written by `domain.schemes.load_code_lists` and named anew by `domain.entries`, whose words a later load
    leaves as they are. A place that leaves its list is made inactive and
    stays. Inactive places are not offered in forms but still resolve by code and name: a province that
    was merged away lies in the one it became part of.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="places")
    kind = models.CharField(max_length=20)
    #: ISO 3166-1 alpha-2, ISO 3166-2, or the five letters of UN/LOCODE for a city.
    code = models.CharField(max_length=10, unique=True)
    name = Trilingual(models.CharField, max_length=200)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    #: Decimal degrees, WGS 84, of the seat of the authority: good for a mark on a map of the world.
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    is_active = models.BooleanField(default=True)
    #: When the centre last put it in its own words, and who did.
    worded_at = models.DateTimeField(null=True, blank=True)
    worded_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[value.value for value in PlaceKind]), name="place_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(name_vi="") & ~Q(name_zh="") & ~Q(name_en=""),
                name="place_named_in_three_languages",
            ),
            models.CheckConstraint(
                condition=Q(kind=PlaceKind.COUNTRY_OR_AREA.value, parent__isnull=True)
                | (~Q(kind=PlaceKind.COUNTRY_OR_AREA.value) & Q(parent__isnull=False)),
                name="place_lies_in_another_unless_country_or_area",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_point_is_whole_and_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(worded_at__isnull=False) | Q(worded_by__isnull=True), name="place_worded_pair"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)
