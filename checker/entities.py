"""The one door to spaCy: names of organisations and places, found with its Chinese model where that is installed.

spaCy is imported only when a model has been found and found to be genuine. Without it the pack's patterns find names
by their endings (…局, …中心). Both speak in offsets of the text; nothing else of spaCy leaves this module.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import util
from pathlib import Path
from typing import Any, Final, Literal

from checker.document import Span
from checker.errors import JixiaoError
from checker.vocabulary import EntityTerm

MODEL: Final = "zh_core_web_sm"
_VERSION: Final = re.compile(r"3\.8\.\d+")
_UNUSED: Final = ["tagger", "parser", "attribute_ruler", "senter"]  # only the names are wanted, at half the time
_LABELS: Final = {"ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}

Label = Literal["ORG", "PLACE"]


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a text: an organisation or a place; `source` says what found it."""

    span: Span
    label: Label
    source: Literal["pattern", "model"]


@dataclass(frozen=True, slots=True)
class Backend:
    """What finds names: off, the pack's patterns alone, or a spaCy model besides; `reason` says why, in Chinese.

    `version` is the model's, None where there is none.
    """

    name: str
    version: str | None
    reason: str

    @property
    def has_model(self) -> bool:
        return self.version is not None


class ModelRefusedError(JixiaoError):
    """A model that was asked for by name is missing, of the wrong version, or not what it claims to be."""

    def __init__(self, reason: str) -> None:
        super().__init__("entities-model", reason, f"改用--entities auto或off，或安装spaCy官方发布的{MODEL} 3.8")


class Recogniser:
    """Finds the names in a piece of text; opened by `open_recogniser`.

    A model's folder is loaded when a text is first looked at, so that a run that asks for no names never loads spaCy;
    where it turns out to be damaged the backend becomes the patterns, with the reason.
    """

    def __init__(self, backend: Backend, folder: Path | None = None) -> None:
        self.backend = backend
        self._folder = folder
        self._model: Any = None
        self._rulers: dict[tuple[EntityTerm, ...], Any] = {}

    def __getstate__(self) -> dict[str, Any]:
        """A review that goes to another process takes along what was used, never the model itself."""
        return {"backend": self.backend, "_folder": self._folder, "_model": None, "_rulers": {}}

    def load(self) -> None:
        """Load the model now; raises ModelRefusedError where that fails."""
        if self._folder is not None and self._model is None:
            try:
                self._model = _load(self._folder)
            except _RefusedError as refused:
                self._folder = None
                self.backend = Backend("pattern", None, str(refused))
                raise ModelRefusedError(str(refused)) from refused

    def find(self, text: str, terms: Sequence[EntityTerm]) -> tuple[Entity, ...]:
        """The names in a text, by where they begin; where names overlap a pattern's goes before a model's."""
        if self.backend.name == "off":
            return ()
        with suppress(ModelRefusedError):
            self.load()
        found = [
            Entity(Span(match.start(), match.end()), term.label, "pattern")
            for term in terms
            for match in term.regex.finditer(text)
        ]
        if self._model is not None:
            found += self._ruled(text, tuple(terms))
            for entity in self._model(text).ents:
                if label := _LABELS.get(entity.label_):
                    found.append(Entity(Span(entity.start_char, entity.end_char), label, "model"))  # type: ignore[arg-type]
        return tuple(_apart(found))

    def _ruled(self, text: str, terms: tuple[EntityTerm, ...]) -> list[Entity]:
        """The pack's literal names, by an EntityRuler over single characters.

        Over words it would miss names that the segmentation cuts elsewhere.
        """
        if not any(term.words for term in terms):
            return []
        if terms not in self._rulers:
            import spacy

            blank = spacy.blank("zh")
            ruler: Any = blank.add_pipe("entity_ruler")
            ruler.add_patterns([{"label": term.label, "pattern": word} for term in terms for word in term.words])
            self._rulers[terms] = blank
        entities = self._rulers[terms](text).ents
        return [Entity(Span(each.start_char, each.end_char), each.label_, "pattern") for each in entities]


def _apart(found: Iterable[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in sorted(found, key=lambda each: (each.source != "pattern", each.span.start, -each.span.end)):
        if not any(entity.span.overlaps(other.span) for other in kept):
            kept.append(entity)
    return sorted(kept, key=lambda each: each.span)


def open_recogniser(choice: str = "auto") -> Recogniser:
    """The recogniser for --entities: auto (the official model where it is installed), off, a model's name or folder.

    auto never fails and imports spaCy only for a genuine model; a name or a folder that cannot be used raises
    ModelRefusedError.
    """
    return _opened(choice)


@lru_cache(maxsize=4)
def _opened(choice: str) -> Recogniser:
    if choice == "off":
        return Recogniser(Backend("off", None, "按--entities off没有识别单位和地名"))
    name = MODEL if choice == "auto" else choice
    try:
        folder, version = _locate(name)
    except _RefusedError as refused:
        if choice != "auto":
            raise ModelRefusedError(str(refused)) from refused
        return Recogniser(Backend("pattern", None, str(refused)))
    recogniser = Recogniser(Backend(name, version, "使用spaCy模型和规则包中的名称"), folder)
    if choice != "auto":
        recogniser.load()
    return recogniser


class _RefusedError(Exception):
    """Why a model cannot be used: Chinese, without a full stop."""


def _locate(name: str) -> tuple[Path, str]:
    """A model's folder of data and its version; none of its code is run, none of spaCy imported."""
    if Path(name).is_dir() and not name.isidentifier():
        folder = Path(name)
        return folder, str(_meta(folder, name).get("version") or "0")
    if not name.isidentifier():
        raise _RefusedError(f"没有找到实体模型文件夹“{name}”")
    spec = util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise _RefusedError(f"没有安装实体模型{name}")
    from importlib import metadata  # 11 ms, for nothing where there is no model

    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        raise _RefusedError(f"名为{name}的文件夹不是安装的软件包，没有使用") from None
    if name == MODEL and not _VERSION.fullmatch(version):
        raise _RefusedError(f"已安装的{name}版本为{version}，不是spaCy 3.8官方发布的3.8.x，没有使用")
    folder = Path(next(iter(spec.submodule_search_locations))) / f"{name}-{version}"
    meta = _meta(folder, name)
    if meta.get("version") != version or f"{meta.get('lang')}_{meta.get('name')}" != name:
        raise _RefusedError(f"已安装的{name}与其说明文件不符，不是spaCy的模型，没有使用")
    return folder, version


def _meta(folder: Path, name: str) -> dict[str, Any]:
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        complete = (folder / "config.cfg").is_file()
    except (OSError, ValueError):
        meta, complete = None, False
    if not isinstance(meta, dict) or not complete:
        raise _RefusedError(f"“{name}”里没有spaCy模型的数据，不是spaCy的模型，没有使用")
    if meta.get("lang") != "zh":
        raise _RefusedError(f"“{name}”不是中文模型，没有使用")
    return meta


def _load(folder: Path) -> Any:
    """The model of a folder; a package's own code is never run, its data are all that is needed."""
    from importlib import metadata

    try:
        import spacy
    except ImportError as error:
        raise _RefusedError(f"没有安装spaCy（{error}）") from error
    wanted = _meta(folder, str(folder)).get("spacy_version") or ""
    if wanted and not spacy.util.is_compatible_version(metadata.version("spacy"), wanted):
        raise _RefusedError(f"模型要求spaCy {wanted}，已安装的是{metadata.version('spacy')}，没有使用")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return spacy.load(folder, exclude=_UNUSED)
    except Exception as error:  # damaged data fail in many ways (OSError, ValueError, ImportError of pkuseg, …)
        raise _RefusedError(f"实体模型无法加载（{type(error).__name__}），没有使用") from error
