"""Setting up may be done again at any time, and leaves nothing remembered that no longer fits."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_setup_forgets_what_was_remembered_of_other_tables():
    cache.set("paths-of-pages", ["/old/"])
    call_command("setup", stdout=StringIO())
    assert cache.get("paths-of-pages") is None
