"""Two people press Import at the same moment: one after the other, nothing twice."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from people.builders import make_person
from sales.models import Deal, DealRevision, Stage
from salesperf.imports import actions
from salesperf.imports.models import ImportFile
from salesperf.imports.problems import ImportRefused
from salesperf.imports.tests.helpers import check, receive
from tests.cast import NOW, TODAY

ROWS = "deal id,owner,stage\nA-1,Rhea Solbergh,Open\nA-2,Rhea Solbergh,Open\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("files", ["the same file", "two files with the same deals"])
def test_two_imports_at_once(files):
    if connection.vendor == "sqlite" and ":memory:" in str(connection.settings_dict["NAME"]):
        pytest.skip("threads do not share a database in memory")
    make_person(name="Rhea Solbergh")
    one = receive("deals", ROWS)
    other = one if files == "the same file" else receive("deals", ROWS + "\n")
    seen = {file.pk: check(file).fingerprint for file in (one, other)}
    barrier, refused = Barrier(2), []

    def press(file: ImportFile) -> None:
        try:
            barrier.wait(timeout=10)
            actions.run(file=file, seen=seen[file.pk], by=None, now=NOW, today=TODAY)
        except ImportRefused as problem:
            refused.append(str(problem.text))
        finally:
            connections.close_all()

    threads = [Thread(target=press, args=[file]) for file in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (Deal.objects.count(), DealRevision.objects.count(), Stage.objects.count()) == (2, 2, 1)
    if files == "the same file":
        assert refused == []
    else:
        assert refused == [
            "What the import would do has changed since you looked. Look again, then import."
        ]
