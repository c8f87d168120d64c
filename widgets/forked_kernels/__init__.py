"""IPython kernels that are forked from a process in which everything is already imported.

Any program that starts kernels with jupyter_client can use it:
`JUPYTER_DEFAULT_PROVISIONER_NAME=forked-kernels`. Servers that need kernels in which a notebook has already
been run use `fork_client`. This package knows nothing about the content of notebooks, and does not depend on
any other package of this project. The README describes what it does and does not do.
"""

# Import nothing here: the fork server runs as a module of this package, and would be loaded twice.
__all__ = ["PROVISIONER"]

PROVISIONER = "forked-kernels"
"""The name by which a kernel specification or an environment variable selects the provisioner."""
