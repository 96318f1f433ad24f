"""Reviews of plans: who is asked in which round, and the remarks on sections."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reception.access.records import Record
from visits.models.plan import PlanSection, PlanVersion
from visits.plan_states import REVIEW_MOVES, Opinion, PlanState


class ReviewQuerySet(models.QuerySet):
    """Reviews by whom they wait for."""

    def asked_of(self, user):
        """Reviews in which ``user`` is asked now: his round is being held."""
        return self.filter(
            reviewer=user,
            state=Opinion.WAITING,
            round=F("version__round"),
            version__state=PlanState.IN_REVIEW,
        )


class Review(Record):
    """One reviewer's part in one round of a version; his opinion is moved."""

    access_paths = ("version",)
    business_key = ("version", "round", "reviewer")
    moves = REVIEW_MOVES

    version = models.ForeignKey(
        PlanVersion,
        models.CASCADE,
        related_name="reviews",
        verbose_name=_("plan version"),
    )
    round = models.PositiveSmallIntegerField(
        _("review round"), help_text=_("1, 2, 3 …")
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    state = models.CharField(
        _("opinion"),
        max_length=12,
        choices=Opinion,
        default=Opinion.WAITING,
        editable=False,
    )
    said_at = models.DateTimeField(_("said at"), null=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("version", "round", "pk")
        permissions = [("decide_review", _("Reviews plans: agrees or objects"))]
        indexes = [models.Index(fields=["reviewer", "state"], name="review_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "round", "reviewer"],
                name="review_reviewer_once",
                violation_error_message=_("This reviewer is in the round already."),
            ),
            models.CheckConstraint(
                name="review_counted_from_one",
                condition=Q(round__gte=1),
                violation_error_message=_("Rounds are counted from 1."),
            ),
            models.CheckConstraint(
                name="review_said_iff_when",
                condition=Q(state=Opinion.WAITING, said_at__isnull=True)
                | (~Q(state=Opinion.WAITING) & Q(said_at__isnull=False)),
                violation_error_message=_("What was said has its time."),
            ),
        ]

    def __str__(self):
        told = {"version": self.version, "round": self.round, "name": self.reviewer}
        return str(_("%(version)s, round %(round)s: %(name)s") % told)

    def may_speak(self, user) -> bool:
        """Whether ``user`` is the reviewer, and his round is being held."""
        version = self.version
        return (
            self.reviewer_id == user.pk
            and version.state == PlanState.IN_REVIEW
            and version.round == self.round
        )

    def locked_reason(self):
        """Who takes part is settled when the round begins."""
        if reason := self.version.locked_reason():
            return reason
        if self.round and self.round <= self.version.round:
            return _("Round %(round)s has begun; name others for the next round.") % {
                "round": self.round
            }
        return None


class RemarkQuerySet(models.QuerySet):
    """Remarks by what they wait for."""

    def waiting(self):
        """Remarks that must be answered and are not."""
        return self.filter(must_be_answered=True, answered_at__isnull=True)


class Remark(Record):
    """What somebody else than the writer has to say of a section, and the answer.

    It is written during the review and stays as it was written; what may change
    until the version is approved is the answer.
    """

    access_paths = ("section",)
    business_key = ("number", "section")
    stamped = ("answered_by", "answered_at")

    number = models.CharField(
        _("remark number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-RM-2026-0001."),
    )
    section = models.ForeignKey(
        PlanSection,
        models.PROTECT,  # nobody is rid of a remark by taking its section away
        related_name="remarks",
        verbose_name=_("plan section"),
    )
    text = models.TextField(_("remark"))
    must_be_answered = models.BooleanField(_("must be answered"), default=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("remarked by"),
        editable=False,
    )
    written_at = models.DateTimeField(
        _("remarked at"), default=timezone.now, editable=False
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("answered by"),
        null=True,
        editable=False,
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)

    objects = RemarkQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("remark on a plan")
        verbose_name_plural = _("remarks on plans")
        ordering = ("section", "written_at", "pk")
        constraints = [
            models.CheckConstraint(
                name="remark_answered_iff_when",
                condition=Q(
                    answer="", answered_by__isnull=True, answered_at__isnull=True
                )
                | (
                    ~Q(answer="")
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                violation_error_message=_("An answer names who answered, and when."),
            )
        ]

    def __str__(self):
        return f"{self.number} {self.text[:40]}"

    def number_prefix(self, day):
        """Return what a remark written on ``day`` begins its number with."""
        office = self.section.version.plan.visit.host_office
        return f"{office.code}-RM-{day.year}-"

    def locked_reason(self):
        """Remarks are written in review, and answered until the approval."""
        version = self.section.version
        if reason := version.locked_reason():
            return reason
        if self.pk is None and version.state != PlanState.IN_REVIEW:
            return _("Remarks are written while the version is in review.")
        return None

    def clean(self):
        """What was remarked stays as it was written."""
        if self.pk is None:
            return
        stored = type(self)._base_manager.get(pk=self.pk)
        said = ("section_id", "text", "must_be_answered")
        if any(getattr(stored, name) != getattr(self, name) for name in said):
            raise ValidationError(
                _("A remark stays as it was written; answer it, or write another.")
            )
