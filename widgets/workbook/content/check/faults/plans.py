"""Faults of workshop plans and orderings: rows that fit their columns and make no workshop."""

from workbook.content.check.faults.base import Fault


class MissingSubject(Fault):
    """A step that votes, rates or orders must say what it is about."""

    type = "missing-subject"
    title = "Step about nothing"
    template = "A step of the kind {kind} must say what it is about, and this cell is empty."
    remedy = "Write an identifier from the table {table}."


class NeedlessSubject(Fault):
    """A step of one word is about nothing but what the wall says."""

    type = "needless-subject"
    title = "Step of one word with a subject"
    template = "A step of the kind word is about nothing else, but this cell holds '{value}'."
    remedy = "Leave the cell empty, and write the question in the column wall."


class NothingToRate(Fault):
    """A step rates a standard that has no self-ratings."""

    type = "nothing-to-rate"
    title = "Standard without self-ratings"
    template = "The standard '{value}' has no self-ratings, so there is nothing to rate."
    remedy = "Write another standard, or add rows for it in the table self_ratings."


class NeedlessRound(Fault):
    """Only a vote, a rating or an ordering can be asked a second time."""

    type = "needless-round"
    title = "Second round of what has none"
    template = "A step of the kind {kind} has one round only, but this cell says {value}."
    remedy = "Write 1."


class NoFirstRound(Fault):
    """A second round comes after the first round of the same question."""

    type = "no-first-round"
    title = "Second round without a first"
    template = "No step before this one is round 1 of the same {kind}."
    remedy = "Add a step with the same kind and subject and the round 1 before it, or write 1 here."


class AskedTwice(Fault):
    """A plan asks the same question twice in the same round."""

    type = "asked-twice"
    title = "Question asked twice"
    template = "The step in row {first} of the same plan asks the same, in the same round."
    remedy = "Write 2 as the round of the later one, or choose another subject."


class MissingShow(Fault):
    """A step that people answer must say when its result is shown."""

    type = "missing-show"
    title = "Step that does not say when it is shown"
    template = "A step of the kind {kind} must say when its result is shown, and this cell is empty."
    remedy = "Write now, later or never."


class NeedlessShow(Fault):
    """A talk has no result that could be shown."""

    type = "needless-show"
    title = "Talk with a result to show"
    template = "A talk has no result, but this cell says '{value}'."
    remedy = "Leave the cell empty."


class ShowsTheFirst(Fault):
    """A second round shows the first one beside it, so both are shown or neither is."""

    type = "shows-the-first"
    title = "Second round that shows what is never shown"
    template = "The first round is never shown, but this second one says '{value}' and would show both."
    remedy = "Write never here as well, or write later for the first round."


class StepGap(Fault):
    """The steps of a plan are numbered 1, 2, 3 and so on."""

    type = "step-gap"
    title = "Gap in the numbers of the steps"
    template = "The plan {plan} has a step number {value}, and none with the number {missing}."
    remedy = "Number the steps of the plan without gaps, beginning with 1."


class PlanWithoutSteps(Fault):
    """A plan needs at least one step."""

    type = "plan-without-steps"
    title = "Plan without steps"
    template = "The plan '{value}' has no steps."
    remedy = "Add its steps in the table plan_steps, or delete the plan."


class WrongMinutes(Fault):
    """The minutes of a plan's steps add up to the minutes of the plan."""

    type = "wrong-minutes"
    title = "Minutes that do not add up"
    template = "The steps of the plan {plan} take {sum} minutes, but this cell says {value}."
    remedy = "Write {sum} here, or change the minutes of its steps in the table plan_steps."


class WrongNumberOfActs(Fault):
    """An ordering has from three to eight acts: fewer are not an ordering, and more do not fit on a phone."""

    type = "wrong-number-of-acts"
    title = "Too few or too many acts"
    template = "The ordering '{value}' has {count} acts, and needs from {least} to {most}."
    remedy = "Add rows for it in the table ordering_items, or delete some."
