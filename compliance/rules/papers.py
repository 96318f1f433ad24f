"""Papers after the visit: the reception list and the yearly disclosure."""

from collections.abc import Iterator

from compliance.rules.core import (
    EVERYBODY,
    Citation,
    Fault,
    Gap,
    Provision,
    Rule,
    Severity,
    Stage,
    missing,
)
from compliance.rules.facts import VisitFacts
from compliance.rules.sources import (
    PROVISIONS,
    PROVISIONS_FROM,
    REGULATIONS,
    REVISION_FROM,
)
from compliance.rules.words import Words

DAYS_LATE = Words("天（逾期）", "days late")


def list_matches_letter(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Persons, days and places of the reception list agree with the letter."""
    listed = facts.reception_list
    if listed is None or listed.matches_letter is None:
        yield missing("清单与公函的比对", "Whether list and letter agree is")
    elif not listed.matches_letter:
        yield Fault(
            Words(
                "接待清单与公函的人员、时间或地点不一致。",
                "List and letter differ in persons, days or places.",
            )
        )


R03 = Rule(
    "R03",
    Words("清单与公函一致", "The list agrees with the letter"),
    Severity.WARN,
    Stage.AFTER,
    (
        Provision(
            list_matches_letter,
            Citation(
                PROVISIONS,
                "7",
                Words(
                    "公务活动结束后如实填写接待清单，载明接待对象、公务活动和费用。",
                    "After the activity the list is filled in truthfully: guests, "
                    "activities, cost.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def list_is_signed(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """The person in charge signs the list within the local number of days."""
    listed = facts.reception_list
    if listed is None or listed.is_signed is None or listed.signing_due is None:
        yield missing("清单签字及其期限", "Signature of the list or its term is")
        return
    day = listed.signed_on if listed.is_signed else facts.today
    if day is not None and day > listed.signing_due:
        yield Fault(
            Words("接待清单未按期签字。", "The list was not signed in time."),
            measured=(day - listed.signing_due).days,
            limit=0,
            unit=DAYS_LATE,
        )


R27 = Rule(
    "R27",
    Words("接待清单按期签字", "The list is signed in time"),
    Severity.WARN,
    Stage.AFTER,
    (
        Provision(
            list_is_signed,
            Citation(
                PROVISIONS,
                "7",
                Words(
                    "接待清单由相关负责人审签（期限由本地规定，待确认）。",
                    "The person in charge signs the list (the term is local, to be "
                    "confirmed).",
                ),
            ),
            since=PROVISIONS_FROM,
            to_be_confirmed=True,
        ),
    ),
)


def list_names_everybody(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """The list names accompanying persons and support staff as well."""
    listed = facts.reception_list
    if listed is None or None in (listed.has_companions, listed.has_support_staff):
        yield missing("清单中的陪同与保障人员", "Who stands on the list is")
    elif not (listed.has_companions and listed.has_support_staff):
        yield Fault(
            Words(
                "接待清单未列明陪同人员或相关工作保障人员。",
                "The list lacks accompanying persons or support staff.",
            )
        )


R28 = Rule(
    "R28",
    Words("清单列明陪同和保障人员", "The list names companions and support staff"),
    Severity.WARN,
    Stage.AFTER,
    (
        Provision(
            list_names_everybody,
            Citation(
                REGULATIONS,
                "",
                Words(
                    "接待清单应当如实反映接待对象、公务活动、接待费用、陪同人员以及相关"
                    "工作保障人员等情况。",
                    "The list shows truthfully guests, activities, cost, accompanying "
                    "persons and support staff.",
                ),
            ),
            since=REVISION_FROM,
        ),
    ),
)


def the_year_is_disclosed(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Rules, standards, spending, venues and projects are disclosed every year."""
    told = facts.disclosure
    if told is None or told.is_published is None or told.due is None:
        yield missing("年度公开情况", "The disclosure of the year is")
    elif not told.is_published and facts.today is not None and facts.today > told.due:
        yield Fault(
            Words(
                "当年接待情况未按期公开。", "The year's reception was not disclosed."
            ),
            measured=(facts.today - told.due).days,
            limit=0,
            unit=DAYS_LATE,
        )


R35 = Rule(
    "R35",
    Words("接待情况年度公开", "Yearly disclosure"),
    Severity.WARN,
    Stage.AFTER,
    (
        Provision(
            the_year_is_disclosed,
            Citation(
                PROVISIONS,
                "19",
                Words(
                    "县级以上党政机关公务接待管理部门会同财政部门按年度公开国内公务接待"
                    "制度规定、标准、经费支出、接待场所、接待项目等情况。",
                    "At county level and above, rules, standards, spending, venues and "
                    "projects of reception are disclosed every year.",
                ),
            ),
            EVERYBODY,
            since=PROVISIONS_FROM,
        ),
    ),
)
