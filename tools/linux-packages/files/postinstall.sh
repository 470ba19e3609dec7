#!/bin/sh
# The timer is left as it is: whoever installs has written no configuration yet.
set -e
if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
