"""Reports of gifts: the register, and what each person's year came to."""

from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from compliance.models import StaffMember
from compliance.months import months_from
from reception.exchange.reports import Column, Kind, Report, Scope, column
from visits.gifting import MOST_IN_A_YEAR
from visits.models import Gift

TOLD = (
    "number",
    "office",
    "direction",
    "person",
    "counterpart",
    "country",
    "occasion",
    "kind",
    "item",
    "quantity",
    "value",
    "happened_on",
    "registered_on",
    "disposal",
    "disposed_on",
    "taken_by",
    "published_on",
    "state",
)
NAMED = {"office": "office__name", "person": "person__name"}
RECEIVED = Q(direction=Gift.Direction.RECEIVED)
KEPT = Q(disposal=Gift.Disposal.KEPT)


def _of_period(scope: Scope) -> QuerySet:
    return scope.of(Gift).filter(scope.days("happened_on"), scope.at_office("office"))


def _gifts(scope: Scope) -> list[QuerySet]:
    columns = [NAMED.get(name, name) for name in TOLD]
    rows = _of_period(scope).order_by("happened_on", "number")
    return [rows.values_list(*columns, "returned_on")]


def _gift(values, scope: Scope) -> list:
    """Add the last day for registering, and by how many days that was missed."""
    *told, returned_on = values
    facts = dict(zip(TOLD, told, strict=True))
    if facts["direction"] != Gift.Direction.RECEIVED:
        return [*told, None, None]
    due = months_from(returned_on or facts["happened_on"], 1)
    late = max(0, (facts["registered_on"] - due).days) or None
    return [*told, due, late]


GIFTS = Report(
    name="gifts",
    title=_("Gift register"),
    description=_(
        "Gifts received and given in the period: from whom, worth how much, registered "
        "when, and what became of them."
    ),
    models=(Gift,),
    filters=("period", "office"),
    columns=(
        *(column(Gift, name) for name in TOLD),
        Column("due", _("to be registered by"), Kind.DATE),
        Column("late", _("registered late, days"), Kind.WHOLE, alarms=True),
    ),
    rows=_gifts,
    line=_gift,
)


def _by_person(scope: Scope) -> list[QuerySet]:
    grouped = (
        _of_period(scope)
        .filter(RECEIVED)
        .values_list(
            ExtractYear("happened_on"), "office__name", "person__number", "person__name"
        )
        .annotate(
            received=Count("pk"),
            worth=Sum("value"),
            kept=Sum("value", filter=KEPT),
            handed_in=Count("pk", filter=~KEPT & ~Q(disposal="")),
            waiting=Count("pk", filter=Q(state=Gift.State.REGISTERED)),
        )
    )
    return [grouped.order_by(ExtractYear("happened_on"), F("person__number"))]


def _person(values, scope: Scope) -> list:
    """Add what was kept above the yearly limit."""
    *told, kept, handed_in, waiting = values
    above = max(Decimal(0), Decimal(kept or 0) - MOST_IN_A_YEAR)
    return [*told, kept, above, handed_in, waiting]


BY_PERSON = Report(
    name="gifts-by-person",
    title=_("Gifts by person and year"),
    description=_(
        "What each person received in a year, what was left to him, and what of that "
        "is above the yearly limit of the 1995 rules of the central organs (to be "
        "confirmed locally)."
    ),
    models=(Gift, StaffMember),
    filters=("period", "office"),
    columns=(
        Column("year", _("year"), Kind.WHOLE),
        column(Gift, "office"),
        column(StaffMember, "number", "person_number"),
        column(StaffMember, "name", "person"),
        Column("received", _("gifts received"), Kind.WHOLE),
        Column("worth", _("estimated value"), Kind.MONEY),
        Column("kept", _("left to the person, value"), Kind.MONEY),
        Column("above", _("above the yearly limit"), Kind.MONEY, alarms=True),
        Column("handed_in", _("handed in or sent back"), Kind.WHOLE),
        Column("waiting", _("not settled"), Kind.WHOLE),
    ),
    rows=_by_person,
    line=_person,
)

REPORTS = (GIFTS, BY_PERSON)
