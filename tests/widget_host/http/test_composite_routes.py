import asyncio

from widget_host.http.composite_routes import composite_routes


class Routes:
    """Routes that note what happens to them."""

    def __init__(self, name, seen, address):
        self.name, self.seen, self.rules = name, seen, [(f"{address}{name}", None)]

    def start(self):
        self.seen.append(f"{self.name} starts")

    async def stop(self):
        self.seen.append(f"{self.name} stops")

    def state(self):
        return {self.name: 1}

    def figures(self):
        return {f"workbook_{self.name}": ("A figure.", 2.0)}


def test_several_sets_of_routes_are_one_to_the_server():
    seen = []
    opens = composite_routes(
        None, *(lambda base, port, name=name: Routes(name, seen, f"{base}{port}/") for name in "ab")
    )
    both = opens("/learn/", 80)
    assert both.rules == [("/learn/80/a", None), ("/learn/80/b", None)]
    both.start()
    asyncio.run(both.stop())
    assert seen == ["a starts", "b starts", "b stops", "a stops"]
    assert both.state() == {"a": 1, "b": 1}
    assert set(both.figures()) == {"workbook_a", "workbook_b"}
