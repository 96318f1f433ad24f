"""The screens of meals and costs."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can_part
from reception.console.admin import RecordInline
from reception.console.filters import PeriodFilter
from visits.admin.parts import PartAdmin
from visits.exchange import CostResource, MealResource
from visits.models import Cost, Meal


class DoneInline(RecordInline):
    """What was done, each row with the way to its own page, which stays open."""

    readonly_fields = ["page"]

    @admin.display(description="")
    def page(self, part):
        """Lead to the page of the meal or cost."""
        if part.pk is None:
            return ""
        url = _page(type(part), "change", part.pk)
        return format_html(
            '<a class="open" href="{}">{}</a>', url, pgettext("a page", "Open")
        )


class MealInline(DoneInline):
    """The meals of a visit."""

    model = Meal
    fields = [
        "line",
        "on",
        "sitting",
        "kind",
        "place",
        "guests",
        "companions",
        "amount",
        "page",
    ]
    autocomplete_fields = ["place"]


class CostInline(DoneInline):
    """The costs of a visit."""

    model = Cost
    fields = [
        "line",
        "category",
        "budgeted",
        "amount",
        "payer",
        "paid_on",
        "payment",
        "voucher",
        "page",
    ]


def tools(user, visit) -> list[dict]:
    """Return the doors to a new meal or cost of a visit whose own page is closed."""
    if not visit.locked_reason() or visit.spending_locked_reason():
        return []
    doors = (
        (Meal, _("Enter a meal"), "restaurant"),
        (Cost, _("Enter a cost"), "payments"),
    )
    return [
        {"label": label, "icon": icon, "url": f"{_page(model, 'add')}?visit={visit.pk}"}
        for model, label, icon in doors
        if user.has_perm(f"visits.add_{model._meta.model_name}")
        and can_part(user, "add", model, visit)
    ]


def _page(model, name: str, *args) -> str:
    return reverse(f"admin:visits_{model._meta.model_name}_{name}", args=args)


@admin.register(Meal)
class MealAdmin(PartAdmin):
    """The meals of all visits, the latest first."""

    resource_class = MealResource
    list_display = [
        "visit",
        "line",
        "on",
        "sitting",
        "kind",
        "place",
        "guests",
        "companions",
        "amount",
    ]
    list_filter = ["sitting", "kind", ("on", PeriodFilter)]
    list_filter_submit = True
    list_select_related = ["visit", "place"]
    search_fields = ["visit__number", "visit__title", "place__name"]
    autocomplete_fields = ["visit", "place"]
    ordering = ["-on", "-pk"]
    fieldsets = [
        (None, {"fields": ["visit", ("line", "on"), ("sitting", "kind"), "place"]}),
        (
            _("at the table"),
            {"fields": [("guests", "companions"), ("alcohol", "cigarettes")]},
        ),
        (
            _("money"),
            {"fields": ["amount", ("standard", "standard_source")]},
        ),
    ]

    def known(self, visit) -> dict:
        """Begin with the day of arrival and the people of the visit."""
        return {
            **super().known(visit),
            "on": timezone.localdate(visit.arrives_at),
            "guests": visit.guests,
            "companions": visit.companions,
        }


@admin.register(Cost)
class CostAdmin(PartAdmin):
    """The costs of all visits."""

    resource_class = CostResource
    list_display = [
        "visit",
        "line",
        "category",
        "amount",
        "payer",
        "paid_on",
        "payment",
        "voucher",
    ]
    list_filter = [
        "category",
        "payer",
        "payment",
        ("visit__host_office", ScopedRelatedFilter),
        ("paid_on", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["visit"]
    search_fields = ["visit__number", "visit__title", "voucher"]
    autocomplete_fields = ["visit"]
    ordering = ["-pk"]
    fieldsets = [
        (None, {"fields": [("visit", "line"), "category", ("budgeted", "amount")]}),
        (
            _("payment"),
            {"fields": ["payer", ("paid_on", "payment"), "voucher", "remarks"]},
        ),
    ]
