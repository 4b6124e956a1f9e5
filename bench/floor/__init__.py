"""
The floor page: a bare Django project, so that "as fast as it can be" is measured, not remembered.

The 7 standard middleware; one view with session, signed-in user and one query of ten rows; a
template with a base of a dozen lines. It is a process of its own, as it has settings of its own.
"""
