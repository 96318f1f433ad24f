"""What a report is asked for: period, day and office; on its page and by command."""

from datetime import date, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from reception.access.scope import visible
from reception.accounts.models import Office
from reception.console.inputs import DayField
from reception.exchange.reports import Report, Scope


class ScopeForm(forms.Form):
    """The filters of one report; what is left out keeps its sensible default."""

    def __init__(self, report: Report, user, at: datetime, data=None):
        self.report, self.user, self.at = report, user, at
        self.today = timezone.localdate(at)
        defaults = self.defaults()
        super().__init__({**defaults, **dict((data or {}).items())})
        if "period" in report.filters:
            self.fields["from"] = self.day(_("from"))
            self.fields["to"] = self.day(_("to"))
        if "as_of" in report.filters:
            self.fields["as_of"] = self.day(_("as of"))
        if "office" in report.filters:
            self.fields["office"] = forms.ModelChoiceField(
                visible(user, "refer", Office.objects.all()),
                to_field_name="code",
                label=_("office and those below it"),
                required=False,
                empty_label=_("all in reach"),
                widget=UnfoldAdminSelectWidget,
                error_messages={
                    "invalid_choice": _("There is no such office within your reach.")
                },
            )

    @staticmethod
    def day(label) -> DayField:
        """Return a field for a day."""
        return DayField(
            label=label,
            input_formats=["%Y-%m-%d"],
            error_messages={
                "invalid": _("Write a day like 2026-03-01."),
                "required": _("Give a day."),
            },
        )

    def defaults(self) -> dict[str, str]:
        """Return this year, today, and every office in reach."""
        year = self.today.year
        return {
            "from": date(year, 1, 1).isoformat(),
            "to": date(year, 12, 31).isoformat(),
            "as_of": self.today.isoformat(),
        }

    def clean(self):
        """Refuse a period that ends before it begins."""
        asked = super().clean()
        first, last = asked.get("from"), asked.get("to")
        if first and last and last < first:
            self.add_error("to", _("The period ends before it begins."))
        return asked

    def scope(self) -> Scope:
        """Return the scope that was asked for."""
        asked = self.cleaned_data
        return Scope(
            user=self.user,
            at=self.at,
            first=asked.get("from"),
            last=asked.get("to"),
            office=asked.get("office"),
            as_of=asked.get("as_of"),
        )
