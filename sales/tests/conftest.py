import pytest

from sales.tests.market import make_market


@pytest.fixture
def market(cast):
    return make_market(cast)


@pytest.fixture
def rep(cast, client_for):
    return client_for(cast.rep)


@pytest.fixture
def manager(cast, client_for):
    return client_for(cast.manager)


@pytest.fixture
def executive(cast, client_for):
    return client_for(cast.executive)
