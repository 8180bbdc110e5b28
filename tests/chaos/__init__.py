"""A long run of the whole program in bad weather: `python -m tests.chaos --minutes M --seed N`."""
