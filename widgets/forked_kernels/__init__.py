"""IPython kernels that are forked from a process which has imported everything already.

For any program that starts kernels with jupyter_client: `JUPYTER_DEFAULT_PROVISIONER_NAME=forked-kernels`.
For servers that want kernels in which a notebook has been run: `fork_client`. This package knows nothing of
any notebook's content, and of no other package of this project. The README says what it does, and what not.
"""

# Nothing is imported here: the fork server is run as a module of this package, and would be there twice.
__all__ = ["PROVISIONER"]

PROVISIONER = "forked-kernels"
"""The name under which a kernel specification, or an environment, asks for the provisioner."""
