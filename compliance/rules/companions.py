"""How many officials of the host side may sit at a working meal with the guests."""

SMALL_PARTY = 10  # guests; art. 10
SMALL_PARTY_LIMIT = 3  # accompanying diners of a small party; art. 10
SHARE = 3  # of a larger party, one accompanying diner to so many guests; art. 10


def limit(guests: int) -> int:
    """Return how many accompanying diners ``guests`` guests allow.

    Up to ten guests at most three; above ten at most a third of the guests, rounded
    down. Binds working meals of domestic official visits. Source: Provisions on
    Domestic Official Reception of Party and Government Organs, 2013, art. 10 (the
    number of the article is to be confirmed).
    """
    return SMALL_PARTY_LIMIT if guests <= SMALL_PARTY else guests // SHARE


def over(guests: int, companions: int) -> int:
    """Return by how many ``companions`` exceed the limit; 0 if they do not."""
    return max(0, companions - limit(guests))
