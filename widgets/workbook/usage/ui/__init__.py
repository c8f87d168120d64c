"""The form by which learners send feedback."""
