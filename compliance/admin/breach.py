"""The screen of the breach register."""

import json

from django.contrib import admin
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from compliance.exchange import BreachResource
from compliance.models import Breach
from reception.access.admin import ScopedRelatedFilter
from reception.console.admin import RecordAdmin
from reception.console.badges import badge
from reception.console.filters import PeriodFilter

TONES = {
    Breach.State.NOTED: "bad",
    Breach.State.HANDLED: "good",
    Breach.State.DISMISSED: "plain",
}


def _figure(value) -> str:
    """Return a number without the decimals that it does not need."""
    return number_format(value, 0 if value == value.to_integral_value() else 2)


def _recorded(facts):
    """Return facts without what was not recorded."""
    if isinstance(facts, dict):
        kept = {name: _recorded(value) for name, value in facts.items()}
        return {name: value for name, value in kept.items() if value is not None}
    if isinstance(facts, list):
        return [_recorded(each) for each in facts]
    return facts


@admin.register(Breach)
class BreachAdmin(RecordAdmin):
    """Breaches of rules and what followed, for discipline officers and auditors."""

    class Media:
        css = {"all": ["compliance/rules.css"]}

    resource_class = BreachResource
    list_display = [
        "number",
        "subject",
        "rule",
        "pattern",
        "happened_on",
        "measured_told",
        "responsible",
        "state_badge",
        "office",
    ]
    list_filter = [
        "state",
        "source",
        "pattern",
        "rule",
        ("drive", ScopedRelatedFilter),
        ("office", ScopedRelatedFilter),
        ("happened_on", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["office"]
    search_fields = ["number", "subject", "responsible"]
    autocomplete_fields = ["venue", "drive"]
    readonly_fields = ["state_badge", "closed_by", "closed_at", "facts_told"]
    fieldsets = [
        (
            _("what was found"),
            {
                "fields": [
                    ("office", "number"),
                    ("source", "drive"),
                    ("rule", "pattern"),
                    ("subject", "detail"),
                    "description",
                    ("happened_on", "found_on"),
                    ("measured", "limit"),
                    ("unit", "venue"),
                    "citation",
                ]
            },
        ),
        (
            _("what followed"),
            {"fields": [("responsible", "clause"), "handling", "result"]},
        ),
        (
            _("how far the file has gone"),
            {"fields": ["state_badge", ("closed_by", "closed_at")]},
        ),
        (
            _("facts it was judged on"),
            {"fields": ["facts_told"], "classes": ["collapse"]},
        ),
    ]

    @admin.display(description=_("facts"))
    def facts_told(self, breach):
        """Return the facts that were recorded when it was judged."""
        if not breach.facts:
            return _("Entered by hand.")
        text = json.dumps(_recorded(breach.facts), ensure_ascii=False, indent=2)
        return format_html('<pre class="breach-facts">{}</pre>', text)

    @admin.display(description=_("measured / limit"), ordering="measured")
    def measured_told(self, breach):
        """Return what was measured beside what is allowed, with its unit."""
        if breach.measured is None:
            return "—"
        told = _figure(breach.measured)
        if breach.limit is not None:
            told += f" / {_figure(breach.limit)}"
        return f"{told} {breach.unit}"

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, breach):
        """Return the state in its colour."""
        return badge(breach.get_state_display(), TONES[breach.state])
