import { formatArn } from "../../arn";
import { byPartition, type InPartition, PARTITIONS, SERVICE_DOMAIN } from "../../partitions";
import { text } from "../../shape";
import { isToken, replaceTokens } from "../../tokens";
import { assertArguments } from "../../validate";
import { type AwsEnvironment, environmentWith } from "./environment";

export type { AwsEnvironment } from "./environment";

const ACCOUNT_ARGUMENTS = { account: environmentWith("partition", "accountId") };

/** ARN that stands for an account: everybody in it whose own policy allows the action. */
export function accountRootArn(account: Pick<AwsEnvironment, "partition" | "accountId">): string {
  assertArguments("accountRootArn", { account }, ACCOUNT_ARGUMENTS);
  return rootArn(account);
}

/** {@link accountRootArn} for those who report what is wrong with an account themselves. */
export function rootArn({ partition, accountId }: Pick<AwsEnvironment, "partition" | "accountId">): string {
  return formatArn({ partition, service: "iam", region: "", account: accountId, resource: "root" });
}

/**
 * ARN of the account of a role or user, whose ARN may be a pattern, and hold tokens for partition and account; `undefined` where it does not show
 * its account.
 */
export function accountRootOf(principal: string): string | undefined {
  const tokens: string[] = [];
  const flat = replaceTokens(principal, (token) => `<${tokens.push(token) - 1}>`);
  const [, partition, accountId] = /^arn:([^:]+):(?:iam|sts)::([^:*?]+):./s.exec(flat) ?? [];
  if (partition === undefined || accountId === undefined) return undefined;
  const back = (part: string) => part.replaceAll(/<(\d+)>/g, (_, index) => tokens[Number(index)] ?? "");
  return rootArn({ partition: back(partition), accountId: back(accountId) });
}

/** Where the names of a service end in the domain of the partition. */
function ownDomains(service: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(PARTITIONS)
      .filter(([, { ownPrincipals }]) => ownPrincipals.includes(service))
      .map(([partition, { dnsSuffix }]) => [partition, dnsSuffix]),
  );
}

/** The domain in which a service acts. Where nobody can tell, that of the partition's endpoints. */
function domainOf(service: string, env: InPartition): string {
  const own = ownDomains(service);
  if (Object.keys(own).length === 0) return SERVICE_DOMAIN;
  return byPartition(env, own, SERVICE_DOMAIN) ?? env.dnsSuffix ?? SERVICE_DOMAIN;
}

/** Ends of names of services, which are taken without. */
const DOMAINS = [...new Set(Object.values(PARTITIONS).map(({ dnsSuffix }) => `.${dnsSuffix}`))].sort(
  (a, b) => b.length - a.length,
);

const SERVICE_ARGUMENTS = { service: text, env: environmentWith() };

/** The name under which a service acts, such as `ec2.amazonaws.com`. @param service such as `ec2`; with a domain, it is taken without */
export function servicePrincipal(service: string, env: Partial<Omit<AwsEnvironment, "accountId">>): string {
  assertArguments("servicePrincipal", { service, env }, SERVICE_ARGUMENTS);
  const domain = DOMAINS.find((end) => service.endsWith(end)) ?? "";
  const name = service.slice(0, service.length - domain.length);
  return `${name}.${domainOf(name, env)}`;
}

/** The name of a service that has one of its own in each region, such as `logs.eu-central-1.amazonaws.com`. */
export function regionalPrincipal(service: string, env: Omit<AwsEnvironment, "accountId">): string {
  return `${service}.${env.region}.${domainOf(service, env)}`;
}

/** `kms:ViaService` of a service: it ends alike in every partition, China too. Source: KMS Developer Guide, "kms:ViaService". */
export function viaService(service: string, { region }: Pick<AwsEnvironment, "region">): string {
  return `${service}.${region}.${SERVICE_DOMAIN}`;
}

/**
 * Regions that are there without being asked for; every region since 2019, and so every new one, has to be enabled. Source: AWS Account Management
 * Reference Guide, "Enable or disable AWS Regions in your account". In other partitions there are none to be enabled.
 */
const ON_BY_DEFAULT =
  /^(us-(east|west)-[12]|ca-central-1|sa-east-1|eu-(central-1|north-1|west-[123])|ap-(south-1|southeast-[12]|northeast-[123])|(cn|us-gov|us-isob?|us-isof|eu-isoe|eusc)-.*)$/;

/** The name of a service that has one of its own in each region that has to be enabled. A region that only Terraform knows is taken for another one. */
export function optInPrincipal(service: string, { region }: Pick<AwsEnvironment, "region">): string {
  const universal = isToken(region) || ON_BY_DEFAULT.test(region);
  return universal ? `${service}.${SERVICE_DOMAIN}` : `${service}.${region}.${SERVICE_DOMAIN}`;
}
