/** docs/game-day.md, followed: what somebody does with stolen credentials. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { parseConfig } from "../../../config";
import type { ClaimVariant } from "../../../presets/etcd-ca-backup/claims";
import { claimStack } from "../../helpers/claim-tables/etcd-ca-backup";
import { testClients } from "../../helpers/emulator";
import { attempts, follow, gameDayStack } from "../../helpers/game-day/game-day";
import { tryOnPolicies } from "../../helpers/game-day/game-day-attempts";
import { backedUp, useGameDay } from "../../helpers/game-day/game-day-place";
import { sealstack } from "../../helpers/processes/cli";
import { useTempDir } from "../../helpers/temp-dir";

const OLD_KEY = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001";
const HOST = "A host is stolen";
const DELETED = "Everything is deleted";
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe("somebody with stolen credentials", () => {
  const {
    preset: _,
    region: __,
    ...config
  } = Object.values(
    parseConfig(gameDayStack("game-day", OLD_KEY), "docs/game-day.md").stacks,
  )[0] as ClaimVariant & { readonly preset: string; readonly region: string };
  const judged = claimStack(config);

  it.each(
    (
      [
        [HOST, "writer"],
        [DELETED, "keeper"],
      ] as const
    ).flatMap(([title, role]) =>
      attempts(title).map((attempt) => [role, attempt.what, attempt.action, attempt] as const),
    ),
  )("of the %s gets what the page says where he tries to %s (%s)", (role, _what, _action, attempt) => {
    expect(tryOnPolicies(judged, role, attempt)).toBe(attempt.allowed ? "allowed" : "denied");
  });
});

describe("on a game day", () => {
  const dir = useTempDir();
  const place = useGameDay("game-day-thief");

  /** The emulator asks no policy, but what is locked it does not delete. */
  const expectLocked = async (key: string) => {
    const { s3 } = testClients();
    const Bucket = place().bucket;
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: key }));
    expect(Versions).toHaveLength(1);
    const VersionId = Versions[0]?.VersionId;
    await expect(s3.send(new DeleteObjectCommand({ Bucket, Key: key, VersionId }))).rejects.toMatchObject({
      name: "AccessDenied",
    });
  };

  it("a host is stolen", async () => {
    const lost = await backedUp(place(), dir(), minutesAgo(50));
    const { s3 } = testClients();
    const over = new PutObjectCommand({ Bucket: place().bucket, Key: lost.id, Body: "x", IfNoneMatch: "*" });
    await expect(s3.send(over)).rejects.toMatchObject({ name: "PreconditionFailed" });
    await expectLocked(lost.id);
    const junk = join(dir(), "junk");
    mkdirSync(junk);
    writeFileSync(join(junk, "ca.json"), "mine");
    const flags = ["--outputs", place().outputsFile, "--prefix", "step-ca/", "--name", "ca", "--json"];
    const bad = await sealstack(["backup", ...flags, junk], { now: () => minutesAgo(45) });
    const { id } = JSON.parse(bad.stdout.toString()) as { id: string };
    const [listed] = await follow(HOST, { ...lost.values, BAD_ID: id });
    expect(listed?.stdout.toString()).toContain(id);
    await lost.expectRestored();
  });

  it("everything is deleted", async () => {
    const lost = await backedUp(place(), dir(), minutesAgo(30));
    const { s3 } = testClients();
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: place().bucket }));
    for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket: place().bucket, Key }));
    await expectLocked(lost.id);
    const listed = await sealstack(["list", "--outputs", place().outputsFile, "--json"]);
    expect(listed.stdout.toString()).not.toContain(lost.id);
    await follow(DELETED, lost.values);
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: place().bucket }));
    expect(KeyCount).toBe(Contents.length);
    await lost.expectRestored();
  });

  it("a backup was replaced by an older one", async () => {
    const old = await backedUp(place(), dir(), minutesAgo(20));
    const lost = await backedUp(place(), dir(), minutesAgo(15));
    await backedUp(place(), dir(), minutesAgo(10));
    const { s3 } = testClients();
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: place().bucket, Key: old.id }));
    const put = new PutObjectCommand({
      Bucket: place().bucket,
      Key: lost.id,
      Body: (await Body?.transformToByteArray()) ?? "",
    });
    const { VersionId = "" } = await s3.send(put);
    const [, found] = await follow("A backup was replaced by an older one", {
      ...lost.values,
      REPLACED_ID: lost.id,
      FALSE_VERSION: VersionId,
    });
    expect(found?.stdout.toString()).toContain(lost.id);
    await lost.expectRestored();
  });
});
