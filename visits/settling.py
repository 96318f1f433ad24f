"""Settlement: which papers the voucher pack holds, and what stands in the way.

Vouchers of a reception: invoice, letter of the sending unit, reception list (2013
Provisions); what an office asks for beside them stands in its required papers.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from visits import listing


@dataclass(frozen=True, slots=True)
class PackItem:
    """One paper of the pack; ``files`` are the stored files it brings along."""

    label: str | Promise
    is_required: bool
    is_present: bool
    told: str | Promise = ""
    files: list = field(default_factory=list)


def pack_of(visit: models.Model) -> list[PackItem]:
    """Return the papers of the visit's voucher pack, present and missing."""
    papers = list(visit.papers.order_by("line"))
    kinds = dict(papers[0]._meta.get_field("kind").choices) if papers else {}
    wanted = _wanted(visit)
    found = [_announcement(visit), _list(visit)]
    for kind in dict.fromkeys([*wanted, *(each.kind for each in papers)]):
        own = [each for each in papers if each.kind == kind]
        found.append(
            PackItem(
                label=kinds.get(kind) or wanted[kind],
                is_required=kind in wanted,
                is_present=bool(own),
                told=_(", ").join(filter(None, (each.number for each in own))),
                files=[each.scan for each in own if each.scan],
            )
        )
    return found


def _wanted(visit) -> dict[str, str]:
    """Return the kinds of paper that the pack must hold, with their labels."""
    asked = visit.host_office.paper_requirements.filter(
        category__in=("", visit.category)
    ).order_by("pk")
    wanted = {each.kind: each.get_kind_display() for each in asked}
    pays = visit.costs.filter(payer="host", amount__gt=0).exists()
    return {"invoice": _("invoice"), **wanted} if pays else wanted


def _announcement(visit) -> PackItem:
    letter = visit.letter
    return PackItem(
        label=_("letter"),
        is_required=visit.category == visit.Category.OFFICIAL,
        is_present=letter is not None,
        told=(letter.document_number or letter.number) if letter else "",
        files=[letter.scan] if letter is not None and letter.scan else [],
    )


def _list(visit) -> PackItem:
    record = getattr(visit, "reception_list", None)
    is_signed = record is not None and record.state == "signed"
    told = ""
    if record is None:
        told = _("not made yet")
    elif not is_signed:
        told = _("not signed yet")
    elif listing.is_stale(record):
        told = _("changed after it was signed")
    return PackItem(_("reception list"), True, is_signed and not told, told)


@dataclass(frozen=True, slots=True)
class Sums:
    """What a visit cost, in yuan."""

    budget: Decimal | None
    host: Decimal
    others: Decimal
    unpaid: Decimal
    collected: Decimal


def sums_of(visit: models.Model) -> Sums:
    """Return the visit's money in a few figures."""
    amount, nothing = models.Sum("amount"), Decimal(0)
    total = visit.costs.aggregate(
        host=models.Sum("amount", filter=models.Q(payer="host")),
        others=models.Sum("amount", filter=~models.Q(payer="host")),
        unpaid=models.Sum("amount", filter=models.Q(paid_on__isnull=True)),
    )
    paid = visit.guest_payments.aggregate(total=amount)["total"]
    return Sums(
        budget=visit.budget,
        host=total["host"] or nothing,
        others=total["others"] or nothing,
        unpaid=total["unpaid"] or nothing,
        collected=paid or nothing,
    )


# --- guards of the move "settle"


def pack_is_complete(visit, by, at):
    """Nothing is settled on an incomplete pack."""
    lacking = [
        f"{each.label} {each.told}".strip()
        for each in pack_of(visit)
        if each.is_required and not each.is_present
    ]
    if not lacking:
        return None
    return _("The voucher pack lacks: %(papers)s.") % {"papers": _(", ").join(lacking)}


def costs_are_paid(visit, by, at):
    """What the host unit bears is paid, and not in cash."""
    own = visit.costs.filter(payer="host", amount__gt=0)
    unpaid = own.filter(paid_on__isnull=True).count()
    if unpaid:
        return _("%(count)s costs of the host unit are not paid yet.") % {
            "count": unpaid
        }
    if own.filter(payment="cash").exists():
        return _("The host unit pays by official card or transfer, not in cash.")
    return None


def is_closed_with_a_report(visit, by, at):
    """A file is archived with its report and its term."""
    if not hasattr(visit, "closing"):
        return _("Write the closing report first: evaluation, lessons, retention.")
    return None
