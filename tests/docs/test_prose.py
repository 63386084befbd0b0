"""Docs, docstrings, comments, log lines, help and names of tests are in plain English.

Each pattern refused here was once common in this project. The subject should act, the verb should
be plain, and the common word is better than the rare one.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (".env.example", "*.md", "docs/*.md", "tests/**/*.md")
CODE = ("bot", "benchmarks", "conversations", "scripts", "storage", "tests")

#: What is refused, and what to write instead.
REFUSED = {
    r"(?:^|[.;:] )Who [^?]*?[.;]": "name the subject: 'a removed agent', not 'who was removed'",
    r"^who(?:ever|m)? \w": "begin the name of a test with its subject",
    r"\bso many\b": "say how many, or 'that many'",
    r"\bof one sender\b": "per sender",
    r"\b(?:any more|anymore)\b": "no longer",
    r"\b(?:go|goes|going|gone|went|sent) by (?:itself|themselves)\b": "automatically",
    r"\banew\b": "again",
    r"\bbeside\b": "next to, besides, together with",
    r"\b[Tt]he present (?!address)\w+": "current",
    r"\bstands?\b(?! for\b)": "is",
    r"\b(?:is|are|was|were) told of\b": "told about",
    r"\b(?:nobody|nothing|no one|none|never|anything) but\b": "only",
    r"\bwhat (?:waits|waited|is waiting)\b": "waiting items",
    r"\bas (?:it|they) c[ao]mes?\b": "unmodified",
    r"\bin vain\b": "failed, without success",
    r"\bgone deaf\b": "stopped responding",
    r"\b(?:put|puts|putting|set) (?:\w+ )?right\b": "correct",
    r"\bas ever\b": "as usual",
    r"\bfrom afar\b": "remote",
    r"\bin here\b": "here",
}

#: Titles that say what a file or value is about.
ALLOWED = frozenset(
    {
        "Who did what when: append-only rows, each sealed with the one before it.",
        "Who has access, and how people get it.",
        "Who has left the pending list, in whatever order it comes and however it moves.",
        "Who is calling: a token per agent in the Authorization header.",
        "Who is told about trouble: the agent by name, the admins by reference.",
        "Who may work with the bot.",
        "Who did what when, in append-only rows.",
    }
)

ANY = re.compile("|".join(f"(?:{pattern})" for pattern in REFUSED))

COMMENT = re.compile("(?:^|  ) *#[#: ]*(.*)")  # as ruff formats it; the tokenizer is slow

LOGGING = {"debug", "info", "warning", "error", "exception", "critical"}
SPOKEN = LOGGING | {"echo", "command", "group", "option", "argument", "secho", "prompt", "confirm"}


def pages() -> Iterator[tuple[str, str]]:
    for pattern in PAGES:
        for path in sorted(ROOT.glob(pattern)):
            text = re.sub(r"```.*?```|`[^`\n]*`", " ", path.read_text("utf-8"), flags=re.DOTALL)
            text = re.sub(r"\n#? ?(?=[^\n#|-])", " ", text)
            yield from ((str(path.relative_to(ROOT)), line) for line in text.splitlines())


def prose_of(source: str) -> Iterator[tuple[int, str]]:
    """Docstrings, comments and what a program says, each with its line."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.Expr(ast.Constant(str() as text)):
                yield from ((node.lineno, part) for part in text.split("\n\n"))
            case ast.FunctionDef() | ast.AsyncFunctionDef() if node.name.startswith("test_"):
                yield node.lineno, node.name.removeprefix("test_").replace("_", " ")
            case ast.Call(ast.Attribute(attr=name)) if name in SPOKEN:
                yield from ((node.lineno, text) for text in _texts(node))
            case ast.Raise(exc=ast.Call() as call):
                yield from ((node.lineno, text) for text in _texts(call))
    comment: list[str] = []
    for at, line in enumerate([*source.splitlines(), ""]):
        if found := COMMENT.search(line):
            comment.append(found[1])
        elif comment:
            yield at, " ".join(comment)
            comment.clear()


def _texts(node: ast.AST) -> Iterator[str]:
    return (
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and " " in part.value
    )


def faults(where: str, text: str) -> Iterator[str]:
    plain = " ".join(text.split())
    if not ANY.search(plain):
        return
    for pattern, better in REFUSED.items():
        for found in re.finditer(pattern, plain):
            if found[0] not in ALLOWED:
                yield f"{where}: {found[0]!r}: {better} ({plain[:120]})"


def test_the_pages_are_in_plain_english() -> None:
    found = [fault for where, text in pages() for fault in faults(where, text)]
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("folder", CODE)
def test_the_code_explains_itself_in_plain_english(folder: str) -> None:
    found = [
        fault
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path != Path(__file__)
        for line, text in prose_of(path.read_text("utf-8"))
        for fault in faults(f"{path.relative_to(ROOT)}:{line}", text)
    ]
    assert found == [], "\n".join(found)
