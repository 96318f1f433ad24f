"""How the importing user wants a table to be understood."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is read, and what its user has agreed to.

    ``chosen`` maps headings to columns (``matching.match``); ``dates`` is the order
    of dates whose year comes last: "dmy", "mdy", or "" to ask. ``agreed`` says that
    he means what ``RecordResource.asks`` asks about.
    """

    chosen: dict[str, str] = field(default_factory=dict)
    dates: str = ""
    agreed: bool = False


AS_IT_IS = Reading()
