import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0001_initial'),
        ('production', '0003_margins'),
    ]

    operations = [
        migrations.AddField(
            model_name='poolmember',
            name='alone_fen',
            field=models.BigIntegerField(default=0, verbose_name='set-up alone'),
        ),
        migrations.AddField(
            model_name='poolmember',
            name='share_fen',
            field=models.BigIntegerField(default=0, verbose_name='share of the set-up'),
        ),
        migrations.AddField(
            model_name='poolmember',
            name='step',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='step'),
        ),
        migrations.AddField(
            model_name='productionpool',
            name='locked_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='locked at'),
        ),
        migrations.AddField(
            model_name='productionpool',
            name='machine',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pools', to='production.machine'),
        ),
        migrations.AddField(
            model_name='productionpool',
            name='setup_fen',
            field=models.BigIntegerField(default=0, verbose_name='set-up costs'),
        ),
        migrations.AddField(
            model_name='productionpool',
            name='setup_seconds',
            field=models.PositiveIntegerField(default=0, verbose_name='set-up, seconds'),
        ),
        migrations.AddField(
            model_name='productionpool',
            name='starts_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='begins'),
        ),
        migrations.AddIndex(
            model_name='poolmember',
            index=models.Index(condition=models.Q(('left_at__isnull', True)), fields=['pool'], name='members_of_pool'),
        ),
        migrations.AddConstraint(
            model_name='poolmember',
            constraint=models.CheckConstraint(condition=models.Q(('alone_fen__gte', 0), ('share_fen__gte', 0)), name='pool_shares_cost'),
        ),
        migrations.AddConstraint(
            model_name='productionpool',
            constraint=models.CheckConstraint(condition=models.Q(('setup_fen__gte', 0)), name='pool_setup_costs'),
        ),
        migrations.AddConstraint(
            model_name='productionpool',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['locked', 'released', 'completed']), _negated=True), ('locked_at__isnull', False), _connector='OR'), name='pool_locks_before_it_runs'),
        ),
        migrations.AddConstraint(
            model_name='productionpool',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('completed', 'dissolved'))), models.Q(models.Q(('state__in', ('completed', 'dissolved')), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='pool_ends_once'),
        ),
    ]
