"""A record in the forms people and programs read: JSON lines, a terminal table, a tree, a dossier in one HTML file."""
