import type { Construct } from "constructs";
import { flag, knownMap, optional, type Shape, text } from "../../shape";
import { ExclusivePolicies } from "./exclusive-policies";
import type { Holder } from "./holder";
import { PolicyAttachment } from "./policy-attachment";

/** The policies of a role, user or group that are the same for all three. */
export interface HolderProps {
  /**
   * Managed policies by an id that stays when the ARN changes, such as `{ ssm: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }`.
   *
   * @default - none
   */
  readonly managedPolicies?: Readonly<Record<string, string>>;
  /**
   * Whether policies that this program did not give are taken off at every apply; for this, all of them must be given in the same stack.
   *
   * @default false
   */
  readonly exclusivePolicies?: boolean;
}

/** What they look like. The ids become ids of constructs. */
export const HOLDER_PROPS: Shape<HolderProps> = {
  managedPolicies: optional(knownMap(text)),
  exclusivePolicies: optional(flag),
};

/** Adds what {@link HolderProps} ask for below the holder's construct. */
export function attachPolicies(scope: Construct, holder: Holder, props: HolderProps): void {
  for (const [id, policyArn] of Object.entries(props.managedPolicies ?? {}))
    new PolicyAttachment(scope, `policy-${id}`, { policyArn, attachTo: holder });
  if (props.exclusivePolicies === true) new ExclusivePolicies(scope, "exclusive", { attachTo: holder });
}
