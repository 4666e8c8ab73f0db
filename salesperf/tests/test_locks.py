"""One at a time needs a transaction that holds the lock."""

import pytest
from django.db import transaction

from salesperf.locks import one_at_a_time


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_nothing_would_be_held():
    with pytest.raises(RuntimeError, match="no transaction"):
        one_at_a_time("lines")


@pytest.mark.django_db
def test_in_a_transaction_it_can_be_taken_twice():
    with transaction.atomic():
        one_at_a_time("lines")
        one_at_a_time("lines")
