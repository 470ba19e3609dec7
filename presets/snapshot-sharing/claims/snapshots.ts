/** What the role of a side may ask of EC2 and RDS. */
import { type Claim, type ClaimContext, claimsAbout } from "../../common/claims/claim";
import { actingArn, actingName, type ClaimSubject } from "./subject";

/** What nobody of the preset may do, by what it is about. */
const NEVER = {
  snapshot: [
    "ec2:CreateSnapshot",
    "ec2:CreateVolume",
    "ec2:DeleteSnapshot",
    "ec2:DeleteTags",
    "ec2:ResetSnapshotAttribute",
  ],
  image: ["ec2:DeregisterImage", "ec2:ResetImageAttribute", "ec2:RunInstances"],
  database: [
    "rds:DeleteDBClusterSnapshot",
    "rds:DeleteDBSnapshot",
    "rds:RemoveTagsFromResource",
    "rds:RestoreDBClusterFromSnapshot",
    "rds:RestoreDBInstanceFromDBSnapshot",
    "rds:StartExportTask",
  ],
} as const;

const COPIED: ClaimContext = { "ec2:CreateAction": "CopySnapshot" };
const IMAGE_COPIED: ClaimContext = { "ec2:CreateAction": "CopyImage" };
const TAGGED: ClaimContext = { "aws:TagKeys": ["sealstack:source"] };

/** Where snapshots of the sources are: the stack's own place, and those of the source keys. */
function places({ config, region, accountId }: ClaimSubject) {
  const sources = (config.target?.keyArns ?? []).map((arn) => {
    const [, , , sourceRegion = "", account = ""] = arn.split(":");
    return { region: sourceRegion, accountId: account };
  });
  return [{ region, accountId }, ...sources];
}

const ebs = (region: string, type: "image" | "snapshot") => `arn:aws:ec2:${region}::${type}/${type}-1`;
const database = ({ region, accountId }: { region: string; accountId: string }, cluster = "") =>
  `arn:aws:rds:${region}:${accountId}:${cluster}snapshot:nightly`;

export function snapshotClaims(subject: ClaimSubject): readonly Claim[] {
  return [...ec2Claims(subject), ...rdsClaims(subject)];
}

function ec2Claims(subject: ClaimSubject): readonly Claim[] {
  const { region, config } = subject;
  const { may, mayNot, mayNotCall } = about(subject);
  const snapshot = ebs(region, "snapshot");
  const image = ebs(region, "image");
  const copies = ["ec2:CopyImage", "ec2:CopySnapshot"];
  if (!config.services.includes("ec2"))
    return mayNotCall([...copies, "ec2:ModifySnapshotAttribute"], snapshot);
  const regions = [...new Set(places(subject).map((place) => place.region))];
  return [
    ...["ec2:DescribeImages", "ec2:DescribeSnapshots"].map((action) =>
      may(`call ${action}`, action, "*", {}, "FindSnapshots"),
    ),
    ...regions.flatMap((one) =>
      copies.flatMap((action) => [
        may(`call ${action} on snapshots of ${one}`, action, ebs(one, "snapshot"), {}, "CopySnapshots"),
        ...(action === "ec2:CopyImage"
          ? [may(`call ${action} on images of ${one}`, action, ebs(one, "image"), {}, "CopySnapshots")]
          : []),
      ]),
    ),
    ...copies.map((action) =>
      mayNot(`call ${action} on snapshots of another region`, action, ebs("ap-south-1", "snapshot")),
    ),
    may("tag a copy", "ec2:CreateTags", snapshot, COPIED, "TagCopies"),
    may("tag the copy of an AMI", "ec2:CreateTags", image, IMAGE_COPIED, "TagCopies"),
    mayNot("tag what it did not make", "ec2:CreateTags", snapshot),
    mayNot("tag in another region", "ec2:CreateTags", ebs("ap-south-1", "snapshot"), COPIED),
    mayNot(
      "tag an instance",
      "ec2:CreateTags",
      `arn:aws:ec2:${region}:${subject.accountId}:instance/i-1`,
      COPIED,
    ),
    ...mayNotCall(NEVER.snapshot, snapshot),
    ...mayNotCall(NEVER.image, image),
    mayNot("list instances", "ec2:DescribeInstances", "*"),
    ...ebsShareClaims(subject),
  ];
}

function ebsShareClaims(subject: ClaimSubject): readonly Claim[] {
  const { region, config, otherAccountId } = subject;
  const { may, mayNot, mayNotCall } = about(subject);
  const snapshot = ebs(region, "snapshot");
  const image = ebs(region, "image");
  const action = "ec2:ModifySnapshotAttribute";
  const looks = [
    ["ec2:DescribeSnapshotAttribute", snapshot],
    ["ec2:DescribeImageAttribute", image],
  ] as const;
  const accounts = config.source?.accounts ?? [];
  if (accounts.length === 0)
    return [
      ...mayNotCall([action, "ec2:DescribeSnapshotAttribute"], snapshot),
      ...mayNotCall(["ec2:ModifyImageAttribute", "ec2:DescribeImageAttribute"], image),
    ];
  return [
    ...accounts.map((account) =>
      may(
        `share a snapshot with ${account}`,
        action,
        snapshot,
        { "ec2:Add/userId": account },
        "ShareSnapshots",
      ),
    ),
    mayNot("share a snapshot with another account", action, snapshot, { "ec2:Add/userId": otherAccountId }),
    mayNot("share a snapshot with everybody", action, snapshot, { "ec2:Add/group": "all" }),
    mayNot("share a snapshot with everybody beside an account", action, snapshot, {
      "ec2:Add/userId": accounts[0] ?? "",
      "ec2:Add/group": "all",
    }),
    mayNot("share a snapshot of another region", action, ebs("ap-south-1", "snapshot"), {
      "ec2:Add/userId": accounts[0] ?? "",
    }),
    may("share an AMI", "ec2:ModifyImageAttribute", image, {}, "ShareImages"),
    mayNot("share an AMI of another region", "ec2:ModifyImageAttribute", ebs("ap-south-1", "image")),
    ...looks.flatMap(([look, resource]) => [
      may(`call ${look}`, look, resource, {}, "SeeWhoShares"),
      mayNot(`call ${look} in another region`, look, resource.replace(region, "ap-south-1")),
    ]),
  ];
}

function rdsClaims(subject: ClaimSubject): readonly Claim[] {
  const { region, accountId, config } = subject;
  const { may, mayNot, mayNotCall } = about(subject);
  // That a snapshot of another account is shared stands in no policy, so that the evaluator has but half of it.
  const judged = places(subject).filter((place) => place.accountId === accountId);
  const own = { region, accountId };
  const kinds = [
    { cluster: "", kind: "DBSnapshot", what: "snapshots" },
    { cluster: "cluster-", kind: "DBClusterSnapshot", what: "cluster snapshots" },
  ];
  if (!config.services.includes("rds"))
    return kinds.flatMap(({ cluster, kind }) =>
      mayNotCall([`rds:Copy${kind}`, `rds:Modify${kind}Attribute`], database(own, cluster)),
    );
  const shares = (config.source?.accounts ?? []).length > 0;
  return [
    ...["rds:DescribeDBClusterSnapshots", "rds:DescribeDBSnapshots"].map((action) =>
      may(
        `call ${action}`,
        action,
        database(own, action.includes("Cluster") ? "cluster-" : ""),
        {},
        "FindDatabaseSnapshots",
      ),
    ),
    ...kinds.flatMap(({ cluster, kind, what }) => [
      ...judged.map((place) =>
        may(
          `copy ${what} of databases of ${place.accountId} in ${place.region}`,
          `rds:Copy${kind}`,
          database(place, cluster),
          {},
          "CopyDatabaseSnapshots",
        ),
      ),
      mayNot(
        `copy ${what} of databases of another region`,
        `rds:Copy${kind}`,
        database({ region: "ap-south-1", accountId }, cluster),
      ),
      may(
        `tag a copy of ${what} of databases`,
        "rds:AddTagsToResource",
        database(own, cluster),
        TAGGED,
        "TagDatabaseCopies",
      ),
      mayNot(`tag ${what} of databases with another name`, "rds:AddTagsToResource", database(own, cluster), {
        "aws:TagKeys": ["sealstack:source", "owner"],
      }),
      mayNot(`tag ${what} of databases without a tag`, "rds:AddTagsToResource", database(own, cluster)),
      ...(shares
        ? [
            may(
              `share ${what} of databases`,
              `rds:Modify${kind}Attribute`,
              database(own, cluster),
              {},
              "ShareDatabaseSnapshots",
            ),
            may(
              `see with whom ${what} of databases are shared`,
              `rds:Describe${kind}Attributes`,
              database(own, cluster),
              {},
              "SeeWhoSharesDatabases",
            ),
            ...[`rds:Modify${kind}Attribute`, `rds:Describe${kind}Attributes`].map((action) =>
              mayNot(
                `call ${action} in another region`,
                action,
                database({ region: "ap-south-1", accountId }, cluster),
              ),
            ),
          ]
        : mayNotCall(
            [`rds:Modify${kind}Attribute`, `rds:Describe${kind}Attributes`],
            database(own, cluster),
          )),
      ...mayNotCall(
        NEVER.database.filter((action) => action.includes("Cluster") === (cluster !== "")),
        database(own, cluster),
      ),
    ]),
    mayNot("take a tag away", "rds:RemoveTagsFromResource", database(own), TAGGED),
    mayNot("tag a database", "rds:AddTagsToResource", `arn:aws:rds:${region}:${accountId}:db:shop`, TAGGED),
  ];
}

function about(subject: ClaimSubject) {
  return claimsAbout(`the ${actingName(subject)}`, { kind: "role", arn: actingArn(subject) });
}
