"""The picture of what changed between two configs."""
