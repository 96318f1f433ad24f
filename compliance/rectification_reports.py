"""Reports of rectification: how much, how quickly, how old, month by month."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models import Campaign, Finding, Inspection
from reception.exchange.reports import Chart, Column, Kind, Report, Scope, column
from venues.models import Venue

# A finding that was handed to another authority is neither open nor closed here.
CLOSED = ("closed", "on_the_spot")
PERCENT = 100
AGES = (3, 7, 15, 30, 90)  # days; the last class is older than all

FIGURES = (
    Column("found", pgettext_lazy("findings", "found"), Kind.WHOLE),
    Column("closed", pgettext_lazy("findings", "closed"), Kind.WHOLE),
    Column("rate", _("closed, per cent"), Kind.TENTHS),
    Column("on_the_spot", _("of which fixed on the spot"), Kind.WHOLE),
    Column("open", _("of which open"), Kind.WHOLE),
    Column("overdue", _("of which overdue"), Kind.WHOLE, alarms=True),
    Column("repeats", _("of which repeated"), Kind.WHOLE, alarms=True),
    Column("days", _("median days to close"), Kind.TENTHS),
)


def of_period(scope: Scope) -> QuerySet:
    """Return the findings of the period and office that the scope asks for."""
    return scope.of(Finding).filter(
        scope.days("found_on"), scope.at_office("inspection__office")
    )


def median(counted: Iterable[tuple[int, int]]) -> float | None:
    """Return the median of values, each given with how often it occurs."""
    counted = sorted(counted)
    total = sum(count for _value, count in counted)
    if not total:
        return None
    middle = []
    for rank in ((total + 1) // 2, total // 2 + 1):
        passed = 0
        for value, count in counted:
            passed += count
            if passed >= rank:
                middle.append(value)
                break
    return sum(middle) / 2


def figures(rows: QuerySet, keys: Sequence[str], today: date) -> list[list]:
    """Return per group of ``keys`` its values and then ``FIGURES``, in two queries."""
    closed, is_open = Q(state__in=CLOSED), Q(state__in=Finding.OPEN)
    counted = rows.values_list(*keys).annotate(
        found=Count("pk"),
        closed=Count("pk", filter=closed),
        spot=Count("pk", filter=Q(is_fixed_on_the_spot=True)),
        still_open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_open & Q(deadline__lt=today)),
        repeats=Count("pk", filter=Q(repeat_of__isnull=False)),
    )
    took = Coalesce("closed_on", "rectified_on") - F("found_on")
    lasted = rows.filter(closed).exclude(closed_on=None, rectified_on=None)
    spans = defaultdict(list)
    for *group, days, count in (
        lasted.annotate(took=took).values_list(*keys, "took").annotate(n=Count("pk"))
    ):
        spans[tuple(group)].append((days.days, count))
    found = []
    width = len(keys)
    for line in counted.order_by(*keys):
        group, (total, done, *others) = line[:width], line[width:]
        rate = done * PERCENT / total
        found.append([*group, total, done, rate, *others, median(spans[group])])
    return found


def _by(name: str, title, description, groups: dict[str, Column], label: str) -> Report:
    """Return the report of findings grouped by the keys of ``groups``."""
    return Report(
        name=f"rectification-by-{name}",
        title=title,
        description=description,
        models=(Finding, Inspection),
        filters=("period", "office"),
        columns=(*groups.values(), *FIGURES),
        rows=lambda scope: [
            [
                [
                    _("outside of campaigns") if v is None else v
                    for v in line[: len(groups)]
                ]
                + line[len(groups) :]
                for line in figures(of_period(scope), [*groups], scope.today)
            ]
        ],
        chart=Chart(label, ("closed", "open")),
    )


BY_CAMPAIGN = _by(
    "campaign",
    _("Rectification by campaign"),
    _(
        "Of each campaign's findings in the period: how many are closed, open, overdue "
        "and repeated, and how many days a closing took."
    ),
    {
        "inspection__campaign__number": column(
            Campaign, "number", "campaign", label=_("campaign number")
        ),
        "inspection__campaign__name": column(
            Campaign, "name", "campaign_name", label=_("campaign")
        ),
    },
    "campaign_name",
)
BY_ROUND = _by(
    "round",
    _("Rectification by round"),
    _("The same for each round of a campaign: whether rounds find less and less."),
    {
        "inspection__campaign__number": column(
            Campaign, "number", "campaign", label=_("campaign number")
        ),
        "inspection__campaign__name": column(
            Campaign, "name", "campaign_name", label=_("campaign")
        ),
        "inspection__round": column(Inspection, "round"),
    },
    "round",
)
BY_VENUE = _by(
    "venue",
    _("Rectification by venue"),
    _("The same for each venue: who closes quickly, and where problems come back."),
    {
        "inspection__venue__number": column(
            Venue, "number", "venue", label=_("venue number")
        ),
        "inspection__venue__name": column(
            Venue, "name", "venue_name", label=_("venue")
        ),
    },
    "venue_name",
)
BY_CATEGORY = _by(
    "category",
    _("Rectification by category"),
    _("The same for food, fire, sanitation and etiquette."),
    {"category": column(Finding, "category")},
    "category",
)
BY_SEVERITY = _by(
    "severity",
    _("Rectification by severity"),
    _("The same for critical, major and general findings."),
    {"severity": column(Finding, "severity")},
    "severity",
)


def _trend(scope: Scope) -> list[list]:
    """Return per month what was found, closed, and open at its end."""
    rows = of_period(scope)
    opened, ended = (
        dict(
            some.annotate(month=TruncMonth(day))
            .values_list("month")
            .annotate(n=Count("pk"))
            .order_by("month")
        )
        for some, day in (
            (rows, "found_on"),
            (_ended(rows), "ended_on"),
        )
    )
    found, still_open = [], 0
    for month in sorted(opened.keys() | ended.keys()):
        still_open += opened.get(month, 0) - ended.get(month, 0)
        told = opened.get(month, 0), ended.get(month, 0), still_open
        found.append([f"{month:%Y-%m}", *told])
    return [found]


def _ended(rows: QuerySet) -> QuerySet:
    """Return the findings that were closed or handed over, with ``ended_on``."""
    day = Coalesce("closed_on", "transferred_on", "rectified_on")
    return rows.exclude(state__in=Finding.OPEN).annotate(ended_on=day)


TREND = Report(
    name="rectification-trend",
    title=_("Rectification month by month"),
    description=_(
        "How many findings each month brought, how many were closed in it, and how "
        "many of those found since the first day asked for were open at its end."
    ),
    models=(Finding, Inspection),
    filters=("period", "office"),
    columns=(
        Column("month", _("month")),
        Column("found", pgettext_lazy("findings", "found"), Kind.WHOLE),
        Column("closed", pgettext_lazy("findings", "closed"), Kind.WHOLE),
        Column("open", _("open at the end"), Kind.WHOLE),
    ),
    rows=_trend,
    chart=Chart("month", ("found", "closed"), in_order=True, beside=True),
)


def _ageing(scope: Scope) -> list[list]:
    """Return per class of age how many open findings there are, by severity."""
    rows = of_period(scope).filter(state__in=Finding.OPEN)
    counted: Counter = Counter()
    for found_on, severity, deadline, count in (
        rows.values_list("found_on", "severity", "deadline")
        .annotate(n=Count("pk"))
        .order_by("found_on")
    ):
        age = (scope.today - found_on).days
        step = sum(age > limit for limit in AGES)
        counted[step, severity] += count
        if deadline is not None and deadline < scope.today:
            counted[step, "overdue"] += count
    if not counted:
        return [[]]
    severities = Finding.Severity.values
    return [
        [
            [
                _age_text(step),
                *(counted[step, each] for each in severities),
                sum(counted[step, each] for each in severities),
                counted[step, "overdue"],
            ]
            for step in range(len(AGES) + 1)
        ]
    ]


def _age_text(step: int) -> str:
    """Return a class of age in days, such as 4–7."""
    if step == len(AGES):
        return f"> {AGES[-1]}"
    first = AGES[step - 1] + 1 if step else 0
    return f"{first}–{AGES[step]}"


AGEING = Report(
    name="rectification-ageing",
    title=_("Open findings by age"),
    description=_(
        "How many days ago the findings that are still open were found, by severity."
    ),
    models=(Finding, Inspection),
    filters=("period", "office"),
    columns=(
        Column("age", _("days since found")),
        *(
            Column(f"severity_{grade.value}", grade.label, Kind.WHOLE)
            for grade in Finding.Severity
        ),
        Column("open", _("open in all"), Kind.WHOLE),
        Column("overdue", _("of which overdue"), Kind.WHOLE, alarms=True),
    ),
    rows=_ageing,
    chart=Chart(
        "age", tuple(f"severity_{g.value}" for g in Finding.Severity), in_order=True
    ),
)

REPORTS = (BY_CAMPAIGN, BY_ROUND, BY_VENUE, BY_CATEGORY, BY_SEVERITY, TREND, AGEING)
