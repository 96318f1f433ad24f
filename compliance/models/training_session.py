"""Training sessions: when, where and by whom a course is taught, and to how many."""

from collections import defaultdict

from django.apps import apps
from django.core.validators import MinValueValidator
from django.db import connection, models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models.course import Course, Level
from compliance.models.staff import StaffMember
from compliance.training.clashes import Wanted, doubled
from compliance.training.session_states import MOVES, TAUGHT, TO_COME, SessionState
from reception.access.records import Record
from reception.accounts.models import Office
from venues.models import Venue


class SessionQuerySet(models.QuerySet):
    """Sessions by how far they have gone."""

    def to_come(self):
        """Return what is planned or open."""
        return self.filter(state__in=TO_COME)

    def taught(self):
        """Return what was held."""
        return self.filter(state__in=TAUGHT)

    def on(self, day):
        """Return what takes place on the local ``day``, cancelled sessions left out."""
        rows = self.filter(starts_at__date__lte=day, ends_at__date__gte=day)
        return rows.exclude(state=SessionState.CANCELLED)

    def with_numbers(self):
        """Note how many are enrolled, and how many of them were there."""
        places = apps.get_model("compliance", "Enrolment").objects.order_by()
        places = places.filter(session=OuterRef("pk")).values("session")
        all_of_them = places.annotate(figure=Count("pk")).values("figure")
        there = all_of_them.filter(attended_at__isnull=False)
        return self.annotate(
            enrolled=Coalesce(Subquery(all_of_them), 0),
            present=Coalesce(Subquery(there), 0),
        )


class TrainingSession(Record):
    """One time that a course is taught."""

    access_paths = ("office",)
    business_key = ("number",)
    searched = ("number", "trainer_name", "place")
    moves = MOVES

    number = models.CharField(
        _("session number"),
        max_length=30,
        unique=True,
        blank=True,
        help_text=_("Left empty, the office makes it, such as HB-K-2026-0001."),
    )
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="sessions", verbose_name=_("course")
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="training_sessions",
        verbose_name=_("holding office"),
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    hours = models.DecimalField(
        _("hours"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Empty: as many as the course has."),
    )
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        related_name="training_sessions",
        verbose_name=_("venue"),
        null=True,
        blank=True,
    )
    place = models.CharField(
        pgettext_lazy("a training session", "place"),
        max_length=120,
        blank=True,
        help_text=_("The room, or where it is if not at one of the venues."),
    )
    trainer = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="trainings_given",
        verbose_name=_("trainer"),
        null=True,
        blank=True,
    )
    trainer_name = models.CharField(
        _("trainer from outside"),
        max_length=80,
        blank=True,
        help_text=_("Name and unit, if it is nobody of the staff."),
    )
    level = models.CharField(
        pgettext_lazy("a course", "level"),
        max_length=12,
        choices=Level,
        default=Level.OWN,
    )
    capacity = models.PositiveSmallIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many can take part; empty: as many as come."),
    )
    takes_walk_ins = models.BooleanField(
        _("takes who comes unannounced"),
        default=True,
        help_text=_("Who scans the code in the room without a place gets one."),
    )
    remarks = models.TextField(_("remarks"), blank=True)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=SessionState,
        default=SessionState.PLANNED,
        editable=False,
    )

    objects = SessionQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        ordering = ("-starts_at", "-number")
        indexes = [
            models.Index(
                fields=["office", "-starts_at"], name="trainingsession_by_office"
            ),
            models.Index(fields=["-starts_at"], name="trainingsession_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="trainingsession_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A session cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="trainingsession_is_somewhere",
                condition=Q(venue__isnull=False) | ~Q(place=""),
                violation_error_message=_("Choose the venue, or write the place."),
            ),
            models.CheckConstraint(
                name="trainingsession_one_trainer",
                condition=Q(trainer__isnull=True) | Q(trainer_name=""),
                violation_error_message=_(
                    "Name one trainer: of the staff, or from outside."
                ),
            ),
            models.CheckConstraint(
                name="trainingsession_taught_by_somebody",
                condition=Q(state__in=["planned", "cancelled"])
                | Q(trainer__isnull=False)
                | ~Q(trainer_name=""),
                violation_error_message=_(
                    "Say first who trains: one of the staff, or somebody's name."
                ),
            ),
            models.CheckConstraint(
                name="trainingsession_takes_time",
                condition=Q(hours__isnull=True) | Q(hours__gt=0),
                violation_error_message=_("A session takes more than no time."),
            ),
            models.CheckConstraint(
                name="trainingsession_has_places",
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                violation_error_message=_("A session has at least one place."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.course}"

    def number_prefix(self, day):
        """Return what a session entered on ``day`` begins its number with."""
        return f"{self.office.code}-K-{day.year}-"

    def locked_reason(self):
        """What is closed or cancelled stays as it is."""
        if self.state == SessionState.CLOSED:
            return _("This session is closed; open it again before changing it.")
        if self.state == SessionState.CANCELLED:
            return _("This session was cancelled.")
        return None

    @property
    def length(self):
        """Its hours, its own or those of the course."""
        return self.course.hours if self.hours is None else self.hours

    @property
    def where(self) -> str:
        """Venue and place, as one reads them."""
        return " ".join(filter(None, (str(self.venue or ""), self.place)))

    @property
    def taught_by(self) -> str:
        """Whoever trains."""
        return str(self.trainer or self.trainer_name)

    def takes_place_on(self, day) -> bool:
        """Whether some of it falls on the local ``day``."""
        first, last = (timezone.localdate(t) for t in (self.starts_at, self.ends_at))
        return first <= day <= last

    def without_result(self):
        """Return the enrolments of those who were there and were never examined."""
        results = self.results.filter(member=OuterRef("member"))
        there = self.enrolments.filter(attended_at__isnull=False)
        return there.filter(~Exists(results))

    @classmethod
    def beside_others(cls, records: list, leaving: set) -> list[tuple]:
        """Refuse fewer places than are taken, and a time that somebody has not free."""
        stored = {each.pk: each for each in records if each.pk and _is_whole(each)}
        if not stored:
            return []
        lock_sessions(stored)
        enrolments = apps.get_model("compliance", "Enrolment").objects.order_by()
        members = defaultdict(list)
        rows = enrolments.filter(session__in=stored)
        for session, member in rows.values_list("session", "member"):
            members[session].append(member)
        text = _("%(count)s people are enrolled; give at least as many places.")
        found = [
            (each, text % {"count": len(members[each.pk])})
            for each in stored.values()
            if each.capacity and len(members[each.pk]) > each.capacity
        ]
        wanted = [
            Wanted(each, member, each.pk, each.starts_at, each.ends_at)
            for each in stored.values()
            for member in members[each.pk]
        ]
        return [*found, *doubled(wanted, enrolments.exclude(session__in=stored))]


def _is_whole(session: TrainingSession) -> bool:
    """Whether it has a time to judge by; else the form has said so."""
    begin, end = session.starts_at, session.ends_at
    return bool(begin and end) and begin < end


def lock_sessions(keys) -> None:
    """Let whoever enrols in the same sessions at the same time wait for us."""
    if connection.in_atomic_block:
        rows = TrainingSession.objects.filter(pk__in=keys).order_by("pk")
        list(rows.select_for_update(of=("self",)).values_list("pk"))
