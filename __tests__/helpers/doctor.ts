/** A host on which all is as it must be, for tests that change one thing and ask `sealstack doctor`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Services } from "../../scripts/commands/io";
import type { Check } from "../../scripts/core/doctor/check";
import type { Inspection } from "../../scripts/core/doctor/ports";
import type { KeyState } from "../../scripts/core/key-life/ports";
import type { AutomaticRotation } from "../../scripts/core/rotate/ports";
import { fakeRotation } from "./kms/fake-rotation";
import { sealstack } from "./processes/cli";
import { memoryServices } from "./stores/memory-services";
import { MemoryStore } from "./stores/memory-store";
import { MemoryVersions } from "./stores/memory-versions";
import { useTempDir } from "./temp-dir";

export const STACK_KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const stackRole = (name: string): string => `arn:aws:iam::111122223333:role/etcd-${name}`;
/** ARN of whoever has assumed a role of the stack. */
export const stackSession = (name: string): string =>
  `arn:aws:sts::111122223333:assumed-role/etcd-${name}/i-1`;

const OUTPUTS = {
  region: "eu-central-1",
  key_arn: STACK_KEY,
  key_alias: "alias/etcd",
  bucket: "etcd-backups",
  prefixes: ["etcd/"],
  retention_days: { "etcd/": 30 },
  writer_role_arn: stackRole("writer"),
  restorer_role_arn: stackRole("restorer"),
};
const NOW = "2026-11-28T12:00:00Z";

type Found = Check & { readonly mend: string };

/** What is so, and can be changed until `doctor` is asked. */
export interface DoctorHost {
  dir(): string;
  objects: MemoryStore;
  /** The settings of the bucket. */
  store: MemoryVersions;
  services: Services;
  state: KeyState;
  /** What the alias names. */
  arn: string;
  caller: string;
  /** Of this host's clock. */
  time: number;
  looks: Inspection;
  automatic: AutomaticRotation | undefined;
  /** What programs print for their version; one that is not here is not on the PATH. */
  programs: Record<string, string>;
  /** Asks, and sorts the names of what was found by its result. */
  doctor(...argv: string[]): Promise<{
    readonly status: number;
    readonly data: { readonly checks: readonly Found[]; readonly role?: string };
    readonly problems: readonly string[];
    readonly warnings: readonly string[];
    readonly unknown: readonly string[];
    readonly denied: readonly string[];
  }>;
  /** What was found of one thing. */
  check(name: string, ...argv: string[]): Promise<Found>;
}

/** Makes it before each test, with one backup. */
export function useDoctor(): DoctorHost {
  const dir = useTempDir();
  const host = {} as DoctorHost;
  beforeEach(async () => {
    Object.assign(host, { dir, doctor, check }, fresh(host));
    writeFileSync(join(dir(), "outputs.json"), JSON.stringify({ stack: OUTPUTS }));
    writeFileSync(join(dir(), "a"), "content");
    expect((await cli("backup", "--prefix", "etcd/", join(dir(), "a"))).status).toBe(0);
  });

  async function cli(...argv: string[]) {
    const common = ["--outputs", join(dir(), "outputs.json"), "--json"];
    const { status, stdout } = await sealstack([...argv, ...common], {
      services: host.services,
      now: () => new Date(host.time),
      env: {},
    });
    return { status, data: stdout.length === 0 ? undefined : JSON.parse(stdout.toString()) };
  }

  async function doctor(...argv: string[]) {
    const { status, data } = await cli("doctor", "--state-dir", join(dir(), "state"), ...argv);
    const of = (result: string): string[] =>
      data.checks.filter((each: Found) => each.result === result).map(({ name }: Found) => name);
    return {
      status,
      data,
      problems: of("problem"),
      warnings: of("warning"),
      unknown: of("unknown"),
      denied: of("not allowed"),
    };
  }

  async function check(name: string, ...argv: string[]) {
    return (await doctor(...argv)).data.checks.find((each: Found) => each.name === name);
  }
  return host;
}

function fresh(host: DoctorHost): Partial<DoctorHost> {
  const objects = new MemoryStore();
  const store = new MemoryVersions();
  store.rules = [{ prefix: "", byTags: false, size: {}, currentDays: 30, newerNoncurrentVersions: 0 }];
  store.lock = { enabled: true, defaultMode: "GOVERNANCE" };
  const kms = { arnOf: async () => host.arn, state: async () => host.state };
  return {
    objects,
    store,
    time: Date.parse(NOW),
    arn: STACK_KEY,
    caller: stackSession("writer"),
    state: { arn: STACK_KEY, condition: "usable", replicas: [], encrypts: true, spec: "SYMMETRIC_DEFAULT" },
    automatic: { on: true, everyDays: 365, next: new Date("2027-06-01T00:00:00Z") },
    programs: { etcdctl: "etcdctl version: 3.5\n" },
    looks: {
      credentials: async () => ({ source: "variables of the environment", expires: undefined }),
      metadata: async () => "silent",
      reach: async (service) => ({
        url: `https://${service}.eu-central-1.amazonaws.com`,
        addresses: ["192.0.2.1"],
        proxy: undefined,
        serverTime: new Date(NOW),
      }),
      bucket: async () => ({
        encryption: { algorithm: "aws:kms", keyId: STACK_KEY },
        ownership: "BucketOwnerEnforced",
        publicAccessBlocked: true,
      }),
      simulate: async () => ({ allowed: true, explicit: false, policies: [], above: undefined }),
      quota: async () => ({ perSecond: 20_000, of: "account" }),
      busiestMinute: async () => ({ perSecond: 12.3, at: new Date("2026-11-28T02:00:00Z") }),
    },
    services: {
      ...memoryServices(objects),
      versions: async () => store,
      caller: async () => host.caller,
      keyLife: async () => kms as unknown as Awaited<ReturnType<Services["keyLife"]>>,
      inspection: () => host.looks,
      rotation: async () => ({ ...fakeRotation(), automatic: async () => host.automatic }),
      uploads: async () => ({
        name: "s3://etcd-backups",
        list: async function* () {},
        abort: async () => true,
      }),
      runTool: async (program) => {
        const stdout = host.programs[program];
        return { status: stdout === undefined ? undefined : 0, stdout: stdout ?? "", stderr: "" };
      },
    },
  };
}
