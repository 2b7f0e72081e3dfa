"""Papers: the text of an official document, and its rendering as PDF and as Word."""
