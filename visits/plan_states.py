"""How far a version of a plan has gone, what reviewers say, and the moves of both."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reception.access.scope import can_part
from reception.workflow import Move, MoveNotPossible


class PlanState(models.TextChoices):
    """The states of one version of a plan."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")


class Opinion(models.TextChoices):
    """What a reviewer says of a version."""

    WAITING = "waiting", _("not said yet")
    AGREED = "agreed", _("agreed")
    OBJECTED = "objected", _("objected")


def file_is_open(version, by, at):
    """Nothing is moved in a file that is closed for good."""
    return version.plan.visit.closed_reason()


def has_text(version, by, at):
    """There must be something to review."""
    if version.sections.exclude(body="").exists():
        return None
    return _("Write at least one section first.")


def reviewers_are_named(version, by, at):
    """The coming round has reviewers who may review, and not the writer himself."""
    coming = version.round + 1
    found = list(version.reviews.filter(round=coming).select_related("reviewer"))
    if not found:
        return _("Name the reviewers of round %(round)s first.") % {"round": coming}
    for review in found:
        if review.reviewer_id == version.written_by_id:
            return _("The writer cannot review his own version.")
        if not can_part(review.reviewer, "decide", type(review), version):
            return _("%(name)s may not review plans of this office.") % {
                "name": review.reviewer
            }
    return None


def round_has_agreed(version, by, at):
    """Every reviewer of the present round has agreed."""
    others = version.reviews.filter(round=version.round).exclude(state=Opinion.AGREED)
    names = [str(review.reviewer) for review in others.select_related("reviewer")]
    if not names:
        return None
    return _("Round %(round)s: these reviewers have not agreed yet: %(names)s.") % {
        "round": version.round,
        "names": ", ".join(names),
    }


def no_round_to_come(version, by, at):
    """Rounds that have their reviewers are held, not skipped."""
    last = version.reviews.filter(round__gt=version.round).order_by("-round").first()
    if last is None:
        return None
    return _("Round %(round)s has reviewers too; hold it, or take them out.") % {
        "round": last.round
    }


def remarks_are_answered(version, by, at):
    """No remark that must be answered still waits."""
    waiting = version.open_remarks().count()
    if not waiting:
        return None
    return _("%(count)s remarks wait for an answer.") % {"count": waiting}


def not_the_writer(version, by, at):
    """Nobody approves what he wrote himself."""
    if by.pk == version.written_by_id:
        return _("You wrote this version; somebody else must approve it.")
    return None


def begin_round(version, by, at, reason):
    """Count the rounds."""
    version.round += 1
    return ["round"]


def stamp_approval(version, by, at, reason):
    """Note who approved, and when."""
    version.approved_by, version.approved_at = by, at
    return ["approved_by", "approved_at"]


MOVES = {
    "submit": Move(
        label=_("Hand in for review"),
        sources={PlanState.DRAFT},
        target=PlanState.IN_REVIEW,
        action="change",
        guards=(file_is_open, has_text, reviewers_are_named),
        stamp=begin_round,
    ),
    "next_round": Move(
        label=_("Begin the next round"),
        sources={PlanState.IN_REVIEW},
        target=PlanState.IN_REVIEW,
        action="change",
        guards=(file_is_open, round_has_agreed, reviewers_are_named),
        stamp=begin_round,
    ),
    "approve": Move(
        label=_("Approve"),
        sources={PlanState.IN_REVIEW},
        target=PlanState.APPROVED,
        action="approve",
        guards=(
            file_is_open,
            not_the_writer,
            round_has_agreed,
            no_round_to_come,
            remarks_are_answered,
        ),
        stamp=stamp_approval,
    ),
    "return": Move(
        label=_("Return to draft"),
        sources={PlanState.IN_REVIEW},
        target=PlanState.DRAFT,
        action="approve",
        guards=(file_is_open,),
        needs_reason=True,
    ),
    "take_back": Move(
        label=_("Take back to draft"),
        sources={PlanState.IN_REVIEW},
        target=PlanState.DRAFT,
        action="change",
        guards=(file_is_open,),
        needs_reason=True,
    ),
}


def is_the_reviewer(review, by, at):
    """Everybody speaks for himself."""
    if by.pk == review.reviewer_id:
        return None
    return _("%(name)s is asked here; nobody else can answer for him.") % {
        "name": review.reviewer
    }


def round_is_on(review, by, at):
    """A reviewer speaks while his round is held."""
    version = review.version
    if version.state == PlanState.IN_REVIEW and version.round == review.round:
        return None
    return _("Round %(round)s is not being held now.") % {"round": review.round}


def stamp_opinion(review, by, at, reason):
    """Note when it was said, while the version is held: it may be approved just now."""
    rows = type(review.version)._default_manager.select_for_update(of=("self",))
    review.version = rows.get(pk=review.version_id)
    if in_the_way := round_is_on(review, by, at):
        raise MoveNotPossible(in_the_way)
    review.said_at = at
    return ["said_at"]


REVIEW_MOVES = {
    "agree": Move(
        label=pgettext_lazy("a reviewer", "Agree"),
        sources={Opinion.WAITING, Opinion.OBJECTED},
        target=Opinion.AGREED,
        action="decide",
        guards=(is_the_reviewer, round_is_on),
        stamp=stamp_opinion,
    ),
    "object": Move(
        label=pgettext_lazy("a reviewer", "Object"),
        sources={Opinion.WAITING, Opinion.AGREED},
        target=Opinion.OBJECTED,
        action="decide",
        guards=(is_the_reviewer, round_is_on),
        stamp=stamp_opinion,
        needs_reason=True,
    ),
}
