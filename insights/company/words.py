"""The words that made-up companies are made of.

People are put together from rare given names and invented surnames, so that no real person is
meant. Accounts and products are invented as well.
"""

from collections.abc import Iterator
from random import Random

GIVEN = (
    "Adalind", "Aldo", "Amabel", "Anselm", "Aurelia", "Balthasar", "Benedikta", "Bertil",
    "Calixta", "Caspian", "Cordula", "Cosmo", "Delphine", "Dorrit", "Dragan", "Eberhard",
    "Edda", "Emeric", "Evander", "Fenna", "Fiorella", "Gaspard", "Gisela", "Gudrun",
    "Hadrian", "Hedda", "Ilario", "Imke", "Isolde", "Jarmila", "Jorunn", "Kasimir",
    "Kerensa", "Lambert", "Leocadia", "Lioba", "Ludovic", "Malin", "Mirela", "Nestor",
    "Nikoline", "Odilia", "Orsino", "Ottoline", "Peregrin", "Philippa", "Quirin", "Ragna",
    "Roderick", "Rosalba", "Sabela", "Sixten", "Solvei", "Tamsin", "Thaddea", "Tiberius",
    "Ulrike", "Valentin", "Verena", "Wendelin", "Wilmar", "Xanthe", "Yorick", "Ysolde",
    "Zdenka", "Zeno",
)  # fmt: skip
SURNAME_STARTS = (
    "Amber", "Ash", "Birch", "Bram", "Cald", "Corn", "Dray", "Elder", "Fern", "Frost",
    "Garr", "Hollow", "Ister", "Jarn", "Keld", "Lark", "Marl", "Merri", "Norr", "Oster",
    "Pell", "Quill", "Raven", "Rush", "Sand", "Silver", "Thorn", "Umber", "Vell", "Winter",
    "Yarrow", "Zell",
)  # fmt: skip
SURNAME_ENDS = (
    "aby", "borne", "brand", "combe", "croft", "dahl", "ersby", "fenn", "garde", "haven",
    "holt", "ingsund", "kvist", "lode", "mere", "nock", "ovar", "quist", "rane", "sted",
    "thwaite", "ulme", "wick", "wold",
)  # fmt: skip

PLACES = (
    "Northern", "Eastern", "Southern", "Western", "Central", "Coastal", "Highland", "Lakeland",
    "Overseas", "Metropolitan",
)  # fmt: skip
TEAMS = (
    "Alder", "Beech", "Cedar", "Elm", "Fir", "Hazel", "Juniper", "Larch", "Linden", "Maple",
    "Oak", "Pine", "Poplar", "Rowan", "Spruce", "Willow",
)  # fmt: skip

ACCOUNT_STARTS = (
    "Amberfield", "Brightwater", "Clearbrook", "Driftwood", "Evenglen", "Fairmead", "Goldcrest",
    "Highmoor", "Ironbridge", "Juniper Hill", "Kingsreach", "Longmeadow", "Millbrook",
    "Northgate", "Oldcastle", "Pinecrest", "Quarrystone", "Redhaven", "Stonewell", "Thornbury",
    "Underhill", "Valeview", "Westerlund", "Yellowfern",
)  # fmt: skip
ACCOUNT_ENDS = (
    ("Bakeries", "Food"), ("Clinics", "Health"), ("Components", "Manufacturing"),
    ("Dairies", "Food"), ("Engineering", "Manufacturing"), ("Foods", "Food"),
    ("Freight", "Logistics"), ("Hotels", "Hospitality"), ("Insurance", "Finance"),
    ("Laboratories", "Health"), ("Logistics", "Logistics"), ("Mutual", "Finance"),
    ("Outfitters", "Retail"), ("Pharmacies", "Health"), ("Printing", "Manufacturing"),
    ("Savings", "Finance"), ("Schools", "Education"), ("Stores", "Retail"),
    ("Timber", "Manufacturing"), ("Travel", "Hospitality"),
)  # fmt: skip
PRODUCTS = (  # name, series, list price in whole units
    ("Beacon Basic", "Beacon", 550),
    ("Beacon Plus", "Beacon", 1_096),
    ("Beacon Pro", "Beacon", 4_821),
    ("Harbour 200", "Harbour", 260),
    ("Harbour 500", "Harbour", 3_393),
    ("Lantern Cloud", "Lantern", 2_400),
    ("Lantern Care", "Lantern", 180),
)

SKILLS = (
    "Asking discovery questions",
    "Reaching a second contact",
    "Product knowledge",
    "Forecasting honestly",
    "Negotiating price",
    "Writing proposals that get read",
    "Handling the first objection",
)
REFLECTIONS = (
    "Two calls that began with the customer's plans went further than any pitch.",
    "I waited too long before asking who else decides.",
    "Proposals sent on Monday were answered by Thursday; those sent on Friday were not.",
    "Good week for first meetings, none of them with the person who pays.",
    "Three accounts asked for the same thing that we do not offer.",
    "I prepared the objections beforehand and only one came up.",
    "Too many hours went into one quote that was never going to be signed.",
    "The referral from last month turned into a first meeting.",
    "Quiet phones on Wednesday; mornings work better in this region.",
    "I asked for the date of the decision and got it.",
    "Half of the week was travel. The other half was better than usual.",
    "Learned how to show the price without apologising for it.",
)


def person_names(random: Random) -> Iterator[str]:
    """Names without an end to speak of (about 50,000), each once."""
    seen = set()
    while True:
        surname = random.choice(SURNAME_STARTS) + random.choice(SURNAME_ENDS)
        name = f"{random.choice(GIVEN)} {surname}"
        if name not in seen:
            seen.add(name)
            yield name


def account_names(random: Random) -> list[tuple[str, str]]:
    """Every account name with its sector, in an order of chance."""
    names = [(f"{start} {end}", sector) for start in ACCOUNT_STARTS for end, sector in ACCOUNT_ENDS]
    random.shuffle(names)
    return names


def sign_in_name(name: str, domain: str) -> str:
    """``Fenna Amberfenn`` signs in as ``fenna.amberfenn@…``."""
    return f"{name.lower().replace(' ', '.')}@{domain}"
