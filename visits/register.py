"""From findings to the breach register: judging what was done, and entering it once."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from compliance.models import Breach
from compliance.rules import RULES
from compliance.rules.core import Finding, Severity, Stage
from compliance.standards import Book
from reception.accounts import numbering
from reception.accounts.system import system_user
from reception.ledger import writing
from reception.ledger.context import acting
from visits.facts import facts_of_many
from visits.judging import judge_many, plain
from visits.models import Visit

JUDGE, WHY = "rules", "依规判定"  # the system user that enters breaches
# Rules about papers of the settlement, and those checked after it.
ABOUT_PAPERS = {
    rule.id for rule in RULES.values() if rule.stage in (Stage.SETTLE, Stage.AFTER)
}
NOT_HELD = frozenset({"draft", "submitted", "refused", "cancelled", "merged"})
AT_ONCE = 200  # visits judged together


def is_breach(finding: Finding, on: date) -> bool:
    """Whether a finding belongs in the register: what blocks, or is checked after."""
    grave = (
        finding.severity is Severity.BLOCK or finding.rule.stage is Stage.AFTER
    ) and not finding.is_unknown
    return grave and (finding.on is None or finding.on <= on)


def held(visits: QuerySet, first: date, last: date) -> QuerySet:
    """Return the visits that took place and arrived on ``first`` … ``last``."""
    return (
        visits.exclude(state__in=NOT_HELD)
        .filter(arrives_at__date__gte=first, arrives_at__date__lte=last)
        .order_by("arrives_at", "number")
    )


def found_in(visits: Iterable[Visit], on: date, book: Book) -> list[Breach]:
    """Return the breaches of ``visits`` that the register does not hold yet.

    One rule finds one fault per line of a file; were there more, the first counts.
    """
    visits = list(visits)
    facts, judged = facts_of_many(visits, book), judge_many(visits, on, book)
    numbers = [visit.number for visit in visits]
    columns = ("subject", "rule", "detail")
    known = set(Breach.objects.filter(subject__in=numbers).values_list(*columns))
    found = []
    for visit in visits:
        for finding in (each.finding for each in judged[visit.pk]):
            key = (visit.number, finding.rule.id, finding.subject.key)
            if is_breach(finding, on) and key not in known:
                known.add(key)
                found.append(_breach(visit, finding, on, plain(facts[visit.pk])))
    return found


def _breach(visit: Visit, finding: Finding, on: date, facts: dict) -> Breach:
    """Return a breach as it is entered, in the office's language."""
    language = settings.LANGUAGE_CODE
    return Breach(
        office=visit.host_office,
        source=Breach.Source.RULES,
        subject=visit.number,
        rule=finding.rule.id,
        detail=finding.subject.key,
        description=finding.words.told(language),
        happened_on=finding.on,
        found_on=on,
        measured=finding.measured,
        limit=finding.limit,
        unit=finding.unit.told(language) if finding.unit else "",
        citation=finding.citation.words.told(language),
        facts=facts,
    )


@transaction.atomic
def enter(breaches: list[Breach], on: date) -> None:
    """Give breaches their numbers and store them, each with its entry."""
    numbering.assign(breaches, on)
    writing.create_all(breaches)


def enter_happened(key: int, on: date) -> None:
    """Enter what blocks of what was done on a visit, in the name of the rules.

    Papers are not asked for here: they come until the settlement.
    """
    visits = Visit.objects.select_related("host_office").filter(pk=key)
    with acting(system_user(JUDGE, WHY), reason=WHY):
        found = found_in(visits, on, Book.read())
        enter([each for each in found if each.rule not in ABOUT_PAPERS], on)


def in_lots(visits: QuerySet) -> Iterable[list[Visit]]:
    """Yield ``visits`` in lots small enough to judge together."""
    lot: list[Visit] = []
    for visit in visits.select_related("host_office").iterator(chunk_size=AT_ONCE):
        lot.append(visit)
        if len(lot) == AT_ONCE:
            yield lot
            lot = []
    if lot:
        yield lot
