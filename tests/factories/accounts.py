"""People who sign in."""

from __future__ import annotations

from typing import Any

import factory
from tests.factories.base import DomainFactory

from banyan.accounts.domain import users
from banyan.accounts.models import User


class UserFactory(DomainFactory):
    """An editor by default; ``roles=()`` for somebody with an account and no role."""

    class Meta:
        model = User

    email = factory.Sequence("person{}@example.org".format)
    name = factory.Sequence("Person {}".format)
    language = "en"
    roles = ("editor",)
    password = None

    @staticmethod
    def make(**values: Any) -> User:
        return users.create(**values)
