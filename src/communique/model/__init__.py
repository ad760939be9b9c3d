"""The record types: articles, spans, actors, times, amounts, annotations and entries. Imports nothing of ours."""
