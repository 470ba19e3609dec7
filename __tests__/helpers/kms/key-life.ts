/** Backups under keys of a KMS over HTTP with real encryption, in a bucket in memory; commands run as a user would type them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ObjectStore } from "../../../scripts/core/ports";
import { services } from "../../../scripts/services";
import { type Ran, sealstack } from "../processes/cli";
import { type FakeKey, type KmsEndpoint, kmsEndpoint } from "../servers/kms-endpoint";
import { MemoryVersions } from "../stores/memory-versions";

export interface KeyLife {
  readonly kms: KmsEndpoint;
  readonly dir: string;
  run(store: ObjectStore, argv: readonly string[], now?: Date, signal?: AbortSignal): Promise<Ran>;
  /** Makes a backup under a key. @returns its id. */
  backUp(store: ObjectStore, key: FakeKey, at: string, name?: string): Promise<string>;
}

const CREDENTIALS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;

export const BACKED_UP = "the only copy of it";

export function useKeyLife(): () => KeyLife {
  let life: KeyLife | undefined;
  beforeAll(async () => {
    const kms = await kmsEndpoint();
    const dir = mkdtempSync(join(tmpdir(), "key-life-"));
    const env = {
      AWS_ENDPOINT_URL_KMS: kms.url,
      AWS_REGION: "eu-central-1",
    };
    for (const name of CREDENTIALS) process.env[name] ??= "test"; // the SDK reads them itself
    const run: KeyLife["run"] = (store, argv, now = new Date("2026-11-28T12:00:00Z"), signal) =>
      sealstack(argv, {
        env,
        now: () => now,
        services: { ...services, store: async () => store, versions: async () => new MemoryVersions() },
        ...(signal && { signal }),
      });
    writeFileSync(join(dir, "data"), BACKED_UP);
    life = {
      kms,
      dir,
      run,
      backUp: async (store, key, at, name = "ca") => {
        const argv = [
          "backup",
          "--json",
          "--bucket",
          "b",
          "--prefix",
          "p/",
          "--key",
          key.arn,
          "--name",
          name,
        ];
        const made = await run(store, [...argv, "--context", "tenant=x", join(dir, "data")], new Date(at));
        if (made.status !== 0) throw new Error(made.stderr);
        return (JSON.parse(made.stdout.toString()) as { id: string }).id;
      },
    };
  });
  afterAll(async () => {
    await life?.kms.close();
    if (life !== undefined) rmSync(life.dir, { recursive: true, force: true });
  });
  afterEach(() => {
    if (life !== undefined) life.kms.decide = () => "pass";
  });
  return () => {
    if (life === undefined) throw new Error("not set up yet");
    return life;
  };
}
