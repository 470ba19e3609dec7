/**
 * Programs that are no npm or Python packages: a real etcd, its client, age, terraform. What is missing is named;
 * Debian packages are installed only in CI or when asked for, because they change the machine.
 */
import { accessSync, constants, existsSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { OperatorError } from "../../scripts/errors";
import { mustRun } from "../processes/run";

/** Where each program comes from. */
const SOURCES = {
  etcd: "Debian package etcd-server",
  etcdctl: "Debian package etcd-client",
  etcdutl: "etcd 3.5 or later",
  age: "Debian package age",
  chromium: "Debian package chromium",
  zsh: "Debian package zsh",
  fish: "Debian package fish",
  promtool: "Debian package prometheus",
  rpm: "Debian package rpm",
  terraform: "HashiCorp's releases",
} as const;
export type Tool = keyof typeof SOURCES;

/** Programs with a Debian package, and the package. */
const DEBIAN_PACKAGES = {
  etcd: "etcd-server",
  etcdctl: "etcd-client",
  age: "age",
  chromium: "chromium",
  zsh: "zsh",
  fish: "fish",
  promtool: "prometheus",
  rpm: "rpm",
} as const;

const APT_WITHIN_MS = 300_000;

/** Absolute path of a program on the PATH. */
export function findTool(name: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What tests need to be skipped loudly: whether all programs are there, and a sentence on those that are not. */
export function requireTools(...names: readonly Tool[]): { available: boolean; missing: string } {
  const absent = names.filter((name) => findTool(name) === undefined);
  const missing = absent.map((name) => `${name} is missing (${SOURCES[name]})`).join(", ");
  return { available: absent.length === 0, missing };
}

/** For what cannot do without. @throws OperatorError (`tool`) */
export function mustHave(...names: readonly Tool[]): void {
  const { available, missing } = requireTools(...names);
  if (!available) throw new OperatorError("tool", missing, { hint: "install what is missing" });
}

/** The Debian packages of programs that are not there. */
export function missingPackages(): string[] {
  return Object.entries(DEBIAN_PACKAGES)
    .filter(([name]) => findTool(name) === undefined)
    .map(([, debianPackage]) => debianPackage);
}

/** Why packages cannot be installed here; `undefined` when they can. */
export function whyNoInstall(): string | undefined {
  if (process.getuid?.() !== 0) return "only root can install packages";
  return existsSync("/usr/bin/apt-get") ? undefined : "there is no apt-get";
}

/** Debian starts the service of a package unless this file says no; ours is only there while we install. */
const SERVICE_POLICY = "/usr/sbin/policy-rc.d";

/**
 * Installs Debian packages without a question, a service started or a recommendation followed.
 * @throws OperatorError (`tool`) when apt-get fails
 */
export async function installPackages(packages: readonly string[]): Promise<void> {
  const ours = !existsSync(SERVICE_POLICY);
  if (ours) writeFileSync(SERVICE_POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    await mustRun("apt-get", ["-qq", "update"], { env, timeoutMs: APT_WITHIN_MS });
    const install = ["-qq", "install", "--yes", "--no-install-recommends", ...packages];
    await mustRun("apt-get", install, { env, timeoutMs: APT_WITHIN_MS });
  } finally {
    if (ours) rmSync(SERVICE_POLICY, { force: true });
  }
}
