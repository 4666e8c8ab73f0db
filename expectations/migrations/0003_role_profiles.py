"""Role profiles, competencies and occupations. What was published is refused change."""

import django.core.validators
import django.db.models.deletion
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from salesperf.append_only import RefuseChange
from salesperf.closed_lines import RefuseChangeUnder

PUBLISHED = (
    "(SELECT published_at FROM expectations_profileversion WHERE id = {row}.version_id) IS NOT NULL"
)
PUBLISHED_ABOVE = (
    "(SELECT v.published_at FROM expectations_profileversion v"
    " JOIN expectations_profilearea a ON a.version_id = v.id"
    " WHERE a.id = {row}.key_result_area_id) IS NOT NULL"
)

class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0001_initial'),
        ('expectations', '0002_signed_never_changes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Occupation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('description', models.TextField(blank=True)),
                ('reported_titles', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Competency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(blank=True, max_length=60)),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='competency')),
                ('meaning', models.CharField(blank=True, max_length=500, verbose_name='what it means')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'competencies',
                'ordering': ['position', 'name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='expectations_competency_key')],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('text', models.CharField(max_length=300)),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='expectations.competency')),
            ],
            options={
                'ordering': ['level', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProfileVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('position_goal', models.TextField(blank=True, verbose_name='position goal')),
                ('portrait', models.TextField(blank=True, verbose_name='portrait')),
                ('saved_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['profile', '-number'],
            },
        ),
        migrations.CreateModel(
            name='ProfileArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.UUIDField(default=uuid.uuid4)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='key result area')),
                ('weight', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='weight')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='key_result_areas', to='expectations.profileversion')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProfileActivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.UUIDField(default=uuid.uuid4)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('weekly_quantity', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='a week')),
                ('activity_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.activitytype')),
                ('key_result_area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='activities', to='expectations.profilearea')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expected_activities', to='expectations.profileversion')),
            ],
            options={
                'verbose_name_plural': 'profile activities',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProfileAbility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.UUIDField(default=uuid.uuid4)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('skill', 'Skill'), ('knowledge', 'Knowledge'), ('ability', 'Ability')], default='skill', max_length=9, verbose_name='kind')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('level_now', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='level now')),
                ('level_needed', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='level needed')),
                ('how', models.CharField(blank=True, max_length=300, verbose_name='how it is reached')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='abilities', to='expectations.profileversion')),
            ],
            options={
                'verbose_name_plural': 'profile abilities',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='documentversion',
            name='begun_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='expectations.profileversion'),
        ),
        migrations.CreateModel(
            name='RoleProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(blank=True, max_length=60)),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('also_called', models.CharField(blank=True, max_length=300, verbose_name='also called')),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='profileversion',
            name='profile',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='expectations.roleprofile'),
        ),
        migrations.CreateModel(
            name='OccupationFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('task', 'Tasks'), ('skill', 'Skills'), ('knowledge', 'Knowledge'), ('style', 'Work styles')], max_length=9)),
                ('source_id', models.CharField(max_length=20)),
                ('text', models.TextField()),
                ('core', models.BooleanField(default=False)),
                ('importance', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True)),
                ('level', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True)),
                ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='expectations.occupation')),
            ],
            options={
                'ordering': ['kind', '-core', '-importance', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('occupation', 'kind', 'source_id'), name='expectations_fact_once')],
            },
        ),
        migrations.CreateModel(
            name='ProfileStandard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.UUIDField(default=uuid.uuid4)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('text', models.TextField(blank=True, verbose_name='I will be satisfied when')),
                ('comparison', models.CharField(choices=[('at_least', 'at least'), ('at_most', 'at most'), ('between', 'between'), ('by_date', 'done by a date')], default='at_least', max_length=10, verbose_name='measure')),
                ('target', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='target')),
                ('target_to', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='up to')),
                ('unit', models.CharField(blank=True, max_length=40, verbose_name='unit')),
                ('cadence', models.CharField(choices=[('period', 'over the whole period'), ('week', 'each week'), ('month', 'each month'), ('quarter', 'each quarter')], default='period', max_length=8, verbose_name='how often')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                ('baseline', models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='baseline')),
                ('actual_from', models.CharField(choices=[('won_value', 'value of won deals'), ('won_count', 'number of won deals'), ('win_rate', 'won share of decided deals'), ('activity', 'logged activity'), ('entered', 'entered with evidence')], default='entered', max_length=10, verbose_name='actual from')),
                ('activity_type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.activitytype')),
                ('key_result_area', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standards', to='expectations.profilearea')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('key_result_area', 'line'), name='expectations_p_standard_line')],
            },
        ),
        migrations.CreateModel(
            name='ProfileRemovedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('line', models.UUIDField()),
                ('values', models.JSONField()),
                ('removed_at', models.DateTimeField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='removed_lines', to='expectations.profileversion')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['version', 'line'], name='expectations_p_removed')],
            },
        ),
        migrations.CreateModel(
            name='ProfileCompetency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.UUIDField(default=uuid.uuid4)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('level_needed', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='level needed')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='expectations.competency')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='competencies', to='expectations.profileversion')),
            ],
            options={
                'verbose_name_plural': 'profile competencies',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('version', 'competency'), name='expectations_p_competency_once'), models.UniqueConstraint(fields=('version', 'line'), name='expectations_p_competency_line')],
            },
        ),
        migrations.AddConstraint(
            model_name='profilearea',
            constraint=models.UniqueConstraint(fields=('version', 'line'), name='expectations_p_area_line'),
        ),
        migrations.AddConstraint(
            model_name='profileactivity',
            constraint=models.UniqueConstraint(fields=('version', 'activity_type'), name='expectations_p_activity_once'),
        ),
        migrations.AddConstraint(
            model_name='profileactivity',
            constraint=models.UniqueConstraint(fields=('version', 'line'), name='expectations_p_activity_line'),
        ),
        migrations.AddConstraint(
            model_name='profileability',
            constraint=models.UniqueConstraint(fields=('version', 'line'), name='expectations_p_ability_line'),
        ),
        migrations.AddConstraint(
            model_name='roleprofile',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='expectations_profile_key'),
        ),
        migrations.AddConstraint(
            model_name='profileversion',
            constraint=models.UniqueConstraint(fields=('profile', 'number'), name='expectations_profile_edition_once'),
        ),
        migrations.AddConstraint(
            model_name='profileversion',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('profile',), name='expectations_one_profile_draft'),
        ),
        RefuseChange("expectations_profileversion", when="OLD.published_at IS NOT NULL"),
        RefuseChangeUnder("expectations_profilearea", closed=PUBLISHED),
        RefuseChangeUnder("expectations_profilestandard", closed=PUBLISHED_ABOVE),
        RefuseChangeUnder("expectations_profileactivity", closed=PUBLISHED),
        RefuseChangeUnder("expectations_profileability", closed=PUBLISHED),
        RefuseChangeUnder("expectations_profilecompetency", closed=PUBLISHED),
    ]
