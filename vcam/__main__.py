"""`python -m vcam` is the same as `vcam`."""

import sys

from vcam.cli import main

sys.exit(main())
