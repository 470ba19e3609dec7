/** Keys of an account: state, policy, aliases and grants. */
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type GrantListEntry,
  type KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
} from "@aws-sdk/client-kms";
import type { LiveGrant } from "../../../access/live/facts";
import { toOperatorError } from "../../clients/failures/sdk-errors";
import { BadReplyError } from "../../clients/replies/bad-reply";
import { answeredAliases } from "../../clients/replies/kms-aliases";
import { answeredKey, answeredWord } from "../../clients/replies/kms-reply";
import { pages } from "../../clients/replies/pages";
import { kmsClient } from "../../clients/services/kms";
import { type ClientSettings, requestOptions } from "../../clients/settings/settings";
import { OperatorError } from "../../errors";
import { fact, present } from "./fact";
import type { AccountReader } from "./ports";

/** More than people look at. A quota lets a key have 50,000. */
const MOST_GRANTS = 10_000;
/** Every key has one policy of this name. Source: KMS API Reference, GetKeyPolicy. */
const PolicyName = "default";
const MISSING = ["NotFoundException"];

export function kmsReader(settings: ClientSettings): AccountReader["key"] {
  const clients = new Map<string, KMSClient>();
  const options = requestOptions(settings);
  return async (said, region) => {
    const kms = clients.get(region) ?? kmsClient({ ...settings, region });
    clients.set(region, kms);
    const told = (what: string) => (error: unknown) =>
      toOperatorError(error, { action: `read ${what} of ${said}` });
    const described = await fact(
      async () => {
        const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId: said }), options);
        return {
          arn: answeredKey(key?.Arn, said, region),
          state: answeredWord(key?.KeyState, "the state of the key"),
        };
      },
      told("the state"),
      MISSING,
    );
    if (!("read" in described) || described.read === undefined) return described as { read: undefined };
    const { arn: KeyId, state } = described.read;
    // Together, so that no failure of one is left alone while another is waited for.
    const [policy, aliases, grants] = await Promise.all([
      fact(async () => {
        const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName }), options);
        if (typeof Policy !== "string") throw new BadReplyError("KMS answered without a policy");
        return Policy;
      }, told("the policy")),
      fact(() => aliasesOf(kms, KeyId, options), told("the aliases")),
      fact(() => grantsOf(kms, KeyId, options), told("the grants")),
    ]);
    return {
      read: {
        arn: KeyId,
        state,
        policy: present(policy),
        aliases: present(aliases),
        grants: present(grants),
      },
    };
  };
}

type Options = ReturnType<typeof requestOptions>;

async function aliasesOf(kms: KMSClient, KeyId: string, options: Options): Promise<readonly string[]> {
  const names: string[] = [];
  const all = pages(
    async (Marker) =>
      answeredAliases(
        await kms.send(new ListAliasesCommand({ KeyId, ...withMarker(Marker) }), options),
        KeyId,
      ),
    ({ aliases, next }) => ({ more: next !== undefined, token: next, count: aliases.length }),
  );
  for await (const { aliases } of all) names.push(...aliases.map(({ name }) => name));
  return names.filter((name) => !name.startsWith("alias/aws/"));
}

async function grantsOf(kms: KMSClient, KeyId: string, options: Options): Promise<readonly LiveGrant[]> {
  const found: LiveGrant[] = [];
  const all = pages(
    (Marker) => kms.send(new ListGrantsCommand({ KeyId, ...withMarker(Marker) }), options),
    ({ Truncated: more = false, NextMarker: token, Grants = [] }) => ({ more, token, count: Grants.length }),
  );
  for await (const { Grants = [] } of all) {
    found.push(...Grants.map(grantOf));
    if (found.length > MOST_GRANTS)
      throw new OperatorError("refused", `${KeyId} has more than ${MOST_GRANTS} grants`);
  }
  return found;
}

const withMarker = (Marker: string | undefined) => (Marker === undefined ? {} : { Marker });

function grantOf(grant: GrantListEntry): LiveGrant {
  const { GrantId, Name, GranteePrincipal, RetiringPrincipal, Operations = [], Constraints = {} } = grant;
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = Constraints;
  // Source: KMS API Reference, GrantListEntry: 1 to 128 characters.
  if (typeof GrantId !== "string" || GrantId === "")
    throw new BadReplyError("KMS answered without the id of a grant");
  return {
    id: GrantId,
    ...(Name ? { name: Name } : {}),
    grantee: GranteePrincipal ?? "somebody whom KMS does not name",
    ...(RetiringPrincipal ? { retiring: RetiringPrincipal } : {}),
    operations: Operations.map(String),
    ...(equals === undefined ? {} : { encryptionContextEquals: equals }),
    ...(subset === undefined ? {} : { encryptionContextSubset: subset }),
  };
}
