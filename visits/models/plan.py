"""Plans of visits: what is to be done, in versions that are reviewed and frozen."""

from datetime import date
from functools import reduce

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Length, Replace
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from visits.models.template import PlanTemplate
from visits.models.visit import Rank, Visit
from visits.plan_states import MOVES, PlanState
from visits.readiness import Answer, Area, Found, check

SPACES = (" ", "\u3000", "\u00a0", "\t", "\n", "\r")  # not counted as characters
NEEDED_FROM = (Rank.MINISTERIAL, Rank.BUREAU)  # ranks whose visits need a plan


def characters(text: str) -> int:
    """Return how many characters ``text`` has, spaces and ends of lines left out."""
    return sum(each not in SPACES for each in text)


def approval() -> Exists:
    """Return the question whether a version of a plan is approved."""
    return Exists(
        PlanVersion.objects.filter(plan=OuterRef("pk"), state=PlanState.APPROVED)
    )


class PlanQuerySet(models.QuerySet):
    """Plans by how far they have come."""

    def with_approval(self):
        """Note on each plan whether a version of it is approved (``is_approved``)."""
        return self.annotate(is_approved=approval())


class Plan(Record):
    """One plan of a visit: of the whole, or of one matter such as the vehicles."""

    access_paths = ("visit",)
    business_key = ("number",)
    searched = ("number", "title")

    number = models.CharField(
        _("plan number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-PL-2026-0001."),
    )
    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="plans", verbose_name=_("visit")
    )
    title = models.CharField(_("title"), max_length=120)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("responsible for the plan"),
        null=True,
        blank=True,
    )
    template = models.ForeignKey(
        PlanTemplate,
        models.PROTECT,
        related_name="plans",
        verbose_name=_("plan template"),
        null=True,
        blank=True,
    )

    objects = PlanQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "title"],
                name="plan_title_once",
                violation_error_message=_("The visit has a plan of this title."),
            )
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def number_prefix(self, day):
        """Return what a plan begun on ``day`` begins its number with."""
        return f"{self.visit.host_office.code}-PL-{day.year}-"

    def locked_reason(self):
        """A plan stands still when the file of its visit is closed for good."""
        return self.visit.closed_reason()

    @classmethod
    def from_db(cls, db, field_names, values):
        """Remember under which title and for which visit the plan is stored."""
        plan = super().from_db(db, field_names, values)
        held = plan.__dict__
        plan.stored_under = (held.get("title"), held.get("visit_id"))
        return plan

    def clean(self):
        """Keep the title under which a version was approved, and its visit."""
        stored_under = getattr(self, "stored_under", None)
        if self.pk is None or stored_under == (self.title, self.visit_id):
            return
        is_approved = getattr(self, "is_approved", None)  # a table notes it for all
        if is_approved or (is_approved is None and self.approved_version()):
            raise ValidationError(
                _("A version is approved under this title and for this visit.")
            )

    def last_version(self):
        """Return the latest version, or None."""
        return self.versions.order_by("-ordinal").first()

    def approved_version(self):
        """Return the latest approved version, or None."""
        return self.versions.filter(state=PlanState.APPROVED).last()


class PlanVersion(Record):
    """One writing of a plan; an approved one never changes again."""

    access_paths = ("plan",)
    business_key = ("number",)
    moves = MOVES

    number = models.CharField(
        _("version number"),
        max_length=40,
        unique=True,
        help_text=_("The plan's number and the version's, such as HB-PL-2026-0001-2."),
    )
    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="versions", verbose_name=_("plan")
    )
    ordinal = models.PositiveSmallIntegerField(
        _("version"), help_text=_("1, 2, 3 … within the plan.")
    )
    note = models.CharField(
        _("what is new"),
        max_length=200,
        blank=True,
        help_text=_("Why this version was written."),
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=PlanState,
        default=PlanState.DRAFT,
        editable=False,
    )
    round = models.PositiveSmallIntegerField(
        _("review round"), default=0, editable=False
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("written by"),
        editable=False,
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("approved by"),
        null=True,
        editable=False,
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("plan version")
        verbose_name_plural = _("plan versions")
        ordering = ("plan", "ordinal")
        permissions = [
            ("approve_planversion", _("Approves plans or returns them to draft"))
        ]
        indexes = [models.Index(fields=["state", "plan"], name="planversion_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=~Q(state=PlanState.APPROVED),
                name="planversion_one_open",
                violation_error_message=_(
                    "Another version of the plan is open; finish that one first."
                ),
            ),
            models.CheckConstraint(
                name="planversion_reviewed_in_rounds",
                condition=Q(state=PlanState.DRAFT) | Q(round__gte=1),
                violation_error_message=_("A review has a round."),
            ),
            models.CheckConstraint(
                name="planversion_approved_iff_approver",
                condition=Q(
                    state=PlanState.APPROVED,
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                )
                | (
                    ~Q(state=PlanState.APPROVED)
                    & Q(approved_by__isnull=True, approved_at__isnull=True)
                ),
                violation_error_message=_("An approval names who approved, and when."),
            ),
            models.CheckConstraint(
                name="planversion_approved_by_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")),
                violation_error_message=_("Whoever wrote a version cannot approve it."),
            ),
        ]

    def __str__(self):
        return self.number

    def clean(self):
        """The number says of which plan the version is, and the how manieth."""
        if self.plan_id and self.number != (right := self.number_of(self.ordinal)):
            raise ValidationError(
                _("The version's number must be %(number)s.") % {"number": right}
            )

    def number_of(self, ordinal: int) -> str:
        """Return the number of the plan's version ``ordinal``."""
        return f"{self.plan.number}-{ordinal}"

    def locked_reason(self):
        """An approved version is frozen."""
        if self.state == PlanState.APPROVED:
            return _("This version is approved and never changes; write the next one.")
        return self.plan.visit.closed_reason()

    def text_locked_reason(self):
        """What is under review is what was handed in."""
        if self.state == PlanState.IN_REVIEW:
            return _("This version is in review; its text stands still.")
        return self.locked_reason()

    def open_remarks(self):
        """Return the sections once for each remark that must be answered and is not."""
        return self.sections.filter(
            remarks__must_be_answered=True, remarks__answered_at__isnull=True
        )

    def characters(self) -> int:
        """Return the characters of all sections."""
        return self.sections.aggregate(sum=Sum("characters"))["sum"] or 0


class PlanSection(Record):
    """One section of a version: a heading and a text of any length."""

    access_paths = ("version",)
    # A file cannot take a section to another version, and holds the version still.
    business_key = ("number", "version")
    searched = ("heading", "body")

    number = models.CharField(
        _("section number"),
        max_length=50,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it."),
    )
    version = models.ForeignKey(
        PlanVersion,
        models.CASCADE,
        related_name="sections",
        verbose_name=_("plan version"),
    )
    line = models.PositiveSmallIntegerField(_("line"), help_text=_("1, 2, 3 …"))
    heading = models.CharField(
        _("heading"), max_length=120, help_text=_("Without its number.")
    )
    hint = models.TextField(_("hint"), blank=True)
    body = models.TextField(_("text"), blank=True)
    characters = models.GeneratedField(
        verbose_name=_("characters"),
        expression=Length(
            reduce(lambda text, space: Replace(text, Value(space)), SPACES, F("body"))
        ),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )

    class Meta(Record.Meta):
        verbose_name = _("plan section")
        verbose_name_plural = _("plan sections")
        # Two sections may have one line while they change places; the key decides.
        ordering = ("version", "line", "pk")

    def __str__(self):
        return f"{self.line}. {self.heading}"

    def number_prefix(self, day):
        """Return what the section's number begins with."""
        return f"{self.version.number}-"

    def locked_reason(self):
        """A text changes only while its version is a draft."""
        return self.version.text_locked_reason()


def needs_plan(visit: Visit) -> bool:
    """Whether a visit is received by a plan: conferences, and from bureau rank up."""
    return visit.category == Visit.Category.CONFERENCE or visit.rank in NEEDED_FROM


@check("plan", _("Reception plan"), Area.FILE)
def plans_are_approved(visit: Visit, on: date) -> Found:
    """Every plan of the visit has an approved version; some visits need a plan."""
    approved = list(
        visit.plans.with_approval().order_by("number").values_list("pk", "is_approved")
    )
    if not approved:
        begin = f"{reverse('admin:visits_plan_begin')}?visit={visit.pk}"
        if needs_plan(visit):
            return Found(Answer.MISSING, _("No plan has been written."), begin)
        return Found(
            Answer.NOT_NEEDED, _("Plans are written for higher visits."), begin
        )
    waiting = [pk for pk, is_approved in approved if not is_approved]
    if not waiting:
        told = _("%(count)s plans are approved.") % {"count": len(approved)}
        return Found(Answer.DONE, told)
    told = _("%(count)s of %(total)s plans are not approved.") % {
        "count": len(waiting),
        "total": len(approved),
    }
    return Found(
        Answer.MISSING, told, reverse("admin:visits_plan_change", args=[waiting[0]])
    )
