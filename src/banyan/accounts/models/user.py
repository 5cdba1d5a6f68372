"""A person who signs in by e-mail, and the roles they hold."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from banyan.accounts.enums import Role


class UserManager(BaseUserManager["User"]):
    """Makes users the way Django's own commands expect."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person who can sign in; without a password they must ask for one by e-mail."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make somebody whom no permission stops; the first account of a new centre."""
        return self.create_user(email, password, is_superuser=True, is_staff=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """
    Somebody with an account. Changed by `accounts.domain.users`.

    ``language`` is the column code of the language they work in.
    """

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=150, blank=True, default="")
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(default=True)
    #: Lets Wagtail's editor in; kept in step with the roles by `accounts.domain.users`.
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_address"),
            models.CheckConstraint(
                condition=models.Q(language__in=["vi", "zh", "en"]), name="user_language_is_ours"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name Wagtail shows."""
        return str(self)

    def get_short_name(self) -> str:
        """The short name Wagtail shows."""
        return str(self)

    @property
    def roles(self) -> frozenset[str]:
        """The roles held, read once per request."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(self.role_assignments.values_list("role", flat=True))
        return self._roles


class RoleAssignment(models.Model):
    """A role somebody holds, who gave it, and when. Changed by `accounts.domain.users`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=Role)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_assignment_per_role"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role}"
