"""What forking gains for any program's kernels: time to answer, memory, and nbval's time."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager
from nbformat.v4 import new_code_cell, new_notebook

from forked_kernels import PROVISIONER, provisioner
from load.table import Table, ms, percentile, times

USUAL = "local-provisioner"
IMPORTED = "pandas"
WITHIN_S = 120
NAMES = {USUAL: "Started as usual", PROVISIONER: "Forked"}


class _Specs(KernelSpecManager):
    provisioner = USUAL

    def get_kernel_spec(self, _name):
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            metadata={"kernel_provisioner": {"provisioner_name": self.provisioner}},
        )


def measure(rounds, notebooks):
    """Start kernels of both kinds in turn, so many times, and have nbval run so many notebooks with each."""
    os.environ[provisioner.IMPORTS] = IMPORTED
    answers, imports, memory = ({name: [] for name in NAMES} for _ in range(3))
    try:
        with tempfile.TemporaryDirectory(dir="/tmp") as folder:
            # The fork server is started with the first, which is not counted.
            _visit(PROVISIONER, folder)
            for _ in range(rounds):
                for name in NAMES:
                    for found, value in zip((answers, imports, memory), _visit(name, folder), strict=True):
                        found[name].append(value)
        took = {name: _nbval(name, notebooks) for name in NAMES}
    finally:
        del os.environ[provisioner.IMPORTS]
        provisioner._OwnForkServer._end()
    rows = [
        _row("Until a new kernel answers", answers, ms),
        _row(f"Until it has answered and imported {IMPORTED}", imports, ms),
        _row(f"Memory of its own, with {IMPORTED}", memory, lambda mib: f"{mib:.0f} MiB"),
        _row(f"nbval, {notebooks} notebooks of one cell", took, lambda seconds: f"{seconds:.1f} s"),
    ]
    return Table(
        "Kernels",
        ("What", *NAMES.values(), "Share"),
        rows,
        f"Medians of {rounds} of each kind, in turn, with {provisioner.IMPORTS}={IMPORTED}; nbval once.",
    )


def _row(what, found, shown):
    usual, forked = (percentile(found[name], 0.5) for name in NAMES)
    return (what, shown(usual), shown(forked), times(forked, usual))


def _visit(name, folder):
    """Seconds until a new kernel answers, and until it has imported a library; MiB that are its own then."""
    specs = _Specs()
    specs.provisioner = name
    file = Path(folder) / "kernel.json"
    manager = KernelManager(kernel_spec_manager=specs, transport="ipc", connection_file=str(file))
    began = time.perf_counter()
    manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=WITHIN_S)
        answers = time.perf_counter() - began
        client.execute_interactive(f"import {IMPORTED}", timeout=WITHIN_S)
        imports = time.perf_counter() - began
        own = psutil.Process(manager.provisioner.pid).memory_full_info().uss / 2**20
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return answers, imports, own


def _nbval(name, count):
    """Seconds that nbval takes for so many notebooks."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        for number in range(count):
            notebook = new_notebook(cells=[new_code_cell(f"import {IMPORTED}")])
            nbformat.write(notebook, Path(folder) / f"{number}.ipynb")
        command = [sys.executable, "-m", "pytest", "-q", "--nbval-lax", "-p", "no:cacheprovider", folder]
        began = time.perf_counter()
        subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": name},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return [time.perf_counter() - began]
