"""What was entered to work out the week. It freezes with the version it belongs to."""

import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from salesperf.closed_lines import RefuseChangeUnder

NOT_DRAFT = "(SELECT state FROM expectations_documentversion WHERE id = {row}.version_id) <> 'draft'"
NOT_DRAFT_ABOVE = (
    "(SELECT v.state FROM expectations_documentversion v"
    " JOIN expectations_planning p ON p.version_id = v.id"
    " WHERE p.id = {row}.planning_id) <> 'draft'"
)


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0002_minutes_and_what_leads_to_what'),
        ('expectations', '0006_objective_changed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Planning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('target_minor', models.BigIntegerField(null=True, validators=[django.core.validators.MinValueValidator(0)])),
                ('currency', models.CharField(max_length=3)),
                ('size_from', models.CharField(choices=[('best', "own, else the team's, else entered"), ('team', "the team's, else entered"), ('entered', 'entered')], default='best', max_length=7)),
                ('size_minor', models.BigIntegerField(null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('ramp', models.CharField(blank=True, max_length=120)),
                ('hours', models.DecimalField(decimal_places=2, default=Decimal('14'), max_digits=5)),
                ('derived', models.JSONField(blank=True, default=dict)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='planning', to='expectations.documentversion')),
            ],
        ),
        migrations.CreateModel(
            name='PlanningStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('activity', 'activity'), ('deals', 'opportunities'), ('other', 'something else')], max_length=8)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('rate_from', models.CharField(choices=[('best', "own, else the team's, else entered"), ('team', "the team's, else entered"), ('entered', 'entered')], default='best', max_length=7)),
                ('percent', models.DecimalField(decimal_places=3, max_digits=6, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.001')), django.core.validators.MaxValueValidator(Decimal('100'))])),
                ('activity_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.activitytype')),
                ('planning', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='expectations.planning')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('planning', 'position'), name='expectations_planning_step_once')],
            },
        ),
        RefuseChangeUnder("expectations_planning", closed=NOT_DRAFT),
        RefuseChangeUnder("expectations_planningstep", closed=NOT_DRAFT_ABOVE),
    ]
