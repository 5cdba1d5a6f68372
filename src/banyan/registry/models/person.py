"""People, their names, and what binds them to organisations."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from banyan.core.i18n import Trilingual
from banyan.core.ids import new_public_id
from banyan.core.models import Tracked
from banyan.registry.enums import NameKind, PersonState, PostKind
from banyan.registry.validators import validate_partial_date

from .organisation import Organisation


class Person(Tracked):
    """
    Somebody named in a source, or who agreed to be listed. Changed by `registry.domain.people`.

    The public page shows only roles that a source already made public; ``consented_at`` records consent
    to more. The contact fields are private: they are in no page, export or index.
    """

    public_id = models.CharField(max_length=14, unique=True, default=new_public_id)
    title = Trilingual(models.CharField, max_length=200)
    consented_at = models.DateTimeField(null=True, blank=True)
    is_hidden = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=PersonState, default=PersonState.LISTED)
    private_email = models.EmailField(blank=True, default="")
    private_phone = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title_vi="", title_zh="", title_en=""), name="person_has_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=PersonState.values), name="person_state_is_known"
            ),
        ]
        indexes = [models.Index(fields=["-updated_at", "-id"], name="person_changed")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """The public page, in the language of the reader."""
        return reverse("web:person", args=[self.public_id])


class PersonName(models.Model):
    """One name of a person, in one language and script. Changed by `registry.domain.people`."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, db_index=True)
    language = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=NameKind, default=NameKind.OFFICIAL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "text", "language"], name="person_name_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="person_name_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class Post(Tracked):
    """
    What binds a person to an organisation: a position, or membership of a network of people.

    Changed by `registry.domain.posts`. ``reported_date`` is the day of the source that names it, when
    nothing is known of its beginning or end.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20, choices=PostKind, default=PostKind.POSITION)
    title = Trilingual(models.CharField, max_length=200)
    from_date = models.CharField(max_length=10, blank=True, default="", validators=[validate_partial_date])
    to_date = models.CharField(max_length=10, blank=True, default="", validators=[validate_partial_date])
    reported_date = models.CharField(
        max_length=10, blank=True, default="", validators=[validate_partial_date]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=PostKind.values), name="post_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}, {self.organisation}"
