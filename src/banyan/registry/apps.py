from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "banyan.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from banyan.registry import documents, permissions  # noqa: F401 – fills the tables
        from banyan.registry.domain import fold_rules

        documents.register()
        fold_rules.register()
