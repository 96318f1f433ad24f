"""Panels of training: the officer's day, and what somebody attends himself."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.admin.training_session import TONES
from compliance.models import TrainingSession
from compliance.training import mine_page, quizzing
from compliance.training.attending import member_of
from compliance.training.due import due
from compliance.training.session_states import SessionState
from reception.access.scope import visible
from reception.dashboard.cards import (
    Asked,
    Card,
    Cell,
    Figure,
    Link,
    Table,
    first_of,
    headings,
    opened,
)

SHOWN = 6  # rows


def desk(asked: Asked) -> Card:
    """The sessions of today, those that are over and not closed, and who is due."""
    rows = visible(asked.user, "change", TrainingSession.objects.all())
    found, _total = first_of(_today(rows, asked).order_by("starts_at"), SHOWN)
    over = rows.filter(ends_at__date__lt=asked.today).exclude(
        state__in=[SessionState.CLOSED, SessionState.CANCELLED]
    )
    unfinished = over.count()
    people = sum(part.unasked for part in due(asked.user, asked.now, asked.today))
    url = reverse("training:desk")
    return Card(
        title=_("Training today"),
        icon="school",
        figures=[
            Figure(_("Sessions today"), len(found), url),
            Figure(
                _("Over, and not closed yet"),
                unfinished,
                url,
                "warn" if unfinished else "plain",
            ),
            Figure(
                _("Due and not enrolled"), people, url, "warn" if people else "plain"
            ),
        ],
        table=Table(
            headings=headings(TrainingSession, "course", "starts_at", "state"),
            rows=[_row(each) for each in found],
            more=url,
        ),
        empty=_("No session takes place today."),
        links=[] if found else [Link(_("Go to the day's work"), url, "today")],
        waiting=len(found) + unfinished,
    )


def _today(rows, asked: Asked):
    return rows.on(asked.today).select_related("course", "venue")


def _row(session: TrainingSession) -> list[Cell]:
    """Return the line of a session."""
    start = timezone.localtime(session.starts_at)
    return [
        Cell(session.course, url=opened(session), detail=session.where),
        Cell(f"{start:%H:%M}", fixed=True),
        Cell(session.get_state_display(), tone=TONES[session.state]),
    ]


def mine(asked: Asked) -> Card | None:
    """The reader's own sessions to come, opinions to give and quizzes to take."""
    member = member_of(asked.user)
    if member is None:
        return None
    coming = member.enrolments.filter(
        session__ends_at__gte=asked.now, attended_at__isnull=True
    ).exclude(session__state=SessionState.CANCELLED)
    coming = coming.select_related("session__course", "session__venue")
    found = list(coming.order_by("session__starts_at")[:SHOWN])
    to_say = mine_page.to_say(member, asked.now).count()
    done = set(
        member.quiz_attempts.filter(finished_at__isnull=False).values_list(
            "quiz", flat=True
        )
    )
    quizzes = [
        each for each in quizzing.offered(member, asked.today) if each.pk not in done
    ]
    if not (found or to_say or quizzes):
        return None
    url = reverse("training:mine")
    return Card(
        title=_("My training"),
        icon="backpack",
        figures=[
            Figure(_("Feedback to give"), to_say, url, "warn" if to_say else "plain"),
            Figure(
                _("Quizzes to take"), len(quizzes), url, "info" if quizzes else "plain"
            ),
        ],
        table=Table(
            headings=headings(TrainingSession, "course", "starts_at"),
            rows=[
                [
                    Cell(each.session.course, url=url, detail=each.session.where),
                    Cell(
                        f"{timezone.localtime(each.session.starts_at):%m-%d %H:%M}",
                        fixed=True,
                    ),
                ]
                for each in found
            ],
        ),
        empty=_("You are enrolled in no session to come."),
        links=[Link(_("Open my training"), url, "backpack")],
        waiting=sum(
            timezone.localdate(each.session.starts_at) == asked.today for each in found
        )
        + to_say,
    )
