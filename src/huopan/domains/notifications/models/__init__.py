"""Tables of telling: webhooks for programs, notices and letters for people."""

from huopan.domains.notifications.models.notices import Letter, Notice, NoticeChoice, NoticeHabits
from huopan.domains.notifications.models.webhooks import WebhookDelivery, WebhookEndpoint

__all__ = ["Letter", "Notice", "NoticeChoice", "NoticeHabits", "WebhookDelivery", "WebhookEndpoint"]
