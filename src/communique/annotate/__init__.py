"""Article → Annotations: words with syntax, sentences, attributions, names, times, amounts."""
