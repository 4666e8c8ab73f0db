"""What was done: activity types, the weekly plan and the week's log."""
