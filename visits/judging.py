"""What the rules say of visits, and whether it stands in the way of a move."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from compliance.models import Breach
from compliance.models.breach import CLOSED
from compliance.rules import judge
from compliance.rules.core import Finding, Severity, Stage
from compliance.rules.facts import VisitFacts
from compliance.standards import Book
from visits.facts import facts_of_many
from visits.models import Justification, Visit


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding of a visit, and what has been said or done about it."""

    finding: Finding
    justification: Justification | None = None
    breach: Breach | None = None  # handled or dismissed, on the same measure

    @property
    def is_answered(self) -> bool:
        """Whether a reason was given for it, or the register has closed it."""
        return self.justification is not None or self.breach is not None

    def stands_in_way_of(self, step: Stage) -> bool:
        """Whether ``step`` cannot be made because of it."""
        return (
            not self.finding.is_unknown
            and self.finding.severity is not Severity.WARN
            and self.finding.rule.stage.stands_in_way_of(step)
            and not self.is_answered
        )

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the facts that the finding tells."""
        return fingerprint(self.finding)


def fingerprint(finding: Finding) -> str:
    """Return a hash of what a finding tells: measure, limit, day and words."""
    told = [
        finding.rule.id,
        finding.subject.key,
        finding.measured,
        finding.limit,
        finding.on,
        finding.words.zh,
    ]
    text = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def plain(facts: VisitFacts) -> dict:
    """Return the facts as JSON keeps them."""
    return json.loads(json.dumps(asdict(facts), cls=DjangoJSONEncoder))


def judge_many(
    visits: Iterable[Visit], on: date, book: Book | None = None
) -> dict[int, tuple[Judged, ...]]:
    """Return what the rules say of each visit on ``on``, by the visit's key.

    The offices' switches and standards count; the number of queries is constant.
    """
    visits = list(visits)
    book = book or Book.read()
    known = facts_of_many(visits, book)
    reasons, closed = _reasons(visits), _closed(visits)
    off = {office: book.off(office) for office in {v.host_office_id for v in visits}}
    return {
        visit.pk: tuple(
            Judged(
                finding,
                reasons.get((visit.pk, *_place(finding), fingerprint(finding))),
                _same_measure(closed[visit.number, *_place(finding)], finding),
            )
            for finding in judge(known[visit.pk], on=on, off=off[visit.host_office_id])
        )
        for visit in visits
    }


def judge_visit(visit: Visit, on: date) -> tuple[Judged, ...]:
    """Return what the rules say of one visit on ``on``."""
    return judge_many([visit], on)[visit.pk]


def _place(finding: Finding) -> tuple[str, str]:
    return finding.rule.id, finding.subject.key


def _reasons(visits: list[Visit]) -> dict[tuple, Justification]:
    given = Justification.objects.filter(visit__in=visits).select_related("given_by")
    return {(j.visit_id, j.rule, j.detail, j.fingerprint): j for j in given}


def _closed(visits: list[Visit]) -> dict[tuple, list[Breach]]:
    """Return the breaches of the visits that the register has closed."""
    found = defaultdict(list)
    numbers = [visit.number for visit in visits]
    for breach in Breach.objects.filter(subject__in=numbers, state__in=CLOSED):
        found[breach.subject, breach.rule, breach.detail].append(breach)
    return found


def _same_measure(breaches: list[Breach], finding: Finding) -> Breach | None:
    """Return the closed breach if it was entered on the measure of ``finding``."""
    for breach in breaches:
        if (breach.measured, breach.limit) == (finding.measured, finding.limit):
            return breach
    return None


def in_the_way(visit: Visit, step: Stage, on: date) -> list[Judged]:
    """Return what stands in the way of ``step`` on ``on``."""
    return [each for each in judge_visit(visit, on) if each.stands_in_way_of(step)]


def rules_allow(step: str) -> Callable[[Visit, object, datetime], str | None]:
    """Return the guard of a move: what the rules object to at ``step``, in words.

    ``step`` is submit, approve, ready or settle. A rule objects at its own step and
    at every later one, until the facts are mended, a reason is given where a reason
    is enough, or the register has closed the breach.
    """
    at_step = Stage(step)

    def rules_allow_it(visit: Visit, by, at: datetime) -> str | None:
        found = in_the_way(visit, at_step, timezone.localdate(at))
        return " ".join(told(each.finding) for each in found) or None

    rules_allow_it.__doc__ = f"No rule stands in the way at the step “{step}”."
    return rules_allow_it


def told(finding: Finding) -> str:
    """Return a finding with its source, in the reader's language."""
    language = get_language() or "en"
    about = {
        "rule": finding.rule.id,
        "what": finding.words.told(language),
        "where": finding.subject.words.told(language),
        "source": finding.citation.words.told(language),
    }
    if finding.severity is Severity.JUSTIFY:
        return _("%(rule)s, %(where)s: %(what)s Give a reason. (%(source)s)") % about
    return _("%(rule)s, %(where)s: %(what)s (%(source)s)") % about
