"""The constraints of staff and certificates: what fits each, and what breaks it."""

from datetime import timedelta

from tests.records import DAY, make_kind, make_required_certificate

BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def of_months(office):
    """Return a kind that lasts a year."""
    return make_kind(term_kind="months", term_months=12)


STAFF_RULES = [
    *(
        ("certificate_kind_months_iff_they_end_it", of_months, lambda kind, c=change: c)
        for change in (
            {"term_months": None},
            {"term_months": 0},
            {"term_months": 601},
            {"term_kind": "none"},
            {"term_kind": "paper"},
        )
    ),
    (
        "certificate_required_of_post_or_duty",
        make_required_certificate,
        lambda each: {"duty": "driver"},
    ),
    (
        "certificate_required_of_post_or_duty",
        lambda o: make_required_certificate(duty="driver"),
        lambda each: {"duty": ""},
    ),
    (
        "certificate_requirement_ends_after_it_begins",
        lambda o: make_required_certificate(since=DAY, until=DAY),
        lambda each: {"until": BEFORE},
    ),
    (
        "certificate_required_by_something",
        lambda o: make_required_certificate(to_be_confirmed=False, basis="a law"),
        lambda each: {"basis": ""},
    ),
]
