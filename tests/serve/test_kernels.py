import sys

from workbook.serve.kernels import KERNEL_NAME, OwnPython


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
