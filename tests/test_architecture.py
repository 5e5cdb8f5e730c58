"""The house, drawn from its own imports: which file may know which, and which words have one place.

The tables tell the rules; the checks below them read every module with `ast` and say one sentence for each fault.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

SUBJECTS = ("ward", "sittings", "people", "access", "attendance", "questions", "stage", "commitments", "records")
"""What the hall knows, in a line: a subject may know itself and those before it."""

PLACES = frozenset("door floor tablet podium screen desk department office group front board sign_in".split())
"""Where people stand: no place knows another. What they share stands beside them (`places/guards.py`)."""

WEB = ("library.flask", "library.flask_babel", "library.flask_wtf", "library.htmx_flask", "library.werkzeug")
FORMS = ("library.flask_wtf", "library.wtforms")
NO_WEB = tuple(
    f"not {name}" for name in (*WEB, "library.wtforms", "library.flask_socketio", "library.flask_sqlalchemy")
)

MAY_KNOW = {
    "core": ("stdlib", "library", "core"),
    # domain/<subject>/: knows and decides, has never heard of Flask
    "rules": ("stdlib", "core.actor", "core.codes", "core.errors", "core.messages", "core.text", "rules"),
    "models": ("stdlib", "library.sqlalchemy", "core.actor", "core.codes", "core.db", "rules", "models"),
    "events": ("stdlib", "core.actor", "core.journal", "core.messages", "rules"),
    "actions": (
        *("stdlib", "library.sqlalchemy", "rules", "models", "events", "queries", "actions"),
        *("core", "not core.clock", "not core.hx", "not core.live", "not core.security", "not core.transact"),
    ),
    "queries": (
        *("stdlib", "library.sqlalchemy", "rules", "models", "queries"),
        *("core", "not core.clock", "not core.hx", "not core.live", "not core.security", "not core.transact"),
    ),
    # places/<place>/: who, load, form, transact, answer
    "guards": ("stdlib", *WEB, "library.itsdangerous", "core", "rules", "models", "queries", "actions", "guards"),
    "forms": (
        "stdlib",
        *FORMS,
        "library.flask.request",
        "core",
        "not core.db",
        "not core.live",
        "not core.transact",
        "rules",
        "forms",
    ),
    "views": ("stdlib", *WEB, "core", "not core.live", "guards", "forms", "rules", "queries", "actions", "views"),
    "live": (
        *("stdlib", "library.flask.render_template", "library.sqlalchemy.orm.Session", "rules", "events", "queries"),
        *("live", "core", "not core.transact.transact"),
    ),
    # lists come in, papers go out
    "spreadsheets": ("stdlib", "library", *NO_WEB, "not library.sqlalchemy", "core", "spreadsheets"),
    "documents": ("stdlib", "library", *NO_WEB, "core", "rules", "queries", "documents"),
    # the wiring, and what runs it
    "app": ("stdlib", "library", "core", "rules", "queries", "actions", "guards", "views", "live", "server", "ops"),
    "server": ("stdlib", "library", "core", "rules", "queries", "actions", "guards", "server"),
    "ops": (
        *("stdlib", "library", "core", "rules", "events", "queries", "actions", "guards"),
        *("spreadsheets", "documents", "app", "server", "ops"),
    ),
    "cli": (
        *("stdlib", "library", "core", "rules", "queries", "actions"),
        *("spreadsheets", "documents", "app", "server", "ops", "cli"),
    ),
    "migrations": ("stdlib", "library", "core"),
    # an __init__.py of these says what the room is, at most
    "domain": (),
    "places": (),
}
"""File kind (or room) → whom it may import. A dotted name covers what lies under it; `not` makes a hole."""

ONLY_THERE = {
    r"\.commit\($": "kiosk/core/transact.py",
    r"\.emit\($": "kiosk/core/live.py",
    r"\b(datetime\.(now|utcnow|today)|date\.today)$": "kiosk/core/clock.py",
    r"^os\.(environ|getenv)$": "kiosk/core/settings.py",
}
"""One-place words: what is called or named so, and the only file that may."""

VAGUE = {"utils", "util", "helpers", "helper", "manager", "service", "services", "common", "misc"}
LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = {"views": 25, "migrations": 1000}  # a migration is a list, read once
LINES_OF_ANY_FUNCTION = 39
NOT_OURS = ("static/vendor/", "kiosk/translations/")
A_RECORD = "kiosk/migrations/versions/"
"""A migration is written down once, whole, and never worked on again: it may be as long as the schema is."""

Spoken = tuple[int, str]


@dataclass(frozen=True)
class Module:
    """One file under kiosk/, read."""

    path: str
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def kind(self) -> str:
        return called(self.name).split(".")[0]

    def imports(self) -> Iterator[Spoken]:
        yield from imports_in(self.tree)


def read(path: str, text: str) -> Module:
    return Module(path=path, text=text, tree=ast.parse(text, filename=path))


def imports_in(node: ast.AST) -> Iterator[Spoken]:
    """Yield the line and the whole dotted name of everything imported anywhere below `node`."""
    for found in ast.walk(node):
        if isinstance(found, ast.Import):
            yield from ((found.lineno, alias.name) for alias in found.names)
        elif isinstance(found, ast.ImportFrom):
            source = "." * found.level + (found.module or "")
            yield from ((found.lineno, f"{source}.{alias.name}") for alias in found.names)


def called(dotted: str) -> str:
    """Return what the tables call a dotted name: `kiosk.domain.people.rules.Kind` is `rules.Kind`."""
    top, *inside = dotted.split(".")
    if top in sys.stdlib_module_names:
        return f"stdlib.{dotted}"
    match inside:
        case _ if top != "kiosk":
            return f"library.{dotted}"
        case ["domain", _, kind, *names]:
            return ".".join([kind, *names])
        case ["places", place, kind, *names] if place in PLACES:
            return ".".join([kind, *names])
        case ["places", kind, *names] if kind not in PLACES:
            return ".".join([kind if kind in {"forms", "views", "live"} else "guards", *names])
        case _:
            return ".".join(inside)


def subject_of(dotted: str) -> str:
    """Return the subject that a dotted name lies in, or nothing."""
    parts = dotted.split(".")
    return parts[2] if parts[:2] == ["kiosk", "domain"] and len(parts) > 2 else ""


def place_of(dotted: str) -> str:
    """Return the place that a dotted name lies in, or nothing."""
    parts = dotted.split(".")
    return parts[2] if parts[:2] == ["kiosk", "places"] and len(parts) > 2 and parts[2] in PLACES else ""


# The checks: each yields one sentence for a fault, "file:line: what is wrong, what to do".


def arrows_that_run_back(module: Module) -> Iterator[str]:
    allowed = MAY_KNOW.get(module.kind, ())
    for line, wanted in module.imports():
        name = called(wanted)
        covered = any(_covers(entry, name) for entry in allowed)
        if not covered or any(_covers(entry.removeprefix("not "), name) for entry in allowed if entry[:4] == "not "):
            yield (
                f"{module.path}:{line}: {module.kind} may not import {wanted}; "
                f"it may know {', '.join(allowed) or 'nothing'}: move the code to where both may know it."
            )


def subjects_that_look_ahead(module: Module) -> Iterator[str]:
    own = subject_of(module.name)
    for line, wanted in module.imports():
        other = subject_of(wanted)
        if own in SUBJECTS and other in SUBJECTS and SUBJECTS.index(other) > SUBJECTS.index(own):
            yield (
                f"{module.path}:{line}: {own} may not know {other}, which comes after it in the line; "
                f"let {other} ask {own}, or listen to its events."
            )


def questions_read_past_their_queries(module: Module) -> Iterator[str]:
    for line, wanted in module.imports():
        if wanted.startswith("kiosk.domain.questions.models") and subject_of(module.name) != "questions":
            yield (
                f"{module.path}:{line}: the models of questions stay inside it, for they hold what not everybody may "
                "see; hold the foreign key and ask kiosk.domain.questions.queries."
            )


def places_that_know_each_other(module: Module) -> Iterator[str]:
    own = place_of(module.name)
    for line, wanted in module.imports():
        if own and place_of(wanted) not in {"", own}:
            yield (
                f"{module.path}:{line}: {own} may not know {place_of(wanted)}; "
                "put what both need into the domain or beside kiosk/places/guards.py."
            )


def rooms_that_are_not_in_the_house(module: Module) -> Iterator[str]:
    if module.text and module.kind not in MAY_KNOW:
        yield f"{module.path}:1: the house has no place called {module.kind}; put this into a file of a known kind."
    if subject_of(module.name) not in {"", *SUBJECTS}:
        yield f"{module.path}:1: {subject_of(module.name)} is not in the line of subjects; give it a place there first."


def words_out_of_place(module: Module) -> Iterator[str]:
    for line, spoken in _spoken(module.tree):
        for word, home in ONLY_THERE.items():
            if re.search(word, spoken) and module.path != home:
                yield f"{module.path}:{line}: `{spoken}` may be said in {home} alone; call what that file offers."


def actions_done_without_transact(module: Module) -> Iterator[str]:
    names = {wanted.split(".")[-1] for _, wanted in module.imports() if called(wanted).split(".")[0] == "actions"}
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call) and module.kind != "actions")
    for call in calls:
        done = ast.unparse(call.func)
        if done.split(".")[0] in names and done.split(".")[-1].islower():  # a class there is a receipt
            yield f"{module.path}:{call.lineno}: `{done}(…)` goes round the one seam; write `transact({done}, …)`."


def imports_inside_functions(module: Module) -> Iterator[str]:
    for function in _functions(module.tree):
        for line, wanted in imports_in(function):
            yield (
                f"{module.path}:{line}: {wanted} is imported inside {function.name}; "
                "import it at the top, and if that makes a circle, turn one arrow round."
            )


def relative_imports(module: Module) -> Iterator[str]:
    for line, wanted in module.imports():
        if wanted.startswith("."):
            yield f"{module.path}:{line}: {wanted} is relative; write the whole name, from kiosk down."


def modules_that_do_not_say_what_they_do(module: Module) -> Iterator[str]:
    if module.text.strip() and not ast.get_docstring(module.tree):
        yield f"{module.path}:1: no docstring; open the module with the one thing that it alone does."


def names_that_say_nothing(module: Module) -> Iterator[str]:
    if VAGUE & set(module.name.split(".")):
        yield f"{module.path}:1: the name says nothing; name the module after what it alone does."
    for function in _functions(module.tree):
        if function.name.endswith("_helper"):
            yield f"{module.path}:{function.lineno}: {function.name} says nothing; name it after what it gives or does."


def functions_too_long(module: Module) -> Iterator[str]:
    longest = LINES_OF_A_FUNCTION.get(module.kind, LINES_OF_ANY_FUNCTION)
    for function in _functions(module.tree):
        lines = (function.end_lineno or 0) - function.lineno + 1
        if lines > longest:
            yield (
                f"{module.path}:{function.lineno}: {function.name} has {lines} lines, "
                f"at most {longest} may stand here; take a step out and name it."
            )


def the_package_opens_empty(module: Module) -> Iterator[str]:
    if module.path == "kiosk/__init__.py" and module.text.strip():
        yield f"{module.path}:1: must be empty, so that kiosk.cli can patch before anything is imported; move it out."


def too_long_a_file(path: str, text: str) -> Iterator[str]:
    lines = len(text.splitlines())
    if lines >= LINES_OF_A_FILE and not path.startswith(A_RECORD):
        yield f"{path}:{lines}: under {LINES_OF_A_FILE} lines is one room; make it a folder of the same name."


def htmx_named_outside_its_file(path: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        if path.endswith(".js") and path != "static/js/live.js" and re.search(r"\bhtmx\b", line):
            yield f"{path}:{number}: htmx is named in static/js/live.js alone; listen to the event that live.js sends."


def circles(modules: dict[str, Module]) -> Iterator[str]:
    """Yield a sentence when modules import each other in a circle. What only a type checker reads does not count."""
    graph = {name: {_nearest(wanted, modules) for wanted in _at_run_time(module)} for name, module in modules.items()}
    try:
        TopologicalSorter({name: known - {name, ""} for name, known in graph.items()}).prepare()
    except CycleError as found:
        yield f"{' → '.join(found.args[1])}: this is a circle; turn one arrow round."


def _covers(entry: str, name: str) -> bool:
    return name == entry or name.startswith(f"{entry}.")


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _spoken(tree: ast.AST) -> Iterator[Spoken]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, f"{ast.unparse(node.func)}("
        elif isinstance(node, ast.Attribute):
            yield node.lineno, ast.unparse(node)
    yield from imports_in(tree)


def _at_run_time(module: Module) -> Iterator[str]:
    for node in module.tree.body:
        if not (isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")):
            yield from (wanted for _, wanted in imports_in(node))


def _nearest(wanted: str, modules: dict[str, Module]) -> str:
    return next((name for name in (wanted, wanted.rpartition(".")[0]) if name in modules), "")


EACH_MODULE: tuple[Callable[[Module], Iterator[str]], ...] = (
    arrows_that_run_back,
    subjects_that_look_ahead,
    questions_read_past_their_queries,
    places_that_know_each_other,
    rooms_that_are_not_in_the_house,
    words_out_of_place,
    actions_done_without_transact,
    imports_inside_functions,
    relative_imports,
    modules_that_do_not_say_what_they_do,
    names_that_say_nothing,
    functions_too_long,
    the_package_opens_empty,
)
EACH_FILE: tuple[Callable[[str, str], Iterator[str]], ...] = (too_long_a_file, htmx_named_outside_its_file)


def our_files(*patterns: str) -> dict[str, str]:
    """Return path → text of our own files under the given patterns."""
    found = sorted(file for pattern in patterns for file in ROOT.glob(pattern) if file.is_file())
    texts = {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in found}
    return {path: text for path, text in texts.items() if not path.startswith(NOT_OURS)}


@pytest.fixture(scope="module")
def modules() -> dict[str, Module]:
    """Give every module under kiosk/ by its name."""
    return {module.name: module for module in (read(*item) for item in our_files("kiosk/**/*.py").items())}


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """Give the text of every file that we wrote for the program, by its path."""
    return our_files("kiosk/**/*.py", "templates/**/*.*", "static/**/*.css", "static/**/*.js", "static/**/*.html")


@pytest.mark.parametrize("check", EACH_MODULE, ids=lambda check: check.__name__)
def test_the_house_has_no(check: Callable[[Module], Iterator[str]], modules: dict[str, Module]) -> None:
    faults = [fault for module in modules.values() for fault in check(module)]
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("check", EACH_FILE, ids=lambda check: check.__name__)
def test_no_file_is(check: Callable[[str, str], Iterator[str]], files: dict[str, str]) -> None:
    faults = [fault for path, text in files.items() for fault in check(path, text)]
    assert not faults, "\n" + "\n".join(faults)


def test_no_modules_import_each_other_in_a_circle(modules: dict[str, Module]) -> None:
    assert not list(circles(modules))


def test_the_whole_house_was_read(modules: dict[str, Module], files: dict[str, str]) -> None:
    assert {"kiosk", "kiosk.app", "kiosk.core.transact", "kiosk.domain.questions.rules"} <= modules.keys()
    assert "static/js/live.js" in files
