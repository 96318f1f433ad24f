"""Word documents of a visit: approval form (审批单), list (接待清单), cover."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from reception.documents.word import Paper, numeral
from visits import settling
from visits.models import ReceptionList, Visit


def _day(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def approval_form(visit: Visit, author: str, at: datetime) -> bytes:
    """Return the approval form of ``visit``: what was asked for, and who said what."""
    paper = Paper(_("Approval form of %(visit)s") % {"visit": visit}, author, at)
    paper.title(_("Approval form for an official reception"))
    letter = visit.letter or visit.phone_record
    paper.table(
        [_("matter"), _("content")],
        [
            (_("number"), visit.number),
            (_("title"), visit.title),
            (_("category"), visit.get_category_display()),
            (_("host office"), str(visit.host_office)),
            (_("sending unit"), visit.sending_unit),
            (_("letter"), str(letter or "—")),
            (_("head of delegation"), f"{visit.head_name} {visit.head_position}"),
            (_("rank"), visit.get_rank_display()),
            (_("number of guests"), str(visit.guests)),
            (_("accompanying officials"), str(visit.companions)),
            (_("arrival"), _day(visit.arrives_at)),
            (_("departure"), _day(visit.departs_at)),
            (_("purpose"), visit.purpose),
            (_("budget"), "—" if visit.budget is None else f"{visit.budget:.2f}"),
        ],
    )
    paper.heading(_("What was decided"))
    paper.table(
        [_("level"), _("decision"), _("decided by"), _("decided at"), _("reason")],
        [
            (
                each.level_name or _("single step"),
                each.get_word_display(),
                _("%(deputy)s for %(absent)s")
                % {"deputy": each.said_by, "absent": each.in_place_of}
                if each.in_place_of
                else str(each.said_by),
                _day(each.said_at),
                each.reason,
            )
            for each in visit.approvals.select_related(
                "said_by", "in_place_of"
            ).order_by("said_at")
        ],
    )
    return paper.data()


def reception_list(record: ReceptionList, author: str, at: datetime) -> bytes:
    """Return the reception list as it is signed, or as it stands in a draft."""
    visit = record.visit
    paper = Paper(str(record), author, at)
    paper.title(_("Reception list"))
    paper.paragraph(
        _("%(number)s %(title)s, from %(first)s to %(last)s; sending unit: %(unit)s.")
        % {
            "number": visit.number,
            "title": visit.title,
            "first": record.arrived_on or "—",
            "last": record.left_on or "—",
            "unit": visit.sending_unit,
        }
    )
    people = record.people.order_by("kind", "line")
    headings = [_("part"), _("unit"), _("full name"), _("position")]
    rows = [(p.get_kind_display(), p.unit, p.name, p.position) for p in people]
    _section(paper, 1, _("People"), headings, rows)
    activities = record.activities.order_by("line")
    rows = [(a.on.isoformat(), a.activity, a.place) for a in activities]
    headings = [_("day"), _("activity"), _("place")]
    _section(paper, 2, _("Official activities"), headings, rows)
    rows = [
        (
            f"{m.on.isoformat()} {m.get_sitting_display()}",
            m.get_kind_display(),
            f"{m.guests} + {m.companions}",
            "—" if m.amount is None else f"{m.amount:.2f}",
        )
        for m in visit.meals.order_by("line")
    ]
    headings = [_("meal"), _("kind"), _("guests + companions"), _("amount, yuan")]
    _section(paper, 3, _("Meals"), headings, rows)
    rows = [
        (
            c.get_category_display(),
            f"{c.amount:.2f}",
            c.get_payer_display(),
            c.get_payment_display(),
            c.voucher,
        )
        for c in visit.costs.order_by("line")
    ]
    headings = [
        _("cost"),
        _("amount, yuan"),
        _("payer"),
        _("way of payment"),
        _("voucher number"),
    ]
    _section(paper, 4, _("Costs"), headings, rows)
    if record.signed_by:
        paper.signature(str(record.signed_by), _day(record.signed_at))
    return paper.data()


def _section(paper: Paper, number: int, title: str, headings, rows) -> None:
    """Write a numbered heading and its table, or that there was nothing."""
    paper.heading(
        _("%(number)s. %(title)s") % {"number": numeral(number), "title": title}
    )
    if rows:
        paper.table(headings, rows)
    else:
        paper.paragraph(_("None."))


def cover(visit: Visit, names: list[str], author: str, at: datetime) -> bytes:
    """Return the cover of the voucher pack: sums, papers, and what is enclosed."""
    paper = Paper(_("Voucher pack of %(visit)s") % {"visit": visit}, author, at)
    paper.title(_("Voucher pack"))
    paper.paragraph(f"{visit.number} {visit.title}")
    sums = settling.sums_of(visit)
    budget = "—" if sums.budget is None else f"{sums.budget:.2f}"
    rows = [
        (_("budget"), budget),
        (_("paid by the host unit"), f"{sums.host:.2f}"),
        (_("paid by others"), f"{sums.others:.2f}"),
        (_("collected from guests"), f"{sums.collected:.2f}"),
    ]
    _section(paper, 1, _("Sums, yuan"), [_("matter"), _("amount, yuan")], rows)
    rows = [
        (
            str(each.label),
            str(each.told),
            _("in place") if each.is_present else _("missing"),
        )
        for each in settling.pack_of(visit)
        if each.is_present or each.is_required
    ]
    _section(
        paper, 2, _("Papers"), [_("paper"), _("number or remark"), _("state")], rows
    )
    rows = [(str(n), name) for n, name in enumerate(names, start=1)]
    _section(paper, 3, _("Enclosed"), [_("number"), _("file")], rows)
    return paper.data()
