"""The constraints of findings and terms: what fits each, and what breaks it."""

from datetime import timedelta

from compliance.models import Reminder
from tests.records import DAY, make_finding, make_term, make_user, moment

BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def being(state, **given):
    """Return how to make a finding in a state."""
    return lambda office: make_finding(office, state=state, **given)


def on_the_spot_closed(office):
    """Return a finding that was fixed on the spot, and closed."""
    return make_finding(office, state="closed", is_fixed_on_the_spot=True)


def a_second_reminder(office):
    """Return a reminder of one user whom another day reminded before."""
    told = {"user": make_user(office), "findings": 1, "sent_at": moment()}
    Reminder.objects.create(on=DAY, **told)
    return Reminder.objects.create(on=AFTER, **told)


def a_second_term(office):
    """Return a term of an office that has one for critical findings."""
    make_term(office, severity="A")
    return make_term(office, severity="B")


asked = being("notified", asked_until=AFTER, extension_reason="parts")
FINDING_RULES = [
    (
        "finding_deadline_after_found",
        being("found", deadline=DAY),
        lambda f: {"deadline": BEFORE},
    ),
    (
        "finding_first_deadline_comes_first",
        being("notified"),
        lambda f: {"first_deadline": AFTER},
    ),
    (
        "finding_on_the_spot_is_rectified_that_day",
        being("on_the_spot"),
        lambda f: {"rectified_on": AFTER, "reported_on": AFTER},
    ),
    (
        "finding_on_the_spot_is_a_state",
        being("reported"),
        lambda f: {"is_fixed_on_the_spot": True},
    ),
    (
        "finding_on_the_spot_is_a_state",
        being("on_the_spot"),
        lambda f: {"is_fixed_on_the_spot": False},
    ),
    (
        "finding_rectified_after_found",
        being("reported"),
        lambda f: {"rectified_on": BEFORE},
    ),
    (
        "finding_notified_after_found",
        being("notified"),
        lambda f: {"notified_on": BEFORE},
    ),
    (
        "finding_reported_after_rectified",
        being("reported"),
        lambda f: {"reported_on": BEFORE},
    ),
    (
        "finding_rechecked_after_reported",
        being("rechecked"),
        lambda f: {"rechecked_on": BEFORE},
    ),
    (
        "finding_closed_after_rechecked",
        being("closed"),
        lambda f: {"closed_on": BEFORE},
    ),
    (
        "finding_transferred_after_found",
        being("transferred"),
        lambda f: {"transferred_on": BEFORE},
    ),
    ("finding_notice_is_whole", being("reported"), lambda f: {"notified_by": None}),
    ("finding_notice_is_whole", being("closed"), lambda f: {"notified_on": None}),
    (
        "finding_with_the_venue_by_notice",
        being("returned"),
        lambda f: {"notice_number": "", "notified_on": None, "notified_by": None},
    ),
    ("finding_found_has_no_notice", being("notified"), lambda f: {"state": "found"}),
    ("finding_reported_iff_state", being("reported"), lambda f: {"reported_on": None}),
    ("finding_reported_iff_state", being("reported"), lambda f: {"state": "returned"}),
    (
        "finding_reported_iff_state",
        being("rectifying"),
        lambda f: {"state": "reported"},
    ),
    ("finding_reported_by_a_hand", being("reported"), lambda f: {"reported_by": None}),
    (
        "finding_rechecked_iff_state",
        being("rechecked"),
        lambda f: {"state": "reported"},
    ),
    (
        "finding_rechecked_iff_state",
        being("rechecked"),
        lambda f: {"rechecked_by": None},
    ),
    (
        "finding_rechecked_iff_state",
        being("reported"),
        lambda f: {"state": "rechecked"},
    ),
    ("finding_closed_iff_state", being("closed"), lambda f: {"closed_by": None}),
    ("finding_closed_iff_state", being("closed"), lambda f: {"state": "rechecked"}),
    ("finding_closed_iff_state", on_the_spot_closed, lambda f: {"closed_on": None}),
    (
        "finding_transferred_iff_state",
        being("transferred"),
        lambda f: {"transferred_to": ""},
    ),
    (
        "finding_transferred_iff_state",
        being("transferred"),
        lambda f: {"state": "found"},
    ),
    ("finding_extension_has_a_reason", asked, lambda f: {"extension_reason": ""}),
    ("finding_extension_has_a_reason", asked, lambda f: {"asked_until": None}),
    ("finding_extension_is_later", asked, lambda f: {"asked_until": f.deadline}),
    (
        "finding_recheck_not_by_reporter_hand",
        being("rechecked"),
        lambda f: {"rechecked_by": f.reported_by},
    ),
    (
        "finding_close_not_by_reporter_hand",
        being("closed"),
        lambda f: {"closed_by": f.reported_by},
    ),
    (
        "finding_close_not_by_rechecker_hand",
        being("closed"),
        lambda f: {"closed_by": f.rechecked_by},
    ),
    ("rectification_term_once", a_second_term, lambda term: {"severity": "A"}),
    (
        "rectification_term_within_a_year",
        lambda o: make_term(o, days=250),
        lambda term: {"days": 251},
    ),
    ("reminder_once_a_day", a_second_reminder, lambda reminder: {"on": DAY}),
]
