"""The settlement of a visit on one page, and the screens of its papers and years."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can, can_at_place, can_part, may
from reception.console.admin import RecordAdmin
from reception.console.badges import badge
from reception.console.filters import PeriodFilter
from reception.jobs import work
from visits import budgeting, listing, pack, settling
from visits.admin.parts import PartAdmin
from visits.admin.reception_list import listed_now
from visits.exchange import (
    DisclosureResource,
    GuestPaymentResource,
    PaperRequirementResource,
    VisitPaperResource,
    YearBudgetResource,
)
from visits.models import (
    Closing,
    Cost,
    Disclosure,
    GuestPayment,
    PaperRequirement,
    ReceptionList,
    VisitPaper,
    YearBudget,
)
from visits.states import State


def settlement_page(screen, request, visit):
    """Show costs, fees, papers and the list of a visit, and what is missing.

    Each part is shown to those who may see such parts of this very visit; the money
    of the office's year to nobody who got here by a share.
    """
    user = request.user
    sees = {
        part: can_part(user, "view", part, visit)
        for part in (Cost, GuestPayment, VisitPaper, ReceptionList)
    }
    sees_costs = sees[Cost]
    sees_year = can_at_place(user, "view", visit) and may(user, "view", YearBudget)
    record = getattr(visit, "reception_list", None) if sees[ReceptionList] else None
    year = timezone.localdate(visit.arrives_at).year
    return screen.answer(
        request,
        "visits/settlement.html",
        visit,
        title=_("Settlement of %(visit)s") % {"visit": visit},
        visit=visit,
        pack=settling.pack_of(visit) if sees[VisitPaper] else (),
        sums=settling.sums_of(visit) if sees_costs else None,
        costs=visit.costs.order_by("line") if sees_costs else (),
        fees=visit.guest_payments.order_by("line") if sees[GuestPayment] else (),
        sees_list=sees[ReceptionList],
        record=record,
        record_url=record and _page(ReceptionList, "change", record.pk),
        compared=listing.compare(record, with_costs=sees_costs) if record else (),
        makes_list=record is None and listed_now(request, visit),
        doors=[door for door in _doors(request, visit) if door],
        obstacles=screen.obstacles_of(request, visit, "settle"),
        year=year,
        spending=budgeting.spending_of(visit.host_office, year) if sees_year else None,
        can_pack=pack.may_pack(user, visit),
    )


def _adds(request, model, visit) -> bool:
    """Whether the user may add such parts to the visit now."""
    return not visit.closed_reason() and can_part(request.user, "add", model, visit)


def _doors(request, visit):
    """Yield the ways to enter what is still missing."""
    for model, label, icon in (
        (Cost, _("Enter a cost"), "payments"),
        (GuestPayment, _("Enter a fee paid by guests"), "account_balance_wallet"),
        (VisitPaper, _("Add a paper"), "attach_file"),
    ):
        if _adds(request, model, visit):
            url = f"{_page(model, 'add')}?visit={visit.pk}"
            yield {"label": label, "icon": icon, "url": url}
    if not hasattr(visit, "closing"):
        if visit.state in (State.COMPLETED, State.SETTLED) and can_part(
            request.user, "add", Closing, visit
        ):
            url = f"{_page(Closing, 'add')}?visit={visit.pk}"
            label = _("Write the closing report")
            yield {"label": label, "icon": "rate_review", "url": url}
    elif can(request.user, "view", visit.closing):
        url = _page(Closing, "change", visit.closing.pk)
        yield {"label": _("Closing report"), "icon": "rate_review", "url": url}


def make_pack(screen, request, visit):
    """Start the job that packs every paper of the visit."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not pack.may_pack(request.user, visit):
        raise PermissionDenied
    job = work.start(
        "visits.pack",
        request.user,
        title=_("Voucher pack of %(visit)s") % {"visit": visit.number},
        params={"visit": visit.pk},
        at=timezone.now(),
    )
    messages.info(request, _("The pack is being made; it can be fetched here."))
    return HttpResponseRedirect(job.get_absolute_url())


def _page(model, name: str, *args) -> str:
    return reverse(f"admin:visits_{model._meta.model_name}_{name}", args=args)


@admin.register(VisitPaper)
class VisitPaperAdmin(PartAdmin):
    """Invoices, menus, slips: what belongs into the voucher pack."""

    back_to = "settlement"
    resource_class = VisitPaperResource
    list_display = ["visit", "line", "kind", "title", "number", "has_scan"]
    list_filter = ["kind"]
    list_select_related = ["visit"]
    search_fields = ["visit__number", "visit__title", "title", "number"]
    autocomplete_fields = ["visit"]
    fields = [("visit", "line"), ("kind", "number"), "title", "scan"]

    @admin.display(description=gettext_lazy("scan"), boolean=True)
    def has_scan(self, paper):
        """Whether the paper is attached."""
        return bool(paper.scan)


@admin.register(GuestPayment)
class GuestPaymentAdmin(PartAdmin):
    """Meal and transport fees that guests paid to the host."""

    back_to = "settlement"
    resource_class = GuestPaymentResource
    list_display = [
        "visit",
        "line",
        "purpose",
        "people",
        "amount",
        "paid_on",
        "receipt",
    ]
    list_filter = ["purpose", ("paid_on", PeriodFilter)]
    list_filter_submit = True
    list_select_related = ["visit"]
    search_fields = ["visit__number", "visit__title", "receipt"]
    autocomplete_fields = ["visit"]
    fields = [
        ("visit", "line"),
        ("purpose", "people"),
        ("amount", "paid_on"),
        "receipt",
    ]

    def known(self, visit) -> dict:
        """Begin with everybody who came."""
        return {**super().known(visit), "people": visit.guests}


@admin.register(PaperRequirement)
class PaperRequirementAdmin(RecordAdmin):
    """What an office asks for beside invoice, letter and list."""

    resource_class = PaperRequirementResource
    list_display = ["office", "kind", "category", "source"]
    list_filter = [("office", ScopedRelatedFilter), "kind"]
    list_select_related = ["office"]
    search_fields = ["office__name", "source"]
    fields = ["office", ("kind", "category"), "source"]


@admin.register(YearBudget)
class YearBudgetAdmin(RecordAdmin):
    """Yearly ceilings with what is spent and planned of them."""

    resource_class = YearBudgetResource
    list_per_page = 25  # each row is summed up
    list_display = ["office", "year", "ceiling", "spent", "planned", "left", "source"]
    list_filter = ["year", ("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["office__name", "source"]
    fields = ["office", ("year", "ceiling"), "source", ("spent", "planned"), "left"]
    readonly_fields = ["spent", "planned", "left"]

    def spending(self, budget):
        """Return the money of the budget's year, summed up once a row."""
        if not hasattr(budget, "_spending"):
            budget._spending = budgeting.spending_of(budget.office, budget.year)
        return budget._spending

    @admin.display(description=gettext_lazy("spent"))
    def spent(self, budget):
        """Return what the host unit bore in the year."""
        return self.spending(budget).spent

    @admin.display(description=gettext_lazy("planned"))
    def planned(self, budget):
        """Return what coming visits may still cost."""
        return self.spending(budget).planned

    @admin.display(description=gettext_lazy("left"))
    def left(self, budget):
        """Return what may still be planned, in red beyond the ceiling."""
        left = budget.ceiling - self.spending(budget).spent
        left -= self.spending(budget).planned
        return badge(left, "bad") if left < 0 else left


@admin.register(Disclosure)
class DisclosureAdmin(RecordAdmin):
    """Which office published its yearly account, when and where."""

    resource_class = DisclosureResource
    list_display = ["office", "year", "published_on", "place"]
    list_filter = ["year", ("office", ScopedRelatedFilter)]
    list_select_related = ["office"]
    search_fields = ["office__name", "place"]
    fields = ["office", ("year", "published_on"), "place", "remarks"]
