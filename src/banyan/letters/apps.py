from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "banyan.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from banyan.core import recurring
        from banyan.core.schedules import every
        from banyan.letters import permissions, receivers  # noqa: F401 – fills the table, listens
        from banyan.letters.domain import invitations

        invitations.declare()
        # Letters go out at once; this is for those that an unwell server sent back.
        recurring.declare("letters.send_due", schedule=every(minutes=5), title=_("Send letters that are due"))
