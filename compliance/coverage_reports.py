"""Reports of coverage: how far people hold what their posts require, on any day."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from compliance.coverage import Standing, standings, working
from compliance.models import Certificate, CertificateKind, StaffMember
from compliance.places import Places
from reception.access.scope import with_lower_offices
from reception.exchange.reports import Chart, Column, Kind, Report, Scope, column

PERCENT = 100
NONE_HELD = "none"
STATUSES = (*Certificate.Status.choices, (NONE_HELD, _("none held")))
FIGURES = (
    Column("people", _("people at work"), Kind.WHOLE),
    Column("asked", _("of whom must hold something"), Kind.WHOLE),
    Column("covered", _("of whom covered"), Kind.WHOLE),
    Column("uncovered", _("of whom not covered"), Kind.WHOLE, alarms=True),
    Column("required", _("certificates required"), Kind.WHOLE),
    Column("counting", _("of which count"), Kind.WHOLE),
    Column("rate", _("covered, per cent"), Kind.TENTHS),
)
PERSON = (
    column(StaffMember, "number"),
    column(StaffMember, "name"),
    column(StaffMember, "post"),
    Column("employer", _("employer")),
)
TOLD = (StaffMember, Certificate)


def found(scope: Scope) -> list[tuple[tuple[str, str], Standing]]:
    """Return number, name and standing of whoever works on the day, by number."""
    people = working(scope.of(StaffMember), scope.as_of).order_by("number", "pk")
    people = list(people.values_list("pk", "number", "name"))
    every = standings((pk for pk, *_names in people), scope.as_of)
    told = [((number, name), every[pk]) for pk, number, name in people]
    if scope.office is None:
        return told
    offices, _total = with_lower_offices([scope.office.pk])
    return [each for each in told if each[1].posting.office in offices]


def figures(group: list[Standing]) -> list:
    """Return ``FIGURES`` of some people."""
    asked = [each for each in group if each.needs]
    uncovered = sum(bool(each.lacking) for each in asked)
    required = sum(len(each.needs) for each in asked)
    counting = required - sum(len(each.lacking) for each in asked)
    covered = len(asked) - uncovered
    rate = covered * PERCENT / len(asked) if asked else None
    return [len(group), len(asked), covered, uncovered, required, counting, rate]


def _by(name: str, title, description, head: Column, key: Callable) -> Report:
    """Return the report of figures for each value of ``key``, a name."""

    def rows(scope: Scope) -> list[list]:
        every = [standing for _person, standing in found(scope)]
        places = Places.of(each.posting for each in every)
        groups = defaultdict(list)
        for each in every:
            if (label := key(each.posting, places)) is not None:
                groups[label].append(each)
        return [[[label, *figures(groups[label])] for label in sorted(groups)]]

    return Report(
        name=f"coverage-by-{name}",
        title=title,
        description=description,
        models=TOLD,
        filters=("as_of", "office"),
        columns=(head, *FIGURES),
        rows=rows,
        chart=Chart(head.name, ("covered", "uncovered")),
    )


BY_OFFICE = _by(
    "office",
    _("Coverage by office"),
    _(
        "How many people of each office, with those of its venues, hold on the day you "
        "choose what their posts require on that day."
    ),
    Column("office", _("office")),
    lambda posting, places: places.offices[posting.office],
)
BY_VENUE = _by(
    "venue",
    _("Coverage by venue"),
    _("The same for each venue and its own staff."),
    Column("venue", _("venue")),
    lambda posting, places: places.venues[posting.venue] if posting.venue else None,
)
BY_POST = _by(
    "post",
    _("Coverage by post"),
    _("The same for each post."),
    column(StaffMember, "post"),
    lambda posting, places: posting.post,
)


def _people(scope: Scope, only_lacking: bool) -> Iterator[list]:
    """Yield person × required certificate with how it stands."""
    every = found(scope)
    places = Places.of(standing.posting for _person, standing in every)
    for person, standing in every:
        where = [standing.posting.post, places.name(standing.posting)]
        for need in standing.lacking if only_lacking else standing.needs:
            held = need.held
            yield [
                *person,
                *where,
                need.kind.name,
                need.status.value if need.status else NONE_HELD,
                held.number if held else "",
                held.valid_until if held else None,
            ]


def _list(name: str, title, description, only_lacking: bool) -> Report:
    return Report(
        name=name,
        title=title,
        description=description,
        models=TOLD,
        filters=("as_of", "office"),
        columns=(
            *PERSON,
            column(CertificateKind, "name", "kind", label=_("kind of certificate")),
            Column("standing", _("status on that day"), choices=STATUSES),
            column(Certificate, "number", "certificate"),
            column(Certificate, "valid_until"),
        ),
        rows=lambda scope: [list(_people(scope, only_lacking))],
    )


MATRIX = _list(
    "certificate-matrix",
    _("Who holds what (matrix)"),
    _(
        "Each person who works on the day you choose with each certificate that the "
        "post of that day requires, and how it stands."
    ),
    only_lacking=False,
)
UNCOVERED = _list(
    "uncovered",
    _("People not covered"),
    _("The same, only what is required and does not count on that day."),
    only_lacking=True,
)
REPORTS = (BY_OFFICE, BY_VENUE, BY_POST, UNCOVERED, MATRIX)
