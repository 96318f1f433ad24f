"""The screen of staff."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.admin.certificate import TONES
from compliance.admin.posting import another_post
from compliance.coverage import standings
from compliance.models import Certificate, EarlierPost, Enrolment, StaffMember
from compliance.staff_exchange import StaffResource
from compliance.training.file_page import file_page
from reception.access.admin import ScopedRelatedFilter
from reception.access.scope import can, may
from reception.console.admin import RecordAdmin, RecordInline
from reception.console.badges import badge


class CertificateInline(RecordInline):
    """The certificates of a staff member."""

    model = Certificate
    fields = ["kind", "number", "issuer", "issued_on", "valid_until", "scan"]


class EarlierPostInline(RecordInline):
    """As what and where a staff member worked before."""

    model = EarlierPost
    of_new = False
    fields = ["since", "until", "post", "office", "venue"]
    verbose_name_plural = gettext_lazy("earlier posts")


@admin.register(StaffMember)
class StaffMemberAdmin(RecordAdmin):
    """Staff with their certificates."""

    resource_class = StaffResource
    inlines = [CertificateInline, EarlierPostInline]
    record_pages = {"post": another_post, "training": file_page}
    list_display = ["number", "name", "post", "employer_name", "phone", "left_on"]
    list_filter = [
        "post",
        ("office", ScopedRelatedFilter),
        ("venue", ScopedRelatedFilter),
    ]
    list_select_related = ["office", "venue"]
    search_fields = ["number", "name", "phone"]
    readonly_fields = ["must_hold"]
    autocomplete_fields = ["venue"]
    fieldsets = [
        (None, {"fields": [("name", "number"), ("post", "phone")]}),
        (gettext_lazy("must hold in this post"), {"fields": ["must_hold"]}),
        (
            gettext_lazy("employer"),
            {
                "fields": [("office", "venue"), ("joined_on", "left_on")],
                "description": gettext_lazy(
                    "When somebody takes another post or returns, use the page of "
                    "that above: then the past is kept. Here mistakes are corrected."
                ),
            },
        ),
        (
            gettext_lazy("skills"),
            {"fields": [("languages", "driving_classes")]},
        ),
        (gettext_lazy("login"), {"fields": ["user"]}),
    ]

    def tools(self, request, record):
        """Lead to the training file, and to the page of another post or the return."""
        doors = []
        if may(request.user, "view", Enrolment):
            url = self.page("training", record.pk)
            doors.append({"label": _("Training file"), "icon": "school", "url": url})
        if can(request.user, "change", record):
            label = _("Return") if record.left_on else _("Change of post")
            url = self.page("post", record.pk)
            doors.append({"label": label, "icon": "swap_horiz", "url": url})
        return doors

    @admin.display(description=gettext_lazy("certificates today"))
    def must_hold(self, member):
        """Return what his post requires of him, and how each stands today."""
        today = timezone.localdate()
        standing = standings([member.pk], today).get(member.pk)
        if standing is None:
            return _("He does not work here today; nothing is required of him.")
        if not standing.needs:
            return _("No certificate is required of this post.")
        return format_html(
            '<ul class="plain">{}</ul>',
            format_html_join("", "<li>{} {}</li>", map(_told, standing.needs)),
        )

    @admin.display(description=gettext_lazy("employer"))
    def employer_name(self, member):
        """Return the office's or the venue's name."""
        return str(member.employer)


def _told(need) -> tuple[str, str]:
    """Return the name of a kind that is required, and how it stands, in its colour."""
    if need.status is None:
        return need.kind.name, badge(_("none held"), "bad")
    return need.kind.name, badge(need.status.label, TONES[need.status])
