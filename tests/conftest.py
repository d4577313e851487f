"""The tests look at the translator as its sources are; with BOBBIN_INTERPRETED="" at the compiled one, if there is."""
import os

os.environ.setdefault("BOBBIN_INTERPRETED", "1")
