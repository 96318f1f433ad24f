"""The reception list: what it holds, what it lacks, and how it differs from the plan.

The list tells what was done. It is made from the record of the visit, completed by
hand, compared with letter and plan, and signed. What was signed is kept with its
print, so that meals or costs that change afterwards are seen.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from visits.content import fingerprint

COMPANIONS_SINCE = date(2025, 5, 18)  # the day the revised Regulations were published


class Kind(models.TextChoices):
    """In what part somebody stands on the list."""

    GUEST = "guest", _("guest")
    COMPANION = "companion", _("accompanying official")
    SUPPORT = "support", _("support staff")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing as it was announced or planned, and as it was done."""

    label: str | Promise
    planned: str
    done: str
    differs: bool
    note: str | Promise = ""


def content_of(record: models.Model) -> dict:
    """Return what a signature signs, as plain data."""
    visit = record.visit
    return {
        "arrived_on": _day(record.arrived_on),
        "left_on": _day(record.left_on),
        "people": [
            [each.kind, each.unit, each.name, each.position]
            for each in record.people.order_by("line", "pk")
        ],
        "activities": [
            [_day(each.on), each.activity, each.place]
            for each in record.activities.order_by("line", "pk")
        ],
        "meals": [
            [
                _day(each.on),
                each.sitting,
                each.guests,
                each.companions,
                _money(each.amount),
            ]
            for each in visit.meals.order_by("line")
        ],
        "costs": [
            [each.category, _money(each.amount), each.payer, each.payment]
            for each in visit.costs.order_by("line")
        ],
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _local(at: datetime) -> str:
    return timezone.localdate(at).isoformat()


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"


def fingerprint_of(record: models.Model) -> str:
    """Return the print of what the list says now."""
    return fingerprint(content_of(record))


def is_stale(record: models.Model) -> bool:
    """Whether meals, costs or the list changed after the signature."""
    return bool(record.fingerprint) and record.fingerprint != fingerprint_of(record)


def due_on(visit: models.Model) -> date:
    """Return the day until which the list of ``visit`` is to be signed."""
    left = timezone.localdate(visit.departs_at)
    return left + timedelta(days=settings.RECEPTION_LIST_DAYS)


def gaps(record: models.Model) -> list:
    """Return what the list must still tell; empty if nothing."""
    kinds = Counter(record.people.values_list("kind", flat=True))
    visit, lacking = record.visit, []
    if not record.arrived_on or not record.left_on:
        lacking.append(_("days of arrival and departure"))
    if not kinds[Kind.GUEST]:
        lacking.append(_("guests"))
    if not record.activities.exists():
        lacking.append(_("activities"))
    if timezone.localdate(visit.arrives_at) >= COMPANIONS_SINCE:
        if visit.companions and not kinds[Kind.COMPANION]:
            lacking.append(_("accompanying officials"))
        if visit.support_staff and not kinds[Kind.SUPPORT]:
            lacking.append(_("support staff"))
    return lacking


@transaction.atomic
def make(visit: models.Model, *, by) -> models.Model:
    """Make the list of ``visit`` from its record: guests, programme, days.

    Who calls twice gets the list that is there.
    """
    lists = type(visit)._meta.get_field("reception_list").related_model._default_manager
    type(visit)._default_manager.select_for_update(of=("self",)).get(pk=visit.pk)
    if found := lists.filter(visit=visit).first():
        return found
    record = lists.create(
        visit=visit,
        entered_by=by,
        arrived_on=timezone.localdate(visit.arrives_at),
        left_on=timezone.localdate(visit.departs_at),
    )
    party = visit.party.select_related("guest").order_by("precedence", "pk")
    for line, part in enumerate(party, start=1):
        record.people.create(
            line=line,
            kind=Kind.GUEST,
            unit=part.guest.unit,
            name=part.guest.name,
            position=part.position or part.guest.position,
        )
    for item in visit.itinerary.select_related("place").order_by("starts_at", "line"):
        record.activities.create(
            line=item.line,
            on=timezone.localdate(item.starts_at),
            activity=item.activity,
            place=item.place.name if item.place_id else "",
        )
    return record


def compare(record: models.Model, *, with_costs: bool = True) -> list[Comparison]:
    """Return how what was done compares with letter and plan, in order of weight.

    Costs are left out for readers who may not see them.
    """
    visit = record.visit
    kinds = Counter(record.people.values_list("kind", flat=True))
    return [
        *_people(visit, record, kinds),
        _compared(
            _("arrival"),
            _day(timezone.localdate(visit.arrives_at)),
            _day(record.arrived_on),
        ),
        _compared(
            _("departure"),
            _day(timezone.localdate(visit.departs_at)),
            _day(record.left_on),
        ),
        *_programme(visit, record),
        *_meals(visit),
        *(_costs(visit) if with_costs else ()),
    ]


def _compared(label, planned, done, note="") -> Comparison:
    return Comparison(label, str(planned), str(done), str(planned) != str(done), note)


def _people(visit, record, kinds) -> list[Comparison]:
    announced = {part.guest.name for part in visit.party.select_related("guest")}
    came = set(record.people.filter(kind=Kind.GUEST).values_list("name", flat=True))
    found = [
        _compared(_("number of guests"), visit.guests, kinds[Kind.GUEST]),
        _compared(_("accompanying officials"), visit.companions, kinds[Kind.COMPANION]),
        _compared(_("support staff"), visit.support_staff, kinds[Kind.SUPPORT]),
    ]
    if announced:
        absent, more = sorted(announced - came), sorted(came - announced)
        found.append(
            Comparison(
                _("names of guests"),
                _(", ").join(absent) or "—",
                _(", ").join(more) or "—",
                bool(absent or more),
                _("announced but not on the list, and the other way round"),
            )
        )
    return found


def _programme(visit, record) -> list[Comparison]:
    planned = set(visit.itinerary.values_list("activity", flat=True))
    done = set(record.activities.values_list("activity", flat=True))
    if not planned:
        return []
    left_out, added = sorted(planned - done), sorted(done - planned)
    return [
        Comparison(
            _("activities"),
            _("; ").join(left_out) or "—",
            _("; ").join(added) or "—",
            bool(left_out or added),
            _("planned but not done, and the other way round"),
        )
    ]


def _meals(visit) -> list[Comparison]:
    told = []
    for meal in visit.meals.order_by("line"):
        told.append(
            _compared(
                _("%(day)s %(sitting)s, people at the table")
                % {"day": meal.on.isoformat(), "sitting": meal.get_sitting_display()},
                f"{visit.guests} + {visit.companions}",
                f"{meal.guests} + {meal.companions}",
                _("guests + accompanying diners"),
            )
        )
    return told


def _costs(visit) -> list[Comparison]:
    by_host = visit.costs.filter(payer="host").aggregate(total=models.Sum("amount"))
    spent, budget = by_host["total"] or Decimal(0), visit.budget
    return [
        Comparison(
            _("costs of the host unit, yuan"),
            "—" if budget is None else f"{budget:.2f}",
            f"{spent:.2f}",
            budget is not None and spent > budget,
            _("no budget was entered") if budget is None else "",
        )
    ]
