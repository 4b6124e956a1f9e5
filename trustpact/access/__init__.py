"""MAY: the four guards above every view, and the start-up check that none is missing."""
