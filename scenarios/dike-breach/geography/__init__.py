"""The drawn geography of the dike breach: one module a subject, see make_geography.py."""
