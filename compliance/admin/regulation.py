"""The screens of money standards and of the settings of rules."""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from compliance.exchange import MoneyStandardResource, RuleSettingResource
from compliance.models import MoneyStandard, RuleSetting
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin
from reception.console.badges import badge


@admin.register(MoneyStandard)
class MoneyStandardAdmin(RecordAdmin):
    """Money standards of the offices, by category."""

    resource_class = MoneyStandardResource
    list_display = [
        "office",
        "category",
        "rank",
        "sitting",
        "amount_told",
        "unit",
        "document",
        "in_force",
    ]
    list_filter = ["category", "rank", "unit", ("office", ScopedRelatedFilter)]
    list_filter_submit = True
    list_select_related = ["office"]
    search_fields = ["document", "office__name"]
    fieldsets = [
        (None, {"fields": ["office", ("category", "rank"), ("sitting", "unit")]}),
        (None, {"fields": ["amount", "document", ("valid_from", "valid_until")]}),
    ]

    @admin.display(description=_("amount per person"), ordering="amount")
    def amount_told(self, standard):
        """Return the amount, or that it is to be confirmed."""
        if standard.amount is None:
            return badge(_("to be confirmed locally"), "warn")
        return number_format(standard.amount, 2)

    @admin.display(description=_("in force"), ordering="valid_from")
    def in_force(self, standard):
        """Return from when until when it binds; what has ended is quiet."""
        today, end = timezone.localdate(), standard.valid_until
        if end is not None and end <= today:
            return badge(_("no longer"), "plain")
        if standard.valid_from > today:
            return badge(f"{standard.valid_from:%Y-%m-%d} …", "info")
        return badge(f"{standard.valid_from:%Y-%m-%d} …", "good")


@admin.register(RuleSetting)
class RuleSettingAdmin(RecordAdmin):
    """Rules that an office has confirmed or does without."""

    resource_class = RuleSettingResource
    list_display = [
        "rule",
        "office",
        "on_badge",
        "confirmed_badge",
        "note",
        "entered_by",
    ]
    list_filter = ["is_on", "is_confirmed", ("office", ScopedRelatedFilter)]
    list_select_related = ["office", "entered_by"]
    search_fields = ["note", "office__name"]
    readonly_fields = ["entered_by"]
    fieldsets = [
        (None, {"fields": ["rule", "office", ("is_on", "is_confirmed"), "note"]}),
        (None, {"fields": ["entered_by"]}),
    ]

    @admin.display(description=_("on"), ordering="is_on")
    def on_badge(self, setting):
        """Return on or off, in its colour."""
        return badge(_("on"), "good") if setting.is_on else badge(_("off"), "warn")

    @admin.display(description=_("confirmed locally"), ordering="is_confirmed")
    def confirmed_badge(self, setting):
        """Return that somebody has confirmed the rule, or a dash."""
        return badge(_("confirmed"), "info") if setting.is_confirmed else "—"
