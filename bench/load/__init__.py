"""A load run: thousands of couples, people who read and write, a full minute, and faults."""
