"""The page of the law: all of it, in the reader's language, as his office has it."""

import pytest
from django.urls import reverse

from compliance.rules import RULES
from tests.cast import person
from tests.records import make_setting

pytestmark = pytest.mark.django_db


def opened(client, user, language="zh-hans"):
    client.force_login(user)
    return client.get(reverse("rules"), HTTP_ACCEPT_LANGUAGE=language)


@pytest.mark.parametrize(
    ("language", "pick"), [("zh-hans", "zh"), ("en", "en")], ids=["Chinese", "English"]
)
def test_every_rule_is_there_with_its_source(client, clerk, language, pick):
    rows = opened(client, clerk, language).context["rows"]
    assert [row.id for row in rows] == list(RULES)
    for row, rule in zip(rows, RULES.values(), strict=True):
        assert row.title == getattr(rule.title, pick)
        assert row.sources[0].text == getattr(rule.citation.text, pick)


def test_it_says_what_the_readers_office_has_set(client, city, clerk, southern_clerk):
    make_setting(city, rule="R29", is_on=False, note="一号文")
    make_setting(clerk.office, rule="R29", is_confirmed=True, note="二号文")
    [own] = [r for r in opened(client, clerk).context["rows"] if r.id == "R29"]
    assert (own.setting.is_on, own.setting.is_confirmed) == (True, True)
    [other] = [
        r for r in opened(client, southern_clerk).context["rows"] if r.id == "R29"
    ]
    assert other.setting.is_on is False


def test_what_is_uncertain_is_marked(client, clerk):
    rows = {row.id: row for row in opened(client, clerk).context["rows"]}
    assert rows["R29"].sources[0].to_be_confirmed
    assert not rows["R12"].sources[0].to_be_confirmed
    assert "待确认" in rows["R16"].sources[0].in_force or "confirmed" in (
        rows["R16"].sources[0].in_force
    )


def test_somebody_without_an_office_may_read_it(client, root):
    assert opened(client, root).status_code == 200


def test_outside_the_console_it_is_shut(client, north):
    assert client.get(reverse("rules")).status_code == 302
    guest = person("guest", north, is_staff=False)
    assert opened(client, guest).status_code == 302


def test_it_costs_few_queries(client, clerk, django_assert_max_num_queries):
    client.force_login(clerk)
    with django_assert_max_num_queries(14):
        client.get(reverse("rules"))
