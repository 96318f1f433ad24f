"""The hands of a finding in tests: who notifies, answers, rechecks, closes, extends."""

from compliance.finding_states import MOVES
from reception.workflow import move
from tests.cast import person
from tests.records import DAY, make_photo, moment

ROLES = {"notify": "inspector", "answer": "venue_contact", "recheck": "inspector"}
ROLES |= {"close": "approver", "extend": "approver", "transfer": "approver"}


def hands(office, *names) -> dict:
    """Return somebody with his own role for each right, all reaching the office."""
    return {
        right: person(f"hand-{right}", office, role, reaches=[office])
        for right, role in ROLES.items()
        if not names or right in names
    }


def step(finding, name, by, day=DAY, **told):
    """Make a move at noon of ``day`` and return the fresh finding."""
    told = {"reason": "because", **told}
    return move(finding, name, by=by, at=moment(day, 12), **told)


def shown(finding, office):
    """Attach a photograph of how it is after, and return the finding."""
    make_photo(office, finding=finding, attempt=finding.times_returned)
    return finding


def through(finding, people, *names, office=None, day=DAY):
    """Make the moves one after the other, each by who has the right."""
    for name in names:
        if name in ("report", "fix_on_the_spot") and office is not None:
            shown(finding, office)
        finding = step(finding, name, people[MOVES[name].action], day)
    return finding
