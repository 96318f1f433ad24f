"""What the participants of a session said, as averages and without names."""

from django.db.models import Avg, Count
from django.utils.translation import gettext as _

from compliance.models import TrainingFeedback

MARKS = ("content", "trainer", "organisation")


def opinions_page(screen, request, session):
    """Show how many gave their opinion, the averages, and the remarks."""
    rows = TrainingFeedback.objects.filter(enrolment__session=session)
    told = rows.aggregate(count=Count("pk"), **{name: Avg(name) for name in MARKS})
    remarks = rows.exclude(remark="").order_by("remark")
    return screen.answer(
        request,
        "compliance/training/opinions.html",
        session,
        title=_("Feedback: %(course)s") % {"course": session.course},
        session=session,
        count=told["count"],
        averages=[
            (TrainingFeedback._meta.get_field(name).verbose_name, told[name])
            for name in MARKS
        ],
        remarks=list(remarks.values_list("remark", flat=True)),
    )
