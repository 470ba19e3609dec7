/** From the values of a stack to what can be judged. */

import { bucketSettings } from "../sources/buckets";
import { collectPolicies, type ManagedPolicies } from "../sources/collect";
import { aliasesOf, keyArn } from "../sources/find";
import { KEY_TYPES } from "../sources/holders";
import { withReferences } from "../sources/unknown-marks";
import type { StackValues } from "../sources/values";
import { grantsOf } from "./grants";
import type { AccessModel, ModelPolicy } from "./model";
import { ADMINISTRATOR_ACCESS, peopleOf } from "./people";
import { thingsOf } from "./things";

/** Ways to give permissions that are not read. */
const UNREAD: Readonly<Record<string, string>> = {
  aws_s3_access_point: "the policy of an access point",
  aws_lambda_permission: "permissions of a function",
  aws_organizations_policy: "policies of the organization",
  aws_kms_custom_key_store: "a key store of one's own",
  aws_s3_bucket_acl: "an access control list",
};

/** @throws AccessError for a policy that is none */
export function buildModel(
  stack: StackValues,
  about: Pick<AccessModel, "stack" | "origin">,
  managed: ManagedPolicies = {},
): AccessModel {
  const collected = collectPolicies(stack, { ...awsPolicies(stack.partition), ...managed });
  const policies: readonly ModelPolicy[] = collected.policies.map(({ address, document, ...rest }) => ({
    ...rest,
    name: address,
    document: withReferences(document),
  }));
  const grants = grantsOf(stack);
  const keys = stack.resources.filter(({ type }) => KEY_TYPES.includes(type)).map(({ arn }) => arn);
  const aliases = Object.fromEntries(keys.map((arn) => [arn, aliasesOf(stack, arn)]));
  const people = peopleOf(
    stack,
    policies,
    grants.map(({ grantee }) => grantee),
  );
  return {
    ...about,
    region: stack.region,
    partition: stack.partition,
    account: stack.account,
    principals: people.principals,
    resources: thingsOf(stack.resources, policies, aliases),
    policies,
    grants,
    buckets: bucketSettings(stack),
    aliases,
    terraform: stack.resources.map((each) => withReferences(each)),
    unread: [
      ...people.unread,
      ...collected.loose.map(
        ({ address, attribute, said }) =>
          `${address} is about ${attribute} '${said}', which is not in the stack`,
      ),
      ...stack.resources.flatMap(({ type, address, region, attributes }) => {
        if (type === "aws_kms_grant" && keyArn(stack, attributes.key_id, region) === undefined)
          return [`${address} is on a key that is not in the stack`];
        return UNREAD[type] === undefined ? [] : [`${address}: ${UNREAD[type]} is not read`];
      }),
    ],
  };
}

function awsPolicies(partition: string): ManagedPolicies {
  const { document } = ADMINISTRATOR_ACCESS;
  return "unknown" in document ? {} : { [`arn:${partition}:iam::aws:policy/AdministratorAccess`]: document };
}
