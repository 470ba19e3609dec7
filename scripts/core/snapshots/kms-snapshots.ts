/** The ports over AWS, with a client for each service and region. */
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { answeredKey, answeredWord } from "../../clients/replies/kms-reply";
import { kmsClient } from "../../clients/services/kms";
import type { ClientSettings } from "../../clients/settings/settings";
import { attempt } from "./ec2-attempt";
import type { SnapshotKey, SnapshotKind, SnapshotPlace, Snapshots } from "./ports";

/** Endpoints by service; AWS's own where absent. */
export type Endpoints = Readonly<Partial<Record<"ec2" | "kms" | "rds", string>>>;

/** Loads the client of EC2 or RDS, which are large, when a place of theirs is asked for something first. */
export function awsSnapshots(endpoints: Endpoints): Snapshots {
  return {
    at: (kind, region) => lazily(() => placeOf(kind, region, endpoints)),
    key: (KeyId, region) =>
      attempt(`look up the key ${KeyId}`, async () => {
        const kms = kmsClient(settingsOf(region, endpoints.kms));
        const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId }));
        return {
          arn: answeredKey(key?.Arn, KeyId, region),
          state: answeredWord(key?.KeyState, "the state of the key"),
          manager: managerOf(answeredWord(key?.KeyManager, "the manager of the key")),
          spec: answeredWord(key?.KeySpec, "the spec of the key"),
        };
      }),
  };
}

function managerOf(word: string): SnapshotKey["manager"] {
  if (word === "AWS" || word === "CUSTOMER") return word;
  throw new BadReplyError("KMS answered without the manager of the key");
}

async function placeOf(kind: SnapshotKind, region: string, endpoints: Endpoints): Promise<SnapshotPlace> {
  if (kind === "db-snapshot" || kind === "db-cluster-snapshot") {
    const { rdsClient } = await import("../../clients/services/rds");
    const { rdsSnapshots } = await import("./rds-snapshots");
    return rdsSnapshots(rdsClient(settingsOf(region, endpoints.rds)), kind);
  }
  const { ec2Client } = await import("../../clients/services/ec2");
  const settings = settingsOf(region, endpoints.ec2);
  const client = ec2Client(settings);
  if (kind === "ami") return (await import("./ec2-images")).ec2Images(client);
  return (await import("./ec2-snapshots")).ec2Snapshots(client, ec2Client(settings, 1));
}

function settingsOf(region: string, endpoint: string | undefined): ClientSettings {
  return { region, ...(endpoint === undefined ? {} : { endpoint }) };
}

function lazily(make: () => Promise<SnapshotPlace>): SnapshotPlace {
  let made: Promise<SnapshotPlace> | undefined;
  const place = () => {
    made ??= make();
    return made;
  };
  return {
    find: async (id) => (await place()).find(id),
    sharedWith: async (snapshot) => (await place()).sharedWith(snapshot),
    share: async (snapshot, accounts) => (await place()).share(snapshot, accounts),
    copiesWith: async (tag) => (await place()).copiesWith(tag),
    copy: async (order) => (await place()).copy(order),
  };
}
