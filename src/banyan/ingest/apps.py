from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "banyan.ingest"
    label = "ingest"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from banyan.ingest import documents, permissions, receivers  # noqa: F401 – fills the tables
        from banyan.ingest.domain import folds

        documents.register()
        folds.register()
