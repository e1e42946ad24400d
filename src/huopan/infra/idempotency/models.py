from django.db import models


class IdempotencyKey(models.Model):
    """One wanted write of one asker, stored in the write's own transaction together with the answer it got."""

    asker = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "key"], name="one_write_per_key")]
        indexes = [models.Index(fields=["at"], name="idempotency_by_age")]
