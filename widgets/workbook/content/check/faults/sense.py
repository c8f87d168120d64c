"""Faults of sense: tables that fit their columns and make no working exercise, or say what they may not."""

from workbook.content.check.faults.base import Fault


class NoFirstScene(Fault):
    """A scenario starts at its scene number 1, and this one has none."""

    type = "no-first-scene"
    title = "Scenario without a first scene"
    template = "The scenario '{value}' has no scene with the number 1."
    remedy = "Give one of its scenes in the table scenes the number 1, or add a scene."


class UnreachableScene(Fault):
    """No choice that a learner can come to leads to this scene."""

    type = "unreachable-scene"
    title = "Scene that cannot be reached"
    template = "No learner can come to the scene '{value}'."
    remedy = "Write its identifier as the next_scene of a choice in the table choices, or delete the scene."


class EndlessChain(Fault):
    """A chain of choices leads back to where it began, so a learner could go round for ever."""

    type = "endless-chain"
    title = "Choices that never end"
    template = "The choices lead in a circle: {circle}."
    remedy = "Leave next_scene empty here, or let it lead to a scene that is not in the circle."


class OtherScenario(Fault):
    """A choice leads to a scene of another scenario."""

    type = "other-scenario"
    title = "Next scene in another scenario"
    template = "The scene '{value}' belongs to the scenario {other}, and this choice to {own}."
    remedy = "Write a scene of the scenario {own}, or leave the cell empty."


class TooFewChoices(Fault):
    """A scene must offer at least two choices."""

    type = "too-few-choices"
    title = "Too few choices"
    template = "The scene '{value}' has {count} of the two choices that it needs at least."
    remedy = "Add choices for this scene in the table choices."


class NoBestChoice(Fault):
    """A scene must offer a choice that is judged best."""

    type = "no-best-choice"
    title = "Scene without a best choice"
    template = "No choice of the scene '{value}' is judged best."
    remedy = "Write best as the judgement of one of its choices in the table choices."


class OneRightChoice(Fault):
    """Where only one choice can be argued for, a scene has a right answer and nothing to weigh."""

    type = "one-right-choice"
    title = "Scene with one right answer"
    template = "Only one choice of the scene '{value}' can be argued for, so there is nothing to weigh."
    remedy = (
        "Add a choice to the table choices that is defensible: one that a thoughtful person might make, for "
        "a reason. Or change a choice that is there until it is."
    )


class UncoveredStandard(Fault):
    """Each standard needs a notebook, a scenario, a reflection prompt and a facilitator note."""

    type = "uncovered-standard"
    title = "Standard that lacks something"
    template = "The standard '{value}' has no {lacks}."
    remedy = "{how}"


class TooFewPrompts(Fault):
    """A reflection needs at least three prompts."""

    type = "too-few-prompts"
    title = "Too few prompts"
    template = "The reflection '{value}' has {count} of the three prompts that it needs at least."
    remedy = "Add prompts for this reflection in the table prompts."


class MissingFrame(Fault):
    """A reflection asks What?, So what? and Now what?, each at least once."""

    type = "missing-frame"
    title = "Reflection without a part of its frame"
    template = "The reflection '{value}' has no prompt in the frame '{frame}'."
    remedy = "Add a prompt with the frame {frame} in the table prompts."


class MissingTip(Fault):
    """There are eight tips, numbered 1 to 8."""

    type = "missing-tip"
    title = "Missing tip"
    template = "The tip number {value} is missing."
    remedy = "Add a tip with the number {value}."


class MissingFact(Fault):
    """Pages show what the course is called, for whom it is and to whom its standards belong."""

    type = "missing-fact"
    title = "Missing fact of the course"
    template = "The course does not say its {value}."
    remedy = "Add a row with the identifier {value} and a text, as the column's help says."


class MissingIdentifier(Fault):
    """Without an identifier a course shares what learners keep with others under the same host name."""

    type = "missing-identifier"
    title = "Course without an identifier"
    template = (
        "Nothing tells this course from others: under one host name or in one database, they get at each "
        "other's answers."
    )
    remedy = (
        "Add a row with {there} in the column id and {proposed} in the column text. If learners have used "
        "this course already, add a row {earlier} with the same text too: so they find what they wrote."
    )


class BadCourseIdentifier(Fault):
    """The course's identifier becomes part of the names of files, cookies and stores."""

    type = "bad-course-identifier"
    title = "Identifier that can't be used"
    template = "'{value}' can't be the identifier of a course."
    remedy = (
        "Write 8 to 32 small letters and digits, a letter first. For a course that no learner has used yet, "
        "this one is free: {proposed}."
    )


class OtherEarlierRecords(Fault):
    """What was kept before courses had identifiers belongs to the course that repeats its own."""

    type = "other-earlier-records"
    title = "Earlier records of another course"
    template = "'{value}' is not this course's identifier, so it does not take up earlier records."
    remedy = (
        "Delete the row. Only where learners used this very course before courses had identifiers, repeat "
        "its identifier here: {own}."
    )


class TooFewItems(Fault):
    """The policy checklist asks a learner to find at least six things."""

    type = "too-few-items"
    title = "Too few things to find"
    template = "The checklist has {count} of the six rows that it needs at least."
    remedy = "Add rows."


class TooFewAnswers(Fault):
    """A request, a post to judge or a question to come back to needs at least two answers."""

    type = "too-few-answers"
    title = "Too few answers"
    template = "'{value}' has {count} of the two rows that it needs at least in the table {table}."
    remedy = "Add rows for it in the table {table}."


class NotTwoReasonings(Fault):
    """A scenario shows how two practitioners think about it, whose roles differ, or it shows none."""

    type = "not-two-reasonings"
    title = "Not two sides"
    template = "The scenario '{value}' has {count} in the table reasonings, of {roles}."
    remedy = "Give it two rows there, of two different roles in the column who, or none."


class NoGoodAnswer(Fault):
    """A request needs an answer that keeps the relationship, a post a best action, a question a sound one."""

    type = "no-good-answer"
    title = "No good answer"
    template = "'{value}' has no row in the table {table} with {there} {wanted}."
    remedy = "Write {wanted} as the {there} of one of its rows in the table {table}."


class SeveralSoundAnswers(Fault):
    """A question to come back to is answered with the sound answer, so there has to be one alone."""

    type = "several-sound-answers"
    title = "Several sound answers"
    template = "The question '{value}' has {count} answers that are sound, and one is shown as the sound one."
    remedy = "Write false as is_sound of all but one of its rows in the table recall_answers."


class PublicWithoutAddress(Fault):
    """A public example must show where it was published."""

    type = "public-without-address"
    title = "Public example without an address"
    template = "This concern is public, but has no web address of its source."
    remedy = "Add the address of the source, or write composite in the column kind if nobody in it is real."


class UnclearDate(Fault):
    """The day on which a number or a law was last read has to be a date, so that its age is known."""

    type = "unclear-date"
    title = "Date that can't be read"
    template = "'{value}' is not a date in words."
    remedy = "Write a month and a year, or a day as well, such as November 2026 or 22 November 2026."


class SubProvision(Fault):
    """Only numbers that somebody has read are certain; any other number of a part may be wrong."""

    type = "sub-provision"
    title = "Number of a part of a standard"
    template = "'{value}' reads as the number of a part of a standard. Those that may be given: {allowed}."
    remedy = (
        "Take it out and name the part in words. If it is a time, a ratio or a score, write that in words."
    )


class ProvisionNumber(Fault):
    """A provision has a number that somebody has read, or none, unless its official wording is filled in."""

    type = "provision-number"
    title = "Number of a provision"
    template = "'{value}' can't be the number of this provision."
    remedy = (
        "Leave it empty, or write one that the table course has under provisions ({allowed}). If the "
        "spreadsheet made a time of it, format the column as text first. Another number needs the official "
        "wording and the standard that it belongs to."
    )


class StillToWrite(Fault):
    """A new course begins with texts in square brackets, and with addresses that stand for others."""

    type = "still-to-write"
    title = "Still to be written"
    template = "'{value}' stands for a text that is still to be written."
    remedy = "Write your own in its place."
    shown = 1
    whole = True


class QuotedSummary(Fault):
    """Quotation marks round a summary would pass our words off as the Council's."""

    type = "quoted-summary"
    title = "Summary in quotation marks"
    template = "The summary is in quotation marks, as if it were official wording."
    remedy = "Take the quotation marks away, or move official wording to where it belongs."
