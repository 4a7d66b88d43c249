"""What makes the samples: one reader of sources, and one writer for each kind of file."""
