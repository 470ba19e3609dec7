/** AWS in memory as the commands see it, and what goes wrong with it: S3 with versions, KMS, a role, EBS snapshots, CloudTrail; every other service only fails. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { decrypted } from "../judging/cloudtrail-records";
import { sealstack } from "../processes/cli";
import { cloudTrailEndpoint } from "../servers/cloudtrail-endpoint";
import { type KmsEndpoint, type KmsFate, kmsEndpoint } from "../servers/kms-endpoint";
import { type S3Endpoint, type S3Request, s3Endpoint } from "../servers/s3-endpoint";
import {
  type Fault,
  kmsFate,
  otherChange,
  otherError,
  otherRefusal,
  s3Change,
  s3Refusal,
  slowly,
  UNAVAILABLE,
} from "./faults";
import { type KeyCalls, keyCalls } from "./key-calls";
import { KEY_POLICY, roleCalls, writeStack } from "./role-calls";
import { type SnapshotCalls, snapshotCalls } from "./snapshot-calls";
import { type Versions, versionsOf } from "./versions";

/** What becomes of one request: `lost` is done, and not answered; `refused` is a 503. */
export type Lot = "good" | "cut" | "lost" | "refused";

export interface Asked {
  readonly operation: string;
  readonly changes: boolean;
}

export interface FaultWorld {
  readonly kms: KmsEndpoint;
  readonly s3: S3Endpoint;
  readonly versions: Versions;
  readonly keys: KeyCalls;
  readonly snapshots: SnapshotCalls;
  readonly keyArn: string;
  /** Another key, for backups to go to. */
  readonly newKeyArn: string;
  /** Ids of the backups that are there, the older first. */
  readonly older: string;
  readonly backup: string;
  /** One that a delete marker hides, and a legal hold keeps. */
  readonly hidden: string;
  /** Environment of commands. */
  readonly env: Readonly<Record<string, string>>;
  /** A folder with `file`, `large`, `message`, `items`, `fleet.csv`, a stack and what else commands read. */
  readonly dir: string;
  set(fault: Fault | undefined): void;
  /** Decides on requests by their number, from 1 on, whichever service they go to; counts again. */
  lots(draw: (number: number) => Lot): void;
  /** Requests since then: what they ask, and whether that is a change. */
  requests(): readonly Asked[];
  /** Puts everything back to how it was at first. */
  reset(): void;
  close(): Promise<void>;
}

/** Operations of KMS and EC2 after which something is otherwise. */
const CHANGES = /^(Create|Put|Enable|Update|Import|Rotate|Modify|Copy)/;

/** Folder of a completion report, on the host and in the bucket. */
export const REPORT = "report";

/** Bytes: two parts. */
const LARGE = 6 * 1024 ** 2;

export async function faultWorld(dir: string): Promise<FaultWorld> {
  const [kms, s3, trail] = await Promise.all([kmsEndpoint(), s3Endpoint(), cloudTrailEndpoint()]);
  let fault: Fault | undefined;
  let draw: (number: number) => Lot = () => "good";
  let requests: Asked[] = [];
  const lot = (operation: string, changes: boolean): Lot => draw(requests.push({ operation, changes }));
  const versions = versionsOf(s3);
  const key = kms.createKey();
  const [wrong, newKey] = [kms.createKey(), kms.createKey()];
  for (const each of [key, newKey])
    each.metadata = { CreationDate: 1_700_000_000, KeyManager: "CUSTOMER", Origin: "AWS_KMS" };
  const keys = keyCalls(kms);
  keys.policies.set(key.arn, KEY_POLICY);
  const snapshots = snapshotCalls(key.arn);
  const roles = roleCalls(key.arn);

  kms.decide = async (request): Promise<KmsFate> => {
    const drawn = lot(request.operation, CHANGES.test(request.operation));
    if (drawn === "cut") return { broken: (outgoing) => outgoing.destroy() };
    if (drawn === "lost") return { raw: (outgoing) => outgoing.destroy() };
    if (drawn === "refused") return kmsFate("503", request, wrong.arn);
    return kmsFate(fault, request, wrong.arn);
  };
  const lost = new WeakSet<S3Request>();
  s3.before = async (request) => {
    const drawn = lot(`${request.method} ${request.operation}`, !/^(GET|HEAD)$/.test(request.method));
    if (drawn === "cut") return "cut";
    if (drawn === "refused") return UNAVAILABLE;
    if (drawn === "lost") lost.add(request);
    return (await s3Refusal(fault)) ?? versions.answer(request);
  };
  s3.change = (reply, request) => (lost.has(request) ? "cut" : s3Change(fault, reply, request));
  trail.records = [{ ...decrypted(key.arn), eventTime: new Date(Date.now() - 60_000).toISOString() }];

  const others = createServer(async (incoming, outgoing) => {
    const body = await text(incoming).catch(() => undefined);
    if (body === undefined) return; // whoever asked has gone
    const [, action = ""] = /Action=(\w+)/.exec(body) ?? [];
    const drawn = lot(action, CHANGES.test(action));
    if (drawn === "cut") incoming.socket.destroy();
    else if (drawn === "refused") otherError(incoming, outgoing, 503, "ServiceUnavailable");
    else if (!otherRefusal(fault, incoming, outgoing))
      await answer({ body, action }, incoming, outgoing, drawn === "lost");
  });
  const answer = async (
    { body, action }: { readonly body: string; readonly action: string },
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    isLost: boolean,
  ): Promise<void> => {
    if (fault === "slow") await slowly();
    const isOfTrail = /CloudTrail/.test(String(incoming.headers["x-amz-target"]));
    const ofRole = roles[action];
    const isKnown = isOfTrail || ofRole !== undefined || /Snapshot|^GetCallerIdentity$/.test(action);
    if (!isKnown) return otherError(incoming, outgoing, 500, "InternalFailure");
    const reply = isOfTrail
      ? await (await fetch(trail.url, { method: "POST", body })).text()
      : (ofRole ?? snapshots.answer(body));
    if (isLost) outgoing.destroy();
    else outgoing.writeHead(200).end(otherChange(fault, reply));
  };
  await new Promise<void>((resolve) => others.listen(0, "127.0.0.1", resolve));

  const env = {
    AWS_REGION: "eu-central-1",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(others.address() as AddressInfo).port}`,
    AWS_ENDPOINT_URL_KMS: kms.url,
    AWS_ENDPOINT_URL_S3: s3.url,
  };
  const made = await furnish(dir, { env, key: key.arn, signing: keys.signing.arn, mac: keys.mac.arn });
  for (const path of ["manifest.json", "results/succeeded.csv"])
    s3.objects.set(`${REPORT}/${path}`, readFileSync(join(dir, REPORT, path)));
  s3.uploads.set("left", { key: "p/gone-20261120T010000Z.tar.gz.kms", parts: new Map() });
  const restore = [versions.save(), keys.save(), snapshots.save()];
  const [hidden = "", older = "", backup = ""] = made;
  return {
    ...{ kms, s3, versions, keys, snapshots, env, dir, hidden, older, backup },
    keyArn: key.arn,
    newKeyArn: newKey.arn,
    set: (next) => {
      fault = next;
    },
    lots: (next) => {
      draw = next;
      requests = [];
    },
    requests: () => requests,
    reset: () => {
      for (const each of restore) each();
    },
    close: async () => {
      others.closeAllConnections();
      await Promise.all([
        ...[kms.close(), s3.close(), trail.close()],
        new Promise((resolve) => others.close(resolve)),
      ]);
    },
  };
}

/** Files, and three backups, the oldest of which is hidden. @returns their ids */
async function furnish(
  dir: string,
  { env, key, signing, mac }: { env: Record<string, string>; key: string; signing: string; mac: string },
): Promise<readonly string[]> {
  const at = (name: string): string => join(dir, name);
  mkdirSync(at("out"));
  writeStack(dir, key);
  writeFileSync(at("file"), "content");
  writeFileSync(at("large"), Buffer.alloc(LARGE, "x"));
  writeFileSync(at("items"), '{"id":1,"card":"4111"}\n');
  writeFileSync(at("material"), Buffer.alloc(32, 7), { mode: 0o600 });
  const run = async (argv: readonly string[], now = new Date()): Promise<string> => {
    const ran = await sealstack(argv, { env, now: () => now });
    if (ran.status !== 0) throw new Error(`${argv.join(" ")}: ${ran.stderr}`);
    return ran.stdout.toString();
  };
  const place = ["--bucket", "backups", "--prefix", "p/"];
  const ids: string[] = [];
  for (const time of ["2026-11-20T01:00:00Z", "2026-11-21T01:00:00Z", "2026-11-22T01:41:00Z"]) {
    const said = await run(
      ["backup", "--json", ...place, "--name", "ca", "--key", key, at("file")],
      new Date(time),
    );
    ids.push((JSON.parse(said) as { id: string }).id);
  }
  await run(["prune", ...place, "--keep-last", "2"]);
  await run(["hold", "set", "--bucket", "backups", ids[0] ?? ""]);
  const fleet = ["--key", key, "--operation", "verify-quick", "--manifest", at("fleet.csv")];
  await run(["fleet", "plan", ...place, ...fleet]);
  await run(["fleet", "run", ...fleet, "--report", at(REPORT)]);
  await run(["encrypt", "--key", key, "--in", at("file"), "--out", at("message")]);
  const fields = ["--table", "t", "--id-field", "id", "--field", "card"];
  await run(["encrypt-item", "--key", key, ...fields, "--in", at("items"), "--out", at("sealed")]);
  await run(["sign", "--key", signing, "--in", at("file"), "--out", at("signature")]);
  await run(["mac", "--key", mac, "--in", at("file"), "--out", at("mac")]);
  return ids;
}

/** Names of what a command may have left below `dir`. */
export const filesBelow = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, encoding: "utf8" }).sort();
