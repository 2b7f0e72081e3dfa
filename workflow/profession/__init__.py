"""The profession: roles, severity classes, ladder, sanctions, documents, lists and moves."""
