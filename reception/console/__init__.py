"""The screens of what the concerns share."""
