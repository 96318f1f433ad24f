"""Every screen that a role finds in its sidebar, on a desk and on a phone."""

import pytest
from django.test import RequestFactory
from playwright.sync_api import expect

from reception.accounts.roles import ROLES
from reception.navigation import sections
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.steps import fits
from tests.cast import person
from tests.dashboard.reading import fill
from tests.records import MAKERS, make_visit

LONG = {
    "title": "河南省机关事务管理局公务接待管理处来鹤调研县区接待工作标准化建设情况",
    "sending_unit": "河南省机关事务管理局",
}


LANGUAGES = ("zh-CN", "en-US")
# The other screens are lists.
PAGES = ("/admin/", "/admin/reports/", "/admin/origin/", "/admin/rules/")
PAGES += ("/admin/risk/", "/admin/controls/", "/admin/coverage/")
PAGES += ("/admin/coverage/places/", "/admin/coverage/expiries/")
PAGES += ("/admin/training/", "/admin/training/mine/")
PAGES += ("/admin/roster/", "/admin/roster/mine/", "/admin/roster/uncovered/")


def links_of(user) -> set[str]:
    """Return where the sidebar of ``user`` leads."""
    request = RequestFactory().get("/admin/")
    request.user = user
    return {item["link"] for part in sections(request) for item in part["items"]}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_it_opens_without_an_error_and_fits(desk, north, role, lang, make_job):
    """Whoever it is, each link opens; on a phone, lists are cards and nothing has to
    be pushed sideways. In English, a role looks at what no role before it has.
    """
    people = {each: person(each, north, each, reaches=[north]) for each in ROLES}
    user = people[role]
    fill(north, user)
    make_visit(north, **LONG)
    for make in MAKERS.values():
        make(north)
    make_job(user)
    page = desk(user, "/", lang=lang)
    fits(page)
    sidebar = page.get_by_role("navigation").first
    links = sidebar.get_by_role("link").evaluate_all(
        "(all) => [...new Set(all.map((each) => each.getAttribute('href')))]"
    )
    assert set(links) == links_of(user)
    assert len(links) > 1
    if lang == "en-US":
        before = list(ROLES)[: list(ROLES).index(role)]
        links = set(links).difference(*(links_of(people[each]) for each in before))
    for link in links:
        page.set_viewport_size(DESKTOP["viewport"])
        assert page.goto(link).status == 200, link
        heading = page.locator("#result_list thead")
        is_list = heading.count() == 1
        assert is_list or link in PAGES
        if is_list:
            expect(heading).to_be_visible()
        page.set_viewport_size(PHONE["viewport"])
        if is_list:
            expect(heading).to_be_hidden()
        fits(page)
