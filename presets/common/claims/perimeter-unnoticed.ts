/** What no claim notices about a perimeter, and why; `__tests__/presets/common/perimeter.test.ts` holds those parts where everybody is let in. */
import type { Unnoticed } from "./claim";

/** A key policy or bucket policy with a perimeter. */
export interface PerimeterPolicy {
  /** Of the resource that holds the policy, such as `aws_kms_key.key`. */
  readonly address: string;
  /** Whether another account is let in. @default false */
  readonly otherAccounts?: boolean;
  /** Whether services use it in their own name. @default false */
  readonly services?: boolean;
  /** Whether a claim is about a service-linked role that may use it; of a key, where the root statement is full. @default true */
  readonly serviceLinked?: boolean;
  /** Whether everybody uses it through services, which are exempt. @default false */
  readonly throughServices?: boolean;
}

type Addresses = readonly [string, ...string[]];

/** @param policies every policy of the preset with a perimeter around it */
export function perimeterUnnoticed(
  policies: readonly [PerimeterPolicy, ...PerimeterPolicy[]],
): readonly Unnoticed[] {
  const some = (wanted: (policy: PerimeterPolicy) => boolean, ...mutants: readonly string[]) =>
    policies.filter(wanted).flatMap(({ address }) => mutants.map((mutant) => `${address} ${mutant}`));
  return [
    {
      mutants: some(
        ({ otherAccounts = false }) => !otherAccounts,
        "DenyOtherOrganizations: without StringNotEqualsIfExists aws:PrincipalOrgID",
      ) as unknown as Addresses,
      why: "the stack lets in nobody of another account, which the condition spares for whoever adds some",
    },
    {
      mutants: some(
        ({ services = false }) => !services,
        "DenyOtherOrganizations: without BoolIfExists aws:PrincipalIsAWSService",
        "DenyOtherNetworks: without BoolIfExists aws:PrincipalIsAWSService",
      ) as unknown as Addresses,
      why: "no service uses it in its own name here, which the condition spares for whoever adds one",
    },
    {
      mutants: some(
        ({ serviceLinked = true }) => !serviceLinked,
        "DenyOtherNetworks: without ArnNotLikeIfExists aws:PrincipalArn",
      ) as unknown as Addresses,
      why: "the key policy lets in no service-linked role, which the condition spares for whoever adds one",
    },
    {
      mutants: some(
        ({ throughServices = false }) => throughServices,
        "DenyOtherNetworks: without StringNotEqualsIfExists aws:SourceVpce",
        "DenyOtherNetworks: without StringNotEqualsIfExists aws:SourceVpc",
        "DenyOtherNetworks: without BoolIfExists aws:ViaAWSService",
      ) as unknown as Addresses,
      why: "the key is used through services only, and KMS says so by kms:ViaService",
    },
  ].filter(({ mutants }) => mutants.length > 0);
}
