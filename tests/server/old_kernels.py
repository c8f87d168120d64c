"""`workbook serve` with a kernel package that lacks what the workbook's kernels need.

Run as `python -m server.old_kernels serve ...`: in the process that kernels are forked from, ipykernel's
application has no way to guard its sockets, as before version 7.
"""

from ipykernel.kernelapp import IPKernelApp

from workbook.cli import main as command


def take_away():
    """Take away what versions of ipykernel before 7 do not have; called where kernels are forked."""
    del IPKernelApp._apply_curve_server_options


if __name__ == "__main__":
    command._WARM_UP = (*command._WARM_UP, "server.old_kernels:take_away")
    command.main()
