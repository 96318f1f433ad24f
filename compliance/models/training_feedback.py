"""What participants say of a training session, once each."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance.models.enrolment import Enrolment

BEST = 5


def mark(label) -> models.PositiveSmallIntegerField:
    """Return a field for a mark from 1 to 5."""
    limits = [MinValueValidator(1), MaxValueValidator(BEST)]
    return models.PositiveSmallIntegerField(label, validators=limits)


class TrainingFeedback(models.Model):
    """One participant's opinion; those who keep the session see the averages alone."""

    access_paths = ("enrolment",)
    business_key = ("enrolment",)

    enrolment = models.OneToOneField(
        Enrolment,
        models.CASCADE,
        related_name="feedback",
        verbose_name=_("enrolment"),
    )
    content = mark(_("content of the course"))
    trainer = mark(_("trainer"))
    organisation = mark(_("organisation"))
    remark = models.CharField(
        pgettext_lazy("feedback", "remark"), max_length=300, blank=True
    )
    given_at = models.DateTimeField(_("given at"))

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="trainingfeedback_one_to_five",
                condition=Q(
                    content__gte=1,
                    content__lte=BEST,
                    trainer__gte=1,
                    trainer__lte=BEST,
                    organisation__gte=1,
                    organisation__lte=BEST,
                ),
                violation_error_message=_("Give marks from 1 to 5."),
            )
        ]

    def __str__(self):
        return f"{self.enrolment.session.number}"
