/** As much of ARNs as the plugin needs to know. Pure. */

/** Captures region, account and id of the key. Source: Service Authorization Reference, AWS KMS, resource types. */
export const KEY_ARN = /^arn:[^:]+:kms:([^:]+):(\d{12}):key\/(.+)$/;

/** Region of an ARN; `undefined` for anything else, such as an alias's name. */
export function regionOf(text: string): string | undefined {
  return text.startsWith("arn:") ? text.split(":")[3] || undefined : undefined;
}

/** The same resource in another region. */
export function inRegion(arn: string, region: string): string {
  return arn.split(":").with(3, region).join(":");
}
