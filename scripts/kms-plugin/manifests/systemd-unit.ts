/** A systemd unit. Pure. */
import { systemdWord as word } from "../../core/schedule/systemd-word";
import type { PluginConfig } from "../settings/config";
import { type ManifestOptions, socketFolders } from "./manifest-options";

export function systemdUnit(config: PluginConfig, { configPath, program }: ManifestOptions): string {
  const { group } = config.socket;
  const folders = socketFolders(config).map(word).join(" ");
  return `[Unit]
Description=KMS encryption provider of kube-apiserver (sealstack)
Documentation=https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/
Wants=network-online.target
After=network-online.target
# kube-apiserver is a static pod of the kubelet and needs the socket.
Before=kubelet.service
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStartPre=/usr/bin/install -d -m 0750 ${group === undefined ? "" : `-g ${word(group)} `}${folders}
ExecStart=${word(program)} kms-plugin --config ${word(configPath)}
Restart=always
RestartSec=2
TimeoutStopSec=10
UMask=0077
NoNewPrivileges=yes
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryMax=256M

[Install]
WantedBy=multi-user.target`;
}
