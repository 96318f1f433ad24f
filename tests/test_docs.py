"""The documents tell the truth: every command and every link in them works."""

import io
import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

from compliance.models import CertificateRequirement, ChecklistItem
from reception.accounts.models import User
from reception.accounts.roles import ROLES
from seeds.world import PASSWORD, read

ROOT = Path(__file__).parent.parent
DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
COMMAND = re.compile(r"^ {4}(make|manage\.py) +([a-z_]+)", re.MULTILINE)
REPORT = re.compile(r"^ {4}manage\.py (report .*)", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)\)")

# `make run` and `make test` are what CI runs; these are run below, the register's
# import in tests/exchange/test_register.py, serve by `make run`.
LOADED = ("load_checklists", "load_certificate_kinds")
RUN_HERE = {"migrate", "createsuperuser", "collectstatic", "report", "remind", *LOADED}
RUN_ELSEWHERE = {"serve", "import_register", "makemigrations"}
RUN_BY_CI = {"run", "test"}


def name(path):
    return str(path.relative_to(ROOT))


def commands():
    """Return the commands that the documents show as such."""
    return {found for doc in DOCS for found in COMMAND.findall(doc.read_text())}


def test_every_command_exists_and_is_run():
    verbs = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.M))
    for tool, verb in commands():
        known = verbs if tool == "make" else get_commands()
        assert verb in known
        run = RUN_BY_CI if tool == "make" else RUN_HERE | RUN_ELSEWHERE
        assert verb in run, f"nobody runs {tool} {verb}"


def test_the_commands_of_service_run(db, settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT, settings.EMAIL_HOST = tmp_path, "mail.example"
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough word")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command(
        "createsuperuser",
        interactive=False,
        username="chief",
        name="Chief",
        verbosity=0,
    )
    for command in (*LOADED, "remind"):
        call_command(command, stdout=io.StringIO())
    assert ChecklistItem.objects.exists()
    assert CertificateRequirement.objects.exists()
    assert (tmp_path / "console" / "console.css").exists()
    assert User.objects.get(username="chief").is_superuser


def reports():
    """Return the arguments of each report that a document shows."""
    lines = {found for doc in DOCS for found in REPORT.findall(doc.read_text())}
    return [shlex.split(line) for line in sorted(lines)]


@pytest.mark.parametrize("words", reports(), ids=lambda words: words[1])
def test_every_report_that_is_shown_is_written(words, auditor, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call_command(*words, stdout=io.StringIO())
    assert [file.name for file in tmp_path.iterdir()] == [words[-1]]


@pytest.mark.parametrize("doc", DOCS, ids=name)
def test_every_link_leads_somewhere(doc):
    broken = [
        to for to in LINK.findall(doc.read_text()) if not (doc.parent / to).exists()
    ]
    assert broken == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-hans.md"])
def test_the_logins_are_those_of_the_demonstration(readme):
    text = (ROOT / readme).read_text()
    people = {row["username"]: row for row in read("users", timedelta())[1]}
    told = re.findall(r"^\| `([a-z.0-9]+)` \|", text, re.MULTILINE)
    assert {people[each]["roles"] for each in told} == set(ROLES)
    assert PASSWORD in text
