"""What learners fill in to send feedback."""
