from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    name = "banyan.taxonomy"
    label = "taxonomy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from banyan.taxonomy import permissions  # noqa: F401 – fills the table
