from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "banyan.upkeep"
    label = "upkeep"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from banyan.core import progress, recurring
        from banyan.core.schedules import daily
        from banyan.upkeep import permissions  # noqa: F401 – fills the table

        recurring.declare(
            "upkeep.back_up",
            schedule=daily(hour=2, minute=30),
            title=_("Nightly backup"),
        )
        recurring.declare(
            "upkeep.tidy",
            schedule=daily(hour=2),
            title=_("Clear away finished jobs and expired sign-ins"),
        )
        progress.describe("upkeep.back_up_by_hand", title=_("Backup"))
