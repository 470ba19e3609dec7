/** Pairs of policies and a request, for fast-check. */
import fc from "fast-check";
import type { NamedPolicy, Policies, Principal, Question } from "../../../access";
import {
  AWAY,
  FOREIGN_ROLE,
  FOREIGN_USER,
  GLOBAL_KEYS,
  HOME,
  MULTI_VALUED,
  PLACES,
  type Place,
  PRINCIPALS,
  ROLE,
  SERVICE,
  SERVICE_VALUES,
  USER,
} from "./vocabulary";

const principals: readonly Principal[] = [
  { kind: "user", arn: USER },
  { kind: "role", arn: ROLE, session: "session" },
  { kind: "role", arn: ROLE, session: "other" },
  { kind: "root", accountId: HOME },
  { kind: "user", arn: FOREIGN_USER },
  { kind: "role", arn: FOREIGN_ROLE, session: "session" },
  { kind: "root", accountId: AWAY },
  { kind: "service", name: SERVICE },
  { kind: "anonymous" },
];

const STRING_OPERATORS = [
  "StringEquals",
  "StringNotEquals",
  "StringLike",
  "StringNotLike",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
];
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  "aws:SourceIp": ["IpAddress", "NotIpAddress"],
  "aws:SecureTransport": ["Bool"],
  "aws:MultiFactorAuthPresent": ["Bool"],
  "aws:CurrentTime": [
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
  ],
  "aws:MultiFactorAuthAge": [
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
  ],
  "s3:max-keys": ["NumericLessThanEquals", "NumericGreaterThan"],
  "aws:SourceArn": ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", ...STRING_OPERATORS],
  "aws:PrincipalArn": [
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "StringEquals",
    "StringLike",
    "StringNotLike",
  ],
};

const valuesOf = (key: string) => GLOBAL_KEYS[key] ?? SERVICE_VALUES[key] ?? [];
const oneOrMore = <T>(from: readonly T[]) =>
  fc.oneof(
    fc.constantFrom(...from),
    fc.uniqueArray(fc.constantFrom(...from), { minLength: 1, maxLength: 3 }),
  );

function condition(place: Place) {
  return fc
    .constantFrom(...Object.keys(GLOBAL_KEYS), ...place.keys, ...place.keys, ...place.keys)
    .chain((key) => {
      const multi = MULTI_VALUED.includes(key);
      const operator = fc
        .tuple(
          fc.constantFrom(...(OPERATORS[key] ?? STRING_OPERATORS)),
          fc.constantFrom("", "", "", "IfExists"),
          fc.constantFrom(
            ...(multi
              ? ["ForAllValues:", "ForAnyValue:"]
              : ["", "", "", "", "ForAllValues:", "ForAnyValue:"]),
          ),
        )
        .map(([name, ifExists, prefix]) => prefix + name + ifExists);
      return fc.oneof(
        { weight: 6, arbitrary: fc.tuple(operator, fc.constant(key), oneOrMore(valuesOf(key))) },
        {
          weight: 1,
          arbitrary: fc.tuple(fc.constant("Null"), fc.constant(key), fc.constantFrom("true", "false")),
        },
      );
    });
}

function conditionBlock(place: Place) {
  return fc.array(condition(place), { maxLength: 2 }).map((list) => {
    const block: Record<string, Record<string, unknown>> = {};
    for (const [operator, key, values] of list) block[operator] = { ...block[operator], [key]: values };
    return block;
  });
}

function statement(place: Place, of: "identity" | "resource" | "trust") {
  const { service, actions, patterns } = place;
  const prefix = `${service}:`;
  const names = fc.oneof(
    { weight: 4, arbitrary: oneOrMore(actions) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        "*",
        `${prefix}*`,
        `${prefix}${actions[0]?.slice(prefix.length, -2)}*`.toLowerCase(),
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom("ec2:RunInstances", `${prefix}*Nothing`) },
  );
  const resources = fc.oneof(fc.constant("*"), oneOrMore(patterns));
  const negated = fc.integer({ min: 0, max: 9 });
  return fc
    .record({
      sid: fc.option(fc.constantFrom("One", "Two"), { nil: undefined }),
      effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
      names,
      resources,
      notAction: negated,
      notResource: negated,
      principal: fc.constantFrom(...PRINCIPALS),
      notPrincipal: fc.integer({ min: 0, max: 19 }),
      conditions: conditionBlock(place),
    })
    .map(
      ({ sid, effect, names, resources, notAction, notResource, principal, notPrincipal, conditions }) => ({
        ...(sid === undefined ? {} : { Sid: sid }),
        Effect: effect as "Allow" | "Deny",
        ...(of === "identity"
          ? {}
          : { [notPrincipal === 0 && principal !== "*" ? "NotPrincipal" : "Principal"]: principal }),
        [notAction === 0 ? "NotAction" : "Action"]: names,
        ...(of === "trust" ? {} : { [notResource === 0 ? "NotResource" : "Resource"]: resources }),
        ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }),
      }),
    );
}

function policy(
  place: Place,
  name: string,
  of: "identity" | "resource" | "trust",
): fc.Arbitrary<NamedPolicy> {
  return fc
    .tuple(
      fc.array(statement(place, of), { minLength: 1, maxLength: 3 }),
      fc.constantFrom("2012-10-17", "2012-10-17", "2008-10-17"),
    )
    .map(([Statement, Version]) => ({ name, document: { Version, Statement } }));
}

/** For the most part what AWS attaches itself. */
function guardrail(place: Place, name: string) {
  const full: NamedPolicy = {
    name,
    document: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
  };
  return fc.oneof(
    fc.constant([full]),
    fc.tuple(fc.constant(full), policy(place, `${name}-2`, "identity")),
    fc.tuple(policy(place, name, "identity")),
  );
}

function policies(place: Place): fc.Arbitrary<Policies> {
  const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
  const isTrust = place.service === "sts";
  const own = policy(place, "own", isTrust ? "trust" : "resource");
  return fc
    .record({
      identity: fc.array(policy(place, "identity", "identity"), { maxLength: 2 }),
      boundary: rarely(policy(place, "boundary", "identity")),
      session: rarely(policy(place, "session", "identity")),
      own:
        place.service === "iam"
          ? fc.constant(undefined)
          : ["kms", "sts"].includes(place.service)
            ? own
            : fc.option(own, { nil: undefined, freq: 4 }),
      scp: rarely(fc.array(guardrail(place, "scp"), { minLength: 1, maxLength: 2 })),
    })
    .map(({ identity, boundary, session, own, scp }) => ({
      identity,
      ...(boundary === undefined ? {} : { boundary }),
      ...(session === undefined ? {} : { session: [session] }),
      ...(own === undefined ? {} : isTrust ? { trust: own } : { resource: own }),
      ...(scp === undefined ? {} : { scp }),
    }));
}

function context(place: Place) {
  const keys = [...Object.keys(GLOBAL_KEYS), ...place.keys].filter(
    (key) => !/^aws:(Principal(Arn|Account)|ResourceAccount)$/.test(key),
  );
  const values = (key: string) => valuesOf(key).filter((value) => !/[*$]|\/\d|\?$/.test(value));
  return fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 5 }).chain((chosen) =>
    fc.record(
      Object.fromEntries(
        chosen.map((key) => {
          const one = fc.constantFrom(...values(key));
          return [
            key,
            MULTI_VALUED.includes(key)
              ? fc.uniqueArray(fc.constantFrom(...values(key)), { maxLength: 2 })
              : one,
          ];
        }),
      ) as Record<string, fc.Arbitrary<string | string[]>>,
    ),
  );
}

/** A question that both evaluators take: nothing is unknown, and there are no grants. */
export const questions: fc.Arbitrary<Question> = fc.constantFrom(...PLACES).chain((place) =>
  fc
    .record({
      principal: fc.constantFrom(...principals),
      action: fc.constantFrom(...place.actions),
      context: context(place),
      policies: policies(place),
    })
    .map(({ principal, action, context, policies }) => ({
      principal,
      action,
      resource: place.resource,
      resourceAccount: HOME,
      context,
      otherKeys: "absent" as const,
      policies: ofKind(principal, policies),
    })),
);

/** Sessions alone have session policies; whoever is neither user nor role has no policies of his own. */
function ofKind({ kind }: Principal, { identity, boundary, session, scp, ...others }: Policies): Policies {
  return {
    ...others,
    ...(scp && kind !== "service" && kind !== "anonymous" ? { scp } : {}),
    ...(identity && (kind === "role" || kind === "user") ? { identity } : {}),
    ...(boundary && (kind === "role" || kind === "user") ? { boundary } : {}),
    ...(session && kind === "role" ? { session } : {}),
  };
}
