from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "banyan.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from banyan.accounts import permissions  # noqa: F401 – fills the table
