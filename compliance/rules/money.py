"""Money: the budget, who pays, how, on which papers, and when."""

from collections.abc import Iterator

from compliance.rules.admission import letter_may_follow
from compliance.rules.core import (
    EVERYBODY,
    YUAN,
    Citation,
    Fault,
    Gap,
    Provision,
    Rule,
    Severity,
    Stage,
    Subject,
    line_of,
    missing,
)
from compliance.rules.facts import Category, CostFacts, VisitFacts
from compliance.rules.sources import (
    PROVISIONS,
    PROVISIONS_FROM,
    REIMBURSEMENT,
)
from compliance.rules.words import Words

LETTER = Subject("letter", Words("公函", "the letter"))
LIST = Subject("list", Words("接待清单", "the reception list"))
BORNE_RIGHTLY = frozenset({"host", "sender", "guests"})
NOT_ALLOWED_PAYMENTS = {
    "cash": Words("现金", "cash"),
    "on_account": Words("挂账", "on account"),
}


def _costs(facts: VisitFacts) -> Iterator[CostFacts | Gap]:
    """Yield the costs, or the one gap that none are recorded at all."""
    if facts.costs is None:
        yield missing("费用", "The costs are")
    yield from facts.costs or ()


def _cost(cost: CostFacts):
    return line_of("cost", "费用", cost.line)


def within_the_budget(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """What is spent in the year and planned keeps to the reception budget."""
    budget = facts.budget
    if budget is None or None in (budget.approved, budget.spent, budget.planned):
        yield missing("年度接待费预算", "The reception budget of the year is")
        return
    total = budget.spent + budget.planned
    if total > budget.approved:
        yield Fault(
            Words(
                "本年接待费支出与本次计划之和超过年度预算。",
                "With this visit the year's spending exceeds the reception budget.",
            ),
            measured=total,
            limit=budget.approved,
            unit=YUAN,
        )


R23 = Rule(
    "R23",
    Words("接待费总额控制", "Within the reception budget"),
    Severity.BLOCK,
    Stage.APPROVE,
    (
        Provision(
            within_the_budget,
            Citation(
                PROVISIONS,
                "12",
                Words(
                    "接待费用全部纳入预算管理，单独列示，实行总额控制。",
                    "All reception costs are in the budget, listed separately, with a "
                    "total ceiling.",
                ),
            ),
            EVERYBODY,
            since=PROVISIONS_FROM,
        ),
    ),
)


def the_host_pays_its_own(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Reception cost is never shifted to subordinates, companies, hotels, persons."""
    for cost in _costs(facts):
        if isinstance(cost, Gap):
            yield cost
        elif cost.payer is None:
            yield missing("承担方", "Who pays is", _cost(cost), cost.paid_on)
        elif cost.payer not in BORNE_RIGHTLY:
            yield Fault(
                Words(
                    "接待费用由下级单位、企业、宾馆或个人承担。",
                    "A subordinate, a company, a hotel or a person bears the cost.",
                ),
                _cost(cost),
                cost.paid_on,
                measured=cost.amount,
                limit=0,
                unit=YUAN,
            )


R24 = Rule(
    "R24",
    Words("不转嫁接待费用", "Costs are not shifted"),
    Severity.BLOCK,
    Stage.SETTLE,
    (
        Provision(
            the_host_pays_its_own,
            Citation(
                PROVISIONS,
                "12",
                Words(
                    "禁止向下级单位及其他单位、企业、个人转嫁接待费用。",
                    "Reception cost is not shifted to subordinates, other units, "
                    "companies or persons.",
                ),
            ),
            EVERYBODY,
            since=PROVISIONS_FROM,
        ),
    ),
)


def voucher_pack_is_complete(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Reimbursement takes invoice, letter of the sending unit and reception list."""
    official = facts.category == Category.OFFICIAL
    if official and facts.has_letter is False and not letter_may_follow(facts):
        yield Fault(Words("报销凭证缺派出单位公函。", "The letter is missing."), LETTER)
    listed = facts.reception_list
    if listed is None or listed.exists is None:
        yield missing("接待清单", "The reception list is")
    elif not listed.exists:
        yield Fault(
            Words("报销凭证缺接待清单。", "The reception list is missing."), LIST
        )
    for cost in _costs(facts):
        if isinstance(cost, Gap):
            yield cost
        elif cost.payer == "host" and cost.has_voucher is False:
            yield Fault(
                Words("报销凭证缺财务票据。", "The invoice is missing."),
                _cost(cost),
                cost.paid_on,
            )


R25 = Rule(
    "R25",
    Words("报销凭证齐全", "Complete vouchers"),
    Severity.BLOCK,
    Stage.SETTLE,
    (
        Provision(
            voucher_pack_is_complete,
            Citation(
                PROVISIONS,
                "14",
                Words(
                    "接待费报销凭证应当包括财务票据、派出单位公函和接待清单。",
                    "Vouchers are the invoice, the letter of the sending unit and the "
                    "reception list.",
                ),
            ),
            EVERYBODY,
            since=PROVISIONS_FROM,
        ),
    ),
)


def no_cash(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """The host pays by transfer or official card, never in cash or on account."""
    for cost in _costs(facts):
        if isinstance(cost, Gap):
            yield cost
        elif cost.payer == "host" and (
            words := NOT_ALLOWED_PAYMENTS.get(cost.payment or "")
        ):
            yield Fault(
                Words(
                    f"接待费不得以{words.zh}方式支付。",
                    f"Reception cost is not paid {'in ' if words.en == 'cash' else ''}"
                    f"{words.en}.",
                ),
                _cost(cost),
                cost.paid_on,
                measured=cost.amount,
                limit=0,
                unit=YUAN,
            )
        elif cost.is_paid and not cost.payment:
            yield missing(
                "支付方式", "The way of payment is", _cost(cost), cost.paid_on
            )


R26 = Rule(
    "R26",
    Words("不以现金支付、不挂账", "No cash, no credit"),
    Severity.BLOCK,
    Stage.SETTLE,
    (
        Provision(
            no_cash,
            Citation(
                PROVISIONS,
                "14",
                Words(
                    "接待费资金支付按国库集中支付和公务卡管理规定执行，采用银行转账或者"
                    "公务卡方式，不得以现金支付。",
                    "Reception cost is paid by the rules of treasury payment and "
                    "official cards: transfer or card, not cash.",
                ),
            ),
            EVERYBODY,
            since=PROVISIONS_FROM,
        ),
    ),
)


def settled_once_and_in_time(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """A visit is settled at once: no split, staged or deferred bills."""
    settled = facts.settlement
    if settled is None or settled.is_split is None:
        yield missing("结算方式", "How the visit was settled is")
    elif settled.is_split:
        yield Fault(
            Words("拆分、分次或延期结算。", "The bill was split, staged or put off.")
        )
    if settled is None or settled.due is None:
        yield Gap(Words("报销时限待本地确认。", "The term is to be confirmed locally."))
        return
    day = settled.reimbursed_on or facts.today
    if day is not None and day > settled.due:
        yield Fault(
            Words("超过报销时限。", "Reimbursed later than the local term."),
            measured=(day - settled.due).days,
            limit=0,
            unit=Words("天（逾期）", "days late"),
        )


R31 = Rule(
    "R31",
    Words("一次结算、及时报销", "Settled once and in time"),
    Severity.WARN,
    Stage.AFTER,
    (
        Provision(
            settled_once_and_in_time,
            Citation(
                REIMBURSEMENT,
                "",
                Words(
                    "不得拆分、分次结算，应在规定期限内报销（期限待本地确认）。",
                    "No splitting or staging; reimbursed within the local term (to be "
                    "confirmed).",
                ),
            ),
            EVERYBODY,
            to_be_confirmed=True,
        ),
    ),
)
