/** A service and its timer. Pure. */
import type { Targets } from "../targets/schema";
import { type ScheduleFile, type ScheduleOptions, secondsOf, watchedFolders } from "./schedule-options";
import { systemdWord as word } from "./systemd-word";

/** Hosts that were started together do not all ask at once: a tenth of the span, at most an hour. */
const SPREAD_SHARE = 10;
const SPREAD_SECONDS = 3600;

const FOLDER = "/etc/systemd/system";

export function systemdUnits(targets: Targets, options: ScheduleOptions): readonly ScheduleFile[] {
  return [
    { path: `${FOLDER}/sealstack.service`, text: service(targets, options) },
    { path: `${FOLDER}/sealstack.timer`, text: timer(options) },
  ];
}

/**
 * Root, because it reads what root's programs keep to themselves, but with no power beyond reading: what else a hook needs, a drop-in adds
 * (`systemctl edit sealstack`). Exposure by `systemd-analyze security`: a test holds it below 2.0.
 */
function service(targets: Targets, { program, config }: ScheduleOptions): string {
  // With '-': where a folder is missing there are no metrics, which the run tells; without, there would be no backup.
  const folders = watchedFolders(targets).map((folder) => word(`-${folder}`));
  const writable = folders.length === 0 ? "" : `ReadWritePaths=${folders.join(" ")}\n`;
  return `[Unit]
Description=Backups by sealstack, as far as they are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=${word(program)} run --config ${word(config)}
# Credentials and settings, where they come from no instance profile: AWS_PROFILE, HTTPS_PROXY and others.
EnvironmentFile=-/etc/sealstack/environment
StateDirectory=sealstack
StateDirectoryMode=0700
TimeoutStopSec=60
UMask=0077
Nice=10
IOSchedulingClass=idle
CapabilityBoundingSet=CAP_DAC_READ_SEARCH
NoNewPrivileges=yes
ProtectSystem=strict
${writable}ProtectHome=read-only
PrivateTmp=yes
PrivateMounts=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
`;
}

function timer({ every }: ScheduleOptions): string {
  const seconds = secondsOf(every);
  const spread = Math.min(Math.floor(seconds / SPREAD_SHARE), SPREAD_SECONDS);
  return `[Unit]
Description=Wakes sealstack, which does what is due

[Timer]
OnBootSec=5min
OnUnitInactiveSec=${seconds}s
RandomizedDelaySec=${spread}s
AccuracySec=1min

[Install]
WantedBy=timers.target
`;
}
