"""The administrator lets people in: who, as what, where; never himself."""

from playwright.sync_api import expect

from tests.browser.steps import fill, go_to, is_closed, log_in, saved
from tests.records import make_visit

PASSWORD = "nine-bends-of-the-qi"


def test_a_new_clerk_in_one_form(desk, administrator, north, south):
    """He makes a user with role and office in one form; the new clerk logs in and
    sees his office's visits, and no others.
    """
    make_visit(north, title="北边的来访")
    make_visit(south, title="南边的来访")
    page = desk(administrator, "/", lang="en-US")
    page.get_by_role("link", name="Add a user").click()
    wanted = {
        "Username": "newcomer",
        "Full name": "新来的同志",
        "Password": PASSWORD,
        "Password confirmation": PASSWORD,
        "Office": "NORTH office",
    }
    fill(page, wanted)
    page.get_by_role("checkbox", name="Clerk").check()
    saved(page)
    expect(page.get_by_text("新来的同志 reaches NORTH office.")).to_be_visible()

    other = desk(None, "/", lang="en-US")
    log_in(other, "newcomer", PASSWORD)
    go_to(other, "Visits")
    expect(other.get_by_role("row", name="北边的来访")).to_be_visible()
    expect(other.get_by_role("row", name="南边的来访")).to_have_count(0)


def test_he_cannot_change_himself(desk, administrator):
    """His own record is there to read; his role and places somebody else gives."""
    page = desk(administrator, "/admin/accounts/user/", lang="en-US")
    page.get_by_role("link", name="administrator").click()
    expect(page.get_by_text("Roles and office")).to_be_visible()
    is_closed(page)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    answer = page.goto(f"/admin/accounts/user/{administrator.pk}/password/")
    assert answer.status == 403
