"""Whether a visit may be received at all: letter, purpose, category."""

from collections.abc import Iterator

from compliance.rules.core import (
    EVERYBODY,
    TIMES,
    Citation,
    Fault,
    Gap,
    Provision,
    Rule,
    Severity,
    Stage,
    missing,
)
from compliance.rules.facts import PERSONAL, Category, VisitFacts
from compliance.rules.sources import LETTER_PRACTICE, PROVISIONS, PROVISIONS_FROM
from compliance.rules.words import Words

LETTER_WORKING_DAYS = 5  # after the visit ends, if it was announced by phone
AS_LETTER = frozenset({"official", "invitation"})  # an invitation if it is complete
VISITS_TO_A_LETTER = 1


def no_letter_no_reception(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """No letter, no reception; after a call it may follow within 5 working days.

    The working days count from the end of the visit. A host's invitation with
    content, itinerary and persons counts as a letter; a note of the call does not.
    """
    letter = facts.letter
    if facts.has_letter is None:
        yield missing("是否收到公函", "Whether there is a letter is")
    elif facts.has_letter and letter is not None and letter.kind is not None:
        complete = letter.has_content and letter.has_itinerary and letter.has_persons
        if letter.kind not in AS_LETTER or (
            letter.kind == "invitation" and not complete
        ):
            yield Fault(
                Words(
                    "所附文件不能作为公函：须为派出单位公函，或载明内容、行程、人员的"
                    "接待单位邀请函。",
                    "The paper does not count as a letter: it takes a letter of the "
                    "sending unit, or the host's invitation with content, itinerary "
                    "and persons.",
                )
            )
    elif not facts.has_letter:
        yield from _without_letter(facts)


def letter_may_follow(facts: VisitFacts) -> bool:
    """Whether a call stands for the letter, which is not due yet."""
    if not facts.phone_notice:
        return False
    return None in (facts.today, facts.letter_due) or facts.today <= facts.letter_due


def _without_letter(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """After a call the letter may still come; without one it may not."""
    if not facts.phone_notice:
        yield Fault(
            Words(
                "无公函不得接待：请登记公函并在本表中选择。紧急来访先电话告知的，"
                "请登记电话记录单并选择。",
                "No letter, no reception: register the letter and choose it here. If "
                "the visit was urgent and announced by phone, register the phone "
                "record and choose that.",
            )
        )
        return
    if facts.letter_due is None or facts.today is None:
        yield missing("补函截止日", "The last day for the letter is")
        return
    if facts.today > facts.letter_due:
        note = facts.letter_due_note or Words("", "")
        yield Fault(
            Words(
                f"电话告知后应于{facts.letter_due:%Y-%m-%d}前补交公函，现已逾期。"
                f"{note.zh}",
                f"After the call the letter was due by {facts.letter_due:%Y-%m-%d}; "
                f"it has not come. {note.en}".rstrip(),
            ),
            measured=(facts.today - facts.letter_due).days,
            limit=0,
            unit=Words("天（逾期）", "days late"),
        )


R01 = Rule(
    "R01",
    Words("无公函不接待", "No letter, no reception"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            no_letter_no_reception,
            Citation(
                PROVISIONS,
                "7",
                Words(
                    "无公函的公务活动和来访人员一律不予接待；紧急情况先电话告知的，"
                    "活动结束后5个工作日内补函。",
                    "Official activities and visitors without a letter are not "
                    "received; after an urgent call the letter follows within 5 "
                    "working days of the end.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def letter_says_what_it_must(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """The letter states content, itinerary and persons."""
    if not facts.has_letter:
        return  # R01 speaks of that
    if facts.letter is None:
        yield missing("公函要素", "What the letter says is")
        return
    parts = (
        (facts.letter.has_content, "内容", "content"),
        (facts.letter.has_itinerary, "行程", "itinerary"),
        (facts.letter.has_persons, "人员", "persons"),
    )
    lacking = [(zh, en) for has, zh, en in parts if has is False]
    if lacking:
        yield Fault(
            Words(
                f"公函未载明{'、'.join(zh for zh, _en in lacking)}。",
                f"The letter does not state {', '.join(en for _zh, en in lacking)}.",
            ),
            measured=len(parts) - len(lacking),
            limit=len(parts),
            unit=Words("项要素", "elements"),
        )
    if any(has is None for has, _zh, _en in parts):
        yield missing("公函的部分要素", "Part of what the letter says is")


R02 = Rule(
    "R02",
    Words("公函载明内容、行程、人员", "The letter states content, itinerary, persons"),
    Severity.BLOCK,
    Stage.APPROVE,
    (
        Provision(
            letter_says_what_it_must,
            Citation(
                PROVISIONS,
                "5",
                Words(
                    "派出单位应当向接待单位发出公函，告知内容、行程和人员。",
                    "The sending unit issues a letter that tells content, itinerary "
                    "and persons.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def one_letter_one_visit(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """One letter announces one visit, one list and one settlement."""
    if not facts.has_letter:
        return
    visits = facts.letter and facts.letter.visits
    if visits is None:
        yield missing("公函使用次数", "How often the letter was used is")
    elif visits > VISITS_TO_A_LETTER:
        yield Fault(
            Words("同一公函用于多次接待。", "One letter was used for several visits."),
            measured=visits,
            limit=VISITS_TO_A_LETTER,
            unit=TIMES,
        )


R04 = Rule(
    "R04",
    Words("一函一事、一事一结", "One letter, one visit, one settlement"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            one_letter_one_visit,
            Citation(
                LETTER_PRACTICE,
                "",
                Words(
                    "一函一事、一事一结，不得一函多餐。",
                    "One letter for one matter, one settlement for one matter; never "
                    "several meals on one letter.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def nothing_personal(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Holidays, family visits, tourism and other personal trips are not received."""
    if facts.purpose_kind is None:
        yield missing("来访事由类别", "The kind of purpose is")
    elif facts.purpose_kind in PERSONAL:
        yield Fault(
            Words(
                "休假、探亲、旅游等个人活动不得纳入公务接待。",
                "Leave, family visits, tourism and other personal trips are outside "
                "official reception.",
            )
        )


R05 = Rule(
    "R05",
    Words("不接待个人活动", "No personal trips"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            nothing_personal,
            Citation(
                PROVISIONS,
                "6",
                Words(
                    "不得用公款报销或者支付应由个人负担的费用；不得将休假、探亲、旅游"
                    "等活动纳入国内公务接待范围。",
                    "Public money pays nothing personal; holidays, family visits and "
                    "tourism are outside official reception.",
                ),
            ),
            categories=EVERYBODY,
            since=PROVISIONS_FROM,
        ),
    ),
)


def same_sender_is_merged(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Visits of one sending unit on overlapping days are merged where possible."""
    if facts.overlapping is None:
        yield missing("同一单位的其他来访", "Whether the sender has other visits is")
    elif facts.overlapping:
        others_zh, others_en = (
            "、".join(facts.overlapping),
            ", ".join(facts.overlapping),
        )
        yield Fault(
            Words(
                f"同一单位在同一时段另有来访：{others_zh}，应合并接待或说明理由。",
                f"The same unit has other visits on these days: {others_en}. Merge "
                f"them or give the reason.",
            ),
            measured=1 + len(facts.overlapping),
            limit=1,
            unit=Words("批", "visits"),
        )


R06 = Rule(
    "R06",
    Words("能合并的合并接待", "Visits are merged where possible"),
    Severity.JUSTIFY,
    Stage.SUBMIT,
    (
        Provision(
            same_sender_is_merged,
            Citation(
                PROVISIONS,
                "7",
                Words(
                    "从严审批接待活动，能合并的公务接待统筹安排。",
                    "Receptions are approved strictly and merged where possible.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def business_is_not_a_cover(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """State employees on duty are received as official guests, never as business."""
    if facts.guests_are_state_employees is None:
        yield missing("来宾是否为国家工作人员", "Whether the guests are state staff is")
    elif facts.guests_are_state_employees:
        yield Fault(
            Words(
                "来宾为国家工作人员，不得套用商务接待。",
                "The guests are state employees; business reception is not for them.",
            )
        )


R32 = Rule(
    "R32",
    Words("公务接待不得套用商务接待", "Business reception is no cover"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            business_is_not_a_cover,
            Citation(
                PROVISIONS,
                "23",
                Words(
                    "招商引资等接待单独管理，严禁以此名义变相安排公务接待。",
                    "Reception for investment promotion is managed apart; it must not "
                    "be disguised official reception.",
                ),
            ),
            categories=frozenset({Category.BUSINESS}),
            since=PROVISIONS_FROM,
        ),
    ),
)
