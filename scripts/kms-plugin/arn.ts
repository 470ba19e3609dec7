/** As much of ARNs as the plugin needs to know. Pure. */
import { formatArn, parseArn } from "../../modules/arn";

export interface KeyArn {
  readonly account: string;
  /** Of the key in its region; replicas of a multi-Region key have the same. */
  readonly id: string;
}

/** The parts of a key's ARN; `undefined` for anything else. Source: Service Authorization Reference, AWS KMS, resource types. */
export function parseKeyArn(text: string): KeyArn | undefined {
  const { service, account = "", resource = "" } = parseArn(text) ?? {};
  const id = /^key\/(.+)$/.exec(resource)?.[1];
  return service === "kms" && account !== "" && id !== undefined ? { account, id } : undefined;
}

export const isKeyArn = (text: string): boolean => parseKeyArn(text) !== undefined;

/** Region of an ARN; `undefined` for anything else, such as an alias's name. */
export const regionOf = (text: string): string | undefined => parseArn(text)?.region || undefined;

/** The same resource in another region. */
export function inRegion(text: string, region: string): string {
  const arn = parseArn(text);
  return arn === undefined ? text : formatArn({ ...arn, region });
}
