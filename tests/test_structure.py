"""The folders import each other only in the directions that ARCHITECTURE.md gives."""
import ast
from pathlib import Path
from typing import Iterator

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ("transform", "scheduler", "interpreter", "stackless", "benchmarks", "examples", "tests")

# What each part may import beside itself.
ALLOWED: dict[str, set[str]] = {
    "transform.native": set(),  # compiles others, but does not use them
    "transform": {"transform.native"},
    "transform.rpython": set(),
    "transform.ir": set(),
    "transform.runtime": {"transform.rpython"},
    "transform.passes": {"transform.ir"},
    "transform.c": {"transform.ir"},
    "transform.frontend": {"transform.ir", "transform.rpython", "transform.runtime"},
    "transform.driver": {"transform.ir", "transform.passes", "transform.c", "transform.frontend"},
    "transform.cli": {"transform.driver", "transform.ir", "transform.passes", "transform.c", "transform.frontend"},
    "transform.__main__": {"transform.cli"},
    "transform.heapdump": set(),
    "scheduler": {"transform.rpython"},
}


def part_of(module: str) -> str:
    """The part of the project that a module belongs to: the first two names of transform's modules."""
    names = module.split(".")
    return ".".join(names[:2]) if names[0] == "transform" else names[0]


def source_files() -> list[Path]:
    return sorted(path for folder in ("transform", "scheduler") for path in (ROOT / folder).rglob("*.py"))


def module_name(path: Path) -> str:
    names = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of each module of this project that a file imports, in functions too."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            source = ".".join(base + ([node.module] if node.module else []))
            names = [f"{source}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] in PROJECT:
                yield node.lineno, name


def violations(path: Path) -> list[str]:
    importer = part_of(module_name(path))
    allowed = ALLOWED.get(importer, set()) | {importer}
    return [f"{path.relative_to(ROOT)}:{line}: {importer} imports {name}"
            for line, name in imports_of(path) if part_of(name) not in allowed]


@pytest.mark.parametrize("path", source_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_architecture(path: Path) -> None:
    assert violations(path) == []


def test_each_part_has_a_rule() -> None:
    found = {part_of(module_name(path)) for path in source_files()} - {"transform"}
    assert found <= ALLOWED.keys()


def test_rules_have_no_circles() -> None:
    order: list[str] = []
    while len(order) < len(ALLOWED):
        free = [part for part, allowed in ALLOWED.items() if part not in order and allowed <= set(order)]
        assert free, f"a circle among {sorted(ALLOWED.keys() - set(order))}"
        order += free


def test_a_forbidden_import_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "transform" / "ir"
    folder.mkdir(parents=True)
    file = folder / "wrong.py"
    file.write_text("from transform import passes\nfrom ..c import build\nimport transform.ir.types\n")
    monkeypatch.setattr("tests.test_structure.ROOT", tmp_path)
    assert [violation.partition(": ")[2] for violation in violations(file)] == [
        "transform.ir imports transform.passes", "transform.ir imports transform.c.build"]
