/** Policies that AWS publishes, with the answers that its pages give, as data. */
import type {
  Effect,
  NamedPolicy,
  Policies,
  PolicyStatement,
  Principal,
  RequestContext,
} from "../../../access";

export interface PublishedCase {
  /** What the page says of it, in our words. */
  readonly says: string;
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  readonly context?: RequestContext;
  readonly policies?: Policies;
  readonly effect: Effect;
}

export interface PublishedExample {
  readonly name: string;
  readonly page: string;
  readonly resourceAccount: string;
  readonly policies: Policies;
  readonly cases: readonly PublishedCase[];
}

export function policy(...statements: readonly PolicyStatement[]): NamedPolicy {
  return { name: "example", document: { Version: "2012-10-17", Statement: statements } };
}

export const user = (account: string, name: string): Principal => ({
  kind: "user",
  arn: `arn:aws:iam::${account}:user/${name}`,
});

export const role = (account: string, name: string): Principal => ({
  kind: "role",
  arn: `arn:aws:iam::${account}:role/${name}`,
  session: "session",
});

/** What an administrator attaches to himself. */
export const EVERYTHING: Policies = {
  identity: [policy({ Effect: "Allow", Action: "*", Resource: "*" })],
};
