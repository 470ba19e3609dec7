/** IAM: managed policies. */
import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  type IAMClient,
  ListPolicyVersionsCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { policyText, tags } from "../attribute-schemas";
import { resourceType } from "../resource-type";
import { fromTagList, present, tagChanges, tagList, unlessMissing } from "../sdk";
import { documentFacts, MISSING } from "./iam-common";

const policySchema = z.strictObject({
  name: z.string(),
  path: z.string().default("/"),
  description: z.string().default(""),
  policy: policyText,
  tags,
});

export const iamPolicy = resourceType(policySchema, {
  replaceOn: ["name", "path", "description"],
  async create({ iam }, { name, path, description, policy, tags: wantedTags }) {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: name,
        Path: path,
        Description: description,
        PolicyDocument: policy,
        Tags: tagList(wantedTags),
      }),
    );
    return { id: present(Policy?.Arn, "policy ARN") };
  },
  async read({ iam }, id) {
    const policy = (await unlessMissing(MISSING, iam.send(new GetPolicyCommand({ PolicyArn: id }))))?.Policy;
    if (policy === undefined) return undefined;
    const request = new GetPolicyVersionCommand({ PolicyArn: id, VersionId: policy.DefaultVersionId });
    const { PolicyVersion } = await iam.send(request);
    return {
      facts: { policy: documentFacts(PolicyVersion?.Document), tags: fromTagList(policy.Tags) },
      computed: { id, arn: id, policy_id: policy.PolicyId },
    };
  },
  facts: ({ policy, tags: wantedTags }) => ({ policy: documentFacts(policy), tags: wantedTags }),
  async update({ iam }, PolicyArn, wanted, before) {
    // At most five versions may stand; only the default one is of use here.
    await deleteOldVersions(iam, PolicyArn);
    const PolicyDocument = wanted.policy;
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
    const { removed } = tagChanges(before.tags, wanted.tags);
    if (removed.length > 0) await iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: removed }));
    await iam.send(new TagPolicyCommand({ PolicyArn, Tags: tagList(wanted.tags) }));
  },
  async remove({ iam }, PolicyArn) {
    await unlessMissing(MISSING, deleteOldVersions(iam, PolicyArn));
    await unlessMissing(MISSING, iam.send(new DeletePolicyCommand({ PolicyArn })));
    return undefined;
  },
});

async function deleteOldVersions(iam: IAMClient, PolicyArn: string): Promise<void> {
  const { Versions = [] } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (IsDefaultVersion !== true) await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
}
