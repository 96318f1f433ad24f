"""Panels of task orders and of papers that are due after a visit."""

from datetime import date

from django.db.models import Count, F, Q, QuerySet, Window
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance import working_days
from compliance.rules.admission import LETTER_WORKING_DAYS
from reception.access.scope import visible
from reception.dashboard import days
from reception.dashboard.cards import (
    Asked,
    Card,
    Cell,
    Table,
    first_of,
    heading,
    headings,
    listed,
    opened,
)
from reception.dashboard.panels.visits import NOT_COMING, title
from venues.models import Venue
from visits import listing
from visits.admin.task_order import TONES
from visits.models import TaskOrder, Visit
from visits.order_states import WAITING, OrderState
from visits.states import State

SHOWN = 10  # rows


def given(asked: Asked) -> Card:
    """The orders within reach that nobody has reported done, the overdue in red."""
    rows = _open_orders(asked)
    late = Q(due_at__lt=asked.now)
    rows = rows.annotate(counted=Window(Count("pk", filter=late)))
    return _orders(
        asked,
        rows.select_related("to_person", "to_office", "to_venue"),
        title=_("Task orders under way"),
        empty=_("No task order waits."),
        receiver=True,
    )


def mine(asked: Asked) -> Card:
    """The orders that the user got himself."""
    return _to_answer(asked, _open_orders(asked).filter(to_person=asked.user))


def of_venue(asked: Asked) -> Card:
    """The orders that the user's venues got, or he himself."""
    venues = visible(asked.user, "view", Venue.objects.all()).order_by()
    own = Q(to_person=asked.user) | Q(to_venue__in=venues.values("pk"))
    return _to_answer(asked, _open_orders(asked).filter(own))


def _open_orders(asked: Asked) -> QuerySet:
    rows = TaskOrder.objects.filter(state__in=WAITING)
    return visible(asked.user, "view", rows).order_by("due_at", "pk")


def _to_answer(asked: Asked, rows: QuerySet) -> Card:
    """Return the card of the receiver: what he has not acknowledged waits for him."""
    issued = Q(state=OrderState.ISSUED)
    return _orders(
        asked,
        rows.annotate(counted=Window(Count("pk", filter=issued))),
        title=_("Task orders to me"),
        empty=_("No task order waits for you."),
    )


def _orders(asked: Asked, rows: QuerySet, *, title, empty, receiver=False) -> Card:
    found, total = first_of(rows, SHOWN)
    extra = [_("Given to")] if receiver else []
    return Card(
        title=title,
        icon="assignment",
        wide=True,
        table=Table(
            headings=[
                heading(TaskOrder, "subject"),
                *extra,
                *headings(TaskOrder, "due_at", "state"),
            ],
            rows=[_order(order, asked, receiver) for order in found],
            more=listed(TaskOrder) if total > SHOWN else "",
        ),
        empty=empty,
        waiting=found[0].counted if found else 0,
    )


def _order(order: TaskOrder, asked: Asked, receiver: bool) -> list[Cell]:
    state, tone = order.get_state_display(), TONES[order.state]
    if order.is_overdue(asked.now):
        state, tone = _("%(state)s, overdue") % {"state": state}, "bad"
    return [
        Cell(order.subject, url=opened(order), detail=order.number),
        *([Cell(order.receiver())] if receiver else []),
        Cell(days.moment_text(order.due_at), fixed=True),
        Cell(state, tone=tone),
    ]


def papers(asked: Asked) -> Card:
    """Reception lists to be signed, and letters that follow a call."""
    unsigned = Q(state=State.COMPLETED) & (
        Q(reception_list__isnull=True) | ~Q(reception_list__state="signed")
    )
    announced = Q(phone_record__isnull=False, letter__isnull=True)
    rows = visible(asked.user, "change", Visit.objects.filter(unsigned | announced))
    rows = rows.exclude(state__in=(State.DRAFT, *NOT_COMING))
    rows = rows.annotate(list_state=F("reception_list__state"))
    found, total = first_of(rows.order_by("departs_at", "pk"), SHOWN)
    lines = [line for visit in found for line in _papers(visit)]
    return Card(
        title=_("Lists and letters due"),
        icon="pending_actions",
        table=Table(
            headings=[*headings(Visit, "title"), _("Lacks"), _("Due")],
            rows=[
                [title(visit), Cell(what), _due(due, asked.today)]
                for visit, what, due in lines
            ],
            more=listed(Visit, state__exact=State.COMPLETED) if total > SHOWN else "",
        ),
        empty=_("No list and no letter is due."),
        waiting=len([due for _visit, _what, due in lines if due < asked.today]),
    )


def _papers(visit: Visit) -> list[tuple[Visit, str, date]]:
    """Return what the visit's file lacks, and by which day."""
    lines = []
    if visit.state == State.COMPLETED and visit.list_state != "signed":
        lines.append((visit, _("signed reception list"), listing.due_on(visit)))
    if visit.phone_record_id and not visit.letter_id:
        left = timezone.localdate(visit.departs_at)
        due = working_days.after(left, LETTER_WORKING_DAYS).day
        lines.append((visit, _("letter after the call"), due))
    return lines


def _due(day: date, today: date) -> Cell:
    return Cell(days.day_text(day), tone="bad" if day < today else "", fixed=True)
