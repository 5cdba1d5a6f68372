from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "banyan.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from banyan.core import recurring
        from banyan.core.schedules import daily
        from banyan.registry import documents, permissions  # noqa: F401 – fills the tables
        from banyan.registry.domain import fold_rules, long_work
        from banyan.upkeep.domain import folders

        documents.register()
        fold_rules.register()
        long_work.register()
        folders.keep("matching")  # what was learned, which takes a night to learn anew
        recurring.declare(
            "registry.count_coverage",
            schedule=daily(hour=3),
            title=_("Count what the directory covers"),
        )
        recurring.declare(
            "registry.learn_words",
            schedule=daily(hour=3, minute=15),
            title=_("Learn from the names in the directory which words go together"),
        )
