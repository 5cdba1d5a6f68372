from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "banyan.ingest"
    label = "ingest"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from banyan.files.domain import purposes
        from banyan.ingest import documents, permissions, receivers  # noqa: F401 – fills the tables
        from banyan.ingest.domain import datasets, folds, long_work

        documents.register()
        folds.register()
        long_work.register()
        purposes.declare(datasets.SENT_FOR)
