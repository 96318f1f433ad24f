"""The screen of findings: the rectification ledger."""

from django.contrib import admin
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance import repeats
from compliance.admin import answering
from compliance.admin.notice import notice
from compliance.exchange import FindingResource
from compliance.in_use import booked_notices
from compliance.models import Finding, FindingPhoto
from compliance.terms import Terms
from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can_at_place
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.admin.base import Notice
from reception.console.badges import badge
from reception.console.filters import PeriodFilter

State = Finding.State
TONES = {
    State.FOUND: "warn",
    State.NOTIFIED: "info",
    State.RECTIFYING: "info",
    State.REPORTED: "warn",
    State.RECHECKED: "info",
    State.CLOSED: "good",
    State.RETURNED: "bad",
    State.ON_THE_SPOT: "good",
    State.TRANSFERRED: "plain",
}
SEVERITY_TONES = {"A": "bad", "B": "warn", "C": "plain", "NA": "plain"}
MANY = ("inspection", "venue")  # of which all that is open comes on one notice


class DueFilter(admin.SimpleListFilter):
    """Findings by what is still to be done."""

    title = gettext_lazy("due")
    parameter_name = "due"

    def lookups(self, request, model_admin):
        """Offer what somebody has to do something about."""
        return [
            ("open", gettext_lazy("open")),
            ("overdue", gettext_lazy("overdue")),
            ("extension", gettext_lazy("extension asked for")),
            ("decide", gettext_lazy("to be closed or extended")),
            ("returned", gettext_lazy("returned before")),
            ("repeated", gettext_lazy("repeated")),
        ]

    def queryset(self, request, queryset):
        """Return the findings of the chosen kind."""
        chosen = {
            "open": queryset.open,
            "overdue": lambda: queryset.overdue(timezone.localdate()),
            "extension": lambda: queryset.filter(asked_until__isnull=False),
            "decide": lambda: queryset.filter(
                Q(state=State.RECHECKED) | Q(asked_until__isnull=False)
            ),
            "returned": lambda: queryset.filter(times_returned__gt=0),
            "repeated": lambda: queryset.filter(repeat_of__isnull=False),
        }.get(self.value())
        return chosen() if chosen else queryset


class PhotoInline(RecordInline):
    """The photographs of a finding; they are added on a page of their own."""

    model = FindingPhoto
    of_new = False
    fields = ["shown", "stage", "note", "added_by", "added_at"]
    readonly_fields = fields

    def has_add_permission(self, request, obj=None):
        """Several are added at once, elsewhere."""
        return False

    def get_queryset(self, request):
        """Return the photographs with who added them."""
        return super().get_queryset(request).select_related("added_by", "finding")

    @admin.display(description=gettext_lazy("picture"))
    def shown(self, photo):
        """Return the picture, small, leading to itself."""
        if not photo.picture:
            return "—"
        return format_html(
            '<a href="{0}"><img class="photo" src="{0}" alt="{1}" loading="lazy"></a>',
            photo.picture.url,
            photo,
        )


@admin.register(Finding)
class FindingAdmin(RecordAdmin):
    """Findings and how they were put right."""

    resource_class = FindingResource
    inlines = [PhotoInline]
    record_pages = {**answering.PAGES, "notice": notice}
    list_display = [
        "number",
        "venue_name",
        "told_item",
        "severity_badge",
        "deadline",
        "state_badge",
    ]
    list_filter = [
        DueFilter,
        "state",
        "category",
        "severity",
        ("inspection__campaign", ScopedRelatedFilter),
        ("found_on", PeriodFilter),
    ]
    list_filter_submit = True
    list_select_related = ["inspection__venue"]
    search_fields = ["number", "item", "description", "inspection__venue__name"]
    autocomplete_fields = ["inspection", "responsible", "supervisor"]
    told = [
        ("state_badge", "times_returned"),
        ("notice_number", "notified_on", "notified_by"),
        ("first_deadline", "repeat_of"),
        ("rectified_on", "rectified_by"),
        ("reported_on", "reported_by"),
        ("rechecked_on", "rechecked_by"),
        ("closed_on", "closed_by"),
        ("asked_until", "extension_reason"),
        ("transferred_to", "transferred_on"),
    ]
    readonly_fields = [*(name for row in told for name in row)]
    fieldsets = [
        (
            gettext_lazy("what was found"),
            {
                "fields": [
                    "inspection",
                    ("category", "severity"),
                    ("code", "item"),
                    "basis",
                ]
            },
        ),
        (None, {"fields": [("location", "number"), "description", "found_on"]}),
        (
            gettext_lazy("rectification"),
            {
                "fields": [
                    ("responsible_unit", "responsible"),
                    ("supervisor", "deadline"),
                    "measure",
                ]
            },
        ),
        (gettext_lazy("how far it has gone"), {"fields": told}),
    ]

    class Media:
        css = {"all": ["compliance/findings.css"]}

    def get_fieldsets(self, request, obj=None):
        """Leave out steps that were not taken yet."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        steps = [row for row in self.told if _is_told(obj, row)]
        return [*fieldsets[:-1], (fieldsets[-1][0], {"fields": steps})]

    @admin.display(
        description=gettext_lazy("venue"), ordering="inspection__venue__name"
    )
    def venue_name(self, finding):
        """Return the inspected venue's name."""
        return finding.inspection.venue.name

    @admin.display(description=gettext_lazy("item"), ordering="code")
    def told_item(self, finding):
        """Return the item with its code."""
        return f"{finding.code} {finding.item}".strip()

    @admin.display(description=gettext_lazy("severity"), ordering="severity")
    def severity_badge(self, finding):
        """Return the severity in its colour, and that it was found before."""
        tone = SEVERITY_TONES[finding.severity]
        shown = badge(finding.get_severity_display(), tone)
        if finding.repeat_of_id is None:
            return shown
        return format_html("<span>{} {}</span>", shown, badge(_("repeated"), "bad"))

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_badge(self, finding):
        """Return the state, red when overdue."""
        state = finding.get_state_display()
        if finding.is_overdue(timezone.localdate()):
            return badge(_("%(state)s, overdue") % {"state": state}, "bad")
        return badge(state, TONES[finding.state])

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Lead moves that need more than a reason to their own pages."""
        response = super().change_view(request, object_id, form_url, extra_context)
        for each in (getattr(response, "context_data", None) or {}).get("moves", ()):
            if each["name"] in answering.OF_MOVES:
                page = answering.OF_MOVES[each["name"]]
                each["url"] = self.page(page, object_id)
        return response

    def move_view(self, request, pk, to):
        """A move that needs more than a reason is made on its own page."""
        if request.method == "GET" and to in answering.OF_MOVES:
            return HttpResponseRedirect(self.page(answering.OF_MOVES[to], pk))
        return super().move_view(request, pk, to)

    def tools(self, request, record):
        """Lead to the photographs and to the notice."""
        doors = []
        if answering.may_add_photographs(request.user, record):
            url = self.page("photos", record.pk)
            label = _("Add photographs")
            doors.append({"label": label, "icon": "add_a_photo", "url": url})
        url = self.page("notice", record.pk)
        label = _("Notice")
        doors.append({"label": label, "icon": "download", "url": url})
        if can_at_place(request.user, "notify", record):
            labels = (_("All of the inspection"), _("All of the venue"))
            doors += [
                {"label": label, "icon": "file_save", "url": f"{url}?of={each}"}
                for label, each in zip(labels, MANY, strict=True)
            ]
        return doors

    def notices(self, request, record):
        """Say that it was found before, and that more time is asked for."""
        found = []
        if record.repeat_of_id:
            told = {"finding": record.repeat_of, "day": record.repeat_of.found_on}
            text = _("Found before at this venue: %(finding)s on %(day)s.") % told
            found.append(Notice(text))
        if record.asked_until:
            told = {"day": record.asked_until, "why": record.extension_reason}
            text = _("An extension until %(day)s is asked for: %(why)s") % told
            found.append(Notice(text))
        if record.severity == Finding.Severity.A and record.state in Finding.OPEN:
            venue = record.inspection.venue
            found += booked_notices(venue, timezone.localdate())
        return found

    def before_move(self, request, record, name):
        """Say by when it will be due, why so, and whether the term is confirmed."""
        if name != "notify":
            return self.notices(request, record)
        found, severity = self.notices(request, record), record.severity
        before = {} if record.repeat_of_id else repeats.previous_of([record])
        if before and severity in repeats.RAISED:
            severity = repeats.RAISED[severity]
            told = {"severity": Finding.Severity(severity).label}
            text = _("Found before within twelve months: it becomes %(severity)s.")
            found.append(Notice(text % told))
        if record.deadline:
            return found
        terms, office = Terms.read(), record.inspection.office_id
        told = {
            "day": terms.deadline(office, severity, timezone.localdate()),
            "count": terms.days(office, severity),
        }
        text = _("Deadline: %(day)s, in %(count)s working days.") % told
        if not terms.is_confirmed(office, severity):
            text += " " + _("The term is a proposal, to be confirmed locally.")
        return [*found, Notice(text)]


def _is_told(finding: Finding, row: tuple[str, ...]) -> bool:
    """Whether a row of steps has anything to show for ``finding``."""
    return row[0] == "state_badge" or any(getattr(finding, name) for name in row)
