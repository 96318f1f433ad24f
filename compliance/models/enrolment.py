"""Enrolments: who takes part in a training session, and who was there."""

from collections import Counter

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.models.certificate import Certificate
from compliance.models.staff import StaffMember
from compliance.models.training_session import TrainingSession, lock_sessions
from compliance.training.clashes import Wanted, doubled
from reception.access.records import Record


class Enrolment(Record):
    """Somebody's place in a session, and whether he was there.

    ``attended_at`` is when he confirmed by the code in the room, or when his name was
    ticked on the list; who was there is noted by the pages of attendance alone.
    """

    access_paths = ("session",)
    business_key = ("session", "member")

    class Proof(models.TextChoices):
        """How somebody was found to be there."""

        LIST = "list", _("by list")
        CODE = "code", _("by code")

    session = models.ForeignKey(
        TrainingSession,
        models.CASCADE,
        related_name="enrolments",
        verbose_name=_("training session"),
    )
    member = models.ForeignKey(
        StaffMember,
        models.PROTECT,
        related_name="enrolments",
        verbose_name=_("staff member"),
    )
    remark = models.CharField(_("remarks"), max_length=120, blank=True)
    attended_at = models.DateTimeField(_("present since"), null=True, editable=False)
    proof = models.CharField(
        _("how it was noted"), max_length=8, choices=Proof, blank=True, editable=False
    )
    certificate = models.OneToOneField(
        Certificate,
        models.SET_NULL,
        related_name="enrolment",
        verbose_name=_("certificate"),
        null=True,
        blank=True,
        editable=False,
    )

    class Meta(Record.Meta):
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ("-session__starts_at", "session", "member")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "member"],
                name="enrolment_once",
                violation_error_message=_("This person is enrolled already."),
            ),
            models.CheckConstraint(
                name="enrolment_present_is_proved",
                condition=Q(attended_at__isnull=True, proof="")
                | (Q(attended_at__isnull=False) & ~Q(proof="")),
                violation_error_message=_("Whoever was there was noted somehow."),
            ),
        ]

    def __str__(self):
        return f"{self.session.number} {self.member}"

    def locked_reason(self):
        """A place follows its session."""
        return self.session.locked_reason()

    @classmethod
    def beside_others(cls, records: list, leaving: set) -> list[tuple]:
        """Refuse more people than there are places, and two sessions at one time."""
        whole = [each for each in records if each.session_id and each.member_id]
        if not whole:
            return []
        sessions = {each.session_id for each in whole}
        lock_sessions(sessions)
        lock_members({each.member_id for each in whole})
        going = leaving | {each.pk for each in whole if each.pk}
        others = cls.objects.exclude(pk__in=going)
        wanted = [
            Wanted(e, e.member_id, e.session_id, e.session.starts_at, e.session.ends_at)
            for e in whole
        ]
        return [*_crowded(whole, others), *doubled(wanted, others)]


def lock_members(keys) -> None:
    """Let whoever enrols the same people elsewhere at the same time wait for us."""
    if connection.in_atomic_block:
        rows = StaffMember.objects.filter(pk__in=keys).order_by("pk")
        list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _crowded(records: list[Enrolment], others: models.QuerySet) -> list[tuple]:
    """Say for whom there is no place left."""
    rows = others.filter(session__in={each.session_id for each in records})
    taken = Counter(rows.order_by().values_list("session", flat=True))
    text = _("%(session)s has %(count)s places, and all are taken.")
    found = []
    for each in records:
        taken[each.session_id] += 1
        places = each.session.capacity
        if places and taken[each.session_id] > places:
            told = {"session": each.session, "count": places}
            found.append((each, text % told))
    return found
