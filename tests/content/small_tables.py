"""The tables of the small workbook: two standards, and the minimum of rows that each table needs."""


def small_tables() -> dict[str, list[dict[str, str]]]:
    """Give the rows of every table: two standards, a branching scenario each, the least of the rest."""
    s1 = {"standard": "standard-1"}
    return {
        "course": [
            {"id": "name", "text": "Kindness"},
            {"id": "audience", "text": "For everybody."},
            {"id": "intro", "text": "Be kind."},
            {"id": "regulator", "text": "Council"},
            {"id": "notice", "text": "It is the Council's."},
            {"id": "licence", "text": "CC BY 4.0"},
            {"id": "licence-address", "text": "https://example.org/licence"},
            {"id": "provisions", "text": "5:9"},
            {"id": "elsewhere", "text": "Code 5.8"},
            {"id": "identifier", "text": "smallcourse"},
        ],
        "standards": [
            {
                "id": f"standard-{n}",
                "number": str(n),
                "title": "Be kind",
                "short_title": "Kindness",
                "summary": "Look after people.",
                "online": "Be kind online.",
                "address": "https://example.org/",
            }
            for n in (1, 2)
        ],
        "provisions": [
            {
                "id": "part-1",
                **s1,
                "title": "A part",
                "text_kind": "summary",
                "text": "In our words.",
                "online": "An example.",
            }
        ],
        "scenarios": [
            {
                "id": f"case-{n}",
                "standard": f"standard-{n}",
                "title": "A case",
                "theme": "boundaries",
                "setting": "hospital",
                "minutes": "5",
                "facts": "It rains.",
                "unknown": "Why.",
                "people": "You.",
                "why_standard": "It fits.",
                "online_is_good": "false",
            }
            for n in (1, 2)
        ],
        "scenes": [
            {
                "id": f"case-{n}-{k}",
                "scenario": f"case-{n}",
                "number": k,
                "situation": "Now.",
                "question": "What?",
            }
            for n in (1, 2)
            for k in "123"
        ],
        "choices": [
            {
                "id": f"case-{n}-{k}-{letter}",
                "scene": f"case-{n}-{k}",
                "choice": "I wait.",
                "judgement": grade,
                "outcome": "mixed",
                "consequence": "It ends.",
                "rationale": "It is sound.",
                "standard": f"standard-{n}",
                "next_scene": f"case-{n}-{onward}" if onward else "",
            }
            for n in (1, 2)
            for k, letter, grade, onward in (
                ("1", "a", "best", "2"),
                ("1", "b", "defensible", "3"),
                ("2", "a", "best", ""),
                ("2", "b", "defensible", "3"),
                ("3", "a", "best", ""),
                ("3", "b", "defensible", ""),
            )
        ],
        "reasonings": [
            {
                "id": f"case-1-{n}",
                "scenario": "case-1",
                "who": f"Practitioner {n}",
                "reasoning": "I would wait, and I would worry.",
            }
            for n in (1, 2)
        ],
        "concerns": [
            {
                "id": "a-concern",
                "title": "A concern",
                "kind": "composite",
                "what_happened": "A post.",
                "why_it_matters": "Trust.",
                "lesson": "Ask.",
                **s1,
                "source": "Kinds of concern.",
            }
        ],
        "tips": [
            {
                "id": f"tip-{n}",
                "number": str(n),
                "title": "A tip",
                "why": "It helps.",
                "exercise": "draft",
                **s1,
            }
            for n in range(1, 9)
        ],
        "reflections": [
            {"id": f"reflect-{n}", "standard": f"standard-{n}", "title": "Reflect", "intro": "Think."}
            for n in (1, 2)
        ],
        "prompts": [
            {"id": f"prompt-{n}-{k}", "reflection": f"reflect-{n}", "frame": frame, "prompt": "What?"}
            for n in (1, 2)
            for k, frame in enumerate(("what", "so what", "now what"), 1)
        ],
        "reading": [
            {
                "id": "a-text",
                "title": "A text",
                "publisher": "A body",
                "kind": "guidance",
                "theme": "digital practice",
                "country": "UK",
                "address": "https://example.org/text",
                "good_for": "Ideas.",
            }
        ],
        "technology": [
            {
                "id": "consent",
                "title": "Consent",
                "consideration": "Ask.",
                "example": "A call.",
                "question": "Did I ask?",
                **s1,
            }
        ],
        "policy_checklist": [
            {"id": f"item-{n}", "number": str(n), "find": "What?", "why": "To know.", "where": "Page one."}
            for n in range(1, 7)
        ],
        "glossary": [{"id": "tag", "term": "tag", "meaning": "A name on a post."}],
        "facilitator_notes": [
            {
                "id": f"note-{n}",
                "standard": f"standard-{n}",
                "aim": "To see.",
                "minutes": "60",
                "prepare": "Tea.",
                "how_to_run": "1. Sit.",
                "comes_up": "Doubt.",
                "avoid": "Haste.",
            }
            for n in (1, 2)
        ],
        "facilitator_guide": [{"id": "case-first", "title": "A case first", "text": "Ask."}],
        "audience_settings": [
            {"id": "friends", "title": "Friends", "description": "All friends.", "reach": "friends"}
        ],
        "audience_assumptions": [
            {
                "id": "friends-each",
                "value": "150",
                "unit": "friends for each person",
                "meaning": "A round figure.",
            }
        ],
        "drafts": [{"id": "a-draft", "title": "A draft", "text": "Good day.", "note": "Nothing."}],
        "warning_signs": [
            {"id": "always", "kind": "blanket", "phrase": "they always", "reason": "It is broad."}
        ],
        "requests": [
            {
                "id": "a-request",
                "kind": "tag",
                "sender": "A friend",
                "time": "Sunday, 23:40",
                "text": "Hi.",
                **s1,
            }
        ],
        "request_answers": [
            {
                "id": f"answer-{n}",
                "request": "a-request",
                "answer": "I wait.",
                "effect": effect,
                "what_happens": "Calm.",
                "rationale": "Time.",
            }
            for n, effect in enumerate(("keeps", "strains"), 1)
        ],
        "posts": [
            {
                "id": "a-post",
                "author": "A friend",
                "text": "Hi.",
                "verdict": "acceptable",
                "how_it_reads": "Well.",
                "rationale": "It is kind.",
                **s1,
            }
        ],
        "post_actions": [
            {
                "id": f"action-{n}",
                "post": "a-post",
                "action": "I like it.",
                "judgement": grade,
                "rationale": "Fine.",
            }
            for n, grade in enumerate(("best", "risky"), 1)
        ],
        "advisers": [{"id": "line-manager", "who": "Your manager", "good_for": "Most things."}],
        "support": [
            {
                "id": "a-line",
                "need": "yourself",
                "who": "A line",
                "who_for": "Anybody.",
                "number": "0808 157 0123",
                "read_on": "November 2026",
            }
        ],
        "law": [
            {
                "id": "a-law",
                "title": "A law",
                "text": "Do no harm.",
                "source": "An Act",
                "address": "https://example.org/act",
                "read_on": "November 2026",
            }
        ],
        "good_uses": [{"id": "news", "title": "News", "benefit": "You learn.", "care": "Check it."}],
        "self_ratings": [
            {"id": f"sure-{n}", "standard": f"standard-{n}", "statement": "I am sure."} for n in (1, 2)
        ],
        "voices": [{"id": "voice-1", **s1, "who": "A neighbour", "text": "I saw it."}],
        "recall": [{"id": "a-question", **s1, "kind": "recall", "question": "What is kind?"}],
        "recall_answers": [
            {
                "id": f"a-question-{n}",
                "recall": "a-question",
                "answer": "To wait.",
                "is_sound": sound,
                "why": "It gives time.",
            }
            for n, sound in enumerate(("true", "false"), 1)
        ],
        "plans": [{"id": "a-plan", "title": "A plan", "minutes": "12", "aim": "To talk.", "prepare": "Tea."}],
        "plan_steps": [
            {
                "id": f"step-{n}",
                "plan": "a-plan",
                "number": str(n),
                "kind": kind,
                "title": "A step",
                "minutes": "2",
                "subject": subject,
                "round": number,
                "show": "" if kind == "talk" else "now",
                "wall": "Now.",
                "notes": "Listen.",
            }
            for n, (kind, subject, number) in enumerate(
                (
                    ("talk", "", "1"),
                    ("vote", "case-1-1", "1"),
                    ("vote", "case-1-1", "2"),
                    ("rating", "standard-1", "1"),
                    ("order", "acts", "1"),
                    ("share", "prompt-1-1", "1"),
                ),
                1,
            )
        ],
        "orderings": [
            {"id": "acts", "title": "Acts", "question": "Which is riskier?", "debrief": "Ask why."}
        ],
        "ordering_items": [
            {"id": f"act-{n}", "ordering": "acts", "text": "You post.", "why": "It stays."} for n in (1, 2, 3)
        ],
    }
