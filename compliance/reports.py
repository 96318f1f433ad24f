"""Reports of audits and staff: inspections, findings, certificates as of a day."""

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from compliance.models import Certificate, Finding, Inspection, StaffMember
from compliance.models.certificate import status_on
from reception.exchange.compiling import Joined
from reception.exchange.reports import Chart, Column, Kind, Report, Scope, column
from venues.models import Venue

SEVERITIES = tuple(Finding.Severity)
DEADLINE = 15  # place of the deadline in a row of findings


def _inspectors() -> Joined:
    """Return the names of an inspection's inspectors, joined."""
    links = Inspection.inspectors.through._base_manager
    own = links.filter(inspection=OuterRef("pk")).order_by("staffmember__number")
    return Joined(own.values(key=F("staffmember__name")))


def _inspections(scope: Scope) -> list[QuerySet]:
    found = scope.of(Finding).filter(inspection=OuterRef("pk")).values("inspection")

    def count(**which) -> Subquery:
        counted = found.filter(**which).annotate(figure=Count("pk"))
        return Coalesce(Subquery(counted.values("figure")), 0)

    rows = (
        scope.of(Inspection)
        .filter(scope.days("inspected_on"), scope.at_office("office"))
        .annotate(
            hands=_inspectors(),
            found=count(),
            critical=count(severity=Finding.Severity.A),
            still_open=count(state__in=Finding.OPEN),
        )
    )
    return [
        rows.order_by("inspected_on", "number").values_list(
            "number",
            "inspected_on",
            "office__name",
            "campaign__name",
            "round",
            "venue__name",
            "hands",
            "found",
            "critical",
            "still_open",
            "conclusion",
        )
    ]


INSPECTIONS = Report(
    name="inspections",
    title=_("Inspections"),
    description=_(
        "Every inspection of the period: where, by whom, in which round, how many "
        "findings, and how many of them are open."
    ),
    models=(Inspection, Finding),
    filters=("period", "office"),
    columns=(
        column(Inspection, "number"),
        column(Inspection, "inspected_on"),
        column(Inspection, "office"),
        column(Inspection, "campaign"),
        column(Inspection, "round"),
        column(Inspection, "venue"),
        column(Inspection, "inspectors"),
        Column("findings", _("number of findings"), Kind.WHOLE),
        Column("critical", _("of which critical"), Kind.WHOLE),
        Column("open", _("of which open"), Kind.WHOLE),
        column(Inspection, "conclusion"),
    ),
    rows=_inspections,
)


def _of_period(scope: Scope) -> QuerySet:
    return scope.of(Finding).filter(
        scope.days("found_on"), scope.at_office("inspection__office")
    )


def _findings(scope: Scope) -> list[QuerySet]:
    return [
        _of_period(scope)
        .order_by("found_on", "number")
        .values_list(
            "number",
            "inspection__number",
            "inspection__office__name",
            "inspection__venue__name",
            "category",
            "severity",
            "code",
            "item",
            "location",
            "description",
            "found_on",
            "responsible_unit",
            "responsible__name",
            "notice_number",
            "notified_on",
            "deadline",
            "measure",
            "rectified_on",
            "rectified_by__name",
            "reported_on",
            "reported_by__name",
            "rechecked_on",
            "rechecked_by__name",
            "closed_on",
            "closed_by__name",
            "times_returned",
            "state",
        )
    ]


def _finding(values, scope: Scope) -> list:
    """Add by how many days an open finding is past its deadline."""
    deadline, state = values[DEADLINE], values[-1]
    late = None
    if deadline is not None and state in Finding.OPEN:
        late = max(0, (scope.today - deadline).days) or None
    return [*values, late]


FINDINGS = Report(
    name="findings",
    title=_("Findings"),
    description=_(
        "The ledger of problems found in the period, from the finding to its closing: "
        "what, where, who puts it right, by when, and who checked."
    ),
    models=(Finding, Inspection),
    filters=("period", "office"),
    columns=(
        *(
            column(Finding, "number"),
            column(Finding, "inspection"),
            column(Inspection, "office"),
            column(Inspection, "venue"),
        ),
        *(
            column(Finding, name)
            for name in (
                "category",
                "severity",
                "code",
                "item",
                "location",
                "description",
                "found_on",
                "responsible_unit",
                "responsible",
                "notice_number",
                "notified_on",
                "deadline",
                "measure",
                "rectified_on",
                "rectified_by",
                "reported_on",
                "reported_by",
                "rechecked_on",
                "rechecked_by",
                "closed_on",
                "closed_by",
                "times_returned",
                "state",
            )
        ),
        Column("days_overdue", _("days overdue"), Kind.WHOLE, alarms=True),
    ),
    rows=_findings,
    line=_finding,
)


def _summary(scope: Scope) -> list[QuerySet]:
    is_open = Q(state__in=Finding.OPEN)
    grouped = (
        _of_period(scope)
        .values("inspection__venue")
        .annotate(
            total=Count("pk"),
            still_open=Count("pk", filter=is_open),
            overdue=Count("pk", filter=is_open & Q(deadline__lt=scope.today)),
            **{
                f"grade_{grade.value}": Count("pk", filter=Q(severity=grade.value))
                for grade in SEVERITIES
            },
        )
    )
    return [
        grouped.order_by("-total", "inspection__venue__number").values_list(
            "inspection__venue__number",
            "inspection__venue__name",
            *(f"grade_{grade.value}" for grade in SEVERITIES),
            "total",
            "still_open",
            "overdue",
        )
    ]


SUMMARY = Report(
    name="findings-by-venue",
    title=_("Findings by venue"),
    description=_(
        "How many problems the period's inspections found in each venue, by severity, "
        "and how many are open or overdue."
    ),
    models=(Finding, Inspection),
    filters=("period", "office"),
    columns=(
        column(Venue, "number", "venue", label=_("venue number")),
        column(Venue, "name", "venue_name", label=_("venue")),
        *(
            Column(f"severity_{grade.value}", grade.label, Kind.WHOLE)
            for grade in SEVERITIES
        ),
        Column("findings", _("number of findings"), Kind.WHOLE),
        Column("open", _("of which open"), Kind.WHOLE),
        Column("overdue", _("of which overdue"), Kind.WHOLE, alarms=True),
    ),
    rows=_summary,
    chart=Chart("venue_name", tuple(f"severity_{g.value}" for g in SEVERITIES)),
)


def _certificates(scope: Scope) -> list[QuerySet]:
    rows = scope.of(Certificate).current_holders(scope.as_of).paused(scope.as_of)
    rows = rows.filter(scope.at_office("holder__office", "holder__venue__office"))
    first_to_end = F("valid_until").asc(nulls_last=True)
    return [
        rows.order_by(first_to_end, "holder__number", "pk").values_list(
            "holder__number",
            "holder__name",
            "holder__post",
            Coalesce("holder__office__name", "holder__venue__name"),
            "kind__name",
            "number",
            "issuer",
            "issued_on",
            "valid_until",
            "kind__renew_days",
            "revoked_on",
            "paused",
        )
    ]


def _certificate(values, scope: Scope) -> list:
    *told, renew_days, revoked_on, paused = values
    issued_on, valid_until = told[-2:]
    left = None if valid_until is None else (valid_until - scope.as_of).days
    status = status_on(
        scope.as_of,
        issued_on,
        valid_until,
        renew_days,
        revoked_on=revoked_on,
        suspended=[(scope.as_of, None)] if paused else (),
    )
    return [*told, left, status.value]


CERTIFICATES = Report(
    name="certificates",
    title=_("Certificates as of a day"),
    description=_(
        "The certificates of everybody who works on the day you choose, the first to "
        "end first, and how each stands on that day."
    ),
    models=(Certificate, StaffMember),
    filters=("as_of", "office"),
    columns=(
        column(StaffMember, "number", "holder"),
        column(StaffMember, "name"),
        column(StaffMember, "post"),
        Column("employer", _("employer")),
        column(Certificate, "kind", label=_("kind of certificate")),
        column(Certificate, "number"),
        column(Certificate, "issuer"),
        column(Certificate, "issued_on"),
        column(Certificate, "valid_until"),
        Column("days_left", _("days left"), Kind.WHOLE),
        Column(
            "standing",
            _("status on that day"),
            choices=tuple(Certificate.Status.choices),
        ),
    ),
    rows=_certificates,
    line=_certificate,
)

AUDITS = (INSPECTIONS, FINDINGS, SUMMARY)
STAFF = (CERTIFICATES,)
