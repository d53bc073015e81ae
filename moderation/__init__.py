"""A moderation queue for comment sections that learns from its moderators' decisions."""
