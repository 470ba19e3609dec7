#!/bin/sh
# What was tried and when goes with `purge`, which only dpkg knows. What others put into /etc/sealstack stays.
set -e
if [ "$1" = purge ]; then rm -rf /var/lib/sealstack; fi
if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
