from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "banyan.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from banyan.events import documents, receivers  # noqa: F401 – listens from here on
        from banyan.events.domain import events, folds

        documents.register()
        events.register_appliers()
        folds.register()
