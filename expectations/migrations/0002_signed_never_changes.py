"""What both have signed, what was shared and what was published is refused change by the database.

A version's words freeze when it is shared (taking it back, which a signature does not outlive,
opens them again) and for ever when both have signed. The words of an active version can only
stop being in force, once.
"""

from django.db import migrations

from salesperf.append_only import RefuseChange
from salesperf.closed_lines import RefuseChangeUnder

VERSION = "expectations_documentversion"
NOT_DRAFT = "(SELECT state FROM expectations_documentversion WHERE id = {row}.version_id) <> 'draft'"
NOT_DRAFT_ABOVE = (
    "(SELECT v.state FROM expectations_documentversion v"
    " JOIN expectations_keyresultarea a ON a.version_id = v.id"
    " WHERE a.id = {row}.key_result_area_id) <> 'draft'"
)
PUBLISHED = (
    "(SELECT published_at FROM expectations_strategy WHERE id = {row}.strategy_id) IS NOT NULL"
)
PUBLISHED_ABOVE = (
    "(SELECT s.published_at FROM expectations_strategy s"
    " JOIN expectations_companyvalue v ON v.strategy_id = s.id"
    " WHERE v.id = {row}.value_id) IS NOT NULL"
)


class Migration(migrations.Migration):
    dependencies = [("expectations", "0001_initial")]

    operations = [
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
        RefuseChange("expectations_sharedwording"),
        RefuseChange("expectations_signature"),
        RefuseChange("expectations_standardresult"),
        RefuseChange("expectations_strategy", when="OLD.published_at IS NOT NULL"),
        RefuseChangeUnder("expectations_companyvalue", closed=PUBLISHED),
        RefuseChangeUnder("expectations_valuebehaviour", closed=PUBLISHED_ABOVE),
    ]
