from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0001_initial'),
        ('production', '0005_pools_are_guarded'),
    ]

    operations = [
        migrations.AddField(
            model_name='demand',
            name='counter_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='offered until'),
        ),
        migrations.AddIndex(
            model_name='demand',
            index=models.Index(condition=models.Q(('counter_until__isnull', False)), fields=['counter_until'], name='counters_due'),
        ),
    ]
