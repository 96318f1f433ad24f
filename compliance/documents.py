"""Word documents of inspections: the notice of rectification (整改通知书)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.models import Finding
from reception.documents.word import Paper, numeral


def _day(day) -> str:
    return "—" if day is None else f"{day.year}年{day.month}月{day.day}日"


def notice(findings: Sequence[Finding], author: str, at: datetime) -> bytes:
    """Return the notice about ``findings``, all of one venue, in their order.

    What has no notice yet stands without a number and a deadline: it is a draft.
    """
    first = findings[0]
    inspection = first.inspection
    office = inspection.office.name
    paper = Paper(_("Notice of rectification"), author, at)
    paper.title(_("Notice of rectification"))
    numbers = dict.fromkeys(f.notice_number for f in findings if f.notice_number)
    paper.paragraph(_("No.: %(number)s") % {"number": "、".join(numbers) or _("draft")})
    paper.paragraph(_("%(venue)s:") % {"venue": first.unit()})
    days = sorted({f.inspection.inspected_on for f in findings})
    hands = dict.fromkeys(
        person.name for f in findings for person in f.inspection.inspectors.all()
    )
    paper.paragraph(
        _("On %(days)s %(office)s inspected your unit; inspectors: %(people)s.")
        % {
            "days": "、".join(map(_day, days)),
            "office": office,
            "people": "、".join(hands) or "—",
        }
    )
    _section(paper, 1, _("Problems found"))
    paper.table(
        [_("No."), _("item and basis"), _("problem"), _("severity"), _("deadline")],
        [_row(line, each) for line, each in enumerate(findings, start=1)],
        (2, 5, 6, 2, 4),
    )
    _section(paper, 2, _("Requirements"))
    paper.paragraph(
        _(
            "Put right what is listed by its deadline, report each with photographs of "
            "how it is after, and have it rechecked. What is critical stays out of use "
            "until it is closed. Whoever needs more time asks for it before the "
            "deadline, with the reason."
        )
    )
    issued = dict.fromkeys(f.notified_by for f in findings if f.notified_by_id)
    people = "、".join(map(str, issued)) or "—"
    phone = inspection.office.phone or "—"
    paper.paragraph(
        _("Contact: %(people)s, %(phone)s") % {"people": people, "phone": phone}
    )
    _section(paper, 3, _("Receipt"))
    paper.table([_("received by (signature)"), _("day")], [("", ""), ("", "")], (3, 2))
    _section(paper, 4, _("Result of the recheck"))
    paper.table(
        [_("No."), _("result"), _("rechecked by"), _("day")],
        [
            (
                str(line),
                str(each.get_state_display()),
                str(each.rechecked_by or ""),
                _day(each.rechecked_on) if each.rechecked_on else "",
            )
            for line, each in enumerate(findings, start=1)
        ],
        (2, 5, 4, 4),
    )
    on = max((f.notified_on for f in findings if f.notified_on), default=None)
    paper.signature(office, _day(on or timezone.localdate(at)))
    return paper.data()


def _section(paper: Paper, number: int, title: str) -> None:
    paper.heading(
        _("%(number)s. %(title)s") % {"number": numeral(number), "title": title}
    )


def _row(line: int, finding: Finding) -> tuple[str, ...]:
    what = "\n".join(filter(None, (f"{finding.code} {finding.item}", finding.basis)))
    problem = "：".join(filter(None, (finding.location, finding.description)))
    if finding.repeat_of_id:
        problem = _("%(problem)s (repeated)") % {"problem": problem}
    return (
        str(line),
        what.strip(),
        problem,
        finding.severity,
        str(finding.deadline or "—"),
    )
