"""Compiles C files in parallel and links them; objects that were compiled before come from the cache."""
from __future__ import annotations

import hashlib
import os
import resource
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from transform.c.generate import CompileError, CProgram, include_flags
from transform.c.options import Options
from transform.c.parts import CFile


@dataclass
class BuildResult:
    """What a build did.

    binary, binary_size        the program and its bytes
    compile_seconds, link_seconds
    peak_memory                bytes of the largest compiler or linker process so far
    compiled, cached           names of the files that were compiled, and of those that the cache had
    warnings                   what the compiler remarked on them
    """

    binary: Path
    binary_size: int = 0
    compile_seconds: float = 0.0
    link_seconds: float = 0.0
    peak_memory: int = 0
    compiled: list[str] = field(default_factory=list)
    cached: list[str] = field(default_factory=list)
    warnings: str = ""


class Builder:
    """One build."""

    def __init__(self, program: CProgram, options: Options) -> None:
        self._program = program
        self._options = options
        self._includes = include_flags(program.include_dirs, program.defines)
        self._flags = options.compile_flags() + [f"-I{options.build_dir}"] + self._includes
        self._cache = options.cache or options.build_dir / "objects"
        self._common = ""
        self._warnings: list[str] = []

    def run(self) -> BuildResult:
        """Writes, compiles, links. Raises CompileError."""
        options = self._options
        result = BuildResult(options.output)
        options.build_dir.mkdir(parents=True, exist_ok=True)
        self._cache.mkdir(parents=True, exist_ok=True)
        self._write_files()
        self._common = self._common_key()
        sources = [file for file in self._program.files if file.name.endswith(".c")]
        started = time.perf_counter()
        objects: dict[str, Path] = {}
        done = 0
        # The longest first: a late long one would leave the other processors idle.
        order = sorted(sources, key=lambda file: len(file.text), reverse=True)
        with ThreadPoolExecutor(max(1, options.jobs)) as pool:
            try:
                for file, (path, cached) in zip(order, pool.map(self._object, order)):
                    objects[file.name] = path
                    (result.cached if cached else result.compiled).append(file.name)
                    done += 1
                    if options.progress is not None:
                        options.progress("compile", done, len(order))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        result.warnings = "".join(self._warnings)
        result.compile_seconds = time.perf_counter() - started
        started = time.perf_counter()
        # In the order of the program, which is that of names: what belongs together, and runs together, shares pages.
        self._link([objects[file.name] for file in sources])
        result.link_seconds = time.perf_counter() - started
        result.binary_size = options.output.stat().st_size
        result.peak_memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        self._shrink_cache(set(objects.values()))
        return result

    def _write_files(self) -> None:
        """Writes the files that changed; removes generated files of an earlier build."""
        folder = self._options.build_dir
        wanted = {file.name for file in self._program.files}
        for old in folder.glob("*.c"):
            if old.name not in wanted:
                old.unlink()
        for file in self._program.files:
            path = folder / file.name
            if not path.exists() or path.read_text("utf-8") != file.text:
                path.write_text(file.text, "utf-8")

    def _common_key(self) -> str:
        """The part of a key that all files share: compiler, flags (without the place of the build), our headers."""
        version = subprocess.run([self._options.cc, "--version"], capture_output=True, text=True, check=True)
        flags = self._options.compile_flags() + self._includes
        headers = [file.text for file in self._program.files if file.name.endswith(".h")]
        return "\0".join([version.stdout, *flags, *headers])

    def _key(self, file: CFile) -> str:
        """The name of a file's object in the cache: a hash of all that it depends on. Where foreign headers are
        included, what the preprocessor makes of them counts."""
        text = file.text
        if file.headers:
            command = [self._options.cc, "-E", "-P", *self._flags, str(self._options.build_dir / file.name)]
            text += self._compile(file, command)
        return hashlib.sha256(f"{self._common}\0{text}".encode("utf-8", "surrogateescape")).hexdigest()

    def _object(self, file: CFile) -> tuple[Path, bool]:
        """The object of a file, and whether it was in the cache."""
        key = self._key(file)
        path = self._cache / key[:2] / f"{key}.o"
        if path.exists():
            os.utime(path)  # used now: among the last to go
            return path, True
        path.parent.mkdir(exist_ok=True)
        # A name of its own until it is complete: a build that is interrupted leaves no broken object.
        handle, temporary = tempfile.mkstemp(suffix=".o", dir=path.parent)
        os.close(handle)
        try:
            source = str(self._options.build_dir / file.name)
            self._compile(file, [self._options.cc, *self._flags, "-c", source, "-o", temporary])
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)  # a compiler that fails may have removed it
            raise
        return path, False

    def _compile(self, file: CFile, command: list[str]) -> str:
        result = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
        if result.returncode:
            raise CompileError(str(self._options.build_dir / file.name), result.stderr)
        if result.stderr:
            self._warnings.append(result.stderr)
        return result.stdout

    def _link(self, objects: list[Path]) -> None:
        options = self._options
        options.output.parent.mkdir(parents=True, exist_ok=True)
        listing = options.build_dir / "objects.txt"
        listing.write_text("".join(_quoted(str(path)) + "\n" for path in objects))
        # Beside the output, in a folder of its own: what is interrupted leaves neither half a binary nor litter.
        with tempfile.TemporaryDirectory(prefix=".link-", dir=options.output.parent) as folder:
            temporary = os.path.join(folder, "binary")
            command = [options.cc, f"@{listing}", "-o", temporary]
            command += [f"-L{path}" for path in self._program.library_dirs]
            command += [f"-l{library}" for library in self._program.libraries] + options.link_flags()
            result = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
            if result.returncode:
                raise CompileError(f"linking {options.output}", result.stderr)
            os.replace(temporary, options.output)

    def _shrink_cache(self, keep: set[Path]) -> None:
        """Removes the least recently used objects above the size that was agreed."""
        found = []
        for path in self._cache.glob("*/*.o"):
            try:
                status = path.stat()
            except FileNotFoundError:  # another build removed it
                continue
            found.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self._options.cache_size:
                break
            if path not in keep:
                path.unlink(missing_ok=True)
                total -= size


def _quoted(path: str) -> str:
    """A path as a compiler reads it in a file of arguments."""
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def build(program: CProgram, options: Options) -> BuildResult:
    """Compiles and links generated C. Raises CompileError with what the compiler said."""
    return Builder(program, options).run()
