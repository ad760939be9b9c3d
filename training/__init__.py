"""How the reader model is trained and measured; not shipped. `python -m training` does all of it."""
