"""A large world: as many visits as asked for, the same in every run.

Rows are made by index alone and written by the database's own fast way, so that a
million take seconds and two databases hold the same.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import connection, transaction

from reception.access.granting import give_reach
from reception.accounts.models import Office, User
from reception.accounts.roles import ROLES
from reception.ledger import bulk
from visits.models import Visit

OFFICES = 20  # below the city's; a clerk of one of them sees 5 %
FIRST = datetime(2016, 1, 4, 1, 0, tzinfo=UTC)
PLACES = [
    *("北京", "天津", "石家庄", "太原", "沈阳", "长春", "哈尔滨"),
    *("上海", "南京", "杭州", "合肥", "福州", "南昌", "济南"),
]
UNITS = [
    *("发展改革委", "财政局", "农业农村厅", "文化旅游厅"),
    *("卫生健康委", "商务局", "水利局", "教育局"),
]
MATTERS = [
    *("考察大运河文化", "调研食品安全", "洽谈招商项目"),
    *("交流机关事务", "学习乡村建设"),
]
FAMILIES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "明华建国志强海燕玉兰春生秀英文博"
CATEGORIES = list(Visit.Category)
RANKS = ["ministerial", "bureau", "division", "section", "none"]
COLUMNS = [
    *("number", "title", "category", "host_office_id", "sending_unit", "head_name"),
    *("head_position", "rank", "guests", "companions", "support_staff", "arrives_at"),
    *("departs_at", "purpose", "liaison_id", "remarks", "state", "entered_by_id"),
    *("submitted_by_id", "submitted_at", "decided_by_id", "decided_at"),
]


def people() -> tuple[list[Office], User, User]:
    """Return the offices, one limited clerk's login and an approver's."""
    city = Office.objects.create(code="BENCH", name="市接待办", level="city")
    offices = [
        Office.objects.create(
            code=f"B{i:02}", name=f"第{i}接待办", level="county", parent=city
        )
        for i in range(OFFICES)
    ]
    given = {"office": offices[3], "is_staff": True}
    clerk = User.objects.create(username="bench.clerk", name="陈明", **given)
    approver = User.objects.create(username="bench.approver", name="李建国", **given)
    half = User.objects.create(username="bench.half", name="王芳", **given)
    for user, role, places in (
        (clerk, "clerk", offices[3:4]),
        (approver, "approver", offices[3:4]),
        (half, "clerk", offices[: OFFICES // 2]),
    ):
        assert role in ROLES
        user.groups.set(role_group(role))
        for place in places:
            give_reach(user, place, by=user)
    return offices, clerk, approver


def role_group(role: str):
    """Return the group of a role."""
    from django.contrib.auth.models import Group

    return Group.objects.filter(name=role)


def visit(i: int, offices: list[int], clerk: int, approver: int) -> tuple:
    """Return the columns of the visit number ``i``."""
    mixed = Random(i).getrandbits(48)  # the same in every run
    # Visits are entered some days before they come: nearly, not quite, in their order.
    arrives = FIRST + timedelta(minutes=5 * i + mixed % 20_000)
    decided = arrives - timedelta(days=3)
    category = CATEGORIES[mixed // 11 % 4]
    # No letter, no reception: official visits wait for theirs here.
    approved = mixed % 10 < 8 and category != Visit.Category.OFFICIAL
    family = FAMILIES[mixed % 16]
    name = family + GIVEN[mixed // 16 % 16] + GIVEN[mixed // 256 % 16]
    unit = PLACES[mixed // 3 % 14] + "市" + UNITS[mixed // 5 % 8]
    matter = MATTERS[mixed // 7 % 5]
    return (
        f"B-{arrives.year}-{i:07}",
        f"{unit}来我市{matter}({i})",
        category,
        offices[mixed // 13 % len(offices)],
        unit,
        name,
        "副局长" if mixed % 3 else "处长、带队",
        RANKS[mixed // 17 % 5],
        1 + mixed % 30,
        mixed % 5,
        mixed % 7,
        arrives,
        arrives + timedelta(hours=4 + mixed % 60),
        f"{matter}。行程:座谈、参观,\n住一晚。" if mixed % 10 == 0 else f"{matter}。",
        clerk,
        "=无" if mixed % 50 == 0 else "",
        "approved" if approved else "draft",
        clerk,
        clerk if approved else None,
        decided if approved else None,
        approver if approved else None,
        decided if approved else None,
    )


def rows(count: int, offices, clerk, approver) -> Iterator[tuple]:
    """Yield ``count`` visits."""
    keys = [office.pk for office in offices]
    for i in range(count):
        yield visit(i, keys, clerk.pk, approver.pk)


def defaults() -> dict[str, object]:
    """Return what the database stores in the other columns that may not be empty."""
    return {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in Visit._meta.concrete_fields
        if not (field.null or field.primary_key or field.column in COLUMNS)
    }


def fill(count: int) -> User:
    """Make people and ``count`` visits; return the limited clerk."""
    offices, clerk, approver = people()
    others = defaults()
    names = ", ".join([*COLUMNS, *others])
    source = ((*row, *others.values()) for row in rows(count, offices, clerk, approver))
    width = len(COLUMNS) + len(others)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY visits_visit ({names}) FROM STDIN") as copy:
                for row in source:
                    copy.write_row(row)
        else:
            for values, some in bulk.statements(map(_stored, source), width):
                cursor.execute(f"INSERT INTO visits_visit ({names}) {values}", some)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return clerk


def _stored(row: tuple) -> list:
    """Return a row as SQLite stores it."""
    return [
        value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else value
        for value in row
    ]
