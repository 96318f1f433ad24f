"""Hours trained, and how many they should be."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from compliance.models import Enrolment, TrainingTarget
from compliance.training.session_states import TAUGHT
from reception.accounts.models import Office

NOTHING = Decimal(0)


def attended() -> QuerySet:
    """Return the places of those who were at sessions that were held."""
    rows = Enrolment.objects.filter(attended_at__isnull=False)
    return rows.filter(session__state__in=TAUGHT).order_by()


def length() -> Coalesce:
    """Return the expression for the hours of an enrolment's session."""
    return Coalesce("session__hours", "session__course__hours")


def hours_of(rows: QuerySet) -> Subquery:
    """Return the hours that a staff member of the outer query has in ``rows``."""
    own = rows.filter(member=OuterRef("pk")).values("member")
    summed = own.annotate(total=Sum(length())).values("total")
    return Coalesce(Subquery(summed), NOTHING)


def by_year(member) -> dict[int, Decimal]:
    """Return the hours that ``member`` was trained, by year, the latest first."""
    rows = attended().filter(member=member).annotate(year=F("session__starts_at__year"))
    summed = rows.values("year").annotate(total=Sum(length())).order_by("-year")
    return {row["year"]: row["total"] for row in summed}


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of a year: ``rows`` by office and post, ``above`` the offices."""

    rows: dict[tuple[int, str], Decimal]
    above: dict[int, int | None]

    @classmethod
    def of(cls, year: int) -> "Targets":
        """Read the targets of the year in two queries."""
        rows = TrainingTarget.objects.filter(year=year).order_by()
        return cls(
            rows={
                (office, post): hours
                for office, post, hours in rows.values_list("office", "post", "hours")
            },
            above=dict(Office.objects.order_by().values_list("pk", "parent")),
        )

    def of_post(self, office: int, post: str) -> Decimal | None:
        """Return the target of somebody in ``post`` at ``office``, if there is one."""
        chain = list(self._chain(office))
        for wanted in (post, ""):
            for each in chain:
                if (each, wanted) in self.rows:
                    return self.rows[each, wanted]
        return None

    def _chain(self, office: int | None) -> Iterable[int]:
        """Yield the office and those above it."""
        seen = set()
        while office is not None and office not in seen:
            yield office
            seen.add(office)
            office = self.above.get(office)
