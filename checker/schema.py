"""The models of a pack's YAML → one JSON Schema (2020-12) that gives editors completion and documentation.

It serves every file of a pack: pack.yaml, words and rules, and the tests. An editor cannot know what a pack extends,
so an item that changes one of a base is let pass with its name alone; `jixiao rules lint` is what judges a pack.
A second one is for `.jixiao.yaml`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, get_args

from pydantic import BaseModel

from checker.checks import CHECKS
from checker.checks.base import Rule
from checker.config import Config
from checker.pack import About, _kinds
from checker.rule_tests import CaseFile
from checker.vocabulary import Pattern, Vocabulary

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
FILE_NAME: Final = "schema.json"
"""The name under which the schema ships beside the packs."""
SETTINGS_NAME: Final = "settings.schema.json"
"""The name of the schema of `.jixiao.yaml` beside it."""

Schema = dict[str, Any]

_PATTERN: Final = get_args(Pattern)[1]
"""What makes a text a regular expression."""

_OFF: Final[Schema] = {"type": "boolean", "description": "写true停用所继承的这一项"}
_REPLACE: Final[Schema] = {"type": "boolean", "description": "写true以这里写的整项代替所继承的，不与它合并"}
_PLACE: Final[Mapping[str, Schema]] = {
    "under": {"type": "string", "description": "加在提纲的哪一部分之下（它的id）"},
    "after": {"type": "string", "description": "加在提纲的哪一部分之后（它的id）"},
}


def installed_kinds() -> list[type[Rule]]:
    """The check kinds built in, and those that other installed packages bring."""
    return list(_kinds().values())


def pack_schema(kinds: Iterable[type[Rule]] = CHECKS) -> Schema:
    """The schema of every YAML file of a pack whose rules may be of these check kinds."""
    definitions: dict[str, Schema] = {}
    checks = list(kinds)
    properties = dict(_properties(About, definitions))
    words = _properties(Vocabulary, definitions)
    for name in ("Facet", "FactTerm", "ColumnTerm", "Dimension", "VerbClass", "EntityTerm", "OutlineNode"):
        _loosen(definitions[name], _PLACE if name == "OutlineNode" else {})
    definitions["Rule"] = _rule(checks, definitions)
    rules = {"type": "array", "items": {"$ref": "#/$defs/Rule"}, "description": "规则"}
    properties |= words | {"rules": rules} | _properties(CaseFile, definitions)
    return {
        "$schema": DIALECT,
        "title": "jixiao规则包",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "allOf": [
            {"if": {"required": ["tests"]}, "then": {"maxProperties": 1}},
            {"if": {"required": ["id"]}, "then": {"required": list(_required(About))}},
        ],
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text(kinds: Iterable[type[Rule]] = CHECKS) -> str:
    """The schema as the file that ships."""
    return json.dumps(pack_schema(kinds), ensure_ascii=False, indent=1) + "\n"


def settings_schema() -> Schema:
    """The schema of `.jixiao.yaml`; which packs and rules there are, an editor cannot know."""
    definitions: dict[str, Schema] = {}
    properties = _properties(Config, definitions)
    definitions["WaiverEntry"]["properties"]["until"].pop("format", None)  # 2026年12月31日 is a day too
    return {
        "$schema": DIALECT,
        "title": "jixiao的设置",
        "type": "object",
        "properties": _or_one(properties),
        "additionalProperties": False,
        "$defs": {name: _or_one(schema) for name, schema in sorted(definitions.items())},
    }


def settings_schema_text() -> str:
    """That schema as the file that ships."""
    return json.dumps(settings_schema(), ensure_ascii=False, indent=1) + "\n"


@cache
def pattern_names(model: type[BaseModel]) -> frozenset[str]:
    """The names under which a model and those in it state regular expressions, and nothing else anywhere."""
    found: set[str] = set()
    others: set[str] = set()
    seen: set[type] = set()

    def look(each: type[BaseModel]) -> None:
        if each in seen:
            return
        seen.add(each)
        for name, field in each.model_fields.items():
            inner = below(field.annotation)
            (found if inner or _PATTERN in field.metadata else others).add(name)

    def below(annotation: Any) -> bool:
        """Whether a pattern is among the parts of an annotation that are no models; models in it are looked at."""
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            look(annotation)
        inner = _PATTERN in getattr(annotation, "__metadata__", ())
        return any([inner, *map(below, getattr(annotation, "__args__", ()))])

    look(model)
    return frozenset(found - others)


def parameters(kind: type[Rule]) -> dict[str, str]:
    """The parameters of a check kind, each with its sentence: what its YAML may state beyond what every rule has."""
    return {name: field.description or "" for name, field in kind.model_fields.items() if name not in Rule.model_fields}


def _rule(checks: list[type[Rule]], definitions: dict[str, Schema]) -> Schema:
    """A rule: by its check kind where it names one, else a change to a rule of a base."""
    definitions["every-rule"] = {"properties": _properties(Rule, definitions)}
    shared = {name: {"$ref": f"#/$defs/every-rule/properties/{name}"} for name in Rule.model_fields if name != "check"}
    known: dict[str, list[Schema]] = {}
    branches = []
    for kind in checks:
        own = _properties(kind, definitions)
        name = kind.model_fields["check"].default
        for key, schema in own.items():
            if key != "check" and key not in shared and schema not in known.setdefault(key, []):
                known[key].append(schema)
        definitions[f"check-{name}"] = {
            "description": kind.ABOUT,
            "type": "object",
            "properties": own | shared | {"check": {"const": name}, "replace": _REPLACE},
            "required": [*_required(kind), "check"],
            "additionalProperties": False,
        }
        branches.append(
            {
                "if": {"required": ["check"], "properties": {"check": {"const": name}}},
                "then": {"$ref": f"#/$defs/check-{name}"},
            }
        )
    any_kind = {key: schemas[0] if len(schemas) == 1 else {"anyOf": schemas} for key, schemas in known.items()}
    definitions["change"] = {
        "description": "对所继承的规则的改动：只写要改的项",
        "type": "object",
        "properties": any_kind | shared | {"off": _OFF},
        "required": ["id"],
        "additionalProperties": False,
    }
    choices = [{"const": kind.model_fields["check"].default, "description": kind.ABOUT} for kind in checks]
    named = {"oneOf": choices, "description": "检查的类别，决定还可以写哪些项"}
    return {
        "type": "object",
        "properties": {"check": named},
        "allOf": [*branches, {"if": {"not": {"required": ["check"]}}, "then": {"$ref": "#/$defs/change"}}],
    }


def _properties(model: type[BaseModel], definitions: dict[str, Schema]) -> dict[str, Schema]:
    """The schemas of a model's fields; the models below it are added to `definitions`."""
    schema = model.model_json_schema(ref_template="#/$defs/{model}")
    for name, definition in schema.pop("$defs", {}).items():
        definitions.setdefault(name, _clean(definition))
    cleaned = _clean(schema)
    if "properties" not in cleaned:  # a model that holds itself is a definition of its own
        cleaned = definitions[model.__name__]
    properties: dict[str, Schema] = cleaned["properties"]
    return properties


def _clean(schema: Schema) -> Schema:
    """A schema without pydantic's titles, without our docstrings (both speak English, of other things), without null.

    A key without a value is hardly ever meant, whatever the model makes of it.
    """
    cleaned: Schema = _plain(schema)
    if "properties" in cleaned or "enum" in cleaned:
        cleaned.pop("description", None)
    return cleaned


def _plain(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {
        key: {name: _plain(each) for name, each in value.items()} if key == "properties" else _plain(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str)) and not (key == "default" and value in (None, []))
    }
    others = [each for each in plain.get("anyOf", ()) if each != {"type": "null"}]
    if len(others) == 1:
        del plain["anyOf"]
        return others[0] | plain
    return plain | ({"anyOf": others} if others else {})


def _or_one(schema: Any) -> Any:
    """A schema in which a list of plain values may be written as its only value, as the models of settings take it."""
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "array" and "$ref" not in schema["items"]:
        fewest = {"minItems": schema["minLength"]} if "minLength" in schema else {}
        many = {"type": "array", "items": schema["items"], **fewest}
        return {"description": schema["description"], "anyOf": [schema["items"], many]}
    return {key: _or_one(value) for key, value in schema.items()}


def _loosen(definition: Schema, more: Mapping[str, Schema]) -> None:
    """Let an item change one of a base: only its name must be there."""
    properties = definition["properties"]
    definition["required"] = ["id" if "id" in properties else "name"]
    properties |= {"off": _OFF, "replace": _REPLACE, **more}


def _required(model: type[BaseModel]) -> list[str]:
    return [name for name, field in model.model_fields.items() if field.is_required()]
