"""What holds for every test."""

import os

os.environ.setdefault("JIXIAO_CACHE", "off")  # the user's own store is neither read nor written
