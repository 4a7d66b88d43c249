"""Many files: which of a folder's files are submissions, and the run over them."""
