/** Short questions for tests. */
import {
  decide,
  type NamedPolicy,
  type PolicyStatement,
  type Principal,
  type Question,
} from "../../../access";

export const HOME = "111122223333";
export const AWAY = "444455556666";
export const KEY = `arn:aws:kms:eu-west-1:${HOME}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const BUCKET = "arn:aws:s3:::backups";
export const OBJECT = `${BUCKET}/etcd/1.tar`;
export const ROLE_ARN = `arn:aws:iam::${HOME}:role/app/writer`;
export const SESSION_ARN = `arn:aws:sts::${HOME}:assumed-role/writer/s1`;
export const USER_ARN = `arn:aws:iam::${HOME}:user/etcd`;

export const role: Principal = { kind: "role", arn: ROLE_ARN, session: "s1" };
export const user: Principal = { kind: "user", arn: USER_ARN };
export const root: Principal = { kind: "root", accountId: HOME };
export const foreign: Principal = { kind: "role", arn: `arn:aws:iam::${AWAY}:role/reader`, session: "s1" };

export function policy(...statements: readonly PolicyStatement[]): NamedPolicy {
  return { name: "policy", document: { Version: "2012-10-17", Statement: statements } };
}

export function named(name: string, ...statements: readonly PolicyStatement[]): NamedPolicy {
  return { ...policy(...statements), name };
}

export const ALL: PolicyStatement = { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" };
export const EVERYTHING = [named("identity", ALL)];

/** A statement of a resource's policy that allows everything. */
export const to = (Principal: unknown, rest: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Sid: "To",
  Effect: "Allow",
  Principal,
  Action: "*",
  Resource: "*",
  ...rest,
});

export const DELEGATE = to({ AWS: `arn:aws:iam::${HOME}:root` }, { Sid: "Delegate" });

/** About an object, unless it says otherwise. Keys that are not given are absent. */
export function ask(question: Partial<Question>) {
  return decide({
    principal: role,
    action: "s3:GetObject",
    resource: OBJECT,
    resourceAccount: HOME,
    otherKeys: "absent",
    policies: {},
    ...question,
  });
}

export const effectOf = (question: Partial<Question>) => ask(question).effect;
