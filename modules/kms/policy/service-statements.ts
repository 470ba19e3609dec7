/** Statements for services that use a key in their own name. */
import { parseArn } from "../../arn";
import { bounds } from "../../iam/policies/anybody";
import type { Statement } from "../../iam/policies/policy-document";
import { shown, shownText } from "../../show-value";
import { isToken } from "../../tokens";
import type { KeyType } from "../key-type";
import { KIND_NAMES } from "./audiences";
import { THIS_KEY } from "./key-policy";
import type { KeyPolicyProps, OtherServiceUse, ServiceUse } from "./key-policy-props";
import { SERVICES, type ServiceName, serviceTraits } from "./service-principals";
import type { ServiceTraits } from "./service-traits";

/** A part of a policy, and what is wrong with what it was made from. */
export interface Part {
  readonly statements: readonly Statement[];
  readonly problems: readonly string[];
}

/** One part for each service; the second use of a service gets sids that end in 2. */
export function serviceParts(
  { env, services = [] }: KeyPolicyProps,
  key: Pick<KeyType, "kind" | "keySpec">,
): readonly Part[] {
  return services.map((use, index) => {
    if (!Object.hasOwn(SERVICES, use.service))
      return {
        statements: [],
        problems: [
          `service must be one of ${Object.keys(SERVICES).join(", ")}, got ${shownText(use.service)}`,
        ],
      };
    const { sid, principal, statements } = serviceTraits(use.service);
    const earlier = services.slice(0, index).filter(({ service }) => service === use.service).length;
    const number = earlier === 0 ? "" : String(earlier + 1);
    const accountId = use.accountId ?? env.accountId;
    const sourceArns = use.sourceArns ?? serviceTraits(use.service).defaultSourceArns?.(env, accountId) ?? [];
    return {
      statements: statements.map(({ suffix = "", actions, conditions }) => ({
        sid: `${sid}${suffix}${number}`,
        principals: { service: [principal(env)] },
        actions,
        resources: THIS_KEY,
        conditions: conditions({ env, accountId, sourceArns }),
        ...(use.reason === undefined ? {} : { reason: use.reason }),
      })),
      problems: serviceProblems(use, env.region, key),
    };
  });
}

function serviceProblems(
  { service, sourceArns, accountId, reason }: ServiceUse,
  keyRegion: string,
  { kind, keySpec }: Pick<KeyType, "kind" | "keySpec">,
): readonly string[] {
  const traits = serviceTraits(service);
  const problems: string[] = [];
  if (reason === undefined ? traits.unverified !== undefined : reason.trim() === "")
    problems.push(
      `service ${service} needs a reason${traits.unverified === undefined ? ", got an empty one" : `: ${traits.unverified} (${traits.url})`}`,
    );
  if (traits.kind !== kind)
    problems.push(
      `service ${service} takes a key for ${KIND_NAMES[traits.kind]}, not for ${KIND_NAMES[kind]}`,
    );
  else if (traits.keySpec !== undefined && traits.keySpec !== keySpec)
    problems.push(`service ${service} takes keys of spec ${traits.keySpec}, got ${shownText(keySpec)}`);
  if (traits.region !== undefined && keyRegion !== traits.region && !isToken(keyRegion))
    problems.push(`service ${service} takes keys of region ${traits.region}, got ${shownText(keyRegion)}`);
  if (sourceArns?.length === 0 || (sourceArns === undefined && traits.defaultSourceArns === undefined))
    problems.push(`sourceArns of service ${service} must name a resource`);
  if (accountId !== undefined && !/^\d{12}$/.test(accountId) && !isToken(accountId))
    problems.push(`accountId of service ${service} must be twelve digits, got ${shown(accountId)}`);
  return [...problems, ...(sourceArns ?? []).flatMap((arn) => sourceProblems(service, traits, arn))];
}

/** Services whose ARNs name no account, which `aws:SourceAccount` bounds. */
const WITHOUT_ACCOUNT = ["route53", "s3"];

/** What is wrong with the ARN of a resource: a pattern that spans services or accounts would let in anybody's. */
function sourceProblems(service: ServiceName, traits: ServiceTraits, text: string): readonly string[] {
  if (isToken(text)) return [];
  const what = `sourceArns of service ${service}`;
  if (traits.exactSources === true && /[*?]/.test(text))
    return [`${what} must be without patterns, got ${shown(text)}`];
  const arn = parseArn(text.replace(/^(arn:[^:]*:[^:]*):[*]:/, "$1::"));
  if (arn?.service !== traits.sourceService)
    return [`${what} must be ARNs of ${traits.sourceService}, each of one account, got ${shown(text)}`];
  return arn.account === "" && !WITHOUT_ACCOUNT.includes(arn.service)
    ? [`${what} must name their account, got ${shown(text)}`]
    : [];
}

/** Keys of which one binds a service to somebody's resources. */
const BINDS_SOURCE = /^(aws:Source(Account|Arn|OrgID|OrgPaths)|kms:EncryptionContext:.+)$/i;

/** One part for each service that the table does not have. */
export function otherServiceParts(services: readonly OtherServiceUse[]): readonly Part[] {
  return services.map(({ sid, principal, actions, conditions, reason }) => {
    const unbound = !bounds({ ...(conditions === undefined ? {} : { conditions }) }).some(({ key }) =>
      BINDS_SOURCE.test(key),
    );
    const problems: string[] = [];
    if (unbound && (reason ?? "").trim() === "")
      problems.push(
        `service ${principal} needs conditions that bind it to your resources, or a reason why there are none`,
      );
    if (!/^[a-z0-9.-]+\.[a-z]+/.test(principal) && !isToken(principal))
      problems.push(
        `principal of ${shown(sid)} must be a service such as example.amazonaws.com, got ${shown(principal)}`,
      );
    return {
      statements: [
        {
          sid,
          principals: { service: [principal] },
          actions,
          resources: THIS_KEY,
          ...(conditions === undefined || Object.keys(conditions).length === 0 ? {} : { conditions }),
          ...(reason === undefined ? {} : { reason }),
        },
      ],
      problems,
    };
  });
}
