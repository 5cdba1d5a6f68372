from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "banyan.upkeep"
    label = "upkeep"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from banyan.core import recurring
        from banyan.core.schedules import daily

        recurring.declare(
            "upkeep.tidy",
            schedule=daily(hour=2),
            title=_("Clear away finished jobs and expired sign-ins"),
        )
