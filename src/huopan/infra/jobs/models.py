"""Who works and what is due by the clock. The jobs themselves are rows of django_tasks_db."""

from django.db import models


class Worker(models.Model):
    """One working process that says it is alive every few seconds. Once it falls silent its jobs go back."""

    name = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class Tick(models.Model):
    """One sweep of the clock: whoever moves `due_at` on, by conditional UPDATE, runs it, and nobody else does."""

    name = models.CharField(max_length=120, primary_key=True)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
