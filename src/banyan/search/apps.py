"""The Django application ``search``."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Owns one table, the outbox of changes; the index itself lies beside the database in a folder."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "banyan.search"
    label = "search"
