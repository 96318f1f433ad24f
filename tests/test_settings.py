"""Settings: what the environment may say, and what must not run."""

import ast
import os
import re
import stat
import subprocess
import sys

import pytest
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from reception import env
from reception.accounts.models import User

ROOT = settings.BASE_DIR


def start(tmp_path, **variables):
    """Load the settings in a new process that knows only ``variables``."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **variables}
    code = "from reception import settings; print(settings.SECRET_KEY)"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_each_setting_has_its_line_in_the_example():
    tree = ast.parse((ROOT / "reception/settings.py").read_text(encoding="utf-8"))
    read = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "read"
    }
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == read


def test_service_without_a_key_is_refused_in_words(tmp_path):
    result = start(tmp_path)
    assert result.returncode != 0
    assert "SECRET_KEY is not set" in result.stderr


def test_the_demonstration_makes_a_key_for_its_owner_alone(tmp_path):
    first, again = start(tmp_path, DEMO="on"), start(tmp_path, DEMO="on")
    assert len(first.stdout.strip()) >= 50
    assert first.stdout == again.stdout
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_mounted_file_wins(tmp_path):
    secret = tmp_path / "mounted"
    secret.write_text("from the file\n")
    result = start(tmp_path, SECRET_KEY="from the line", SECRET_KEY_FILE=str(secret))
    assert result.stdout == "from the file\n"


def test_a_mounted_file_that_is_missing_is_named(monkeypatch):
    monkeypatch.setenv("SECRET_KEY_FILE", "/nowhere/at-all")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE"):
        env.read("SECRET_KEY", str)


def test_a_value_without_default_is_asked_for(monkeypatch):
    monkeypatch.setenv("NAME", "")
    with pytest.raises(ImproperlyConfigured, match="Set NAME"):
        env.read("NAME", str)


@pytest.mark.parametrize("parse", [int, env.flag], ids=["number", "flag"])
def test_a_bad_value_is_never_shown(monkeypatch, parse):
    monkeypatch.setenv("NAME", "hunter2")
    with pytest.raises(ImproperlyConfigured, match="NAME") as caught:
        env.read("NAME", parse)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("name", ["PORT", "DEBUG"])
def test_a_bad_value_is_never_shown_on_the_screen_either(tmp_path, name):
    result = start(tmp_path, DEMO="on", **{name: "hunter2"})
    assert f"{name} is not valid" in result.stderr
    assert "hunter2" not in result.stderr


@pytest.mark.parametrize(
    ("raw", "meaning"), [("on", True), ("Yes", True), ("0", False), ("off", False)]
)
def test_flags_have_their_usual_spellings(raw, meaning):
    assert env.flag(raw) is meaning


def test_a_list_has_no_blanks():
    assert env.words(" a.example, b.example,, ") == ["a.example", "b.example"]


def found(*ids, databases=None):
    """Return which of the checks ``ids`` complain."""
    messages = checks.run_checks(databases=databases)
    return [message.id for message in messages if message.id in ids]


def test_the_demonstration_is_refused_on_a_public_address(settings):
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["reception.example.org"]
    assert found("accounts.E001") == ["accounts.E001"]


def test_the_demonstration_runs_on_this_machine(settings):
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["localhost", "127.0.0.1"]
    assert found("accounts.E001") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("is_demo", "host", "refused"),
    [
        pytest.param(True, "reception.example.org", True, id="demo login in public"),
        pytest.param(True, "localhost", False, id="demo login at home"),
        pytest.param(False, "reception.example.org", False, id="real login in public"),
    ],
)
def test_demonstration_logins_stay_home(settings, is_demo, host, refused):
    settings.ALLOWED_HOSTS = [host]
    User.objects.create_user("clerk", name="Clerk", is_demo=is_demo)
    assert bool(found("accounts.E002", databases=["default"])) is refused


def test_the_repository_keeps_no_key():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"/var/", ".env"} <= set(ignored)
