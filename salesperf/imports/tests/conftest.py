"""What the tests of imports share: somebody who sells, and the deals of a small file."""

import pytest

DEALS = (
    "deal id;owner;product;account;stage;created;closed;amount\n"
    "A-1;Rhea Solbergh;Beacon;Harbour Mills;Won;2026-01-05;2026-02-01;700\n"
    "A-2;Pavo Lindegren;Beacon;Harbour Mills;Lost;2026-01-06;2026-02-02;0\n"
    "A-3;Rhea Solbergh;Beacon;;Prospecting;;;\n"
)


@pytest.fixture
def beacon(db):
    """The one product that the small file sells."""
    from sales.builders import make_product

    return make_product(name="Beacon", list_price=700)
