from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "banyan.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from banyan.letters import permissions, receivers  # noqa: F401 – fills the table, listens
        from banyan.letters.domain import invitations

        invitations.declare()
