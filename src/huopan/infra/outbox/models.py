"""The trail's one table: audit and outbox in one, because an event already says what happened, when and about what."""

from django.db import models
from django.db.models import Q


class TrailEntry(models.Model):
    """One thing that happened. The first block is never changed or deleted (a trigger refuses); the second is the
    relay's. Person and party are plain ids: infra knows no business tables."""

    name = models.CharField(max_length=80)
    aggregate = models.CharField(max_length=40)
    aggregate_id = models.BigIntegerField()
    payload = models.JSONField()
    concerns = models.JSONField(default=list)
    at = models.DateTimeField()
    person_id = models.BigIntegerField(default=0)
    party_id = models.BigIntegerField(default=0)
    role = models.CharField(max_length=20)
    request_id = models.CharField(max_length=40, blank=True)

    relayed_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    served = models.JSONField(default=list)
    last_error = models.TextField(blank=True)
    is_dead = models.BooleanField(default=False)

    class Meta:
        verbose_name = "trail entry"
        verbose_name_plural = "trail"
        indexes = [
            models.Index(fields=["aggregate", "aggregate_id", "id"], name="trail_by_aggregate"),
            models.Index(fields=["id"], name="trail_waiting", condition=Q(relayed_at__isnull=True, is_dead=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.aggregate_id}"
