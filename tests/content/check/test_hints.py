"""How often the nearest values are searched for."""

from workbook.content.check.hints import MOST, Hints


def test_nearest_values_are_given_for_as_many_as_anybody_reads_and_for_each_kind_apart():
    hints = Hints()
    asked = [hints.nearest("scene", "scene-11", ["scene-1"]) for _ in range(MOST + 2)]
    assert asked == ["scene-1"] * MOST + ["", ""]
    assert hints.nearest("standard", "standrd", ["standard"]) == "standard"


def test_a_table_of_wrong_references_is_compared_no_more_often(small, monkeypatch):
    compared = []
    monkeypatch.setattr("workbook.content.check.hints.nearest", lambda name, _: compared.append(name) or "")
    header = small.text("choices").partition("\r\n")[0]
    rows = "".join(f"c-{row},s-{row},I wait.,bst,well,A.,B.,std-{row},,\n" for row in range(MOST * 3))
    small.put("choices.csv", f"{header}\n{rows}")
    faults = small.check().faults
    assert len(faults) == MOST * 9
    assert len(compared) == MOST * 3
