"""What an import asks before it does it; texts that are one however they are typed."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from compliance.models import Certificate, StaffMember
from reception.exchange.models import Batch
from tests import doors
from tests.exchange.tables import csv_bytes, send
from tests.records import DAY, make_certificate, make_kind, make_staff, make_venue

pytestmark = pytest.mark.django_db
HEADINGS = ["kind", "number", "holder", "issued_on", "valid_until"]
YEAR = timedelta(days=365)


@pytest.fixture
def browser(client, training_officer):
    """Return the training officer's browser, in English."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(training_officer)
    return client


def upload(browser, *rows, model=Certificate, headings=HEADINGS) -> str:
    """Upload rows and return the address of their preview."""
    return send(browser, model, csv_bytes([headings, *rows]))["Location"]


def row_of(certificate, until: str) -> list[str]:
    """Return the row of a stored certificate with another last day."""
    held, issued = certificate, certificate.issued_on.isoformat()
    return [held.kind.code, held.number, held.holder.number, issued, until]


def shown(browser, address):
    """Return the page of a preview and what would become of its rows."""
    answer = browser.get(address)
    return doors.page(answer), answer.context["found"]


# --- what would shorten a validity


def test_a_validity_is_shortened_with_a_word_alone(browser, north):
    held = make_certificate(north)
    earlier = (held.valid_until - YEAR / 2).isoformat()
    address = upload(browser, row_of(held, earlier))
    page, found = shown(browser, address)
    words = f"The validity would be shortened: {held.valid_until} → {earlier}."
    assert words in page
    assert "Yes, shorten these" in page
    assert found.rows[0].outcome == "problem"
    browser.post(address, {"rows": "all"})
    held.refresh_from_db()
    assert held.valid_until.isoformat() != earlier
    browser.post(address, {"wish": "agree"})  # without the tick
    assert not Batch.objects.get().agreed
    browser.post(address, {"wish": "agree", "agreed": "yes"})
    page, found = shown(browser, address)
    assert found.rows[0].outcome == "changed"
    assert "you have agreed" in page
    browser.post(address, {"rows": "all"})
    held.refresh_from_db()
    assert held.valid_until.isoformat() == earlier


def test_good_rows_alone_leave_out_what_would_be_shortened(browser, north):
    held, other = make_certificate(north), make_certificate(north)
    earlier = (held.valid_until - YEAR / 2).isoformat()
    later = (other.valid_until + YEAR).isoformat()
    address = upload(browser, row_of(held, earlier), row_of(other, later))
    browser.post(address, {"rows": "good"})
    held.refresh_from_db()
    other.refresh_from_db()
    assert (held.valid_until, other.valid_until.isoformat()) == (DAY + YEAR, later)


def test_what_was_agreed_to_is_asked_again_for_other_cells(browser, north):
    held = make_certificate(north)
    earlier = (held.valid_until - YEAR / 2).isoformat()
    address = upload(browser, row_of(held, earlier))
    browser.post(address, {"wish": "agree", "agreed": "yes"})
    much = (held.issued_on + timedelta(days=1)).isoformat()
    browser.post(address, {"wish": "correct", "cell-2-4": much})
    assert shown(browser, address)[1].rows[0].outcome == "problem"


@pytest.mark.parametrize(
    ("before", "after", "is_asked"),
    [
        pytest.param(DAY, DAY, False, id="the same"),
        pytest.param(DAY, DAY + YEAR, False, id="longer"),
        pytest.param(DAY, None, False, id="for ever"),
        pytest.param(None, DAY, True, id="no more for ever"),
        pytest.param(DAY + YEAR, DAY, True, id="shorter"),
    ],
)
def test_only_what_shortens_is_asked(before, after, is_asked, browser, north):
    held = make_certificate(north, valid_until=before)
    address = upload(browser, row_of(held, after.isoformat() if after else ""))
    (row,) = shown(browser, address)[1].rows
    assert bool(row.asks) is is_asked


def test_an_end_that_the_kind_fills_in_shortens_nothing(browser, north):
    kind = make_kind(term_kind="months", term_months=12)
    held = make_certificate(north, kind=kind, valid_until=kind.ends(DAY))
    (row,) = shown(browser, upload(browser, row_of(held, "")))[1].rows
    assert (row.outcome, row.asks, row.changed) == ("same", {}, {})


# --- texts that are one


@pytest.mark.parametrize(
    "typed", ["ab 12-3", "ＡＢ１２－３", " aB12-3\u3000", "AB\t12-3"]
)
def test_one_number_is_found_however_it_is_typed(typed, browser, north):
    held = make_certificate(north, number="AB12-3")
    row = row_of(held, "2030-01-01")
    row[1] = typed
    (found,) = shown(browser, upload(browser, row))[1].rows
    assert (found.outcome, [*found.changed]) == ("changed", ["valid_until"])


def test_a_form_refuses_the_same_number_typed_otherwise(browser, north):
    held = make_certificate(north, number="AB12-3")
    told = {
        "kind": held.kind_id,
        "number": "ａｂ 12-3",
        "holder": held.holder_id,
        "issued_on": "2026-01-01",
    }
    page = browser.post(doors.url(Certificate, "add"), told)
    assert "A certificate of this kind with this number is registered." in page.text
    assert Certificate.objects.count() == 1


def test_two_rows_with_one_number_are_told(browser, north):
    kind, member = make_kind(), make_staff(north)
    rows = [
        [kind.code, number, member.number, "2026-01-01", "2027-01-01"]
        for number in ("x 1", "Ｘ１")
    ]
    found = shown(browser, upload(browser, *rows))[1].rows
    assert [row.outcome for row in found] == ["new", "problem"]


@pytest.mark.parametrize("typed", ["张 三", "张　三", " 张三 ", "张三\u3000"])
def test_a_name_is_kept_and_found_without_its_spaces(typed, browser, north):
    make_staff(north, name="张三")
    headings = ["number", "name", "post", "office"]
    row = ["", typed, "clerk", "NORTH"]
    address = upload(browser, row, model=StaffMember, headings=headings)
    page, found = shown(browser, address)
    assert "Looks like" in page
    assert "张三" in found.rows[0].near
    browser.post(address, {"rows": "all"})
    assert set(StaffMember.objects.values_list("name", flat=True)) == {"张三"}


def test_the_preview_says_how_a_name_is_kept(browser, north):
    headings = ["number", "name", "post", "office"]
    row = ["", "Ｌi  Ｈua", "clerk", "NORTH"]
    page, _found = shown(
        browser, upload(browser, row, model=StaffMember, headings=headings)
    )
    assert "is kept as “Li Hua”" in page


def test_no_two_days_are_swapped(browser, north):
    held = make_certificate(north)
    row = row_of(held, "2025-12-31")  # before it was issued
    (found,) = shown(browser, upload(browser, row))[1].rows
    assert found.outcome == "problem"
    row[4] = "2027-02-29"
    (found,) = shown(browser, upload(browser, row))[1].rows
    assert found.problems == {"valid_until": "There is no such day."}


# --- what is named by its name


def test_kind_and_holder_are_found_by_name_where_one_alone_has_it(browser, north):
    kind, member = make_kind(name="导游证"), make_staff(north, name="张三")
    row = ["导游证", "1", "张 三", "2026-01-01", ""]
    (found,) = shown(browser, upload(browser, row))[1].rows
    assert found.outcome == "new"
    browser.post(upload(browser, row), {"rows": "all"})
    held = Certificate.objects.get()
    assert (held.kind, held.holder) == (kind, member)
    (found,) = shown(browser, upload(browser, row))[1].rows
    assert found.outcome == "same"


def test_a_name_that_several_have_is_asked_for(browser, north, south):
    kind = make_kind()
    for _n in range(2):
        make_staff(north, name="李四")
    make_staff(south, name="王五")
    rows = [[kind.code, name, name, "2026-01-01", ""] for name in ("李四", "王五")]
    several, foreign = shown(browser, upload(browser, *rows))[1].rows
    assert "Several have the name “李四”; write the staff number." in str(
        several.problems
    )
    assert "within your reach" in foreign.problems["holder"]


# --- a register of 700 certificates with American dates


def american(day: date | None) -> str:
    """Return a day as month/day/year."""
    return f"{day:%m/%d/%Y}" if day else ""


def register(people, kinds) -> list[list[str]]:
    """Return 700 rows as an office keeps them: Chinese headings, American dates."""
    rows = [["证书种类", "证书编号", "持证人", "发证机关", "发证日期", "有效期至"]]
    for n in range(700):
        issued = date(2024, 1, 1) + timedelta(days=n)  # with the 29th of February
        kind = kinds[n % len(kinds)]
        paper = kind.ends(issued)
        rows.append(
            [
                kind.code,
                f"豫鹤（{issued.year}）第{n:04}号",
                people[n % len(people)].number,
                "鹤壁市公安局",
                american(issued),
                american(paper) if n % 7 else "",
            ]
        )
    return rows


def test_a_register_of_700_with_american_dates_comes_in(browser, north):
    people = [make_staff(north) for _n in range(20)]
    people += [make_staff(north, venue=make_venue(north)) for _n in range(5)]
    kinds = [
        make_kind(term_kind="months", term_months=12),
        make_kind(term_kind="months", term_months=36),
        make_kind(term_kind="none"),
    ]
    rows = register(people, kinds)
    with translation.override("zh-hans"):
        labels = [
            Certificate._meta.get_field(name).verbose_name
            for name in (
                "kind",
                "number",
                "holder",
                "issuer",
                "issued_on",
                "valid_until",
            )
        ]
    rows[0] = [str(label) for label in labels]
    address = send(browser, Certificate, csv_bytes(rows, "gb18030"))["Location"]
    page, found = shown(browser, address)
    assert "can be read in two ways. What comes first?" in page
    unsure = [
        row for row in found.rows if "two ways" in " ".join(row.problems.values())
    ]
    assert 200 < len(unsure) < 700
    browser.post(address, {"rows": "all"})
    assert not Certificate.objects.exists()  # nothing is guessed
    browser.post(address, {"wish": "dates", "dates": "mdy"})
    page, found = shown(browser, address)
    assert found.is_clean, [row.problems for row in found.rows if row.problems][:3]
    browser.post(address, {"rows": "all"})
    assert Certificate.objects.count() == 700
    leap = Certificate.objects.get(issued_on=date(2024, 2, 29))
    assert leap.valid_until == leap.kind.ends(date(2024, 2, 29))
    for n, (row, held) in enumerate(
        zip(rows[1:], Certificate.objects.order_by("pk"), strict=True)
    ):
        assert american(held.issued_on) == row[4]
        assert held.valid_until == held.kind.ends(held.issued_on), n
