"""MAY: the guards above every view, recent authentication, and the check that none is missing."""
