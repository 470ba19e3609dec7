import { shortHash, snapshotName, sourceTag } from "../../../../scripts/core/snapshots/name";
import type { SnapshotKind } from "../../../../scripts/core/snapshots/ports";

const RDS = "arn:aws:rds:eu-west-1:111122223333";

describe("the name of a snapshot", () => {
  it.each<[string, SnapshotKind | undefined, SnapshotKind, string | undefined]>([
    ["snap-0123456789abcdef0", undefined, "ebs-snapshot", undefined],
    ["snap-0123abcd", "ebs-snapshot", "ebs-snapshot", undefined],
    ["ami-0123456789abcdef0", undefined, "ami", undefined],
    ["arn:aws:ec2:eu-west-1::snapshot/snap-0123456789abcdef0", undefined, "ebs-snapshot", "eu-west-1"],
    [
      "arn:aws:ec2:eu-west-1:111122223333:snapshot/snap-0123456789abcdef0",
      undefined,
      "ebs-snapshot",
      "eu-west-1",
    ],
    ["arn:aws-cn:ec2:cn-north-1::image/ami-0123456789abcdef0", undefined, "ami", "cn-north-1"],
    [`${RDS}:snapshot:nightly`, undefined, "db-snapshot", "eu-west-1"],
    [`${RDS}:snapshot:rds:shop-2026-01-02-03-04`, undefined, "db-snapshot", "eu-west-1"],
    [`${RDS}:snapshot:awsbackup:job-1`, undefined, "db-snapshot", "eu-west-1"],
    [`${RDS}:cluster-snapshot:nightly`, "db-cluster-snapshot", "db-cluster-snapshot", "eu-west-1"],
    ["nightly", "db-snapshot", "db-snapshot", undefined],
    ["rds:shop-2026-01-02-03-04", "db-cluster-snapshot", "db-cluster-snapshot", undefined],
  ])("tells the kind and region of %s", (text, type, kind, region) => {
    expect(snapshotName(text, type)).toMatchObject({ kind, region });
  });

  it.each<[string, SnapshotKind | undefined, RegExp]>([
    ["", undefined, /'' is not the name of a snapshot/],
    ["nightly", undefined, /say --type db-snapshot or --type db-cluster-snapshot/],
    ["nightly", "ami", /is not the name of a snapshot of type ami/],
    ["snap-xyz", undefined, /is not the name of a snapshot/],
    ["snap-0123456789abcdef0", "db-snapshot", /is of type ebs-snapshot, got --type db-snapshot/],
    ["vol-0123456789abcdef0", undefined, /is not the name of a snapshot/],
    ["arn:aws:ec2:eu-west-1::snapshot/ami-0123456789abcdef0", undefined, /is not the name of a snapshot/],
    ["arn:aws:ec2:eu-west-1::volume/vol-0123456789abcdef0", undefined, /is not the name of a snapshot/],
    [`${RDS}:db:shop`, undefined, /is not the name of a snapshot/],
    [`${RDS}:snapshot:`, undefined, /is not the name of a snapshot/],
    [`${RDS}:cluster-snapshot:nightly`, "db-snapshot", /is of type db-cluster-snapshot/],
    ["-nightly", "db-snapshot", /is not the name of a snapshot of type db-snapshot/],
  ])("fails on %j of type %s", (text, type, message) => {
    let thrown: unknown;
    try {
      snapshotName(text, type);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ exit: "usage" });
    const { message: said, hint } = thrown as { message: string; hint: string };
    expect(`${said}\n${hint}`).toMatch(new RegExp(message.source, `${message.flags}m`));
  });
});

describe("the tag of a copy", () => {
  it("is the ARN of its source, with the region that it is in", () => {
    expect(sourceTag({ kind: "ami", id: "ami-0123abcd" }, "aws", "eu-west-1")).toBe(
      "arn:aws:ec2:eu-west-1::image/ami-0123abcd",
    );
    expect(sourceTag({ kind: "db-snapshot", id: `${RDS}:snapshot:nightly` }, "aws", "eu-west-1")).toBe(
      `${RDS}:snapshot:nightly`,
    );
  });

  it("is a digest where the ARN is longer than a tag may be", () => {
    const id = `${RDS}:snapshot:${"a".repeat(255)}`;
    expect(sourceTag({ kind: "db-snapshot", id }, "aws", "eu-west-1")).toBe(`sha256:${shortHash(id, 64)}`);
  });
});
