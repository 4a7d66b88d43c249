"""Full-width punctuation in the Chinese that people read: the rule, a finder and a mender.

Editors, terminals and input methods turn U+FF0C into a comma without a word, so the sources are checked by program:
`python -m tests.punctuation FILE…` lists what is left, `--fix` mends it. Checked are Python string literals that are
not raw (regular expressions are written raw) and, in YAML, every line whose text is for people.
"""

from __future__ import annotations

import io
import re
import sys
import tokenize
from pathlib import Path

_HAN = "一-鿿㐀-䶿〇《》〈〉「」『』【】。、\uff01-\uff5e“”…"
_WIDE = {ord(a): ord(a) + 0xFEE0 for a in ",;:?!()"}
_BESIDE = re.compile(rf"(?<=[{_HAN}])[,;:?!](?!//)|[,;?!](?=[{_HAN}])|:(?=[{_HAN}])|(?<=[}}”])[,;:](?=[{_HAN}{{“])")
_BRACKETS = re.compile(rf"\(([^()]*[{_HAN}][^()]*)\)|(?<=[{_HAN}])\(([^()]*)\)|\(([^()]*)\)(?=[{_HAN}])")


def widen(text: str) -> str:
    """The text with full-width punctuation wherever it stands beside Han characters; everything else as it was."""
    previous = None
    while text != previous:
        previous = text
        text = _BESIDE.sub(lambda match: match[0].translate(_WIDE), text)
        text = _BRACKETS.sub(lambda match: "\uff08" + match[0][1:-1] + "\uff09", text)
    return text


def _literals(source: str) -> list[tuple[int, int, str]]:
    """Start, end and text of each string literal that may be read by people (raw ones and docstrings are not)."""
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    found = []
    fstring = getattr(tokenize, "FSTRING_MIDDLE", None)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in (tokenize.STRING, fstring):
            continue
        prefix = re.match(r"[A-Za-z]*", token.string)
        if token.type == tokenize.STRING and prefix and "r" in prefix[0].lower():
            continue
        start = lines[token.start[0] - 1] + token.start[1]
        end = lines[token.end[0] - 1] + token.end[1]
        if '"""' not in source[start : start + 5]:
            found.append((start, end, source[start:end]))
    return found


_LINK = re.compile(r"\]\([^()\s]*\)")
_SET_ASIDE = re.compile(r"\]\0")

_YAML_TEXT = re.compile(
    r"^(?P<head>\s*(?:- )?(?:title|about|why|basis|message|suggestion|reason|description|note|term|meaning)\s*:\s*)"
    r"(?P<text>\S.*)$"
)


def mend(path: Path) -> tuple[str, str]:
    """A file's text and the text that it ought to have."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        mended = source
        for start, end, literal in reversed(_literals(source)):
            mended = mended[:start] + widen(literal) + mended[end:]
        return source, mended
    if path.suffix in {".yaml", ".yml"}:
        lines = source.split("\n")
        for number, line in enumerate(lines):
            if match := _YAML_TEXT.match(line):
                lines[number] = match["head"] + widen(match["text"])
        return source, "\n".join(lines)
    # The brackets of a link are Markdown's: its target is set aside while the rest is looked at.
    targets = iter(_LINK.findall(source))
    return source, _SET_ASIDE.sub(lambda _: next(targets), widen(_LINK.sub("]\0", source)))


def main(arguments: list[str]) -> int:
    fix = "--fix" in arguments
    wrong = 0
    for name in arguments:
        if name == "--fix":
            continue
        path = Path(name)
        source, mended = mend(path)
        if source == mended:
            continue
        wrong += 1
        if fix:
            path.write_text(mended, encoding="utf-8")
        else:
            old, new = source.split("\n"), mended.split("\n")
            for number, (before, after) in enumerate(zip(old, new, strict=True), 1):
                if before != after:
                    print(f"{path}:{number}: {before.strip()}\n    {after.strip()}")
    return int(bool(wrong) and not fix)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
