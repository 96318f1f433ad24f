"""Ceremony, sights and set-ups: what a visit must not be dressed up with."""

from collections.abc import Iterator

from compliance.rules.core import (
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
from compliance.rules.facts import VisitFacts
from compliance.rules.sources import JILIN, JILIN_FROM, PROVISIONS, PROVISIONS_FROM
from compliance.rules.words import Words

CEREMONIES = {
    "welcome_at_port": Words(
        "在机场、车站、码头或辖区边界迎送",
        "welcome or farewell at airport, station, dock or boundary",
    ),
    "cross_region_escort": Words("跨地区迎送", "escort across boundaries"),
    "banner": Words("张贴悬挂标语横幅", "banners or slogans"),
    "crowd": Words("安排群众迎送", "crowds"),
    "red_carpet": Words("铺设迎宾地毯", "red carpet"),
    "principal_leader_at_port": Words(
        "主要负责人参加迎送", "principal leaders at the welcome or farewell"
    ),
}
FORBIDDEN_ACTIVITIES = {
    "tour": Words("旅游", "tourism"),
    "sightseeing": Words("与公务无关的参观", "sightseeing unrelated to the work"),
    "performance": Words("专场文艺演出", "special performance"),
    "entertainment": Words("营业性娱乐", "entertainment"),
    "fitness": Words("健身活动", "fitness"),
}


def no_ceremony(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """No welcome at ports or boundaries, escorts, banners, crowds or red carpets."""
    if facts.ceremony is None:
        yield missing("迎送安排", "The ceremony is")
        return
    for name, words in CEREMONIES.items():
        if getattr(facts.ceremony, name):
            subject = Subject(f"ceremony-{name}", words)
            yield Fault(
                Words(f"不得{words.zh}。", f"Not allowed: {words.en}."), subject
            )


R07 = Rule(
    "R07",
    Words("不搞迎送排场", "No ceremony"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            no_ceremony,
            Citation(
                PROVISIONS,
                "8",
                Words(
                    "不得在机场、车站、码头和辖区边界组织迎送，不得跨地区迎送，不得"
                    "张贴悬挂标语横幅，不得安排群众迎送，不得铺设迎宾地毯；主要负责人"
                    "不参加迎送。",
                    "No welcome or farewell at airports, stations, docks and "
                    "boundaries, no escort across regions, no banners, crowds or red "
                    "carpet; principal leaders take no part.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def no_sights_and_shows(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """No tourism, unrelated sightseeing, performances, entertainment or fitness."""
    if facts.activities is None:
        yield missing("活动性质", "What the activities are is")
        return
    for activity in facts.activities:
        words = FORBIDDEN_ACTIVITIES.get(activity.kind or "")
        if words:
            yield Fault(
                Words(f"不得安排{words.zh}。", f"Not allowed: {words.en}."),
                line_of("activity", "活动", activity.line),
                activity.on,
            )


R22 = Rule(
    "R22",
    Words("不安排旅游、演出和娱乐", "No tourism, shows or entertainment"),
    Severity.BLOCK,
    Stage.SUBMIT,
    (
        Provision(
            no_sights_and_shows,
            Citation(
                PROVISIONS,
                "16",
                Words(
                    "不得组织旅游和与公务活动无关的参观，不得组织到营业性娱乐、健身"
                    "场所活动，不得安排专场文艺演出。",
                    "No tourism or unrelated sightseeing, no entertainment or fitness "
                    "venues, no special performances.",
                ),
            ),
            since=PROVISIONS_FROM,
        ),
    ),
)


def plain_meeting_rooms(facts: VisitFacts) -> Iterator[Fault | Gap]:
    """Meeting rooms have no flowers, fruit or backdrop."""
    if facts.setup is None:
        yield missing("会场布置", "The set-up of the meeting room is")
        return
    things = (
        (facts.setup.flowers, "花草", "flowers"),
        (facts.setup.fruit, "水果", "fruit"),
        (facts.setup.backdrop, "背景板", "a backdrop"),
    )
    found = [(zh, en) for has, zh, en in things if has]
    if found:
        yield Fault(
            Words(
                f"会场摆放了{'、'.join(zh for zh, _en in found)}。",
                f"The meeting room has {', '.join(en for _zh, en in found)}.",
            )
        )


R30 = Rule(
    "R30",
    Words("会场从简布置", "Plain meeting rooms"),
    Severity.WARN,
    Stage.READY,
    (
        Provision(
            plain_meeting_rooms,
            Citation(
                JILIN,
                "",
                Words(
                    "会场不摆放花草、水果，不制作背景板。",
                    "No flowers, fruit or backdrop in meeting rooms.",
                ),
            ),
            since=JILIN_FROM,
            to_be_confirmed=True,
        ),
    ),
)
