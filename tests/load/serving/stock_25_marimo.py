"""The page of 25 controls for marimo, with its counterparts of the controls in `stock-25.ipynb`."""

import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo  # noqa: PLC0415 - marimo shares a module between cells by name

    heard, hear = mo.state(0)

    def answer(_value):
        hear(lambda times: times + 1)

    days = ["Monday", "Tuesday", "Wednesday"]
    return answer, days, heard, mo


@app.cell
def _(mo):
    mo.md(
        "# Twenty-five controls\n\n"
        "Every control on this page is a stock widget, and Python answers each of them."
    )


@app.cell
def _(heard, mo):
    mo.md(f"Answered {heard()}" if heard() else "Nothing yet.")


@app.cell
def _(answer, mo):
    buttons = mo.ui.array(
        [mo.ui.button(label=name, on_change=answer) for name in ("Press", "Again", "More", "Less", "Stop")]
        + [mo.ui.switch(label=name, on_change=answer) for name in ("Left", "Right")]
    )
    mo.vstack([mo.md("## Buttons"), mo.hstack(list(buttons.elements), justify="start")])


@app.cell
def _(answer, mo):
    numbers = [mo.ui.slider(0, 100, label=f"Whole {at}", on_change=answer) for at in range(4)]
    numbers += [mo.ui.slider(0, 1, step=0.01, label=f"Part {at}", on_change=answer) for at in range(2)]
    numbers += [
        mo.ui.range_slider(0, 100, label="From, to", on_change=answer),
        mo.ui.number(0, 100, label="Count", on_change=answer),
    ]
    mo.vstack([mo.md("## Numbers"), *numbers])


@app.cell
def _(answer, days, mo):
    choices = [mo.ui.checkbox(label=name, on_change=answer) for name in ("Agreed", "Read")]
    choices += [
        mo.ui.dropdown(days, label="Day", on_change=answer),
        mo.ui.radio(days, label="Day", on_change=answer),
        mo.ui.dropdown(days, label="Day", on_change=answer),
        mo.ui.multiselect(days, label="Day", on_change=answer),
    ]
    mo.vstack([mo.md("## Choices"), *choices])


@app.cell
def _(answer, mo):
    words = [mo.ui.text(label=name, on_change=answer) for name in ("Name", "Team")]
    words += [mo.ui.text_area(label="Notes", on_change=answer), mo.ui.date(label="Date", on_change=answer)]
    mo.vstack([mo.md("## Words"), *words])


if __name__ == "__main__":
    app.run()
