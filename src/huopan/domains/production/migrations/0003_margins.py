from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0001_initial'),
        ('production', '0002_why_plans_were_made'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='planningterms',
            constraint=models.CheckConstraint(condition=models.Q(('least_margin_pct__lte', 90)), name='margin_leaves_a_price'),
        ),
    ]
