from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "banyan.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from banyan.registry import documents, permissions  # noqa: F401 – fills the tables

        documents.register()
