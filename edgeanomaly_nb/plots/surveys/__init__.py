"""Pictures of a survey: thresholds against their suggestions, and the axes that most blocks select."""
