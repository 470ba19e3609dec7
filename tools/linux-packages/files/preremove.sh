#!/bin/sh
# dpkg says "remove", rpm 0; at an upgrade the timer stays.
set -e
case "$1" in
remove | 0) if [ -d /run/systemd/system ]; then systemctl disable --now sealstack.timer || true; fi ;;
esac
