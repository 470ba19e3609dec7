/** What is known of a service that uses a key in its own name. */
import type { Conditions } from "../../iam/policies/policy-document";
import type { AwsEnvironment } from "../../iam/policies/principals";
import type { KeyKind, KeySpec } from "../key-spec";

/** Where and for whom a service uses the key. */
export interface ServiceScope {
  readonly env: AwsEnvironment;
  /** Account of the resources. */
  readonly accountId: string;
  /** ARNs, or patterns of ARNs, of the resources for which the service may use the key. */
  readonly sourceArns: readonly string[];
}

export interface ServiceStatement {
  /** Appended to the sid. */
  readonly suffix?: string;
  readonly actions: readonly string[];
  conditions(scope: ServiceScope): Conditions;
}

/** One service. */
export interface ServiceTraits {
  readonly sid: string;
  principal(env: AwsEnvironment): string;
  readonly kind: KeyKind;
  /** The only spec that the service takes, where it is choosy. */
  readonly keySpec?: KeySpec;
  /** The only region whose keys it takes. */
  readonly region?: string;
  /** The service in the ARNs of `sourceArns`, such as `logs`. */
  readonly sourceService: string;
  /** Whether `sourceArns` are compared as they are, without patterns. */
  readonly exactSources?: true;
  /** What `sourceArns` are when the caller names none; absent where he has to. */
  defaultSourceArns?(env: AwsEnvironment, accountId: string): readonly string[];
  readonly statements: readonly ServiceStatement[];
  /** Where AWS documents actions and conditions. */
  readonly source: string;
  readonly url: string;
  /** What the documentation does not say. Whoever uses the row then has to give a reason. @default - the documentation says it all */
  readonly unverified?: string;
}
