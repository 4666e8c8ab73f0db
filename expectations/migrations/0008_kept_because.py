"""Why a standard keeps its words although the check asks for others.

SQLite makes the table anew for such a field, without its triggers: they are laid again.
"""

from django.db import migrations, models

from salesperf.closed_lines import RefuseChangeUnder

NOT_DRAFT_ABOVE = (
    "(SELECT v.state FROM expectations_documentversion v"
    " JOIN expectations_keyresultarea a ON a.version_id = v.id"
    " WHERE a.id = {row}.key_result_area_id) <> 'draft'"
)
PUBLISHED_ABOVE = (
    "(SELECT v.published_at FROM expectations_profileversion v"
    " JOIN expectations_profilearea a ON a.version_id = v.id"
    " WHERE a.id = {row}.key_result_area_id) IS NOT NULL"
)


class Migration(migrations.Migration):

    dependencies = [
        ('expectations', "0007_planning"),
    ]

    operations = [
        migrations.AddField(
            model_name='profilestandard',
            name='kept_because',
            field=models.CharField(blank=True, max_length=300, verbose_name='kept as worded because'),
        ),
        migrations.AddField(
            model_name='standard',
            name='kept_because',
            field=models.CharField(blank=True, max_length=300, verbose_name='kept as worded because'),
        ),
        RefuseChangeUnder("expectations_standard", closed=NOT_DRAFT_ABOVE),
        RefuseChangeUnder("expectations_profilestandard", closed=PUBLISHED_ABOVE),
    ]
