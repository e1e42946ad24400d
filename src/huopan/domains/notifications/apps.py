from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "huopan.domains.notifications"
    label = "notifications"
    verbose_name = _("webhooks")

    def ready(self) -> None:
        """Hear every event: whom it concerns decides who is told."""
        from huopan.domains.notifications.queries import invariants  # noqa: F401, PLC0415 - models load after apps
        from huopan.domains.notifications.receivers import notify_people, queue_for_webhooks  # noqa: PLC0415 - models load after apps
        from huopan.infra.outbox.receiving import listen_together  # noqa: PLC0415 - models load after apps

        listen_together(None, queue_for_webhooks)
        listen_together(None, notify_people)
