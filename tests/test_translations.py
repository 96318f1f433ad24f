"""Every string has its Chinese, and the compiled catalogues are not stale."""

import ast
import gettext
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import trans_real

SOURCES = ("reception", "venues", "compliance", "visits", "seeds")
OURS = "locale/zh_Hans/LC_MESSAGES/django.po"
LIBRARIES = "locale/libraries/zh_Hans/LC_MESSAGES/django.po"
FIELD = re.compile(r'(#~|msgctxt|msgid_plural|msgid|msgstr)(?:\[\d\])? ?(".*")$')
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")

needs_xgettext = pytest.mark.skipif(
    shutil.which("xgettext") is None,
    reason="no gettext (Debian: apt-get install gettext)",
)


@dataclass(frozen=True)
class Message:
    """One entry of a catalogue."""

    id: str
    plural: str
    text: str
    is_fuzzy: bool

    @property
    def key(self) -> str | tuple[str, int]:
        """Return what a compiled catalogue knows it by."""
        return (self.id, 0) if self.plural else self.id


def messages(catalogue: Path) -> Iterator[Message]:
    """Read a ``.po`` file; the header is left out, as are obsolete entries."""
    for block in catalogue.read_text(encoding="utf-8").split("\n\n"):
        fields: dict[str, str] = {}
        name, is_fuzzy = "", False
        for line in block.splitlines():
            if line.startswith("#,"):
                is_fuzzy = "fuzzy" in line
            elif found := FIELD.match(line):
                name = found[1]
                fields[name] = fields.get(name, "") + ast.literal_eval(found[2])
            elif line.startswith('"'):
                fields[name] += ast.literal_eval(line)
        identity = fields.get("msgid", "")
        if identity and "#~" not in fields:
            if context := fields.get("msgctxt"):
                identity = f"{context}\x04{identity}"
            yield Message(
                identity, fields.get("msgid_plural", ""), fields["msgstr"], is_fuzzy
            )


def marked(folders: dict[str, Path], workshop: Path) -> list[Message]:
    """Return what ``makemessages`` finds in copies of ``folders``."""
    for name, folder in folders.items():
        ignored = shutil.ignore_patterns("locale", "node_modules", "__pycache__")
        shutil.copytree(folder, workshop / name, ignore=ignored)
    (workshop / "locale").mkdir()
    environment = dict(os.environ)
    environment.pop("DJANGO_SETTINGS_MODULE")
    command = "-m django makemessages --locale zh_Hans --keep-pot --verbosity 0"
    subprocess.run(
        [sys.executable, *command.split()], cwd=workshop, env=environment, check=True
    )
    return list(messages(workshop / "locale" / "django.pot"))


@needs_xgettext
def test_every_string_of_ours_is_translated(tmp_path):
    found = marked({name: settings.BASE_DIR / name for name in SOURCES}, tmp_path)
    ready = {
        message.key
        for message in messages(settings.BASE_DIR / OURS)
        if message.text and not message.is_fuzzy
    }
    assert [message.id for message in found if message.key not in ready] == []


@needs_xgettext
def test_every_string_of_the_libraries_is_translated(tmp_path):
    packages = ("unfold", "guardian", "import_export")
    folders = {name: Path(find_spec(name).origin).parent for name in packages}
    catalogues = trans_real.translation("zh-hans")._catalog
    missing = [
        message.id
        for message in marked(folders, tmp_path)
        if catalogues.get(message.key) is None
    ]
    assert missing == []


@pytest.mark.parametrize("path", [OURS, LIBRARIES])
def test_a_compiled_catalogue_says_what_its_source_says(path):
    source = settings.BASE_DIR / path
    with source.with_suffix(".mo").open("rb") as file:
        compiled = dict(gettext.GNUTranslations(file)._catalog)
    compiled.pop("")
    written = {
        message.key: message.text
        for message in messages(source)
        if message.text and not message.is_fuzzy
    }
    assert compiled == written, "stale: run make messages"


@pytest.mark.parametrize("path", [OURS, LIBRARIES])
def test_a_translation_keeps_the_placeholders(path):
    def placeholders(text):
        return sorted(PLACEHOLDER.findall(text))

    broken = [
        message.id
        for message in messages(settings.BASE_DIR / path)
        if message.text
        and placeholders(message.text)
        not in (placeholders(message.id), placeholders(message.plural))
    ]
    assert broken == []
