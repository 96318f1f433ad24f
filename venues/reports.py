"""Reports of venues: their licences as they stand on a day."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from reception.exchange.reports import Column, Kind, Report, Scope, column
from venues.models import Venue, VenueLicence
from venues.models.licence import STANDING, standing


def _licences(scope: Scope) -> list[QuerySet]:
    rows = scope.of(VenueLicence).filter(scope.at_office("venue__office"))
    first_to_end = F("valid_until").asc(nulls_last=True)
    return [
        rows.order_by(first_to_end, "venue__number", "pk").values_list(
            "venue__number",
            "venue__name",
            "venue__office__name",
            "kind",
            "number",
            "issuer",
            "issued_on",
            "valid_until",
        )
    ]


def _licence(values, scope: Scope) -> list:
    issued_on, valid_until = values[-2:]
    left = None if valid_until is None else (valid_until - scope.as_of).days
    return [*values, left, standing(issued_on, valid_until, scope.as_of)]


LICENCES = Report(
    name="licences",
    title=_("Licences as of a day"),
    description=_(
        "The licences of the venues, the first to end first, and how each stands on "
        "the day you choose."
    ),
    models=(VenueLicence, Venue),
    filters=("as_of", "office"),
    columns=(
        column(Venue, "number", "venue", label=_("venue number")),
        column(Venue, "name", "venue_name", label=_("venue")),
        column(Venue, "office"),
        column(VenueLicence, "kind", label=_("kind of licence")),
        column(VenueLicence, "number", label=_("licence number")),
        column(VenueLicence, "issuer"),
        column(VenueLicence, "issued_on"),
        column(VenueLicence, "valid_until"),
        Column("days_left", _("days left"), Kind.WHOLE),
        Column("standing", _("status on that day"), choices=STANDING),
    ),
    rows=_licences,
    line=_licence,
)

REPORTS = (LICENCES,)
