"""How many standards were weak is counted when words are shared, and stays with them."""

from django.db import migrations, models

from salesperf.append_only import RefuseChange


class Migration(migrations.Migration):

    dependencies = [
        ('expectations', '0016_planning_by_stage'),
    ]

    operations = [
        migrations.AddField(
            model_name='documentversion',
            name='weak_standards',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        RefuseChange(
            "expectations_documentversion",
            on=["UPDATE"],
            when="OLD.state <> 'draft'",
            columns=["weak_standards"],
            name="weak",
        ),
    ]
