"""Words in both languages, so that the law needs no catalogue of translations."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and in English."""

    zh: str
    en: str

    def told(self, language: str) -> str:
        """Return the text for a reader of ``language``, such as zh-hans or en."""
        return self.zh if language.startswith("zh") else self.en
