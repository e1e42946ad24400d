from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='orderline',
            name='wanted_by',
            field=models.DateTimeField(blank=True, null=True, verbose_name='made by, as agreed'),
        ),
    ]
