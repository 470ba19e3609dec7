/** Gaps of the emulator that a call shows: when one is closed, its row in tools/emulator/unsupported.ts and what goes around it can go. */
import {
  CreateKeyCommand,
  GetKeyPolicyCommand,
  ListResourceTagsCommand,
  ReplicateKeyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { testClients } from "../../helpers/emulator";

describe("what the emulator cannot show", () => {
  it("is what ReplicateKey is told of tags and policy", async () => {
    const { kmsIn } = testClients();
    const [here, there] = [kmsIn("eu-central-1"), kmsIn("eu-west-1")];
    const { KeyMetadata } = await here.send(new CreateKeyCommand({ MultiRegion: true }));
    const KeyId = KeyMetadata?.KeyId;
    const root = `arn:aws:iam::${KeyMetadata?.AWSAccountId}:root`;
    const statement = {
      Sid: "TheOneAskedFor",
      Effect: "Allow",
      Principal: { AWS: root },
      Action: "kms:*",
      Resource: "*",
    };
    await here.send(
      new ReplicateKeyCommand({
        KeyId,
        ReplicaRegion: "eu-west-1",
        Tags: [{ TagKey: "asked", TagValue: "for" }],
        Policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
      }),
    );
    try {
      const { Tags } = await there.send(new ListResourceTagsCommand({ KeyId }));
      expect(Tags ?? []).toEqual([]); // AWS: the one that was asked for
      const { Policy } = await there.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
      expect(Policy).not.toContain("TheOneAskedFor");
    } finally {
      for (const kms of [there, here])
        await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    }
  });
});
