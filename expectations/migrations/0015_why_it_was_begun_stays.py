"""Why a version was begun goes with its draft, and stays once the version was shared."""

from django.db import migrations

from salesperf.closed_lines import RefuseChangeUnder

NOT_DRAFT = "(SELECT state FROM expectations_documentversion WHERE id = {row}.version_id) <> 'draft'"


class Migration(migrations.Migration):
    dependencies = [("expectations", "0014_objective_made")]

    operations = [RefuseChangeUnder("expectations_revision", closed=NOT_DRAFT)]
