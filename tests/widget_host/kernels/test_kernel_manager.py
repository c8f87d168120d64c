import asyncio
import sys

from jupyter_client.channels import HBChannel

from timeouts import scaled
from widget_host.kernels.kernel_manager import KERNEL_NAME, Kernels, OwnPython, PageKernel


def test_whatever_kernel_is_asked_for_it_is_this_python():
    specs = OwnPython()
    for name in (KERNEL_NAME, "python3.9-elsewhere", "julia"):
        spec = specs.get_kernel_spec(name)
        assert spec.argv[:3] == [sys.executable, "-m", "ipykernel_launcher"]
        assert spec.language == "python"


def test_there_is_one_kernel_even_where_others_are_installed(tmp_path, monkeypatch):
    other = tmp_path / "kernels" / "python3"
    other.mkdir(parents=True)
    (other / "kernel.json").write_text(
        '{"argv": ["/elsewhere/python"], "display_name": "x", "language": "x"}'
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    specs = OwnPython()
    assert list(specs.find_kernel_specs()) == list(specs.get_all_specs()) == [KERNEL_NAME]
    assert specs.get_all_specs()[KERNEL_NAME]["spec"]["argv"][0] == sys.executable


def test_a_line_to_a_kernel_that_is_ended_at_once_lets_go_at_once(monkeypatch):
    started = []
    # Where its thread starts late, jupyter_client's heartbeat goes on after its end.
    monkeypatch.setattr(HBChannel, "start", started.append)

    async def open_twice():
        manager = PageKernel(kernel_name=KERNEL_NAME, kernel_spec_manager=OwnPython())
        await manager.start_kernel()
        try:
            first = manager.client()
            first.start_channels()
            first.stop_channels()
            second = manager.client()
            second.start_channels()
            await second.wait_for_ready(timeout=scaled(60))
            second.stop_channels()
        finally:
            await manager.shutdown_kernel(now=True)

    asyncio.run(open_twice())
    assert started == []


def test_a_kernel_that_two_ask_to_end_is_ended_once():
    ended = []

    class Slow(Kernels):
        async def shutdown_kernel(self, kernel_id, now=False, restart=False):
            await asyncio.sleep(0)
            del self._kernels[kernel_id]
            ended.append((kernel_id, now, restart))

    async def end_twice():
        kernels = Slow()
        kernels._kernels["k1"] = object()
        kernels.end_left_kernel("k1")
        await asyncio.gather(kernels.end_page_kernel("k1"), kernels.end_page_kernel("k1"))
        assert kernels.end_left_kernel("k1") is None

    asyncio.run(end_twice())
    assert ended == [("k1", True, False)]
