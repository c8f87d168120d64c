import pytest
from tornado import web

from widget_host.kernels.keys import KernelKeys


def refused(keys, kernel, *given):
    with pytest.raises(web.HTTPError) as told:
        keys.check(kernel, given)
    return told.value.status_code


def test_a_kernel_opens_with_its_own_key_among_others():
    keys = KernelKeys()
    keys.check("k1", ["v1.kernel.websocket.jupyter.org", keys.of("k1")])


def test_no_other_key_opens_it_and_neither_does_none():
    keys = KernelKeys()
    for given in ([], [""], [keys.of("k2")], [KernelKeys().of("k1")], ["k1"], ["\u00e9\U0001f511"]):
        assert refused(keys, "k1", *given) == 404
