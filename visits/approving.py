"""Who has to approve a visit, who stands in for him, and what was said.

An office's levels stand in order; a visit passes those that concern it. An approval
keeps the content that it approved: when the file changes, it is stale, and the visit
is asked about again from the first level that the change concerns. An office without
levels decides in one step.
"""

from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from visits.content import content_of, differences, fingerprint


class Word(models.TextChoices):
    """What a level said."""

    AGREED = "agreed", _("agreed")
    REFUSED = "refused", _("refused")
    SENT_BACK = "sent_back", _("sent back")


def levels_for(visit: models.Model) -> list[models.Model]:
    """Return the levels that ``visit`` passes, the first first."""
    levels = visit.host_office.approval_levels.order_by("order")
    return [level for level in levels if level.concerns_visit(visit)]


def first_level(visit: models.Model) -> models.Model | None:
    """Return the level that decides first, None where one step is enough."""
    return next(iter(levels_for(visit)), None)


def next_level(visit: models.Model) -> models.Model | None:
    """Return the level after the present one that still has to decide."""
    if visit.level is None:
        return None
    after = (each for each in levels_for(visit) if each.order > visit.level.order)
    return next(after, None)


def approved_content(visit: models.Model) -> dict | None:
    """Return what the last finished approval approved, None if there was none."""
    last = visit.approvals.filter(is_last=True).order_by("-pk").first()
    return last.content if last else None


def change_since_approval(visit: models.Model) -> list:
    """Return how the file differs from what was last approved."""
    approved = approved_content(visit)
    if approved is None:
        return []
    return differences(type(visit), approved, content_of(visit))


def is_stale(visit: models.Model) -> bool:
    """Whether the file says something else than what was approved."""
    return bool(visit.approved_print) and (
        visit.approved_print != fingerprint(content_of(visit))
    )


def level_of_change(visit: models.Model) -> models.Model | None:
    """Return the first level that the change since it last agreed concerns.

    That is one that looks at an aspect changed since its own word, or one that has
    not agreed before because it did not concern the visit as it was.
    """
    now, levels = content_of(visit), levels_for(visit)
    words = visit.approvals.filter(word=Word.AGREED).order_by("pk")
    agreed = dict(words.values_list("level_order", "content"))  # the latest stays
    for level in levels:
        if level.order not in agreed:
            return level
        changed = differences(type(visit), agreed[level.order], now)
        if level.looks_at({each.aspect for each in changed}):
            return level
    return levels[-1] if levels else None  # somebody has to look at a change


def sight_of(visit: models.Model) -> str:
    """Return the digest of what a decision is about: the content, and whose turn it is.

    Without the level, the second click of whoever decides at two levels would be
    his word at the next one.
    """
    return fingerprint({**content_of(visit), "level": visit.level_id})


def stood_in_for(user: models.Model, on: date) -> list[int]:
    """Return the keys of the absent in whose place ``user`` decides on ``on``."""
    days = user.deputyships.filter(starts_on__lte=on, ends_on__gte=on)
    return list(days.values_list("absent", flat=True))


def decides_for(visit: models.Model, user: models.Model, on: date) -> int | None:
    """Return the key of the approver as whom ``user`` decides on the visit now.

    It is his own, or that of an absent one; None if the level is not his. Nobody
    decides in the place of the visit's own authors.
    """
    if visit.level is None:
        return user.pk
    named = set(visit.level.approvers.values_list("pk", flat=True))
    if user.pk in named:
        return user.pk
    others = named - {visit.entered_by_id, visit.submitted_by_id}
    return next((each for each in stood_in_for(user, on) if each in others), None)


def waiting_for(user: models.Model, on: date) -> models.Q:
    """Return the condition that a submitted visit waits for a word of ``user``."""
    levels = user.approval_levels.model.objects.filter(
        approvers__in=[user.pk, *stood_in_for(user, on)]
    )
    own = sorted(set(levels.values_list("pk", flat=True)))
    return models.Q(level__isnull=True) | models.Q(level__in=own)


def late_submission(visit: models.Model, at: datetime) -> str | None:
    """Say that a visit entered after its arrival needs an explanation."""
    if at < visit.arrives_at:
        return None
    return _(
        "The guests have arrived already. Explain why approval is asked for so late; "
        "auditors read it."
    )


def late_approval(visit: models.Model, at: datetime) -> str | None:
    """Say that an approval after the arrival needs an explanation."""
    if at < visit.arrives_at:
        return None
    return _(
        "The guests have arrived already. Explain why the approval comes so late; "
        "auditors read it."
    )


def note(visit: models.Model, word: Word, *, by, at: datetime, reason: str) -> None:
    """Keep what the present level says of the file as it is now."""
    level = visit.level
    acting_for = decides_for(visit, by, timezone.localdate(at))
    content = content_of(visit)
    visit.approvals.create(
        level_order=level.order if level else 0,
        level_name=level.name if level else "",
        word=word,
        is_last=word == Word.AGREED and next_level(visit) is None,
        is_late=at >= visit.arrives_at,
        said_by=by,
        in_place_of_id=acting_for if acting_for != by.pk else None,
        said_at=at,
        reason=reason,
        content=content,
        fingerprint=fingerprint(content),
    )
