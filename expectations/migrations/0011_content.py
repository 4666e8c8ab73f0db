"""Measures that can be kept, development aims, behaviours that matter most, and until when a
version is in force.

What was closed before (0002 and 0003 have the reasons) is lifted while SQLite builds the tables anew.
"""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from salesperf.append_only import Lift, RefuseChange
from salesperf.closed_lines import RefuseChangeUnder

VERSION = "expectations_documentversion"
NOT_DRAFT = "(SELECT state FROM expectations_documentversion WHERE id = {row}.version_id) <> 'draft'"
NOT_DRAFT_ABOVE = (
    "(SELECT v.state FROM expectations_documentversion v"
    " JOIN expectations_keyresultarea a ON a.version_id = v.id"
    " WHERE a.id = {row}.key_result_area_id) <> 'draft'"
)
PUBLISHED = (
    "(SELECT published_at FROM expectations_profileversion WHERE id = {row}.version_id) IS NOT NULL"
)
PUBLISHED_ABOVE = (
    "(SELECT v.published_at FROM expectations_profileversion v"
    " JOIN expectations_profilearea a ON a.version_id = v.id"
    " WHERE a.id = {row}.key_result_area_id) IS NOT NULL"
)
CLOSED = [
    RefuseChange(
        VERSION,
        on=["UPDATE"],
        when="OLD.state <> 'draft'",
        columns=["document_id", "number", "author_id", "position_goal", "reason"],
        name="words",
    ),
    RefuseChange(
        VERSION,
        on=["UPDATE"],
        when="OLD.state IN ('active', 'superseded')",
        columns=["fingerprint", "saved_at", "shared_at", "activated_at"],
        name="agreement",
    ),
    RefuseChange(
        VERSION,
        on=["UPDATE"],
        when="OLD.state = 'superseded'"
        " OR (OLD.state = 'active' AND NEW.state NOT IN ('active', 'superseded'))",
        columns=["state", "superseded_at"],
        name="state",
    ),
    RefuseChange(VERSION, on=["DELETE"], when="OLD.state <> 'draft'", name="row"),
    RefuseChangeUnder("expectations_keyresultarea", closed=NOT_DRAFT),
    RefuseChangeUnder("expectations_standard", closed=NOT_DRAFT_ABOVE),
    RefuseChangeUnder("expectations_expectedactivity", closed=NOT_DRAFT),
    RefuseChangeUnder("expectations_ability", closed=NOT_DRAFT),
    RefuseChange("expectations_standardresult"),
    RefuseChange("expectations_profileversion", when="OLD.published_at IS NOT NULL"),
    RefuseChangeUnder("expectations_profilearea", closed=PUBLISHED),
    RefuseChangeUnder("expectations_profilestandard", closed=PUBLISHED_ABOVE),
    RefuseChangeUnder("expectations_profileactivity", closed=PUBLISHED),
    RefuseChangeUnder("expectations_profileability", closed=PUBLISHED),
    RefuseChangeUnder("expectations_profilecompetency", closed=PUBLISHED),
]
NEWLY_CLOSED = [
    # What is in force may end earlier, never later again.
    RefuseChange(
        VERSION,
        on=["UPDATE"],
        when="OLD.state = 'superseded'"
        " OR (OLD.in_force_until IS NOT NULL AND (NEW.in_force_until IS NULL"
        " OR NEW.in_force_until > OLD.in_force_until))",
        columns=["in_force_until"],
        name="end",
    ),
    RefuseChangeUnder("expectations_developmentaim", closed=NOT_DRAFT),
    RefuseChangeUnder("expectations_markedbehaviour", closed=NOT_DRAFT),
]


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0002_minutes_and_what_leads_to_what'),
        ('expectations', '0010_team_setting'),
    ]

    operations = [
        Lift(CLOSED),
        migrations.AddField(
            model_name='documentversion',
            name='in_force_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='keyresultarea',
            name='kind',
            field=models.CharField(choices=[('result', 'results'), ('learning', 'learning')], default='result', max_length=8, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='profilearea',
            name='kind',
            field=models.CharField(choices=[('result', 'results'), ('learning', 'learning')], default='result', max_length=8, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='profilestandard',
            name='activity_type_whole',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.activitytype'),
        ),
        migrations.AddField(
            model_name='profilestandard',
            name='figure',
            field=models.CharField(choices=[('sum', 'adds up over the time'), ('level', 'stands at a level'), ('ratio', 'share, x of y')], default='sum', max_length=5, verbose_name='figure'),
        ),
        migrations.AddField(
            model_name='profilestandard',
            name='minimum',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='minimum'),
        ),
        migrations.AddField(
            model_name='profilestandard',
            name='outstanding',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='outstanding'),
        ),
        migrations.AddField(
            model_name='profilestandard',
            name='part',
            field=models.CharField(blank=True, max_length=80, verbose_name='share of'),
        ),
        migrations.AddField(
            model_name='profilestandard',
            name='whole',
            field=models.CharField(blank=True, max_length=80, verbose_name='out of'),
        ),
        migrations.AddField(
            model_name='standard',
            name='activity_type_whole',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.activitytype'),
        ),
        migrations.AddField(
            model_name='standard',
            name='figure',
            field=models.CharField(choices=[('sum', 'adds up over the time'), ('level', 'stands at a level'), ('ratio', 'share, x of y')], default='sum', max_length=5, verbose_name='figure'),
        ),
        migrations.AddField(
            model_name='standard',
            name='minimum',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='minimum'),
        ),
        migrations.AddField(
            model_name='standard',
            name='outstanding',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name='outstanding'),
        ),
        migrations.AddField(
            model_name='standard',
            name='part',
            field=models.CharField(blank=True, max_length=80, verbose_name='share of'),
        ),
        migrations.AddField(
            model_name='standard',
            name='whole',
            field=models.CharField(blank=True, max_length=80, verbose_name='out of'),
        ),
        migrations.AddField(
            model_name='standardresult',
            name='part',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True),
        ),
        migrations.AddField(
            model_name='standardresult',
            name='source',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='standardresult',
            name='whole',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True),
        ),
        migrations.AlterField(
            model_name='profilestandard',
            name='actual_from',
            field=models.CharField(choices=[('won_value', 'value of won deals'), ('won_count', 'number of won deals'), ('win_rate', 'won share of decided deals'), ('activity', 'logged activity'), ('entered', 'entered with evidence'), ('imported', 'imported from a file')], default='entered', max_length=10, verbose_name='actual from'),
        ),
        migrations.AlterField(
            model_name='profilestandard',
            name='comparison',
            field=models.CharField(choices=[('at_least', 'at least'), ('at_most', 'at most'), ('between', 'between'), ('by_date', 'so much by a date'), ('milestone', 'done by a date')], default='at_least', max_length=10, verbose_name='measure'),
        ),
        migrations.AlterField(
            model_name='standard',
            name='actual_from',
            field=models.CharField(choices=[('won_value', 'value of won deals'), ('won_count', 'number of won deals'), ('win_rate', 'won share of decided deals'), ('activity', 'logged activity'), ('entered', 'entered with evidence'), ('imported', 'imported from a file')], default='entered', max_length=10, verbose_name='actual from'),
        ),
        migrations.AlterField(
            model_name='standard',
            name='comparison',
            field=models.CharField(choices=[('at_least', 'at least'), ('at_most', 'at most'), ('between', 'between'), ('by_date', 'so much by a date'), ('milestone', 'done by a date')], default='at_least', max_length=10, verbose_name='measure'),
        ),
        migrations.CreateModel(
            name='DevelopmentAim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.UUIDField(default=uuid.uuid4)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='development aim')),
                ('why', models.CharField(blank=True, max_length=500, verbose_name='why')),
                ('how', models.CharField(blank=True, max_length=500, verbose_name='how it is obtained')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='by when')),
                ('known_when', models.CharField(blank=True, max_length=500, verbose_name='how both will know')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='development_aims', to='expectations.documentversion')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('version', 'line'), name='expectations_aim_line')],
            },
        ),
        migrations.CreateModel(
            name='MarkedBehaviour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.UUIDField(default=uuid.uuid4)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('value', models.CharField(max_length=160, verbose_name='value')),
                ('behaviour', models.CharField(blank=True, max_length=300, verbose_name='behaviour')),
                ('looks_like', models.CharField(blank=True, max_length=500, verbose_name='what it looks like in this job')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marked_behaviours', to='expectations.documentversion')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('version', 'line'), name='expectations_marked_line'), models.UniqueConstraint(fields=('version', 'value', 'behaviour'), name='expectations_marked_once')],
            },
        ),
        *CLOSED,
        *NEWLY_CLOSED,
    ]
