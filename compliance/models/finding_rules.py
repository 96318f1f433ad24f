"""What always holds of a finding: its state and its facts tell the same story.

The states are written out as text, for the model that has them is made of these rules.
"""

from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

WITH_VENUE = ("notified", "rectifying", "returned")
REPORTED = ("reported", "rechecked", "closed", "on_the_spot")
RECHECKED = ("rechecked", "closed")


def _rule(name, condition, message) -> CheckConstraint:
    return CheckConstraint(
        name=f"finding_{name}", condition=condition, violation_error_message=message
    )


def _after(later, earlier, message) -> CheckConstraint:
    """The day ``later`` is not before the day ``earlier``, where both are known."""
    return _rule(
        f"{later}_after_{earlier}",
        Q(**{f"{later}_on__isnull": True})
        | Q(**{f"{earlier}_on__isnull": True})
        | Q(**{f"{later}_on__gte": F(f"{earlier}_on")}),
        message,
    )


def _exactly(name, states, facts: Q, message) -> CheckConstraint:
    """The facts are there in these states, and in no other."""
    return _rule(
        name, (Q(state__in=states) & facts) | (~Q(state__in=states) & ~facts), message
    )


def _another(name, later, earlier, message) -> CheckConstraint:
    return _rule(
        name,
        Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__isnull": True})
        | ~Q(**{later: F(earlier)}),
        message,
    )


def _known(name) -> Q:
    return Q(**{f"{name}__isnull": False})


RULES = [
    _rule(
        "deadline_after_found",
        Q(deadline__isnull=True) | Q(deadline__gte=F("found_on")),
        _("The deadline cannot lie before the day it was found."),
    ),
    _rule(
        "first_deadline_comes_first",
        Q(first_deadline__isnull=True)
        | Q(deadline__isnull=False, deadline__gte=F("first_deadline")),
        _("An extension does not shorten the first deadline."),
    ),
    _rule(
        "on_the_spot_is_a_state",
        Q(is_fixed_on_the_spot=False) & ~Q(state="on_the_spot")
        | Q(is_fixed_on_the_spot=True, state__in=("on_the_spot", *RECHECKED)),
        _("Say that it was fixed on the spot by its move, not in the table."),
    ),
    _rule(
        "on_the_spot_is_rectified_that_day",
        Q(is_fixed_on_the_spot=False)
        | Q(rectified_on__isnull=False, rectified_on=F("found_on")),
        _("Fixed on the spot means rectified on the day it was found."),
    ),
    _after("rectified", "found", _("It is rectified after it is found.")),
    _after("notified", "found", _("The notice is issued after it is found.")),
    _after("reported", "rectified", _("It is reported after it is rectified.")),
    _after("rechecked", "reported", _("It is rechecked after it is reported.")),
    _after("closed", "rechecked", _("It is closed after it is rechecked.")),
    _after("transferred", "found", _("It is transferred after it is found.")),
    _rule(
        "notice_is_whole",
        Q(notice_number="", notified_on__isnull=True, notified_by__isnull=True)
        | ~Q(notice_number="")
        & _known("notified_on")
        & _known("notified_by")
        & _known("deadline")
        & _known("first_deadline"),
        _("A notice has its number, day, deadline and who issued it."),
    ),
    _rule(
        "with_the_venue_by_notice",
        ~Q(state__in=WITH_VENUE) | ~Q(notice_number=""),
        _("A venue rectifies what it had notice of."),
    ),
    _rule(
        "found_has_no_notice",
        ~Q(state="found") | Q(notice_number=""),
        _("A finding whose notice is out is not just found."),
    ),
    _exactly(
        "reported_iff_state",
        REPORTED,
        _known("reported_on") & _known("rectified_on"),
        _("What is reported says when it was rectified and reported."),
    ),
    _rule(
        "reported_by_a_hand",
        Q(state="on_the_spot") | Q(reported_on__isnull=True) | _known("reported_by"),
        _("A report names who made it."),
    ),
    _exactly(
        "rechecked_iff_state",
        RECHECKED,
        _known("rechecked_on") & _known("rechecked_by"),
        _("What is rechecked says when, and by whom."),
    ),
    _exactly(
        "closed_iff_state",
        ("closed",),
        _known("closed_on") & _known("closed_by"),
        _("What is closed says when, and by whom."),
    ),
    _exactly(
        "transferred_iff_state",
        ("transferred",),
        ~Q(transferred_to="") & _known("transferred_on"),
        _("What is transferred says when, and to whom."),
    ),
    _rule(
        "extension_has_a_reason",
        Q(asked_until__isnull=True, extension_reason="")
        | _known("asked_until") & ~Q(extension_reason=""),
        _("Whoever asks for an extension says until when, and why."),
    ),
    _rule(
        "extension_is_later",
        Q(asked_until__isnull=True) | Q(asked_until__gt=F("deadline")),
        _("An extension ends after the deadline."),
    ),
    _another(
        "recheck_not_by_reporter_hand",
        "rechecked_by",
        "reported_by",
        _("Whoever reported it rectified cannot recheck it."),
    ),
    _another(
        "close_not_by_reporter_hand",
        "closed_by",
        "reported_by",
        _("Whoever reported it rectified cannot close it."),
    ),
    _another(
        "close_not_by_rechecker_hand",
        "closed_by",
        "rechecked_by",
        _("Whoever rechecked cannot close as well."),
    ),
]
