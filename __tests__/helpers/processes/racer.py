"""Exchanges names in a directory of its own as fast as it can, until it is killed: argv is a kind, the directory, and the victim's directory."""

import os
import random
import re
import sys
import time

kind, here, victim = sys.argv[1:]
OURS = re.compile(r"sealstack-[0-9a-f]{8}-")
print("racing", flush=True)


def swap(name):
    """Away with it, a link in its place, and back."""
    path = os.path.join(here, name)
    aside = os.path.join(here, "aside")
    os.rename(path, aside)
    os.symlink(victim, path)
    time.sleep(random.random() / 200)
    os.unlink(path)
    os.rename(aside, path)


while True:
    try:
        if kind == "source":
            swap("sub")
            time.sleep(random.random() / 200)
        else:
            for name in os.listdir(here):
                if OURS.search(name):
                    path = os.path.join(here, name)
                    os.rename(path, os.path.join(here, "taken-%d" % os.getpid() + name[-4:]))
                    os.symlink(victim, path)
    except OSError:
        pass
