"""Service standards of a visit: which steps of the process were taken, and by whom."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from compliance.models import Checklist, ChecklistItem, ChecklistVersion
from reception.access.records import Record
from visits.models.visit import Visit
from visits.readiness import Answer, Area, Found, check


class StandardStep(Record):
    """One step of a service standard that was taken for a visit."""

    access_paths = ("visit",)
    business_key = ("visit", "item")

    visit = models.ForeignKey(
        Visit,
        models.CASCADE,
        related_name="standard_steps",
        verbose_name=_("visit"),
    )
    item = models.ForeignKey(
        ChecklistItem,
        models.PROTECT,
        related_name="visit_steps",
        verbose_name=_("step of the standard"),
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("noted by"),
    )
    taken_at = models.DateTimeField(_("noted at"))

    class Meta(Record.Meta):
        verbose_name = _("step of a service standard")
        verbose_name_plural = _("steps of service standards")
        ordering = ("visit", "item")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "item"],
                name="standardstep_once",
                violation_error_message=_("This step is noted already."),
            )
        ]

    def __str__(self):
        return str(self.item)

    def locked_reason(self):
        """A file that is closed for good takes no more."""
        return self.visit.closed_reason()


def services_of(visit: Visit) -> list[str]:
    """Return the services that a visit needs, as far as its file tells."""
    needed = {
        Checklist.Service.CATERING: visit.meals.exists(),
        Checklist.Service.LODGING: visit.nights > 0,
        Checklist.Service.MEETING: visit.category == Visit.Category.CONFERENCE,
    }
    return [service for service, is_needed in needed.items() if is_needed]


def standards_of(visit: Visit):
    """Return the standards in force of what the visit needs.

    A version that was retired while the visit was prepared by it stays its standard.
    """
    needed = Q(checklist__service__in=services_of(visit))
    versions = ChecklistVersion.objects.filter(
        needed, checklist__kind=Checklist.Kind.PROCESS
    )
    begun = versions.filter(items__visit_steps__visit=visit).values("pk")
    lists = versions.filter(pk__in=begun).values("checklist")
    in_force = Q(state="in_force") & ~Q(checklist__in=lists)
    found = versions.filter(Q(pk__in=begun) | in_force).select_related("checklist")
    return found.order_by("checklist__code", "-ordinal")


@check("standards", _("service standards"), Area.BOARD, blocks=False)
def standards_are_followed(visit: Visit, on: date) -> Found:
    """Every step of the standards of what the visit needs was taken."""
    page = reverse("admin:visits_visit_standards", args=[visit.pk])
    taken = Q(items__visit_steps__visit=visit)
    counted = list(
        standards_of(visit).annotate(
            asked=Count("items", distinct=True),
            taken=Count("items", filter=taken, distinct=True),
        )
    )
    if not counted:
        return Found(
            Answer.NOT_NEEDED, _("No service standard of its services is in force.")
        )
    told = ", ".join(f"{each.checklist} {each.taken}/{each.asked}" for each in counted)
    done = all(each.taken == each.asked for each in counted)
    return Found(Answer.DONE if done else Answer.MISSING, told, page)
