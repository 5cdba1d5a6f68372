from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "banyan.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from banyan.core import recurring
        from banyan.core.schedules import daily
        from banyan.files import permissions  # noqa: F401 – fills the table
        from banyan.upkeep.domain import folders

        folders.keep("uploads")  # the beginnings of files that are still on their way

        recurring.declare(
            "files.clear_abandoned",
            schedule=daily(hour=3),
            title=_("Give up files that nobody finished sending"),
        )
