"""The composer: plans of faultless reports by seed, and the files that they make."""
