"""What is asked of a project: counts, excerpts and full text, each as a Table with a note of what it counts."""
