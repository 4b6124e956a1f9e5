"""RUN: what an operator sees of the installation: is it ready, is it in time, what is to be done."""
