"""The lives of the demonstration's visits and task orders, step by step.

A step is a move, or what somebody does between two moves: let a check pass, make the
reception list and name those who accompanied and supported, have it signed.
"""

from collections import defaultdict
from datetime import timedelta

from reception.accounts.models import User
from reception.ledger import writing
from reception.ledger.context import acting
from reception.workflow import move
from seeds.files import WHY, read
from seeds.plans import at, moved_before
from visits import listing
from visits.models import ListPerson, ReadinessWaiver, TaskOrder, Visit


class Lives:
    """The visits that had not moved when this was made, and what becomes of them."""

    def __init__(self, shift: timedelta):
        self.shift = shift
        self.people = {user.username: user for user in User.objects.all()}
        fresh = Visit.objects.exclude(pk__in=moved_before(Visit))
        self.fresh = {visit.number: visit for visit in fresh}
        self.helpers = defaultdict(list)
        for line in read("list_people", shift)[1]:
            self.helpers[line["visit"]].append(line)

    def replay(self, name: str) -> int:
        """Take the steps of the file ``name``; return how many."""
        lines = [x for x in read(name, self.shift)[1] if x["visit"] in self.fresh]
        for line in lines:
            by = self.people[line["by"]]
            with acting(by, reason=WHY):
                self.take(self.fresh[line["visit"]], line, by)
        return len(lines)

    def take(self, visit: Visit, line: dict[str, str], by: User) -> None:
        """Take one step in the life of ``visit``."""
        step, _colon, what = line["step"].partition(":")
        if step == "waive":
            told = {"given_by": by, "given_at": at(line), "reason": line["reason"]}
            ReadinessWaiver(visit=visit, name=what, **told).save(force_insert=True)
        elif step == "list":
            self.make_list(visit, by)
        elif step == "sign":
            move(visit.reception_list, step, by=by, at=at(line), reason=line["reason"])
        else:
            move(visit, step, by=by, at=at(line), reason=line["reason"])

    def make_list(self, visit: Visit, by: User) -> None:
        """Make the reception list and complete it by hand."""
        record = listing.make(visit, by=by)
        first = record.people.count() + 1
        writing.create_all(
            [
                ListPerson(
                    reception_list=record,
                    line=number,
                    kind=line["kind"],
                    unit=line["unit"],
                    name=line["name"],
                    position=line["position"],
                )
                for number, line in enumerate(self.helpers[visit.number], start=first)
            ]
        )


def answer_orders(shift: timedelta) -> int:
    """Take the steps of task orders that have not moved yet; return how many."""
    people = {user.username: user for user in User.objects.all()}
    fresh = TaskOrder.objects.exclude(pk__in=moved_before(TaskOrder))
    orders = {order.number: order for order in fresh}
    lines = [x for x in read("order_steps", shift)[1] if x["order"] in orders]
    for line in lines:
        by = people[line["by"]]
        with acting(by, reason=WHY):
            step, order = line["step"], orders[line["order"]]
            move(order, step, by=by, at=at(line), reason=line["reason"])
    return len(lines)
