"""Something that a learner has finished, for what comes up some days later."""

# What another page keeps when something is finished.
FINISH = """async () => {
  const mark = document.querySelector("link[rel=icon]").href;
  const { openRecord } = await import(mark.replace("server/static/mark.svg", "record/ui/record.js"));
  const about = { kind: "reflection", title: "A reflection", standard: "standard-2", question: "And?" };
  await openRecord().save("reflection/again", "I would tell her first.", about);
}"""
