from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "banyan.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from banyan.files import permissions  # noqa: F401 – fills the table
