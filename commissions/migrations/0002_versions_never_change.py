from django.db import migrations

from salesperf.append_only import RefuseChange


class Migration(migrations.Migration):
    """A version of a plan is what somebody is paid by: it is written once."""

    dependencies = [("commissions", "0001_initial")]

    operations = [RefuseChange("commissions_planversion")]
